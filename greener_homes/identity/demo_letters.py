"""The demonstration's post: where no mail leaves, the letter a browser asked for is shown to that browser."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import people
from greener_homes.identity.email_links import digest
from greener_homes.mail import PAGES
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.tables.ways_in import EmailLink
from greener_homes.vault import Vault


def link_for(session: Session, vault: Vault, settings: Settings, browser: str, *, now: datetime) -> str | None:
    """The path in the newest letter this browser asked for; None outside the demonstration and before it is written."""
    if not settings.demo or settings.production or not browser:
        return None
    row = session.exec(
        select(EmailLink)
        .where(
            EmailLink.browser_digest == digest(browser), col(EmailLink.used_at).is_(None), EmailLink.expires_at > now
        )
        .order_by(col(EmailLink.asked_at).desc())
        .limit(1)
    ).one_or_none()
    letter = session.exec(select(Letter).where(Letter.about_id == row.id)).one_or_none() if row else None
    key = people.key_of(session, vault, letter.person_id) if letter else None
    if letter is None or key is None:
        return None
    text = vault.open(key, letter.text_sealed, f"letter|text|{letter.person_id}")
    return next((part.removeprefix(PAGES) for part in text.split("\n\n") if part.startswith(f"{PAGES}/letter/")), None)
