"""How the grid's carbon differs by the hour: shares of the year's factor, in local time, with sources."""

from __future__ import annotations

import numpy as np
import pytest

from greener_homes.grid_hours import average_by_hour, marginal_by_hour
from greener_homes.reference import GridHour, rows

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@pytest.mark.parametrize("hours", [average_by_hour(), marginal_by_hour()])
def test_over_a_year_the_hours_mean_nothing(hours: np.ndarray) -> None:
    assert hours.shape == (12, 24)
    assert np.average(hours.mean(axis=1), weights=DAYS) == pytest.approx(1.0)
    assert not hours.flags.writeable


def test_the_table_is_of_standard_time_and_the_clock_is_an_hour_ahead_in_summer() -> None:
    table = {(row.month, row.hour_ending_est): row.g_per_kwh for row in rows(GridHour)}
    assert len(table) == 288
    here = average_by_hour()
    assert here[0, 8] / here[0, 9] == pytest.approx(table[1, 9] / table[1, 10])
    assert here[6, 9] / here[6, 10] == pytest.approx(table[7, 9] / table[7, 10])


def test_the_mean_is_dirtiest_by_summer_afternoon_and_the_margin_by_winter_night() -> None:
    average, margin = average_by_hour(), marginal_by_hour()
    assert average[6, 15] > 1.2 > 0.9 > average[0, 3]
    assert margin.argmax() // 24 in (0, 1, 11) and margin[0, 2] > margin[0, 12] > margin[6, 12]
    assert margin[6, 12] / margin[0, 12] == pytest.approx(0.456 / 0.537)
