"""Ticking off the steps on the way to a rebate, with the day each was done."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from coach.projects import codes_projects as codes
from coach.projects import deadlines, predictions, projects, rebate_steps
from coach.projects.rebate_steps import BEFORE, SHARED, WORK
from greener_homes import audit
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import ProjectStep

FIRST_DAY = date(2000, 1, 1)


def mark(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    path: str,
    step: str,
    done_on: date | None,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The step was done on that day, or was not (None). Doing it again changes the day. Raises NotFound, Refusal."""
    row = projects.held(session, home_id, project_id, actor, now)
    today = now.astimezone(LOCAL).date()
    known = rebate_steps.programmes(session, today)
    ways = rebate_steps.ways(projects.view(row), predictions.of_project(session, row.id), {}, known, today)
    if step == WORK or (path, step) not in {(each.path, each.step) for way in ways for each in way.steps}:
        raise Refusal(codes.STEP_WRONG)
    place = "" if step in SHARED else path
    if done_on is None:
        marked = session.get(ProjectStep, (row.id, place, step))
        if marked is not None:
            session.delete(marked)
        deadlines.refresh(session, row, now=now)
        return
    if not FIRST_DAY <= done_on <= today:
        raise Refusal(codes.STEP_LATER)
    if step == BEFORE and row.work_began_on is not None and done_on > row.work_began_on:
        raise Refusal(codes.STEP_BEFORE, began=row.work_began_on.isoformat())
    values = {"done_on": done_on, "marked_by": actor.id, "marked_at": now}
    session.execute(
        insert(ProjectStep)
        .values(project_id=row.id, path=place, step=step, **values)
        .on_conflict_do_update(index_elements=["project_id", "path", "step"], set_=values)
    )
    session.expire_all()
    deadlines.refresh(session, row, now=now)
