"""Monthly home energy reports: what each said, and the lot that found out whether they help.

A report is made of readings, names the permissions it rests on, and goes with them. The lot knows nothing of a home but
which group it fell into and when, and whether its household asked for reports all the same.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ReportGroup(StrEnum):
    """Where the lot put a home."""

    SENT = "sent"
    HELD_BACK = "held_back"


class ReportDraw(Row, table=True):
    """One home's lot, drawn once and never again: its group, at which share, and until when it is held back.

    `asked_at`: somebody of the household asked for reports; it gets them whatever its group, and stays in its group
    when effects are counted.
    """

    __tablename__ = "report_draw"

    home_id: uuid.UUID = Field(foreign_key="home.id", primary_key=True, ondelete="CASCADE")
    group: ReportGroup = Field(sa_type=closed_set(ReportGroup))
    share: float
    drawn_at: datetime
    held_until: date | None = None
    asked_at: datetime | None = None


class MonthlyReport(Row, table=True):
    """What one home's report of one month says: figures and codes, never sentences. Never changed once made."""

    __tablename__ = "monthly_report"
    __table_args__ = (UniqueConstraint("home_id", "month"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    month: date
    said: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    made_at: datetime
