"""A permission from the resident's wish to the utility's last word, with a utility that behaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from greener_homes import db, permissions
from tests.utility_connectors.green_button.rogue_utility import SUBSCRIPTION, batch_list
from tests.utility_connectors.green_button.stage import Stage

READINGS = 24 * 88


def test_a_resident_connects_and_two_years_are_asked_for_in_windows(stage: Stage) -> None:
    stage.connect()
    assert (stage.state, stage.stored) == ("accepted", READINGS)
    assert stage.energy == pytest.approx(READINGS * 0.5)
    row = stage.permission
    assert row.filled_back_to == row.filled_from
    assert row.filled_from is not None and stage.now - row.filled_from == timedelta(days=730)
    assert stage.utility.count(f"GET {SUBSCRIPTION}") == 8, "two years in quarters"
    assert row.due_at == stage.now + timedelta(days=1)
    assert stage.history == ["created", "sent", "accepted"]
    assert stage.files() == 0


def test_new_readings_come_by_themselves_the_next_day_and_only_the_new_are_asked_for(stage: Stage) -> None:
    stage.connect()
    before = len(stage.utility.asked)
    stage.later(days=1, minutes=1)
    asked = [one for one in stage.utility.asked[before:] if one.path == SUBSCRIPTION]
    assert [one.query["published-min"] for one in asked] == ["2026-11-11T15:00:00Z"], "ten days of looking back"
    assert stage.stored == READINGS


def test_a_revision_replaces_what_was_there(stage: Stage) -> None:
    stage.connect()
    stage.utility.updated += 1
    stage.utility.series[0].values[-24:] = 1_500
    stage.later(days=1, minutes=1)
    assert stage.stored == READINGS
    assert stage.energy == pytest.approx((READINGS - 24) * 0.5 + 24 * 1.5)


def test_a_notification_is_a_reason_to_look_at_once(stage: Stage) -> None:
    stage.connect()
    before = stage.utility.count(f"GET {SUBSCRIPTION}")
    stage.now += timedelta(hours=1)
    assert stage.notify(batch_list(stage.utility.origin + SUBSCRIPTION)) == 1
    assert stage.utility.count(f"GET {SUBSCRIPTION}") == before + 1


def test_stopping_tells_the_utility_and_forgets_the_tokens(stage: Stage) -> None:
    stage.connect()
    with db.transaction(stage.engine) as session:
        assert permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now) == 1
        assert permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now) == 0
    assert stage.state == "revoked"
    stage.work()
    assert stage.state == "terminated"
    assert not stage.utility.is_active
    row = stage.permission
    assert (row.access_sealed, row.refresh_sealed, row.previous_sealed, row.code_sealed) == (None, None, None, None)
    assert stage.stored == READINGS, "what arrived is the consent's to delete"


def test_after_stopping_the_resident_can_connect_again(stage: Stage) -> None:
    stage.connect()
    with db.transaction(stage.engine) as session:
        permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now)
    stage.work()
    stage.utility.is_active = True
    stage.now += timedelta(minutes=5)
    stage.connect()
    assert (stage.state, stage.stored) == ("accepted", READINGS)
