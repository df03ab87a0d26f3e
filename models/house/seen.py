"""What people and files say of a simulated home: precise as an EnerGuide file, or as a questionnaire is filled in.

Every gap and every slip has its chance here (uncited, low: our judgement of how people answer). Drawn from the home's
own name, so the same home always answers the same. Pure; nothing here is measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np

from models.house.archetypes import RSI_PER_R, archetypes
from models.house.facts import BasementInsulation, Cooling, Goal, HeatingSystem, HomeFacts, Tenure, WindowType
from models.house.simulated_homes import DWELLINGS, FUELS, Foundation, HeatMaker
from models.house.stock_sample import Sample
from models.quantities import Fuel

UNKNOWN: Final[Mapping[str, float]] = MappingProxyType(
    {
        "year_built": 0.05,
        "storeys": 0.02,
        "heated_area_m2": 0.10,
        "basement_area_m2": 0.25,
        "occupants": 0.02,
        "heating_fuel": 0.01,
        "heating_system": 0.03,
        "heating_year": 0.40,
        "hot_water_fuel": 0.08,
        "cooling": 0.02,
        "attic_r": 0.45,
        "wall_r": 0.65,
        "basement_insulation": 0.20,
        "window_type": 0.10,
        "ach50": 1.0,
        "setpoint_day_c": 0.15,
        "setpoint_night_c": 0.20,
        "gas_range": 0.02,
        "pool": 0.02,
        "solar_panels": 0.01,
        "crawl_space": 0.05,
        "floor_over_garage": 0.10,
        "cathedral_ceiling": 0.10,
    }
)
"""Chance that a questionnaire leaves a fact unknown; facts that are not named are always answered."""
DECADE: Final = 0.40
"""Share who give the decade of building instead of the year."""
AREA_SPREAD: Final = 0.06
AREA_STEP_M2: Final = 10.0
BASEMENT_COUNTED: Final = 0.06
"""Share who count the basement as heated area above grade."""
LABEL: Final = 0.30
GUESS: Final = 0.25
GUESS_WRONG: Final = 0.15
"""Shares who read the efficiency from the label, and who guess it as old or condensing; how often the guess is off."""
CONDENSING_PCT: Final = 88.0
GUESSED_PCT: Final = (80.0, 95.0)
ATTIC_CLASSES: Final = (8.0, 12.0, 20.0, 28.0, 32.0, 40.0, 50.0, 60.0)
WALL_CLASSES: Final = (0.0, 8.0, 12.0, 20.0, 24.0)
CLASS_OFF: Final = 0.25
"""Insulation is told in the R of products; how often one class too high or too low."""
BASEMENT_OFF: Final = 0.15
WINDOW_OFF: Final = 0.25
"""How often the neighbouring kind is told: coatings are hard to see."""
SETPOINT_OFF_C: Final = 0.5
BARE_SHARE, FULL_SHARE = 0.05, 0.90
WINDOW_U: Final = ((1.75, WindowType.TRIPLE), (2.3, WindowType.DOUBLE_LOWE), (4.0, WindowType.DOUBLE))
"""W/m²K below which most of the glass counts as this kind; above the last it is single."""
POOL_KWH_DAY: Final = 4.0
HOUSEHOLD: Final = ("occupants", "setpoint_day_c", "setpoint_night_c", "heating_year", "gas_range", "pool")
"""What no file of a house knows: taken from the household's answers."""
_Kind = TypeVar("_Kind")
_BASEMENTS: Final = (BasementInsulation.NONE, BasementInsulation.PARTIAL, BasementInsulation.FULL)
_WINDOWS: Final = (WindowType.SINGLE, WindowType.DOUBLE, WindowType.DOUBLE_LOWE, WindowType.TRIPLE)
_SYSTEMS: Final = MappingProxyType(
    {
        HeatMaker.FURNACE: HeatingSystem.FURNACE,
        HeatMaker.BOILER: HeatingSystem.BOILER,
        HeatMaker.BASEBOARD: HeatingSystem.BASEBOARD,
        HeatMaker.STOVE: HeatingSystem.STOVE,
    }
)


def stream(name: str, purpose: str) -> np.random.Generator:
    """Random numbers that belong to this home and purpose alone."""
    return np.random.default_rng(list(blake2b(f"{purpose}/{name}".encode(), digest_size=16).digest()))


def described(sample: Sample, place: str) -> tuple[HomeFacts, ...]:
    """Every home as somebody with a tape measure, a blower door and the drawings knows it, habits included.

    Insulation, glass and leakage are those on file: what a home loses besides is not written anywhere. Facts that the
    simulation does not have (old freezers, lamps, work done) stay unknown.
    """
    homes, filed = sample.homes, archetypes().at(sample.source)
    ids = range(len(homes))
    basement = (homes.foundation == Foundation.BASEMENT) & (homes.basement_m2 > 0)
    facts = []
    for i in ids:
        fuel, maker = FUELS[int(homes.heat_fuel[i])], HeatMaker(int(homes.heat_maker[i]))
        percent = 100.0 * float(homes.efficiency[i])
        facts.append(
            HomeFacts(
                municipality=place,
                dwelling_type=DWELLINGS[int(homes.dwelling[i])],
                year_built=int(homes.year_built[i]),
                storeys=float(homes.storeys[i]),
                heated_area_m2=round(float(homes.floor_m2[i]), 1),
                basement_area_m2=round(float(homes.basement_m2[i]), 1) if basement[i] else 0.0,
                occupants=int(homes.occupants[i]),
                heating_fuel=fuel,
                heating_system=_SYSTEMS[maker],
                heating_efficiency_pct=None if fuel is Fuel.ELECTRICITY else round(percent, 1),
                hot_water_fuel=FUELS[int(homes.water_fuel[i])],
                cooling=_cooling(float(homes.cool_w[i]), maker),
                attic_r=round(float(filed.ceiling_rsi[i]) / RSI_PER_R, 1),
                wall_r=round(float(filed.wall_cavity_r[i]), 1),
                basement_insulation=_basement(float(filed.basement_share[i]))
                if basement[i]
                else BasementInsulation.NO_BASEMENT,
                window_type=_window(float(filed.window_u[i])),
                ach50=round(float(filed.ach50[i]), 2),
                setpoint_day_c=round(float(homes.heat_day_c[i]), 1),
                setpoint_night_c=round(float(homes.heat_night_c[i]), 1),
                goal=Goal.BILL,
                tenure=Tenure.OWNER,
                gas_range=bool(homes.cooking_gas_kwh_day[i] > 0),
                pool=bool(homes.outdoor_kwh_day[i] > POOL_KWH_DAY),
                solar_panels=bool(homes.pv_kw[i] > 0),
                crawl_space=bool(homes.foundation[i] == Foundation.CRAWL),
                floor_over_garage=bool(homes.exposed_floor_w_k[i] > 0),
                cathedral_ceiling=bool(homes.cathedral_share[i] > 0),
            )
        )
    return tuple(facts)


def answered(name: str, told: HomeFacts) -> HomeFacts:
    """The home as its household fills in a questionnaire: with gaps, rounded, and now and then wrong."""
    rng = stream(name, "answers")
    lost = dict(zip(UNKNOWN, rng.random(len(UNKNOWN)), strict=True))
    facts = replace(
        told,
        year_built=_year(told.year_built, rng),
        heated_area_m2=_area(told.heated_area_m2, told.basement_area_m2, rng),
        basement_area_m2=_area(told.basement_area_m2, None, rng),
        heating_efficiency_pct=_efficiency(told, rng),
        heating_year=_heating_year(told, rng),
        attic_r=_class(told.attic_r, ATTIC_CLASSES, rng),
        wall_r=_class(told.wall_r, WALL_CLASSES, rng),
        basement_insulation=_neighbour(told.basement_insulation, _BASEMENTS, BASEMENT_OFF, rng),
        window_type=_neighbour(told.window_type, _WINDOWS, WINDOW_OFF, rng),
        setpoint_day_c=_setpoint(told.setpoint_day_c, rng),
        setpoint_night_c=_setpoint(told.setpoint_night_c, rng),
    )
    gone = [name for name, chance in UNKNOWN.items() if lost[name] < chance]
    if told.basement_insulation is BasementInsulation.NO_BASEMENT:
        gone = [name for name in gone if not name.startswith("basement_")]
    return replace(facts, **dict.fromkeys(gone))


def assessed(told: HomeFacts, answers: HomeFacts) -> HomeFacts:
    """The home with an EnerGuide file: the house as it is described, the household as it answers."""
    return replace(told, **{name: getattr(answers, name) for name in HOUSEHOLD})


def _cooling(power_w: float, maker: HeatMaker) -> Cooling:
    if power_w <= 0:
        return Cooling.NONE
    return Cooling.CENTRAL if maker is HeatMaker.FURNACE else Cooling.ROOM


def _basement(share: float) -> BasementInsulation:
    if share < BARE_SHARE:
        return BasementInsulation.NONE
    return BasementInsulation.PARTIAL if share < FULL_SHARE else BasementInsulation.FULL


def _window(u_value: float) -> WindowType:
    return next((kind for below, kind in WINDOW_U if u_value < below), WindowType.SINGLE)


def _year(year: int | None, rng: np.random.Generator) -> int | None:
    decade = rng.random() < DECADE
    return year if year is None or not decade else year // 10 * 10 + 5


def _area(area_m2: float | None, besides_m2: float | None, rng: np.random.Generator) -> float | None:
    """To the nearest step, with what is counted by mistake; 0 stays 0."""
    guess, counted = rng.lognormal(0.0, AREA_SPREAD), rng.random() < BASEMENT_COUNTED
    if not area_m2:
        return area_m2
    whole = area_m2 + (besides_m2 or 0.0 if counted else 0.0)
    return max(AREA_STEP_M2 * round(whole * guess / AREA_STEP_M2), 2 * AREA_STEP_M2)


def _efficiency(told: HomeFacts, rng: np.random.Generator) -> float | None:
    """From the label, guessed as old or condensing (gas only), or unknown."""
    how, slip = rng.random(2)
    percent = told.heating_efficiency_pct
    if percent is None:
        return None
    if how < LABEL:
        return float(round(percent))
    if how < LABEL + GUESS and told.heating_fuel is Fuel.NATURAL_GAS:
        return GUESSED_PCT[int((percent >= CONDENSING_PCT) != (slip < GUESS_WRONG))]
    return None


def _heating_year(told: HomeFacts, rng: np.random.Generator) -> int | None:
    """A year that goes with the burner: gas furnaces had to condense from 2010 on."""
    late, early = int(rng.integers(2010, 2025)), int(rng.integers(1992, 2010))
    if told.heating_fuel is not Fuel.NATURAL_GAS or told.heating_efficiency_pct is None:
        return None
    return late if told.heating_efficiency_pct >= CONDENSING_PCT else early


def _class(value: float | None, classes: Sequence[float], rng: np.random.Generator) -> float | None:
    off, up = rng.random(2)
    if value is None:
        return None
    place = int(np.abs(np.array(classes) - value).argmin())
    step = 0 if off >= CLASS_OFF else 1 if up < 0.5 else -1
    return classes[min(max(place + step, 0), len(classes) - 1)]


def _neighbour(value: _Kind | None, kinds: Sequence[_Kind], chance: float, rng: np.random.Generator) -> _Kind | None:
    off, up = rng.random(2)
    if value is None or value not in kinds or off >= chance:
        return value
    place = kinds.index(value) + (1 if up < 0.5 else -1)
    return kinds[place] if 0 <= place < len(kinds) else value


def _setpoint(value: float | None, rng: np.random.Generator) -> float | None:
    off = rng.normal(0.0, SETPOINT_OFF_C)
    return None if value is None else float(round(value + off))
