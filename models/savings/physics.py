"""What each measure does to one home, by simple physics: conductance times degree-hours, and efficiencies.

Building work changes the believed losses and the heat is worked out again; equipment changes what makes
the heat; small measures take the reference's share of the end use they touch, scaled to this home's own.
Nothing here is corrected by experience: that is `realization`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import BasementInsulation, WindowType
from models.house.windows import sited_u
from models.measures.catalogue import Measure, Method
from models.measures.end_uses import KWH_PER_UNIT
from models.measures.interactions import NOTHING, Effect
from models.quantities import Fuel
from models.savings import equipment
from models.savings.belief import Belief
from models.savings.columns import alike, figure, of_kind, part_of, smaller
from models.savings.conductances import BASEMENT_U, REAL_OVER_MODELLED, WINDOW_SUN, Losses, attic_rsi, wall_rsi
from models.savings.draws import Chance, around, between
from models.series import Floats

TYPICAL_HEATING_M3: Final = 2187.0
TYPICAL_WATER_M3: Final = 640.0
"""Gas of the home the reference's figures stand for: calibrated medians, detached (measure_savings_derived, S80)."""
TYPICAL_COOLING_KWH: Final = 1250.0
TYPICAL_PLUGS_KWH: Final = 7118.0
"""Middle of the reference's 1,000–1,500 kWh of cooling; plugs and lights at standard conditions (S80)."""
ATTIC_TARGET_R: Final = 60.0
EXTERIOR_RSI: Final = 0.88
"""R-5 of continuous insulation, as the reference computed ENV-WALL-EXT (S80)."""
CAVITY_TARGET_R: Final = 12.0
BASEMENT_TARGET_U: Final = (0.46, 0.52, 0.60)
"""R-20 at full height: a little better than the quartile and the median of walls above R-18, 0.50 and 0.58 (S80)."""
AIR_CUT: Final = (0.15, 0.20, 0.25)
"""Share of leakage a professional job removes (reference/measures.csv)."""
SETPOINT_DROP_C: Final = (0.5, 1.0, 1.5)
"""Our reading of the measure. 1 °C all day is about 8 % of heating by degree-hours; the reference's rule: 2–4 %."""
NEW_WINDOW: Final[Mapping[str, tuple[float, tuple[float, float, float]]]] = MappingProxyType(
    {"ENV-WIN-ES": (1.35, (0.22, 0.27, 0.36)), "ENV-WIN-TRI": (1.05, (0.20, 0.25, 0.34))}
)
"""U in W/m²K and share of the sun let in, frames counted (ENERGY STAR 1.2–1.4, S55; sun uncited)."""
EFFECT_OF_PARTS: Final[Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]]] = MappingProxyType(
    {
        "ENV-HEADER": ((0.05, 0.12, 0.25), (0.01, 0.03, 0.05)),
        "ENV-FLOOR": ((0.06, 0.14, 0.35), (0.0, 0.0, 0.0)),
        "ENV-DOOR": ((0.08, 0.16, 0.28), (0.0, 0.0, 0.0)),
    }
)
"""Shares of doors, exposed floors and headers together, and of leakage, that work on one of them takes away: what those
parts lose in S80's homes (floors where there are any), about half of it. The reference's figures are two to three times
these, and more than such parts lose in most homes."""
SLOPED_SHARE: Final = (0.2, 0.4, 0.6)
SLOPED_MOST_R: Final = 20.0
SLOPED_TARGET_R: Final = 28.0
"""Share of the ceiling under a sloped roof, the most that old rafters hold, and what fits today (as the simulator)."""
VENTILATED_M3: Final = (-80.0, -25.0, 60.0)
"""What a ventilator saves. In place of fans that run a little it moves more air than they did, and saves nothing; only
where fans ran all day does it bring heat back. The reference says −60 to 150 (S86)."""
SUN_SHARE_OF_COOLING: Final = (0.25, 0.40, 0.55)
PLUG_HEAT: Final = 0.3
"""Share of saved plug power the heating must replace (reference/measure_rules.yaml)."""
WASHER_WATER_SHARE: Final = 0.6
DRYER_AIR_M3: Final = (20.0, 40.0, 60.0)
GAS_RANGE_USEFUL: Final = 0.45
"""kWh of induction per kWh of gas cooking, about 0.40 against 0.85 (uncited)."""
INDOOR_PLUGS: Final = frozenset({"APP-LED", "APP-STANDBY", "APP-FRIDGE", "APP-FREEZER"})
SCALED_PLUGS: Final = frozenset({"APP-LED", "APP-STANDBY"})
COOLING_EFFECT: Final[Mapping[Method, tuple[float, float, float]]] = MappingProxyType(
    {
        Method.CEILING: (-0.02, 0.01, 0.05),
        Method.WALL_CAVITY: (-0.03, 0.04, 0.18),
        Method.WALL_EXTERIOR: (-0.05, 0.02, 0.12),
        Method.AIR_LEAKAGE: (-0.04, 0.01, 0.04),
        Method.BASEMENT: (-0.05, 0.04, 0.20),
    }
)
"""Share of cooling the work saves; insulation also holds heat in on cool nights (uncited, low)."""


_OWN_U: Final = MappingProxyType({**BASEMENT_U, BasementInsulation.NO_BASEMENT: np.nan})


def effect_of(measure: Measure, belief: Belief) -> Effect:
    """What the measure does to this home's end uses, before any correction."""
    return _METHODS[measure.method](measure, belief)


def _nothing(measure: Measure, belief: Belief) -> Effect:
    return NOTHING


def _envelope(measure: Measure, belief: Belief, losses: Losses, sun_lost_w: Floats | float = 0.0) -> Effect:
    before, after = belief.uses.heat_kwh, belief.heat_kwh(losses, sun_lost_w)
    left = part_of(after, before, 1.0)
    cooling = COOLING_EFFECT.get(measure.method)
    return Effect(heat=left, cooling=1.0 if cooling is None else 1.0 - between(Chance.SECOND_EFFECT, *cooling))


def _ceiling(measure: Measure, belief: Belief) -> Effect:
    left = attic_rsi(figure(belief.home.facts.attic_r, 0.0)) / attic_rsi(ATTIC_TARGET_R)
    done = around(Chance.EFFECT, smaller(left, 1.0), 0.1)
    return _envelope(measure, belief, replace(belief.losses, ceiling=belief.losses.ceiling * np.minimum(done, 1.0)))


def _wall_exterior(measure: Measure, belief: Belief) -> Effect:
    now = wall_rsi(figure(belief.home.facts.wall_r, 0.0))
    left = now / (now + around(Chance.EFFECT, EXTERIOR_RSI, 0.25))
    return _envelope(measure, belief, replace(belief.losses, walls=belief.losses.walls * left))


def _wall_cavity(measure: Measure, belief: Belief) -> Effect:
    now = wall_rsi(figure(belief.home.facts.wall_r, 0.0))
    left = np.minimum(now / wall_rsi(around(Chance.EFFECT, CAVITY_TARGET_R, 0.15)), 1.0)
    return _envelope(measure, belief, replace(belief.losses, walls=belief.losses.walls * left))


def _air_leakage(measure: Measure, belief: Belief) -> Effect:
    cut = between(Chance.EFFECT, *AIR_CUT)
    return _envelope(measure, belief, replace(belief.losses, air=belief.losses.air * (1.0 - cut)))


def _basement(measure: Measure, belief: Belief) -> Effect:
    wall = belief.losses.basement_wall_m2
    if alike(wall <= 0):
        return NOTHING
    now = belief.losses.basement
    target = REAL_OVER_MODELLED * between(Chance.EFFECT, *BASEMENT_TARGET_U) * _own_ground(belief)
    after = np.minimum(wall * target, now * 0.97)
    return _envelope(measure, belief, replace(belief.losses, basement=after))


def _own_ground(belief: Belief) -> Floats:
    """How much more this basement loses than others of its kind for what stays (soil, depth, floor): half of it [n]."""
    losses = belief.losses
    u_value = of_kind(_OWN_U, belief.home.facts.basement_insulation, BasementInsulation.NO_BASEMENT)
    own = np.sqrt(losses.basement / (REAL_OVER_MODELLED * losses.basement_wall_m2 * u_value))
    told = np.logical_and(belief.home.knows("basement_insulation"), np.isfinite(u_value))
    return np.where(told, own, 1.0)


def _sloped(measure: Measure, belief: Belief) -> Effect:
    now, target = attic_rsi(figure(belief.home.facts.attic_r, 0.0)), attic_rsi(SLOPED_TARGET_R)
    sloped = smaller(now, attic_rsi(SLOPED_MOST_R))
    cut = np.clip(between(Chance.EFFECT, *SLOPED_SHARE) * now * (1.0 / sloped - 1.0 / target), 0.0, 0.9)
    return _envelope(measure, belief, replace(belief.losses, ceiling=belief.losses.ceiling * (1.0 - cut)))


def _small_part(measure: Measure, belief: Belief) -> Effect:
    of_rest, of_air = EFFECT_OF_PARTS[measure.id]
    rest = belief.losses.rest * (1.0 - np.clip(between(Chance.EFFECT, *of_rest), 0.0, 0.6))
    air = belief.losses.air * (1.0 - np.maximum(between(Chance.SECOND_EFFECT, *of_air), 0.0))
    return _envelope(measure, belief, replace(belief.losses, rest=rest, air=air))


def _windows(measure: Measure, belief: Belief) -> Effect:
    u_value, sun = NEW_WINDOW[measure.id]
    old = of_kind(WINDOW_SUN, belief.home.facts.window_type, WindowType.DOUBLE)
    new = np.minimum(between(Chance.SECOND_EFFECT, *sun), old)
    glass = belief.losses.glass_m2
    after = replace(
        belief.losses,
        window_u=np.minimum(around(Chance.EFFECT, sited_u(u_value), 0.07), belief.losses.window_u),
    )
    effect = _envelope(measure, belief, after, glass * (old - new) * belief.sun_w_per_share)
    return replace(effect, cooling=1.0 - between(Chance.COOLING, *SUN_SHARE_OF_COOLING) * (old - new) / old)


def _setpoint(measure: Measure, belief: Belief) -> Effect:
    drop = between(Chance.EFFECT, *SETPOINT_DROP_C)
    before, after = belief.uses.heat_kwh, belief.heat_kwh(belief.losses, cooler_c=drop)
    return Effect(heat=part_of(after, before, 1.0))


def _heating_share(measure: Measure, belief: Belief) -> Effect:
    if measure.id in EFFECT_OF_PARTS:
        return _small_part(measure, belief)
    if measure.id == "ENV-CATH":
        return _sloped(measure, belief)
    return Effect(heat=1.0 - _figure(measure) / TYPICAL_HEATING_M3)


def _ventilation(measure: Measure, belief: Belief) -> Effect:
    left = 1.0 - between(Chance.EFFECT, *VENTILATED_M3) / TYPICAL_HEATING_M3
    return Effect(heat=left, electricity_added_kwh=between(Chance.SECOND_EFFECT, 200, 350, 500))


def _water_share(measure: Measure, belief: Belief) -> Effect:
    return Effect(water=1.0 - np.clip(_figure(measure) / TYPICAL_WATER_M3, 0.0, 0.6))


def _plug(measure: Measure, belief: Belief) -> Effect:
    plugs = belief.uses.plugs_kwh
    scale = plugs / TYPICAL_PLUGS_KWH if measure.id in SCALED_PLUGS else 1.0
    saved = np.minimum(_figure(measure) * scale, 0.5 * plugs)
    return _less_plugs(belief, saved, PLUG_HEAT if measure.id in INDOOR_PLUGS else 0.0)


def _less_plugs(belief: Belief, saved_kwh: Floats, heat_share: float) -> Effect:
    plugs = belief.uses.plugs_kwh
    left = 1.0 - part_of(saved_kwh, plugs, 0.0)
    return Effect(plugs=left, heat_added_kwh=np.minimum(saved_kwh * heat_share, 0.1 * belief.uses.heat_kwh))


def _washer(measure: Measure, belief: Belief) -> Effect:
    total = _figure(measure)
    water, plugs = belief.uses.water_kwh, belief.uses.plugs_kwh
    warm = np.minimum(total * WASHER_WATER_SHARE, 0.2 * water)
    return Effect(
        water=1.0 - part_of(warm, water, 0.0),
        plugs=1.0 - np.minimum(total * (1.0 - WASHER_WATER_SHARE) / np.maximum(plugs, 1.0), 0.2),
    )


def _dryer(measure: Measure, belief: Belief) -> Effect:
    """A ventless dryer stops blowing heated air outside, so heating falls too."""
    kept_in = between(Chance.SECOND_EFFECT, *DRYER_AIR_M3) / TYPICAL_HEATING_M3
    effect = _less_plugs(belief, np.minimum(_figure(measure), 0.3 * belief.uses.plugs_kwh), 0.0)
    return replace(effect, heat=1.0 - kept_in)


def _induction(measure: Measure, belief: Belief) -> Effect:
    gas = belief.uses.other.get(Fuel.NATURAL_GAS)
    if not belief.home.facts.gas_range or gas is None:
        return _less_plugs(belief, between(Chance.EFFECT, 50.0, 65.0, 80.0), 0.0)
    removed = np.minimum(_figure(measure), gas)
    added = removed * KWH_PER_UNIT[Fuel.NATURAL_GAS] * GAS_RANGE_USEFUL
    return Effect(other_removed={Fuel.NATURAL_GAS: removed}, electricity_added_kwh=added)


def _cooling_share(measure: Measure, belief: Belief) -> Effect:
    return Effect(cooling=1.0 - np.clip(_figure(measure) / TYPICAL_COOLING_KWH, 0.0, 0.6))


def _figure(measure: Measure) -> Floats:
    """The reference's low, typical and high saving as draws, in its unit [n]."""
    return between(Chance.EFFECT, measure.figure.low, measure.figure.typical, measure.figure.high)


_METHODS: Final[Mapping[Method, Callable[[Measure, Belief], Effect]]] = MappingProxyType(
    {
        Method.AIR_LEAKAGE: _air_leakage,
        Method.CEILING: _ceiling,
        Method.WALL_CAVITY: _wall_cavity,
        Method.WALL_EXTERIOR: _wall_exterior,
        Method.BASEMENT: _basement,
        Method.WINDOWS: _windows,
        Method.SETPOINT: _setpoint,
        Method.HEATING_SHARE: _heating_share,
        Method.VENTILATION: _ventilation,
        Method.FURNACE: equipment.furnace,
        Method.HEAT_PUMP: equipment.heat_pump,
        Method.HEAT_PUMP_HYBRID: equipment.heat_pump,
        Method.HEAT_PUMP_DUCTLESS: equipment.heat_pump,
        Method.HEAT_PUMP_GROUND: equipment.heat_pump,
        Method.WATER_SHARE: _water_share,
        Method.TANKLESS: equipment.tankless,
        Method.HEAT_PUMP_WATER: equipment.heat_pump_water,
        Method.PLUG: _plug,
        Method.WASHER: _washer,
        Method.DRYER: _dryer,
        Method.INDUCTION: _induction,
        Method.COOLING_SHARE: _cooling_share,
        Method.SOLAR: equipment.solar,
        Method.BILL: _nothing,
        Method.ENABLING: _nothing,
        Method.SAFETY: _nothing,
    }
)
