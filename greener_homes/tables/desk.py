"""The desk itself: who its experts are, what its coaches declare, decided cases that a second coach reads, and bills
that a coach left out."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from models.quantities import Commodity


class LookReason(StrEnum):
    """Why a decided case is read by a second coach."""

    SAMPLE = "sample"
    NEW_COACH = "new_coach"
    ESCALATED = "escalated"


class LookState(StrEnum):
    """Where a second look stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    RETURNED = "returned"


class SecondLook(Row, table=True):
    """A decided case that another coach reads: agreed with, or returned with a note. Never the one who decided it."""

    __tablename__ = "second_look"
    __table_args__ = (Index("ix_second_look_waiting", "state", "drawn_at"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    review_id: uuid.UUID = Field(foreign_key="review.id", unique=True, ondelete="CASCADE")
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    why: LookReason = Field(sa_type=closed_set(LookReason))
    state: LookState = Field(default=LookState.WAITING, sa_type=closed_set(LookState))
    drawn_at: datetime
    looked_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    looked_at: datetime | None = None
    note: str = ""


class DeskExpert(Row, table=True):
    """A coach who may claim what others escalate."""

    __tablename__ = "desk_expert"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    since: datetime


class ConductDeclaration(Row, table=True):
    """What a coach declared of their own interests, and the version of the code of conduct they read. Never edited."""

    __tablename__ = "conduct_declaration"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    version: int
    declared_at: datetime
    interests_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class LeftOutWhy(StrEnum):
    """Why a coach leaves a bill out of a home's advice."""

    NOT_THEIRS = "not_theirs"
    MISREAD = "misread"
    ESTIMATED = "estimated"
    UNUSUAL = "unusual"
    VACANT = "vacant"
    OVERLAPPING = "overlapping"
    OTHER = "other"


class BillLeftOut(Row, table=True):
    """A stretch of readings that a coach left out of a home's advice, from `first` on and not from `until` on.

    It goes with the assessment on which the coach saw it, and so with the permission that this rests on.
    """

    __tablename__ = "bill_left_out"
    __table_args__ = (
        UniqueConstraint("home_id", "commodity", "first", "until"),
        CheckConstraint('until > "first"', name="forwards"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    assessment_id: uuid.UUID = Field(foreign_key="assessment.id", index=True, ondelete="CASCADE")
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    first: date
    until: date
    reason: LeftOutWhy = Field(sa_type=closed_set(LeftOutWhy))
    note: str = ""
    made_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime
