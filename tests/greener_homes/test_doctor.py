"""What the doctor says of the spool: work that nobody does, never what waits for a person."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlmodel import Session

from greener_homes import doctor
from greener_homes.settings import Settings
from greener_homes.tables.rights import ExportState, PersonExport
from greener_homes.vault import open_vault
from tests import scenes
from tests.scenes import NOW


@pytest.mark.parametrize(
    ("state", "age_h", "seen"),
    [
        (ExportState.READY, 100, doctor.State.FINE),
        (ExportState.GONE, 100, doctor.State.WARNING),
        (ExportState.GONE, 1, doctor.State.FINE),
    ],
)
def test_only_what_no_worker_takes_is_wrong_in_the_spool(
    session: Session, settings: Settings, state: ExportState, age_h: int, seen: doctor.State
) -> None:
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    upload = keys.spool()
    upload.write(b"a copy")
    file = upload.finish()
    session.add(PersonExport(person_id=who.person.id, asked_at=NOW, state=state, spool_name=file.name))
    session.flush()
    folder = settings.var / "spool"
    written = (NOW - timedelta(hours=age_h)).timestamp()
    os.utime(folder / file.name, (written, written))
    checks = {check.name: check for check in doctor.examine_database(session, settings, now=NOW)}
    assert checks["spool"].state is seen
