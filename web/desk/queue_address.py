"""What a list of the desk is narrowed to, as its address says it: parsed strictly, and written back the same.

What an address asks for and we do not know narrows nothing: a link from last year still opens a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for

from coach.cases.queue import DataProblem, Filters, Mark
from coach.cases.review import WaitingReason
from coach.homes.questionnaire import MUNICIPALITIES
from greener_homes.people import Language
from web.words.options import OPTIONS

Member = TypeVar("Member", bound=StrEnum)
YES, NO = "yes", "no"
FUELS = tuple(OPTIONS["heating_fuel"])
GOALS = tuple(OPTIONS["goal"])
NAMES = ("town", "fuel", "why", "goal", "speaks", "income", "data")
"""Fields of an address, one for each filter."""


def filters_in(asked: Mapping[str, str]) -> Filters:
    """The filters an address names."""
    return Filters(
        municipality=_among(asked.get("town"), MUNICIPALITIES),
        heating_fuel=_among(asked.get("fuel"), FUELS),
        reason=_member(asked.get("why"), WaitingReason),
        goal=_among(asked.get("goal"), GOALS),
        language=_among(asked.get("speaks"), tuple(one.value for one in Language)),
        income_qualified={YES: True, NO: False}.get(asked.get("income", "")),
        data_problem=_member(asked.get("data"), DataProblem),
    )


def fields_of(filters: Filters) -> dict[str, str]:
    """The same as fields of an address, those that are set."""
    income = filters.income_qualified
    found = {
        "town": filters.municipality,
        "fuel": filters.heating_fuel,
        "why": filters.reason.value if filters.reason else None,
        "goal": filters.goal,
        "speaks": filters.language,
        "income": None if income is None else YES if income else NO,
        "data": filters.data_problem.value if filters.data_problem else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def url(endpoint: str, fields: Mapping[str, str]) -> str:
    """The address of a list with these fields."""
    values: dict[str, Any] = dict(fields)
    return url_for(endpoint, **values)


def place_in(asked: Mapping[str, str], name: str) -> Mark | None:
    """The place in a list that an address names under `name`; None for none, or for what is none."""
    return Mark.of(asked.get(name, "")[:80])


def _among(value: str | None, known: tuple[str, ...]) -> str | None:
    return value if value in known else None


def _member(value: str | None, members: type[Member]) -> Member | None:
    return members(value) if value in {one.value for one in members} else None
