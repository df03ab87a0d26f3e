"""Fetching from a utility, killed at every named step: nothing lost, nothing doubled, carried on from where it was."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from greener_homes.settings import Settings
from tests.greener_homes.processes import Processes
from tests.utility_connectors.green_button.rogue_utility import SUBSCRIPTION, RogueUtility, running
from tests.utility_connectors.green_button.stage import Stage, staged

READINGS = 24 * 88


@pytest.fixture
def utility() -> Iterator[RogueUtility]:
    with running(datetime.now(UTC)) as utility:
        yield utility


@pytest.fixture
def stage(engine: Engine, settings: Settings, utility: RogueUtility) -> Iterator[Stage]:
    allowed = settings.model_copy(update={"allow_loopback": True})
    with staged(engine, allowed, utility) as stage:
        stage.now = datetime.now(UTC)
        yield stage


@pytest.mark.slow
@pytest.mark.parametrize("step", ["asking", "received", "kept"])
def test_a_kill_at_any_step_neither_loses_nor_doubles_a_reading(
    engine: Engine, database_url: str, settings: Settings, stage: Stage, step: str
) -> None:
    stage.come_back(stage.ask())
    stage.work(only=("permission.exchange",))
    assert stage.state == "accepted"
    allowed = {"GREENER_HOMES_ALLOW_LOOPBACK": "true"}
    with Processes(
        engine, database_url, settings.var, queue="utilities", halt_at_step=step, environment=allowed
    ) as processes:
        horse, _worker = processes.wait_for_halt(step)
        assert stage.stored == 0, "nothing is visible before it was read"
        os.kill(horse, signal.SIGKILL)
        processes.wait_until_done(stage.permission.id, "permission.fetch")
    stage.now = datetime.now(UTC)
    stage.work()
    assert (stage.state, stage.stored) == ("accepted", READINGS)
    assert stage.permission.filled_back_to == stage.permission.filled_from
    assert stage.utility.count(f"GET {SUBSCRIPTION}") >= 8
