"""A supplier's file interrupted at every named step: nothing lost, nothing doubled, running again within a minute."""

from __future__ import annotations

import itertools
import os
import signal
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.greener_homes.processes import Processes
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import partner_files

HOMES, HOURS = 3, 24 * 40
STEPS = ("opened", "read", "written", "recorded")
VICTIMS = ("work-horse", "worker", "broker")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way: who sent it, whose readings are in it, and the sum that will be stored."""

    utility: uuid.UUID
    file_id: uuid.UUID
    homes: list[uuid.UUID]
    total: float


def send(engine: Engine, settings: Settings) -> Sent:
    """A file of three homes that agreed and one stranger, waiting to be stored."""
    keys = open_vault(settings)
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        lines: list[str] = []
        homes = []
        for number in range(HOMES):
            one = partners.customer(session, keys, utility, number)
            homes.append(one.who.home.id)
            lines += partners.rows(one.account, one.meter, HOURS, seed=number)
        total = sum(float(line.split(",")[5]) for line in lines)
        lines += partners.rows("A9999999", "M9999999", HOURS, seed=9)
        data = partners.written(list(partners.shuffled(lines)))
        view = partners.send(session, keys, utility, data, at=now)
    return Sent(utility, view.id, homes, total)


def stored(engine: Engine, sent: Sent) -> tuple[str, int, float, int]:
    """The file's state, how many readings are stored, their sum, and how many homes wait to be assessed."""
    with db.reading(engine) as session:
        state = partner_files.get(session, sent.utility, sent.file_id).state.value
        count, total = session.execute(
            text(
                "SELECT coalesce(sum(count), 0), coalesce(sum(total * power(10::numeric, exponent)), 0) "
                "FROM interval_block JOIN usage_point ON usage_point.id = usage_point_id WHERE home_id = ANY(:homes)"
            ),
            {"homes": sent.homes},
        ).one()
        waiting = session.execute(
            text("SELECT count(*) FROM work WHERE name = 'home.assess' AND subject_id = ANY(:homes)"),
            {"homes": sent.homes},
        ).scalar_one()
    return state, int(count), float(total), int(waiting)


@pytest.mark.slow
def test_a_kill_at_any_step_neither_loses_nor_doubles_a_reading(
    engine: Engine, database_url: str, settings: Settings
) -> None:
    with Processes(engine, database_url, settings.var, queue="bulk", halt_at_step=",".join(STEPS)) as processes:
        for step, victim in itertools.product(STEPS, VICTIMS):
            processes.halt_next_at(step, STEPS)
            sent = send(engine, settings)
            horse, _worker = processes.wait_for_halt(step)
            assert stored(engine, sent) == ("running", 0, 0, 0), "nothing is visible before it is whole"
            processes.kill_at(step, victim, horse)
            processes.wait_until_done(sent.file_id, "partner_file.store")
            whole = ("stored", HOMES * HOURS, pytest.approx(sent.total), HOMES)
            assert stored(engine, sent) == whole, f"{victim} killed at {step}"
            assert not list((settings.var / "spool").iterdir()), "the sealed file goes with the work"


@pytest.mark.slow
def test_a_preview_killed_while_reading_is_made_again(engine: Engine, database_url: str, settings: Settings) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        one = partners.customer(session, keys, utility, 1)
        data = partners.written(partners.rows(one.account, one.meter, HOURS))
        view = partners.send(session, keys, utility, data, commit=False, at=datetime.now(UTC) - timedelta(seconds=1))
    with Processes(engine, database_url, settings.var, queue="bulk", halt_at_step="opened") as processes:
        horse, _worker = processes.wait_for_halt("opened")
        os.kill(horse, signal.SIGKILL)
        processes.wait_until_done(view.id, "partner_file.check")
    with db.reading(engine) as session:
        found = partner_files.get(session, utility, view.id)
    assert (found.state.value, found.counts["kept"]) == ("checked", HOURS)
    assert len(list((settings.var / "spool").iterdir())) == 1
