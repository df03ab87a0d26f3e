"""Registers lose nothing; gaps are gaps; estimates say so."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.house.local_time import day_edges, hour_starts
from models.house.meter import Flaws, daily_sums, electricity_series, gas_series
from models.quantities import Flow, Unit
from models.series import Quality

HOURS = hour_starts(date(2026, 3, 1), date(2026, 3, 31))
EDGES = day_edges(date(2026, 3, 1), date(2026, 3, 31))


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=31, max_size=31))
def test_a_register_is_never_more_than_one_step_behind(m3: list[float]) -> None:
    series = gas_series(EDGES, np.array(m3), Flaws())
    behind = np.cumsum(m3) - np.cumsum(series.amounts)
    assert (behind > -1e-4).all()
    assert (behind < 0.01 + 1e-4).all()
    assert (series.values >= 0).all()


def test_electricity_is_in_watt_hours_and_gas_in_hundredths() -> None:
    electricity = electricity_series(HOURS, np.full(HOURS.size, 0.1234567), Flow.DELIVERED, Flaws())
    gas = gas_series(EDGES, np.full(31, 1.23456), Flaws())
    assert (electricity.unit, electricity.exponent, electricity.values[0]) == (Unit.KWH, -3, 123)
    assert (gas.unit, gas.exponent, gas.values[0]) == (Unit.M3, -2, 123)


def test_the_short_day_of_march_lasts_23_hours_on_the_gas_meter() -> None:
    gas = gas_series(EDGES, np.ones(31), Flaws())
    assert gas.durations.tolist().count(23 * 3600) == 1
    assert (gas.starts[1:] == gas.ends[:-1]).all()


def test_missing_readings_are_not_there_and_the_rest_is_unmoved() -> None:
    whole = gas_series(EDGES, np.arange(31.0), Flaws())
    holed = gas_series(EDGES, np.arange(31.0), Flaws(missing=((5, 9),), kept_from=2))
    assert len(holed) == 31 - 4 - 2
    assert set(holed.starts.tolist()) == set(whole.starts[2:5].tolist()) | set(whole.starts[9:].tolist())
    assert set(zip(holed.starts.tolist(), holed.values.tolist(), strict=True)) <= set(
        zip(whole.starts.tolist(), whole.values.tolist(), strict=True)
    )


def test_an_estimated_run_of_gas_is_flat_says_so_and_keeps_its_sum() -> None:
    true = gas_series(EDGES, np.arange(31.0), Flaws())
    guessed = gas_series(EDGES, np.arange(31.0), Flaws(estimated=((10, 20),)))
    assert (guessed.quality[10:20] == Quality.ESTIMATED).all()
    assert (guessed.quality[:10] == Quality.ACTUAL).all()
    assert np.ptp(guessed.values[10:20]) <= 1
    assert abs(int(guessed.values.sum()) - int(true.values.sum())) <= 1


def test_estimated_hours_repeat_the_week_before() -> None:
    hourly = np.arange(HOURS.size) / 1000.0
    series = electricity_series(HOURS, hourly, Flow.DELIVERED, Flaws(estimated=((400, 424),)))
    assert (series.values[400:424] == series.values[400 - 168 : 424 - 168]).all()
    assert (series.quality == Quality.ESTIMATED).sum() == 24


def test_daily_sums_fall_on_local_days() -> None:
    sums = daily_sums(HOURS, EDGES, np.ones(HOURS.size))
    assert sorted(set(sums.tolist())) == [23.0, 24.0]
    assert sums[7] == 23.0
