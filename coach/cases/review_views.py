"""A review as the desk knows it, and its history: frozen views of rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coach.cases.review_states import OPEN, ReviewState
from greener_homes.errors import NotFound
from greener_homes.people import PersonView
from greener_homes.tables.advice import Lane as Lane
from greener_homes.tables.advice import Review, ReviewEvent
from greener_homes.tables.advice import WaitingReason as WaitingReason

HISTORY_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as the desk knows it."""

    id: uuid.UUID
    home_id: uuid.UUID
    assessment_id: uuid.UUID
    state: ReviewState
    waiting_since: datetime
    claimed_by: uuid.UUID | None
    claim_expires_at: datetime | None
    question: str | None
    decided_at: datetime | None
    lane: Lane
    reason: WaitingReason
    promised_on: date
    lift_days: int
    income_qualified: bool | None
    preferred_coach: uuid.UUID | None
    preferred_until: datetime | None
    held_until: date | None
    was_escalated: bool
    not_contacted: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_mine(self, coach: PersonView) -> bool:
        return self.state is ReviewState.CLAIMED and self.claimed_by == coach.id

    def is_kept_for_another(self, coach: PersonView, *, now: datetime) -> bool:
        """Whether it comes back to a coach who knows it, and this is another."""
        if self.preferred_coach is None or self.preferred_coach == coach.id:
            return False
        return self.state is not ReviewState.WAITING or (
            self.preferred_until is not None and self.preferred_until > now
        )


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a review."""

    at: datetime
    actor_id: uuid.UUID | None
    action: str
    measure: str | None
    reason: str | None
    note: str | None


def get(session: Session, review_id: uuid.UUID) -> ReviewView:
    """The review. Raises NotFound."""
    row = session.get(Review, review_id)
    if row is None:
        raise NotFound
    return view(row)


def latest(session: Session, home_id: uuid.UUID) -> ReviewView | None:
    """The newest review of a home, whatever its state."""
    row = session.exec(select(Review).where(Review.home_id == home_id).order_by(col(Review.id).desc()).limit(1)).first()
    return view(row) if row else None


def history(session: Session, review_id: uuid.UUID) -> Sequence[EventView]:
    """Everything that happened to a review, oldest first."""
    rows = session.exec(select(ReviewEvent).where(ReviewEvent.review_id == review_id).order_by(col(ReviewEvent.id)))
    return [_event_view(row) for row in rows]


def history_of_home(session: Session, home_id: uuid.UUID) -> Sequence[EventView]:
    """What happened to all reviews of a home, oldest first; of a long history the newest part."""
    rows = session.exec(
        select(ReviewEvent)
        .join(Review, col(Review.id) == ReviewEvent.review_id)
        .where(Review.home_id == home_id)
        .order_by(col(ReviewEvent.id).desc())
        .limit(HISTORY_SHOWN)
    ).all()
    return [_event_view(row) for row in reversed(rows)]


def view(row: Review) -> ReviewView:
    """A row as the desk knows it."""
    return ReviewView(
        id=row.id,
        home_id=row.home_id,
        assessment_id=row.assessment_id,
        state=row.state,
        waiting_since=row.waiting_since,
        claimed_by=row.claimed_by,
        claim_expires_at=row.claim_expires_at,
        question=row.question,
        decided_at=row.decided_at,
        lane=row.lane,
        reason=row.reason,
        promised_on=row.promised_on,
        lift_days=row.lift_days,
        income_qualified=row.income_qualified,
        preferred_coach=row.preferred_coach,
        preferred_until=row.preferred_until,
        held_until=row.held_until,
        was_escalated=row.was_escalated,
        not_contacted=row.not_contacted,
    )


def _event_view(row: ReviewEvent) -> EventView:
    return EventView(row.at, row.actor_id, row.action, row.measure, row.reason, row.note)
