"""Durham's housing stock in medians: what a home of this type and age is most likely to be.

Figures are medians and tenths of NRCan's archetype homes (S80; NOTES of the reference, §6) in
`data/stock_medians.csv`. They fill what a household does not know, never what it does.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from models.house.facts import (
    BasementInsulation,
    Cooling,
    DwellingType,
    HeatingSystem,
    HomeFacts,
    WindowType,
    twin,
)
from models.quantities import Fuel

SOURCE: Final = "S80"
UNKNOWN_AGE: Final = "1970-2000"
"""46 % of Durham's single-family homes were built then (S01): the group of a home of unknown age."""
UNKNOWN_AGE_YEAR: Final = 1985
CONDENSING_SINCE: Final = 2010
"""From 2010 new gas furnaces in Canada had to reach 90 % (uncited, medium)."""

_GROUP: Final[Mapping[DwellingType, str]] = {
    DwellingType.DETACHED: "detached",
    DwellingType.SEMI: "attached_end",
    DwellingType.ROW_END: "attached_end",
    DwellingType.ROW_MIDDLE: "row_middle",
    DwellingType.MOBILE: "mobile",
}
_VINTAGES: Final = (
    (1946, "pre-1946"),
    (1961, "1946-1960"),
    (1970, "1961-1969"),
    (1980, "1970-1979"),
    (1990, "1980-1989"),
    (2001, "1990-2000"),
    (9999, "2001+"),
)
_WATER_WITH: Final[Mapping[Fuel, Fuel]] = {
    Fuel.NATURAL_GAS: Fuel.NATURAL_GAS,
    Fuel.PROPANE: Fuel.PROPANE,
    Fuel.ELECTRICITY: Fuel.ELECTRICITY,
    Fuel.OIL: Fuel.ELECTRICITY,
    Fuel.WOOD: Fuel.ELECTRICITY,
}


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure of the stock: its median and the values a tenth of homes lie below and above."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class StockGroup:
    """Homes of one type and age: medians, and the shares of three states of basement walls (they sum to 1)."""

    dwelling: str
    vintage: str
    homes: int
    storeys: float
    above_grade_m2: float
    below_grade_m2: float
    attic_r: Spread
    wall_r: Spread
    ach50: Spread
    furnace_efficiency_pct: float
    basement_shares: tuple[float, float, float]
    cooling_share: float
    source_id: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """A home with every fact of the house filled: `names` are those that the stock filled."""

    facts: HomeFacts
    names: frozenset[str]
    group: StockGroup

    def knows(self, name: str) -> bool:
        """Whether somebody said so, rather than the stock."""
        return name not in self.names


def group_of(facts: HomeFacts) -> StockGroup:
    """The group of the stock this home belongs to, as far as its type and age are known."""
    groups = _groups()
    dwelling = _GROUP[facts.dwelling_type or DwellingType.DETACHED]
    vintage = UNKNOWN_AGE if facts.year_built is None else _vintage(facts.year_built)
    return groups.get((dwelling, vintage)) or groups[dwelling, UNKNOWN_AGE]


def assumed(facts: HomeFacts) -> Assumed:
    """The home with its unknown facts taken from the stock, and the names of those that were.

    Wishes, prices and yes-or-no questions stay unknown: no median answers them.
    """
    group = group_of(facts)
    filled, names = twin(facts), []  # nobody else holds this one yet, so that it may still be filled
    for name, guess in _GUESSES.items():
        if getattr(filled, name) is None:
            object.__setattr__(filled, name, guess(filled, group))
            names.append(name)
    if filled.basement_insulation is BasementInsulation.NO_BASEMENT and filled.basement_area_m2:
        object.__setattr__(filled, "basement_area_m2", 0.0)
    return Assumed(filled, frozenset(names), group)


def _vintage(year: int) -> str:
    return next(name for before, name in _VINTAGES if year < before)


def _fuel(facts: HomeFacts, _: StockGroup) -> Fuel:
    electric = {HeatingSystem.BASEBOARD, HeatingSystem.HEAT_PUMP}
    if facts.heating_system in electric:
        return Fuel.ELECTRICITY
    return Fuel.WOOD if facts.heating_system is HeatingSystem.STOVE else Fuel.NATURAL_GAS


def _system(facts: HomeFacts, _: StockGroup) -> HeatingSystem:
    if facts.heating_fuel is Fuel.ELECTRICITY:
        return HeatingSystem.BASEBOARD
    return HeatingSystem.STOVE if facts.heating_fuel is Fuel.WOOD else HeatingSystem.FURNACE


def _efficiency(facts: HomeFacts, group: StockGroup) -> float:
    if facts.heating_system is HeatingSystem.HEAT_PUMP:
        return 250.0
    if facts.heating_fuel is Fuel.ELECTRICITY:
        return 100.0
    if facts.heating_fuel is Fuel.WOOD:
        return 60.0
    if facts.heating_fuel is Fuel.OIL or facts.heating_system is HeatingSystem.BOILER:
        return 80.0
    if facts.heating_year is not None:
        return 95.0 if facts.heating_year >= CONDENSING_SINCE else 80.0
    return group.furnace_efficiency_pct


def _cooling(facts: HomeFacts, group: StockGroup) -> Cooling:
    if facts.heating_system is HeatingSystem.HEAT_PUMP:
        return Cooling.HEAT_PUMP
    ducts = facts.heating_system is HeatingSystem.FURNACE
    return Cooling.CENTRAL if ducts and group.cooling_share >= 0.5 else Cooling.NONE


def _basement(facts: HomeFacts, group: StockGroup) -> BasementInsulation:
    if not facts.basement_area_m2:
        return BasementInsulation.NO_BASEMENT
    states = (BasementInsulation.NONE, BasementInsulation.PARTIAL, BasementInsulation.FULL)
    return max(zip(group.basement_shares, states, strict=True), key=lambda pair: pair[0])[1]


def _basement_area(facts: HomeFacts, group: StockGroup) -> float:
    if facts.basement_insulation is BasementInsulation.NO_BASEMENT:
        return 0.0
    if facts.heated_area_m2 is None or group.above_grade_m2 <= 0:
        return group.below_grade_m2
    return group.below_grade_m2 * facts.heated_area_m2 / group.above_grade_m2


_GUESSES: Final[Mapping[str, Callable[[HomeFacts, StockGroup], object]]] = MappingProxyType(
    {
        "dwelling_type": lambda facts, group: DwellingType.DETACHED,
        "year_built": lambda facts, group: UNKNOWN_AGE_YEAR,
        "storeys": lambda facts, group: group.storeys,
        "basement_area_m2": _basement_area,
        "heated_area_m2": lambda facts, group: group.above_grade_m2,
        "occupants": lambda facts, group: 3,
        "heating_fuel": _fuel,
        "heating_system": _system,
        "heating_efficiency_pct": _efficiency,
        "hot_water_fuel": lambda facts, group: _WATER_WITH[facts.heating_fuel or Fuel.NATURAL_GAS],
        "cooling": _cooling,
        "attic_r": lambda facts, group: group.attic_r.p50,
        "wall_r": lambda facts, group: group.wall_r.p50,
        "basement_insulation": _basement,
        "window_type": lambda facts, group: WindowType.DOUBLE,
        "ach50": lambda facts, group: group.ach50.p50,
        "setpoint_day_c": lambda facts, group: 21.0,
        "setpoint_night_c": lambda facts, group: min(18.0, facts.setpoint_day_c or 18.0),
    }
)
"""In this order, because later guesses read earlier ones. Occupants and setpoints: S80's standard conditions."""


@cache
def _groups() -> Mapping[tuple[str, str], StockGroup]:
    text = files(__package__).joinpath("data/stock_medians.csv").read_text(encoding="utf-8")
    groups = (_group(row) for row in csv.DictReader(text.splitlines()))
    return MappingProxyType({(group.dwelling, group.vintage): group for group in groups})


def _group(row: Mapping[str, str]) -> StockGroup:
    def spread(name: str) -> Spread:
        return Spread(*(float(row[f"{name}_{tenth}"]) for tenth in ("p10", "p50", "p90")))

    none, partial, full = (float(row[f"basement_{state}_pct"]) for state in ("none", "partial", "full"))
    total = none + partial + full
    return StockGroup(
        dwelling=row["dwelling"],
        vintage=row["vintage"],
        homes=int(row["homes"]),
        storeys=float(row["storeys"]),
        above_grade_m2=float(row["above_grade_m2"]),
        below_grade_m2=float(row["below_grade_m2"]),
        attic_r=spread("attic_r"),
        wall_r=spread("wall_r"),
        ach50=spread("ach50"),
        furnace_efficiency_pct=float(row["furnace_efficiency_pct"]),
        basement_shares=(none / total, partial / total, full / total),
        cooling_share=float(row["cooling_pct"]) / 100,
        source_id=row["source_id"],
    )
