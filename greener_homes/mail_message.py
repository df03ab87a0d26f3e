"""A letter as it goes out: plain text and the same as HTML, in its reader's language, with the way to turn it off.

Both are made of the same paragraphs and say the same words. The HTML is one column, black on white, its style in its
own tags, with no picture, script or address but our own: a letter tells nobody that it was read. One-click unsubscribe
as RFC 8058 wants it.
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
HEAD = {
    Language.ENGLISH: ("Greener Homes", "Region of Durham"),
    Language.FRENCH: ("Maisons vertes", "Région de Durham"),
}
"""What stands at the top of every letter."""
INK, SOFT = "#14302B", "#495D57"
FONT = "font-family:Lato,Arial,Helvetica,sans-serif"


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
    head = "\n".join(HEAD[language])
    return "\n\n".join((head, *paragraphs, f"--\n{who} {why}", *([f"{how}\n{off}"] if off else []))) + "\n"


def _as_html(paragraphs: list[str], letter: Opened, pages_url: str, why: str, off: str) -> str:
    name, region = HEAD[letter.language]
    head = (
        f'<p style="margin:0;padding:0 0 12px;border-bottom:2px solid {INK};font-size:19px;line-height:1.3">'
        f'<strong>{name}</strong><br><span style="font-size:14px;color:{SOFT}">{region}</span></p>'
    )
    body = "".join(f'<p style="margin:0 0 16px">{_linked(part, pages_url)}</p>' for part in paragraphs)
    return (
        f'<!doctype html><html lang="{letter.language.value}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light"><title>{html.escape(letter.subject)}</title></head>'
        '<body style="margin:0;padding:0;background:#FFFFFF">'
        '<table role="presentation" width="100%" style="table-layout:fixed" '
        'cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td style="padding:24px 20px;{FONT};font-size:17px;line-height:1.5;color:{INK}">'
        '<div style="max-width:600px;overflow-wrap:break-word">'
        f'{head}<div style="padding:24px 0 8px">{body}</div>{_foot(letter.language, why, off)}'
        "</div></td></tr></table></body></html>"
    )


def _foot(language: Language, why: str, off: str) -> str:
    who, how = FOOT[language]
    off = html.escape(off)
    stop = f'<br>{html.escape(how)} <a href="{off}">{off}</a>' if off else ""
    return (
        f'<p style="margin:0;padding:12px 0 0;border-top:1px solid #DCD7C9;font-size:14px;color:{SOFT}">'
        f"{html.escape(who)} {html.escape(why)}{stop}</p>"
    )


def _linked(part: str, pages_url: str) -> str:
    """A paragraph; one that is an address of ours, and nothing else, as a link."""
    if part.startswith(pages_url + "/") and len(part.split()) == 1:
        return f'<strong><a href="{html.escape(part)}">{html.escape(part)}</a></strong>'
    return html.escape(part).replace("\n", "<br>")
