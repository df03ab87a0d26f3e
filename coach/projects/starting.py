"""Beginning a project from what a coach recommends: what was predicted is kept with it from that moment."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from coach.projects import codes_projects as codes
from coach.projects import deadlines, nudges, predictions, projects
from greener_homes import audit, homes
from greener_homes.errors import Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.project import Project
from greener_homes.vault import Vault

UNDER_WAY_AT_ONCE = 12
"""Projects of one home that may be open together: more than anybody carries out, and room for no flood."""


def start(
    session: Session, home_id: uuid.UUID, measures: Sequence[str], *, actor: audit.Actor, now: datetime
) -> uuid.UUID:
    """The project is planned, with what was predicted of it kept; returns its id. Raises Refusal.

    Only what a coach recommends to the home now, and only what no other project of the home is under way for. A coach
    may begin one for a home that is open to coaches.
    """
    homes.lock(session, home_id)
    if actor.audience == Audience.COACH.value:
        projects.require_open(session, home_id, now=now)
    given = predictions.current(session, home_id)
    wanted = [measure for measure in given if measure in set(measures)]
    if not wanted or len(wanted) != len(set(measures)):
        raise Refusal(codes.NOT_RECOMMENDED)
    open_ones = _under_way(session, home_id)
    if any(measure in one.measures for one in open_ones for measure in wanted):
        raise Refusal(codes.UNDER_WAY)
    if len(open_ones) >= UNDER_WAY_AT_ONCE:
        raise Refusal(codes.TOO_MANY, maximum=UNDER_WAY_AT_ONCE)
    row = Project(home_id=home_id, measures=wanted, state_since=now, started_at=now)
    session.add(row)
    session.flush()
    predictions.keep(session, row.id, [given[measure] for measure in wanted], now=now)
    projects.note_event(session, row, "start", None, actor, now)
    audit.record(session, actor, audit.Action.PROJECT_STARTED, at=now, home_id=home_id, object_id=row.id)
    deadlines.refresh(session, row, now=now)
    return row.id


def start_for_household(
    session: Session, vault: Vault, coach: PersonView, home_id: uuid.UUID, measures: Sequence[str], *, now: datetime
) -> uuid.UUID:
    """As `start`, by a coach; whoever of the household agreed to letters is told. Raises Refusal."""
    made = start(session, home_id, measures, actor=coach.actor, now=now)
    nudges.tell_begun(session, vault, made, now=now)
    return made


def may_begin(session: Session, home_id: uuid.UUID) -> tuple[str, ...]:
    """What a coach recommends to the home now and no project is under way for, in the coach's order."""
    begun = {measure for one in _under_way(session, home_id) for measure in one.measures}
    return tuple(measure for measure in predictions.current(session, home_id) if measure not in begun)


def _under_way(session: Session, home_id: uuid.UUID) -> list[projects.ProjectView]:
    return [one for one in projects.of_home(session, home_id) if one.is_under_way]
