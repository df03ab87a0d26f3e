"""Degree-hours: the same sum as adding up the days, for any temperature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.degree_hours import DegreeHours, DegreeHoursOfHomes
from models.series import DailyTemperature

YEAR = np.linspace(-20.0, 25.0, 365)


@settings(deadline=None)
@given(st.floats(-40, 40))
def test_they_are_the_sum_over_the_days(balance: float) -> None:
    hours = DegreeHours.of(DailyTemperature(0, YEAR)).below(np.array([balance]))[0]
    assert hours == pytest.approx(24.0 * np.maximum(balance - YEAR, 0.0).sum(), abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*YEAR[::9].tolist(), -60.0, 60.0, 3.3, 24.9999]), min_size=1))
def test_marks_only_shorten_the_way(balances: list[float]) -> None:
    year = DegreeHours.of(DailyTemperature(0, YEAR))
    days = np.searchsorted(year.sorted_c, balances)
    plain = (np.array(balances) * days - year.running_c[days]) * (24.0 * year.scale)
    np.testing.assert_array_equal(year.below(np.array(balances)), plain)


def test_silent_days_count_as_the_others() -> None:
    holed = YEAR.copy()
    holed[::5] = np.nan
    whole = DegreeHours.of(DailyTemperature(0, YEAR)).below(np.array([15.0]))[0]
    assert DegreeHours.of(DailyTemperature(0, holed)).below(np.array([15.0]))[0] == pytest.approx(whole, rel=0.02)


def test_a_year_without_temperatures_is_refused() -> None:
    with pytest.raises(ValueError, match="no day"):
        DegreeHours.of(DailyTemperature(0, np.full(365, np.nan)))


def test_each_home_has_its_own_year_as_if_it_stood_alone() -> None:
    short = DailyTemperature(0, np.append(YEAR[9:], np.nan))
    years = [DegreeHours.of(DailyTemperature(0, YEAR)), DegreeHours.of(short)]
    of_each = np.array([1, 0, 1])
    wanted = np.array([[15.0, 60.0], [-60.0, 21.5], [-19.9, 24.99]])
    together = DegreeHoursOfHomes.of(years, of_each)
    alone = np.stack([years[year].below(row) for year, row in zip(of_each, wanted, strict=True)])
    np.testing.assert_array_equal(together.below(wanted), alone)
    np.testing.assert_array_equal(together.at(np.array([2, 1])).below(wanted[[2, 1]]), alone[[2, 1]])
