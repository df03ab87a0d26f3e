"""Who did what to whose data, and why: opaque identifiers only."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, new_id


class AuditEvent(Row, table=True):
    """One act, written in its own transaction and never changed. Its ids are not foreign keys: they outlive rows."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_home_at", "home_id", "at"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    action: str
    actor_id: uuid.UUID | None = None
    actor_audience: str
    home_id: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    purpose: str | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
