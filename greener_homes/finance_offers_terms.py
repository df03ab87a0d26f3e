"""What one offer says, as a value: exact, complete, and the same for a file, the API and a page.

Money is whole cents and rates have three decimals, as `Decimal`. Whether the terms make sense together is said here, in
codes; how they are written is the business of whoever reads them (`utility_connectors/finance_terms.py`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from greener_homes import codes_finance as codes
from greener_homes.errors import Refusal
from greener_homes.tables.finance import Compounding as Compounding
from greener_homes.tables.finance import EarlyRepayment as EarlyRepayment
from greener_homes.tables.finance import FeesPaid as FeesPaid
from greener_homes.tables.finance import FinanceKind as FinanceKind
from greener_homes.tables.finance import FinanceSecurity as FinanceSecurity
from greener_homes.tables.finance import OnMoving as OnMoving
from greener_homes.tables.finance import PaymentFrequency as PaymentFrequency
from greener_homes.tables.finance import RateKind as RateKind

MOST_PERCENT: Final = Decimal(35)
"""A yearly rate above this is a crime in Canada (Criminal Code, section 347, as in force since 2025-01-01)."""
MOST_MONTHS: Final = 480
SKEW: Final = timedelta(minutes=5)
"""By how much a partner's clock may be ahead of ours."""
MOST_CAD: Final = Decimal(1_000_000)
KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
"""What a sender's own name for an offer may be."""
A_YEAR: Final[Mapping[PaymentFrequency, int]] = MappingProxyType(
    {
        PaymentFrequency.WEEKLY: 52,
        PaymentFrequency.EVERY_TWO_WEEKS: 26,
        PaymentFrequency.MONTHLY: 12,
        PaymentFrequency.YEARLY: 1,
    }
)
"""How often is paid in a year."""
STANDS_BEHIND: Final[Mapping[FinanceKind, frozenset[FinanceSecurity]]] = MappingProxyType(
    {
        FinanceKind.LOAN: frozenset({FinanceSecurity.NONE, FinanceSecurity.LIEN}),
        FinanceKind.ON_BILL: frozenset({FinanceSecurity.UTILITY_BILL}),
        FinanceKind.LOCAL_IMPROVEMENT_CHARGE: frozenset({FinanceSecurity.PROPERTY_TAX_BILL}),
    }
)
"""What can stand behind each kind of debt."""
LISTS: Final = ("municipalities", "measures", "categories")
"""What is a list of names."""
LOOKED_AT: Final = (
    "kind",
    "name_en",
    "name_fr",
    "rate_kind",
    "rate_low_percent",
    "rate_high_percent",
    "compounding",
    "payments",
    "term_min_months",
    "term_max_months",
    "admin_fee_cad",
    "admin_fee_percent",
    "registration_fee_cad",
    "fees_paid",
    "early_repayment",
    "early_amount",
    "on_moving",
    "security",
    "page_url",
)
"""What staff look at again when it changes: what money costs, what comes with it, and the words and page shown."""


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """Everything an offer says but when it was said. Empty places, measures and categories set no condition."""

    key: str
    kind: FinanceKind
    name_en: str
    name_fr: str
    rate_kind: RateKind
    rate_low_percent: Decimal
    rate_high_percent: Decimal
    compounding: Compounding
    payments: PaymentFrequency
    term_min_months: int
    term_max_months: int
    amount_min_cad: Decimal
    amount_max_cad: Decimal
    admin_fee_cad: Decimal
    admin_fee_percent: Decimal
    registration_fee_cad: Decimal
    fees_paid: FeesPaid
    early_repayment: EarlyRepayment
    early_amount: Decimal
    on_moving: OnMoving
    security: FinanceSecurity
    municipalities: tuple[str, ...]
    measures: tuple[str, ...]
    categories: tuple[str, ...]
    for_owners: bool
    for_tenants: bool
    low_income_only: bool
    valid_from: date
    valid_until: date | None
    page_url: str

    @property
    def digest(self) -> str:
        """The same for the same content, however it was written and in whatever order lists came."""
        said = {name: _plain(value) for name, value in asdict(self).items()}
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()

    def name(self, language: str) -> str:
        """What it is called, in "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en

    def fees_cad(self, amount_cad: Decimal) -> Decimal:
        """What is charged once for so much money, to the cent, whoever pays it."""
        share = (amount_cad * self.admin_fee_percent / 100).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        return self.admin_fee_cad + self.registration_fee_cad + share


def sound(terms: OfferTerms, stated_at: datetime, *, now: datetime) -> None:
    """The terms make sense together. Raises Refusal, which names what to mend."""
    if terms.rate_low_percent > terms.rate_high_percent:
        raise Refusal(codes.RANGE, column="rate_percent")
    if terms.rate_high_percent > MOST_PERCENT:
        raise Refusal(codes.RATE, percent=int(MOST_PERCENT))
    if terms.term_min_months > terms.term_max_months:
        raise Refusal(codes.RANGE, column="term_min_months")
    if terms.term_min_months < 1 or terms.term_max_months > MOST_MONTHS:
        raise Refusal(codes.TERM, months=MOST_MONTHS)
    if any(months * A_YEAR[terms.payments] % 12 for months in (terms.term_min_months, terms.term_max_months)):
        raise Refusal(codes.WHOLE_PAYMENTS)
    if terms.amount_min_cad > terms.amount_max_cad:
        raise Refusal(codes.RANGE, column="amount_min_cad")
    if terms.amount_min_cad <= 0 or terms.amount_max_cad > MOST_CAD:
        raise Refusal(codes.AMOUNT, cad=int(MOST_CAD))
    if terms.fees_cad(terms.amount_min_cad) * 2 > terms.amount_min_cad:
        raise Refusal(codes.FEES)
    if terms.security not in STANDS_BEHIND[terms.kind]:
        raise Refusal(codes.SECURITY)
    if terms.kind is FinanceKind.LOCAL_IMPROVEMENT_CHARGE and terms.for_tenants:
        raise Refusal(codes.TENANTS)
    if not (terms.for_owners or terms.for_tenants):
        raise Refusal(codes.NOBODY)
    _early(terms)
    if terms.valid_until is not None and terms.valid_until < terms.valid_from:
        raise Refusal(codes.RANGE, column="valid_from")
    if stated_at > now + SKEW:
        raise Refusal(codes.FUTURE)


def _early(terms: OfferTerms) -> None:
    costs = terms.early_repayment in (EarlyRepayment.MONTHS_OF_INTEREST, EarlyRepayment.PERCENT_OF_OWED)
    if costs is not (terms.early_amount > 0) or terms.early_amount > MOST_PERCENT:
        raise Refusal(codes.EARLY)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, tuple) else value
