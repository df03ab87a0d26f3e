"""What a partner may do with data: each signed agreement as one row that never changes, and when it was ended early."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, new_id


class AgreementPurpose(StrEnum):
    """What data passes between a partner and the programme for."""

    USAGE = "usage"
    """The partner sends readings of customers who agreed."""
    CONSENTS = "consents"
    """The partner reads which of its customers agreed or withdrew."""
    OFFERS = "offers"
    """The partner's loans and other offers are shown."""
    REFERRALS = "referrals"
    """Residents who ask for it are referred to the partner."""
    COUNTS = "counts"
    """The partner sees counts of homes, never of few."""


class PartnerAgreement(Row, table=True):
    """One data-use agreement as it was signed. `expires_on` is its last day; a renewal is another row.

    `fields` are what of a home may pass (commodities, or parts of a referral), `retention_days` how long the partner
    keeps it. Whom to ask on either side is sealed: it names people.
    """

    __tablename__ = "partner_agreement"
    __table_args__ = (
        CheckConstraint("signed_on <= expires_on", name="an_agreement_lasts"),
        CheckConstraint("retention_days > 0", name="nothing_is_kept_for_ever"),
        Index("ix_partner_agreement_of", "organisation_id", "expires_on"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: uuid.UUID = Field(foreign_key="organisation.id", ondelete="CASCADE")
    reference: str = Field(max_length=80)
    purposes: list[str] = Field(default_factory=list, sa_type=JSONB)
    fields: list[str] = Field(default_factory=list, sa_type=JSONB)
    retention_days: int
    contacts_sealed: bytes = Field(sa_type=LargeBinary)
    signed_on: date
    begins_on: date
    expires_on: date
    entered_by: uuid.UUID | None = None
    entered_at: datetime
    ended_at: datetime | None = None
    ended_by: uuid.UUID | None = None
