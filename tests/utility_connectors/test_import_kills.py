"""An import interrupted at every named step: nothing lost, nothing doubled, running again within a minute."""

from __future__ import annotations

import itertools
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.tables.consent import Purpose
from greener_homes.vault import open_vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.greener_homes.processes import Processes
from utility_connectors import imports
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

HOURS = 24 * 60
STEPS = ("opened", "parsed", "written", "recorded")
VICTIMS = ("work-horse", "worker", "broker")


def send(engine: Engine, settings: Settings) -> tuple[scenes.Resident, uuid.UUID]:
    """A resident's file of sixty days of hourly electricity and gas, waiting to be read."""
    keys = open_vault(settings)
    first = datetime(2026, 3, 1, 5, tzinfo=UTC)
    series = [
        scenes.hourly(first, HOURS),
        scenes.hourly(first, HOURS, wh=200, commodity=Commodity.NATURAL_GAS, unit=Unit.M3),
    ]
    streams = [
        UsageStream(one.commodity.value, one.commodity, one.flow, one.unit, 3600, len(one), one) for one in series
    ]
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        scenes.agree(session, who, at=now - timedelta(minutes=1))
        upload = keys.spool()
        upload.write(writer.write(streams, updated=int(now.timestamp())))
        run = imports.accept(session, keys, who.home.id, upload.finish(), actor=who.person.actor, now=now)
    return who, run.id


def stored(engine: Engine, who: scenes.Resident, run_id: uuid.UUID) -> tuple[str, int, float]:
    """The run's state, how many readings are stored for the home, and their sum over both fuels."""
    with db.reading(engine) as session:
        state = imports.get(session, who.home.id, run_id).state.value
        count, total = session.execute(
            text(
                "SELECT coalesce(sum(count), 0), coalesce(sum(total * power(10::numeric, exponent)), 0) "
                "FROM interval_block JOIN usage_point "
                "ON usage_point.id = usage_point_id WHERE home_id = :home"
            ),
            {"home": who.home.id},
        ).one()
    return state, int(count), float(total)


@pytest.mark.slow
def test_a_kill_at_any_step_neither_loses_nor_doubles_a_reading(
    engine: Engine, database_url: str, settings: Settings
) -> None:
    with Processes(engine, database_url, settings.var, queue="imports", halt_at_step=",".join(STEPS)) as processes:
        for step, victim in itertools.product(STEPS, VICTIMS):
            processes.halt_next_at(step, STEPS)
            who, run_id = send(engine, settings)
            horse, _worker = processes.wait_for_halt(step)
            assert stored(engine, who, run_id) == ("received", 0, 0), "nothing is visible before it is whole"
            processes.kill_at(step, victim, horse)
            processes.wait_until_done(run_id, "import.run")
            whole = ("stored", 2 * HOURS, pytest.approx(HOURS * 0.7))
            assert stored(engine, who, run_id) == whole, f"{victim} killed at {step}"
            assert not list((settings.var / "spool").iterdir()), "the sealed file goes with the run"


@pytest.mark.slow
def test_consent_withdrawn_while_the_file_waits_stops_the_import(
    engine: Engine, database_url: str, settings: Settings
) -> None:
    who, run_id = send(engine, settings)
    with db.transaction(engine) as session:
        scenes.end_consent(session, who, Purpose.ADVICE, at=datetime.now(UTC))
    with Processes(engine, database_url, settings.var, queue="imports") as processes:
        processes.wait_until_done(run_id, "import.run")
    assert stored(engine, who, run_id) == ("stopped", 0, 0)
    assert not list((settings.var / "spool").iterdir())


def test_a_spooled_file_no_run_waits_for_is_swept_after_an_hour(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    who, _ = send(engine, settings)
    keys = open_vault(settings)
    orphan = keys.spool()
    orphan.write(b"left behind")
    orphan.finish()
    assert len(list(keys.spooled_names())) == 2
    with db.transaction(engine) as session:
        later = datetime.fromtimestamp(time.time() + 2 * 3600, UTC)
        assert imports.sweep_spool(session, keys, now=later) == 1
    assert len(list(keys.spooled_names())) == 1
    assert who.home.id
