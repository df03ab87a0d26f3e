"""The degree-day rule against sums done by hand: conductance times degree-hours over efficiency."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.evaluation.degree_day_rule import degree_days
from models.house.degree_hours import DegreeHours
from models.house.facts import BasementInsulation, WindowType
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.series import DailyTemperature
from tests.models.example_homes import GAS_HOME, OIL_HOME

COLD = DegreeHours.of(DailyTemperature(0, np.full(365, 8.0)))
"""Ten degrees short of 18 °C in all 8,760 hours."""
KELVIN_HOURS = 10.0 * 8760


def gas(kwh: float) -> float:
    return kwh / KWH_PER_UNIT[Fuel.NATURAL_GAS]


def said(name: str, facts: object = GAS_HOME) -> float:
    found = degree_days(name, facts, COLD)  # type: ignore[arg-type]
    assert found is not None
    (saved,) = found.values()
    return saved


def test_windows_save_their_area_times_the_change_in_u() -> None:
    square_metres = 0.142 * 172.0
    assert said("ENV-WIN-ES") == pytest.approx(gas(square_metres * (2.95 - 1.35) * KELVIN_HOURS / 1000 / 0.8))


def test_an_attic_saves_by_its_resistance_now_and_then() -> None:
    square_metres, now, then = 1.05 * 172.0 / 2, (0.97 * 20 + 1) * 0.1761, (0.97 * 60 + 1) * 0.1761
    conductance = square_metres * (1 / now - 1 / then)
    assert said("ENV-ATTIC-MID") == pytest.approx(gas(conductance * KELVIN_HOURS / 1000 / 0.8))


def test_a_furnace_saves_on_all_heat() -> None:
    half = replace(GAS_HOME, heating_efficiency_pct=48.0)
    assert said("HVAC-FURN", half) * 0.48 / (1 - 0.5) == pytest.approx(
        said("HVAC-FURN") * 0.8 / (1 - 0.8 / 0.96), rel=1e-9
    )
    assert said("HVAC-FURN", replace(GAS_HOME, heating_efficiency_pct=96.0)) == 0.0


def test_a_degree_lower_saves_a_tenth_where_ten_are_missing() -> None:
    all_heat = said("HVAC-FURN") / (1 - 0.8 / 0.96)
    assert said("HVAC-ZONE") == pytest.approx(all_heat / 10)


def test_what_is_good_already_saves_nothing() -> None:
    good = replace(GAS_HOME, window_type=WindowType.TRIPLE, attic_r=60.0, basement_insulation=BasementInsulation.FULL)
    assert said("ENV-ATTIC-HI", good) == pytest.approx(0.0)
    assert said("ENV-BSMT", replace(good, basement_insulation=BasementInsulation.NO_BASEMENT)) == 0.0


def test_the_saving_is_of_the_fuel_that_heats() -> None:
    found = degree_days("ENV-AIR", OIL_HOME, COLD)
    assert found is not None
    assert set(found) == {Fuel.OIL}
    per_litre = KWH_PER_UNIT[Fuel.OIL] / KWH_PER_UNIT[Fuel.NATURAL_GAS]
    assert found[Fuel.OIL] * per_litre == pytest.approx(said("ENV-AIR"))


@pytest.mark.parametrize("name", ["DHW-TANKLESS", "APP-LED", "GEN-PV", "HVAC-ASHP-D"])
def test_it_says_nothing_of_what_it_does_not_know(name: str) -> None:
    assert degree_days(name, GAS_HOME, COLD) is None
