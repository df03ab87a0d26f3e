"""What an enrolment puts on the bill, by month and to the cent: worked out from what the utility said, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coach.referrals.states import Standing
from greener_homes.local_days import LOCAL
from models.money.loan import MOST_PERCENT, MOST_YEARS, LoanTerms, schedule

MOST_RATE_THOUSANDTHS = int(MOST_PERCENT * 1000)
MOST_TERM_YEARS = MOST_YEARS


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
    begun = said.occurred_at.astimezone(LOCAL).date()
    table = schedule(said.amount_cents / 100, terms)
    found = [Charge(_month_after(begun, place), one.paid, one.interest, one.owed) for place, one in enumerate(table, 1)]
    if not standing.is_closed:
        return found
    ended = standing.since.astimezone(LOCAL).date()
    return [one for one in found if one.month <= ended]


def _month_after(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
