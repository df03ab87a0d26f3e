"""Local days and hours in Durham, with their two odd days a year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.house.local_time import ZONE, day_edges, hour_starts, local_hours


def test_days_have_23_24_and_25_hours() -> None:
    spring = np.diff(day_edges(date(2026, 3, 7), date(2026, 3, 9))) // 3600
    autumn = np.diff(day_edges(date(2026, 10, 31), date(2026, 11, 2))) // 3600
    assert spring.tolist() == [24, 23, 24]
    assert autumn.tolist() == [24, 25, 24]


def test_a_day_begins_at_local_midnight() -> None:
    assert day_edges(date(2026, 1, 15), date(2026, 1, 15))[0] == datetime(2026, 1, 15, 5, tzinfo=UTC).timestamp()


def test_the_hour_that_autumn_repeats_comes_twice_and_the_one_spring_skips_not_at_all() -> None:
    autumn = local_hours(hour_starts(date(2026, 11, 1), date(2026, 11, 1)))
    spring = local_hours(hour_starts(date(2026, 3, 8), date(2026, 3, 8)))
    assert (autumn == np.datetime64("2026-11-01T01")).sum() == 2
    assert (spring == np.datetime64("2026-03-08T02")).sum() == 0


@given(st.integers(min_value=0, max_value=700_000))
def test_every_hour_reads_as_the_time_zone_says(hour: int) -> None:
    start = hour * 3600
    local = datetime.fromtimestamp(start, UTC).astimezone(ZONE).replace(tzinfo=None, minute=0)
    assert local_hours(np.array([start])).tolist() == [local]
