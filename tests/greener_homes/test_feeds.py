"""Sources that stopped: late exactly when their patience is over, one alarm each, closed when data comes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from greener_homes import audit, feeds, jobs
from greener_homes.errors import NotFound
from greener_homes.feeds import FeedKind, FeedOwner
from greener_homes.settings import Settings

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_source_is_late_only_after_its_patience(session: Session) -> None:
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, patience=2 * DAY)
    assert feeds.late(session, NOW + 2 * DAY) == []
    (late,) = feeds.late(session, NOW + 2 * DAY + timedelta(seconds=1))
    assert (late.key, late.owner, late.due_at, late.last_arrived_at) == (
        "oshawa",
        FeedOwner.PARTNER,
        NOW + 2 * DAY,
        None,
    )


def test_an_arrival_starts_the_patience_anew_and_an_older_one_does_not(session: Session) -> None:
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, patience=DAY)
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW + 3 * DAY)
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW + 2 * DAY)
    (health,) = feeds.health(session, NOW + 3 * DAY)
    assert (health.last_arrived_at, health.is_late) == (NOW + 3 * DAY, False)


def test_an_alarm_is_raised_once_and_closed_by_the_next_arrival(session: Session) -> None:
    feeds.register(session, FeedKind.WEATHER, "oshawa", at=NOW, patience=DAY)
    assert [feeds.check(session, NOW + 2 * DAY), feeds.check(session, NOW + 3 * DAY)] == [1, 0]
    (health,) = feeds.health(session, NOW + 3 * DAY)
    (alarm,) = health.alarms
    assert (alarm.due_at, alarm.opened_at, alarm.closed_at) == (NOW + DAY, NOW + 2 * DAY, None)
    feeds.arrived(session, FeedKind.WEATHER, "oshawa", at=NOW + 4 * DAY)
    (health,) = feeds.health(session, NOW + 4 * DAY)
    assert [each.closed_at for each in health.alarms] == [NOW + 4 * DAY]
    feeds.check(session, NOW + 6 * DAY)
    (health,) = feeds.health(session, NOW + 6 * DAY)
    assert [each.closed_at for each in health.alarms] == [None, NOW + 4 * DAY]


def test_an_arrival_of_a_source_nobody_registered_registers_it(session: Session) -> None:
    feeds.arrived(session, FeedKind.CUSTODIAN, "sandbox", at=NOW)
    (health,) = feeds.health(session, NOW)
    assert (health.owner, health.patience, health.last_arrived_at) == (FeedOwner.OPERATOR, timedelta(hours=72), NOW)


def test_registering_again_changes_only_what_is_said(session: Session) -> None:
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, patience=DAY, owner=FeedOwner.STAFF)
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW)
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW + DAY)
    (health,) = feeds.health(session, NOW)
    assert (health.owner, health.patience, health.last_arrived_at) == (FeedOwner.STAFF, DAY, NOW)


def test_a_source_that_has_ended_is_neither_late_nor_alarmed_and_can_begin_again(session: Session) -> None:
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, patience=DAY)
    feeds.check(session, NOW + 2 * DAY)
    feeds.ended(session, FeedKind.PARTNER, "oshawa", at=NOW + 3 * DAY)
    assert feeds.health(session, NOW + 9 * DAY) == []
    assert feeds.check(session, NOW + 9 * DAY) == 0
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW + 10 * DAY)
    (health,) = feeds.health(session, NOW + 10 * DAY)
    assert (health.is_late, health.alarms[0].closed_at) == (False, NOW + 3 * DAY)


def test_the_longest_silence_comes_first(session: Session) -> None:
    for place, key in enumerate(("a", "b", "c")):
        feeds.register(session, FeedKind.PARTNER, key, at=NOW - place * DAY, patience=DAY)
    assert [each.key for each in feeds.late(session, NOW + 9 * DAY)] == ["c", "b", "a"]


def test_the_scheduled_job_checks_all(session: Session, tmp_path: Path) -> None:
    feeds.register(session, FeedKind.RATES, "gas", at=NOW, patience=DAY)
    feeds.check_all(session, jobs.NOBODY, now=NOW + 2 * DAY, settings=Settings(var=tmp_path), step=lambda name: None)
    (health,) = feeds.health(session, NOW + 2 * DAY)
    assert len(health.alarms) == 1
    assert jobs.catalogue(Settings(var=tmp_path))["feeds.check"].schedule == timedelta(hours=1)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["arrived", "check"]), st.integers(0, 40)), max_size=25))
def test_after_every_check_an_alarm_is_open_exactly_when_the_source_is_late(
    session: Session, steps: list[tuple[str, int]]
) -> None:
    session.rollback()
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, patience=DAY)
    at = NOW
    for what, hours in steps:
        at += timedelta(hours=hours)
        if what == "arrived":
            feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=at)
        else:
            feeds.check(session, at)
        (health,) = feeds.health(session, at)
        open_ones = [each for each in health.alarms if each.closed_at is None]
        assert len(open_ones) == int(health.is_late)
        assert all(each.due_at < each.opened_at for each in health.alarms)


def test_each_format_of_one_sender_is_missed_at_its_own_pace(session: Session) -> None:
    for name, days in (("hourly", 1), ("bills", 45)):
        feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW, file_format=name, patience=days * DAY)
    assert {each.format: each.patience for each in feeds.health(session, NOW)} == {"bills": 45 * DAY, "hourly": 2 * DAY}
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW + 3 * DAY, file_format="bills", patience=45 * DAY)
    assert [each.format for each in feeds.late(session, NOW + 4 * DAY)] == ["hourly"]
    assert [each.format for each in feeds.late(session, NOW + 49 * DAY)] == ["hourly", "bills"]


def test_one_registered_without_a_format_has_the_first_that_comes(session: Session) -> None:
    feeds.register(session, FeedKind.PARTNER, "oshawa", at=NOW, owner=FeedOwner.STAFF)
    feeds.check(session, NOW + 9 * DAY)
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW + 9 * DAY, file_format="bills", patience=45 * DAY)
    (health,) = feeds.health(session, NOW + 50 * DAY)
    assert (health.format, health.owner, health.is_late) == ("bills", FeedOwner.STAFF, False)
    assert health.alarms[0].closed_at == NOW + 9 * DAY


def test_staff_may_say_that_a_suppliers_files_are_not_expected_any_more(session: Session) -> None:
    staff = audit.Actor(uuid.uuid4(), "programme")
    for kind in (FeedKind.PARTNER, FeedKind.WEATHER):
        feeds.arrived(session, kind, "oshawa", at=NOW)
    weather, partner = sorted(feeds.health(session, NOW), key=lambda each: each.kind is FeedKind.PARTNER)
    feeds.not_expected(session, partner.id, actor=staff, at=NOW + DAY)
    assert [each.kind for each in feeds.health(session, NOW + 9 * DAY)] == [FeedKind.WEATHER]
    for gone in (partner.id, weather.id, uuid.uuid4()):
        with pytest.raises(NotFound):
            feeds.not_expected(session, gone, actor=staff, at=NOW + DAY)
    feeds.arrived(session, FeedKind.PARTNER, "oshawa", at=NOW + 9 * DAY)
    assert len(feeds.health(session, NOW + 9 * DAY)) == 2
