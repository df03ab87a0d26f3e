"""What a learned saving looks at: one row of figures a measure and home, made of what the platform sees.

Facts as they were answered (NaN where nobody did), what meters told, and what the rule says: the share of the end use
it expects to be saved. A measure's own fact (an attic's R for the attic) stands in one column for all measures, so
that a model can be held to it: the better it is already, the less there is to save. Nothing else in such a row knows
that fact, or a model could get round it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import log, nan
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from models.house.degree_hours import Cold
from models.house.facts import BasementInsulation, Cooling, DwellingType, HeatingSystem, WindowType
from models.house.many import ManyHomes
from models.house.stock import Assumed
from models.measures.catalogue import Measure, Method, measures
from models.measures.end_uses import KWH_PER_UNIT, HeatSource
from models.measures.interactions import NOTHING, UNCHANGED, Effect
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import draws
from models.savings.evidence import MeasuredUse
from models.series import Floats

SMALLEST_SHARE: Final = 0.002
"""Of an end use: less is counted as this much."""
_TENTHS: Final = np.array([0.1, 0.5, 0.9])


class Part(StrEnum):
    """The end use a measure saves on, in the fuel that makes it."""

    HEAT = "heat"
    WATER = "water"


class Usage(StrEnum):
    """Whether meters told of the fuel that heats the home."""

    UNSEEN = "unseen"
    SEEN = "seen"


class Known(StrEnum):
    """How well the house is described: hardly, by answers, by somebody with a blower door."""

    LITTLE = "little"
    ANSWERED = "answered"
    ASSESSED = "assessed"


PART: Final[Mapping[Method, Part]] = MappingProxyType(
    {
        Method.AIR_LEAKAGE: Part.HEAT,
        Method.CEILING: Part.HEAT,
        Method.WALL_CAVITY: Part.HEAT,
        Method.WALL_EXTERIOR: Part.HEAT,
        Method.BASEMENT: Part.HEAT,
        Method.WINDOWS: Part.HEAT,
        Method.SETPOINT: Part.HEAT,
        Method.HEATING_SHARE: Part.HEAT,
        Method.FURNACE: Part.HEAT,
        Method.WATER_SHARE: Part.WATER,
    }
)
"""Methods that save one fuel's share of one end use. What moves a home to another fuel or adds a use is the rule's."""
OWN: Final[Mapping[Method, str]] = MappingProxyType(
    {
        Method.CEILING: "attic_r",
        Method.WALL_CAVITY: "wall_r",
        Method.WALL_EXTERIOR: "wall_r",
        Method.BASEMENT: "basement_insulation",
        Method.WINDOWS: "window_type",
        Method.FURNACE: "heating_efficiency_pct",
    }
)
"""The fact that a measure improves, better when larger."""
_ORDER: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "dwelling_type": tuple(DwellingType),
        "heating_fuel": tuple(Fuel),
        "heating_system": tuple(HeatingSystem),
        "hot_water_fuel": tuple(Fuel),
        "cooling": tuple(Cooling),
        "basement_insulation": tuple(BasementInsulation),
        "window_type": tuple(WindowType),
    }
)
FACTS: Final = (
    *_ORDER,
    "year_built",
    "storeys",
    "heated_area_m2",
    "basement_area_m2",
    "occupants",
    "heating_efficiency_pct",
    "heating_year",
    "attic_r",
    "wall_r",
    "ach50",
    "setpoint_day_c",
    "setpoint_night_c",
    "gas_range",
    "floor_over_garage",
    "cathedral_ceiling",
)
METERED: Final = ("seen_heat_w_k_m2", "seen_error", "seen_balance_c", "seen_base_kwh_day", "seen_power_kwh_day")
RULE: Final = ("measure", "own", "rule_share", "rule_spread")
FEATURES: Final = (*RULE, *METERED, *FACTS)
INCREASING: Final = ("rule_share",)
DECREASING: Final = ("own",)
"""Columns that a model may only follow upward, and only downward."""


_EMPTY: Final = (nan,) * len(RULE)
_TWENTY: Final = np.array([20.0])


@dataclass(frozen=True, slots=True)
class End:
    """An end use of one home: the fuel that makes it and its use in a year, in the fuel's unit [n], and the middle."""

    part: Part
    source: HeatSource
    use: Floats
    middle: Floats | float


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What the rule expects of some measures of one home: fuel saved in its unit [measures, n], its tenths and middle
    as shares of the end use [measures, 3]."""

    measures: tuple[Measure, ...]
    ends: tuple[End, ...]
    saved: Floats
    shares: Floats


def expected(effects: Sequence[tuple[Measure, Effect]], belief: Belief) -> Expected:
    """What the rule says of those measures that can be learned, in their order; others are left out."""
    ends = {part: end_of(part, belief) for part in Part}
    works, found, saved = [], [], []
    for measure, effect in effects:
        part = PART.get(measure.method)
        end = None if part is None or effect is NOTHING else ends[part]
        left = None if end is None else left_of(effect, end)
        if end is not None and left is not None:
            works.append(measure)
            found.append(end)
            saved.append(end.use * (1.0 - left))
    table = np.stack(saved) if saved else np.empty((0, draws()))
    middles = np.array([end.middle for end in found])
    return Expected(tuple(works), tuple(found), table, tenths(table) / middles[:, None])


def tenths(rows: Floats) -> Floats:
    """p10, p50 and p90 of equally likely draws [rows, n] as [rows, 3]."""
    return tenths_of_ranked(np.sort(rows, axis=-1))


def tenths_of_ranked(ordered: Floats) -> Floats:
    """The same of draws that are in their order already."""
    at = _TENTHS * (ordered.shape[-1] - 1)
    below = at.astype(np.int64)
    low = ordered.take(below, axis=-1)
    found: Floats = low + (at - below) * (ordered.take(below + 1, axis=-1) - low)
    return found


def end_of(part: Part, belief: Belief) -> End | None:
    """None where nothing is used, or by more than one kind of equipment; of many homes the middles are a column."""
    heat = part is Part.HEAT
    sources = belief.uses.heat_sources if heat else belief.uses.water_sources
    useful = belief.uses.heat_kwh if heat else belief.uses.water_kwh
    if len(sources) != 1:
        return None
    use = useful / (sources[0].efficiency * KWH_PER_UNIT[sources[0].fuel])
    if use.ndim > 1:
        return End(part, sources[0], use, np.median(use, axis=-1))
    middle = float(np.median(use))
    return End(part, sources[0], use, middle) if middle > 0.0 else None


def left_of(effect: Effect, end: End) -> Floats | None:
    """What is left of the fuel: of the useful heat, or by better equipment on the same fuel; None for anything else."""
    new = effect.heat_sources
    if new is not None:
        same = len(new) == 1 and new[0].fuel is end.source.fuel
        return end.source.efficiency / new[0].efficiency if same else None
    factor = effect.heat if end.part is Part.HEAT else effect.water
    return None if factor is UNCHANGED else np.asarray(factor)


def usage_of(belief: Belief) -> Usage:
    """Whether the heating was metered."""
    return Usage.SEEN if _heating(belief) is not None else Usage.UNSEEN


def known_of(home: Assumed) -> Known:
    """How well the house is described."""
    if home.knows("ach50"):
        return Known.ASSESSED
    return Known.ANSWERED if any(home.knows(name) for name in OWN.values()) else Known.LITTLE


def rows(seen: Expected, belief: Belief) -> Floats:
    """One row a measure, columns as `FEATURES` [measures, features]; one home."""
    table = np.empty((len(seen.measures), len(FEATURES)))
    table[:, len(RULE) :] = described_row(belief.home, belief.measured, belief.weather)[len(RULE) :]
    low, middle, high = np.log(np.maximum(seen.shares, SMALLEST_SHARE)).T
    table[:, _column("rule_share")] = middle
    table[:, _column("rule_spread")] = high - low
    for place, measure in enumerate(seen.measures):
        own = OWN.get(measure.method)
        table[place, 0] = _codes()[measure.id]
        table[place, 1] = nan if own is None else _value(belief.home, own)
        if own is not None:  # the spread would tell the measure's own fact by another way
            table[place, (_column(own), _column("rule_spread"))] = nan
    return table


def described_row(home: Assumed, measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> list[float]:
    """A row of a home before any measure is named: what meters told and what was answered, `RULE` still empty."""
    return [*_EMPTY, *_metered(home, measured, weather), *(_value(home, name) for name in FACTS)]


def described_rows(homes: Sequence[Assumed], measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> Floats:
    """The same of many homes whose heating burns one fuel, a row each, fact by fact; what meters told in columns."""
    many = ManyHomes.of(homes)
    table = np.full((len(homes), len(FEATURES)), nan)
    table[:, len(RULE) : len(RULE) + len(METERED)] = _metered_each(many, measured, weather)
    for column, name in enumerate(FACTS, start=len(RULE) + len(METERED)):
        table[:, column] = np.where(many.knows(name), many.values(name).column(_READ[name]), nan)
    return table


def of_measure(described: Floats, measure: Measure, said: Floats) -> Floats:
    """Rows of one measure in many homes, as `rows` makes them: `described` [homes, features], the rule's shares of it
    `said` [homes, 3]."""
    table = described.copy()
    low, middle, high = np.log(np.maximum(said, SMALLEST_SHARE)).T
    own = OWN.get(measure.method)
    table[:, 0] = _codes()[measure.id]
    table[:, 1] = nan if own is None else described[:, _column(own)]
    table[:, _column("rule_share")] = middle
    table[:, _column("rule_spread")] = nan if own is not None else high - low
    if own is not None:
        table[:, _column(own)] = nan
    return table


def _metered(home: Assumed, measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> tuple[float, ...]:
    facts = home.facts
    heat, power = measured.get(facts.heating_fuel or Fuel.NATURAL_GAS), measured.get(Fuel.ELECTRICITY)
    kwh_day = nan if power is None else log(max(power.base, 1.0) / 365.0)
    if heat is None:
        return nan, nan, nan, nan, kwh_day
    kwh = KWH_PER_UNIT[heat.fuel]
    kelvin_hours = float(weather.below(_TWENTY)[0])
    per_m2 = 1000.0 * heat.heating * kwh / (kelvin_hours * max(facts.heated_area_m2 or 0.0, 20.0))
    balance = nan if heat.balance_point_c is None else heat.balance_point_c
    return log(max(per_m2, 1e-3)), heat.relative_error, balance, log(max(heat.base * kwh, 1.0) / 365.0), kwh_day


def _metered_each(homes: ManyHomes, measured: Mapping[Fuel, MeasuredUse], weather: Cold) -> Sequence[Sequence[float]]:
    """As `_metered`, figure by figure."""
    unknown = [nan] * len(homes)
    heat, power = measured.get(homes[0].facts.heating_fuel or Fuel.NATURAL_GAS), measured.get(Fuel.ELECTRICITY)
    kwh_day = unknown if power is None else [log(max(base, 1.0) / 365.0) for base in _each(power.base)]
    if heat is None:
        return list(zip(*(unknown,) * 4, kwh_day, strict=True))
    kwh, kelvin_hours = KWH_PER_UNIT[heat.fuel], _each(weather.below(np.full((len(homes), 1), 20.0)))
    heated = homes.values("heated_area_m2").column(lambda area: max(area or 0.0, 20.0)).tolist()
    areas = [kelvin * area for kelvin, area in zip(kelvin_hours, heated, strict=True)]
    per_m2 = [
        log(max(1000.0 * heating * kwh / area, 1e-3)) for heating, area in zip(_each(heat.heating), areas, strict=True)
    ]
    balance = unknown if heat.balance_point_c is None else _each(heat.balance_point_c)
    base = [log(max(each * kwh, 1.0) / 365.0) for each in _each(heat.base)]
    return list(zip(per_m2, _each(heat.relative_error), balance, base, kwh_day, strict=True))


def _each(column: Any) -> list[float]:
    """A column [homes, 1] as numbers."""
    found: list[float] = column[:, 0].tolist()
    return found


def _heating(belief: Belief) -> MeasuredUse | None:
    return belief.measured.get(belief.home.facts.heating_fuel or Fuel.NATURAL_GAS)


def _value(home: Assumed, name: str) -> float:
    """A fact as it was answered, NaN where it was not."""
    return _READ[name](getattr(home.facts, name)) if home.knows(name) else nan


def _reader(name: str) -> Callable[[Any], float]:
    order = _ORDER.get(name)
    places = None if order is None else {kind: float(place) for place, kind in enumerate(order)}

    def read(value: Any) -> float:
        if value is None:
            return nan
        return float(value) if places is None else places[value]

    return read


_READ: Final[Mapping[str, Callable[[Any], float]]] = MappingProxyType({name: _reader(name) for name in FACTS})


@cache
def _codes() -> Mapping[str, int]:
    """A learnable measure's number, in the catalogue's order."""
    return {each.id: place for place, each in enumerate(each for each in measures() if each.method in PART)}


def learnable() -> tuple[str, ...]:
    """Measures that a model may learn, in the order of their numbers."""
    return tuple(_codes())


@cache
def _column(name: str) -> int:
    return FEATURES.index(name)
