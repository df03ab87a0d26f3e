"""What coaches and residents did with a home's opportunities, as a ranker may learn from it. Notes are never here.

A place in a coach's order is worth as much as in NDCG: the first most, each further one less; kept for later less than
any place, never given still less, left out nothing. What was left out because it was done already, or because a fact
was wrong, says nothing of what a coach prefers and is not among the candidates. A resident who takes a recommendation
up raises it, one who says no lowers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from math import log2
from types import MappingProxyType
from typing import Final

from models.house.facts import Goal
from models.ranking.candidate import Candidate

ACCEPTED: Final = 0.25
"""What taking it up adds to a place's worth, and saying no takes away (our own judgement). Projects are the answers."""
KEPT_FOR_LATER: Final = 0.15
NEVER_GIVEN: Final = 0.10
GIVEN: Final = 8
"""Places in a coach's order that are worth anything: as many as a resident is given."""


class Origin(StrEnum):
    """Whose decisions these are. Only what real coaches decided may ever rank a real home."""

    COACHES = "coaches"
    SIMULATED = "simulated_coaches"


class Adoption(StrEnum):
    """What a resident says of a recommendation."""

    ACCEPTED = "accepted"
    LATER = "later"
    NOT_FOR_ME = "not_for_me"


class Group(StrEnum):
    """What homes are told apart by when a ranker is judged. Never a feature: it may not know them."""

    TENURE = "tenure"
    VINTAGE = "vintage"
    FUEL = "heating fuel"
    MUNICIPALITY = "municipality"


UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Decided:
    """One home's opportunities as they stood before a coach, and what became of them.

    `home` and `coach` are opaque words; neither is a feature. `order` are the measures given, first to last, `later`
    and `left_out` the others a coach spoke of; what is in none of them came after. `groups` tell homes apart in judging
    only.
    """

    home: str
    coach: str
    goal: Goal
    budget_cad: float | None
    candidates: tuple[Candidate, ...]
    order: tuple[str, ...]
    later: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    adopted: Mapping[str, Adoption] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[Group, str] = field(default_factory=lambda: MappingProxyType({}))
    origin: Origin = Origin.COACHES

    @property
    def worths(self) -> tuple[float, ...]:
        """What each candidate's place was worth to coach and resident, 0 to 1."""
        places = {measure: place for place, measure in enumerate(self.order)}
        return tuple(
            min(max(self._coach(each.measure_id, places) + self._resident(each.measure_id), 0.0), 1.0)
            for each in self.candidates
        )

    @property
    def mark(self) -> str:
        """A digest that tells whether this home was learned from, to whoever knows its identifier and nobody else."""
        return mark_of(self.home)

    def _coach(self, measure: str, places: Mapping[str, int]) -> float:
        if measure in self.left_out:
            return 0.0
        if measure in self.later:
            return KEPT_FOR_LATER
        place = places.get(measure, GIVEN)
        return 1.0 / log2(place + 2.0) if place < GIVEN else NEVER_GIVEN

    def _resident(self, measure: str) -> float:
        said = self.adopted.get(measure)
        return {Adoption.ACCEPTED: ACCEPTED, Adoption.NOT_FOR_ME: -ACCEPTED}.get(said, 0.0) if said else 0.0


def mark_of(home: str) -> str:
    """The digest under which a home stands in a model's lineage."""
    return sha256(f"learned from/{home}".encode()).hexdigest()[:32]


def digest_of(decided: Sequence[Decided]) -> str:
    """One digest of everything learned from, whatever order the homes come in."""
    rows = sorted(
        repr((each.mark, each.goal.value, each.budget_cad, each.candidates, tuple(round(w, 9) for w in each.worths)))
        for each in decided
    )
    return sha256("\n".join(rows).encode()).hexdigest()
