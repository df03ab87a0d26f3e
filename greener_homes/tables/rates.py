"""Published rates: each file read is a sheet that staff approve or decline; its figures are dated."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class SheetState(StrEnum):
    """Where a published file stands: only approved figures are ever used."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class RateFamily(StrEnum):
    """The three kinds of price that change on their own days."""

    ELECTRICITY = "electricity"
    DELIVERY = "delivery"
    GAS = "gas"


class RateSheet(Row, table=True):
    """One published file by its digest, with the day its figures begin. The same file for the same day is one sheet."""

    __tablename__ = "rate_sheet"
    __table_args__ = (UniqueConstraint("sha256", "effective_from"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    sha256: str = Field(max_length=64)
    effective_from: date
    state: SheetState = Field(default=SheetState.PROPOSED, sa_type=closed_set(SheetState))
    proposed_at: datetime
    decided_at: datetime | None = None
    decided_by: uuid.UUID | None = None


class PublishedRate(Row, table=True):
    """One row of figures from a sheet, in the columns of the reference table of its family."""

    __tablename__ = "published_rate"
    __table_args__ = (UniqueConstraint("sheet_id", "family", "key", "effective_from"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    sheet_id: uuid.UUID = Field(foreign_key="rate_sheet.id", ondelete="CASCADE")
    family: RateFamily = Field(sa_type=closed_set(RateFamily))
    key: str = Field(max_length=60)
    effective_from: date
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
