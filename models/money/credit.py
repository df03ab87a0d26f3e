"""Credit as it is offered: any payment rhythm and compounding, fees, the true annual cost, paying back early.

Interest is rounded to the cent with each payment, as a lender's table does, and the last payment settles what rounding
left. Amounts are `Decimal` and whole cents. No rate is known here, and no home.

The true annual cost is the annual percentage rate (APR) of Canada's cost-of-borrowing rules: (C ÷ (T × P)) × 100, with
C all that borrowing costs, T years and P the average principal outstanding before each payment (SOR/2002-262 s. 3 in
these words; for Ontario O. Reg. 17/05 s. 55 and, with the rules of principal used here, N.B. Reg. 2010-104 s. 12: what
is paid at the start is no principal, nor is any fee, and each payment is applied to the cost of credit first). Under
those rules P hangs on the rate itself; the one rate that agrees is the return of a payment's time, so often a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final

from models.money.loan import DIGITS, Payment, amortised, cents

MONTHS: Final = 12
MOST_PAYMENTS: Final = 52 * 40


class Early(StrEnum):
    """What paying all of it back early costs."""

    FREE = "free"
    MONTHS_OF_INTEREST = "months_of_interest"
    PERCENT_OF_OWED = "percent_of_owed"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """Terms of borrowing: a yearly rate in per cent, `payments` in all, so many a year, compounded so often a year;
    `source` says whose they are.

    `fees_cad` are charged once; `fees_added` when they are lent along, otherwise they are paid at the start.
    ValueError for terms that no loan has.
    """

    rate_percent: Decimal
    payments: int
    per_year: int = MONTHS
    compounded: int = MONTHS
    fees_cad: Decimal = Decimal(0)
    fees_added: bool = False
    source: str = "given"

    def __post_init__(self) -> None:
        if not 0 <= self.rate_percent <= 100 or self.fees_cad < 0:
            raise ValueError("a rate lies between 0 and 100 per cent, and a fee is not below zero")
        if not 1 <= self.payments <= MOST_PAYMENTS or self.per_year < 1 or self.compounded < 1:
            raise ValueError("a loan has payments")

    @property
    def years(self) -> Decimal:
        return Decimal(self.payments) / self.per_year

    @property
    def per_payment(self) -> Decimal:
        """Interest of one payment's time, as a share: what the yearly rate comes to at its own compounding."""
        with localcontext() as exact:
            exact.prec = DIGITS
            yearly = self.rate_percent / 100
            if self.compounded == self.per_year:
                return yearly / self.per_year
            return (1 + yearly / self.compounded) ** (Decimal(self.compounded) / self.per_year) - 1


@dataclass(frozen=True, slots=True)
class Credit:
    """What borrowing one amount at given terms costs, to the cent. `amount_cad` is what the household has in hand for
    its work; `principal_cad` what it owes at the start; `at_start_cad` fees paid then.

    `cost_cad` is everything paid beyond the amount; `true_percent` the true annual cost, `effective_percent` the same
    with interest on interest.
    """

    amount_cad: Decimal
    terms: CreditTerms
    principal_cad: Decimal
    at_start_cad: Decimal
    table: tuple[Payment, ...]
    true_percent: Decimal
    effective_percent: Decimal

    @property
    def payment_cad(self) -> Decimal:
        return self.table[0].paid

    @property
    def last_payment_cad(self) -> Decimal:
        return self.table[-1].paid

    @property
    def total_cad(self) -> Decimal:
        """All that is paid, fees at the start among it."""
        return sum((each.paid for each in self.table), self.at_start_cad)

    @property
    def interest_cad(self) -> Decimal:
        return sum((each.interest for each in self.table), Decimal(0))

    @property
    def cost_cad(self) -> Decimal:
        return self.total_cad - self.amount_cad

    def as_json(self) -> dict[str, float | int | str]:
        """The credit in plain values; what it shares with a plain loan has the same names."""
        return {
            "amount_cad": float(self.amount_cad),
            "rate_percent": float(self.terms.rate_percent),
            "years": float(round(self.terms.years, 2)),
            "payment_cad": float(self.payment_cad),
            "payments": len(self.table),
            "payments_per_year": self.terms.per_year,
            "monthly_payment_cad": float(cents(self.payment_cad * self.terms.per_year / MONTHS)),
            "fees_cad": float(self.terms.fees_cad),
            "fees_at_start_cad": float(self.at_start_cad),
            "interest_cad": float(self.interest_cad),
            "total_paid_cad": float(self.total_cad),
            "cost_cad": float(self.cost_cad),
            "true_annual_percent": float(self.true_percent),
            "effective_annual_percent": float(self.effective_percent),
            "source": self.terms.source,
        }

    def by_month(self) -> tuple[Decimal, ...]:
        """What is paid in each month of the term, fees at the start left out; together all payments."""
        months = -(-len(self.table) * MONTHS // self.terms.per_year)
        paid = [Decimal(0)] * months
        for place, each in enumerate(self.table, start=1):
            paid[-(-place * MONTHS // self.terms.per_year) - 1] += each.paid
        return tuple(paid)


@dataclass(frozen=True, slots=True)
class Settled:
    """Paying back all of it after so many payments: what is owed then, what that costs, and what interest is spared."""

    owed_cad: Decimal
    penalty_cad: Decimal
    spared_cad: Decimal

    @property
    def gain_cad(self) -> Decimal:
        """What paying early leaves in hand in all; below nothing where the penalty is more than the interest."""
        return self.spared_cad - self.penalty_cad


def borrow(amount_cad: Decimal, terms: CreditTerms) -> Credit:
    """What borrowing this much costs. ValueError for nothing, and for fees as large as the amount."""
    amount = cents(amount_cad)
    if amount <= 0 or terms.fees_cad >= amount:
        raise ValueError("an amount is more than nothing, and more than its fees")
    principal = amount + terms.fees_cad if terms.fees_added else amount
    at_start = Decimal(0) if terms.fees_added else terms.fees_cad
    table = amortised(principal, terms.per_payment, terms.payments)
    per_payment = _return(amount - at_start, table)
    return Credit(
        amount_cad=amount,
        terms=terms,
        principal_cad=principal,
        at_start_cad=at_start,
        table=table,
        true_percent=_percent(per_payment * terms.per_year),
        effective_percent=_percent((1 + per_payment) ** terms.per_year - 1),
    )


def settled(borrowed: Credit, after: int, early: Early, much: Decimal = Decimal(0)) -> Settled:
    """What paying all of it back after so many payments comes to; `much` is months of interest, or per cent of what is
    owed. ValueError where it is not possible, or not a payment of this loan.
    """
    if early is Early.NOT_POSSIBLE or not 1 <= after <= len(borrowed.table):
        raise ValueError("this loan cannot be paid back then")
    owed = borrowed.table[after - 1].owed
    spared = sum((each.interest for each in borrowed.table[after:]), Decimal(0))
    penalty = Decimal(0)
    if early is Early.MONTHS_OF_INTEREST:
        penalty = cents(owed * borrowed.terms.rate_percent / 100 * much / MONTHS)
    elif early is Early.PERCENT_OF_OWED:
        penalty = cents(owed * much / 100)
    return Settled(owed, penalty, spared)


def _return(received: Decimal, table: Sequence[Payment]) -> Decimal:
    """The interest of one payment's time at which these payments are worth what was received: found by halving, until
    no number lies between."""
    if sum(each.paid for each in table) <= received:
        return Decimal(0)
    paid = [float(each.paid) for each in table]
    wanted, low, high = float(received), 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if _worth(paid, middle) > wanted:
            low = middle
        else:
            high = middle
    return Decimal(repr(middle))


def _worth(paid: Sequence[float], rate: float) -> float:
    """What the payments are worth at the start: from the last one back, which rounds least."""
    worth = 0.0
    for each in reversed(paid):
        worth = (worth + each) / (1.0 + rate)
    return worth


def _percent(share: Decimal) -> Decimal:
    """A share in per cent, with two decimals."""
    return cents(share * 100)
