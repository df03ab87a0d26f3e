"""Projects of homes, read by the household and by coaches it opened itself to.

A project is the household's own doing and needs no permission of usage; a coach sees one only while the home is open
to coaches, and that a coach looked is on record. Beginning, moving, quotes, steps and outcomes are in the modules
beside this one.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from sqlalchemy import bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from coach.homes import permitted
from coach.projects.states import UNDER_WAY, WORK_DONE, Act, ProjectState
from greener_homes import audit, consent
from greener_homes.errors import NotFound, Refusal
from greener_homes.page_questions import plain, rows_as_one
from greener_homes.people import Audience
from greener_homes.tables.project import GivenUp as GivenUp
from greener_homes.tables.project import Project, ProjectEvent, ProjectPayment, ProjectPhoto, ProjectQuote
from greener_homes.tables.project import Word as Word

Part = TypeVar("Part", ProjectPayment, ProjectPhoto, ProjectQuote)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project as its household and its coach see it."""

    id: uuid.UUID
    home_id: uuid.UUID
    measures: tuple[str, ...]
    state: ProjectState
    state_since: datetime
    started_at: datetime
    booked_for: date | None
    work_began_on: date | None
    done_on: date | None
    given_up: GivenUp | None
    word: Word | None
    is_silenced: bool

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has something to do."""
        return self.state in UNDER_WAY

    @property
    def is_carried_out(self) -> bool:
        """Whether the work has been done, well or badly."""
        return self.state in WORK_DONE


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that was done to a project; `reason` is a code or empty."""

    at: datetime
    act: str
    to_state: ProjectState
    actor_id: uuid.UUID | None
    actor_audience: str
    reason: str
    on_day: date | None


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[ProjectView]:
    """The home's projects, those under way first, then the latest."""
    rows = session.exec(_OF_HOME, params={"home": home_id})
    return sorted((view(row) for row in rows), key=lambda one: not one.is_under_way)


_OF_HOME: Final = (
    select(Project)
    .where(col(Project.home_id) == bindparam("home"))
    .order_by(col(Project.started_at).desc(), col(Project.id))
)
"""Put together once, for the pages that ask it."""


def get(session: Session, home_id: uuid.UUID, project_id: uuid.UUID) -> ProjectView:
    """One project of this home. Raises NotFound, also for another home's."""
    row = session.get(Project, project_id)
    if row is None or row.home_id != home_id:
        raise NotFound
    return view(row)


def for_coach(session: Session, coach: audit.Actor, project_id: uuid.UUID, *, now: datetime) -> ProjectView:
    """The project as a coach reads it, on record for the household. Raises NotFound, Refusal where it is not open."""
    row = session.get(Project, project_id)
    if row is None:
        raise NotFound
    require_open(session, row.home_id, now=now)
    audit.record(
        session,
        coach,
        audit.Action.PROJECT_VIEWED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        purpose="project",
    )
    return view(row)


def history(session: Session, project_id: uuid.UUID) -> Sequence[EventView]:
    """Everything that was done to the project, oldest first."""
    rows = session.exec(
        select(ProjectEvent).where(ProjectEvent.project_id == project_id).order_by(col(ProjectEvent.id))
    )
    return [
        EventView(row.at, row.act, row.to_state, row.actor_id, row.actor_audience, row.reason or "", row.on_day)
        for row in rows
    ]


def begun(session: Session, home_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The project of each measure of this home, but for those that were given up: one under way, else the newest."""
    return begun_of(session.execute(_BEGUN, {"home": home_id}).scalar_one())


_PROJECT: Final = plain(Project)
BEGUN: Final = (
    rows_as_one(
        _PROJECT.c.id,
        _PROJECT.c.state,
        _PROJECT.c.measures,
        order=(_PROJECT.c.started_at, _PROJECT.c.id.desc()),
    )
    .where(_PROJECT.c.home_id == bindparam("home"), _PROJECT.c.state != ProjectState.GIVEN_UP)
    .scalar_subquery()
)
"""A home's projects that were not given up as one value, for `begun_of`: some pages ask it together with more."""
_BEGUN: Final = sqlalchemy_select(BEGUN)


def begun_of(standing: Sequence[tuple[str, str, Sequence[str]]] | None) -> dict[str, uuid.UUID]:
    """`begun` of what `BEGUN` answered: None where nothing was begun."""
    last_counts = sorted(standing or (), key=lambda one: one[1] in UNDER_WAY)
    return {measure: uuid.UUID(found) for found, _, measures in last_counts for measure in measures}


def require_open(session: Session, home_id: uuid.UUID, *, now: datetime) -> None:
    """The home is open to coaches now. Raises Refusal."""
    if not permitted.for_coaches(session, home_id, at=now):
        raise Refusal(consent.MISSING)


def held(
    session: Session, home_id: uuid.UUID | None, project_id: uuid.UUID, actor: audit.Actor, now: datetime
) -> Project:
    """The row, locked, for somebody who may change it: the household of `home_id`, or a coach while it is open (None).

    Raises NotFound for another home's, Refusal for a coach it is not open to.
    """
    row = session.exec(select(Project).where(Project.id == project_id).with_for_update()).one_or_none()
    if row is None or (home_id is not None and row.home_id != home_id):
        raise NotFound
    if home_id is None:
        if actor.audience not in (Audience.COACH.value, audit.PLATFORM.audience):
            raise NotFound
        if actor.audience == Audience.COACH.value:
            require_open(session, row.home_id, now=now)
    return row


def own_part(session: Session, row: Project, kind: type[Part], part_id: uuid.UUID) -> Part:
    """A payment, photo or quote of this very project. Raises NotFound for another's."""
    found = session.get(kind, part_id)
    if found is None or found.project_id != row.id:
        raise NotFound
    return found


def note_event(
    session: Session,
    row: Project,
    act: Act | str,
    came_from: ProjectState | None,
    actor: audit.Actor,
    now: datetime,
    *,
    reason: str | None = None,
    on_day: date | None = None,
) -> None:
    """That this was done, by whom and when, is in the project's history."""
    session.add(
        ProjectEvent(
            project_id=row.id,
            actor_id=actor.id,
            actor_audience=actor.audience,
            at=now,
            act=str(act),
            from_state=came_from,
            to_state=row.state,
            reason=reason,
            on_day=on_day,
        )
    )


def view(row: Project) -> ProjectView:
    """The row as its readers see it."""
    return ProjectView(
        row.id,
        row.home_id,
        tuple(row.measures),
        row.state,
        row.state_since,
        row.started_at,
        row.booked_for,
        row.work_began_on,
        row.done_on,
        row.given_up,
        row.word,
        row.silenced_at is not None,
    )
