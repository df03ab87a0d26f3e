"""Work of the service clock when the queue calls. Each is safe to run again; light to load, for it runs every hour."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.referrals import news
from coach.service import appointments, digest, promises, resident_letters
from greener_homes.settings import Settings
from greener_homes.vault import open_vault


def ask_due(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Households whose ten working days are over are asked whether they heard of us; each person once."""
    promises.ask_due(session, open_vault(settings), now=now)


def write_digests(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Every coach has the week's letter; one a week."""
    digest.write_due(session, open_vault(settings), now=now)


def remind(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Whoever has an appointment tomorrow is reminded, once."""
    appointments.remind_due(session, open_vault(settings), now=now)


def write_to_residents(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Whoever has a new plan, one that a changed programme touches, or news of what they asked a lender has a letter.

    If they want to hear of it.
    """
    vault = open_vault(settings)
    news.write_due(session, vault, now=now)
    resident_letters.plans_ready(session, vault, now=now)
    resident_letters.money_changed(session, vault, now=now)
