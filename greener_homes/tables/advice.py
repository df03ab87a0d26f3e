"""Advice: what the machine worked out, what a coach decided, and what the resident therefore sees."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ReviewState(StrEnum):
    """Where a review stands; the arrows between states are one table in coach/review.py."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    APPROVED = "approved"
    CHANGED = "changed"
    DECLINED = "declined"
    NEEDS_INFORMATION = "needs_information"
    SUPERSEDED = "superseded"


class Assessment(Row, table=True):
    """One computation over one home's evidence: what went in (by digest), which versions, what came out."""

    __tablename__ = "assessment"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    evidence_digest: str
    versions: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    import_run_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    evidence: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    baselines: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    not_advised: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    findings: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    created_at: datetime


class Opportunity(Row, table=True):
    """The machine's word on one measure for one home. `numbers` is the opportunity as the command line prints it."""

    __tablename__ = "opportunity"
    __table_args__ = (UniqueConstraint("assessment_id", "measure"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    assessment_id: uuid.UUID = Field(foreign_key="assessment.id", index=True, ondelete="CASCADE")
    measure: str
    rank: int
    numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    trace: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)


class Review(Row, table=True):
    """A coach's task: one assessment to be judged. At most one is open for a home."""

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "uq_review_open",
            "home_id",
            unique=True,
            postgresql_where=text("state IN ('waiting', 'claimed', 'needs_information')"),
        ),
        Index("ix_review_queue", "state", "waiting_since"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    assessment_id: uuid.UUID = Field(foreign_key="assessment.id", ondelete="CASCADE")
    state: ReviewState = Field(default=ReviewState.WAITING, sa_type=closed_set(ReviewState))
    waiting_since: datetime
    claimed_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    claimed_at: datetime | None = None
    claim_expires_at: datetime | None = None
    question: str | None = None
    decided_at: datetime | None = None


class Override(Row, table=True):
    """A coach's change to one measure of one home, kept beside the machine's value; it survives recomputation."""

    __tablename__ = "override"
    __table_args__ = (UniqueConstraint("home_id", "measure"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    review_id: uuid.UUID = Field(foreign_key="review.id", ondelete="CASCADE")
    measure: str
    action: str
    rank: int | None = None
    machine_rank: int
    machine_numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    reason: str
    note: str = ""
    made_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime


class ReviewEvent(Row, table=True):
    """Something a person or the clock did to a review. Append-only."""

    __tablename__ = "review_event"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    review_id: uuid.UUID = Field(foreign_key="review.id", index=True, ondelete="CASCADE")
    actor_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime
    action: str
    from_state: ReviewState = Field(sa_type=closed_set(ReviewState, "from_state"))
    to_state: ReviewState = Field(sa_type=closed_set(ReviewState, "to_state"))
    measure: str | None = None
    reason: str | None = None
    note: str | None = None


class Recommendation(Row, table=True):
    """An opportunity a coach approved: what the resident reads. Frozen when published; replaced, never edited."""

    __tablename__ = "recommendation"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    review_id: uuid.UUID = Field(foreign_key="review.id", ondelete="CASCADE")
    opportunity_id: uuid.UUID = Field(foreign_key="opportunity.id", ondelete="CASCADE")
    review_event_id: uuid.UUID = Field(foreign_key="review_event.id", ondelete="CASCADE")
    measure: str
    rank: int
    later: bool = False
    note: str = ""
    published_at: datetime
    replaced_at: datetime | None = None
