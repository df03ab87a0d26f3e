"""Which price holds when: the regulator's hours, seasons, weekends and holidays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greener_homes.reference.price_periods import (
    PLAN_PERIODS,
    Period,
    PricePlan,
    _holidays_by_rule,
    holidays,
    period_of,
)


def period_at(local: str, plan: PricePlan) -> Period:
    return PLAN_PERIODS[plan][int(period_of(np.array([local], dtype="datetime64[m]"), plan)[0])]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-01-14T06:59", Period.OFF_PEAK),
        ("2026-01-14T07:00", Period.ON_PEAK),
        ("2026-01-14T11:00", Period.MID_PEAK),
        ("2026-01-14T17:00", Period.ON_PEAK),
        ("2026-01-14T19:00", Period.OFF_PEAK),
        ("2026-07-15T07:00", Period.MID_PEAK),
        ("2026-07-15T11:00", Period.ON_PEAK),
        ("2026-07-15T18:59", Period.MID_PEAK),
        ("2026-07-15T19:00", Period.OFF_PEAK),
        ("2026-04-30T12:00", Period.MID_PEAK),
        ("2026-05-01T12:00", Period.ON_PEAK),
        ("2026-10-30T12:00", Period.ON_PEAK),
        ("2026-11-02T12:00", Period.MID_PEAK),
        ("2026-07-18T12:00", Period.OFF_PEAK),
        ("2026-07-01T12:00", Period.OFF_PEAK),
        ("2026-12-28T09:00", Period.OFF_PEAK),
        ("2026-12-29T09:00", Period.ON_PEAK),
    ],
)
def test_time_of_use_hours_are_those_of_the_regulated_plan(local: str, expected: Period) -> None:
    assert period_at(local, PricePlan.TOU) is expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-01-14T23:00", Period.OVERNIGHT),
        ("2026-01-17T03:00", Period.OVERNIGHT),
        ("2026-01-14T07:00", Period.MID_PEAK),
        ("2026-01-14T16:00", Period.ON_PEAK),
        ("2026-01-14T20:59", Period.ON_PEAK),
        ("2026-01-14T21:00", Period.MID_PEAK),
        ("2026-01-17T18:00", Period.WEEKEND_OFF_PEAK),
        ("2026-02-16T18:00", Period.WEEKEND_OFF_PEAK),
    ],
)
def test_ultra_low_overnight_hours_are_the_same_all_year(local: str, expected: Period) -> None:
    assert period_at(local, PricePlan.ULO) is expected


def test_on_the_tiered_plan_every_hour_is_alike() -> None:
    assert period_at("2026-07-15T12:00", PricePlan.TIERED) is Period.ANY_HOUR


def test_a_summer_weekday_has_six_hours_on_peak_and_six_between() -> None:
    day = np.arange("2026-07-15T00", "2026-07-16T00", dtype="datetime64[h]")
    assert np.bincount(period_of(day, PricePlan.TOU)).tolist() == [12, 6, 6]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_rule_gives_the_published_holidays(year: int) -> None:
    assert holidays(year) == _holidays_by_rule(year)


def test_a_year_without_a_published_table_follows_the_rule() -> None:
    assert holidays(2022) == {
        date(2022, 1, 3),
        date(2022, 2, 21),
        date(2022, 4, 15),
        date(2022, 5, 23),
        date(2022, 7, 1),
        date(2022, 8, 1),
        date(2022, 9, 5),
        date(2022, 10, 10),
        date(2022, 12, 26),
        date(2022, 12, 27),
    }


@given(st.integers(min_value=1970, max_value=2100))
def test_every_year_has_ten_holidays_all_on_weekdays(year: int) -> None:
    observed = holidays(year)
    assert len(observed) == 10
    assert all(day.weekday() < 5 for day in observed)


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)),
    st.sampled_from([PricePlan.TOU, PricePlan.ULO]),
)
def test_a_day_off_never_has_a_peak(day: date, plan: PricePlan) -> None:
    local = np.arange(str(day), str(day + timedelta(days=1)), dtype="datetime64[h]")
    peaks = {Period.MID_PEAK, Period.ON_PEAK}
    found = {PLAN_PERIODS[plan][code] for code in period_of(local, plan).tolist()}
    day_off = day.weekday() >= 5 or day in holidays(day.year)
    assert found.isdisjoint(peaks) if day_off else peaks <= found
