"""How a review moves: one arrow at a time, under a row lock, with an event that says who did what."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlmodel import Session, select

from coach.cases import queue_order
from coach.cases.review_codes import CLAIMED_BY_ANOTHER, NOT_ALLOWED, NOTE_LONG, NOTE_MAXIMUM, NOTE_NEEDED
from coach.cases.review_states import ARROWS, Act, ReviewState
from coach.clock import promise
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Review, ReviewEvent, WaitingReason
from models.findings import Code


def locked(session: Session, review_id: uuid.UUID, now: datetime) -> Review:
    """The row, held until this transaction ends; a claim that ran out is let go first. Raises NotFound."""
    query = select(Review).where(Review.id == review_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    if row.state is ReviewState.CLAIMED and row.claim_expires_at is not None and row.claim_expires_at <= now:
        expire(session, row, now)
    return row


def mine(session: Session, coach: PersonView, review_id: uuid.UUID, now: datetime) -> Review:
    """The row as `locked`, which this coach has claimed. Raises Refusal otherwise."""
    row = locked(session, review_id, now)
    if row.state is not ReviewState.CLAIMED:
        raise Refusal(NOT_ALLOWED)
    require_mine(row, coach)
    return row


def require_mine(row: Review, coach: PersonView) -> None:
    """Nothing happens when this coach has claimed it. Raises Refusal."""
    if row.claimed_by != coach.id:
        raise Refusal(CLAIMED_BY_ANOTHER)


def move(
    session: Session, row: Review, act: Act, *, actor_id: uuid.UUID | None, now: datetime, note: str | None = None
) -> ReviewEvent:
    """The review is where the arrow leads, and an event says so. Raises Refusal when there is no such arrow."""
    target = ARROWS.get((row.state, act))
    if target is None:
        raise Refusal(NOT_ALLOWED)
    event = ReviewEvent(
        review_id=row.id,
        actor_id=actor_id,
        at=now,
        action=act.value,
        from_state=row.state,
        to_state=target,
        note=note or None,
    )
    session.add(event)
    row.state = target
    session.add(row)
    session.flush()
    return event


def remark(
    session: Session,
    row: Review,
    action: str,
    *,
    actor_id: uuid.UUID | None,
    now: datetime,
    measure: str | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """An event that moves nothing is on record."""
    session.add(
        ReviewEvent(
            review_id=row.id,
            actor_id=actor_id,
            at=now,
            action=action,
            from_state=row.state,
            to_state=row.state,
            measure=measure,
            reason=reason,
            note=note or None,
        )
    )
    session.flush()


def expire(session: Session, row: Review, now: datetime) -> None:
    """A claim that ran out is let go; the case waits for anyone."""
    move(session, row, Act.EXPIRE, actor_id=None, now=now)
    unclaim(row)


def unclaim(row: Review) -> None:
    """Nobody has the case."""
    row.claimed_by = None
    row.claimed_at = None
    row.claim_expires_at = None


def place(row: Review, promised_on: date, reason: WaitingReason) -> None:
    """The case waits for this reason, promised by that day, and its place in the queue follows from both."""
    turn = queue_order.turn(promised_on, reason, row.income_qualified, not_contacted=row.not_contacted)
    row.reason, row.promised_on, row.lift_days, row.turn_on = reason, turn.promised_on, turn.lift_days, turn.on


def give_back_to(row: Review, coach_id: uuid.UUID | None, reason: WaitingReason, now: datetime) -> None:
    """The case waits again, for the coach who knows it first, promised no earlier than a fair while from now."""
    unclaim(row)
    row.held_until = None
    row.preferred_coach = coach_id
    row.preferred_until = promise.kept_until(now) if coach_id else None
    place(row, promise.promise_after_return(row.promised_on, now), reason)


def checked_note(note: str, *, needed: bool, missing: Code = NOTE_NEEDED, maximum: int = NOTE_MAXIMUM) -> str:
    """The note without space around it. Raises Refusal when it is too long, or missing where it is needed."""
    text = note.strip()
    if needed and not text:
        raise Refusal(missing)
    if len(text) > maximum:
        raise Refusal(NOTE_LONG, maximum=maximum)
    return text
