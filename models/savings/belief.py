"""What we believe of one home: a cloud of equally likely homes, pulled to agree with its own meters.

First the stock and the facts spread the cloud (conductances); then the measured heating narrows it (an
ensemble Kalman update in logarithms), so that a home that burns less than its description suggests has
smaller losses everywhere, most where we knew least. The meter has the last word on the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from models.findings import Finding
from models.house.degree_hours import Cold
from models.house.facts import Cooling, HeatingSystem, WindowType
from models.house.stock import Assumed
from models.measures.end_uses import KWH_PER_UNIT, EndUses, HeatSource
from models.quantities import Fuel
from models.savings.codes import HEATING_NOT_MEASURED, HEATING_NOT_SEEN, USAGE_NONE
from models.savings.columns import alike, figure, larger, of_kind, over_draws, picked, smaller, stacked
from models.savings.conductances import WINDOW_SUN, Losses, heating_season_gains_w, losses
from models.savings.draws import Chance, around, draws, everything, normal, nothing
from models.savings.evidence import MeasuredUse
from models.series import Floats

SUN_ON_GLASS_W_PER_M2: Final = 54.0
"""Mean sun through upright glass of heat gain 1 from October to April, all directions: 57 in Durham's typical year and
62 in Toronto's (`house.simulated_year`), a tenth less for eaves."""
MAINS_SHARE: Final = 0.07
"""Share of a hot-water fuel's base load that comes on top in winter, when mains are colder, and passes for heating: a
year of the simulated homes' water over four warm months is 1.08, nine tenths of a base load are water."""
SEPARATION_ERROR: Final = 0.05
"""How well a change-point model tells heating from the rest of a fuel, one standard error (uncited)."""
LARGEST_ERROR: Final = 0.4
"""A meter less sure than this tells hardly more than the stock."""
BALANCE_ERROR_C: Final = 2.0
SEEN_SHARE: Final = 0.05
"""Heating below this share of what is expected is no heating at all."""
PLUGS_PER_DAY: Final = 11.5
PLUGS_PER_PERSON_DAY: Final = 2.7
LITRES_PER_DAY: Final = 60.0
LITRES_PER_PERSON_DAY: Final = 43.0
"""kWh and litres of hot water a day; through S80's standard conditions at three people (baseload_soc, uncited)."""
KWH_PER_DAILY_LITRE: Final = 365.0 * 4.186 * 45.0 / 3600.0
"""Useful kWh a year of one litre a day warmed by 45 K."""
WATER_EFFICIENCY: Final[Mapping[Fuel, float]] = MappingProxyType(
    {Fuel.NATURAL_GAS: 0.57, Fuel.PROPANE: 0.57, Fuel.OIL: 0.55, Fuel.ELECTRICITY: 0.9, Fuel.WOOD: 0.5}
)
"""Energy factor of a tank. Gas 0.55–0.57 (S80), the rest uncited."""
COOLING_KWH_PER_M2: Final = 12.7
"""Central cooling per m² above grade. S80."""
COOLING_SHARE: Final[Mapping[Cooling, float]] = MappingProxyType(
    {Cooling.NONE: 0.0, Cooling.ROOM: 0.4, Cooling.CENTRAL: 1.0, Cooling.HEAT_PUMP: 1.0}
)
FAN_SHARE: Final = 0.03
"""kWh of fan power per useful kWh of a furnace: the simulator's (`house.archetypes.FAN_SHARE`)."""
BEST_BURNER: Final = 0.98


@dataclass(frozen=True, slots=True)
class Belief:
    """One home as a cloud: its losses, gains and indoor temperature, and its end uses in a normal year [n].

    `heat_scale` brings the model's heat to the meter's. `measured` by fuel; `findings` say what was missing.
    """

    home: Assumed
    losses: Losses
    gains_w: Floats
    sun_w_per_share: Floats
    indoor_c: Floats
    heat_scale: Floats
    weather: Cold
    uses: EndUses
    use_by_fuel: Mapping[Fuel, Floats]
    measured: Mapping[Fuel, MeasuredUse]
    findings: tuple[Finding, ...]

    def heat_kwh(self, losses: Losses, gains_lost_w: Floats | float = 0.0, cooler_c: Floats | float = 0.0) -> Floats:
        """Useful heat a year with other losses, less sun or a cooler house, kWh [n]."""
        total = losses.total
        balance = self.indoor_c - cooler_c - np.maximum(self.gains_w - gains_lost_w, 0.0) / total
        return self.heat_scale * total * self.weather.below(balance) / 1000.0


def believe(home: Assumed, measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> Belief:
    """The cloud of homes that fit the facts and the meters. Without a meter it is wide, and a finding says so."""
    measured = _with_cold_mains(home, measured)
    prior = _prior(home, measured, weather)
    fuel = home.facts.heating_fuel or Fuel.NATURAL_GAS
    seen = measured.get(fuel)
    if seen is None:
        missing = HEATING_NOT_MEASURED.finding(fuel=fuel.value) if measured else USAGE_NONE.finding()
        return _with_uses(replace(prior.belief, findings=(missing,)), prior.efficiency)
    if alike(seen.heating * KWH_PER_UNIT[fuel] < SEEN_SHARE * over_draws(np.median, prior.fuel_kwh())):
        belief = replace(prior.belief, findings=(HEATING_NOT_SEEN.finding(fuel=fuel.value),))
        scaled = replace(belief, heat_scale=_scale_to(belief, seen, prior.efficiency))
        return _with_uses(scaled, prior.efficiency)
    belief, efficiency = _updated(prior, seen)
    return _with_uses(belief, efficiency)


def _with_cold_mains(home: Assumed, measured: Mapping[Fuel, MeasuredUse]) -> Mapping[Fuel, MeasuredUse]:
    """What winter adds to hot water, counted as water and no longer as heating, where one burnt fuel does both."""
    fuel = home.facts.heating_fuel or Fuel.NATURAL_GAS
    seen = measured.get(fuel)
    if seen is None or fuel is Fuel.ELECTRICITY or (home.facts.hot_water_fuel or fuel) is not fuel:
        return measured
    moved = smaller(MAINS_SHARE * seen.base, 0.5 * seen.heating)
    return {**measured, fuel: replace(seen, base=seen.base + moved, heating=seen.heating - moved)}


@dataclass(frozen=True, slots=True)
class _Prior:
    belief: Belief
    efficiency: Floats

    def fuel_kwh(self) -> Floats:
        return self.belief.heat_kwh(self.belief.losses) / self.efficiency


def _prior(home: Assumed, measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> _Prior:
    facts = home.facts
    parts = losses(home)
    sun_share = of_kind(WINDOW_SUN, facts.window_type, WindowType.DOUBLE)
    sun = around(Chance.SUN, SUN_ON_GLASS_W_PER_M2, 0.35)
    gains = heating_season_gains_w(facts, _plugs_guess(home, measured))
    day, night = figure(facts.setpoint_day_c, 21.0), figure(facts.setpoint_night_c, 18.0)
    known = home.knows("setpoint_day_c")
    indoor = day - (day - night) / 5.0 + picked(known, 0.6, 1.0) * normal(Chance.INDOOR)
    none = nothing()
    belief = Belief(
        home=home,
        losses=parts,
        gains_w=gains + parts.glass_m2 * sun_share * sun,
        sun_w_per_share=sun,
        indoor_c=indoor,
        heat_scale=everything(),
        weather=weather,
        uses=EndUses(none, (), 0.0, none, (), none, none, none),
        use_by_fuel=MappingProxyType({}),
        measured=MappingProxyType(dict(measured)),
        findings=(),
    )
    return _Prior(belief, _efficiency(home))


def _plugs_guess(home: Assumed, measured: Mapping[Fuel, MeasuredUse]) -> Floats | float:
    electricity = measured.get(Fuel.ELECTRICITY)
    guess = 365.0 * (PLUGS_PER_DAY + PLUGS_PER_PERSON_DAY * figure(home.facts.occupants, 3))
    if electricity is None or home.facts.hot_water_fuel is Fuel.ELECTRICITY:
        return guess
    return smaller(larger(electricity.base, 0.3 * guess), 3.0 * guess)  # type: ignore[no-any-return]


def _efficiency(home: Assumed) -> Floats:
    facts = home.facts
    nominal = figure(facts.heating_efficiency_pct, 80.0) / 100.0
    if facts.heating_fuel is Fuel.ELECTRICITY and facts.heating_system is not HeatingSystem.HEAT_PUMP:
        return everything()
    drawn = around(Chance.EFFICIENCY, nominal, picked(home.knows("heating_efficiency_pct"), 0.03, 0.09))
    return drawn if facts.heating_system is HeatingSystem.HEAT_PUMP else np.minimum(drawn, BEST_BURNER)


def _updated(prior: _Prior, seen: MeasuredUse) -> tuple[Belief, Floats]:
    """The ensemble Kalman update on what makes heat: six parts, gains, indoor temperature and efficiency."""
    belief, parts = prior.belief, prior.belief.losses
    state = stacked(
        [
            *(np.log(np.maximum(part, 1e-6)) for part in _state_parts(parts)),
            np.log(belief.gains_w),
            belief.indoor_c,
            np.log(prior.efficiency),
        ]
    )
    balance = belief.indoor_c - belief.gains_w / parts.total
    fuel_kwh = np.log(np.maximum(prior.fuel_kwh(), 1.0))
    error = _meter_error(seen)
    model, errors = [fuel_kwh], [error]
    observed = [np.log(seen.heating * KWH_PER_UNIT[seen.fuel]) + error * normal(Chance.METER)]
    if seen.balance_point_c is not None and alike(np.isfinite(seen.balance_point_c)):
        model.append(balance)
        errors.append(BALANCE_ERROR_C)
        observed.append(seen.balance_point_c + BALANCE_ERROR_C * normal(Chance.BALANCE))
    state = _kalman(state, stacked(model), stacked(observed), errors)
    burner = belief.home.facts.heating_system is not HeatingSystem.HEAT_PUMP
    moved_to = np.exp(state)
    efficiency = np.minimum(moved_to[..., -1, :], BEST_BURNER if burner else np.inf)
    if belief.home.facts.heating_fuel is Fuel.ELECTRICITY and burner:
        efficiency = prior.efficiency
    ceiling, walls, glass, window_u, air, basement, rest = (moved_to[..., part, :] for part in range(7))
    moved = replace(
        belief,
        losses=Losses(ceiling, walls, glass, window_u, air, basement, rest, parts.basement_wall_m2),
        gains_w=moved_to[..., 7, :],
        indoor_c=state[..., 8, :],
    )
    return replace(moved, heat_scale=_scale_to(moved, seen, efficiency)), efficiency


def _state_parts(parts: Losses) -> tuple[Floats, ...]:
    return (parts.ceiling, parts.walls, parts.glass_m2, parts.window_u, parts.air, parts.basement, parts.rest)


def _kalman(state: Floats, model: Floats, observed: Floats, errors: Sequence[Floats | float]) -> Floats:
    """Each draw moved towards its own noisy copy of the observation, as far as the draws' covariances say."""
    about = model - model.mean(axis=-1, keepdims=True)
    across = about.swapaxes(-1, -2)
    cross = (state - state.mean(axis=-1, keepdims=True)) @ across
    own = stacked([np.reshape(error, np.shape(error) or (1,)) for error in errors])
    spread = about @ across + np.eye(len(errors)) * own**2 * (draws() - 1)
    moved: Floats = state + cross @ np.linalg.solve(spread, observed - model)
    return moved


def _meter_error(seen: MeasuredUse) -> float:
    error = picked(np.isfinite(seen.relative_error), seen.relative_error, LARGEST_ERROR)
    return np.hypot(smaller(larger(error, 0.0), LARGEST_ERROR), SEPARATION_ERROR)  # type: ignore[no-any-return]


def _scale_to(belief: Belief, seen: MeasuredUse, efficiency: Floats) -> Floats:
    """What brings the modelled heat to the metered heat, the meter's own error kept [n]."""
    metered = seen.heating * KWH_PER_UNIT[seen.fuel] * np.exp(_meter_error(seen) * normal(Chance.METER))
    return np.asarray(metered * efficiency / np.maximum(belief.heat_kwh(belief.losses), 1e-9), dtype=np.float64)


def _with_uses(belief: Belief, efficiency: Floats) -> Belief:
    facts = belief.home.facts
    all_of_it = everything()
    fuel = facts.heating_fuel or Fuel.NATURAL_GAS
    water_fuel = facts.hot_water_fuel or fuel
    water_efficiency = np.minimum(around(Chance.WATER_EFFICIENCY, WATER_EFFICIENCY[water_fuel], 0.07), BEST_BURNER)
    water_kwh = _water(belief, water_fuel, water_efficiency)
    cooling = _cooling(belief)
    forced_air = facts.heating_system in (HeatingSystem.FURNACE, HeatingSystem.BOILER)
    uses = EndUses(
        heat_kwh=belief.heat_kwh(belief.losses),
        heat_sources=(HeatSource(fuel, efficiency, all_of_it),),
        fan_share=FAN_SHARE if forced_air else 0.0,
        water_kwh=water_kwh,
        water_sources=(HeatSource(water_fuel, water_efficiency, all_of_it),),
        cooling_kwh=cooling,
        plugs_kwh=nothing(),
        generated_kwh=nothing(),
        other=_other(belief, water_fuel, water_kwh / water_efficiency),
    )
    uses = replace(uses, plugs_kwh=_plugs(belief, uses))
    return replace(belief, uses=uses, use_by_fuel=MappingProxyType(uses.by_fuel()))


def _water(belief: Belief, fuel: Fuel, efficiency: Floats) -> Floats:
    """Useful kWh of hot water: most of a measured gas base load, else by the number of people [n]."""
    people = figure(belief.home.facts.occupants, 3)
    spread = picked(belief.home.knows("occupants"), 0.3, 0.45)
    useful = around(Chance.WATER, KWH_PER_DAILY_LITRE * (LITRES_PER_DAY + LITRES_PER_PERSON_DAY * people), spread)
    seen = belief.measured.get(fuel)
    if seen is None:
        return useful
    base_kwh = seen.base * KWH_PER_UNIT[fuel]
    if fuel is Fuel.ELECTRICITY:
        return np.minimum(useful, 0.6 * base_kwh * efficiency)
    return base_kwh * efficiency * np.clip(0.9 + 0.06 * normal(Chance.WATER), 0.6, 1.0)


def _other(belief: Belief, water_fuel: Fuel, water_fuel_kwh: Floats) -> Mapping[Fuel, Floats]:
    """What a burnt fuel's base load does beside hot water: cooking, drying, a fireplace [n]."""
    others: dict[Fuel, Floats] = {}
    for fuel, seen in belief.measured.items():
        if fuel is not Fuel.ELECTRICITY:
            water = water_fuel_kwh / KWH_PER_UNIT[fuel] if fuel is water_fuel else 0.0
            others[fuel] = np.maximum(seen.base - water, 0.0) * everything()
    return MappingProxyType(others)


def _cooling(belief: Belief) -> Floats:
    facts = belief.home.facts
    share = COOLING_SHARE[facts.cooling or Cooling.NONE]
    expected = COOLING_KWH_PER_M2 * figure(facts.heated_area_m2, 0.0) * share
    seen = belief.measured.get(Fuel.ELECTRICITY)
    if seen is None or alike(expected == 0.0):
        return around(Chance.COOLING, expected, 0.45)
    return around(Chance.COOLING, smaller(larger(seen.cooling, 0.1 * expected), seen.total), 0.2)


def _plugs(belief: Belief, uses: EndUses) -> Floats:
    """Everything else electric: what the meter leaves after heat, water and cooling, else by people [n]."""
    facts = belief.home.facts
    guess = 365.0 * (PLUGS_PER_DAY + PLUGS_PER_PERSON_DAY * figure(facts.occupants, 3))
    seen = belief.measured.get(Fuel.ELECTRICITY)
    if seen is None:
        return around(Chance.PLUGS, guess, 0.3)
    rest = seen.total - uses.by_fuel()[Fuel.ELECTRICITY]
    left: Floats = np.maximum(rest, smaller(0.3 * guess, 0.5 * seen.total))
    return left
