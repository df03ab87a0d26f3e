"""This year beside the last at the same weather: a known change is recovered, and nothing is said too early."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from coach.homes import trend
from greener_homes.readings import PointSeries
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, UsageSeries

FIRST = (datetime(2024, 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
DAYS = 365 * 2 + 40
POINT = uuid.UUID(int=1)
MEAN_C = 8 - 14 * np.cos((np.arange(DAYS) - 20) * 2 * np.pi / 365.25) + 3 * np.sin(np.arange(DAYS) * 2.1)
WEATHER = DailyTemperature(FIRST, MEAN_C)


def gas(days: int, *, change: float = 1.0, first: int = 0) -> UsageSeries:
    """Daily gas that follows the cold; from the second year on times `change`."""
    at = np.arange(first, first + days)
    use = 1.5 + 0.6 * np.maximum(0.0, 16.0 - MEAN_C[at]) * (1 + 0.08 * np.sin(at * 1.7))
    use = np.where(at < DAYS - 365, use, use * change)
    starts = (FIRST + at) * 86_400 + 5 * 3600
    return UsageSeries(
        Commodity.NATURAL_GAS,
        Flow.DELIVERED,
        Unit.M3,
        starts.astype(np.int64),
        np.full(days, 86_400, dtype=np.int64),
        np.rint(use * 1000).astype(np.int64),
        -3,
        np.zeros(days, dtype=np.uint8),
    )


def said(*series: UsageSeries, weather: DailyTemperature | None = WEATHER) -> dict[str, object]:
    (found,) = trend.documents([PointSeries(POINT, one) for one in series], weather)
    return found


def test_a_known_reduction_is_recovered_with_its_interval() -> None:
    found = said(gas(DAYS, change=0.85))
    low, high = found["ci90"]  # type: ignore[misc]
    assert found["code"] == "trend.less"
    assert found["avoided"] == pytest.approx(0.15 * float(found["expected"]), rel=0.1)  # type: ignore[arg-type]
    assert 0 < low < found["avoided"] < high  # type: ignore[operator]
    assert found["days"] == 365


def test_more_use_is_said_as_plainly() -> None:
    facts = said(gas(DAYS, change=1.2))
    assert facts["code"] == "trend.more"
    assert 0 < facts["facts"]["low"] < facts["facts"]["high"]  # type: ignore[index]


def test_the_same_home_in_other_weather_has_not_changed() -> None:
    assert said(gas(DAYS))["code"] == "trend.same"


def test_it_is_too_early_until_a_season_after_the_first_year() -> None:
    found = said(gas(400))
    assert found["code"] == "trend.too_early"
    assert found["facts"]["day"] == "2025-03-30"  # type: ignore[index]
    assert said(gas(120))["code"] == "trend.too_early"


def test_half_a_year_after_the_first_is_held_to_that_first_year() -> None:
    found = said(gas(365 + 180))
    assert (found["code"], found["since"]) == ("trend.same", "2024-12-31")


def test_what_stands_in_the_way_is_said() -> None:
    other = uuid.UUID(int=2)
    two = [PointSeries(POINT, gas(DAYS)), PointSeries(other, gas(DAYS))]
    assert trend.documents(two, WEATHER)[0]["code"] == "trend.several_meters"
    sent = replace(gas(DAYS), flow=Flow.RECEIVED)
    assert said(gas(DAYS), sent)["code"] == "trend.solar"
    assert said(gas(DAYS), weather=None)["code"] == "trend.no_weather"


def test_the_same_readings_give_the_same_words_to_the_bit() -> None:
    assert said(gas(DAYS, change=0.9)) == said(gas(DAYS, change=0.9))


def test_bills_of_two_years_are_enough() -> None:
    daily = gas(DAYS, change=0.8)
    edges = np.arange(0, DAYS, 30)
    starts = daily.starts[edges[:-1]]
    values = np.add.reduceat(daily.values, edges)[:-1]
    bills = replace(
        daily,
        starts=starts,
        durations=np.full(starts.size, 30 * 86_400, dtype=np.int64),
        values=values.astype(np.int64),
        quality=np.zeros(starts.size, dtype=np.uint8),
    )
    assert said(bills)["code"] == "trend.less"
