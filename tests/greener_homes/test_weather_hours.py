"""Months of hours: packed and back, and the means of local days they make."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.weather_hours import StationMonth, day_means, hours_in, next_month, packed, unpacked

MARCH = date(2025, 3, 1)


def month(first: date, value: float = 5.0) -> StationMonth:
    size = hours_in(first)
    return StationMonth(first, np.full(size, value), np.zeros(size, dtype=np.bool_))


@settings(deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(lambda day: day.replace(day=1)),
    st.lists(st.tuples(st.one_of(st.none(), st.integers(-600, 550)), st.booleans()), min_size=1, max_size=40),
)
def test_a_month_comes_back_as_it_was(first: date, hours: list[tuple[int | None, bool]]) -> None:
    made = month(first)
    for place, (tenths, estimated) in enumerate(hours):
        made.temperature_c[place] = np.nan if tenths is None else tenths / 10
        made.estimated[place] = estimated and tenths is not None
    back = unpacked(first, packed(made))
    np.testing.assert_allclose(back.temperature_c, made.temperature_c, atol=1e-9)
    assert back.estimated.tolist() == made.estimated.tolist()
    assert len(packed(made)) == 2 * hours_in(first)


def test_bytes_that_are_not_a_month_are_an_error() -> None:
    with pytest.raises(ValueError, match="month of hours"):
        unpacked(MARCH, b"\0\0" * 700)


def test_a_local_day_in_summer_begins_an_hour_before_standard_times() -> None:
    july = month(date(2025, 7, 1), 0.0)
    july.temperature_c[9 * 24 + 23] = 24.0  # 23:00 standard time on the 10th: midnight, daylight time, on the 11th
    means = day_means([july])
    assert means[date(2025, 7, 10)] == 0.0
    assert means[date(2025, 7, 11)] == pytest.approx(1.0)


def test_a_local_day_in_winter_is_standard_times() -> None:
    january = month(date(2025, 1, 1), 0.0)
    january.temperature_c[9 * 24 + 23] = 24.0
    assert day_means([january])[date(2025, 1, 10)] == pytest.approx(1.0)


def test_the_day_the_clock_changes_has_twenty_three_hours() -> None:
    march = month(MARCH, 0.0)
    march.temperature_c[8 * 24 : 8 * 24 + 23] = 23.0  # 9 March 2025, midnight to 23:00 standard = midnight daylight
    assert day_means([march])[date(2025, 3, 9)] == pytest.approx(23.0)


def test_short_gaps_are_bridged_and_long_ones_are_not() -> None:
    january = month(date(2025, 1, 1), 0.0)
    january.temperature_c[10 * 24 + 6 : 10 * 24 + 12] = np.nan
    january.temperature_c[20 * 24 + 2 : 20 * 24 + 16] = np.nan
    january.temperature_c[22 * 24 + 2 : 22 * 24 + 12] = np.nan
    means = day_means([january])
    assert means[date(2025, 1, 11)] == 0.0
    assert date(2025, 1, 21) not in means
    assert means[date(2025, 1, 23)] == 0.0


def test_a_gap_over_the_end_of_a_month_is_bridged() -> None:
    january, february = month(date(2025, 1, 1), 0.0), month(date(2025, 2, 1), 4.0)
    january.temperature_c[-2:] = np.nan
    february.temperature_c[:2] = np.nan
    assert 0.0 < day_means([february, january])[date(2025, 1, 31)] < 0.5


def test_nothing_known_makes_no_days() -> None:
    assert day_means([]) == {}
    assert day_means([month(MARCH, float("nan"))]) == {}


def test_december_is_followed_by_january() -> None:
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)
