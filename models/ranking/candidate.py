"""What a ranker may know of one opportunity, and what every ranker holds to: the budget, and money nobody asked about.

Figures of the work and its moment, nothing of the people: no income, tenure, place, name or number of persons, and no
size of the home, which would speak of wealth. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from models.measures.economics import annuity

CAUTION: Final = 0.5
"""How far below the middle a careful value lies, as a share of the way to p10."""
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

    `leads` when a stated rule puts it first on bills (a heat pump in a home with costly heat, R09). `due` when what it
    replaces has reached its end, or its moment (a roof, the siding) is here: then `due_cost_cad` is what it costs above
    what must be bought anyway, None when that is not known. `waits` when its moment has not come and it does not pay
    before. `measured` when its saving rests on the home's own meters.
    """

    measure_id: str
    bill: Span
    carbon: Span
    comfort: int
    net_cost_cad: float
    life_years: float
    leads: bool = False
    due: bool = False
    due_cost_cad: float | None = None
    waits: bool = False
    measured: bool = False

    @property
    def added_cost_cad(self) -> float:
        """What doing it costs above what must be paid anyway, never below 0."""
        known = self.due and self.due_cost_cad is not None
        return max(self.due_cost_cad if known and self.due_cost_cad is not None else self.net_cost_cad, 0.0)

    def as_json(self) -> dict[str, object]:
        """Every field, to be kept beside the order it got."""
        return asdict(self)


def candidate_of(kept: object) -> Candidate | None:
    """What `as_json` kept; None for anything else, as of orders older than this."""
    if not isinstance(kept, Mapping):
        return None
    try:
        spans = {name: Span(float(kept[name]["p10"]), float(kept[name]["p50"])) for name in ("bill", "carbon")}
        due_cost = kept["due_cost_cad"]
        return Candidate(
            measure_id=str(kept["measure_id"]),
            comfort=int(kept["comfort"]),
            net_cost_cad=float(kept["net_cost_cad"]),
            life_years=float(kept["life_years"]),
            due_cost_cad=None if due_cost is None else float(due_cost),
            leads=kept["leads"] is True,
            due=kept["due"] is True,
            waits=kept["waits"] is True,
            measured=kept["measured"] is True,
            **spans,
        )
    except (KeyError, TypeError, ValueError):
        return None


def within(candidate: Candidate, budget_cad: float | None) -> bool:
    """Whether the household can pay for it."""
    return budget_cad is None or candidate.net_cost_cad <= budget_cad


def is_large(candidate: Candidate, budget_cad: float | None) -> bool:
    """Whether it is too much money to be put first to a household that has not said what it can spend.

    What is due is not unasked: money must be spent now, and a heat pump must not come after the furnace it competes
    with because it costs more.
    """
    asked = candidate.leads or candidate.due
    return budget_cad is None and candidate.net_cost_cad > UNASKED_CAD and not asked


def yearly_cost(candidate: Candidate) -> float:
    """What doing it costs the household, spread over the life of the measure, CAD a year."""
    return candidate.added_cost_cad / annuity(candidate.life_years)
