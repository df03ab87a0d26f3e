"""The heat balance keeps its books, and physics has no surprises: warmer needs less, insulation never needs more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.envelope import envelopes
from models.house.facts import BasementInsulation, Cooling, DwellingType, HomeFacts, WindowType
from models.house.hotwater_plugs import calendar
from models.house.local_time import hour_starts, local_hours
from models.house.simulate import (
    Comfort,
    HeatBalance,
    Plant,
    heat_pump_capacity,
    heat_pump_cop,
    leak_factor,
    plant_use,
    simulate,
    solar_gains_w,
)
from models.house.stock import assumed
from models.house.synthetic_weather import HourlyWeather, synthetic_weather

WINTER = hour_starts(date(2026, 1, 10), date(2026, 2, 20))
SUMMER = hour_starts(date(2026, 7, 1), date(2026, 7, 31))
HOME = assumed(HomeFacts(dwelling_type=DwellingType.DETACHED, year_built=1978)).facts


def balance_of(
    homes: list[HomeFacts], weather: HourlyWeather, night_c: float = 18.0, gains_w: float = 700.0
) -> HeatBalance:
    hours = calendar(local_hours(weather.starts))
    hour = np.arange(24)[:, None]
    setpoints = np.where((hour >= 22) | (hour < 6), night_c, 21.0) * np.ones((24, len(homes)))
    comfort = Comfort(setpoints, np.full(len(homes), 25.0), np.ones(hours.day.size, dtype=bool))
    gains = np.full((hours.day.size, len(homes)), gains_w)
    return simulate(envelopes(homes, [0.0] * len(homes)), comfort, weather, hours.hour_of_day, gains)


def heat_of(home: HomeFacts, weather: HourlyWeather, **asked: float) -> float:
    return float(balance_of([home], weather, **asked).heat_wh.sum())


@pytest.fixture(scope="module")
def cold() -> HourlyWeather:
    return synthetic_weather(4, WINTER)


def test_heat_in_equals_heat_out_and_what_the_walls_kept(cold: HourlyWeather) -> None:
    shells, balance = envelopes([HOME], [0.0]), balance_of([HOME], cold)
    loss = shells.loss_w_k + shells.leak_w_k * leak_factor(cold)[:, None]
    inside = np.vstack([[[18.0]], balance.inside_c])
    rest = (
        cold.temperature_c[:, None] + (solar_gains_w(shells, cold) + 700.0 + balance.heat_wh - balance.cool_wh) / loss
    )
    kept = np.exp(-loss / shells.mass_wh_k)
    mean = rest + (inside[:-1] - rest) * (1 - kept) * shells.mass_wh_k / loss
    out = (loss * (mean - cold.temperature_c[:, None])).sum()
    brought = (
        balance.heat_wh.sum() - balance.cool_wh.sum() + solar_gains_w(shells, cold).sum() + 700.0 * cold.starts.size
    )
    stored = float(shells.mass_wh_k[0] * (balance.inside_c[-1, 0] - 18.0))
    assert brought - out == pytest.approx(stored, rel=1e-6, abs=200.0)


def test_homes_side_by_side_do_not_touch_each_other(cold: HourlyWeather) -> None:
    other = replace(HOME, attic_r=8.0, ach50=12.0)
    together = balance_of([HOME, other], cold).heat_wh
    assert np.allclose(together[:, 0], balance_of([HOME], cold).heat_wh[:, 0])
    assert np.allclose(together[:, 1], balance_of([other], cold).heat_wh[:, 0])


def test_the_setpoint_is_kept_within_what_the_plant_can_do(cold: HourlyWeather) -> None:
    balance = balance_of([HOME], cold, night_c=21.0)
    assert balance.inside_c.min() > 20.9
    assert balance.heat_wh.min() >= 0.0


def test_a_night_setback_saves_heat(cold: HourlyWeather) -> None:
    assert heat_of(HOME, cold, night_c=17.0) < heat_of(HOME, cold, night_c=21.0)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["attic_r", "wall_r"]),
    st.floats(min_value=2, max_value=60),
    st.floats(min_value=0.5, max_value=60),
    st.floats(min_value=15, max_value=21),
)
def test_more_insulation_never_needs_more_heat(name: str, before: float, more: float, night_c: float) -> None:
    weather = synthetic_weather(4, WINTER[: 24 * 10])
    less = heat_of(replace(HOME, **{name: before}), weather, night_c=night_c)  # type: ignore[arg-type]
    better = heat_of(replace(HOME, **{name: before + more}), weather, night_c=night_c)  # type: ignore[arg-type]
    assert better <= less + 1e-6


@settings(max_examples=25, deadline=None)
@given(st.floats(min_value=0.1, max_value=15), st.floats(min_value=15, max_value=21))
def test_colder_weather_never_needs_less_heat(colder: float, night_c: float) -> None:
    weather = synthetic_weather(4, WINTER[: 24 * 10])
    worse = replace(weather, temperature_c=weather.temperature_c - colder)
    assert heat_of(HOME, worse, night_c=night_c) >= heat_of(HOME, weather, night_c=night_c) - 1e-6


@pytest.mark.parametrize(
    "better",
    [
        {"ach50": 2.0},
        {"window_type": WindowType.TRIPLE},
        {"dwelling_type": DwellingType.ROW_MIDDLE},
        {"basement_insulation": BasementInsulation.FULL},
    ],
    ids=str,
)
def test_a_tighter_or_better_shell_needs_less_heat(better: dict[str, object], cold: HourlyWeather) -> None:
    bare = replace(HOME, basement_insulation=BasementInsulation.NONE)
    assert heat_of(replace(bare, **better), cold) < heat_of(bare, cold)  # type: ignore[arg-type]


def test_warmth_of_people_and_things_takes_the_place_of_heat(cold: HourlyWeather) -> None:
    saved = heat_of(HOME, cold, gains_w=300.0) - heat_of(HOME, cold, gains_w=700.0)
    assert 0.8 * 400 * cold.starts.size < saved <= 400 * cold.starts.size


def test_only_a_home_with_cooling_is_cooled_and_nobody_boils() -> None:
    hot = synthetic_weather(4, SUMMER)
    with_it, without = replace(HOME, cooling=Cooling.CENTRAL), replace(HOME, cooling=Cooling.NONE)
    balance = balance_of([with_it, without], hot)
    assert balance.cool_wh[:, 0].sum() > 0
    assert balance.cool_wh[:, 1].sum() == 0
    assert balance.inside_c[:, 1].max() <= max(26.5, hot.temperature_c.max())


def test_a_heat_pump_uses_less_than_baseboards_and_more_the_colder_it_is(cold: HourlyWeather) -> None:
    balance = balance_of([HOME, HOME], cold)
    plant = Plant(np.ones(2), np.array([True, False]), np.full(2, 9000.0), np.zeros(2), np.full(2, 3.0))
    pump, baseboard = plant_use(plant, balance, cold).heating_kwh.sum(axis=0)
    assert baseboard == pytest.approx(balance.heat_wh[:, 1].sum() / 1000)
    assert 0.25 * baseboard < pump < 0.75 * baseboard
    cops = heat_pump_cop(np.array([-25.0, -15.0, 0.0, 8.0]))
    assert (np.diff(cops) > 0).all()
    assert heat_pump_capacity(np.array([-26.0, 8.0])).tolist() == [0.0, 1.0]


def test_a_furnace_burns_heat_over_its_efficiency(cold: HourlyWeather) -> None:
    balance = balance_of([HOME, HOME], cold)
    plant = Plant(np.array([0.8, 0.95]), np.zeros(2, bool), np.zeros(2), np.full(2, 0.03), np.full(2, 3.0))
    use = plant_use(plant, balance, cold)
    burned = use.heating_kwh.sum(axis=0)
    assert burned[0] / burned[1] == pytest.approx(0.95 / 0.8)
    assert use.fan_kwh.sum(axis=0)[0] == pytest.approx(0.03 * (balance.heat_wh + balance.cool_wh)[:, 0].sum() / 1000)


def test_a_home_that_is_not_fully_known_cannot_be_simulated() -> None:
    with pytest.raises(ValueError, match="fully known"):
        envelopes([replace(HOME, ach50=None)], [0.0])
