"""What an enrolment puts on the bill, by month and to the cent: worked out from what the utility said, never kept.

A charge is between the household and its utility: that the household stops sharing with it ends no charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from coach.referrals.states import ReferralState, Standing
from greener_homes.local_days import LOCAL
from models.money.loan import MOST_PERCENT, MOST_YEARS, LoanTerms, schedule

MOST_RATE_THOUSANDTHS = int(MOST_PERCENT * 1000)
MOST_TERM_YEARS = MOST_YEARS
OFF_THE_BILL: Final = frozenset({ReferralState.REPAID, ReferralState.ENDED, ReferralState.TRANSFERRED})
"""A utility's last words after which it charges this household nothing more."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One month's line on the bill, CAD. `month` is its first day; `owed` is what is left after it."""

    month: date
    amount: Decimal
    interest: Decimal
    owed: Decimal


def charges(standing: Standing) -> Sequence[Charge]:
    """Every charge from the month after the enrolment on, until it ended on the bill; none without an enrolment."""
    said = standing.enrolled
    if said is None or said.amount_cents is None or said.rate_thousandths is None or said.years is None:
        return []
    terms = LoanTerms(said.rate_thousandths / 1000, said.years)
    begun = _day(said.occurred_at)
    table = schedule(Decimal(said.amount_cents) / 100, terms)
    found = [Charge(_month_after(begun, place), one.paid, one.interest, one.owed) for place, one in enumerate(table, 1)]
    ended = ended_on(standing)
    return found if ended is None else [one for one in found if one.month <= ended]


def ended_on(standing: Standing) -> date | None:
    """The local day from which on the utility charges nothing more; None while it does."""
    return _day(standing.lender_since) if standing.lender in OFF_THE_BILL else None


def owed_on(standing: Standing, on: date) -> Decimal:
    """What is left to pay on the bill at the end of that day, interest of the month that has begun left out.

    Nothing without an enrolment, before it, and once it ended on the bill.
    """
    said, ended = standing.enrolled, ended_on(standing)
    if said is None or said.amount_cents is None or on < _day(said.occurred_at):
        return Decimal(0)
    if ended is not None and ended <= on:
        return Decimal(0)
    past = [one for one in charges(standing) if one.month <= on]
    return past[-1].owed if past else Decimal(said.amount_cents) / 100


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _month_after(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
