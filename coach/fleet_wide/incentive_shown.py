"""Programmes, offers and limits as they stand on a day, in plain values for staff: amounts, states, and when to look.

Whatever was looked up in a change says by when somebody looks again. What came with this version is to be looked at
again `FRESH_DAYS` after it was last seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from coach.fleet_wide.incentive_choices import STATED
from coach.homes import figures_in_use
from greener_homes import incentive_changes
from greener_homes.errors import NotFound
from greener_homes.incentive_changes import ChangedPart, ChangeView
from models.incentives.graph import (
    FRESH_DAYS,
    Cap,
    Exclusion,
    Graph,
    Offer,
    Path,
    Programme,
    Rule,
    Standing,
    Three,
    last_day,
)
from models.incentives.overlay import income_limits
from models.measures.catalogue import measures


@dataclass(frozen=True, slots=True)
class StandingShown:
    """A state, when it was seen (day, month or year), since when it holds, and the window."""

    state: str
    last_seen: str
    since: str | None
    opens: date | None
    closes: date | None
    closes_certain: bool


@dataclass(frozen=True, slots=True)
class OfferShown:
    """One offer. `cad` a job or a unit, `percent` of the cost: low, typical and high; None where its rule has none."""

    id: str
    programme_id: str
    name_en: str
    name_fr: str
    kind: str
    rule: str
    unit: str
    cad: tuple[float, float, float] | None
    percent: tuple[float, float, float] | None
    max_cad: float | None
    own_state: bool
    standing: StandingShown
    source_id: str
    review_on: date

    def name(self, language: str) -> str:
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class CapShown:
    """A limit over several offers; `cad` None where it is a share of the cost."""

    id: str
    cad: tuple[float, float, float] | None
    offers: int
    source_id: str


@dataclass(frozen=True, slots=True)
class PathShown:
    """A way to the money: its steps in order, by name, and how many documents to keep."""

    id: str
    steps: tuple[str, ...]
    evidence: int


@dataclass(frozen=True, slots=True)
class RuleShown:
    """Groups of which only one may be used: in one home, or for the same work. Each group by its offers' ids."""

    id: str
    groups: tuple[tuple[str, ...], ...]
    same_job: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What rules can name, as they count on a day: programmes and paths by id, offers, measures (en, fr), limits."""

    programmes: Mapping[str, str]
    offers: Mapping[str, tuple[str, str]]
    of_programme: Mapping[str, str]
    """The programme of each offer and path."""
    measures: Mapping[str, tuple[str, str]]
    limits: tuple[str, ...]

    def name(self, key: str, language: str) -> str:
        """What an id is called; itself when it names nothing."""
        if key in self.offers or key in self.measures:
            return (self.offers.get(key) or self.measures[key])[language == "fr"]
        return self.programmes.get(key, key)


@dataclass(frozen=True, slots=True)
class ProgrammeShown:
    """A programme with its offers, the limits over them, its paths and rules, and by when somebody looks again."""

    id: str
    name: str
    administrator: str
    standing: StandingShown
    source_id: str
    review_on: date
    offers: tuple[OfferShown, ...]
    caps: tuple[CapShown, ...]
    paths: tuple[PathShown, ...] = ()
    rules: tuple[RuleShown, ...] = ()

    def days_over(self, today: date) -> int:
        """For how many days somebody should have looked; 0 where it is not time yet."""
        return max(0, (today - self.review_on).days)


def programmes(session: Session, on: date) -> tuple[ProgrammeShown, ...]:
    """Every programme as it counts on a day, those longest past their review first."""
    graph, reviewed = figures_in_use.in_use(session, on), _reviewed(session, on)
    found = [_programme(graph, each, reviewed) for each in graph.programmes.values()]
    return tuple(sorted(found, key=lambda each: (each.review_on, each.id)))


def programme(session: Session, programme_id: str, on: date) -> ProgrammeShown:
    """One of them. Raises NotFound."""
    graph = figures_in_use.in_use(session, on)
    if programme_id not in graph.programmes:
        raise NotFound
    return _programme(graph, graph.programmes[programme_id], _reviewed(session, on))


def left_out(session: Session, on: date) -> tuple[int, ...]:
    """The numbers of approved changes that do not fit this version's files any more, and count nothing."""
    return figures_in_use.laid(session, on).left_out


def programme_of(session: Session, part: ChangedPart, target: str, on: date) -> ProgrammeShown:
    """The programme a change is about. Raises NotFound."""
    for each in programmes(session, on):
        held = {
            ChangedPart.PROGRAMME: {each.id},
            ChangedPart.OFFER: {offer.id for offer in each.offers},
            ChangedPart.CAP: {cap.id for cap in each.caps},
            ChangedPart.PATH: {path.id for path in each.paths},
            ChangedPart.EXCLUSION: {rule.id for rule in each.rules},
        }[part]
        if target in held:
            return each
    raise NotFound


def vocabulary(session: Session, on: date) -> Vocabulary:
    """What rules can name on a day."""
    graph = figures_in_use.in_use(session, on)
    return Vocabulary(
        {each.id: each.name for each in graph.programmes.values()},
        {each.id: (each.name_en, each.name_fr) for each in graph.offers.values()},
        {each.id: each.programme.id for each in graph.offers.values()}
        | {each.id: each.programme_id for each in graph.paths.values()},
        {each.id: (each.name_en, each.name_fr) for each in measures()},
        income_limits(),
    )


def _reviewed(session: Session, on: date) -> Mapping[str, ChangeView]:
    """The newest change in force of each thing."""
    return {each.target: each for each in incentive_changes.in_force(session, on)}


def _programme(graph: Graph, one: Programme, reviewed: Mapping[str, ChangeView]) -> ProgrammeShown:
    offers = [each for each in graph.offers.values() if each.programme.id == one.id]
    standing = graph.standings[one.id]
    mine = {each.id for each in offers}
    return ProgrammeShown(
        id=one.id,
        name=one.name,
        administrator=one.administrator,
        standing=_standing(standing),
        source_id=one.source_id,
        review_on=_review(one.id, standing, reviewed),
        offers=tuple(_offer(each, standing, reviewed) for each in offers),
        caps=tuple(_cap(each) for each in graph.caps if each.covers & mine),
        paths=tuple(_path(each) for each in graph.paths.values() if each.programme_id == one.id),
        rules=tuple(_rule(each) for each in graph.exclusions if any(group & mine for group in each.groups)),
    )


def _offer(one: Offer, of_programme: Standing, reviewed: Mapping[str, ChangeView]) -> OfferShown:
    pay = one.pay
    return OfferShown(
        id=one.id,
        programme_id=one.programme.id,
        name_en=one.name_en,
        name_fr=one.name_fr,
        kind=one.kind.value,
        rule=pay.rule.value,
        unit=pay.unit,
        cad=_cad(pay.cents) if pay.rule in STATED else None,
        percent=(100 * pay.share[0], 100 * pay.share[1], 100 * pay.share[2]) if pay.rule is Rule.PERCENT else None,
        max_cad=None if pay.max_cents is None else pay.max_cents / 100,
        own_state=one.standing != of_programme,
        standing=_standing(one.standing),
        source_id=one.source_id,
        review_on=_review(one.id, one.standing, reviewed),
    )


def _cap(one: Cap) -> CapShown:
    return CapShown(one.id, None if one.cents is None else _cad(one.cents), len(one.covers), one.source_id)


def _path(one: Path) -> PathShown:
    return PathShown(one.id, tuple(each.step for each in one.steps), len(one.evidence))


def _rule(one: Exclusion) -> RuleShown:
    return RuleShown(one.id, tuple(tuple(sorted(group)) for group in one.groups), one.same_job, one.unseen)


def _standing(one: Standing) -> StandingShown:
    return StandingShown(one.state.value, one.last_seen, one.since, one.opens, one.closes, one.closes_certain)


def _review(target: str, standing: Standing, reviewed: Mapping[str, ChangeView]) -> date:
    change = reviewed.get(target)
    return change.review_on if change else last_day(standing.last_seen) + timedelta(days=FRESH_DAYS)


def _cad(cents: Three) -> tuple[float, float, float]:
    return cents[0] / 100, cents[1] / 100, cents[2] / 100
