"""What a person may ask of us about themselves: a copy of everything, and that everything goes."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ExportState(StrEnum):
    """Where a person's copy of their data stands."""

    ASKED = "asked"
    READY = "ready"
    GONE = "gone"


class PersonExport(Row, table=True):
    """A copy of everything held on a person, sealed in the spool until it is fetched or its time is over."""

    __tablename__ = "person_export"
    __table_args__ = (
        Index("uq_person_export_open", "person_id", unique=True, postgresql_where=text("state = 'asked'")),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    state: ExportState = Field(default=ExportState.ASKED, sa_type=closed_set(ExportState))
    asked_at: datetime
    made_at: datetime | None = None
    gone_at: datetime | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    spool_name: str | None = None
    spool_key: bytes | None = Field(default=None, sa_type=LargeBinary)


class RequestKind(StrEnum):
    """What staff may begin for somebody who asks in person."""

    EXPORT = "export"
    ERASURE = "erasure"


class RequestGrounds(StrEnum):
    """How staff know that whoever asks is who they say."""

    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    BY_LETTER = "by_letter"


class StaffRequest(Row, table=True):
    """A resident's wish that a member of staff took down. Nothing happens before it is confirmed, within its time."""

    __tablename__ = "staff_request"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: RequestKind = Field(sa_type=closed_set(RequestKind))
    grounds: RequestGrounds = Field(sa_type=closed_set(RequestGrounds))
    asked_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    asked_at: datetime
    confirmed_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    confirmed_at: datetime | None = None
    dropped_at: datetime | None = None


class ErasureState(StrEnum):
    """How far an erasure has come."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Erasure(Row, table=True):
    """One person's wish to be gone, and what became of it. Outlives the person, without naming them.

    `person_digest` is a keyed digest of the person's opaque id: after a backup is restored it finds whoever must go
    again. `person_id` is emptied with the last step. `reference_digest` finds the receipt for who holds its address.
    `unconfirmed` counts permissions that a utility had not confirmed to have ended when we stopped waiting.
    """

    __tablename__ = "erasure"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    person_id: uuid.UUID | None = None
    reference_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    state: ErasureState = Field(default=ErasureState.ASKED, sa_type=closed_set(ErasureState))
    rows: int = 0
    unconfirmed: int = 0
    asked_at: datetime
    withdrawn_at: datetime | None = None
    erased_at: datetime | None = None
