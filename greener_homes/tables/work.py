"""The ledger of work: every background job is a row here, and the broker only wakes workers up."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class WorkState(StrEnum):
    """Where a piece of work stands. Queued and running are open; the others are the end of it."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    DEAD = "dead"


OPEN = text("state IN ('queued', 'running')")


class Work(Row, table=True):
    """One piece of work: the name of a job and the identifier of what it is about. Never more than that.

    At most one row is open for a name and a subject. Asking again while it runs sets `again`, and the end
    of this row then opens the next one. `crashes` counts attempts that never reported an end; it is raised
    before the work starts and cleared by every orderly end. `attempts` fences: only the attempt whose
    number the row still holds may finish it.
    """

    __tablename__ = "work"
    __table_args__ = (
        Index("uq_work_open", "name", "subject_id", unique=True, postgresql_where=OPEN),
        Index("ix_work_due", "available_at", postgresql_where=OPEN),
        Index("ix_work_subject", "subject_id", "name", "created_at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80)
    subject_id: uuid.UUID
    state: WorkState = Field(default=WorkState.QUEUED, sa_type=closed_set(WorkState))
    again: bool = False
    attempts: int = 0
    crashes: int = 0
    lease_until: datetime | None = None
    worker: str | None = None
    available_at: datetime
    dispatched_at: datetime | None = None
    step: str | None = None
    error_code: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Heartbeat(Row, table=True):
    """When a process of each kind (a queue's worker, the relay) was last known to be alive."""

    __tablename__ = "heartbeat"

    kind: str = Field(primary_key=True, max_length=40)
    worker: str
    seen_at: datetime
