"""Referrals: what a resident had sent to one lender, what the lender said back, and what it was told of an end.

A package is sealed with the resident's own key and erased when the referral ends. Events and packages are only added;
`Referral.state` is what the events say together (coach/referrals/states.py), worked out again with each.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.consent import Source
from greener_homes.tables.referral_notice import ReferralEnd


class ReferralState(StrEnum):
    """Where a referral stands."""

    SENT = "sent"
    RECEIVED = "received"
    NEEDS_INFORMATION = "needs_information"
    APPROVED = "approved"
    DECLINED = "declined"
    ENROLLED = "enrolled"
    """A utility charges it on the bill from now on."""
    FUNDED = "funded"
    REPAID = "repaid"
    ENDED = "ended"
    """The household moved, and what was owed on the bill was settled."""
    TRANSFERRED = "transferred"
    """The household moved, and whoever pays the bill next pays the charge."""
    WITHDRAWN = "withdrawn"


class ReferralEventKind(StrEnum):
    """What a lender, or a utility that lends on its bill, can say happened."""

    RECEIVED = "received"
    NEEDS_INFORMATION = "needs_information"
    APPROVED = "approved"
    DECLINED = "declined"
    ENROLLED = "enrolled"
    FUNDED = "funded"
    REPAID = "repaid"
    ENDED = "ended"
    TRANSFERRED = "transferred"


class ReferralNeed(StrEnum):
    """What a lender may say it still needs. It asks the resident itself; no words of its own reach us."""

    IDENTITY = "identity"
    INCOME = "income"
    OWNERSHIP = "ownership"
    QUOTE = "quote"
    TAX_BILL = "tax_bill"
    UTILITY_BILL = "utility_bill"
    SIGNATURE = "signature"


class Referral(Row, table=True):
    """One resident referred to one lender. `measures` are those of the newest package, for the project's money.

    `source` and `supplier_id` name the answer it rests on. Money is in cents.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_recipient", "recipient_id", "made_at"),
        Index(
            "uq_referral_open",
            "person_id",
            "home_id",
            "recipient_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    recipient_id: uuid.UUID = Field(foreign_key="organisation.id")
    offer_id: uuid.UUID | None = Field(default=None, foreign_key="finance_offer.id", ondelete="SET NULL")
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    measures: list[str] = Field(default_factory=list, sa_type=JSONB)
    made_at: datetime
    state: ReferralState = Field(default=ReferralState.SENT, sa_type=closed_set(ReferralState))
    state_since: datetime
    closed_at: datetime | None = None
    """When nothing more could come of it: paid back, moved out, withdrawn. Asking again is a new referral."""
    funded_cents: int | None = None
    funded_on: date | None = None
    conflicts: int = 0
    """Events that do not fit the others, kept for reconciliation."""
    news: str | None = None
    """Of which standing the resident was last written to, in codes; what is no news to them is in it too."""
    letter_id: uuid.UUID | None = None
    """The last letter on it, which an end stops while it waits; no foreign key, because letters go first."""
    withdrawn_at: datetime | None = None
    ended_as: ReferralEnd | None = Field(default=None, sa_type=closed_set(ReferralEnd))


class ReferralPackage(Row, table=True):
    """What went, once. `content_sealed` is under the person's key and gone with the referral's end; the rest stays."""

    __tablename__ = "referral_package"
    __table_args__ = (UniqueConstraint("referral_id", "version"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: uuid.UUID = Field(foreign_key="referral.id", index=True, ondelete="CASCADE")
    version: int
    fields: list[str] = Field(sa_type=JSONB)
    assessment_id: uuid.UUID
    """The assessment the plan rests on; no foreign key, because the advice may go first."""
    content_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str = Field(max_length=64)
    """Keyed, so that nobody can try what the content was."""
    size_bytes: int
    made_at: datetime
    receipt_id: uuid.UUID | None = Field(default=None, foreign_key="consent_receipt.id", ondelete="SET NULL")
    first_fetched_at: datetime | None = None
    fetches: int = 0
    erased_at: datetime | None = None


class ReferralEvent(Row, table=True):
    """What a lender said happened, under its own name for it (`event_key`), which it never uses twice. Append-only."""

    __tablename__ = "referral_event"
    __table_args__ = (UniqueConstraint("recipient_id", "event_key"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: uuid.UUID = Field(foreign_key="referral.id", index=True, ondelete="CASCADE")
    recipient_id: uuid.UUID = Field(foreign_key="organisation.id")
    event_key: str = Field(max_length=100)
    kind: ReferralEventKind = Field(sa_type=closed_set(ReferralEventKind))
    occurred_at: datetime
    recorded_at: datetime
    needs: list[str] = Field(default_factory=list, sa_type=JSONB)
    amount_cents: int | None = None
    rate_thousandths: int | None = None
    """Of a per cent a year, with an enrolment."""
    years: int | None = None


class ReferralComparison(Row, table=True):
    """The last list a lender sent to compare. `differences` hold numbers of referrals and states, nobody's data."""

    __tablename__ = "referral_comparison"

    recipient_id: uuid.UUID = Field(foreign_key="organisation.id", primary_key=True)
    at: datetime
    compared: int
    differences: list[dict[str, str]] = Field(default_factory=list, sa_type=JSONB)
