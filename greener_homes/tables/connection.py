"""How data arrived: import runs, what they found, and the sealed file while it waits to be read."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.consent import Source


class ImportState(StrEnum):
    """Where an import run stands."""

    RECEIVED = "received"
    STORED = "stored"
    REJECTED = "rejected"
    STOPPED = "stopped"


KEPT = text("state IN ('received', 'stored')")


class ImportRun(Row, table=True):
    """One file on its way from a resident's hand to stored readings.

    The sealed file and its key live only until the run ends; afterwards the digest, size and counts remain.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("uq_import_run_file", "home_id", "sha256", unique=True, postgresql_where=KEPT),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    state: ImportState = Field(default=ImportState.RECEIVED, sa_type=closed_set(ImportState))
    sha256: str
    size_bytes: int
    spool_name: str | None = None
    spool_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    format: str | None = None
    code: str | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    findings: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    rejects: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    received_at: datetime
    finished_at: datetime | None = None
