"""Work of finding households that stand twice, when the queue calls. Each is safe to run again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.duplicates import pairs
from greener_homes import home_marks
from greener_homes.settings import Settings
from greener_homes.vault import open_vault


def compare_home(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Home `subject_id` has been compared with all others; where two look alike, a person will be asked."""
    home_marks.mark_emails(session, open_vault(settings), now=now, home_id=subject_id)
    step("marked")
    pairs.compare(session, now=now, home_id=subject_id)


def compare_all(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Every home has been compared with all others."""
    vault = open_vault(settings)
    while home_marks.mark_emails(session, vault, now=now):
        step("marked")
    pairs.compare(session, now=now)
    step("compared")
