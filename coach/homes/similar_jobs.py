"""The figures of similar homes when the queue calls: each night, and when somebody's permission for them ends."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.homes import similar
from greener_homes.settings import Settings


def work_out(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """This month's figures stand. Safe to run again: within a month it only takes groups away that became too small."""
    similar.work_out(session, now=now, step=step)
