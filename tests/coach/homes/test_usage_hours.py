"""Hours as people look at them: the mean week, and one day that may have 23 or 25 of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from coach.homes import usage, usage_hours
from coach.homes.usage import FuelUse
from models.quantities import Commodity
from models.series import Quality, UsageSeries
from tests import scenes

FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)
"""Midnight in Durham, a Wednesday."""


def of(*series: UsageSeries) -> FuelUse:
    found = usage.of_series(Commodity.ELECTRICITY, series)
    assert found is not None
    return found


def year(days: int = 365) -> UsageSeries:
    return scenes.hourly(FIRST, 24 * days)


def test_the_mean_week_adds_up_to_the_readings() -> None:
    found = usage_hours.week(of(year()))
    assert found is not None
    assert found.mean.shape == (7, 24)
    assert found.mean[:, :23] == pytest.approx(0.5)
    assert found.days == 365


def test_the_highest_hour_of_the_week_is_found_on_its_own_day() -> None:
    series = year(56)
    friday_evening = (np.arange(len(series)) // 24 % 7 == 2) & (np.arange(len(series)) % 24 == 18)
    found = usage_hours.week(of(replace(series, values=np.where(friday_evening, 3000, 500))))
    assert found is not None
    assert found.highest == (4, 18)
    assert found.mean[4, 18] == pytest.approx(3.0)


def test_two_meters_add_up_and_quarter_hours_are_hours() -> None:
    found = usage_hours.week(of(year(56), year(56)))
    assert found is not None
    assert found.mean == pytest.approx(1.0)
    quarters = replace(
        year(56),
        starts=int(FIRST.timestamp()) + 900 * np.arange(56 * 96, dtype=np.int64),
        durations=np.full(56 * 96, 900),
        values=np.full(56 * 96, 125),
        quality=np.zeros(56 * 96, dtype=np.uint8),
    )
    found = usage_hours.week(of(quarters))
    assert found is not None
    assert found.mean == pytest.approx(0.5)


def test_an_hour_nobody_read_is_a_gap_and_too_few_days_are_no_week() -> None:
    series = year(56)
    kept = np.arange(len(series)) % 24 != 3
    holed = replace(
        series,
        starts=series.starts[kept],
        durations=series.durations[kept],
        values=series.values[kept],
        quality=series.quality[kept],
    )
    found = usage_hours.week(of(holed))
    assert found is not None
    assert np.isnan(found.mean[:, 3]).all()
    assert usage_hours.week(of(year(20))) is None
    daily = replace(year(40), durations=np.full(40 * 24, 86_400))
    assert usage_hours.week(of(daily)) is None


@pytest.mark.parametrize(("day", "count"), [(date(2025, 3, 9), 23), (date(2025, 11, 2), 25), (date(2025, 7, 1), 24)])
def test_a_day_has_the_hours_its_clock_shows(day: date, count: int) -> None:
    found = usage_hours.hours(of(year()), day)
    assert len(found) == count
    assert [one.clock for one in found].count(1) == (2 if count == 25 else 1)
    assert sum(one.amount or 0 for one in found) == pytest.approx(count * 0.5)


def test_gaps_and_guesses_of_a_day_are_said() -> None:
    series = year(10)
    quality = series.quality.copy()
    quality[5] = Quality.ESTIMATED
    found = usage_hours.hours(of(replace(series, quality=quality)), date(2025, 1, 1))
    assert [one.estimated for one in found].index(True) == 5
    assert usage_hours.hours(of(series), date(2025, 1, 11))[0].amount is None
