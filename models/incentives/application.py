"""One application worked out: the jobs, the awards that may be had for them, and the best of them three times.

Low counts what is certain, typical what a plan may count on, high what may be had if every unknown turns out well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Final

from models.incentives.conditions import Work
from models.incentives.flow import Limit
from models.incentives.graph import NOTHING_ELSE, Cap, Graph, Kind, Needs, NeedsAll, NeedsOffer, NeedsWork, Offer, Three
from models.incentives.profile import Profile
from models.incentives.rulings import Ruling, amounts, rulings
from models.incentives.search import Found, Problem, best, standing
from models.incentives.truth import Truth

LEAST: Final = (Truth.YES, Truth.LIKELY, Truth.UNKNOWN)
"""How sure an award must be to count in the low, the typical and the high amount."""
CAP_HOLDS: Final = (Truth.UNKNOWN, Truth.LIKELY, Truth.YES)
"""How sure a cap must be to hold there: the low amount keeps every cap that may hold."""
TYPICAL: Final = 1
HIGH: Final = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A measure to be done: what it costs (low, typical, high, cents) and its units, where they are known."""

    measure_id: str
    cost: Three
    units: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the graph: jobs in the order of their ids, a narrowed profile, a day.

    `more_work`: other work may still join, so that what needs other work is likely rather than ruled out.
    """

    jobs: tuple[Job, ...]
    profile: Profile
    on: date
    more_work: bool


@dataclass(frozen=True, slots=True)
class Award:
    """One offer for one job, with what it pays before anything shared, in cents."""

    ruling: Ruling
    job: Job
    cents: Three

    @property
    def offer(self) -> Offer:
        """The offer."""
        return self.ruling.offer


@dataclass(frozen=True, slots=True)
class Layout:
    """Which places the awards have, as sets: of each offer, job and path's measures, under each cap, in each clash."""

    awards: tuple[Award, ...]
    of_offer: Mapping[str, int]
    of_job: Mapping[str, int]
    upgrades_of: Mapping[str, tuple[int, ...]]
    caps: tuple[tuple[Cap, int], ...]
    clashes: tuple[tuple[int, int], ...]

    def upgrades(self, path_id: str, mask: int) -> int:
        """How many measures of a set go by that path."""
        return sum(1 for measure in self.upgrades_of.get(path_id, ()) if measure & mask)

    def sure(self, least: Truth) -> int:
        """The awards that are at least so sure."""
        return union(1 << place for place, award in enumerate(self.awards) if award.ruling.truth >= least)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best set for each of low, typical and high, over the same awards in the same places."""

    layout: Layout
    found: tuple[Found, Found, Found]
    problems: tuple[Problem, Problem, Problem]

    @property
    def awards(self) -> tuple[Award, ...]:
        """The awards, in their places."""
        return self.layout.awards


@lru_cache(maxsize=200_000)
def outcome(graph: Graph, asked: Asked) -> Outcome:
    """The awards of an application and the best of them. Pure; the same question is worked out once."""
    layout = layout_of(graph, tuple(_awards(graph, asked)))
    low, typical, high = (problem_of(graph, asked, layout, at) for at in range(3))
    return Outcome(layout, (best(low), best(typical), best(high)), (low, typical, high))


def _awards(graph: Graph, asked: Asked) -> Iterator[Award]:
    ruled = rulings(graph, asked.profile, asked.on)
    for job in asked.jobs:
        for ruling in ruled.get(job.measure_id, ()):
            if ruling.truth is not Truth.NO and ruling.offer.kind is Kind.MONEY:
                yield Award(ruling, job, amounts(ruling, job.cost, job.units))


def layout_of(graph: Graph, awards: tuple[Award, ...]) -> Layout:
    """The awards as sets."""
    of_offer: dict[str, int] = {}
    of_job: dict[str, int] = {}
    by_path: dict[str, dict[str, int]] = {}
    for place, award in enumerate(awards):
        measure, path, bit = award.job.measure_id, award.offer.path, 1 << place
        of_offer[award.offer.id] = of_offer.get(award.offer.id, 0) | bit
        of_job[measure] = of_job.get(measure, 0) | bit
        if path is not None:
            held = by_path.setdefault(path.id, {})
            held[measure] = held.get(measure, 0) | bit
    covered = ((cap, union(of_offer[key] for key in cap.covers & of_offer.keys())) for cap in graph.caps)
    return Layout(
        awards,
        of_offer,
        of_job,
        {path: tuple(held.values()) for path, held in by_path.items()},
        tuple((cap, mask) for cap, mask in covered if mask),
        tuple(_clashes(graph, of_offer, of_job)),
    )


def _clashes(graph: Graph, of_offer: Mapping[str, int], of_job: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    shared_jobs = [mask for mask in of_job.values() if mask.bit_count() > 1]
    for exclusion in graph.exclusions:
        where = shared_jobs if exclusion.same_job else [-1]
        if not where:
            continue
        sides = (union(of_offer[key] for key in group & of_offer.keys()) for group in exclusion.groups)
        for one, other in combinations([side for side in sides if side], 2):
            yield from ((one & here, other & here) for here in where if one & here and other & here)


def problem_of(graph: Graph, asked: Asked, layout: Layout, at: int) -> Problem:
    """What is to be solved for low (0), typical (1) or high (2). Awards that are not sure enough are worth nothing."""
    sure = layout.sure(LEAST[at])
    return Problem(
        amounts=tuple(award.cents[at] if sure >> place & 1 else 0 for place, award in enumerate(layout.awards)),
        given=tuple(_given(graph, asked, layout, at)),
        taken=tuple(
            Limit(layout.of_job[job.measure_id], job.cost[at]) for job in asked.jobs if job.measure_id in layout.of_job
        ),
        clashes=tuple((one & sure, other & sure) for one, other in layout.clashes if one & sure and other & sure),
        holds=_Holding(layout, sure, asked, open_ended=asked.more_work and at >= TYPICAL).holds,
    )


def _given(graph: Graph, asked: Asked, layout: Layout, at: int) -> Iterator[Limit]:
    for key, mask in layout.of_offer.items():
        most = graph.offers[key].pay.max_cents
        if most is not None and mask & (mask - 1):
            yield Limit(mask, most)
    for cap, mask in layout.caps:
        if _held(graph, asked.profile)[cap.id] >= CAP_HOLDS[at]:
            yield Limit(mask, _cap_cents(cap, layout, mask, at), cap.id)


@lru_cache(maxsize=4096)
def _held(graph: Graph, profile: Profile) -> Mapping[str, Truth]:
    """How sure it is that each cap holds in a home."""
    return {cap.id: cap.when.ask(profile, Work()).truth for cap in graph.caps}


def _cap_cents(cap: Cap, layout: Layout, mask: int, at: int) -> int:
    if cap.cents is not None:
        return cap.cents[at]
    jobs = {award.job for place, award in enumerate(layout.awards) if mask >> place & 1}
    return round((cap.share_of_cost or 0.0) * sum(job.cost[at] for job in jobs))


@dataclass(frozen=True, slots=True)
class _Holding:
    """Whether an award has what it needs in a set."""

    layout: Layout
    sure: int
    asked: Asked
    open_ended: bool

    def holds(self, place: int, mask: int) -> bool:
        if not self.sure >> place & 1:
            return False
        offer = self.layout.awards[place].offer
        return self._path(offer, mask) and (offer.needs is NOTHING_ELSE or self._needs(offer.needs, mask))

    def _path(self, offer: Offer, mask: int) -> bool:
        if offer.path is None or offer.path.least_measures <= 1 or self.open_ended:
            return True
        return self.layout.upgrades(offer.path.id, mask) >= offer.path.least_measures

    def _needs(self, need: Needs, mask: int) -> bool:
        if isinstance(need, NeedsWork):
            here = sum(job.measure_id in need.measure_ids for job in self.asked.jobs)
            return here >= need.least or self.open_ended
        if isinstance(need, NeedsOffer):
            present = union(self.layout.of_offer[key] for key in need.offer_ids & self.layout.of_offer.keys())
            return bool(present & mask) or (self.open_ended and not present)
        parts = (self._needs(part, mask) for part in need.parts)
        return all(parts) if isinstance(need, NeedsAll) else any(parts)


def possible(asked: Asked, layout: Layout, least: Truth) -> int:
    """The awards at least so sure that have what they need, before conflicts; other work is not waited for."""
    sure = layout.sure(least)
    everything = Problem((), (), (), (), _Holding(layout, sure, asked, open_ended=False).holds)
    return standing(everything, sure)


def union(sets: Iterable[int]) -> int:
    """Everything in any of the sets."""
    found = 0
    for each in sets:
        found |= each
    return found
