"""The money other people give toward a home’s measures: its facts put to the incentive engine, one answer for all.

What a page shows and what advice counts are the same `Stack`. Nothing here adds money up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

from greener_homes import tariffs
from models.findings import Finding
from models.house.facts import HomeFacts
from models.house.stock import Assumed
from models.incentives import codes
from models.incentives.graph import Kind
from models.incentives.load import graph
from models.incentives.profile import Profile, profile_of
from models.incentives.said import Answer, Verdict
from models.incentives.stack import Stack, best_stack
from models.measures.economics import Figure

_FIGURES: Final = {"attic_r": "attic_r", "wall_r": "wall_r", "year_built": "year_built", "household_size": "occupants"}
"""Figures in a profile, by their names there, and as facts of a home."""
_UNSETTLED = frozenset(
    each.code for each in (codes.UNKNOWN, codes.MAY_HAVE_ENDED, codes.VERIFY, codes.ENDS, codes.NOT_SEEN)
)
"""What leaves an offer at maybe when nothing about the home is missing: whether it is still there, and its amount."""


@dataclass(frozen=True, slots=True)
class OfferSaid:
    """What is said of one offer for one measure: its answer, what it counts (CAD), and why.

    `because` says what is missing, in doubt or against it; `not_counted` why an offer that may be had counts nothing;
    `mind` what else there is to know. `last_seen` is when its amount and state were looked at (year, month or day).
    """

    offer_id: str
    programme: str
    name_en: str
    name_fr: str
    kind: Kind
    answer: Answer
    counted_cad: float
    missing: tuple[str, ...]
    because: tuple[Finding, ...]
    not_counted: tuple[Finding, ...]
    mind: tuple[Finding, ...]
    source_id: str
    last_seen: str

    def as_json(self) -> dict[str, object]:
        """The answer in plain values, as an assessment keeps it."""
        return {
            "offer": self.offer_id,
            "programme": self.programme,
            "name": {"en": self.name_en, "fr": self.name_fr},
            "kind": self.kind.value,
            "answer": self.answer.value,
            "counted_cad": round(self.counted_cad, 2),
            "missing": list(self.missing),
            "because": [_said(each) for each in self.because],
            "not_counted": [_said(each) for each in self.not_counted],
            "mind": [_said(each) for each in self.mind],
            "source_id": self.source_id,
            "last_seen": self.last_seen,
        }


@dataclass(frozen=True, slots=True)
class Rebates:
    """The stack for one measure alone, with what to mind; `free_programmes` may do the work for nothing."""

    stack: Stack
    free_programmes: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def offers(self) -> tuple[OfferSaid, ...]:
        """What is said of every offer, those that count first, then those that may be had."""
        counted: dict[str, float] = {}
        for used in self.stack.used:
            counted[used.offer_id] = counted.get(used.offer_id, 0.0) + used.cad
        said = [_offer(each, counted.get(each.offer.id, 0.0), self.stack) for each in self.stack.verdicts]
        order = (Answer.ELIGIBLE, Answer.MAYBE, Answer.NOT)
        return tuple(sorted(said, key=lambda each: (each.counted_cad <= 0, order.index(each.answer))))


def profile_for(home: Assumed) -> Profile:
    """The facts incentives ask of this home; what the stock filled makes an offer likely at most.

    Advice counts on net metering for solar (R13), and a profile says so.
    """
    return profile(home.facts, home.names)


def bands_of_profiles() -> Mapping[str, Callable[[Any], Hashable]]:
    """Figures of a home that profiles tell apart in bands only: by the name of the fact, the band of a value."""
    turns = graph().bands.turns
    return {fact: partial(_band, turns.get(name, ())) for name, fact in _FIGURES.items()}


def _band(turns: tuple[float, ...], value: float | None) -> tuple[int, int] | None:
    return None if value is None else (bisect_left(turns, value), bisect_right(turns, value))


def profile(facts: HomeFacts, assumed: frozenset[str] = frozenset()) -> Profile:
    """The same of facts of which the names in `assumed` were filled by somebody who does not know."""
    place = facts.municipality
    utility = None if place is None else tariffs.distributor_for(place)
    return graph().bands.narrowed(profile_of(facts, assumed, electricity_utility=utility, net_metering=True))


def narrowed(measure_id: str, home: Profile) -> Profile:
    """What of a home the offers for one measure look at: homes that are alike in that share one answer."""
    return graph().bands.only(home, (measure_id,))


@lru_cache(maxsize=100_000)
def alone(measure_id: str, cost: Figure, home: Profile, on: date) -> Rebates:
    """The best money for one measure when other work may still join it, at this cost, applied for on that day."""
    stack = best_stack([measure_id], {measure_id: cost}, home, on, more_work=True)
    possible = [each for each in stack.verdicts if each.answer is not Answer.NOT]
    return Rebates(
        stack,
        tuple(each.offer.id for each in possible if each.offer.income_tested),
        (*stack.findings, *(finding for each in possible for finding in _to_mind(each))),
    )


def _offer(verdict: Verdict, cad: float, stack: Stack) -> OfferSaid:
    offer, because, mind = verdict.offer, verdict.because, verdict.mind
    if verdict.answer is Answer.MAYBE and not because:
        because = tuple(each for each in mind if each.code in _UNSETTLED)
        mind = tuple(each for each in mind if each.code not in _UNSETTLED)
    return OfferSaid(
        offer_id=offer.id,
        programme=offer.programme.name,
        name_en=offer.name_en,
        name_fr=offer.name_fr,
        kind=offer.kind,
        answer=verdict.answer,
        counted_cad=cad,
        missing=verdict.missing,
        because=because,
        not_counted=tuple(each for each in stack.not_used.get(offer.id, ()) if each not in (*because, *mind)),
        mind=mind,
        source_id=offer.source_id,
        last_seen=offer.standing.last_seen,
    )


def _said(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "facts": dict(finding.facts)}


def _to_mind(verdict: Verdict) -> tuple[Finding, ...]:
    """What stands beside the number: doubts and rules. Facts that are missing are asked for elsewhere."""
    wanting = (each for each in verdict.because if each.code == codes.NEEDS_UPGRADES.code)
    return (*verdict.mind, *wanting)
