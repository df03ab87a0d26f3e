"""What a coach writes down at a visit or a call: the visit, each way its form was kept, and its photos.

What is written is sealed with the resident's own key: destroying it makes all of it unreadable.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.conversation import AttachmentKind, MeetingKind
from greener_homes.tables.people import Language


class VisitState(StrEnum):
    """Whether a visit is being written down or stands signed."""

    OPEN = "open"
    SIGNED = "signed"


class Part(StrEnum):
    """The parts of a home that are looked at, in the order of a walk through it."""

    ATTIC = "attic"
    WALLS = "walls"
    WINDOWS = "windows"
    BASEMENT = "basement"
    HEATING = "heating"
    HOT_WATER = "hot_water"
    VENTILATION = "ventilation"
    PANEL = "panel"
    SAFETY = "safety"


class Visit(Row, table=True):
    """A visit or a call. `person_id` is the resident whose key seals what is written; at most one an appointment.

    `version` is the number of the revision that counts, 0 before the first. `facts` are the names of what this visit
    says of the home now. `given_version` is what the household reads, None until it was given its plan.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index(
            "uq_visit_appointment", "appointment_id", unique=True, postgresql_where=text("appointment_id IS NOT NULL")
        ),
        CheckConstraint("(given_at IS NULL) = (given_version IS NULL)", name="given"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    coach_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True, ondelete="SET NULL")
    appointment_id: uuid.UUID | None = Field(default=None, foreign_key="appointment.id", ondelete="SET NULL")
    kind: MeetingKind = Field(sa_type=closed_set(MeetingKind))
    language: Language = Field(sa_type=closed_set(Language))
    state: VisitState = Field(default=VisitState.OPEN, sa_type=closed_set(VisitState))
    version: int = 0
    facts: list[str] = Field(default_factory=list, sa_type=JSONB)
    begun_at: datetime
    saved_at: datetime
    signed_at: datetime | None = None
    given_at: datetime | None = None
    given_version: int | None = None


class VisitRevision(Row, table=True):
    """The form as it was kept once, whole. One that was signed stays; drafts go when the household has its plan."""

    __tablename__ = "visit_revision"
    __table_args__ = (UniqueConstraint("visit_id", "number"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    visit_id: uuid.UUID = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    number: int
    signed: bool = False
    written_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    written_at: datetime
    form_sealed: bytes = Field(sa_type=LargeBinary)


class VisitPhoto(Row, table=True):
    """A photo of a part of the home, whole, sealed inside the database with the resident's key."""

    __tablename__ = "visit_photo"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    visit_id: uuid.UUID = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    part: Part = Field(sa_type=closed_set(Part))
    kind: AttachmentKind = Field(sa_type=closed_set(AttachmentKind))
    size_bytes: int
    data_sealed: bytes = Field(sa_type=LargeBinary)
    added_at: datetime
