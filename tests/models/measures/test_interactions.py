"""Measures meet inside an end use: what is left is multiplied, order inside a stage does not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures.catalogue import measure
from models.measures.end_uses import KWH_PER_UNIT, EndUses, HeatSource, saved
from models.measures.interactions import Effect, applied, combined
from models.quantities import Fuel

ONE = np.ones(1)
HOME = EndUses(
    heat_kwh=10_000.0 * ONE,
    heat_sources=(HeatSource(Fuel.NATURAL_GAS, 0.8 * ONE, ONE),),
    fan_share=0.02,
    water_kwh=3_000.0 * ONE,
    water_sources=(HeatSource(Fuel.NATURAL_GAS, 0.6 * ONE, ONE),),
    cooling_kwh=1_000.0 * ONE,
    plugs_kwh=7_000.0 * ONE,
    generated_kwh=0.0 * ONE,
)


def gas(uses: EndUses) -> float:
    return float(uses.by_fuel()[Fuel.NATURAL_GAS][0])


def test_fuel_is_useful_heat_over_efficiency() -> None:
    expected = (10_000 / 0.8 + 3_000 / 0.6) / KWH_PER_UNIT[Fuel.NATURAL_GAS]
    assert gas(HOME) == pytest.approx(expected)
    assert HOME.by_fuel()[Fuel.ELECTRICITY][0] == pytest.approx(1_000 + 7_000 + 200)


@given(st.lists(st.floats(0.1, 1.0), min_size=1, max_size=6))
def test_savings_inside_an_end_use_multiply(factors: list[float]) -> None:
    effects = [(measure("ENV-AIR"), Effect(heat=factor)) for factor in factors]
    after = combined(effects, HOME)
    assert after.heat_kwh[0] == pytest.approx(10_000 * np.prod(factors))


@given(st.floats(0.0, 0.9), st.floats(0.0, 0.9))
def test_two_measures_save_no_more_than_their_sum(first: float, second: float) -> None:
    alone = [gas(HOME) - gas(applied(Effect(heat=1 - share), HOME)) for share in (first, second)]
    both = combined(
        [(measure("ENV-AIR"), Effect(heat=1 - first)), (measure("ENV-HEADER"), Effect(heat=1 - second))], HOME
    )
    assert gas(HOME) - gas(both) <= sum(alone) + 1e-9


def test_insulation_saves_less_once_the_furnace_is_better() -> None:
    insulation = Effect(heat=0.9)
    furnace = Effect(heat_sources=(HeatSource(Fuel.NATURAL_GAS, 0.96 * ONE, ONE),))
    before = gas(HOME) - gas(applied(insulation, HOME))
    better = applied(furnace, HOME)
    assert gas(better) - gas(applied(insulation, better)) == pytest.approx(before * 0.8 / 0.96)


def test_the_order_given_does_not_change_a_plan() -> None:
    steps = [
        (measure("HVAC-FURN"), Effect(heat_sources=(HeatSource(Fuel.NATURAL_GAS, 0.96 * ONE, ONE),))),
        (measure("ENV-ATTIC-MID"), Effect(heat=0.95, heat_added_kwh=10.0)),
        (measure("ENV-AIR"), Effect(heat=0.9, heat_added_kwh=50.0)),
    ]
    assert gas(combined(steps, HOME)) == pytest.approx(gas(combined(steps[::-1], HOME)))


def test_a_heat_pump_moves_heat_from_one_fuel_to_another() -> None:
    pump = Effect(heat_sources=(HeatSource(Fuel.ELECTRICITY, 2.5 * ONE, ONE),))
    change = saved(HOME.by_fuel(), applied(pump, HOME).by_fuel())
    assert change[Fuel.NATURAL_GAS][0] == pytest.approx(10_000 / 0.8 / KWH_PER_UNIT[Fuel.NATURAL_GAS])
    assert change[Fuel.ELECTRICITY][0] == pytest.approx(200 - 4_000)


def test_a_fuel_that_comes_new_is_a_negative_saving() -> None:
    assert saved({}, {Fuel.ELECTRICITY: ONE})[Fuel.ELECTRICITY][0] == -1.0
