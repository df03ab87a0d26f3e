"""The way to a project's rebates: steps in their order with the day each is due, what was done, and what to keep.

Which programmes: those whose offers counted, or may be had, when the project began; where that was withdrawn, those
that answer to the measures at all. Steps and days come from the incentives' data and nowhere else
(`models/incentives/data`); a day that nobody has seen is not made up. The assessments belong to the home and count for
every programme at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, select

from coach.homes import figures_in_use
from coach.projects.predictions import Predicted
from coach.projects.projects import ProjectView
from greener_homes.tables.project import ProjectStep
from models.findings import Finding
from models.incentives.codes import STEPS
from models.incentives.graph import Graph, Kind, Offer, Path
from models.incentives.said import to_keep

WORK: Final = "work"
BEFORE: Final = "assessment_before"
AFTER: Final = "assessment_after"
SHARED: Final = frozenset({BEFORE, AFTER})
"""Steps that are of the home: one assessment serves every programme."""
POSSIBLE: Final = frozenset({"eligible", "maybe"})

Done = Mapping[tuple[str, str], date]
"""When steps were done, by path and step; shared ones under the empty path."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what to do, when it was done, and until when it must be. `is_mine` where it is ticked by hand."""

    path: str
    step: str
    words: Finding
    done_on: date | None
    due_on: date | None
    is_mine: bool

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it was not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one programme's money. `closes` is the last day it is known to take anything; `keep` documents."""

    programme: str
    offers: tuple[Offer, ...]
    steps: tuple[StepView, ...]
    keep: tuple[Finding, ...]
    closes: date | None
    closes_certain: bool
    said: tuple[Finding, ...]

    @property
    def next_step(self) -> StepView | None:
        """The first step that was not done."""
        return next((each for each in self.steps if each.done_on is None), None)

    @property
    def needs_assessment_first(self) -> bool:
        """Whether the home must be assessed before any work begins, and was not yet."""
        return any(each.step == BEFORE and each.done_on is None for each in self.steps)


def ways(
    project: ProjectView, predicted: Sequence[Predicted], done: Done, known: Graph, today: date
) -> tuple[Way, ...]:
    """The way to each programme's money, those that counted first; `known` are the programmes in use. Pure."""
    by_path: dict[str, list[Offer]] = {}
    for offer in _offers(project, predicted, known):
        if offer.path is not None:
            by_path.setdefault(offer.path.id, []).append(offer)
    found = (_way(offers, project, done, today) for offers in by_path.values())
    return tuple(each for each in found if each is not None)


def programmes(session: Session, today: date) -> Graph:
    """The programmes in use, as `ways` wants them."""
    return figures_in_use.in_use(session, today)


def done_of(session: Session, project_id: uuid.UUID) -> Done:
    """When the project's steps were done."""
    rows = session.exec(select(ProjectStep).where(ProjectStep.project_id == project_id))
    return {(row.path, row.step): row.done_on for row in rows}


def _offers(project: ProjectView, predicted: Sequence[Predicted], known: Graph) -> Iterator[Offer]:
    """Offers of money for the project's measures, those first that counted when it began."""
    kept = {each.measure: each.numbers.get("incentives") for each in predicted}
    counted: list[Offer] = []
    others: list[Offer] = []
    for measure in project.measures:
        said = kept.get(measure)
        if isinstance(said, list):
            for each in said:
                offer = known.offers.get(str(each.get("offer")))
                if offer is None or each.get("answer") not in POSSIBLE:
                    continue
                (counted if _cad(each.get("counted_cad")) > 0 else others).append(offer)
        else:
            others += known.by_measure.get(measure, ())
    seen: set[str] = set()
    for offer in (*counted, *others):
        if offer.kind is Kind.MONEY and offer.id not in seen:
            seen.add(offer.id)
            yield offer


def _way(offers: Sequence[Offer], project: ProjectView, done: Done, today: date) -> Way | None:
    path, programme = offers[0].path, offers[0].programme
    if path is None:
        return None
    said = {each.code: each for offer in offers for each in offer.standing.on(today, programme.name)[1]}
    ends = [offer.standing for offer in offers if offer.standing.closes is not None]
    closes = min((each.closes for each in ends if each.closes is not None), default=None)
    return Way(
        programme.name,
        tuple(offers),
        tuple(_steps(path, project, done, closes)),
        to_keep(path),
        closes,
        all(each.closes_certain for each in ends),
        tuple(said.values()),
    )


def _steps(path: Path, project: ProjectView, done: Done, closes: date | None) -> Iterator[StepView]:
    days: dict[str, date | None] = {}
    for each in path.steps:
        place = "" if each.step in SHARED else path.id
        days[each.step] = project.done_on if each.step == WORK else done.get((place, each.step))
    for each in path.steps:
        after = days.get(each.after) if each.after else None
        due = after + timedelta(days=each.within_days) if after and each.within_days else None
        last = each is path.steps[-1]
        if closes is not None and last:
            due = closes if due is None else min(due, closes)
        yield StepView(path.id, each.step, STEPS[each.step].finding(), days[each.step], due, each.step != WORK)


def _cad(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
