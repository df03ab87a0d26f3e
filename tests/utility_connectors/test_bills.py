"""Typed bills and deliveries: kept as typed, read as use, mended without a trace, only with permission."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from greener_homes import consent, jobs, readings
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.connection import ImportRun, TypedEntry
from greener_homes.tables.usage import BlockRevision, IntervalBlock
from greener_homes.vault import Vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.scenes import NOW
from utility_connectors import bills
from utility_connectors.bills import Bill, Delivery, EntryKind, EntryView

ALL = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.OIL, Commodity.WOOD)
GAS, OIL = Commodity.NATURAL_GAS, Commodity.OIL


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    someone = scenes.resident(session, keys)
    consent.publish_statements(session, now=NOW)
    words = consent.statement(session, Purpose.ADVICE, someone.person.language)
    answer = Answer(someone.person.id, someone.home.id, Source.BILLS, ALL, words.id, scenes.MOVED_IN)
    consent.grant(session, answer, actor=someone.person.actor, now=NOW)
    return someone


def add(session: Session, keys: Vault, who: scenes.Resident, entry: Bill | Delivery) -> uuid.UUID:
    return bills.add(session, keys, who.home.id, entry, actor=who.person.actor, now=NOW)


def live(session: Session, who: scenes.Resident) -> consent.LiveConsent:
    return consent.require(session, who.home.id, Purpose.ADVICE, Source.BILLS, at=NOW, lock=True)


def stored(session: Session, who: scenes.Resident, commodity: Commodity) -> list[tuple[str, float, str]]:
    found = readings.series_for(session, live(session, who), commodity=commodity)
    return [
        (datetime.fromtimestamp(int(start), UTC).isoformat(), float(amount), point.series.unit.value)
        for point in found
        for start, amount in zip(point.series.starts, point.series.amounts, strict=True)
    ]


def gas(first: date, days: int, amount: str) -> Bill:
    return Bill(GAS, first, first + timedelta(days=days), Decimal(amount))


def test_bills_with_irregular_periods_are_use_over_their_days(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    add(session, keys, who, gas(date(2025, 3, 5), 29, "180.5"))
    add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    add(session, keys, who, gas(date(2025, 2, 3), 30, "287.125"))
    assert stored(session, who, GAS) == [
        ("2025-01-04T05:00:00+00:00", 310.0, "m3"),
        ("2025-02-03T05:00:00+00:00", 287.125, "m3"),
        ("2025-03-05T05:00:00+00:00", 180.5, "m3"),
    ]
    assert jobs.state_of(session, "home.assess", who.home.id) is not None


def test_deliveries_are_what_was_used_between_full_tanks(session: Session, keys: Vault, who: scenes.Resident) -> None:
    for on, amount, filled in (
        (date(2025, 1, 10), "600", True),
        (date(2025, 2, 14), "200", False),
        (date(2025, 3, 1), "350.5", True),
        (date(2025, 5, 1), "90", False),
    ):
        add(session, keys, who, Delivery(OIL, on, Decimal(amount), filled=filled))
    assert stored(session, who, OIL) == [("2025-01-10T05:00:00+00:00", 550.5, "L")]


def test_a_slip_is_mended_by_taking_the_entry_back_without_a_trace(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    slip = add(session, keys, who, gas(date(2025, 2, 3), 30, "2870"))
    bills.remove(session, keys, who.home.id, slip, actor=who.person.actor, now=NOW)
    add(session, keys, who, gas(date(2025, 2, 3), 30, "287"))
    assert [amount for _, amount, _ in stored(session, who, GAS)] == [310.0, 287.0]
    assert session.exec(select(BlockRevision)).all() == []
    assert len(session.exec(select(ImportRun)).all()) == 1
    for entry in bills.of_home(session, live(session, who)):
        bills.remove(session, keys, who.home.id, entry.id, actor=who.person.actor, now=NOW)
    assert stored(session, who, GAS) == []
    assert session.exec(select(IntervalBlock)).all() == []
    assert session.exec(select(TypedEntry)).all() == []


def test_one_commodity_does_not_disturb_another(session: Session, keys: Vault, who: scenes.Resident) -> None:
    add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    add(session, keys, who, Bill(Commodity.ELECTRICITY, date(2025, 1, 4), date(2025, 2, 3), Decimal(640)))
    add(session, keys, who, gas(date(2025, 2, 3), 30, "287"))
    assert [amount for _, amount, _ in stored(session, who, GAS)] == [310.0, 287.0]
    assert [amount for _, amount, _ in stored(session, who, Commodity.ELECTRICITY)] == [640.0]


def test_what_was_before_moving_in_is_not_stored(session: Session, keys: Vault, who: scenes.Resident) -> None:
    add(session, keys, who, gas(scenes.MOVED_IN - timedelta(days=40), 30, "310"))
    assert stored(session, who, GAS) == []


def test_nothing_is_kept_without_a_permission_for_it(session: Session, keys: Vault) -> None:
    someone = scenes.resident(session, keys)
    scenes.agree(session, someone)  # files, not typed bills
    with pytest.raises(Refusal) as caught:
        add(session, keys, someone, gas(date(2025, 1, 4), 30, "310"))
    assert caught.value.code.code == "consent.missing"
    assert session.exec(select(TypedEntry)).all() == []


def test_a_commodity_not_agreed_to_is_refused(session: Session, keys: Vault, who: scenes.Resident) -> None:
    with pytest.raises(Refusal) as caught:
        add(session, keys, who, Bill(Commodity.WATER, date(2025, 1, 4), date(2025, 2, 3), Decimal(10)))
    assert caught.value.code.code == "consent.missing"


def test_another_home_s_entry_is_not_found(session: Session, keys: Vault, who: scenes.Resident) -> None:
    entry = add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    other = scenes.resident(session, keys)
    with pytest.raises(NotFound):
        bills.remove(session, keys, other.home.id, entry, actor=other.person.actor, now=NOW)


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (gas(date(2025, 1, 4), 0, "1"), "bill.dates"),
        (gas(date(2025, 1, 4), -3, "1"), "bill.dates"),
        (gas(date(2025, 1, 4), 101, "1"), "bill.dates"),
        (gas(date(1999, 1, 4), 30, "1"), "bill.dates"),
        (gas(TODAY, 1, "1"), "bill.dates"),
        (gas(date(2025, 1, 4), 30, "-1"), "bill.amount"),
        (gas(date(2025, 1, 4), 30, "1000001"), "bill.amount"),
        (gas(date(2025, 1, 4), 30, "1.0001"), "bill.amount"),
        (gas(date(2025, 1, 4), 30, "NaN"), "bill.amount"),
        (gas(date(2025, 1, 4), 30, "1e40"), "bill.amount"),
        (gas(date(2025, 1, 4), 30, "Infinity"), "bill.amount"),
        (Delivery(GAS, date(2025, 1, 4), Decimal(10)), "bill.commodity"),
        (Bill(OIL, date(2025, 1, 4), date(2025, 2, 4), Decimal(10)), "bill.commodity"),
        (Delivery(OIL, TODAY + timedelta(days=1), Decimal(10)), "bill.dates"),
        (Delivery(OIL, date(2025, 1, 4), Decimal(10), cost_cents=-1), "bill.amount"),
    ],
)
def test_an_impossible_entry_is_refused(
    session: Session, keys: Vault, who: scenes.Resident, entry: Bill | Delivery, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        add(session, keys, who, entry)
    assert caught.value.code.code == code
    assert session.exec(select(TypedEntry)).all() == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (gas(date(2025, 2, 2), 5, "1"), "bill.overlap"),
        (gas(date(2025, 1, 1), 5, "1"), "bill.overlap"),
        (gas(date(2025, 1, 10), 3, "1"), "bill.overlap"),
        (Delivery(OIL, date(2025, 1, 4), Decimal(1)), "bill.same_day"),
    ],
)
def test_no_day_is_billed_twice(
    session: Session, keys: Vault, who: scenes.Resident, entry: Bill | Delivery, code: str
) -> None:
    add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    add(session, keys, who, Delivery(OIL, date(2025, 1, 4), Decimal(500)))
    with pytest.raises(Refusal) as caught:
        add(session, keys, who, entry)
    assert caught.value.code.code == code
    assert [amount for _, amount, _ in stored(session, who, GAS)] == [310.0]


def test_there_is_an_end_to_entries(
    session: Session, keys: Vault, who: scenes.Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bills, "MOST_ENTRIES", 1)
    add(session, keys, who, gas(date(2025, 1, 4), 30, "310"))
    with pytest.raises(Refusal) as caught:
        add(session, keys, who, gas(date(2025, 2, 4), 28, "310"))
    assert caught.value.code.code == "bill.too_many"


def delivery(on: date, amount: int, filled: bool) -> EntryView:
    return EntryView(
        uuid.uuid4(), EntryKind.DELIVERY, OIL, Unit.LITRE, None, on, Decimal(amount) / 10, None, False, filled
    )


@given(
    days=st.lists(st.integers(0, 2000), unique=True, max_size=30),
    draw=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_all_that_was_brought_between_the_first_and_the_last_full_tank_is_used_once(
    days: list[int], draw: st.DataObject
) -> None:
    entries = [
        delivery(date(2020, 1, 1) + timedelta(days=day), draw.draw(st.integers(0, 9999)), draw.draw(st.booleans()))
        for day in days
    ]
    series = bills.series_of(entries, OIL)
    told = sorted(entries, key=lambda entry: entry.ends_on)
    full = [place for place, entry in enumerate(told) if entry.filled]
    expected = sum((entry.amount for entry in told[full[0] + 1 : full[-1] + 1]), Decimal(0)) if full else Decimal(0)
    assert series.total == pytest.approx(float(expected))
    assert bool((series.starts[1:] >= series.ends[:-1]).all())
    assert len(series) == max(0, len(full) - 1)


def test_each_unit_is_the_commodity_s_own() -> None:
    check: Callable[[Commodity], Unit] = bills.UNITS.__getitem__
    assert [check(one) for one in (GAS, OIL, Commodity.WOOD)] == [Unit.M3, Unit.LITRE, Unit.CORD]
