"""The compiled balance keeps its books and has no surprises: what must be more is never less, for any home."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house import hourly_loop as loop
from models.house.archetypes import archetypes
from models.house.hourly import Prices, YearUse, simulate_year
from models.house.shell import loop_columns
from models.house.simulated_homes import (
    FUELS,
    Foundation,
    HeatMaker,
    PumpKind,
    PumpRule,
    SimulatedHomes,
    WaterHeater,
    fuel_number,
    joined,
)
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.house.stock_sample import stock_sample
from models.quantities import Fuel
from tests.models.house.made_simulated import HOURS, box, steady


@pytest.fixture(scope="module")
def year() -> SimulatedYear:
    return typical_simulated_year()


@pytest.fixture(scope="module")
def homes() -> SimulatedHomes:
    return stock_sample(5, 60).homes


@pytest.fixture(scope="module")
def use(homes: SimulatedHomes, year: SimulatedYear) -> YearUse:
    return simulate_year(homes, year, hourly=True)


def everyone(homes: SimulatedHomes, **columns: object) -> SimulatedHomes:
    return homes.where(np.ones(len(homes), dtype=bool), **columns)  # type: ignore[arg-type]


def test_without_gains_and_leaks_heat_is_conductance_times_degree_hours() -> None:
    home = box()
    wall_w_k = float(home.wall_m2[0] / home.wall_rsi[0])
    used = simulate_year(home, steady(0.0))
    assert used.heat.sum() == pytest.approx(wall_w_k * 20.0 * HOURS / 1000.0, rel=1e-9)
    assert used.heat_fuel.sum() == pytest.approx(used.heat.sum() / 0.8, rel=1e-9)


def test_the_books_close_for_every_home(use: YearUse) -> None:
    assert np.abs(use.flows.unbalanced).max() < 1e-6 * use.flows.heating.max()


def test_hours_add_up_to_the_year(homes: SimulatedHomes, use: YearUse) -> None:
    assert use.hourly is not None
    hours = use.hourly.sum(axis=1)
    assert np.allclose(hours[:, loop.GRID_DRAWN], use.electricity_drawn.sum(axis=1))
    assert np.allclose(hours[:, loop.GRID_SENT], use.pv_sent.sum(axis=1))
    assert np.allclose(hours[:, loop.HOUR_HEAT_FUEL], use.heat_fuel.sum(axis=1))
    assert np.allclose(hours[:, loop.HOUR_WATER_FUEL], use.water_fuel.sum(axis=1))
    assert np.allclose(hours[:, loop.HOUR_COOK_FUEL], use.cook_fuel.sum(axis=1))


def test_hours_that_nobody_asked_for_are_not_kept(homes: SimulatedHomes, year: SimulatedYear) -> None:
    assert simulate_year(homes.at(slice(0, 2)), year).hourly is None


def test_neither_order_nor_threads_nor_neighbours_change_a_home(
    homes: SimulatedHomes, year: SimulatedYear, use: YearUse
) -> None:
    back = simulate_year(homes.at(np.arange(len(homes))[::-1]), year, threads=1)
    assert np.array_equal(back.heat[::-1], use.heat)
    assert np.array_equal(back.electricity_used[::-1], use.electricity_used)
    alone = simulate_year(homes.at(np.array([17])), year)
    assert np.array_equal(alone.heat[0], use.heat[17])


def test_the_same_homes_give_the_same_bits(homes: SimulatedHomes, year: SimulatedYear, use: YearUse) -> None:
    again = simulate_year(homes, year)
    for name in ("heat", "cool_power", "water_fuel", "pv_sent"):
        assert np.array_equal(getattr(again, name), getattr(use, name))


BETTER = {
    "ceiling_rsi": 1.5,
    "wall_rsi": 1.5,
    "basement_rsi": 1.5,
    "window_u": 0.7,
    "ach50": 0.7,
    "door_w_k": 0.5,
    "header_w_k": 0.5,
    "basement_share": 1.2,
    "exposed_floor_w_k": 0.5,
}


@pytest.mark.parametrize("column", BETTER)
def test_a_better_shell_never_needs_more_heat(
    column: str, homes: SimulatedHomes, year: SimulatedYear, use: YearUse
) -> None:
    values = getattr(homes, column) * BETTER[column]
    better = simulate_year(everyone(homes, **{column: np.minimum(values, 1.0) if "share" in column else values}), year)
    assert (better.heat.sum(axis=1) <= use.heat.sum(axis=1) + 0.01).all()
    assert better.heat.sum() < use.heat.sum()


@settings(max_examples=15, deadline=None)
@given(
    place=st.integers(0, 1200),
    rsi=st.floats(0.3, 10.0),
    more=st.floats(0.1, 8.0),
    night=st.floats(14.0, 21.0),
    part=st.sampled_from(["ceiling_rsi", "wall_rsi"]),
)
def test_more_insulation_never_uses_more_heat(place: int, rsi: float, more: float, night: float, part: str) -> None:
    home = everyone(archetypes().at(np.array([place])), heat_night_c=night)
    pair = joined([everyone(home, **{part: rsi}), everyone(home, **{part: rsi + more})])
    less, better = simulate_year(pair, typical_simulated_year()).heat.sum(axis=1)
    assert better <= less + 0.01


def test_colder_air_and_warmer_rooms_need_more_heat(homes: SimulatedHomes, year: SimulatedYear, use: YearUse) -> None:
    colder = simulate_year(homes, replace(year, air_c=year.air_c - 2.0))
    assert (colder.heat.sum(axis=1) > use.heat.sum(axis=1)).all()
    warmer = everyone(homes, heat_day_c=homes.heat_day_c + 1.0, heat_night_c=homes.heat_night_c + 1.0)
    assert (simulate_year(warmer, year).heat.sum(axis=1) > use.heat.sum(axis=1)).all()


def test_a_night_setback_saves_less_than_it_lowers() -> None:
    lower = simulate_year(box(2, heat_night_c=np.array([20.0, 16.0])), steady(0.0)).heat.sum(axis=1)
    assert 1.0 - 4.0 * 8 / 24 / 20.0 < lower[1] / lower[0] < 1.0


def test_plant_too_small_leaves_the_home_cold_and_never_gives_more(year: SimulatedYear) -> None:
    small = simulate_year(box(heat_w=2000.0), steady(-20.0))
    assert small.flows.peak_w[0] <= 2000.0 + 1e-6
    assert small.heat.sum() == pytest.approx(2.0 * HOURS, rel=1e-6)


def test_only_a_home_with_cooling_cools_and_it_stays_near_its_wish(year: SimulatedYear) -> None:
    home = archetypes().at(np.array([0, 0]))
    homes = home.where(np.array([True, False]), cool_w=0.0).where(np.array([False, True]), cool_w=9000.0)
    used = simulate_year(homes, year)
    assert used.cool_power[0].sum() == 0.0
    assert used.cool_power[1].sum() > 100.0
    assert used.cool_power[1, [0, 1, 11]].sum() == 0.0


def test_a_heat_pump_uses_less_than_resistance_and_works_worse_in_the_cold(year: SimulatedYear) -> None:
    electric = {"heat_fuel": fuel_number(Fuel.ELECTRICITY), "efficiency": 1.0}
    pump = {"pump_kind": int(PumpKind.DUCTED), "pump_w": 12_000.0, "pump_cop": 3.6, "pump_cold_cop": 1.9}
    shared = {"pump_cold_power": 0.75, "pump_share": 1.0}
    pair = joined([box(**electric), box(**electric, **pump, **shared)])
    mild, cold = simulate_year(pair, steady(5.0)), simulate_year(pair, steady(-15.0))
    mild_cop = mild.heat_power[0].sum() / mild.heat_power[1].sum()
    cold_cop = cold.heat_power[0].sum() / cold.heat_power[1].sum()
    assert mild_cop == pytest.approx(3.6 - 3 * 1.7 / 23, rel=1e-6)
    assert cold_cop == pytest.approx(1.9, rel=1e-6)
    too_cold = simulate_year(pair, steady(-26.0)).heat_power.sum(axis=1)
    assert too_cold[1] == pytest.approx(too_cold[0], rel=1e-9)


def test_what_a_heat_pump_cannot_do_its_backup_does() -> None:
    pump = {"pump_kind": int(PumpKind.DUCTED), "pump_w": 1000.0, "pump_cop": 3.0, "pump_cold_cop": 3.0}
    used = simulate_year(box(**pump, pump_cold_power=1.0, pump_share=1.0), steady(-10.0))
    assert used.heat_power.sum() == pytest.approx(HOURS / 3.0, rel=1e-3)
    assert used.heat_fuel.sum() == pytest.approx((used.heat.sum() - HOURS) / 0.8, rel=1e-3)


@pytest.mark.parametrize(
    ("rule", "above_c", "power_cents", "pumps"),
    [
        (PumpRule.NEVER, -99.0, 99.0, True),
        (PumpRule.COLD, -5.0, 1.0, True),
        (PumpRule.COLD, 5.0, 1.0, False),
        (PumpRule.PRICE, -99.0, 11.0, True),
        (PumpRule.PRICE, -99.0, 13.0, False),
    ],
)
def test_a_hybrid_follows_its_rule(rule: PumpRule, above_c: float, power_cents: float, pumps: bool) -> None:
    """Fuel at 3.2 cents and 80 % makes heat for 4 cents; the pump's coefficient is 3."""
    pump = {"pump_kind": int(PumpKind.DUCTED), "pump_w": 9e5, "pump_cop": 3.0, "pump_cold_cop": 3.0}
    home = box(**pump, pump_cold_power=1.0, pump_share=1.0, pump_rule=int(rule), pump_above_c=above_c)
    used = simulate_year(home, steady(0.0), prices=Prices(np.full(HOURS, power_cents), 3.2))
    assert (used.heat_power.sum() > 0.0) == pumps
    assert (used.heat_fuel.sum() > 0.0) != pumps


def test_a_tank_that_meets_its_test_has_its_energy_factor() -> None:
    """At the test's draw, what goes in is what is drawn over the factor."""
    litres = 12.04e3 / (1.163 * 43.0)
    year = replace(steady(20.0), mains_c=np.full(HOURS, 55.0 - 43.0))
    home = box(water_l_day=litres, water_factor=0.57, water_standby=1.0, water_heater=int(WaterHeater.TANK))
    used = simulate_year(home, year)
    into = used.water_fuel.sum() + used.water_power.sum()
    assert used.water_heat.sum() / into == pytest.approx(0.57, rel=0.01)


def test_kinds_of_water_heaters_in_order(year: SimulatedYear) -> None:
    kinds = np.array([WaterHeater.TANK, WaterHeater.TANKLESS, WaterHeater.HEAT_PUMP])
    home = archetypes().at(np.zeros(3, dtype=np.int64))
    homes = everyone(home, water_heater=kinds, water_factor=np.array([0.57, 0.93, 3.3]))
    used = simulate_year(homes, year)
    into = (used.water_fuel + used.water_power).sum(axis=1)
    assert into[0] > 1.4 * into[1] > 2.0 * into[2]
    assert used.heat.sum(axis=1)[2] > used.heat.sum(axis=1)[1]


def test_solar_power_is_used_or_sent_and_never_lost(homes: SimulatedHomes, year: SimulatedYear) -> None:
    used = simulate_year(everyone(homes, pv_kw=6.0, pv_facing=4), year)
    assert (used.pv_sent >= 0.0).all()
    assert (used.pv_sent.sum(axis=1) < used.pv_made.sum(axis=1)).all()
    assert np.allclose(used.pv_made.sum(axis=1) / 6.0, year.pv_kwh[:, 4].sum())
    assert (used.electricity_drawn >= -1e-9).all()


def test_fuels_are_in_their_own_units(homes: SimulatedHomes, use: YearUse) -> None:
    gas = homes.heat_fuel == FUELS.index(Fuel.NATURAL_GAS)
    m3 = use.fuel(Fuel.NATURAL_GAS).sum(axis=1)
    assert np.median(m3[gas]) == pytest.approx(2700.0, rel=0.25)
    oil = box(heat_fuel=fuel_number(Fuel.OIL))
    litres = simulate_year(oil, steady(0.0)).fuels()[Fuel.OIL][0]
    assert litres == pytest.approx(float(oil.wall_m2[0] / oil.wall_rsi[0]) * 20 * 8.76 / 0.8 * 3.6 / 38.5, rel=1e-6)


def test_a_pilot_burns_all_year() -> None:
    pair = simulate_year(box(2, pilot_w=np.array([0.0, 300.0])), steady(25.0)).heat_fuel
    assert pair[0].sum() == 0.0
    assert pair[1].sum() == pytest.approx(0.3 * HOURS)


def test_ducts_warm_the_basement_they_run_through() -> None:
    below = box(
        2,
        foundation=int(Foundation.BASEMENT),
        basement_m2=80.0,
        basement_wall_m2=80.0,
        basement_c=-99.0,
        heat_maker=np.array([HeatMaker.FURNACE, HeatMaker.BASEBOARD]),
    )
    use = simulate_year(below, steady(0.0))
    lost = use.flows.foundation_air + use.flows.soil
    assert lost[0] > 1.05 * lost[1]
    assert use.heat.sum(axis=1)[0] > use.heat.sum(axis=1)[1]
    assert np.abs(use.flows.unbalanced).max() < 1e-6


def test_a_window_lets_through_less_than_its_rating_in_a_storm() -> None:
    home = box(window_m2=10.0, window_u=3.0)
    glass = float(loop_columns(home)[0, loop.GLASS])
    assert 0.9 * 30.0 < glass < 30.0


def test_baseboards_move_no_air() -> None:
    home = archetypes()
    columns = loop_columns(home)
    assert (columns[home.heat_maker == HeatMaker.BASEBOARD, loop.FAN] == 0.0).all()


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one entry a home"):
        replace(box(2), floor_m2=np.ones(3))
