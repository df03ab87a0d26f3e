"""A letter as it goes out: plain text and the same as HTML, in its reader's language, with the way to turn it off.

The HTML is made of the text, escaped, with no picture, script or address but our own: a letter tells nobody that it was
read. One-click unsubscribe as RFC 8058 wants it.
"""

from __future__ import annotations

import html
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from greener_homes.mail import PAGES
from greener_homes.people import Language

FOOT = {
    Language.ENGLISH: (
        "Greener Homes, a free service of the Region of Durham. We sell nothing.",
        "No more letters of this kind:",
    ),
    Language.FRENCH: (
        "Maisons vertes, un service gratuit de la Région de Durham. Nous ne vendons rien.",
        "Ne plus recevoir ce genre de lettre\u00a0:",
    ),
}
WHY = {
    Language.ENGLISH: (
        "This is a service message about your own home or question.",
        "You asked for news of the program. Write to {address} with any question about it.",
    ),
    Language.FRENCH: (
        "Ceci est un message de service, au sujet de votre logement ou de votre question.",
        "Vous avez demandé des nouvelles du programme. Pour toute question à ce sujet\u00a0: {address}.",
    ),
}
"""Why a letter came: a service, or news that somebody asked for (what CASL wants said of each)."""
STYLE = "font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:1.5;color:#14302B"


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter in clear, about to be sent."""

    id: uuid.UUID
    to: str
    subject: str
    text: str
    language: Language
    unsubscribe_mark: str
    """Empty for letters that cannot be turned off."""
    is_news: bool = False
    """Sent because its reader asked for news, not because of anything of theirs."""


def message(letter: Opened, *, mail_from: str, pages_url: str, now: datetime) -> EmailMessage:
    """The message. The same letter always has the same Message-ID, so that one sent twice arrives once."""
    name, address = parseaddr(mail_from)
    user, _, domain = address.partition("@")
    off = f"{pages_url}/unsubscribe/{letter.unsubscribe_mark}" if letter.unsubscribe_mark else ""
    paragraphs = [part.replace(PAGES, pages_url) for part in letter.text.split("\n\n")]
    made = EmailMessage()
    made["From"] = Address(name, user, domain)
    made["To"] = letter.to
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{letter.id}@{domain}>"
    made["Content-Language"] = letter.language.value
    if off:
        made["List-Unsubscribe"] = f"<{off}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["Auto-Submitted"] = "auto-generated"
    why = WHY[letter.language][letter.is_news].format(address=address)
    made.set_content(_plain(paragraphs, letter.language, why, off))
    made.add_alternative(_as_html(paragraphs, letter, pages_url, why, off), subtype="html")
    return made


def _plain(paragraphs: list[str], language: Language, why: str, off: str) -> str:
    who, how = FOOT[language]
    return "\n\n".join((*paragraphs, f"--\n{who} {why}", *([f"{how}\n{off}"] if off else []))) + "\n"


def _as_html(paragraphs: list[str], letter: Opened, pages_url: str, why: str, off: str) -> str:
    who, how = FOOT[letter.language]
    body = "".join(f"<p>{_linked(part, pages_url)}</p>" for part in paragraphs)
    off = html.escape(off)
    stop = f'<br>{html.escape(how)} <a href="{off}">{off}</a>' if off else ""
    foot = f'<p style="font-size:14px">{html.escape(who)} {html.escape(why)}{stop}</p>'
    return (
        f'<!doctype html><html lang="{letter.language.value}"><head><meta charset="utf-8">'
        f"<title>{html.escape(letter.subject)}</title></head>"
        f'<body style="{STYLE}"><div style="max-width:36em">{body}<hr>{foot}</div></body></html>'
    )


def _linked(part: str, pages_url: str) -> str:
    """A paragraph; one that is an address of ours, and nothing else, as a link."""
    if part.startswith(pages_url + "/") and len(part.split()) == 1:
        return f'<a href="{html.escape(part)}">{html.escape(part)}</a>'
    return html.escape(part).replace("\n", "<br>")
