"""The money other people give toward a home’s measures: its facts put to the incentive engine, one answer for all.

What a page shows and what advice counts are the same `Stack`. Nothing here adds money up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from math import ceil
from typing import Any, Final

from greener_homes import tariffs
from models.findings import Finding
from models.house.facts import HomeFacts
from models.house.stock import Assumed
from models.incentives import codes
from models.incentives.graph import Graph, Kind, Rule
from models.incentives.load import graph
from models.incentives.profile import Profile, profile_of
from models.incentives.said import Answer, Verdict
from models.incentives.stack import Stack, best_stack
from models.measures.economics import Figure

CLAIM_MONTHS: Final = 3
"""From the work to the money of a claim, where the programme says nothing (our judgement, uncited)."""
DAYS_A_MONTH: Final = 30
_ORDER: Final = (Answer.ELIGIBLE, Answer.MAYBE, Answer.NOT)
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
    `is_free`: a programme does the work for nothing.
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
    is_free: bool = False

    @property
    def may_be_had(self) -> bool:
        """Whether it is not out of the question."""
        return self.answer is not Answer.NOT

    def as_json(self) -> dict[str, object]:
        """The answer in plain values, as an assessment keeps it."""
        return {
            "offer": self.offer_id,
            "programme": self.programme,
            "name": {"en": self.name_en, "fr": self.name_fr},
            "kind": self.kind.value,
            "free": self.is_free,
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
        """What is said of every offer, those that count first, then those that may be had; no loan before a gift."""
        counted: dict[str, float] = {}
        for used in self.stack.used:
            counted[used.offer_id] = counted.get(used.offer_id, 0.0) + used.cad
        said = [_offer(each, counted.get(each.offer.id, 0.0), self.stack) for each in self.stack.verdicts]
        return in_order(said)


def in_order(said: Iterable[OfferSaid]) -> tuple[OfferSaid, ...]:
    """Offers as they are read: what counts, what may do the work for nothing, what may be had, what may not; whatever
    must be paid back comes after all of them."""

    def place(each: OfferSaid) -> tuple[bool, bool, bool, int]:
        free = each.is_free and each.may_be_had
        return each.kind is Kind.LOAN, each.counted_cad <= 0, not free, _ORDER.index(each.answer)

    return tuple(sorted(said, key=place))


def profile_for(home: Assumed, held: Graph | None = None) -> Profile:
    """The facts incentives ask of this home; what the stock filled makes an offer likely at most.

    Advice counts on net metering for solar (R13), and a profile says so. `held`: the programmes in use, None for those
    this version came with; so everywhere here.
    """
    return profile(home.facts, home.names, held)


def bands_of_profiles(held: Graph | None = None) -> Mapping[str, Callable[[Any], Hashable]]:
    """Figures of a home that profiles tell apart in bands only: by the name of the fact, the band of a value."""
    turns = (held or graph()).bands.turns
    return {fact: partial(_band, turns.get(name, ())) for name, fact in _FIGURES.items()}


def _band(turns: tuple[float, ...], value: float | None) -> tuple[int, int] | None:
    return None if value is None else (bisect_left(turns, value), bisect_right(turns, value))


def profile(facts: HomeFacts, assumed: frozenset[str] = frozenset(), held: Graph | None = None) -> Profile:
    """The same of facts of which the names in `assumed` were filled by somebody who does not know."""
    place = facts.municipality
    utility = None if place is None else tariffs.distributor_for(place)
    known = profile_of(facts, assumed, electricity_utility=utility, net_metering=True)
    return (held or graph()).bands.narrowed(known)


def narrowed(measure_id: str, home: Profile, held: Graph | None = None) -> Profile:
    """What of a home the offers for one measure look at: homes that are alike in that share one answer."""
    return (held or graph()).bands.only(home, (measure_id,))


@lru_cache(maxsize=100_000)
def alone(measure_id: str, cost: Figure, home: Profile, on: date, held: Graph | None = None) -> Rebates:
    """The best money for one measure when other work may still join it, at this cost, applied for on that day."""
    stack = best_stack([measure_id], {measure_id: cost}, home, on, more_work=True, graph=held)
    possible = [each for each in stack.verdicts if each.answer is not Answer.NOT]
    return Rebates(
        stack,
        tuple(each.offer.id for each in possible if each.offer.income_tested),
        (*stack.findings, *(finding for each in possible for finding in _to_mind(each))),
    )


def months_until_paid(offer_id: str, held: Graph | None = None) -> int:
    """How many months after the work its money comes, as the careful count: what must follow the work takes as long as
    the programme allows for it, and where that is not said, `CLAIM_MONTHS`. No data says when a claim is paid."""
    path = (held or graph()).offers[offer_id].path
    steps = [each.step for each in path.steps] if path is not None else []
    after = path.steps[steps.index("work") + 1 :] if path is not None and "work" in steps else ()
    if not after:
        return 0
    return max([CLAIM_MONTHS, *(ceil(each.within_days / DAYS_A_MONTH) for each in after if each.within_days)])


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
        is_free=offer.pay.rule is Rule.NO_COST,
    )


def _said(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "facts": dict(finding.facts)}


def _to_mind(verdict: Verdict) -> tuple[Finding, ...]:
    """What stands beside the number: doubts and rules. Facts that are missing are asked for elsewhere."""
    wanting = (each for each in verdict.because if each.code == codes.NEEDS_UPGRADES.code)
    return (*verdict.mind, *wanting)
