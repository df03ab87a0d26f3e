"""A withdrawal and an import at once, on two real connections, in every order: nothing is left of what went."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from coach import assessment
from greener_homes import db, privacy
from greener_homes.consent import Purpose
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment
from greener_homes.tables.connection import ImportRun
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.beside import waiting_for_locks
from tests.scenes import NOW
from utility_connectors import imports
from utility_connectors.green_button import writer
from web.demo_homes import usage_stream

FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def waiting(engine: Engine, keys: Vault) -> tuple[scenes.Resident, uuid.UUID]:
    """A home with a file that waits to be read."""
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        scenes.agree(session, who)
        upload = keys.spool()
        upload.write(writer.write([usage_stream(scenes.hourly(FIRST, 48))], updated=1))
        run = imports.accept(session, keys, who.home.id, upload.finish(), actor=who.person.actor, now=NOW)
    return who, run.id


def withdraw(engine: Engine, keys: Vault, who: scenes.Resident) -> None:
    with db.transaction(engine) as session:
        scenes.take_back(session, keys, who, Purpose.ADVICE)


def left(engine: Engine, keys: Vault) -> dict[str, int]:
    """What is there after the clearing that a withdrawal asks for where a worker held something."""
    with db.transaction(engine) as session:
        for home in session.exec(select(ImportRun.home_id)).all():
            privacy.clear(session, keys, home, now=NOW)
    with db.reading(engine) as session:
        found = {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("usage_point", "interval_block", "block_revision", "import_run", "assessment", "opportunity")
        }
    return found | {"files": len(list(keys.spooled_names()))}


NOTHING = dict.fromkeys(
    ("usage_point", "interval_block", "block_revision", "import_run", "assessment", "opportunity", "files"), 0
)


@pytest.mark.parametrize("point", ["opened", "parsed"])
def test_an_import_that_is_reading_does_not_hold_up_a_withdrawal_and_writes_nothing(
    engine: Engine, keys: Vault, waiting: tuple[scenes.Resident, uuid.UUID], point: str
) -> None:
    who, run_id = waiting

    def step(name: str) -> None:
        if name == point:
            withdraw(engine, keys, who)  # its own connection, committed while the import is under way

    with db.transaction(engine) as session:
        imports.run(session, keys, run_id, now=NOW, step=step)
    assert left(engine, keys) == NOTHING


@pytest.mark.parametrize("point", ["written", "recorded"])
def test_a_withdrawal_waits_for_an_import_that_is_writing_and_then_erases_it(
    engine: Engine, database_url: str, keys: Vault, waiting: tuple[scenes.Resident, uuid.UUID], point: str
) -> None:
    who, run_id = waiting
    patient = db.create_engine(database_url, pool_size=1, lock_timeout_ms=120_000, statement_timeout_ms=120_000)
    asked: list[threading.Thread] = []
    failed: list[Exception] = []

    def step(name: str) -> None:
        if name == point:
            asked.append(_begin(lambda: withdraw(patient, keys, who), failed))
            _until_somebody_waits(engine)

    with db.transaction(engine) as session:
        imports.run(session, keys, run_id, now=NOW, step=step)
    asked[0].join()
    patient.dispose()
    assert failed == []
    assert left(engine, keys) == NOTHING


def test_an_import_that_begins_after_a_withdrawal_finds_nothing(
    engine: Engine, keys: Vault, waiting: tuple[scenes.Resident, uuid.UUID]
) -> None:
    who, run_id = waiting
    withdraw(engine, keys, who)
    with db.transaction(engine) as session:
        imports.run(session, keys, run_id, now=NOW, step=lambda name: None)
    assert left(engine, keys) == NOTHING


@pytest.mark.parametrize("point", ["gathered", "advised"])
def test_advice_that_is_being_worked_out_is_not_kept_after_a_withdrawal(
    engine: Engine, keys: Vault, waiting: tuple[scenes.Resident, uuid.UUID], point: str
) -> None:
    who, run_id = waiting
    with db.transaction(engine) as session:
        imports.run(session, keys, run_id, now=NOW, step=lambda name: None)

    def step(name: str) -> None:
        if name == point:
            withdraw(engine, keys, who)

    with db.transaction(engine) as session:
        assert assessment.assess(session, who.home.id, now=NOW, step=step) is None
    assert left(engine, keys) == NOTHING
    with db.reading(engine) as session:
        assert session.exec(select(Assessment)).all() == []


def _begin(work: Callable[[], None], failed: list[Exception]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  the test reads it; a thread would only print it
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _until_somebody_waits(engine: Engine) -> None:
    """Goes on once another connection stands at a lock: that is the order this test is about."""
    while not waiting_for_locks(engine):
        time.sleep(0.01)
