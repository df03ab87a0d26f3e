"""Work this package does when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from utility_connectors import imports


def run_import(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Import run `subject_id` is finished, one way or the other."""
    imports.run(session, open_vault(settings), subject_id, now=now, step=step)


def sweep_spool(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """No sealed file outlives the run it belongs to by more than an hour."""
    imports.sweep_spool(session, open_vault(settings), now=now)
