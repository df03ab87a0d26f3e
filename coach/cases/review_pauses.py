"""Cases that wait for somebody or something else: a resident, a day, an expert; and how they come back.

What comes back is kept a while for the coach who knows it, and then is anyone's.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED, HOLD_DATE, NOT_ALLOWED
from coach.cases.review_moves import checked_note, give_back_to, mine, move, place, unclaim
from coach.cases.review_states import Act, ReviewState
from coach.cases.review_views import Lane, ReviewView, view
from coach.clock import promise
from greener_homes import audit
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.tables.advice import Review, ReviewEvent, WaitingReason

HELD_AT_MOST = 180
"""Days a case can be held: beyond half a year its evidence is another (our own judgement)."""


def hold(
    session: Session, coach: PersonView, review_id: uuid.UUID, until: date | None, note: str, *, now: datetime
) -> ReviewView:
    """The case rests until that local day begins, then comes back to this coach by itself. Raises Refusal, NotFound."""
    text = checked_note(note, needed=True, missing=COLLEAGUE_NOTE_NEEDED)
    today = now.astimezone(LOCAL).date()
    if until is None or not today < until <= today + timedelta(days=HELD_AT_MOST):
        raise Refusal(HOLD_DATE, maximum=HELD_AT_MOST)
    row = mine(session, coach, review_id, now)
    move(session, row, Act.HOLD, actor_id=coach.id, now=now, note=text)
    unclaim(row)
    row.held_until, row.preferred_coach = until, coach.id
    return _kept(session, coach, row, now)


def come_back(session: Session, *, now: datetime) -> int:
    """Cases whose day has come wait for the coach who held them; returns how many. Safe to run again."""
    today = now.astimezone(LOCAL).date()
    rows = session.exec(
        select(Review)
        .where(Review.state == ReviewState.HELD, col(Review.held_until) <= today)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        move(session, row, Act.COME_BACK, actor_id=None, now=now)
        give_back_to(row, row.preferred_coach, WaitingReason.BACK_FROM_HOLD, now)
        session.add(row)
    session.flush()
    return len(rows)


def escalate(session: Session, coach: PersonView, review_id: uuid.UUID, note: str, *, now: datetime) -> ReviewView:
    """The case waits for an expert, with what they should look at; it keeps its promise. Raises Refusal, NotFound."""
    text = checked_note(note, needed=True, missing=COLLEAGUE_NOTE_NEEDED)
    row = mine(session, coach, review_id, now)
    if row.lane is Lane.EXPERTS:
        raise Refusal(NOT_ALLOWED)
    move(session, row, Act.ESCALATE, actor_id=coach.id, now=now, note=text)
    unclaim(row)
    row.lane, row.was_escalated = Lane.EXPERTS, True
    place(row, row.promised_on, WaitingReason.ESCALATED)
    return _kept(session, coach, row, now)


def hand_back(session: Session, expert: PersonView, review_id: uuid.UUID, note: str, *, now: datetime) -> ReviewView:
    """The case is a coach's again, with the expert's word: first of the coach who escalated it.

    Raises Refusal (also for a case that was not escalated), NotFound.
    """
    text = checked_note(note, needed=True, missing=COLLEAGUE_NOTE_NEEDED)
    row = mine(session, expert, review_id, now)
    if row.lane is not Lane.EXPERTS:
        raise Refusal(NOT_ALLOWED)
    asked_by = _who_escalated(session, row)
    move(session, row, Act.HAND_BACK, actor_id=expert.id, now=now, note=text)
    unclaim(row)
    row.lane = Lane.COACHES
    row.preferred_coach = asked_by
    row.preferred_until = promise.kept_until(now) if asked_by else None
    place(row, row.promised_on, WaitingReason.HANDED_BACK)
    return _kept(session, expert, row, now)


def answer(session: Session, home_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> None:
    """The resident has said more: a case that waited for it waits for the coach who asked. Does nothing otherwise."""
    row = session.exec(
        select(Review).where(Review.home_id == home_id, Review.state == ReviewState.NEEDS_INFORMATION).with_for_update()
    ).one_or_none()
    if row is not None:
        move(session, row, Act.ANSWER, actor_id=actor.id, now=now)
        give_back_to(row, row.preferred_coach, WaitingReason.ANSWERED, now)
        session.add(row)
        session.flush()


def _who_escalated(session: Session, row: Review) -> uuid.UUID | None:
    """Who escalated the case last; a case that newer data replaced since is found by its home."""
    return session.exec(
        select(ReviewEvent.actor_id)
        .join(Review, col(Review.id) == ReviewEvent.review_id)
        .where(Review.home_id == row.home_id, ReviewEvent.action == Act.ESCALATE.value)
        .order_by(col(ReviewEvent.id).desc())
        .limit(1)
    ).first()


def _kept(session: Session, coach: PersonView, row: Review, now: datetime) -> ReviewView:
    session.add(row)
    session.flush()
    audit.record(session, coach.actor, audit.Action.REVIEW_RELEASED, at=now, home_id=row.home_id, object_id=row.id)
    return view(row)
