"""What partners lend for work on homes: each offer in versions that are never overwritten. Nothing of it is a person's.

A row is one version. Which of a key's versions counts is decided by what its sender said of it (`stated_at`), not by
when it came; whether residents see it, by staff (`state`).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class FinanceKind(StrEnum):
    """How the money comes back: to a lender, on the utility's bill, or on the property tax bill."""

    LOAN = "loan"
    ON_BILL = "on_bill"
    LOCAL_IMPROVEMENT_CHARGE = "local_improvement_charge"


class RateKind(StrEnum):
    """Whether the rate holds for the whole term, or may move with the lender's own."""

    FIXED = "fixed"
    VARIABLE = "variable"


class PaymentFrequency(StrEnum):
    """How often is paid."""

    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every_two_weeks"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Compounding(StrEnum):
    """How often interest is added: with each payment, twice a year as mortgages in Canada do, or once a year."""

    EACH_PAYMENT = "each_payment"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class FeesPaid(StrEnum):
    """Who pays the fees, and when: the household at the start, the household with the loan, or the lender."""

    AT_START = "at_start"
    ADDED = "added"
    BY_LENDER = "by_lender"


class EarlyRepayment(StrEnum):
    """What paying back early costs: nothing, so many months' interest, a share of what is owed; or it cannot be."""

    FREE = "free"
    MONTHS_OF_INTEREST = "months_of_interest"
    PERCENT_OF_OWED = "percent_of_owed"
    NOT_POSSIBLE = "not_possible"


class OnMoving(StrEnum):
    """What becomes of the debt when the household moves: settled, kept with the home, or following who borrowed."""

    SETTLED = "settled"
    STAYS_WITH_HOME = "stays_with_home"
    FOLLOWS_BORROWER = "follows_borrower"


class FinanceSecurity(StrEnum):
    """What stands behind the debt. A charge on the tax bill, like a lien, comes with the home."""

    NONE = "none"
    PROPERTY_TAX_BILL = "property_tax_bill"
    UTILITY_BILL = "utility_bill"
    LIEN = "lien"


class ReceivedVia(StrEnum):
    """How a version came."""

    FILE = "file"
    API = "api"


class OfferState(StrEnum):
    """Where a version stands with staff. Only approved ones are shown to residents."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class FinanceOffer(Row, table=True):
    """One version of one offer. `key` is the lender's own name for it; `version` counts in the order they came.

    A fixed rate has the same low and high. Empty `municipalities`, `measures` and `categories` set no condition.
    `early_amount` is months or per cent, as `early_repayment` says. `withdrawn_at` is set on every version of a key
    that was stated by then.
    """

    __tablename__ = "finance_offer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "version"),
        Index("ix_finance_offer_stated", "organisation_id", "key", "stated_at"),
        Index("ix_finance_offer_state", "state", "received_at"),
        CheckConstraint("rate_low_percent >= 0 AND rate_low_percent <= rate_high_percent", name="rates"),
        CheckConstraint("term_min_months > 0 AND term_min_months <= term_max_months", name="terms"),
        CheckConstraint("amount_min_cad > 0 AND amount_min_cad <= amount_max_cad", name="amounts"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: uuid.UUID = Field(foreign_key="organisation.id")
    key: str = Field(max_length=60)
    version: int
    digest: str = Field(max_length=64)
    """Of everything the sender said but the moment they said it: the same content twice is one version."""
    stated_at: datetime
    """When the sender says these terms were written; of two versions the later counts, whichever came first."""
    kind: FinanceKind = Field(sa_type=closed_set(FinanceKind))
    name_en: str = Field(max_length=120)
    name_fr: str = Field(max_length=120)
    rate_kind: RateKind = Field(sa_type=closed_set(RateKind))
    rate_low_percent: Decimal = Field(max_digits=6, decimal_places=3)
    rate_high_percent: Decimal = Field(max_digits=6, decimal_places=3)
    compounding: Compounding = Field(sa_type=closed_set(Compounding))
    payments: PaymentFrequency = Field(sa_type=closed_set(PaymentFrequency))
    term_min_months: int
    term_max_months: int
    amount_min_cad: Decimal = Field(max_digits=10, decimal_places=2)
    amount_max_cad: Decimal = Field(max_digits=10, decimal_places=2)
    admin_fee_cad: Decimal = Field(max_digits=10, decimal_places=2)
    admin_fee_percent: Decimal = Field(max_digits=6, decimal_places=3)
    registration_fee_cad: Decimal = Field(max_digits=10, decimal_places=2)
    fees_paid: FeesPaid = Field(sa_type=closed_set(FeesPaid))
    early_repayment: EarlyRepayment = Field(sa_type=closed_set(EarlyRepayment))
    early_amount: Decimal = Field(max_digits=6, decimal_places=3)
    on_moving: OnMoving = Field(sa_type=closed_set(OnMoving))
    security: FinanceSecurity = Field(sa_type=closed_set(FinanceSecurity))
    municipalities: list[str] = Field(default_factory=list, sa_type=JSONB)
    measures: list[str] = Field(default_factory=list, sa_type=JSONB)
    categories: list[str] = Field(default_factory=list, sa_type=JSONB)
    for_owners: bool
    for_tenants: bool
    low_income_only: bool
    valid_from: date
    valid_until: date | None = None
    page_url: str = Field(max_length=500)
    received_via: ReceivedVia = Field(sa_type=closed_set(ReceivedVia))
    received_at: datetime
    file_id: uuid.UUID | None = Field(default=None, foreign_key="partner_file.id", ondelete="SET NULL")
    state: OfferState = Field(default=OfferState.WAITING, sa_type=closed_set(OfferState))
    decided_at: datetime | None = None
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    """None with a decision: the version changed nothing that staff decide on, or the operator decided."""
    withdrawn_at: datetime | None = None
