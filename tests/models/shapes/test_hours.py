"""Hours of standard time and series laid out by the days of the clock."""

from __future__ import annotations

import numpy as np
import pytest

from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Floats, Quality, UsageSeries
from models.shapes.hours import days_of_hours, days_of_series, mean_by_hour
from tests.models.shapes.made_hours import FIRST_DAY, FIRST_HOUR

MIDNIGHT = FIRST_DAY * 86_400 + 5 * 3600
"""Local midnight of 2024-01-01, epoch seconds."""


def series(
    kwh: Floats, minutes: int = 60, flow: Flow = Flow.DELIVERED, quality: int = Quality.ACTUAL, start: int = MIDNIGHT
) -> UsageSeries:
    starts = start + 60 * minutes * np.arange(kwh.size, dtype=np.int64)
    return UsageSeries(
        Commodity.ELECTRICITY,
        flow,
        Unit.KWH,
        starts,
        np.full(kwh.size, 60 * minutes),
        np.rint(kwh * 1000).astype(np.int64),
        -3,
        np.full(kwh.size, quality, dtype=np.uint8),
    )


def test_an_hour_of_winter_stands_at_its_standard_time_and_one_of_summer_an_hour_later() -> None:
    days = days_of_hours(FIRST_HOUR, np.tile(np.arange(24.0), 366))
    assert days is not None
    january, july = 20, 200

    assert days.drawn[january].tolist() == list(range(24))
    assert days.drawn[july, 1:].tolist() == list(range(23))


def test_the_hour_that_spring_skips_is_unknown_and_the_day_is_still_whole() -> None:
    days = days_of_hours(FIRST_HOUR, np.ones(366 * 24))
    assert days is not None
    spring = np.flatnonzero(np.isnan(days.drawn).any(axis=1))

    assert (days.first_day + spring).tolist() == [FIRST_DAY + 69]  # 10 March 2024
    assert days.whole.all()
    assert days.daily_kwh[spring[0]] == pytest.approx(24.0)


def test_the_hour_that_autumn_repeats_is_the_mean_of_both() -> None:
    kwh = np.ones(366 * 24)
    autumn = 307  # 3 November 2024
    kwh[autumn * 24 : autumn * 24 + 2] = [2.0, 4.0]
    days = days_of_hours(FIRST_HOUR, kwh)
    assert days is not None

    assert days.drawn[autumn - (days.first_day - FIRST_DAY), :3].tolist() == [1.0, 3.0, 1.0]


def test_only_the_latest_year_is_laid_out_with_its_own_weather() -> None:
    sky = DailyTemperature(FIRST_DAY + 100, np.arange(400.0))
    days = days_of_hours(FIRST_HOUR, np.ones(24 * 500), None, sky)
    assert days is not None

    assert days.drawn.shape == (365, 24)
    assert days.mean_c[0] == days.first_day - (FIRST_DAY + 100)


def test_quarters_of_an_hour_add_up_and_a_missing_one_makes_the_hour_unknown() -> None:
    quarters = series(np.full(96, 0.25), minutes=15)
    kept = np.arange(96) != 41
    gappy = UsageSeries(
        *(quarters.commodity, quarters.flow, quarters.unit),
        *(quarters.starts[kept], quarters.durations[kept], quarters.values[kept]),
        *(quarters.exponent, quarters.quality[kept]),
    )
    days = days_of_series([[gappy]], None)
    assert days is not None

    assert np.flatnonzero(np.isnan(days.drawn[0])).tolist() == [10]
    assert np.nansum(days.drawn[0]) == pytest.approx(23.0)


def test_what_a_utility_estimated_has_no_shape() -> None:
    assert days_of_series([[series(np.ones(48), quality=Quality.ESTIMATED)]], None) is None


def test_readings_of_a_day_have_no_hours() -> None:
    assert days_of_series([[series(np.ones(40), minutes=1440)]], None) is None


def test_net_readings_are_parted_into_drawn_and_sent() -> None:
    day = np.where((np.arange(24) >= 10) & (np.arange(24) < 15), -2.0, 1.0)
    days = days_of_series([[series(np.tile(day, 3), flow=Flow.NET)]], None)
    assert days is not None
    assert days.sent is not None

    assert days.drawn[1].sum() == pytest.approx(19.0)
    assert days.sent[1].sum() == pytest.approx(10.0)


def test_two_meters_are_added_up_where_both_are_known() -> None:
    days = days_of_series([[series(np.full(72, 1.0))], [series(np.full(24, 2.0), start=MIDNIGHT + 86_400)]], None)
    assert days is not None

    assert days.drawn.shape[0] == 1
    assert days.drawn[0].tolist() == [3.0] * 24


def test_nothing_known_is_no_days() -> None:
    assert days_of_hours(0, np.full(48, np.nan)) is None
    assert days_of_series([], None) is None


def test_an_hour_that_is_never_known_is_taken_to_be_like_the_others() -> None:
    hours = np.ones((3, 24))
    hours[:, 7] = np.nan

    assert mean_by_hour(hours)[7] == 1.0
    assert mean_by_hour(np.full((2, 24), np.nan)).tolist() == [0.0] * 24
