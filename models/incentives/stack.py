"""The best money for a set of measures in one home, and what is said of every offer: one call for pages and advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from models.findings import Finding
from models.incentives import said
from models.incentives.application import TYPICAL, Asked, Award, Job, outcome
from models.incentives.graph import Graph, Step
from models.incentives.load import graph as built_in
from models.incentives.profile import Profile
from models.measures.economics import Figure

VERSION: Final = "incentives-1"


@dataclass(frozen=True, slots=True)
class Total:
    """All of it together, CAD: what is certain, what a plan may count on, what may be had at best."""

    low_cad: float
    typical_cad: float
    high_cad: float


@dataclass(frozen=True, slots=True)
class Used:
    """An offer a plan may count on: what it pays for which measure, CAD, where and when its amount was seen."""

    offer_id: str
    programme: str
    measure_id: str
    cad: float
    source_id: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Way:
    """How to the money of one programme: its steps in order, and the documents to keep, as findings."""

    programme: str
    steps: tuple[Step, ...]
    keep: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The best legal money for an application.

    `used` is what makes `total.typical_cad`, to the cent. `verdicts` answers for every offer that answers to any of the
    measures; those not used say why in `not_used`. `findings` is what to mind about the whole. `version` is the
    engine's and the data's.
    """

    total: Total
    used: tuple[Used, ...]
    verdicts: tuple[said.Verdict, ...]
    not_used: Mapping[str, tuple[Finding, ...]]
    ways: tuple[Way, ...]
    findings: tuple[Finding, ...]
    version: str

    @property
    def trace(self) -> tuple[Used, ...]:
        """The lines behind the typical total: they add up to it."""
        return self.used


def stack_for(
    measure_ids: Iterable[str],
    costs: Mapping[str, Figure],
    profile: Profile,
    on: date,
    *,
    more_work: bool = False,
    graph: Graph | None = None,
) -> Total:
    """What the best legal stack for these measures is worth: the total of `best_stack`, without its words.

    `costs` in CAD by measure id, before any money (KeyError when one that matters is missing). `on` is the day of
    application. With `more_work` other work may still join the application. Asking the same again costs a look-up.
    """
    held = graph or built_in()
    return _total(held, _asked(held, measure_ids, costs, profile, on, {}, more_work))


def best_stack(
    measure_ids: Iterable[str],
    costs: Mapping[str, Figure],
    profile: Profile,
    on: date,
    *,
    more_work: bool = False,
    units: Mapping[str, float] | None = None,
    graph: Graph | None = None,
) -> Stack:
    """The best legal money for these measures in this home, with all that stands behind it. As `stack_for`.

    `units` are sizes that are known, by measure id, in the unit its offers pay by (tons, kilowatts, openings).
    """
    held = graph or built_in()
    return _stack(held, _asked(held, measure_ids, costs, profile, on, units or {}, more_work))


def beside_work(profile: Profile, on: date, *, graph: Graph | None = None) -> tuple[said.Verdict, ...]:
    """The answers of offers that pay for no measure: help with bills, loans, and grants that are closed, with dates."""
    held = graph or built_in()
    return said.beside_work(held, _narrowed(held, profile), on)


def _asked(
    graph: Graph,
    measure_ids: Iterable[str],
    costs: Mapping[str, Figure],
    profile: Profile,
    on: date,
    units: Mapping[str, float],
    more_work: bool,
) -> Asked:
    watched = tuple(sorted(graph.watched.intersection(measure_ids)))
    jobs = tuple(_job(each, costs[each], units.get(each)) for each in watched)
    return Asked(jobs, graph.bands.only(_narrowed(graph, profile), watched), on, more_work)


@lru_cache(maxsize=65_536)
def _narrowed(graph: Graph, profile: Profile) -> Profile:
    return graph.bands.narrowed(profile)


def _job(measure_id: str, cost: Figure, units: float | None) -> Job:
    return Job(measure_id, (round(100 * cost.low), round(100 * cost.typical), round(100 * cost.high)), units)


@lru_cache(maxsize=200_000)
def _total(graph: Graph, asked: Asked) -> Total:
    low, typical, high = (found.cents / 100 for found in outcome(graph, asked).found)
    return Total(low, typical, high)


@lru_cache(maxsize=20_000)
def _stack(graph: Graph, asked: Asked) -> Stack:
    solved = outcome(graph, asked)
    typical = solved.found[TYPICAL]
    used = tuple(_used(award, cents) for award, cents in zip(solved.awards, typical.paid, strict=True) if cents)
    verdicts = said.verdicts(graph, asked, solved)
    counted = {each.offer_id for each in used}
    return Stack(
        total=_total(graph, asked),
        used=used,
        verdicts=verdicts,
        not_used=MappingProxyType(
            {each.offer.id: said.why_not_used(each, graph, solved) for each in verdicts if each.offer.id not in counted}
        ),
        ways=tuple(_ways(graph, counted)),
        findings=said.about_all(graph, solved),
        version=f"{VERSION}+{graph.version}",
    )


def _used(award: Award, cents: int) -> Used:
    offer = award.offer
    return Used(
        offer.id, offer.programme.name, award.job.measure_id, cents / 100, offer.source_id, offer.standing.last_seen
    )


def _ways(graph: Graph, counted: set[str]) -> Iterable[Way]:
    paths = dict.fromkeys(path for key in sorted(counted) if (path := graph.offers[key].path) is not None)
    for path in paths:
        yield Way(graph.programmes[path.programme_id].name, path.steps, said.to_keep(path))
