"""The platform's own client and the sandbox utility, which were written apart: every scenario, end to end, to the Wh.

Only what is in store in the end counts, and where the permission stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, text

from greener_homes import db, permissions
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from tests.scenes import NOW
from tests.utility_connectors.green_button.rogue_utility import RogueUtility
from tests.utility_connectors.green_button.stage import Stage, staged
from tests.web.sandbox.test_conformance import agreeing
from utility_connectors import custodians
from web.sandbox.atom import batch_list
from web.sandbox.clock import Clock, midnight
from web.sandbox.customers import CUSTOMERS
from web.sandbox.feed import GAP_DAYS, GAP_EVERY
from web.sandbox.memory import Sandbox, Status
from web.sandbox.registration import Registration, utility_document
from web.sandbox.scenarios import SCENARIOS
from web.sandbox.scope import YEAR_S
from web.sandbox.serving import running
from web.sandbox.usage import MeterData, meter_data

ELECTRICITY = CUSTOMERS[0].accounts[0]
HISTORY_S = 63_072_000
DAY_S = 86_400


@dataclass
class Utility:
    """The sandbox utility in the place of the rogue one: describes itself, and has a customer agree."""

    sandbox: Sandbox
    accounts: tuple[str, ...] = ("8001-E",)

    def description(self, *, key: str, name: str, **changed: object) -> bytes:
        uri = f"http://127.0.0.1:8000{custodians.redirect_path(key)}"
        self.sandbox.registration = replace(self.sandbox.registration, redirect_uris=(uri,))
        known = utility_document(self.sandbox.base_url, self.sandbox.registration)
        return json.dumps(known | {"key": key, "name": name} | changed).encode()

    def approve(self, address: str) -> dict[str, str]:
        query = urlsplit(agreeing(address, self.accounts)).query
        return {name: values[0] for name, values in parse_qs(query).items()}


Play = Callable[[str], tuple[Stage, Sandbox]]


@pytest.fixture(scope="module")
def engine_of_module(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = db.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def met(engine_of_module: Engine, settings: Settings) -> Iterator[Play]:
    """A resident of the platform and the utility playing a scenario; they share a clock."""
    allowed = settings.model_copy(update={"allow_loopback": True})
    with ExitStack() as stack:
        stages: list[Stage] = []

        def start(name: str) -> tuple[Stage, Sandbox]:
            clock = Clock(lambda: (stages[0].now if stages else NOW).timestamp())
            registration = Registration("greener-homes", "secret-of-this-test", ("http://127.0.0.1:8000/",))
            played = stack.enter_context(
                running(SCENARIOS[name], settings, registration, clock=clock, pause=lambda seconds: None)
            )
            utility = cast(RogueUtility, Utility(played.utility))
            stage = stack.enter_context(staged(engine_of_module, allowed, utility))
            stages.append(stage)
            return stage, played.utility

        yield start
        for stage in stages:
            with db.transaction(engine_of_module) as session:
                session.execute(text("DELETE FROM permission WHERE home_id = :home"), {"home": stage.who.home.id})
                session.execute(text("DELETE FROM custodian WHERE organisation_id = :id"), {"id": stage.supplier_id})


def truth(begin: int, end: int, keeps: Callable[[MeterData], object] | None = None) -> tuple[int, int]:
    """How many readings the meter has that lie between, and how many Wh."""
    (data,) = meter_data(ELECTRICITY)
    inside = (data.series.starts >= begin) & (data.series.ends <= end)
    if keeps is not None:
        inside = inside & keeps(data)
    return int(inside.sum()), int(data.series.values[inside].sum())


def in_store(stage: Stage) -> tuple[int, int]:
    return stage.stored, round(stage.energy * 1000)


def whole(stage: Stage, *, days_late: int = 0, history_s: int = HISTORY_S) -> tuple[int, int]:
    """All that should be in store now."""
    granted = int(NOW.timestamp())
    today = stage.now.astimezone(NOW.tzinfo).date()
    return truth(granted - history_s, midnight(today) - days_late * DAY_S)


@pytest.mark.parametrize("name", ["normal", "duplicate", "out-of-order", "slow", "token-expired"])
def test_two_years_are_in_store_to_the_watt_hour_whatever_the_way(met: Play, name: str) -> None:
    stage, _ = met(name)
    stage.connect()
    assert stage.state == PermissionState.ACCEPTED
    assert in_store(stage) == whole(stage)
    assert stage.files() == 0


def test_a_day_later_there_is_a_day_more(met: Play) -> None:
    stage, _ = met("forgets-notifications")
    stage.connect()
    before = stage.stored
    stage.later(days=1, hours=2)
    assert stage.stored == before + 24
    assert in_store(stage) == whole(stage)


def test_late_readings_come_when_they_come(met: Play) -> None:
    stage, _ = met("late")
    stage.connect()
    assert in_store(stage) == whole(stage, days_late=12)


def test_gaps_stay_gaps(met: Play) -> None:
    stage, _ = met("gap")
    stage.connect()
    granted = int(NOW.timestamp())
    assert in_store(stage) == truth(
        granted - HISTORY_S, midnight(NOW.date()), lambda data: data.days % GAP_EVERY >= GAP_DAYS
    )


def test_estimates_are_replaced_by_what_was_true(met: Play) -> None:
    stage, _ = met("revised")
    stage.connect()
    assert stage.stored == whole(stage)[0]
    assert in_store(stage)[1] > whole(stage)[1]
    stage.later(days=5, hours=2)
    last = midnight(stage.now.date()) - 4 * DAY_S
    assert truth(int(NOW.timestamp()) - HISTORY_S, last)[1] < in_store(stage)[1]
    assert stage.stored == whole(stage)[0]


def test_a_wrong_unit_is_not_stored(met: Play) -> None:
    stage, _ = met("wrong-unit")
    stage.connect()
    assert in_store(stage) == (0, 0)
    assert stage.state == PermissionState.ACCEPTED


@pytest.mark.parametrize("name", ["server-errors", "rate-limited", "truncated", "html-instead-of-xml"])
def test_what_fails_at_first_is_there_in_the_end_and_nothing_of_the_failure(met: Play, name: str) -> None:
    stage, _ = met(name)
    stage.connect()
    assert in_store(stage) == (0, 0)
    assert stage.state == PermissionState.ACCEPTED
    for _ in range(4):
        stage.later(days=1)
    assert in_store(stage) == whole(stage)
    assert stage.files() == 0


def test_what_is_not_ready_is_fetched_when_the_utility_says_so(met: Play) -> None:
    stage, sandbox = met("async-202")
    stage.connect()
    assert in_store(stage) == (0, 0)
    assert len(sandbox.news) == 1
    assert stage.notify(batch_list(sandbox.news).encode()) == 1
    assert in_store(stage) == whole(stage)


def test_a_redirect_is_not_followed(met: Play) -> None:
    stage, _ = met("redirecting")
    stage.connect()
    stage.later(days=1)
    assert in_store(stage) == (0, 0)
    assert stage.state == PermissionState.ACCEPTED


def test_a_customer_who_stops_there_has_stopped_here(met: Play) -> None:
    stage, sandbox = met("revoked-at-utility")
    stage.connect()
    stored = stage.stored
    assert stored > 0
    stage.notify(batch_list(sandbox.news).encode())
    assert stage.state == PermissionState.EXTERNALLY_TERMINATED
    assert stage.stored == stored


def test_a_customer_who_says_no_is_asked_again_only_if_they_wish(met: Play) -> None:
    stage, _ = met("refuses-consent")
    assert stage.come_back(stage.ask()) is PermissionState.REJECTED
    stage.work()
    assert in_store(stage) == (0, 0)


def test_what_was_granted_is_what_is_remembered(met: Play) -> None:
    stage, _ = met("narrower-scope")
    stage.connect()
    assert f"HistoryLength={YEAR_S}" in (stage.permission.scope or "")
    assert in_store(stage) == whole(stage, history_s=YEAR_S)


@pytest.mark.parametrize(("name", "there"), [("normal", Status.REVOKED), ("never-confirms-revocation", Status.ACTIVE)])
def test_a_resident_who_stops_here_is_stopped_there_or_it_is_said_that_it_is_not_confirmed(
    met: Play, name: str, there: Status
) -> None:
    stage, sandbox = met(name)
    stage.connect()
    with db.transaction(stage.engine) as session:
        assert permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now) == 1
    stage.work()
    assert [one.status for one in sandbox.permissions.values()] == [there]
    confirmed = stage.state == PermissionState.TERMINATED
    assert confirmed == (there is Status.REVOKED), stage.state
    if not confirmed:
        stage.later(days=3)
        assert stage.state == PermissionState.FAILED_TO_TERMINATE
        sandbox.scenario = SCENARIOS["normal"]
        for _ in range(3):
            stage.later(days=3)
        assert stage.state == PermissionState.TERMINATED
        assert [one.status for one in sandbox.permissions.values()] == [Status.REVOKED]
