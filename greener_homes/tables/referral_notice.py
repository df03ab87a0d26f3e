"""Notices to lenders that they have to stop. Made where permissions end, they outlive the person and name nobody."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ReferralEnd(StrEnum):
    """Why a lender has to stop."""

    WITHDRAWN = "withdrawn"
    ADVICE_GONE = "advice_gone"
    """The permission that the plan rested on ended, and the plan with it."""
    EXPIRED = "expired"


class ReferralNotice(Row, table=True):
    """That a lender has to stop, and whether it confirmed. Names the referral by number only, and so outlives it."""

    __tablename__ = "referral_notice"
    __table_args__ = (
        Index("ix_referral_notice_recipient", "recipient_id", "made_at"),
        UniqueConstraint("referral_number"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    recipient_id: uuid.UUID = Field(foreign_key="organisation.id")
    referral_number: uuid.UUID
    ended_as: ReferralEnd = Field(sa_type=closed_set(ReferralEnd))
    made_at: datetime
    confirmed_at: datetime | None = None
