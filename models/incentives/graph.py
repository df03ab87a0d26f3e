"""Programmes, offers and what ties them together, as read from data: no rule of any programme is code.

Amounts in whole cents, as low, typical and high. A graph is checked when it is read (`load`) and never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from models.findings import Finding
from models.incentives import codes
from models.incentives.conditions import Condition, Income, leaves
from models.incentives.profile import Bands
from models.incentives.truth import Truth

Three = tuple[int, int, int]
"""Low, typical and high, in cents."""
FRESH_DAYS: Final = 90
"""A state seen longer ago than this must be looked at again before anybody counts on it for certain (uncited)."""


_DAY, _MONTH, _YEAR = len("2026-04-30"), len("2026-04"), len("2026")


class State(StrEnum):
    """Whether a programme takes applications, as last seen."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What is given: money toward work, a credit on bills, help every year, or a loan. Only the first is counted."""

    MONEY = "money"
    BILL_CREDIT = "bill_credit"
    YEARLY = "yearly"
    LOAN = "loan"


class Rule(StrEnum):
    """How an amount is worked out."""

    FIXED = "fixed"
    UP_TO = "up_to"
    PER_UNIT = "per_unit"
    PERCENT = "percent"
    NOT_SEEN = "not_seen"
    NO_COST = "no_cost"


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme's or offer's state: since when, when that was seen (year, month or day), and its window."""

    state: State
    last_seen: str
    since: str | None = None
    opens: date | None = None
    closes: date | None = None
    closes_certain: bool = False

    def on(self, day: date, programme: str) -> tuple[Truth, tuple[Finding, ...]]:
        """Whether an application of that day is taken, and what to say of it."""
        if self.opens is not None and day < self.opens:
            return Truth.NO, (codes.NOT_OPEN_YET.finding(programme=programme, opens=self.opens.isoformat()),)
        ended = self.closes if self.closes is not None and day > self.closes else None
        if ended is not None and self.closes_certain:
            return Truth.NO, (codes.CLOSED.finding(programme=programme, since=ended.isoformat()),)
        if self.state in (State.CLOSED, State.PAUSED) and (self.since is None or day >= first_day(self.since)):
            code = codes.CLOSED if self.state is State.CLOSED else codes.PAUSED
            return Truth.NO, (code.finding(programme=programme, since=self.since or self.last_seen),)
        if ended is not None:
            return Truth.UNKNOWN, (codes.MAY_HAVE_ENDED.finding(programme=programme, ends=ended.isoformat()),)
        if self.state is State.UNKNOWN:
            return Truth.UNKNOWN, (codes.UNKNOWN.finding(programme=programme, last_seen=self.last_seen),)
        return self._open(day, programme)

    def _open(self, day: date, programme: str) -> tuple[Truth, tuple[Finding, ...]]:
        fresh = day <= last_day(self.last_seen) + timedelta(days=FRESH_DAYS)
        code = codes.OPEN if fresh else codes.VERIFY
        said = [code.finding(programme=programme, last_seen=self.last_seen)]
        if self.closes is not None:
            said.append(codes.ENDS.finding(programme=programme, ends=self.closes.isoformat()))
        return Truth.YES if fresh and (self.closes is None or self.closes_certain) else Truth.LIKELY, tuple(said)


@dataclass(frozen=True, slots=True)
class Pay:
    """How much, before limits: `cents` a job or a unit; `share` of the cost for PERCENT; `least_share` when prorated.

    A prorated amount is paid in proportion to the area done and never less than `least_share` of it.
    """

    rule: Rule
    cents: Three = (0, 0, 0)
    share: tuple[float, float, float] = (0.0, 0.0, 0.0)
    unit: str = "home"
    max_cents: int | None = None
    max_share_of_cost: float | None = None
    least_share: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A measure an offer pays for: how many of its units, the target the work reaches, when it does."""

    measure_id: str
    units: tuple[float, float, float]
    target_r: float | None
    when: Condition


@dataclass(frozen=True, slots=True)
class NeedsOffer:
    """Another offer is used in the same application: any of these."""

    offer_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class NeedsWork:
    """At least so many of these measures are part of the same application."""

    measure_ids: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class NeedsAll:
    """Every part."""

    parts: tuple[Needs, ...]


@dataclass(frozen=True, slots=True)
class NeedsAny:
    """At least one part."""

    parts: tuple[Needs, ...]


Needs = NeedsOffer | NeedsWork | NeedsAll | NeedsAny
NOTHING_ELSE: Final = NeedsAll(())


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to the money; `within_days` after the step named `after`."""

    step: str
    within_days: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A way into a programme: its steps in order, what to keep, how many of its measures one application needs."""

    id: str
    programme_id: str
    least_measures: int
    steps: tuple[Step, ...]
    evidence: tuple[str, ...]
    source_id: str

    @property
    def assessed(self) -> bool:
        """Whether the home is assessed before and after."""
        return any(step.step == "assessment_before" for step in self.steps)


@dataclass(frozen=True, slots=True)
class Programme:
    """Who gives, under which name, and where that was seen."""

    id: str
    name: str
    administrator: str
    source_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One thing a programme gives: for which work, how much, to whom, with what else, by which path."""

    id: str
    programme: Programme
    kind: Kind
    name_en: str
    name_fr: str
    standing: Standing
    pay: Pay
    answers: tuple[Answers, ...]
    when: Condition
    needs: Needs
    path: Path | None
    doubts: tuple[str, ...]
    other_cents: int | None
    source_id: str
    confidence: str

    def name(self, language: str) -> str:
        """What it pays for, in "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en

    @property
    def income_tested(self) -> bool:
        """Whether it asks about the household's income."""
        asked = (self.when, *(each.when for each in self.answers))
        return any(
            isinstance(leaf, Income) or getattr(leaf, "fact", None) in ("income_qualified", "income_cad")
            for condition in asked
            for leaf in leaves(condition)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """The most that some offers give one home together: an amount, or a share of the cost of their work.

    `programme` is whose cap it is when it is over one whole programme.
    """

    id: str
    covers: frozenset[str]
    cents: Three | None
    share_of_cost: float | None
    programme: Programme | None
    when: Condition
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Exclusion:
    """Groups of offers of which only one may be used: in one home, or for the same work (`same_job`).

    `unseen`: nobody saw a rule; they are kept apart because money is not counted twice on a guess.
    """

    id: str
    groups: tuple[frozenset[str], ...]
    same_job: bool
    unseen: bool
    source_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All of it. Offers and caps in the order of their ids; `version` changes when any figure does.

    `watched` are the measures that matter to any of it: offers answer to them, or need them beside other work.
    `standings`: the state of each programme, which its offers have unless they say another.
    `changes`: the numbers of the changes that lie over the files it was read from (`overlay`).
    """

    programmes: Mapping[str, Programme]
    offers: Mapping[str, Offer]
    paths: Mapping[str, Path]
    caps: tuple[Cap, ...]
    exclusions: tuple[Exclusion, ...]
    by_measure: Mapping[str, tuple[Offer, ...]]
    watched: frozenset[str]
    bands: Bands
    version: str
    standings: Mapping[str, Standing]
    changes: tuple[int, ...] = ()

    @property
    def source_ids(self) -> frozenset[str]:
        """Every source a figure or rule was seen in."""
        held = (self.programmes.values(), self.offers.values(), self.paths.values(), self.caps, self.exclusions)
        return frozenset(part for group in held for each in group for part in each.source_id.split(";"))


def last_day(seen: str) -> date:
    """The last day of “2026-04-30”, “2026-04” or “2026”. ValueError for anything else."""
    first = first_day(seen)
    if len(seen) == _DAY:
        return first
    if len(seen) == _MONTH:
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(first.year, 12, 31)


def first_day(seen: str) -> date:
    """The first day of a day, a month or a year written like that. ValueError for anything else."""
    if len(seen) not in (_DAY, _MONTH, _YEAR):
        raise ValueError("a day, a month or a year")
    return date.fromisoformat(seen + "-01-01"[len(seen) - _YEAR :])
