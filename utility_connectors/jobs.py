"""Work this package does when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from greener_homes import manifests
from greener_homes.db import Engine
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from utility_connectors import imports, partner_files, rehearsal, supplier_profiles


def prepare_bulk() -> None:
    """What reads files of many homes is loaded, compiled loops included, which takes longer than a small file."""
    from models import compiled  # brings numba along, as does what reads: only this queue waits for it
    from utility_connectors import partner_intake  # noqa: F401

    compiled.load_kept()


def rehearse_import(engine: Engine, *, now: datetime) -> None:
    """What a household's first file asks has been asked once, and undone."""
    rehearsal.first_time(engine, now=now, with_file=True)


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
    supplier_profiles.forget_drafts(session, open_vault(settings), now=now)


def check_partner_file(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Partner file `subject_id` has been looked over and nothing of it stored."""
    from utility_connectors import partner_intake  # brings numba along: see `prepare_bulk`

    partner_intake.check(session, open_vault(settings), subject_id, now=now, step=step)


def store_partner_file(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Partner file `subject_id` is finished: what homes agreed to is stored, or it is rejected."""
    from utility_connectors import partner_intake  # brings numba along: see `prepare_bulk`

    partner_intake.store(session, open_vault(settings), subject_id, now=now, step=step)


def forget_partner_files(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Previews nobody committed are cancelled; matches that ended thirty days ago, and expired tokens, are gone."""
    partner_files.forget(session, open_vault(settings), now=now)
    manifests.forget_ended(session, now=now)
