"""Background work of monthly reports: whose is due, and one home's. Each is safe to run again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.reports import reports
from greener_homes.settings import Settings
from greener_homes.vault import open_vault


def plan(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """A report is asked for of every home that is due one; work that waits already is not doubled."""
    reports.plan(session, now=now)


def make(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """One home's report of the month before; a second run finds it made and does nothing."""
    reports.make(session, open_vault(settings), subject_id, settings, now=now, step=step)
