"""What if, for one home: the plan a coach gave, worked out again from what its assessment kept, and nothing written.

The permission is asked for again, and what no longer stands opens nothing. Prices are those of the assessment's day.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from coach import assessment
from coach.advising.advice_types import HomeEvidence
from coach.advising.cash_flow import MOST_PERCENT as MOST_PERCENT
from coach.advising.cash_flow import MOST_YEARS as MOST_YEARS
from coach.advising.explored import Given, Wish, explored
from coach.advising.figures import Figures
from coach.advising.offered import Offered
from coach.advising.own_hours import from_numbers
from coach.advising.plan_money import Borrowing
from coach.advising.plan_money_types import KINDS as KINDS
from coach.advising.plan_money_types import PlanMoney
from coach.advising.plan_types import Plan
from coach.assessment import LOCAL, AssessmentView
from coach.homes import evidence, figures_in_use, permitted
from models.house.degree_hours import DegreeHours
from models.house.facts import Goal, HomeFacts
from models.house.weather import typical_year
from models.measures.economics import Figure
from models.money.loan import LoanTerms
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse

CENT: Final = 0.005
MOST_CAD: Final = 1_000_000.0
"""A budget or a loan above this is not tried."""
POWER: Final = (-20, 0, 20, 50)
"""By how many per cent power may be tried cheaper or dearer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried: None stays as it is. A loan needs `rate_percent` and `years`; without an amount it is for what the
    work begun at once leaves to pay. `offered` is a lender's offer in place of a loan's bare terms.

    ValueError for a sum, a price or terms that nobody is offered.
    """

    budget_cad: float | None = None
    goal: str | None = None
    power_percent: int = 0
    rate_percent: float | None = None
    years: int | None = None
    amount_cad: float | None = None
    offered: Offered | None = None

    def __post_init__(self) -> None:
        sums = [each for each in (self.budget_cad, self.amount_cad) if each is not None]
        if any(not 0.0 <= each <= MOST_CAD for each in sums) or self.power_percent not in POWER:
            raise ValueError("nobody is offered that")
        if (self.rate_percent is None) is not (self.years is None):
            raise ValueError("a loan has a rate and a time")
        self.wish()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is tried at all."""
        return self == Asked()

    def wish(self) -> Wish:
        """The same as the engine wants it."""
        loan = Borrowing(offered=self.offered)
        if self.rate_percent is not None and self.years is not None:
            loan = Borrowing(LoanTerms(self.rate_percent, self.years), self.amount_cad)
        goal = None if self.goal is None else Goal(self.goal)
        return Wish(self.budget_cad, goal, 1.0 + self.power_percent / 100.0, loan)


@dataclass(frozen=True, slots=True)
class Plain:
    """What a coach gave, in plain values: all measures, those the roadmap holds, the coach's own prices of work."""

    measures: Collection[str]
    planned: Collection[str]
    costs: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Tried:
    """The plan of what was given, as it would be, and the day its prices are of.

    `agrees` is False where the same steps now make other sums than the assessment kept: prices or rules have changed
    since.
    """

    plan: Plan
    money: PlanMoney
    on: date
    agrees: bool
    facts: HomeFacts = field(default_factory=HomeFacts)
    """What the home's plan was worked out from: who lives there, where, and what they may ask for."""

    @property
    def stored(self) -> Mapping[str, object]:
        """Its money in time in the shape assessments keep."""
        return self.money.as_json()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Every month: its name, what is left in hand (at least, typical, at most), and what that is made of."""
        year, month = (int(part) for part in self.money.first.split("-"))
        typical = self.money.typical
        for place, span in enumerate(self.money.months):
            at = year * 12 + month - 1 + place
            parts = [typical[kind][place] for kind in KINDS]
            said = [f"{each + 0.0:.2f}" for each in (span.p10, span.p50, span.p90, *parts)]
            yield (f"{at // 12}-{at % 12 + 1:02d}", *said)


def tried(
    session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID, given: Plain, asked: Asked, *, now: datetime
) -> Tried | None:
    """What the plan of this home would be; None where no permission opens what it rests on. Writes nothing."""
    opened = permitted.for_advice(session, home_id, at=now)
    if not opened:
        return None
    seen = assessment.worked_from(session, opened, assessment_id)
    on = seen.created_at.astimezone(LOCAL).date()
    costs = {name: _figure(cost, on) for name, cost in given.costs.items()}
    figures = _figures(session, seen, on)
    home = _home(seen)
    plan = explored(home, figures, Given(given.measures, given.planned, costs), asked.wish())
    if plan.money is None:
        raise ValueError("a plan that is tried has its money in time")
    return Tried(plan, plan.money, on, not asked.is_plain or _agrees(plan, seen.evidence.get("roadmap")), home.facts)


def _figures(session: Session, seen: AssessmentView, on: date) -> Figures:
    """The figures of the assessment's day, with the very programmes it counted where they can be had again."""
    of_the_day = figures_in_use.figures(session, on)
    held = figures_in_use.of_version(session, seen.versions.get("incentives", ""))
    return of_the_day if held is None else replace(of_the_day, incentives=held)


def _figure(cost: Mapping[str, float], on: date) -> Figure:
    return Figure(cost["low"], cost["typical"], cost["high"], "CAD", "coach", on.isoformat())


def _home(seen: AssessmentView) -> HomeEvidence:
    """The evidence as it was computed with."""
    kept = seen.evidence
    facts = _mapping(kept.get("facts"))
    place = facts.get("municipality")
    return HomeEvidence(
        id=str(seen.home_id),
        facts=evidence.home_facts(facts),
        measured={use.fuel: use for use in map(_use, _rows(kept.get("measured")))},
        weather=DegreeHours.of(typical_year(str(place)) if place else typical_year()),
        hours=from_numbers(_numbers(kept.get("electricity_hours"))),
    )


def _use(row: Mapping[str, Any]) -> MeasuredUse:
    return MeasuredUse(**{**row, "fuel": Fuel(str(row["fuel"]))})


def _agrees(plan: Plan, stored: object) -> bool:
    """Whether the stored plan of the same measures has the same sums, or is of other measures."""
    kept = _mapping(stored)
    if list(plan.measures) != kept.get("measures"):
        return True
    said, now = _mapping(kept.get("bill_cad_per_year")), plan.bill_cad.as_json(2)
    return all(abs(float(said.get(name, 0.0)) - value) <= CENT for name, value in now.items())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _numbers(value: object) -> list[float] | None:
    return [float(each) for each in value] if isinstance(value, list) else None
