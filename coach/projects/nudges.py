"""Reminders of projects by e-mail: a day is near, or a step is open. Few, wanted, and once for each occasion.

Only to people who agreed to be written to by e-mail (`consent.may_contact`), who did not turn these letters off, and
about projects the household did not silence; at most `A_MONTH_AT_MOST` to one person in thirty days, and one a project
a week. One click in any letter ends them all. What a letter says stands in the portal anyway.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from coach.asking import letters
from coach.projects import deadlines, rebate_steps
from coach.projects.deadlines import DueWhat
from coach.projects.states import ProjectState
from greener_homes import consent, homes, mail, people
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.people import Language
from greener_homes.tables.project import Project, ProjectNudge, ProjectOutcome
from greener_homes.vault import Vault

A_MONTH: Final = timedelta(days=30)
A_MONTH_AT_MOST: Final = 3
BETWEEN: Final = timedelta(days=7)
FAR, NEAR = timedelta(days=30), timedelta(days=7)
"""Days before something that matters on which we write."""
STALLED: Final = timedelta(days=60)
"""A plan that nobody touched for so long is asked about, once."""
NAMESPACE: Final = uuid.UUID("1b5d3a44-6df0-5d0e-9c33-7a4f3f0d9b52")


@dataclass(frozen=True, slots=True)
class Nudge:
    """What is to be written about a project, and which occasion it is: the same occasion is written of once."""

    kind: str
    occasion: date
    day: date | None = None


def refresh_all(session: Session, *, now: datetime) -> int:
    """Every project that may have a day ahead knows its next one; returns how many were looked at."""
    rows = session.exec(select(Project).where(_followed(now))).all()
    known = rebate_steps.programmes(session, now.astimezone(LOCAL).date())
    for row in rows:
        deadlines.refresh(session, row, now=now, known=known)
    return len(rows)


def write_due(session: Session, vault: Vault, *, now: datetime) -> int:
    """Whoever is to hear of something is written to; returns how many letters. Safe to run again the same night."""
    written = 0
    for row in session.exec(
        select(Project).where(_followed(now), col(Project.silenced_at).is_(None)).order_by(col(Project.due_on))
    ):
        nudge = _nudge(session, row, now)
        if nudge is None:
            continue
        for member in homes.members(session, row.home_id, on=now.astimezone(LOCAL).date()):
            written += _write(session, vault, row, member.person_id, nudge, now)
    return written


def tell_begun(session: Session, vault: Vault, project_id: uuid.UUID, *, now: datetime) -> int:
    """The household is written to that its coach began this project; returns how many letters. Safe to repeat a day."""
    row, today = session.get_one(Project, project_id), now.astimezone(LOCAL).date()
    nudge = Nudge("begun", today)
    members = homes.members(session, row.home_id, on=today)
    return sum(_write(session, vault, row, member.person_id, nudge, now) for member in members)


def _followed(now: datetime) -> ColumnElement[bool]:
    """Projects under way, and those whose rebate or result may still come."""
    since = now.astimezone(LOCAL).date() - deadlines.REMEMBERED
    return (col(Project.state) != ProjectState.GIVEN_UP) & or_(
        col(Project.done_on).is_(None), col(Project.done_on) >= since
    )


def _nudge(session: Session, row: Project, now: datetime) -> Nudge | None:
    """The one thing worth a letter now, what is nearest first."""
    today = now.astimezone(LOCAL).date()
    return next(_nudges(session, row, today), None)


def _nudges(session: Session, row: Project, today: date) -> Iterator[Nudge]:
    if row.due_on is not None and row.due_what is not None:
        left = row.due_on - today
        if row.due_what is DueWhat.IS_IT_DONE:
            if left <= timedelta(0):
                yield Nudge(row.due_what.value, row.due_on)
        elif timedelta(0) <= left <= FAR:
            near = left <= NEAR
            yield Nudge(f"{row.due_what.value}.{'near' if near else 'far'}", row.due_on, row.due_on)
    if row.done_on is not None and _has_result(session, row.id):
        yield Nudge("result", row.done_on)
    if row.state is ProjectState.PLANNED and row.state_since.astimezone(LOCAL).date() <= today - STALLED:
        yield Nudge("stalled", row.state_since.astimezone(LOCAL).date())


def _write(session: Session, vault: Vault, row: Project, person_id: uuid.UUID, nudge: Nudge, now: datetime) -> bool:
    if session.get(ProjectNudge, (row.id, person_id, nudge.kind, nudge.occasion)) is not None:
        return False
    if not consent.may_contact(session, person_id, Purpose.CONTACT_EMAIL, at=now) or not _room(
        session, row.id, person_id, now
    ):
        return False
    language = people.language_of(session, person_id) or Language.ENGLISH
    about = uuid.uuid5(NAMESPACE, f"{row.id}|{nudge.kind}|{nudge.occasion.isoformat()}")
    words = letters.project(nudge.kind.partition(".")[0], nudge.day, row.id, language)
    made = mail.write(session, vault, person_id, mail.Topic.PROJECT, about, words, language, now=now)
    if made is None:
        return False
    session.add(
        ProjectNudge(project_id=row.id, person_id=person_id, kind=nudge.kind, occasion=nudge.occasion, written_at=now)
    )
    session.flush()
    return True


def _room(session: Session, project_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> bool:
    """Whether this person may be written to again, about this project."""
    mine = (col(ProjectNudge.person_id) == person_id) & (col(ProjectNudge.written_at) > now - A_MONTH)
    lately = session.exec(select(func.count()).select_from(ProjectNudge).where(mine)).one()
    last = session.exec(
        select(func.max(col(ProjectNudge.written_at))).where(
            ProjectNudge.project_id == project_id, ProjectNudge.person_id == person_id
        )
    ).one()
    return lately < A_MONTH_AT_MOST and (last is None or last <= now - BETWEEN)


def _has_result(session: Session, project_id: uuid.UUID) -> bool:
    """Whether a meter has said something with a figure."""
    rows = session.exec(select(ProjectOutcome.numbers).where(ProjectOutcome.project_id == project_id))
    return any("avoided" in numbers for numbers in rows)
