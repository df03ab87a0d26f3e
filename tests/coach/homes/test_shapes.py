"""What the hours of electricity show, in an assessment: only of what a permission opens, and in plain values."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session

from coach.assessment import AssessmentView
from coach.homes import shapes
from greener_homes import consent, homes, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.readings import Incoming, PointSeries
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries
from tests import scenes
from tests.models.shapes.made_hours import people
from tests.scenes import NOW

FIRST = date(2025, 10, 1)
DAYS = 380
START = int(datetime(FIRST.year, FIRST.month, FIRST.day, 4, tzinfo=UTC).timestamp())


def hours(days: int = DAYS) -> UsageSeries:
    """A household's days, one after the other, and a car of 7.2 kW every second night from 22:00 standard time."""
    drawn = np.nan_to_num(people().drawn[:365], nan=0.4)
    kwh = np.concatenate([drawn, drawn])[:days].copy()
    kwh[::2, 21:24] += 7.2
    values = np.rint(kwh.ravel() * 1000).astype(np.int64)
    starts = START + 3600 * np.arange(values.size, dtype=np.int64)
    quality = np.zeros(values.size, dtype=np.uint8)
    return UsageSeries(
        Commodity.ELECTRICITY, Flow.DELIVERED, Unit.KWH, starts, np.full(values.size, 3600), values, -3, quality
    )


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    who = scenes.resident(session, keys)
    facts = {"dwelling_type": "detached", "heating_fuel": "natural_gas", "occupants": 3}
    homes.state_facts(
        session, who.home.id, facts, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=NOW
    )
    return who


def measure(session: Session, keys: Vault, who: scenes.Resident, days: int = DAYS) -> None:
    place = np.arange(DAYS)
    means = 8.0 - 15.0 * np.cos(2 * np.pi * (place - 110) / 365.25) + 4.0 * np.sin(place * 1.7)
    weather.store_days(
        session, "oshawa", {FIRST + timedelta(days=i): float(mean) for i, mean in enumerate(means.tolist())}
    )
    run = scenes.stored_run(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    readings.store(session, live, keys, Incoming("power", hours(days)), run, now=NOW)


def codes(view: AssessmentView) -> set[str]:
    return {str(found["code"]) for found in view.findings if str(found["code"]).startswith("shape.")}


def test_an_assessment_keeps_the_shape_and_says_what_was_noticed(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    view = scenes.worked_out(session, who)
    shape = view.evidence["load_shape"]

    assert "shape.vehicle_charging" in codes(view)
    assert isinstance(shape, dict)
    assert shape["base_load_kw"] == pytest.approx(0.39, abs=0.1)
    assert [sign["sign"] for sign in shape["signs"]] == ["vehicle_charging"]


def test_hours_that_a_permission_does_not_open_are_not_looked_at(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS, commodities=(Commodity.NATURAL_GAS,))
    view = scenes.worked_out(session, who)

    assert codes(view) == set()
    assert view.evidence["load_shape"] is None


def test_three_weeks_have_no_shape_and_say_so(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    measure(session, keys, who, days=21)
    view = scenes.worked_out(session, who)

    assert codes(view) == {"shape.too_few_days"}
    assert view.evidence["load_shape"] is None


def test_from_assumed_weather_nothing_is_told_of_the_weather() -> None:
    found = shapes.noticed([PointSeries(uuid.uuid4(), hours())], None, 3)

    assert found is not None
    assert found.shape is not None
    assert found.shape.cooling_kw_per_c is None


def test_what_is_kept_is_plain_and_whole() -> None:
    document = shapes.as_document(shapes.noticed([PointSeries(uuid.uuid4(), hours())], None))

    assert document is not None
    assert json.loads(json.dumps(document)) == {
        **document,
        "weekday_kw": list(document["weekday_kw"]),  # type: ignore[call-overload]
        "weekend_kw": list(document["weekend_kw"]),  # type: ignore[call-overload]
    }


def test_gas_has_no_shape() -> None:
    gas = hours()
    burned = UsageSeries(
        *(Commodity.NATURAL_GAS, gas.flow, Unit.M3),
        *(gas.starts, gas.durations, gas.values),
        *(gas.exponent, gas.quality),
    )

    assert shapes.noticed([PointSeries(uuid.uuid4(), burned)], None) is None
    assert shapes.as_document(None) is None
