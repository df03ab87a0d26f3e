"""The next day that matters to a project, and why: worked out whenever anything changes, and every night.

Earlier days come first; a programme's closing day counts only while something is still to be done for its money. No day
is made up: a step without a known limit has none.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from coach.projects import predictions, rebate_steps
from coach.projects.projects import ProjectView, view
from coach.projects.rebate_steps import Way
from coach.projects.states import ProjectState
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import DueWhat as DueWhat
from greener_homes.tables.project import Project, ProjectQuote
from models.incentives.graph import Graph

ASK_AFTER: Final = timedelta(days=7)
"""Days after the booked one from which we ask whether it was done."""
REMEMBERED: Final = timedelta(days=400)
"""How long after its end a project's rebate steps are still followed."""


@dataclass(frozen=True, slots=True)
class Due:
    """A day, what it is about, and whose it is: a programme's name, or empty."""

    on: date
    what: DueWhat
    programme: str = ""
    certain: bool = True


def dues(project: ProjectView, ways: Sequence[Way], quotes_end: date | None, today: date) -> tuple[Due, ...]:
    """Every day that matters now, earliest first. Pure."""
    found = [*_booking(project, ways, today), *_quotes(project, quotes_end, today)]
    if project.state is not ProjectState.GIVEN_UP:
        found += [each for way in ways for each in _rebate(project, way, today)]
    return tuple(sorted(found, key=lambda each: (each.on, each.what)))


def known(session: Session, project_id: uuid.UUID) -> Due | None:
    """The next day of a project as it was last worked out; None where there is none."""
    row = session.get(Project, project_id)
    if row is None or row.due_on is None or row.due_what is None:
        return None
    return Due(row.due_on, row.due_what)


def refresh(session: Session, row: Project, *, now: datetime, known: Graph | None = None) -> None:
    """The row knows its next day as things stand now. Safe to repeat. `known`: the programmes in use, asked for if not
    given."""
    session.flush()
    today = now.astimezone(LOCAL).date()
    project = view(row)
    found: tuple[Due, ...] = ()
    if row.done_on is None or row.done_on >= today - REMEMBERED:
        ways = rebate_steps.ways(
            project,
            predictions.of_project(session, row.id),
            rebate_steps.done_of(session, row.id),
            known or rebate_steps.programmes(session, today),
            today,
        )
        found = dues(project, ways, quotes_end(session, row), today)
    row.due_on, row.due_what = (found[0].on, found[0].what) if found else (None, None)
    session.add(row)
    session.flush()


def quotes_end(session: Session, row: Project) -> date | None:
    """The last day of the quote that lasts longest."""
    return session.exec(select(func.max(col(ProjectQuote.valid_until))).where(ProjectQuote.project_id == row.id)).one()


def _booking(project: ProjectView, ways: Sequence[Way], today: date) -> Iterator[Due]:
    if project.state is not ProjectState.BOOKED or project.booked_for is None:
        return
    first = next((way for way in ways if way.needs_assessment_first), None)
    if first is not None and project.booked_for >= today:
        yield Due(project.booked_for, DueWhat.ASSESS_FIRST, first.programme)
    yield Due(project.booked_for + ASK_AFTER, DueWhat.IS_IT_DONE)


def _quotes(project: ProjectView, until: date | None, today: date) -> Iterator[Due]:
    if project.state is ProjectState.QUOTED and until is not None and until >= today:
        yield Due(until, DueWhat.QUOTE_ENDS)


def _rebate(project: ProjectView, way: Way, today: date) -> Iterator[Due]:
    left = [each for each in way.steps if each.done_on is None]
    for each in left:
        if each.due_on is None:
            continue
        closing = each.due_on == way.closes
        if closing and each.due_on < today:
            continue  # a window that has shut is no day to hurry for
        what = DueWhat.PROGRAMME_CLOSES if closing else DueWhat.REBATE_STEP
        yield Due(each.due_on, what, way.programme, way.closes_certain if closing else True)
