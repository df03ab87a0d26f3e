"""A loan to the cent: what is paid each month, what the last payment is, and what the money costs in all.

Interest is counted monthly at a twelfth of the yearly rate and rounded to the cent each month, as a lender's table
does; the last payment settles what rounding left. Amounts are whole cents inside, CAD outside. No rate is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

MOST_YEARS: Final = 40
MOST_PERCENT: Final = 60.0
DIGITS: Final = 34
"""Digits that a rate and a level payment are worked out with, before anything is rounded to the cent."""
_CENT: Final = Decimal("0.01")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What a lender offers: a yearly rate in per cent, compounded monthly, over whole years; `source` says who said so.

    ValueError for a rate or a time no loan has.
    """

    rate_percent: float
    years: int
    source: str = "given"

    def __post_init__(self) -> None:
        if not 0.0 <= self.rate_percent <= MOST_PERCENT:
            raise ValueError(f"a loan's rate lies between 0 and {MOST_PERCENT:.0f} per cent a year")
        if not 1 <= self.years <= MOST_YEARS:
            raise ValueError(f"a loan runs 1 to {MOST_YEARS} years")


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a loan, CAD: what is paid, of which interest, and what is owed afterwards."""

    paid: Decimal
    interest: Decimal
    owed: Decimal

    @property
    def principal(self) -> Decimal:
        return self.paid - self.interest


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan for one amount, CAD: the monthly payment, all payments together and the interest among them."""

    amount_cad: float
    terms: LoanTerms
    monthly_cad: float
    total_cad: float
    interest_cad: float

    @property
    def at_start_cad(self) -> float:
        """Fees paid at the start: none, these are the bare terms."""
        return 0.0

    def by_month(self) -> tuple[Decimal, ...]:
        """What is paid in each month of the term."""
        return tuple(month.paid for month in schedule(self.amount_cad, self.terms))

    def as_json(self) -> dict[str, float | int | str]:
        """The loan in plain values."""
        return {
            "amount_cad": self.amount_cad,
            "rate_percent": self.terms.rate_percent,
            "years": self.terms.years,
            "monthly_payment_cad": self.monthly_cad,
            "total_paid_cad": self.total_cad,
            "interest_cad": self.interest_cad,
            "source": self.terms.source,
        }


def loan(amount_cad: float, terms: LoanTerms) -> Loan:
    """What borrowing this much costs. ValueError for less than nothing."""
    table, amount = schedule(amount_cad, terms), _exactly(amount_cad)
    total = sum((month.paid for month in table), Decimal(0))
    return Loan(
        amount_cad=float(amount),
        terms=terms,
        monthly_cad=float(table[0].paid),
        total_cad=float(total),
        interest_cad=float(total - amount),
    )


def schedule(amount_cad: float | Decimal, terms: LoanTerms) -> tuple[Payment, ...]:
    """Every month of the loan; nothing is owed after the last. ValueError for less than nothing."""
    if amount_cad < 0:
        raise ValueError("a loan is not below zero")
    with localcontext() as exact:
        exact.prec = DIGITS
        a_month = Decimal(str(terms.rate_percent)) / 100 / _MONTHS
    return amortised(_exactly(amount_cad), a_month, terms.years * _MONTHS)


def amortised(principal_cad: Decimal, rate: Decimal, count: int) -> tuple[Payment, ...]:
    """So many level payments, with interest at `rate` (a share) of what is owed for each payment's time.

    Interest is rounded to the cent with each; the last payment settles the rest, and nothing is owed after it.
    """
    owed = cents(principal_cad)
    with localcontext() as exact:
        exact.prec = DIGITS
        level = cents(owed * rate / (1 - (1 + rate) ** -count)) if rate else cents(owed / count)
    found = []
    for place in range(1, count + 1):
        interest = cents(owed * rate)
        paid = owed + interest if place == count else min(level, owed + interest)
        owed = owed + interest - paid
        found.append(Payment(paid, interest, owed))
    return tuple(found)


def cents(amount_cad: Decimal) -> Decimal:
    """To the cent, halves upwards."""
    return amount_cad.quantize(_CENT, rounding=ROUND_HALF_UP)


def _exactly(amount_cad: float | Decimal) -> Decimal:
    return cents(Decimal(str(amount_cad)))
