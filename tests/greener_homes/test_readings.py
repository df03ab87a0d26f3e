"""Storing readings: what consent covers is kept exactly once; the rest leaves only a count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from greener_homes import consent, readings
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.readings import Incoming, Stored
from greener_homes.tables.usage import BlockRevision, IntervalBlock
from greener_homes.vault import Vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.scenes import NOW

NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    stranger = scenes.resident(session, keys)
    scenes.agree(session, stranger)
    store(session, keys, stranger, Incoming("meter", scenes.hourly(NEW_YEAR, 24, wh=9_999)))
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    return who


def live(session: Session, who: scenes.Resident) -> LiveConsent:
    return consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)


def store(session: Session, keys: Vault, who: scenes.Resident, incoming: Incoming) -> Stored:
    run = scenes.stored_run(session, who)
    return readings.store(session, live(session, who), keys, incoming, run, now=NOW)


def total(session: Session, who: scenes.Resident, commodity: Commodity = Commodity.ELECTRICITY) -> float:
    found = readings.series_for(session, live(session, who), commodity=commodity)
    return sum(one.series.total for one in found)


def test_stored_readings_come_back_to_their_own_home_only(session: Session, keys: Vault, who: scenes.Resident) -> None:
    stored = store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 48)))
    assert stored == Stored(added=48)
    assert total(session, who) == pytest.approx(24.0)


def test_the_same_readings_again_add_nothing(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 24 * 40)))
    again = store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 24 * 40)))
    assert again == Stored(repeated=24 * 40)
    assert session.exec(select(BlockRevision)).all() == []


def test_a_correction_replaces_and_keeps_what_it_replaced(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 24), updated=1))
    corrected = store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 24, wh=600), updated=2))
    assert corrected == Stored(replaced=24)
    assert total(session, who) == pytest.approx(14.4)
    assert len(session.exec(select(BlockRevision)).all()) == 1


def test_readings_before_the_move_in_date_leave_only_a_count(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who, data_from=date(2025, 1, 2))
    stored = store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 48)))
    assert stored == Stored(added=24, before_move_in=24)
    assert total(session, who) == pytest.approx(12.0)


def test_a_commodity_without_a_grant_leaves_only_a_count(session: Session, keys: Vault, who: scenes.Resident) -> None:
    newcomer = scenes.resident(session, keys)
    scenes.agree(session, newcomer, commodities=(Commodity.ELECTRICITY,))
    gas = scenes.hourly(NEW_YEAR, 24, commodity=Commodity.NATURAL_GAS, unit=Unit.M3)
    assert store(session, keys, newcomer, Incoming("gas meter", gas)) == Stored(not_consented=24)
    assert readings.series_for(session, live(session, newcomer), commodity=Commodity.NATURAL_GAS) == []
    assert not readings.has_any(session, newcomer.home.id)


def test_block_columns_say_what_the_block_holds(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, Incoming("meter", scenes.hourly(NEW_YEAR, 24 * 60)))
    blocks = session.exec(
        select(IntervalBlock).where(IntervalBlock.total != 24 * 9_999).order_by(IntervalBlock.month)  # type: ignore[arg-type]
    ).all()
    assert [str(block.month) for block in blocks] == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert sum(block.count for block in blocks) == 24 * 60
    assert sum(block.total for block in blocks) == 24 * 60 * 500


def test_two_usage_points_stay_apart(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, Incoming("house", scenes.hourly(NEW_YEAR, 24)))
    store(session, keys, who, Incoming("garage", scenes.hourly(NEW_YEAR, 24)))
    assert len(readings.series_for(session, live(session, who), commodity=Commodity.ELECTRICITY)) == 2
    assert total(session, who) == pytest.approx(24.0)
