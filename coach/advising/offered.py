"""A lender's offer beside one plan: which of its work it may pay for, how much, at what cost, and for whom it is.

Eligibility is likely or maybe, never a promise, and what is certainly not for this home is not shown. Nothing here
orders, adds or takes away any measure: an offer meets a plan that is already made. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from coach.advising import codes_offers as codes
from greener_homes.finance_offers_terms import (
    A_YEAR,
    MOST_PERCENT,
    Compounding,
    EarlyRepayment,
    FeesPaid,
    FinanceSecurity,
    OfferTerms,
    RateKind,
)
from models.findings import Finding
from models.house.facts import HomeFacts, Tenure
from models.measures.catalogue import measures
from models.money.credit import MONTHS, Credit, CreditTerms, Early, Settled, borrow, settled
from models.money.loan import cents

USUAL_MONTHS: Final = 120
"""A longer time is tried only where the offer has no shorter one: what is borrowed longer costs more."""
WORK: Final = "enabling"
"""The category that works are of which must go with a measure."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer to try with a plan; `months` None for its usual time. `source` says whose terms they are."""

    terms: OfferTerms
    source: str
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An offer as this plan would use it: the credit, the work it pays for, what it leaves to pay, and what is to be
    said of it. `missing` is what would have to be known; where nothing is, it is likely."""

    credit: Credit
    months: int
    covers: tuple[str, ...]
    left_cad: Decimal
    missing: tuple[Finding, ...]
    mind: tuple[Finding, ...]
    halfway: Settled | None
    """Paying all of it back after half of the payments; None where that cannot be."""

    @property
    def is_likely(self) -> bool:
        return not self.missing


def choice(offered: Offered, at_once: Mapping[str, float], facts: HomeFacts) -> Choice | None:
    """The offer for this plan; None where it is for other homes or other work, or the work costs less than it lends.

    What would cost more than the law allows in all, fees counted, is none either.
    """
    missing = _missing(offered.terms, facts)
    credit = credit_for(offered, at_once)
    if missing is None or credit is None or credit.true_percent > MOST_PERCENT:
        return None
    left = _in_all(at_once) - credit.amount_cad
    covers = tuple(covered(offered.terms, at_once))
    mind, halfway = _mind(offered.terms, left), _halfway(offered.terms, credit)
    return Choice(credit, months_of(offered), covers, left, missing, mind, halfway)


def credit_for(offered: Offered, at_once: Mapping[str, float]) -> Credit | None:
    """What the offer's money costs for the work it is for, up to the most it lends; None below the least."""
    terms = offered.terms
    amount = min(_in_all(covered(terms, at_once)), terms.amount_max_cad)
    if amount < terms.amount_min_cad:
        return None
    return borrow(amount, credit_terms(offered, amount))


def covered(terms: OfferTerms, at_once: Mapping[str, float]) -> dict[str, float]:
    """The work of the plan the offer may pay for, with what it leaves to pay."""
    if not terms.measures and not terms.categories:
        return {name: cad for name, cad in at_once.items() if cad > 0}
    kinds = {each.id: each.category.value for each in measures()}
    return {
        name: cad
        for name, cad in at_once.items()
        if cad > 0 and (name in terms.measures or kinds.get(name, WORK) in terms.categories)
    }


def months_of(offered: Offered) -> int:
    """How long: as asked where the offer has it in whole payments, otherwise its longest up to the usual time."""
    terms = offered.terms
    wanted = offered.months if offered.months is not None else USUAL_MONTHS
    found = min(max(wanted, terms.term_min_months), terms.term_max_months)
    while found * A_YEAR[terms.payments] % MONTHS:
        found -= 1
    return max(found, terms.term_min_months)


def credit_terms(offered: Offered, amount: Decimal) -> CreditTerms:
    """The terms at the highest rate the lender names: what it costs at worst."""
    terms, per_year = offered.terms, A_YEAR[offered.terms.payments]
    compounded = {Compounding.EACH_PAYMENT: per_year, Compounding.HALF_YEARLY: 2, Compounding.YEARLY: 1}
    is_free = terms.fees_paid is FeesPaid.BY_LENDER
    return CreditTerms(
        rate_percent=terms.rate_high_percent,
        payments=months_of(offered) * per_year // MONTHS,
        per_year=per_year,
        compounded=compounded[terms.compounding],
        fees_cad=Decimal(0) if is_free else terms.fees_cad(amount),
        fees_added=terms.fees_paid is FeesPaid.ADDED,
        source=offered.source,
    )


def _in_all(work: Mapping[str, float]) -> Decimal:
    """What all of this work leaves to pay, to the cent: cents are added up, never floats."""
    return sum((cents(Decimal(repr(cad))) for cad in work.values()), Decimal(0))


def _missing(terms: OfferTerms, facts: HomeFacts) -> tuple[Finding, ...] | None:
    """What would have to be known for it to be likely; None where it is certainly not for this home."""
    found = []
    if terms.municipalities:
        if facts.municipality is None:
            found.append(codes.NEEDS_TOWN.finding())
        elif facts.municipality not in terms.municipalities:
            return None
    if not (terms.for_owners and terms.for_tenants):
        if facts.tenure is None:
            found.append(codes.NEEDS_TENURE.finding())
        elif (facts.tenure is Tenure.OWNER) is not terms.for_owners:
            return None
    if terms.low_income_only:
        if facts.income_qualified is None:
            found.append(codes.NEEDS_INCOME.finding())
        elif not facts.income_qualified:
            return None
    return tuple(found)


def _halfway(terms: OfferTerms, credit: Credit) -> Settled | None:
    if terms.early_repayment is EarlyRepayment.NOT_POSSIBLE or len(credit.table) < 2:
        return None
    return settled(credit, len(credit.table) // 2, Early(terms.early_repayment.value), terms.early_amount)


def _mind(terms: OfferTerms, left: Decimal) -> tuple[Finding, ...]:
    found = []
    dollars = int(left.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if dollars > 0:
        found.append(codes.PAYS_PART.finding(cad=dollars))
    if terms.rate_kind is RateKind.VARIABLE:
        found.append(codes.MAY_RISE.finding())
    elif terms.rate_low_percent != terms.rate_high_percent:
        found.append(codes.RANGE.finding())
    if terms.security is FinanceSecurity.LIEN:
        found.append(codes.LIEN.finding())
    elif terms.security is FinanceSecurity.PROPERTY_TAX_BILL:
        found.append(codes.TAX_BILL.finding())
    return tuple(found)
