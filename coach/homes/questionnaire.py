"""The short questionnaire: which facts a resident is asked for, in which groups, and what counts as an answer.

Every question may be answered "I don't know", which is kept as such: it is an answer, and it widens ranges.
Words belong to the pages; this module knows names, kinds and limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from greener_homes.homes import FactValue
from models.house.facts import (
    LIMITS,
    BasementInsulation,
    Cooling,
    DwellingType,
    Goal,
    HeatingSystem,
    PricePlanChoice,
    Tenure,
    WindowType,
)
from models.quantities import Fuel

MUNICIPALITIES = ("Ajax", "Brock", "Clarington", "Oshawa", "Pickering", "Scugog", "Uxbridge", "Whitby")
"""The eight lower-tier municipalities of the Region of Durham (reference source S11)."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the fact it fills, how it is answered and within which limits."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    unit: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Questions asked on one page."""

    key: str
    questions: tuple[Question, ...]


def _number(name: str, unit: str = "", *, whole: bool = True) -> Question:
    low, high = LIMITS[name]
    return Question(name, Kind.NUMBER, low=low, high=high, unit=unit, whole=whole)


def _choice(name: str, members: type[StrEnum]) -> Question:
    return Question(name, Kind.CHOICE, tuple(member.value for member in members))


GROUPS: tuple[Group, ...] = (
    Group(
        "house",
        (
            Question("municipality", Kind.CHOICE, MUNICIPALITIES),
            _choice("dwelling_type", DwellingType),
            _number("year_built"),
            _number("storeys", whole=False),
            _number("heated_area_m2", "m²"),
            _choice("tenure", Tenure),
        ),
    ),
    Group(
        "heat",
        (
            _choice("heating_fuel", Fuel),
            _choice("heating_system", HeatingSystem),
            _number("heating_year"),
            _choice("hot_water_fuel", Fuel),
            _choice("cooling", Cooling),
            _choice("price_plan", PricePlanChoice),
        ),
    ),
    Group(
        "shell",
        (
            _number("attic_r", "R"),
            _choice("basement_insulation", BasementInsulation),
            _choice("window_type", WindowType),
            Question("vermiculite", Kind.YES_NO),
            Question("knob_and_tube", Kind.YES_NO),
        ),
    ),
    Group(
        "living",
        (
            _number("occupants"),
            _number("setpoint_day_c", "°C", whole=False),
            _number("setpoint_night_c", "°C", whole=False),
            Question("smart_thermostat", Kind.YES_NO),
            Question("led_lighting", Kind.YES_NO),
            _choice("goal", Goal),
            _number("budget_cad", "$"),
        ),
    ),
)


def group(key: str) -> Group | None:
    """The group of that name, or None."""
    return next((found for found in GROUPS if found.key == key), None)


def after(key: str) -> str | None:
    """The group that follows, or None after the last."""
    keys = [found.key for found in GROUPS]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else None


def fact_of(question: Question, answer: str | float | None) -> FactValue:
    """The value to keep for an answer that has passed the form's checks; None for "I don't know"."""
    if answer is None or answer == "":
        return None
    if question.kind is Kind.YES_NO:
        return answer == "yes"
    if question.kind is Kind.NUMBER and question.whole:
        return int(float(answer))
    return answer


def answered_share(known: Mapping[str, FactValue]) -> float:
    """Which part of the questions has a value, from 0 to 1."""
    names = [question.name for found in GROUPS for question in found.questions]
    return sum(known.get(name) is not None for name in names) / len(names)
