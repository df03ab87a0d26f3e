"""What stands on the invented street: homes drawn from the stock as they really are, and of which kinds.

Drawn from a seed. Type, age and insulation follow the stock's medians and tenths (S80); the mix of kinds is made
so that a demonstration shows every case, and is no statistic. What residents say of them: `street_words`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np

from models.house.facts import (
    BasementInsulation,
    Cooling,
    DwellingType,
    Goal,
    HeatingSystem,
    HomeFacts,
    PricePlanChoice,
    Tenure,
    WindowType,
)
from models.house.stock import Spread, StockGroup, group_of
from models.quantities import Fuel

T = TypeVar("T")


class Kind(StrEnum):
    """What makes a home of the street worth showing. A home may be several."""

    BASEBOARD = "baseboard"
    OIL = "oil"
    HEAT_PUMP = "heat_pump"
    BOILER = "boiler"
    SOLAR = "solar"
    CAR = "car"
    GAPS = "gaps"
    ESTIMATED = "estimated"
    MOVED_IN = "moved_in"
    LITTLE_DATA = "little_data"


SHARES: Final[tuple[tuple[tuple[Kind, float], ...], ...]] = (
    ((Kind.BASEBOARD, 0.07), (Kind.OIL, 0.04), (Kind.HEAT_PUMP, 0.04), (Kind.BOILER, 0.05)),
    ((Kind.SOLAR, 0.10),),
    ((Kind.CAR, 0.12),),
    ((Kind.GAPS, 0.10), (Kind.ESTIMATED, 0.10), (Kind.MOVED_IN, 0.07), (Kind.LITTLE_DATA, 0.04)),
)
"""Kinds on one line exclude each other; lines are drawn apart."""

_TYPES: Final = (
    (DwellingType.DETACHED, 0.66),
    (DwellingType.SEMI, 0.10),
    (DwellingType.ROW_END, 0.08),
    (DwellingType.ROW_MIDDLE, 0.14),
    (DwellingType.MOBILE, 0.02),
)
_BUILT: Final = (
    ((1905, 1945), 0.07),
    ((1946, 1960), 0.12),
    ((1961, 1969), 0.11),
    ((1970, 2000), 0.46),
    ((2001, 2022), 0.24),
)
"""46 % from 1970 to 2000 as in Durham (S01); the rest a believable spread."""
_PLACES: Final = (
    ("Oshawa", 0.28),
    ("Whitby", 0.20),
    ("Ajax", 0.17),
    ("Clarington", 0.14),
    ("Pickering", 0.13),
    ("Scugog", 0.03),
    ("Uxbridge", 0.03),
    ("Brock", 0.02),
)
_PEOPLE: Final = ((1, 0.14), (2, 0.32), (3, 0.20), (4, 0.22), (5, 0.09), (6, 0.03))
_GOALS: Final = ((Goal.BILL, 0.5), (Goal.COMFORT, 0.22), (Goal.CARBON, 0.18), (Goal.UPFRONT, 0.10))
_BUDGETS: Final[tuple[tuple[float | None, float], ...]] = (
    (None, 0.4),
    (1500.0, 0.15),
    (5000.0, 0.2),
    (15000.0, 0.15),
    (30000.0, 0.1),
)
OIL_UNTIL: Final = 1978
BASEBOARD_AND_MOBILE_SINCE: Final = 1970
USE_LIMITS: Final = (0.6, 1.5)
BASEBOARD_SIZE: Final = 0.75
"""Homes with baseboards are taken to be smaller than the stock's (uncited)."""
ROOMS_LEFT_COOL_C: Final = 1.5
"""With a thermostat in each room people heat those they are in (uncited)."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What stands where: a type of dwelling, the years it may be of, and its municipality."""

    dwelling: DwellingType
    built: tuple[int, int]
    place: str


@dataclass(frozen=True, slots=True)
class TrueHome:
    """A home as it really is, which nobody on the platform sees: every fact known, and the people in it.

    `use` scales what people use about what is usual; `cooling_c` above which they cool; `facing_deg` where the
    front looks, from south; `solar_kw`, `car_kwh_day` 0 without; `plug_in_hour` local.
    """

    kinds: frozenset[Kind]
    facts: HomeFacts
    use: float
    cooling_c: float
    facing_deg: float
    solar_kw: float
    car_kwh_day: float
    plug_in_hour: int

    @property
    def has_gas(self) -> bool:
        return Fuel.NATURAL_GAS in (self.facts.heating_fuel, self.facts.hot_water_fuel)


def kinds_of(seed: int, homes: int) -> tuple[frozenset[Kind], ...]:
    """Which home is of which kinds [homes]: every kind at least once where there is room for it."""
    chosen: list[set[Kind]] = [set() for _ in range(homes)]
    for place, line in enumerate(SHARES):
        order = iter(np.random.default_rng([seed, 11, place]).permutation(homes).tolist())
        for kind, share in line:
            for _ in range(max(1, round(share * homes))):
                home = next(order, None)
                if home is not None:
                    chosen[home].add(kind)
    return tuple(frozenset(each) for each in chosen)


def lots_of(seed: int, homes: int) -> tuple[Lot, ...]:
    """Each home's type, age and place [homes], in the street's proportions however few the homes."""
    rng = np.random.default_rng([seed, 13])
    types = _in_proportion(rng, _TYPES, homes)
    ages = _in_proportion(rng, _BUILT, homes)
    places = _in_proportion(rng, _PLACES, homes)
    return tuple(Lot(*each) for each in zip(types, ages, places, strict=True))


def true_home(lot: Lot, kinds: frozenset[Kind], rng: np.random.Generator) -> TrueHome:
    """One home of those kinds on that lot, drawn from the stock."""
    facts = _building(lot, kinds, rng)
    plan = PricePlanChoice.ULO if Kind.CAR in kinds else _one_of(rng, _PLANS)
    return TrueHome(
        kinds=kinds,
        facts=replace(_people(facts, rng), price_plan=plan),
        use=float(np.clip(rng.lognormal(0.0, 0.2), *USE_LIMITS)),
        cooling_c=float(rng.uniform(23.0, 26.0)),
        facing_deg=float(rng.uniform(-180.0, 180.0)),
        solar_kw=float(rng.uniform(4.0, 9.0)) if Kind.SOLAR in kinds else 0.0,
        car_kwh_day=float(rng.uniform(6.0, 11.0)) if Kind.CAR in kinds else 0.0,
        plug_in_hour=23 if plan is PricePlanChoice.ULO else 19,
    )


_PLANS: Final = ((PricePlanChoice.TOU, 0.72), (PricePlanChoice.TIERED, 0.14), (PricePlanChoice.ULO, 0.14))


def _building(lot: Lot, kinds: frozenset[Kind], rng: np.random.Generator) -> HomeFacts:
    dwelling = DwellingType.DETACHED if kinds & {Kind.OIL, Kind.SOLAR} else lot.dwelling
    year = int(rng.integers(*lot.built, endpoint=True))
    if Kind.OIL in kinds:
        year = min(year, OIL_UNTIL)
    if (dwelling is DwellingType.MOBILE or Kind.BASEBOARD in kinds) and year < BASEBOARD_AND_MOBILE_SINCE:
        year = BASEBOARD_AND_MOBILE_SINCE + int(rng.integers(20))
    bare = HomeFacts(municipality=lot.place, dwelling_type=dwelling, year_built=year)
    group = group_of(bare)
    size = float(rng.lognormal(0.0, 0.2)) * (BASEBOARD_SIZE if Kind.BASEBOARD in kinds else 1.0)
    storeys = group.storeys if rng.random() < 0.7 else float(rng.choice([1.0, 2.0]))
    insulation = _basement(group, rng)
    built = replace(
        bare,
        storeys=1.0 if dwelling is DwellingType.MOBILE else storeys,
        heated_area_m2=group.above_grade_m2 * size,
        basement_area_m2=group.below_grade_m2 * size,
        attic_r=_spread(group.attic_r, rng),
        wall_r=_spread(group.wall_r, rng),
        ach50=_spread(group.ach50, rng),
        basement_insulation=insulation,
        window_type=_windows(year, rng),
    )
    return _equipment(built, kinds, group, rng)


def _equipment(facts: HomeFacts, kinds: frozenset[Kind], group: StockGroup, rng: np.random.Generator) -> HomeFacts:
    installed = max(facts.year_built or 1985, int(rng.integers(1996, 2024)))
    cooled = rng.random() < group.cooling_share
    fuel, system, efficiency, water = Fuel.NATURAL_GAS, HeatingSystem.FURNACE, 80.0, Fuel.NATURAL_GAS
    cooling = Cooling.CENTRAL if cooled else Cooling.NONE
    if Kind.BASEBOARD in kinds:
        fuel, system, efficiency, water = Fuel.ELECTRICITY, HeatingSystem.BASEBOARD, 100.0, Fuel.ELECTRICITY
        cooling = Cooling.ROOM if cooled else Cooling.NONE
    elif Kind.HEAT_PUMP in kinds:
        fuel, system, efficiency, water = Fuel.ELECTRICITY, HeatingSystem.HEAT_PUMP, 260.0, Fuel.ELECTRICITY
        installed, cooling = int(rng.integers(2019, 2025)), Cooling.HEAT_PUMP
    elif Kind.OIL in kinds:
        fuel, efficiency, water = Fuel.OIL, 82.0, Fuel.ELECTRICITY
    elif Kind.BOILER in kinds:
        system, efficiency = HeatingSystem.BOILER, float(rng.choice([80.0, 84.0, 92.0]))
        cooling = Cooling.ROOM if cooled else Cooling.NONE
    else:
        efficiency = (
            float(rng.choice([94.0, 95.0, 96.0])) if installed >= 2010 else float(rng.choice([78.0, 80.0, 90.0]))
        )
        water = Fuel.ELECTRICITY if rng.random() < 0.08 else Fuel.NATURAL_GAS
    return replace(
        facts,
        heating_fuel=fuel,
        heating_system=system,
        heating_efficiency_pct=efficiency,
        heating_year=installed,
        hot_water_fuel=water,
        cooling=cooling,
        solar_panels=Kind.SOLAR in kinds,
        electric_vehicle=Kind.CAR in kinds,
    )


def _people(facts: HomeFacts, rng: np.random.Generator) -> HomeFacts:
    day = float(rng.choice([20.0, 20.5, 21.0, 21.0, 21.5, 22.0]))
    if facts.heating_system is HeatingSystem.BASEBOARD:
        day -= ROOMS_LEFT_COOL_C
    return replace(
        facts,
        occupants=_one_of(rng, _PEOPLE),
        setpoint_day_c=day,
        setpoint_night_c=day - float(rng.choice([0.0, 1.0, 2.0, 3.0])),
        goal=_one_of(rng, _GOALS),
        budget_cad=_one_of(rng, _BUDGETS),
        tenure=Tenure.OWNER,
        smart_thermostat=_one_of(rng, ((True, 0.3), (False, 0.7))),
        led_lighting=_one_of(rng, ((True, 0.65), (False, 0.35))),
        second_fridge=_one_of(rng, ((True, 0.25), (False, 0.75))),
    )


def _basement(group: StockGroup, rng: np.random.Generator) -> BasementInsulation:
    if group.below_grade_m2 <= 0:
        return BasementInsulation.NO_BASEMENT
    states = (BasementInsulation.NONE, BasementInsulation.PARTIAL, BasementInsulation.FULL)
    return _one_of(rng, tuple(zip(states, group.basement_shares, strict=True)))


def _windows(year: int, rng: np.random.Generator) -> WindowType:
    if year > 2000:
        return WindowType.DOUBLE_LOWE if rng.random() < 0.7 else WindowType.DOUBLE
    return _one_of(
        rng,
        (
            (WindowType.SINGLE, 0.08 if year < 1970 else 0.0),
            (WindowType.DOUBLE, 0.62),
            (WindowType.DOUBLE_LOWE, 0.26),
            (WindowType.TRIPLE, 0.04),
        ),
    )


def _spread(figure: Spread, rng: np.random.Generator) -> float:
    """A draw whose tenths are the stock's: straight between them in the logarithm, as far again beyond."""
    low, middle, high = np.log([figure.p10, figure.p50, figure.p90])
    rank = rng.uniform(0.03, 0.97)
    return float(
        np.exp(np.interp(rank, [0.0, 0.1, 0.5, 0.9, 1.0], [low - (middle - low) / 4, low, middle, high, high]))
    )


def _in_proportion(rng: np.random.Generator, choices: tuple[tuple[T, float], ...], homes: int) -> list[T]:
    """The choices in their shares over so many homes, in no order."""
    ends = np.cumsum([weight for _, weight in choices])
    ranks = (rng.permutation(homes) + 0.5) / homes * ends[-1]
    return [choices[int(place)][0] for place in np.searchsorted(ends, ranks)]


def _one_of(rng: np.random.Generator, choices: tuple[tuple[T, float], ...]) -> T:
    weights = np.array([weight for _, weight in choices])
    return choices[int(rng.choice(len(choices), p=weights / weights.sum()))][0]
