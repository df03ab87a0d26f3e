"""Moving a project: by its household, by a coach, or by the meter. The arrows are one table (`states`).

Whoever moves it is on record with the day they named. Verified needs somebody's word: the household's, a coach's, or
the meter's; not satisfied needs words that say what is wrong.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from coach.projects import codes_projects as codes
from coach.projects import deadlines, notes, projects
from coach.projects.states import Act, ProjectState, leads_to
from greener_homes import audit, jobs
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from greener_homes.people import Audience
from greener_homes.tables.project import GivenUp, Project, Word
from greener_homes.vault import Vault

BOOKED_AHEAD = timedelta(days=730)
LONGEST_AGO = timedelta(days=3650)
"""Work that ended longer ago than this is no project."""
WORD_OF = {
    Audience.RESIDENT.value: Word.RESIDENT,
    Audience.COACH.value: Word.COACH,
    audit.PLATFORM.audience: Word.METER,
}


@dataclass(frozen=True, slots=True)
class Move:
    """What is done to a project, with what the act needs: days, a reason, words."""

    act: Act
    began_on: date | None = None
    done_on: date | None = None
    booked_for: date | None = None
    reason: GivenUp | None = None
    words: str = ""


def move(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    wanted: Move,
    *,
    actor: audit.Actor,
    now: datetime,
) -> ProjectState:
    """The project is where the act leads, with who and when; returns its state. Raises NotFound, Refusal.

    `home_id` is the household's own; None for a coach, to whom the home must be open, and for the platform.
    """
    row = projects.held(session, home_id, project_id, actor, now)
    came_from = row.state
    target = leads_to(came_from, wanted.act)
    if target is None:
        raise Refusal(codes.NOT_ALLOWED)
    today = now.astimezone(LOCAL).date()
    _needed(row, wanted, actor, today)
    if wanted.words.strip():
        notes.add(session, vault, row, wanted.words, actor=actor, now=now)
    row.state, row.state_since = target, now
    session.add(row)
    projects.note_event(
        session,
        row,
        wanted.act,
        came_from,
        actor,
        now,
        reason=_reason(wanted.reason),
        on_day=wanted.done_on or wanted.booked_for,
    )
    audit.record(
        session,
        actor,
        audit.Action.PROJECT_MOVED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        act=wanted.act.value,
        state=target.value,
    )
    deadlines.refresh(session, row, now=now)
    if wanted.act is Act.FINISH:
        jobs.enqueue(session, "project.measure", row.id, now=now)
    return target


def silence(
    session: Session, home_id: uuid.UUID, project_id: uuid.UUID, *, on: bool, actor: audit.Actor, now: datetime
) -> None:
    """No more reminders of this project, or again. Safe to repeat. Raises NotFound."""
    row = projects.held(session, home_id, project_id, actor, now)
    row.silenced_at = (row.silenced_at or now) if on else None
    session.add(row)
    session.flush()


def _needed(row: Project, wanted: Move, actor: audit.Actor, today: date) -> None:
    """What each act needs is there, and the row has it. Raises Refusal."""
    match wanted.act:
        case Act.BOOK | Act.REDO:
            if wanted.booked_for is not None and not today <= wanted.booked_for <= today + BOOKED_AHEAD:
                raise Refusal(codes.BOOKED_IN_PAST)
            row.booked_for, row.word = wanted.booked_for, None
        case Act.FINISH:
            row.work_began_on, row.done_on = _days(row, wanted, today)
            row.word = None
        case Act.NOT_DONE:
            row.work_began_on = row.done_on = None
        case Act.UNBOOK:
            row.booked_for = None
        case Act.GIVE_UP:
            if wanted.reason is None:
                raise Refusal(codes.REASON_NEEDED)
            row.given_up = wanted.reason
        case Act.TAKE_UP:
            row.given_up, row.work_began_on, row.done_on, row.booked_for = None, None, None, None
        case Act.VERIFY:
            row.word = WORD_OF[actor.audience]
        case Act.COMPLAIN:
            if not wanted.words.strip():
                raise Refusal(codes.WORDS_NEEDED)
            row.word = WORD_OF[actor.audience]
        case Act.QUOTE | Act.UNQUOTE:
            pass


def _days(row: Project, wanted: Move, today: date) -> tuple[date, date]:
    """The days the work began and ended; it began on the day it ended where nobody says otherwise."""
    done = wanted.done_on
    if done is None:
        raise Refusal(codes.DAY_NEEDED)
    began = wanted.began_on or row.work_began_on or done
    if not today - LONGEST_AGO <= began <= done <= today:
        raise Refusal(codes.DAY_WRONG)
    return began, done


def _reason(reason: StrEnum | None) -> str | None:
    return None if reason is None else reason.value
