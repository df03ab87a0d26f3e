"""What to do first: one honest, simple rule, behind the face a learned ranker will later wear.

Each goal has one score, in the goal's own currency and careful about risk: a wide range counts for less. What
costs more than the budget stands below what does not; without a budget, what costs much stands below the rest.
Ties go by id, so the same home gets the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from models.house.facts import Goal
from models.measures.economics import annuity

VERSION: Final = "rule-1"
CAUTION: Final = 0.5
"""How far below the middle a careful value lies, as a share of the way to p10."""
KG_PER_CAD: Final = 0.5
"""For carbon, a dollar a year more or less counts as half a kilogram."""
SMALL_SUM_CAD: Final = 50.0
"""Keeps the payback of free measures finite."""
UNASKED_CAD: Final = 5_000.0
"""More than this is never put first unasked: our own judgement of what a household can decide on in an evening."""


@dataclass(frozen=True, slots=True)
class Span:
    """A likely value and its low side."""

    p10: float
    p50: float

    @property
    def careful(self) -> float:
        """The middle less a part of the way down."""
        return self.p50 - CAUTION * (self.p50 - self.p10)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a ranker may know of one opportunity: CAD and kg CO₂e a year, comfort 0–3, CAD to pay, years it lasts.

    `leads` when a stated rule puts it first on bills (a heat pump in a home with costly heat, R09).
    """

    measure_id: str
    bill: Span
    carbon: Span
    comfort: int
    net_cost_cad: float
    life_years: float
    leads: bool = False


class Ranker(Protocol):
    """Anything that puts opportunities in order."""

    @property
    def version(self) -> str:
        """What to store beside an order so that it can be explained later."""

    def rank(self, opportunities: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> list[int]:
        """The places of `opportunities` from best to worst; every one of them once."""


@dataclass(frozen=True, slots=True)
class RuleRanker:
    """The rule that a learned ranker must beat."""

    version: str = VERSION

    def rank(self, opportunities: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> list[int]:
        """By the goal's score; outside the budget comes after everything inside."""
        score = _SCORES[goal]

        def key(place: int) -> tuple[bool, bool, bool, float, str]:
            each = opportunities[place]
            return (
                not within(each, budget_cad),
                is_large(each, budget_cad),
                not (each.leads and goal is Goal.BILL),
                -score(each),
                each.measure_id,
            )

        return sorted(range(len(opportunities)), key=key)


def within(candidate: Candidate, budget_cad: float | None) -> bool:
    """Whether the household can pay for it."""
    return budget_cad is None or candidate.net_cost_cad <= budget_cad


def is_large(candidate: Candidate, budget_cad: float | None) -> bool:
    """Whether it is too much money to be put first to a household that has not said what it can spend."""
    return budget_cad is None and candidate.net_cost_cad > UNASKED_CAD and not candidate.leads


def yearly_cost(candidate: Candidate) -> float:
    """What the household pays, spread over the life of the measure, CAD a year."""
    return candidate.net_cost_cad / annuity(candidate.life_years)


def _bill(candidate: Candidate) -> float:
    return candidate.bill.careful - yearly_cost(candidate)


def _carbon(candidate: Candidate) -> float:
    """Of two ways to cut carbon, the dearer one must cut more."""
    return candidate.carbon.careful + KG_PER_CAD * _bill(candidate)


def _comfort(candidate: Candidate) -> float:
    """Comfort first; among equals the money decides (a thousand dollars a year never buys a step of comfort)."""
    return 1000.0 * candidate.comfort + max(min(_bill(candidate), 999.0), -999.0)


def _upfront(candidate: Candidate) -> float:
    """Saved a year per dollar paid now."""
    return candidate.bill.careful / (max(candidate.net_cost_cad, 0.0) + SMALL_SUM_CAD)


_SCORES: Final[Mapping[Goal, Callable[[Candidate], float]]] = MappingProxyType(
    {Goal.BILL: _bill, Goal.CARBON: _carbon, Goal.COMFORT: _comfort, Goal.UPFRONT: _upfront}
)
