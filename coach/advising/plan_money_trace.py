"""What stands behind a plan's money in time: when each step begins, what it costs, gets, adds and lasts, and the rates.

Nothing is computed here that the plan's money was not made with. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.advising import codes_advice
from coach.advising import codes_plan_money as codes
from coach.advising.dated_steps import Like, Step
from coach.advising.market import Market
from coach.advising.price_paths import path_of
from coach.advising.trace_types import Origin, TraceItem
from models.measures.economics import REAL_DISCOUNT_RATE
from models.money.credit import Credit
from models.money.loan import Loan
from models.savings.rule import middle_of


def lines(
    steps: Sequence[Step], likes: Sequence[Like], taken: Loan | Credit | None, market: Market
) -> Iterator[TraceItem]:
    """Every input, step by step, then the rates all of it is counted with."""
    for step in steps:
        yield from _step(step)
    for like in likes:
        yield from _like(like)
    yield TraceItem(codes_advice.TRACE_DISCOUNT.code, None, REAL_DISCOUNT_RATE, "1/year", Origin.RULE)
    yield TraceItem(codes_advice.TRACE_GROWTH.code, None, 0.0, "1/year", Origin.RULE)
    for fuel in dict.fromkeys(fuel for step in steps for fuel, amount in step.by_fuel.items() if amount.any()):
        path = path_of(fuel, market)
        for code, times in ((codes.TRACE_PATH_LOW, path.low), (codes.TRACE_PATH_HIGH, path.high)):
            price = round(times * path.now, 4)
            yield TraceItem(code.code, fuel.value, price, path.unit, Origin.REFERENCE, path.source_id)
    if isinstance(taken, Credit):
        yield from _credit(taken)
    elif taken is not None:
        yield TraceItem(codes.TRACE_LOAN_AMOUNT.code, None, taken.amount_cad, "CAD", Origin.RULE)
        yield TraceItem(codes_advice.TRACE_LOAN_RATE.code, None, taken.terms.rate_percent / 100, "1/year", Origin.RULE)
        yield TraceItem(codes_advice.TRACE_LOAN_YEARS.code, None, taken.terms.years, "years", Origin.RULE)
        yield TraceItem(codes_advice.TRACE_LOAN_PAYMENT.code, None, taken.monthly_cad, "CAD", Origin.RULE)
        yield TraceItem(codes_advice.TRACE_LOAN_TOTAL.code, None, taken.total_cad, "CAD", Origin.RULE)


def _credit(taken: Credit) -> Iterator[TraceItem]:
    """A lender's terms, each with the lender's offer as its source."""
    terms, told = taken.terms, (Origin.REFERENCE, taken.terms.source)
    yield TraceItem(codes.TRACE_LOAN_AMOUNT.code, None, float(taken.amount_cad), "CAD", Origin.RULE)
    yield TraceItem(codes_advice.TRACE_LOAN_RATE.code, None, float(terms.rate_percent) / 100, "1/year", *told)
    yield TraceItem(codes_advice.TRACE_LOAN_YEARS.code, None, float(round(terms.years, 2)), "years", *told)
    yield TraceItem(codes.TRACE_LOAN_FEES.code, None, float(terms.fees_cad), "CAD", *told)
    yield TraceItem(codes.TRACE_LOAN_EACH.code, None, float(taken.payment_cad), "CAD", Origin.RULE)
    yield TraceItem(codes.TRACE_LOAN_TRUE.code, None, float(taken.true_percent) / 100, "1/year", Origin.RULE)
    yield TraceItem(codes_advice.TRACE_LOAN_TOTAL.code, None, float(taken.total_cad), "CAD", Origin.RULE)


def _step(step: Step) -> Iterator[TraceItem]:
    name, begun, cost = step.name, step.begun, step.cost
    yield TraceItem(codes.TRACE_BEGINS.code, name, begun.month, "months", Origin.RULE)
    source = (cost.source_id, cost.as_of or None)
    yield TraceItem(codes.TRACE_STEP_COST.code, name, round(cost.typical), "CAD", Origin.REFERENCE, *source)
    if step.given_cad > 0:
        yield TraceItem(codes.TRACE_STEP_GIVEN.code, name, round(step.given_cad, 2), "CAD", Origin.REFERENCE)
        yield TraceItem(codes.TRACE_STEP_LATER.code, name, begun.given_after, "months", Origin.RULE, "U")
    if not step.is_work:
        saved = round(middle_of(begun.saves_cad.sum(axis=0)), 2)
        yield TraceItem(codes.TRACE_STEP_SAVES.code, name, saved, "CAD", Origin.RULE)
        yield TraceItem(codes.TRACE_STEP_LIFE.code, name, begun.life_years, "years", Origin.REFERENCE)


def _like(like: Like) -> Iterator[TraceItem]:
    cost, spared = like.cost, like.spared
    yield TraceItem(
        codes.TRACE_SPARED.code, like.name, round(cost.typical), "CAD", Origin.REFERENCE, cost.source_id, cost.as_of
    )
    yield TraceItem(codes.TRACE_SPARED_IN.code, like.name, spared.month, "months", Origin.RULE)
    saved = round(middle_of(spared.saves_cad.sum(axis=0)), 2)
    yield TraceItem(codes.TRACE_SPARED_SAVES.code, like.name, saved, "CAD", Origin.RULE)
