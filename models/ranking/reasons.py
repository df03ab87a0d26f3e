"""Why an opportunity stands where it does, as codes a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.findings import Code, Finding
from models.house.facts import Goal
from models.ranking import codes
from models.ranking.candidate import SMALL_SUM_CAD, Candidate, is_large, within

_GOAL: Final[Mapping[Goal, Code]] = MappingProxyType(
    {Goal.BILL: codes.BILL, Goal.CARBON: codes.CARBON, Goal.COMFORT: codes.COMFORT, Goal.UPFRONT: codes.UPFRONT}
)


def reasons(candidate: Candidate, goal: Goal | None, budget_cad: float | None) -> tuple[Finding, ...]:
    """The codes behind its place, most telling first; `goal` None when the household named none: bills decide."""
    found = []
    if candidate.leads and (goal or Goal.BILL) is Goal.BILL:
        found.append(codes.HEAT_PUMP_FIRST.finding())
    return (*found, *standing(candidate, budget_cad), *wish(goal))


def wish(goal: Goal | None) -> tuple[Finding, ...]:
    """What the household asked for; nothing when it named nothing."""
    return () if goal is None else (_GOAL[goal].finding(),)


def standing(candidate: Candidate, budget_cad: float | None) -> tuple[Finding, ...]:
    """What is true of it whoever ranks: what it costs beside the budget, and whether its moment is here."""
    found = []
    if candidate.net_cost_cad <= SMALL_SUM_CAD:
        found.append(codes.FREE.finding())
    if candidate.due:
        found.append(codes.DUE.finding())
    if not within(candidate, budget_cad):
        found.append(codes.OUTSIDE_BUDGET.finding())
    if is_large(candidate, budget_cad):
        found.append(codes.LARGE.finding())
    if candidate.waits and not candidate.due:
        found.append(codes.WAITS.finding())
    return tuple(found)
