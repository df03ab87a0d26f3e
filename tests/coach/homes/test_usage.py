"""Usage as people look at it: months that add up, gaps that stay gaps, hours that are local."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from coach.homes import usage
from coach.homes.usage import FuelUse
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Quality, UsageSeries
from tests import scenes

FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)
"""Midnight in Durham."""


def of(*series: UsageSeries) -> FuelUse:
    found = usage.of_series(Commodity.ELECTRICITY, series)
    assert found is not None
    return found


def bills(ends: list[date], amounts: list[float], first: date) -> UsageSeries:
    edges = [first, *ends]
    starts = [int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()) for day in edges]
    return UsageSeries(
        Commodity.NATURAL_GAS,
        Flow.DELIVERED,
        Unit.M3,
        np.array(starts[:-1]),
        np.diff(np.array(starts)),
        (np.array(amounts) * 1000).astype(np.int64),
        -3,
        np.zeros(len(amounts), dtype=np.uint8),
    )


def test_months_add_up_to_the_readings() -> None:
    months = usage.months(of(scenes.hourly(FIRST, 24 * 365)).days)
    assert [month.month for month in months] == [date(2025, number, 1) for number in range(1, 13)]
    assert usage.year_total(months) == pytest.approx(24 * 365 * 0.5)
    assert months[1].amount == pytest.approx(28 * 24 * 0.5)


def test_the_days_the_clock_changes_lose_and_gain_an_hour() -> None:
    use = of(scenes.hourly(FIRST, 24 * 365)).days
    by_day = {date(1970, 1, 1).toordinal() + use.first_day + place: amount for place, amount in enumerate(use.amount)}
    assert by_day[date(2025, 3, 9).toordinal()] == pytest.approx(23 * 0.5)
    assert by_day[date(2025, 11, 2).toordinal()] == pytest.approx(25 * 0.5)


def test_a_month_with_a_gap_is_a_gap_and_so_is_the_year() -> None:
    year = scenes.hourly(FIRST, 24 * 365)
    known = (year.starts < year.starts[24 * 60]) | (year.starts >= year.starts[24 * 66])
    holed = replace(
        year,
        starts=year.starts[known],
        durations=year.durations[known],
        values=year.values[known],
        quality=year.quality[known],
    )
    months = usage.months(of(holed).days)
    assert [month.month.month for month in months if month.amount is None] == [3]
    assert usage.year_total(months) is None


def test_a_month_that_has_only_begun_is_left_out() -> None:
    months = usage.months(of(scenes.hourly(FIRST, 24 * (31 + 5))).days)
    assert [month.month for month in months] == [date(2025, 1, 1)]


def test_bills_are_shared_out_over_the_months_they_span() -> None:
    series = bills([date(2025, 2, 16), date(2025, 3, 1)], [470.0, 130.0], date(2025, 1, 1))
    found = usage.of_series(Commodity.NATURAL_GAS, [series])
    assert found is not None
    months = usage.months(found.days)
    assert months[0].amount == pytest.approx(470.0 * 31 / 46, rel=1e-3)
    assert sum(month.amount or 0 for month in months) == pytest.approx(600.0, rel=1e-3)


def test_two_usage_points_add_up_only_where_both_are_known() -> None:
    house, garage = scenes.hourly(FIRST, 24 * 10), scenes.hourly(FIRST, 24 * 4)
    use = of(house, garage).days
    assert use.amount[:4] == pytest.approx([24.0] * 4)
    assert use.amount[4:] == pytest.approx([12.0] * 6)


def test_estimated_readings_are_said_to_be() -> None:
    series = scenes.hourly(FIRST, 24 * 31)
    guessed = replace(series, quality=np.full(len(series), Quality.ESTIMATED, dtype=np.uint8))
    assert usage.months(of(guessed).days)[0].estimated


def test_points_pair_a_day_with_its_own_temperature() -> None:
    use = of(scenes.hourly(FIRST, 24 * 10))
    first = (date(2025, 1, 1) - date(1970, 1, 1)).days
    weather = DailyTemperature(first, np.array([-5.0, np.nan, *[1.0] * 8]))
    points = usage.points(use, weather)
    assert len(points) == 9
    assert points.mean_c[0] == -5.0
    assert points.amount_per_day[0] == pytest.approx(12.0)


def test_the_hour_shape_is_in_local_time_in_winter_and_in_summer() -> None:
    year = scenes.hourly(FIRST, 24 * 365)
    local_hour = [datetime.fromtimestamp(int(start), UTC).astimezone(usage_zone()).hour for start in year.starts]
    evening = replace(year, values=np.where(np.array(local_hour) == 18, 2000, 100).astype(np.int64))
    shape = usage.hour_shape(of(evening))
    assert shape is not None
    assert max(range(24), key=lambda hour: shape.weekday[hour]) == 18
    assert shape.weekday[18] == pytest.approx(2.0, rel=0.02)
    assert shape.weekend[3] == pytest.approx(0.1, rel=0.05)


def test_few_days_or_long_readings_have_no_hour_shape() -> None:
    assert usage.hour_shape(of(scenes.hourly(FIRST, 24 * 5))) is None
    found = usage.of_series(Commodity.NATURAL_GAS, [bills([date(2025, 3, 1)], [10.0], date(2025, 1, 1))])
    assert found is not None
    assert usage.hour_shape(found) is None


def test_nothing_stored_is_nothing_known() -> None:
    assert usage.of_series(Commodity.ELECTRICITY, []) is None


def usage_zone() -> ZoneInfo:
    return ZoneInfo("America/Toronto")
