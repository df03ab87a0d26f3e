"""Local days against the standard library's own calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.local_days import local_days, midnights

TORONTO = ZoneInfo("America/Toronto")
EPOCH = date(1970, 1, 1)
ANY_DAY = st.integers(min_value=3_653, max_value=25_000)  # 1980 to 2038


@settings(deadline=None)
@given(first=ANY_DAY, length=st.integers(min_value=1, max_value=900))
def test_every_midnight_is_the_calendars(first: int, length: int) -> None:
    found = midnights(first, first + length)

    at = (0, length // 2, length)
    dates = [EPOCH + timedelta(days=first + i) for i in at]
    assert [found[i] for i in at] == [int(datetime.combine(day, time(), TORONTO).timestamp()) for day in dates]


def test_a_year_has_one_day_of_23_hours_and_one_of_25() -> None:
    hours = np.diff(midnights(19_723, 19_723 + 366)) // 3600

    assert sorted(np.unique(hours, return_counts=True)[1].tolist()) == [1, 1, 364]
    assert EPOCH + timedelta(days=19_723 + int(hours.argmin())) == date(2024, 3, 10)
    assert EPOCH + timedelta(days=19_723 + int(hours.argmax())) == date(2024, 11, 3)


@settings(deadline=None)
@given(moments=st.lists(st.integers(min_value=400_000_000, max_value=2_000_000_000), min_size=1, max_size=20))
def test_a_moment_falls_in_the_day_its_clock_shows(moments: list[int]) -> None:
    shown = [datetime.fromtimestamp(moment, TORONTO).date() - EPOCH for moment in moments]

    assert local_days(np.array(moments)).tolist() == [difference.days for difference in shown]


def test_no_moments_have_no_days() -> None:
    assert local_days(np.zeros(0, dtype=np.int64)).size == 0
