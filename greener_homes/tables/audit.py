"""Who did what to whose data, and why: opaque identifiers only, chained and signed so that no change goes unseen."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, new_id


class AuditEvent(Row, table=True):
    """One act, written in its own transaction and never changed. Its ids are not foreign keys: they outlive rows."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_home_at", "home_id", "at"),
        Index("ix_audit_event_actor_at", "actor_id", "at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    action: str
    actor_id: uuid.UUID | None = None
    actor_audience: str
    home_id: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    purpose: str | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)


class AuditUnsealed(Row, table=True):
    """An event that waits for the sealer. The database itself writes this row with the event, in its transaction.

    So the sealer never has to guess from times or numbers which events are new, and one that is committed late is
    still here when it appears.
    """

    __tablename__ = "audit_unsealed"

    event_id: uuid.UUID = Field(primary_key=True)


class AuditSeal(Row, table=True):
    """An event's place in the chain: `hash` covers the event, its number and the hash before. Never changed."""

    __tablename__ = "audit_seal"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    event_id: uuid.UUID = Field(unique=True)
    hash: bytes = Field(sa_type=LargeBinary)


class AuditHead(Row, table=True):
    """The end of the chain after one sealing: how many events, the last hash, signed. Never changed."""

    __tablename__ = "audit_head"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_type=LargeBinary)
    at: datetime
    key_id: str
    signature: bytes = Field(sa_type=LargeBinary)
