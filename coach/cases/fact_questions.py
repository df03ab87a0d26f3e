"""What a coach can write down of a home from its case: every fact the models know, in groups. Pure.

The groups a resident is asked in come first, then what nobody asks a resident for. What the household wants is not
among them: a coach is believed before a resident, and nobody else says what somebody wants.
"""

from __future__ import annotations

from typing import Final

from coach.homes import questionnaire
from coach.homes.questionnaire import Group, Kind, Question
from coach.homes.questionnaire_wishes import PRIORITIES
from models.house.facts import CLOSED_SETS, FACT_NAMES, LIMITS

THEIRS_TO_SAY: Final = frozenset({"goal", "budget_cad", PRIORITIES})
UNITS: Final = {"basement_area_m2": "m²", "heating_efficiency_pct": "%", "wall_r": "R"}
MORE: Final = "more"
"""The group of what no resident is asked for."""


def group(key: str) -> Group | None:
    """The group of that name, or None."""
    return next((found for found in GROUPS if found.key == key), None)


def question(name: str) -> Question | None:
    """The question that fills this fact; None for what a coach does not say."""
    return next((one for found in GROUPS for one in found.questions if one.name == name), None)


def _question(name: str) -> Question:
    if name in CLOSED_SETS:
        return Question(name, Kind.CHOICE, tuple(member.value for member in CLOSED_SETS[name]))
    if name not in LIMITS:
        return Question(name, Kind.YES_NO)
    low, high = LIMITS[name]
    return Question(name, Kind.NUMBER, low=low, high=high, unit=UNITS.get(name, ""), whole=name.endswith("_year"))


def _groups() -> tuple[Group, ...]:
    asked = {one.name for found in questionnaire.GROUPS for one in found.questions}
    more = tuple(_question(name) for name in FACT_NAMES if name not in asked)
    theirs = (
        Group(found.key, tuple(one for one in found.questions if one.name not in THEIRS_TO_SAY))
        for found in questionnaire.GROUPS
    )
    return (*(found for found in theirs if found.questions), Group(MORE, more))


GROUPS: Final = _groups()
"""The groups, in the order they are shown."""
