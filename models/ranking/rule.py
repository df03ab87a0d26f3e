"""What to do first: one honest, simple rule, behind the face that a learned ranker wears once it has beaten it.

Each goal has one score, in the goal's own currency and careful about risk: a wide range counts for less. What costs
more than the budget stands below what does not; without a budget, what costs much stands below the rest; on money,
what should wait for its moment stands below what is ready. Ties go by id, so the same home gets the same list.

Two questions, two orders: `RuleRanker` says what to do first, so it counts what the work costs; `by_effect` says what
does the most, whatever its worth (docs/decisions/0022).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from models.findings import Finding
from models.house.facts import Goal
from models.ranking.candidate import SMALL_SUM_CAD as SMALL_SUM_CAD
from models.ranking.candidate import UNASKED_CAD as UNASKED_CAD
from models.ranking.candidate import Candidate as Candidate
from models.ranking.candidate import Span as Span
from models.ranking.candidate import is_large, within
from models.ranking.candidate import yearly_cost as yearly_cost
from models.ranking.reasons import reasons
from models.savings.columns import larger, smaller

VERSION: Final = "rule-2"
KG_PER_CAD: Final = 0.5
"""For carbon, a dollar a year more or less counts as half a kilogram."""
MONEY: Final = frozenset({Goal.BILL, Goal.UPFRONT})
"""Goals for which waiting for the moment is worth money; who wants carbon or comfort need not wait."""


class Ranker(Protocol):
    """Anything that puts opportunities in order and can say why."""

    @property
    def version(self) -> str:
        """What to store beside an order so that it can be explained later."""

    def rank(self, opportunities: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> list[int]:
        """The places of `opportunities` from best to worst; every one of them once."""

    def because(
        self, opportunities: Sequence[Candidate], goal: Goal | None, budget_cad: float | None
    ) -> list[tuple[Finding, ...]]:
        """Why each stands where it stands, most telling first; `goal` None when the household named none."""


@dataclass(frozen=True, slots=True)
class RuleRanker:
    """The rule that a learned ranker must beat."""

    version: str = VERSION

    def rank(self, opportunities: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> list[int]:
        """By the goal's score; outside the budget comes after everything inside."""
        score = _SCORES[goal]

        def key(place: int) -> tuple[bool, bool, bool, bool, float, str]:
            each = opportunities[place]
            return (
                not within(each, budget_cad),
                each.waits and goal in MONEY,
                is_large(each, budget_cad),
                not (each.leads and goal is Goal.BILL),
                -score(each),
                each.measure_id,
            )

        return sorted(range(len(opportunities)), key=key)

    def because(
        self, opportunities: Sequence[Candidate], goal: Goal | None, budget_cad: float | None
    ) -> list[tuple[Finding, ...]]:
        """The wish, the budget, the moment and the money behind each place."""
        return [reasons(each, goal, budget_cad) for each in opportunities]


def by_effect(opportunities: Sequence[Candidate], goal: Goal) -> list[int]:
    """The places of `opportunities` by what each does for the goal, the likeliest value, whatever it costs or risks."""
    effect = _EFFECTS[goal]
    return sorted(range(len(opportunities)), key=lambda at: (-effect(opportunities[at]), opportunities[at].measure_id))


def score(candidate: Candidate, goal: Goal) -> float:
    """The rule's score for a goal, in the goal's own currency."""
    return _SCORES[goal](candidate)


def _bill(candidate: Candidate) -> float:
    return candidate.bill.careful - yearly_cost(candidate)


def _carbon(candidate: Candidate) -> float:
    """Of two ways to cut carbon, the dearer one must cut more."""
    return candidate.carbon.careful + KG_PER_CAD * _bill(candidate)


def _comfort(candidate: Candidate) -> float:
    """Comfort first; among equals the money decides (a thousand dollars a year never buys a step of comfort)."""
    return 1000.0 * candidate.comfort + larger(smaller(_bill(candidate), 999.0), -999.0)  # type: ignore[no-any-return]


def _upfront(candidate: Candidate) -> float:
    """Saved a year per dollar paid now."""
    return candidate.bill.careful / (candidate.added_cost_cad + SMALL_SUM_CAD)


_SCORES: Final[Mapping[Goal, Callable[[Candidate], float]]] = MappingProxyType(
    {Goal.BILL: _bill, Goal.CARBON: _carbon, Goal.COMFORT: _comfort, Goal.UPFRONT: _upfront}
)
_EFFECTS: Final[Mapping[Goal, Callable[[Candidate], float]]] = MappingProxyType(
    {
        Goal.BILL: lambda each: each.bill.p50,
        Goal.CARBON: lambda each: each.carbon.p50,
        Goal.COMFORT: lambda each: 1e6 * each.comfort + each.bill.p50,
        Goal.UPFRONT: lambda each: each.bill.p50 / (each.added_cost_cad + SMALL_SUM_CAD),
    }
)
