"""The hours of end uses: shares that sum to one, rebuilt from the simulation, and made to agree with a meter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money.hours import (
    EndUse,
    by_month,
    calendar_hours,
    cells_of,
    fitted_hours,
    own_year,
    shifted_hours,
    typical_hours,
)
from models.money.simulated_hours import simulated

HOURS = np.arange("2024-06-01T00", "2025-06-01T00", dtype="datetime64[h]")


def test_every_end_use_has_a_shape_that_sums_to_one_and_is_nowhere_below_nothing() -> None:
    assert set(typical_hours()) == set(EndUse)
    for shape in typical_hours().values():
        assert shape.shape == (12, 2, 24) and shape.sum() == pytest.approx(1.0) and shape.min() >= 0
        assert not shape.flags.writeable


def test_heat_is_of_winter_cold_of_summer_and_sun_of_day() -> None:
    shapes = typical_hours()
    winter, summer = [0, 1, 11], [5, 6, 7]
    assert by_month(shapes[EndUse.HEATING])[winter].sum() > 0.5 > 0.01 > by_month(shapes[EndUse.HEATING])[summer].sum()
    assert by_month(shapes[EndUse.COOLING])[summer].sum() > 0.7
    assert shapes[EndUse.SOLAR][:, :, [0, 1, 2, 3, 23]].sum() == 0.0
    assert shapes[EndUse.HEAT_PUMP_NIGHT][:, :, 7:23].sum() == 0.0
    assert by_month(shapes[EndUse.HYBRID])[0] < by_month(shapes[EndUse.HEAT_PUMP])[0]


def test_the_file_still_agrees_with_the_simulation() -> None:
    """Fewer homes than it was made of, so not to the digit; where this fails, `simulated_hours` is to be run again."""
    for use, shape in simulated(48).items():
        assert np.abs(shape - typical_hours()[use]).sum() < 0.12, use


def test_a_home_that_uses_the_same_every_hour_is_seen_so_from_any_year() -> None:
    own = own_year(HOURS, np.full(HOURS.size, 0.7))
    assert own is not None
    assert own == pytest.approx(calendar_hours() / 8760, abs=1e-6)


def test_a_year_with_a_kind_of_hour_missing_or_no_use_tells_nothing() -> None:
    january = HOURS.astype("datetime64[M]").astype(int) % 12 == 0
    assert own_year(HOURS[~january], np.ones((~january).sum())) is None
    assert own_year(HOURS, np.zeros(HOURS.size)) is None


def test_an_evening_home_differs_from_a_morning_home() -> None:
    hour = HOURS.astype(int) % 24
    own = own_year(HOURS, np.where((hour >= 17) & (hour < 21), 3.0, 0.3))
    assert own is not None and own[:, :, 17:21].sum() == pytest.approx(12.0 / (12.0 + 6.0), abs=0.01)


AMOUNTS = st.floats(0, 9000)


@settings(deadline=None, max_examples=15)
@given(AMOUNTS, AMOUNTS, st.floats(100, 9000), st.integers(0, 2**32 - 1))
def test_fitted_hours_add_up_to_the_meter(heat: float, cooling: float, plugs: float, seed: int) -> None:
    own = np.random.default_rng(seed).gamma(3.0, 1.0, (12, 2, 24))
    own = own / own.sum()
    yearly = {EndUse.HEATING: heat, EndUse.COOLING: cooling, EndUse.PLUGS: plugs}
    shapes = fitted_hours(own, yearly)
    assert set(shapes) == set(EndUse)
    assert all(shape.sum() == pytest.approx(1.0) and shape.min() >= 0 for shape in shapes.values())
    total = sum(yearly.values())
    together = sum(yearly[use] / total * shapes[use] for use in yearly)
    assert np.abs(together - own).sum() < 0.05


def test_what_a_home_does_not_use_keeps_its_typical_hours() -> None:
    own = calendar_hours() / 8760
    shapes = fitted_hours(own, {EndUse.PLUGS: 5000.0})
    assert shapes[EndUse.PLUGS] == pytest.approx(own)
    assert shapes[EndUse.HEAT_PUMP] is typical_hours()[EndUse.HEAT_PUMP]
    assert fitted_hours(own, {}) is typical_hours()


def test_shifting_gives_each_period_its_share_and_keeps_the_hours_within() -> None:
    parts = np.zeros((12, 2, 24, 2))
    parts[:, :, :8, 0] = 1.0
    parts[:, :, 8:, 1] = 1.0
    plugs = typical_hours()[EndUse.PLUGS]
    moved = shifted_hours(plugs, parts, (0.4, 0.6))
    assert moved[:, :, :8].sum() == pytest.approx(0.4) and moved.sum() == pytest.approx(1.0)
    assert moved[3, 0, 12] / moved[3, 0, 18] == pytest.approx(plugs[3, 0, 12] / plugs[3, 0, 18])


def test_hours_fall_into_months_days_and_hours() -> None:
    saturday = np.array(["2026-02-07T13"], dtype="datetime64[h]")
    cells = cells_of(saturday, np.array([2.5]))
    assert cells[1, 1, 13] == 2.5 == cells.sum()
