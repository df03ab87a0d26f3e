"""What if: the plan of one home again, with another budget, goal, price of power or loan, and its money in time.

The same work as was given, worked out by the same engine in one go; nothing is kept, and nothing else is named. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from coach.advising.advice_types import HomeEvidence
from coach.advising.drafts import Draft, drafts_of
from coach.advising.figures import Figures
from coach.advising.market import Market
from coach.advising.plan_money import Borrowing
from coach.advising.plan_types import Plan
from coach.advising.plans import plan_again
from coach.advising.savings_in_use import Savings, savings_in_use
from models.house.facts import Goal, plausible
from models.house.stock import assumed
from models.measures.economics import Figure
from models.savings.rule import believe

MOST_TIMES: Final = 3.0
"""Power is tried at no more than so many times today's price."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is tried; what is None stays as the household said. A budget or goal looks for the plan anew, a price or a
    loan leaves its steps as they are."""

    budget_cad: float | None = None
    goal: Goal | None = None
    electricity_times: float = 1.0
    borrowing: Borrowing = field(default_factory=Borrowing)

    @property
    def other_steps(self) -> bool:
        """Whether the plan's steps may become others."""
        return self.budget_cad is not None or self.goal is not None


@dataclass(frozen=True, slots=True)
class Given:
    """What a coach gave: all of it, what of that the roadmap holds, and prices of work that are the coach's own."""

    measures: Collection[str]
    planned: Collection[str]
    costs: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))


def explored(home: HomeEvidence, figures: Figures, given: Given, wish: Wish, *, savings: Savings | None = None) -> Plan:
    """The plan of what was given under a wish, its money in time. Refusal when no prices are held for the day."""
    facts, _ = plausible(home.facts)
    if wish.goal is not None:
        facts = replace(facts, goal=wish.goal)
    if wish.budget_cad is not None:
        facts = replace(facts, budget_cad=wish.budget_cad)
    belief = believe(assumed(facts), home.measured, home.weather)
    market = Market.of(replace(figures, electricity_times=wish.electricity_times), belief, own=home.hours)
    model = (savings or savings_in_use()).model
    kept = None if wish.other_steps else given.planned
    only = given.measures if kept is None else kept
    drafts, _ = drafts_of(belief, market, corrected=True, everything=False, learned=model, only=only)
    worked = [_priced(each, given.costs) for each in drafts]
    return plan_again(worked, given.measures, kept, belief, market, wish.borrowing)


def _priced(draft: Draft, costs: Mapping[str, Figure]) -> Draft:
    own = costs.get(draft.measure.id)
    return draft if own is None else replace(draft, worth=replace(draft.worth, cost=own))
