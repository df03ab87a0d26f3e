"""Claims: one coach at a time has a case, for two hours, and lets it go again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from coach.cases import experts
from coach.cases.review_codes import ANOTHER_STANDS, EXPERTS_ONLY, KEPT_FOR_ANOTHER
from coach.cases.review_moves import expire, locked, mine, move, require_mine, unclaim
from coach.cases.review_states import Act, ReviewState
from coach.cases.review_views import Lane, ReviewView, view
from greener_homes import audit, homes
from greener_homes.errors import Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Review

CLAIM_LASTS = timedelta(hours=2)


def claim(session: Session, coach: PersonView, review_id: uuid.UUID, *, now: datetime) -> ReviewView:
    """The case is this coach's for two hours. Claiming one's own again renews it. Raises Refusal, NotFound.

    An escalated case is an expert's; one kept for the coach who knows it is theirs, or an expert's.
    """
    row = locked(session, review_id, now)
    if homes.stands_for(session, row.home_id):
        raise Refusal(ANOTHER_STANDS)
    if row.state is ReviewState.CLAIMED:
        require_mine(row, coach)
    else:
        _require_claimable(session, row, coach, now)
        move(session, row, Act.CLAIM, actor_id=coach.id, now=now)
        row.claimed_by = coach.id
        row.claimed_at = now
        row.preferred_coach = row.preferred_until = row.held_until = row.question = None
        audit.record(session, coach.actor, audit.Action.REVIEW_CLAIMED, at=now, home_id=row.home_id, object_id=row.id)
    row.claim_expires_at = now + CLAIM_LASTS
    session.add(row)
    session.flush()
    return view(row)


def release(session: Session, coach: PersonView, review_id: uuid.UUID, *, now: datetime) -> ReviewView:
    """The case waits again for anyone of its lane, in its old place. Raises Refusal when it is not this coach's."""
    row = mine(session, coach, review_id, now)
    move(session, row, Act.RELEASE, actor_id=coach.id, now=now)
    unclaim(row)
    audit.record(session, coach.actor, audit.Action.REVIEW_RELEASED, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()
    return view(row)


def expire_claims(session: Session, *, now: datetime) -> int:
    """Cases whose claim ran out wait again; returns how many. Safe to run again."""
    rows = session.exec(
        select(Review)
        .where(Review.state == ReviewState.CLAIMED, col(Review.claim_expires_at) <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        expire(session, row, now)
    return len(rows)


def _require_claimable(session: Session, row: Review, coach: PersonView, now: datetime) -> None:
    if experts.is_expert(session, coach.id):
        return
    if row.lane is Lane.EXPERTS:
        raise Refusal(EXPERTS_ONLY)
    if view(row).is_kept_for_another(coach, now=now):
        raise Refusal(KEPT_FOR_ANOTHER)
