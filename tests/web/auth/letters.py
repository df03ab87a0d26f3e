"""The letters a test's worker has written, opened, and the links in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from greener_homes import db, people
from greener_homes.identity import link_letters
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.tables.ways_in import EmailLink
from greener_homes.vault import open_vault


@dataclass(frozen=True, slots=True)
class Read:
    """A letter as its reader has it; `path` is the link in it, or empty."""

    to: str
    subject: str
    text: str
    path: str


def deliver(engine: Engine, settings: Settings) -> list[Read]:
    """The worker writes what waits; returns every letter there is, oldest first."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        for waiting in session.exec(select(EmailLink.id).where(col(EmailLink.person_id).is_(None))).all():
            link_letters.write(session, waiting, now=datetime.now(UTC), settings=settings, step=lambda _: None)
    with db.reading(engine) as session:
        found = []
        for row in session.exec(select(Letter).order_by(col(Letter.written_at), col(Letter.id))):
            key = people.key_of(session, keys, row.person_id)
            assert key is not None
            text = keys.open(key, row.text_sealed, f"letter|text|{row.person_id}")
            subject = keys.open(key, row.subject_sealed, f"letter|subject|{row.person_id}")
            link = re.search(r"\{pages\}(/letter/\S+)", text)
            to = people.address_of(session, keys, row.person_id)
            found.append(Read(to, subject, text, link[1] if link else ""))
        return found
