"""Offers as the API takes and gives them: money and rates are text, so that no reader rounds them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from web.partner_api.models import Out

Text = Annotated[str, Field(max_length=600)]
Kind = Literal["loan", "on_bill", "local_improvement_charge"]
RateKind = Literal["fixed", "variable"]
Compounding = Literal["each_payment", "half_yearly", "yearly"]
Payments = Literal["weekly", "every_two_weeks", "monthly", "yearly"]
FeesPaid = Literal["at_start", "added", "by_lender"]
Early = Literal["free", "months_of_interest", "percent_of_owed", "not_possible"]
OnMoving = Literal["settled", "stays_with_home", "follows_borrower"]
Security = Literal["none", "property_tax_bill", "utility_bill", "lien"]
Who = Literal["owner", "tenant", "both"]
Months = Annotated[int, Field(ge=1, le=480)]
Names = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)]


class OfferRequest(BaseModel):
    """What you lend, for whom and on which terms. Amounts are dollars and rates yearly per cent, both as text.

    A rate that is not one figure has `rate_high_percent`. Empty lists set no condition. `early_amount` is months of
    interest or per cent of what is owed, as `early_repayment` says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stated_at: Text
    kind: Kind
    name_en: Text
    name_fr: Text
    rate_kind: RateKind = "fixed"
    rate_low_percent: Text
    rate_high_percent: Text | None = None
    compounding: Compounding = "each_payment"
    payments: Payments = "monthly"
    term_min_months: Months
    term_max_months: Months
    amount_min_cad: Text
    amount_max_cad: Text
    admin_fee_cad: Text = "0"
    admin_fee_percent: Text = "0"
    registration_fee_cad: Text = "0"
    fees_paid: FeesPaid = "at_start"
    early_repayment: Early
    early_amount: Text = "0"
    on_moving: OnMoving
    security: Security
    municipalities: Names = []
    measures: Names = []
    categories: Names = []
    who: Who
    low_income_only: bool = False
    valid_from: Text
    valid_until: Text | None = None
    page_url: Text


class OfferDocument(Out):
    """One version of one of your offers. `state` waiting: staff have not looked yet, and no resident sees it."""

    key: str
    version: int
    state: Literal["waiting", "approved", "declined", "withdrawn"]
    stated_at: AwareDatetime
    received_at: AwareDatetime
    received_via: Literal["file", "api"]
    decided_at: AwareDatetime | None
    withdrawn_at: AwareDatetime | None
    kind: Kind
    name_en: str
    name_fr: str
    rate_kind: RateKind
    rate_low_percent: str
    rate_high_percent: str
    compounding: Compounding
    payments: Payments
    term_min_months: int
    term_max_months: int
    amount_min_cad: str
    amount_max_cad: str
    admin_fee_cad: str
    admin_fee_percent: str
    registration_fee_cad: str
    fees_paid: FeesPaid
    early_repayment: Early
    early_amount: str
    on_moving: OnMoving
    security: Security
    municipalities: list[str]
    measures: list[str]
    categories: list[str]
    who: Who
    low_income_only: bool
    valid_from: date
    valid_until: date | None
    page_url: str
    links: dict[str, str]


class StatedDocument(Out):
    """What a statement came to. Late: terms stated later are known, so these are kept and do not count."""

    outcome: Literal["new", "changed", "same", "late"]
    offer: OfferDocument


class OffersDocument(Out):
    """Your offers, of each the version stated last."""

    items: list[OfferDocument]


class VersionsDocument(Out):
    """Every version of one offer, the one stated last first."""

    versions: list[OfferDocument]
