"""The money of a whole plan, month by month: the draws of its dated steps, laid out in time.

One draw moves cost, savings and prices alike in every month, so the ranges are those of the plan and not of its parts
added up. Steps whose moment nobody knows are in none of it, and are named. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.advising import plan_money_trace
from coach.advising.cash_flow import LONGEST
from coach.advising.dated_steps import Like, Planned, Step, dated_steps, likes_spared
from coach.advising.hanging import hangs_on
from coach.advising.market import Market
from coach.advising.offered import Offered, credit_for
from coach.advising.plan_money_types import KEPT_MONTHS, PlanMoney
from models.money.credit import Credit
from models.money.in_time import YEAR, answer, horizon, months_of, net, neutral_share, worth
from models.money.loan import Loan, LoanTerms, loan
from models.money.value import Payback, paybacks
from models.savings.belief import Belief
from models.savings.draws import DRAWS
from models.savings.rule import ranges_of
from models.series import Floats


@dataclass(frozen=True, slots=True)
class Borrowing:
    """A loan to try, or none; `amount_cad` None for what the work begun at once leaves to pay at typical prices.

    `offered` are a lender's terms in the place of bare ones: for the work they are for, and no more than they lend.
    """

    terms: LoanTerms | None = None
    amount_cad: float | None = None
    offered: Offered | None = None


def plan_money(planned: Planned, belief: Belief, market: Market, borrowing: Borrowing) -> PlanMoney:
    """The plan's money in time; an empty plan's is nothing at all."""
    steps = list(dated_steps(planned, market))
    likes = list(likes_spared(steps, planned, belief, market))
    begun, spared = [each.begun for each in steps], [each.spared for each in likes]
    year, month = _first(market)
    taken = _loan(borrowing, steps)
    months = months_of(begun, spared, horizon(begun, LONGEST), (1 - month) % YEAR, DRAWS, taken)
    in_hand, after = months.in_hand[:KEPT_MONTHS], months.after_years
    bills = months.first_bills
    spans = ranges_of(np.concatenate([bills, in_hand, after, worth(begun, spared, DRAWS)[None]]))
    share = neutral_share(months)
    return PlanMoney(
        first=f"{year}-{month:02d}",
        undated=planned.undated,
        bills=tuple(spans[: len(bills)]),
        first_months=tuple(spans[len(bills) : len(bills) + len(in_hand)]),
        years=tuple(spans[len(bills) + len(in_hand) : -1]),
        neutral=answer(share),
        share=share,
        value_cad=spans[-1],
        payback=_payback(steps, likes),
        upfront_cad=_upfront(steps),
        loan=taken,
        sensitivity=hangs_on(steps, likes, market),
        trace=tuple(plan_money_trace.lines(steps, likes, taken, market)),
        drawn=months,
        at_once_cad=_at_once(steps),
    )


def _first(market: Market) -> tuple[int, int]:
    """Year and month of the first month: the one after the day advice is given for."""
    on = market.figures.on
    return (on.year + 1, 1) if on.month == YEAR else (on.year, on.month + 1)


def _payback(steps: Sequence[Step], likes: Sequence[Like]) -> Payback:
    """Years of the whole plan's savings that pay for all of it, what is spared taken off both."""
    paid, bills = np.zeros(DRAWS), np.zeros(DRAWS)
    for each in steps:
        paid, bills = paid + net(each.begun), bills + _year(each.begun.saves_cad)
    for like in likes:
        paid, bills = paid - like.spared.cost_cad, bills - _year(like.spared.saves_cad)
    return paybacks(bills[None], np.maximum(paid, 0.0)[None])[0]


def _year(months: Floats) -> Floats:
    summed: Floats = months.sum(axis=0)
    return summed


def _upfront(steps: Sequence[Step]) -> float:
    """What the work begun at once leaves to pay at typical prices, when all that is given has come."""
    return sum(each.net_typical_cad for each in steps if each.begun.month == 0)


def _at_once(steps: Sequence[Step]) -> dict[str, float]:
    """To the cent, so that what is borrowed for it is the same wherever it is worked out from."""
    return {each.name: round(each.net_typical_cad, 2) for each in steps if each.begun.month == 0}


def _loan(borrowing: Borrowing, steps: Sequence[Step]) -> Loan | Credit | None:
    if borrowing.offered is not None:
        return credit_for(borrowing.offered, _at_once(steps))
    if borrowing.terms is None:
        return None
    amount = _upfront(steps) if borrowing.amount_cad is None else borrowing.amount_cad
    return loan(amount, borrowing.terms) if amount > 0 else None
