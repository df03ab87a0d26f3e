"""Advice: what the machine worked out, what a coach decided, and what the resident therefore sees."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ARRAY, REAL, Column, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ReviewState(StrEnum):
    """Where a review stands; the arrows between states are one table in coach/cases/review_states.py."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    APPROVED = "approved"
    CHANGED = "changed"
    DECLINED = "declined"
    NEEDS_INFORMATION = "needs_information"
    HELD = "held"
    SUPERSEDED = "superseded"


class Lane(StrEnum):
    """Whose turn a waiting case is: any coach's, or an expert's only."""

    COACHES = "coaches"
    EXPERTS = "experts"


class WaitingReason(StrEnum):
    """Why a case waits for a coach; the newest reason that a coach can act on."""

    NEW = "new"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"
    BACK_FROM_HOLD = "back_from_hold"
    DIVERGED = "diverged"
    ESCALATED = "escalated"
    HANDED_BACK = "handed_back"
    RETURNED = "returned"


class DataProblem(StrEnum):
    """How much a case's readings can carry."""

    NONE = "none"
    QUESTIONS = "questions"
    NO_READINGS = "no_readings"


class Aspect(StrEnum):
    """What of an opportunity a coach's change is about; one change of each kind stands at a time."""

    ADDED = "added"
    PLACE = "place"
    RANGE = "range"
    WORDING = "wording"
    NOTE = "note"


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
    """A coach's task: one assessment to be judged. At most one is open for a home.

    What lists are sorted and filtered by is kept here too, taken from the assessment when the review is opened
    (coach/cases/review_opening.py). `preferred_coach` alone may claim it until `preferred_until`.
    """

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "uq_review_open",
            "home_id",
            unique=True,
            postgresql_where=text("state IN ('waiting', 'claimed', 'needs_information', 'held')"),
        ),
        Index("ix_review_queue", "state", "lane", "turn_on", "waiting_since", "id"),
        Index("ix_review_coach", "claimed_by", "state"),
        Index("ix_review_decided", "decided_at"),
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
    lane: Lane = Field(default=Lane.COACHES, sa_type=closed_set(Lane))
    reason: WaitingReason = Field(default=WaitingReason.NEW, sa_type=closed_set(WaitingReason, "reason"))
    promised_on: date
    lift_days: int = 0
    turn_on: date
    preferred_coach: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    preferred_until: datetime | None = None
    held_until: date | None = None
    was_escalated: bool = False
    municipality: str | None = None
    heating_fuel: str | None = None
    goal: str | None = None
    language: str | None = None
    income_qualified: bool | None = None
    data_problem: DataProblem = Field(default=DataProblem.NONE, sa_type=closed_set(DataProblem))
    not_contacted: bool = False
    """The household said, ten working days on, that nobody had been in touch."""


class Override(Row, table=True):
    """A coach's change to one measure of one home, kept beside the machine's value; it survives recomputation.

    `numbers` are the coach's own ranges, in the machine's form; `wording` is the coach's own sentence on the work.
    """

    __tablename__ = "override"
    __table_args__ = (UniqueConstraint("home_id", "measure", "aspect"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    review_id: uuid.UUID = Field(foreign_key="review.id", ondelete="CASCADE")
    measure: str
    aspect: Aspect = Field(default=Aspect.PLACE, sa_type=closed_set(Aspect))
    action: str
    rank: int | None = None
    numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    wording: str = ""
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
    """An opportunity a coach approved: what the resident reads. Frozen when published; replaced, never edited.

    `opportunity_id` is None for work that the coach added. `coach_numbers` are the ranges that the coach put in the
    place of the machine's, `wording` the coach's own sentence; empty where the machine's stand.
    """

    __tablename__ = "recommendation"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    review_id: uuid.UUID = Field(foreign_key="review.id", ondelete="CASCADE")
    opportunity_id: uuid.UUID | None = Field(default=None, foreign_key="opportunity.id", ondelete="CASCADE")
    review_event_id: uuid.UUID = Field(foreign_key="review_event.id", ondelete="CASCADE")
    measure: str
    rank: int
    later: bool = False
    note: str = ""
    wording: str = ""
    coach_numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    published_at: datetime
    replaced_at: datetime | None = None


class Screening(Row, table=True):
    """What the machine would put forward in a home, worked out with all others at once: a list, not yet an assessment.

    `measures` in their order; of each, p10, p50 and p90 of a year's bill, carbon and value, one after the other, and of
    the fuels it saves (`other_fuel` is what heats the home, where that is neither electricity nor gas). `refused` as
    "measure=code", `municipality` as the home's facts have it. Replaced as a whole when the programme is
    screened again.
    """

    __tablename__ = "screening"

    home_id: uuid.UUID = Field(primary_key=True, foreign_key="home.id", ondelete="CASCADE")
    evidence_digest: str
    versions: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    opened: list[str] = Field(default_factory=list, sa_type=JSONB)
    measures: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String), nullable=False))
    bill_cad: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    carbon_kg: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    value_cad: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    electricity_kwh: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    gas_m3: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    other_fuel: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    cost_cad: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    incentive_cad: list[float] = Field(default_factory=list, sa_column=Column(ARRAY(REAL), nullable=False))
    refused: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String), nullable=False))
    municipality: str | None = None
    made_at: datetime
