"""Projects that need a coach's hand: work that is not as it should be, days that passed, days within a month.

Only homes that are open to coaches now; that each was listed is for the page to put on record.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, func, or_, select

from coach.projects.projects import ProjectView, view
from coach.projects.states import ProjectState
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import DueWhat, Project

AHEAD: Final = timedelta(days=30)
A_PAGE: Final = 50


class Which(StrEnum):
    """The lists there are."""

    ALL = "all"
    UNSATISFACTORY = "unsatisfactory"
    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Hand:
    """One project in the list, with its home's reference, its next day and why."""

    project: ProjectView
    home: str
    due_on: date | None
    due_what: DueWhat | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class HandPage:
    """One page of a list, and how many there are in all."""

    hands: tuple[Hand, ...]
    total: int
    page: int


def listed(session: Session, which: Which, *, page: int, now: datetime) -> HandPage:
    """One page of a list: what is not as it should be first, then by day."""
    wanted = _wanted(which, now)
    total = session.exec(select(func.count()).select_from(Project).where(wanted)).one()
    first = case((col(Project.state) == ProjectState.UNSATISFACTORY, 0), else_=1)
    rows = session.exec(
        select(Project)
        .where(wanted)
        .order_by(first, col(Project.due_on).nulls_last(), col(Project.id))
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE)
    ).all()
    names = homes.references(session, [row.home_id for row in rows])
    return HandPage(tuple(Hand(view(row), names[row.home_id], row.due_on, row.due_what) for row in rows), total, page)


def counts(session: Session, *, now: datetime) -> dict[Which, int]:
    """How many there are in each list."""
    return {
        which: session.exec(select(func.count()).select_from(Project).where(_wanted(which, now))).one()
        for which in Which
    }


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[Hand]:
    """The home's projects with their next day, those under way first."""
    rows = session.exec(select(Project).where(Project.home_id == home_id).order_by(col(Project.id).desc()))
    found = [Hand(view(row), "", row.due_on, row.due_what) for row in rows]
    return sorted(found, key=lambda one: not one.project.is_under_way)


def _wanted(which: Which, now: datetime) -> ColumnElement[bool]:
    today = now.astimezone(LOCAL).date()
    bad = col(Project.state) == ProjectState.UNSATISFACTORY
    overdue = col(Project.due_on) < today
    soon = col(Project.due_on).between(today, today + AHEAD)
    found = {
        Which.ALL: or_(bad, overdue, soon),
        Which.UNSATISFACTORY: bad,
        Which.OVERDUE: overdue,
        Which.SOON: soon,
    }[which]
    open_now = col(Project.home_id).in_(consent.open_homes(Purpose.COACH_ACCESS, at=now))
    return found & open_now
