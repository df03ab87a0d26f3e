"""What a change of programmes does to homes whose coach gave them a plan: their money before and after, all at once.

Counted is the best legal money for everything that was recommended, other work not ruled out, as a household reads it.
Only homes whose permission for advice is in force are looked at; homes that no rule tells apart are worked out once.
Facts are read for many homes in one question, and nothing is written. Whoever tells households asks for all of them;
a page asks for a sample of at most `SAMPLE`, drawn by chance and the same each time, and says so.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import quantiles
from typing import Final

from sqlalchemy import String, cast, func
from sqlmodel import Session, col, select

from coach.advising.rebates import profile_for
from coach.fleet_wide.incentive_kinds import (
    NOTHING_SEEN,
    TRAITS,
    Example,
    ForProgramme,
    Line,
    Seen,
    examples,
    for_whom,
    shown,
)
from coach.fleet_wide.list_counts import SMALLEST
from coach.homes import permitted
from coach.homes.evidence import home_facts
from greener_homes import home_facts as facts_of_homes
from greener_homes import work_costs
from greener_homes.consent import LiveConsent
from greener_homes.tables.advice import Recommendation
from models.house.facts import plausible
from models.house.stock import Assumed, assumed
from models.incentives.graph import Graph, Kind
from models.incentives.said import Answer
from models.incentives.stack import best_stack
from models.measures.economics import Figure

AT_ONCE: Final = 4_096
SAMPLE: Final = 2_000
"""Homes with a plan that a page looks at, which costs a second or two. A share of a tenth of all homes is then known to
1.3 percentage points, nineteen times in twenty (our own judgement of what a decision needs)."""
MATERIAL_CENTS: Final = 10_000
"""A hundred dollars, from which a household is told: less is lost in the two figures an estimate is shown with (our
own judgement)."""
TO_TEN_DOLLARS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Flip:
    """An offer whose answer becomes another: "eligible", "maybe" or "not"; empty where it did not answer at all."""

    offer_id: str
    before: str
    after: str

    @property
    def opens_or_ends(self) -> bool:
        """Whether money that could not be had can be now, or the other way round."""
        return _may(self.before) is not _may(self.after)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The money for some work under one set of programmes: cents, the lines they are, every money offer's answer."""

    cents: int
    answers: Mapping[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one home; `seen` is the home as kinds and examples are made of it."""

    home_id: uuid.UUID
    before_cents: int
    after_cents: int
    flips: tuple[Flip, ...]
    consents: Sequence[LiveConsent]
    seen: Seen = NOTHING_SEEN

    @property
    def changes(self) -> bool:
        return self.before_cents != self.after_cents or bool(self.flips)

    @property
    def is_material(self) -> bool:
        """Whether the household should hear of it: a hundred dollars or more, or money that begins or ends."""
        moved = abs(self.after_cents - self.before_cents)
        return moved >= MATERIAL_CENTS or any(each.opens_or_ends for each in self.flips)


@dataclass(frozen=True, slots=True)
class Counted:
    """An answer that becomes another in so many homes, to tens; None for fewer than `SMALLEST`."""

    flip: Flip
    homes: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A change over all plans, in counts that say nothing of any one home.

    Homes to tens, None for fewer than `SMALLEST`; dollars to tens: of the homes whose money changes, one in ten gets
    less than `low`, half less than `middle`, one in ten more than `high`; None while they are too few. `drawn` of
    `plans` homes with a plan were looked at where that is not all, and each counts for as many as it stands for.
    """

    homes: int | None
    changed: int | None
    told: int | None
    spread: tuple[int, int, int] | None
    flips: tuple[Counted, ...]
    for_whom: tuple[ForProgramme, ...] = ()
    examples: tuple[Example, ...] = ()
    drawn: int = 0
    plans: int = 0


def effects(
    session: Session,
    before: Graph,
    after: Graph,
    on: date,
    *,
    at: datetime,
    sample: Sequence[uuid.UUID] | None = None,
) -> Iterator[Effect]:
    """What replacing one set of programmes by another does to every home that has a plan and agreed to advice, or to
    those of a sample."""
    plans = _plans(session, sample)
    homes = sorted(plans, key=lambda home: home.int)
    compare = _Comparing(before, after, on)
    for low in range(0, len(homes), AT_ONCE):
        part = homes[low : low + AT_ONCE]
        opened = permitted.for_advice_each(session, part, at=at)
        facts = facts_of_homes.known_values(session, list(opened))
        for home, consents in opened.items():
            known = assumed(plausible(home_facts(facts.get(home, {})))[0])
            was, is_now = compare(known, plans[home])
            yield Effect(
                home,
                was.cents,
                is_now.cents,
                _flips(was.answers, is_now.answers),
                consents,
                Seen(_traits(facts.get(home, {})), was.lines, is_now.lines),
            )


def drawn(session: Session, seed: uuid.UUID) -> tuple[Sequence[uuid.UUID] | None, int]:
    """At most `SAMPLE` homes with a plan, by chance, the same for the same seed, and how many there are; None: all."""
    planned = select(Recommendation.home_id).where(col(Recommendation.replaced_at).is_(None)).distinct().subquery()
    total = session.exec(select(func.count()).select_from(planned)).one()
    if total <= SAMPLE:
        return None, total
    by_chance = func.md5(cast(planned.c.home_id, String) + str(seed))
    return list(session.execute(select(planned.c.home_id).order_by(by_chance).limit(SAMPLE)).scalars()), total


def preview(found: Sequence[Effect], sampled: int = 0, plans: int = 0) -> Preview:
    """What staff are told of these: of `sampled` homes drawn out of `plans`, where that is not all. Pure."""
    scale = plans / sampled if sampled else 1.0
    moved = sorted(each.after_cents - each.before_cents for each in found if each.before_cents != each.after_cents)
    flips = Counter(flip for each in found for flip in each.flips)
    counted = [Counted(flip, shown(homes, scale)) for flip, homes in flips.items()]
    seen = [each.seen for each in found]
    return Preview(
        homes=shown(len(found), scale),
        changed=_none_or_some(sum(each.changes for each in found), scale),
        told=_none_or_some(sum(each.is_material for each in found), scale),
        spread=_spread(moved) if len(moved) >= SMALLEST else None,
        flips=tuple(sorted(counted, key=lambda each: (-(each.homes or 0), each.flip.offer_id, each.flip.before))),
        for_whom=for_whom(seen, scale),
        examples=examples(seen, scale),
        drawn=sampled,
        plans=shown(plans) or 0,
    )


def _plans(session: Session, sample: Sequence[uuid.UUID] | None) -> dict[uuid.UUID, tuple[str, ...]]:
    """What coaches recommend now, by home."""
    query = (
        select(Recommendation.home_id, func.array_agg(col(Recommendation.measure)))
        .where(col(Recommendation.replaced_at).is_(None))
        .group_by(col(Recommendation.home_id))
    )
    if sample is not None:
        query = query.where(col(Recommendation.home_id).in_(sample))
    return {home: tuple(sorted(set(measures))) for home, measures in session.execute(query).all()}


def _traits(facts: Mapping[str, object]) -> dict[str, str]:
    """What is known of a home, as kinds are told apart by it."""
    return {name: str(facts[name]).strip() for name in TRAITS if facts.get(name) is not None}


class _Comparing:
    """The money of homes under two sets of programmes, each different case worked out once."""

    def __init__(self, before: Graph, after: Graph, on: date) -> None:
        self.graphs, self.on = (before, after), on
        self._costs: dict[str, Figure] = {}

    def __call__(self, home: Assumed, measures: tuple[str, ...]) -> tuple[Outcome, Outcome]:
        was, is_now = (self._outcome(graph, home, measures) for graph in self.graphs)
        return was, is_now

    def _outcome(self, graph: Graph, home: Assumed, measures: tuple[str, ...]) -> Outcome:
        costs = {each: self._cost(each) for each in measures}
        stack = best_stack(measures, costs, profile_for(home, graph), self.on, more_work=True, graph=graph)
        money = {each.offer.id: each.answer.value for each in stack.verdicts if each.offer.kind is Kind.MONEY}
        lines = tuple(
            Line(
                each.offer_id,
                graph.offers[each.offer_id].programme.id,
                each.measure_id,
                round(100 * each.cad),
                each.source_id,
                each.last_seen,
            )
            for each in stack.used
        )
        return Outcome(round(100 * stack.total.typical_cad), money, lines)

    def _cost(self, measure: str) -> Figure:
        if measure not in self._costs:
            cost = work_costs.measure_cost(measure)
            self._costs[measure] = Figure(cost.low, cost.typical, cost.high, "CAD", cost.source_id, str(cost.year))
        return self._costs[measure]


def _flips(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Flip, ...]:
    names = sorted({*before, *after})
    found = (Flip(name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(each for each in found if each.before != each.after)


def _may(answer: str) -> bool:
    return answer in (Answer.ELIGIBLE.value, Answer.MAYBE.value)


def _none_or_some(homes: int, scale: float) -> int | None:
    """None at all may be said: it is true of every home alike."""
    return 0 if homes == 0 else shown(homes, scale)


def _spread(moved: Sequence[int]) -> tuple[int, int, int]:
    tenths = quantiles(moved, n=10, method="inclusive")
    low, middle, high = (round(each / TO_TEN_DOLLARS) * 10 for each in (tenths[0], tenths[4], tenths[8]))
    return low, middle, high
