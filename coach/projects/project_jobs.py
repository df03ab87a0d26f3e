"""Work of projects when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.projects import meter_word, nudges, outcomes
from greener_homes import jobs
from greener_homes.settings import Settings
from greener_homes.vault import open_vault


def measure(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Project `subject_id` has what its home's meters say, if its permissions stand; a clear word verifies it."""
    if outcomes.measure(session, subject_id, now=now, step=step):
        meter_word.take(session, open_vault(settings), subject_id, now=now)


def measure_due(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Every project that was done within its first year, and was not looked at this week, is looked at again."""
    jobs.enqueue_each(session, "project.measure", outcomes.due(session, now=now), now=now)


def remind(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Every project knows its next day, and whoever wants to hear of one is written to, once for each occasion."""
    nudges.refresh_all(session, now=now)
    step("refreshed")
    nudges.write_due(session, open_vault(settings), now=now)
