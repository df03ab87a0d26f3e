"""What is said of a home on the invented street: by its resident, who rounds and guesses, and in one line by us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import DwellingType, HeatingSystem, HomeFacts
from models.house.street_homes import Kind, TrueHome
from models.quantities import Fuel

_TYPE: Final[Mapping[DwellingType, tuple[str, str]]] = MappingProxyType(
    {
        DwellingType.DETACHED: ("Detached house", "Maison individuelle"),
        DwellingType.SEMI: ("Semi-detached house", "Maison jumelée"),
        DwellingType.ROW_END: ("End-of-row townhouse", "Maison en rangée, au bout"),
        DwellingType.ROW_MIDDLE: ("Mid-row townhouse", "Maison en rangée, au milieu"),
        DwellingType.MOBILE: ("Mobile home", "Maison mobile"),
    }
)
_HEAT: Final[Mapping[tuple[HeatingSystem, Fuel], tuple[str, str]]] = MappingProxyType(
    {
        (HeatingSystem.FURNACE, Fuel.NATURAL_GAS): ("gas furnace", "fournaise au gaz"),
        (HeatingSystem.BOILER, Fuel.NATURAL_GAS): ("gas boiler", "chaudière au gaz"),
        (HeatingSystem.FURNACE, Fuel.OIL): ("oil furnace", "fournaise au mazout"),
        (HeatingSystem.BASEBOARD, Fuel.ELECTRICITY): ("electric baseboards", "plinthes électriques"),
        (HeatingSystem.HEAT_PUMP, Fuel.ELECTRICITY): ("heat pump", "thermopompe"),
    }
)
_KIND: Final[Mapping[Kind, tuple[str, str]]] = MappingProxyType(
    {
        Kind.SOLAR: ("solar panels", "panneaux solaires"),
        Kind.CAR: ("electric car", "voiture électrique"),
        Kind.GAPS: ("weeks of data missing", "des semaines de données manquantes"),
        Kind.ESTIMATED: ("some reads estimated", "certains relevés estimés"),
        Kind.MOVED_IN: ("moved in recently", "emménagement récent"),
        Kind.LITTLE_DATA: ("two months of data", "deux mois de données"),
    }
)
_UNKNOWN: Final = {
    "year_built": 0.05,
    "heated_area_m2": 0.15,
    "basement_area_m2": 0.3,
    "heating_efficiency_pct": 0.5,
    "heating_year": 0.25,
    "hot_water_fuel": 0.1,
    "attic_r": 0.4,
    "wall_r": 0.75,
    "basement_insulation": 0.15,
    "window_type": 0.1,
    "ach50": 0.95,
    "setpoint_day_c": 0.15,
    "setpoint_night_c": 0.2,
    "smart_thermostat": 0.1,
    "led_lighting": 0.2,
    "goal": 0.1,
}
"""How often a resident says “I don't know”."""
_ATTIC_WORDS: Final = np.array([8.0, 12.0, 20.0, 32.0, 40.0, 50.0])


def as_told(home: TrueHome, rng: np.random.Generator) -> HomeFacts:
    """The home as its resident would describe it: rounded, sometimes wrong, with honest gaps."""
    facts = home.facts
    told = replace(
        facts,
        year_built=_rounded_year(facts.year_built, rng),
        heated_area_m2=_about(facts.heated_area_m2, 0.08, rng),
        basement_area_m2=_about(facts.basement_area_m2, 0.12, rng),
        attic_r=_attic_word(facts.attic_r),
        wall_r=None if facts.wall_r is None else float(round(facts.wall_r)),
        ach50=None if facts.ach50 is None else round(facts.ach50, 1),
    )
    silent = {name: None for name, share in _UNKNOWN.items() if rng.random() < share}
    return replace(told, **silent)


def description(facts: HomeFacts, kinds: frozenset[Kind]) -> tuple[str, str]:
    """The home in one line, English and French. KeyError for a heating the street does not have."""
    dwelling = _TYPE[facts.dwelling_type or DwellingType.DETACHED]
    heat = _HEAT[facts.heating_system or HeatingSystem.FURNACE, facts.heating_fuel or Fuel.NATURAL_GAS]
    people = facts.occupants or 1
    extras = [words for kind, words in _KIND.items() if kind in kinds]
    english = [heat[0], "one person" if people == 1 else f"{people} people", *(words[0] for words in extras)]
    french = [heat[1], "une personne" if people == 1 else f"{people} personnes", *(words[1] for words in extras)]
    return (
        f"{dwelling[0]} of {facts.year_built} in {facts.municipality}: " + ", ".join(english),
        f"{dwelling[1]} de {facts.year_built} à {facts.municipality}\u00a0: " + ", ".join(french),
    )


def _rounded_year(year: int | None, rng: np.random.Generator) -> int | None:
    return None if year is None else (5 * round(year / 5) if rng.random() < 0.35 else year)


def _about(value: float | None, spread: float, rng: np.random.Generator) -> float | None:
    return None if value is None else 5.0 * round(value * rng.lognormal(0.0, spread) / 5.0)


def _attic_word(attic_r: float | None) -> float | None:
    return None if attic_r is None else float(_ATTIC_WORDS[np.argmin(np.abs(_ATTIC_WORDS - attic_r))])
