"""What a saving is made of: parts add up to the saving, and a year's parts to the year."""

from __future__ import annotations

import numpy as np
import pytest

from models.house.stock import assumed
from models.measures.catalogue import Method, measures
from models.measures.end_uses import EndUses, HeatSource
from models.measures.end_uses import saved as by_fuel_saved
from models.measures.interactions import NOTHING, Effect, applied
from models.money.hours import EndUse
from models.money.parts import difference, saved_parts, yearly_parts
from models.quantities import Fuel
from models.savings.draws import DRAWS
from models.savings.rule import believe, predict
from tests.models.example_homes import GAS_HOME, METERED, WEATHER

SPREAD = np.linspace(0.9, 1.1, DRAWS)
USES = EndUses(
    heat_kwh=15_000 * SPREAD,
    heat_sources=(HeatSource(Fuel.NATURAL_GAS, 0.8 * SPREAD, np.ones(DRAWS)),),
    fan_share=0.02,
    water_kwh=3_500 * SPREAD,
    water_sources=(HeatSource(Fuel.ELECTRICITY, np.full(DRAWS, 0.9), np.ones(DRAWS)),),
    cooling_kwh=1_200 * SPREAD,
    plugs_kwh=6_000 * SPREAD,
    generated_kwh=np.zeros(DRAWS),
    other={Fuel.NATURAL_GAS: np.full(DRAWS, 60.0)},
)
PUMP = (HeatSource(Fuel.ELECTRICITY, np.full(DRAWS, 2.8), np.ones(DRAWS)),)
EFFECTS = {
    "insulation": Effect(heat=0.9 * SPREAD, cooling=0.97),
    "heat pump": Effect(heat_sources=PUMP, cooling=0.85),
    "water saved": Effect(water=0.8, plugs=0.95),
    "water by heat pump": Effect(heat_added_kwh=200.0 * SPREAD, water_sources=PUMP),
    "lamps": Effect(plugs=0.94 * SPREAD, heat_added_kwh=90.0),
    "solar": Effect(generated_kwh=5_000.0 * SPREAD),
    "ventilator": Effect(heat=0.95, electricity_added_kwh=350.0),
    "cooking": Effect(other_removed={Fuel.NATURAL_GAS: np.full(DRAWS, 50.0)}, electricity_added_kwh=220.0 * SPREAD),
    "nothing": NOTHING,
}


def summed(parts: dict[tuple[Fuel, EndUse], np.ndarray], fuel: Fuel) -> np.ndarray:
    return sum((amount for part, amount in parts.items() if part[0] is fuel), start=np.zeros(DRAWS))


def test_a_years_parts_are_the_year() -> None:
    parts = yearly_parts(USES)
    for fuel, amount in USES.by_fuel().items():
        assert summed(parts, fuel) == pytest.approx(amount)
    assert set(parts) == {
        (Fuel.NATURAL_GAS, EndUse.HEATING),
        (Fuel.NATURAL_GAS, EndUse.STEADY),
        (Fuel.ELECTRICITY, EndUse.HEATING),
        (Fuel.ELECTRICITY, EndUse.WATER),
        (Fuel.ELECTRICITY, EndUse.COOLING),
        (Fuel.ELECTRICITY, EndUse.PLUGS),
    }


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS)
def test_the_parts_of_a_saving_are_what_the_years_differ_by(effect: Effect) -> None:
    after = applied(effect, USES)
    saved = by_fuel_saved(USES.by_fuel(), after.by_fuel())
    parts = saved_parts(Method.PLUG, effect, USES, saved)
    for fuel, amount in saved.items():
        assert summed(parts, fuel) == pytest.approx(amount, abs=1e-9)
    whole = difference(yearly_parts(USES), yearly_parts(after))
    for part, amount in parts.items():
        if part[1] not in (EndUse.STEADY, EndUse.PLUGS):
            assert amount == pytest.approx(whole[part], abs=1e-6)


def test_a_heat_pumps_power_is_at_the_hours_it_runs() -> None:
    effect = EFFECTS["heat pump"]
    saved = by_fuel_saved(USES.by_fuel(), applied(effect, USES).by_fuel())
    parts = saved_parts(Method.HEAT_PUMP_HYBRID, effect, USES, saved, EndUse.HEAT_PUMP_NIGHT)
    assert (parts[Fuel.ELECTRICITY, EndUse.HEAT_PUMP_NIGHT] < 0).all()
    assert (parts[Fuel.ELECTRICITY, EndUse.HEATING] > 0).all()  # the furnace's fan
    assert (parts[Fuel.ELECTRICITY, EndUse.COOLING] > 0).all()


def test_what_a_prediction_holds_back_comes_off_the_largest_part() -> None:
    effect = EFFECTS["lamps"]
    saved = by_fuel_saved(USES.by_fuel(), applied(effect, USES).by_fuel())
    less = saved | {Fuel.ELECTRICITY: saved[Fuel.ELECTRICITY] - 100.0}
    free, held = (saved_parts(Method.PLUG, effect, USES, each) for each in (saved, less))
    plugs, fan = (Fuel.ELECTRICITY, EndUse.PLUGS), (Fuel.ELECTRICITY, EndUse.HEATING)
    assert held[plugs] == pytest.approx(free[plugs] - 100.0)
    assert held[fan] == pytest.approx(free[fan])


def test_every_measures_parts_add_up_to_its_prediction() -> None:
    belief = believe(assumed(GAS_HOME), METERED, WEATHER)
    for measure in measures():
        prediction = predict(belief, measure)
        parts = saved_parts(measure.method, prediction.effect, belief.uses, prediction.saved)
        for fuel, amount in prediction.saved.items():
            assert summed(parts, fuel) == pytest.approx(amount, abs=1e-7), measure.id
