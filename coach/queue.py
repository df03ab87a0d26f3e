"""The queue: which cases wait, in a fair order, and whose turn is next.

Longest waiting first. A case never waits behind a newer one unless a coach filters. What the queue shows of
a case comes from its assessment, so only homes whose coach access is in force are listed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarResult
from sqlmodel import Session, col, func, select

from coach import review
from coach.review import ReviewState
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment, Opportunity, Review

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One case in a list: enough to choose it, nothing of the readings themselves."""

    review_id: uuid.UUID
    home_id: uuid.UUID
    reference: str
    state: ReviewState
    waiting_since: datetime
    claimed_by: uuid.UUID | None
    claim_expires_at: datetime | None
    evidence: Mapping[str, object]
    findings: Sequence[Mapping[str, object]]
    first_measure: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of cases and how many there are in all."""

    entries: Sequence[QueueEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def waiting(session: Session, *, now: datetime, page: int = 1, municipality: str | None = None) -> QueuePage:
    """Cases no coach has claimed, longest waiting first."""
    return _page(session, ReviewState.WAITING, page, now, municipality=municipality)


def mine(session: Session, coach: PersonView, *, now: datetime, page: int = 1) -> QueuePage:
    """Cases this coach holds, soonest to expire last claimed first."""
    return _page(session, ReviewState.CLAIMED, page, now, claimed_by=coach.id)


def asked(session: Session, *, now: datetime, page: int = 1) -> QueuePage:
    """Cases that wait for the resident to say more."""
    return _page(session, ReviewState.NEEDS_INFORMATION, page, now)


def oldest(session: Session, *, now: datetime) -> datetime | None:
    """Since when the longest waiting case has waited."""
    query = select(func.min(Review.waiting_since)).where(Review.state == ReviewState.WAITING, _open_to_coaches(now))
    return session.exec(query).one()


def municipalities(session: Session, *, now: datetime) -> Sequence[str]:
    """The municipalities that waiting cases are in, in order of name."""
    place = col(Assessment.evidence)["municipality"].astext
    query = (
        select(place)
        .join(Review, col(Review.assessment_id) == Assessment.id)
        .where(Review.state == ReviewState.WAITING, place.is_not(None), _open_to_coaches(now))
        .distinct()
        .order_by(place)
    )
    found: ScalarResult[str] = session.exec(query)
    return list(found)


def claim_next(session: Session, coach: PersonView, *, now: datetime) -> review.ReviewView | None:
    """The case that has waited longest is this coach's; None when none waits. Two coaches never get the same."""
    row = session.exec(
        select(Review.id)
        .where(Review.state == ReviewState.WAITING, _open_to_coaches(now))
        .order_by(col(Review.waiting_since), col(Review.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    return review.claim(session, coach, row, now=now) if row else None


def _page(
    session: Session,
    state: ReviewState,
    page: int,
    now: datetime,
    *,
    claimed_by: uuid.UUID | None = None,
    municipality: str | None = None,
) -> QueuePage:
    conditions = [col(Review.state) == state, _open_to_coaches(now)]
    if claimed_by is not None:
        conditions.append(col(Review.claimed_by) == claimed_by)
    if municipality:
        conditions.append(col(Assessment.evidence)["municipality"].astext == municipality)
    total = session.exec(select(func.count()).select_from(Review).join(Assessment).where(*conditions)).one()
    first = select(Opportunity.measure).where(Opportunity.assessment_id == Assessment.id, Opportunity.rank == 1)
    rows = session.exec(
        select(Review, Assessment, first.limit(1).correlate(Assessment).scalar_subquery())
        .join(Assessment)
        .where(*conditions)
        .order_by(col(Review.waiting_since), col(Review.id))
        .limit(PAGE_SIZE)
        .offset((max(page, 1) - 1) * PAGE_SIZE)
    ).all()
    names = homes.references(session, [found.home_id for found, _, _ in rows])
    entries = [
        QueueEntry(
            review_id=found.id,
            home_id=found.home_id,
            reference=names[found.home_id],
            state=found.state,
            waiting_since=found.waiting_since,
            claimed_by=found.claimed_by,
            claim_expires_at=found.claim_expires_at,
            evidence=assessed.evidence,
            findings=assessed.findings,
            first_measure=measure,
        )
        for found, assessed, measure in rows
    ]
    return QueuePage(entries, total, max(page, 1))


def _open_to_coaches(now: datetime) -> ColumnElement[bool]:
    """What a list may show: an expired permission takes its home off every list at once."""
    homes_of = col(Review.home_id).in_
    return homes_of(consent.open_homes(Purpose.COACH_ACCESS, at=now)) & homes_of(
        consent.open_homes(Purpose.ADVICE, at=now)
    )
