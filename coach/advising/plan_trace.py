"""What stands behind a comparison of price plans: what a year and an hour cost on each, at which hours. Pure.

A year on every plan, for the plans themselves; the price of a heat pump's hours and what all else costs more or less on
each plan, for a heat pump's bills by plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coach.advising import codes_advice as codes
from coach.advising.market import Market, pump_hours
from coach.advising.trace_types import Origin, TraceItem
from greener_homes.reference.in_force import electricity_prices
from greener_homes.reference.price_periods import PricePlan
from models.findings import Code
from models.house.stock import SOURCE as STOCK_SOURCE
from models.measures.catalogue import Method
from models.quantities import Fuel
from models.savings.rule import middle_of
from models.series import Floats

HOURS_A_YEAR: Final = 8760


def lines_of_plans(
    costs: Mapping[PricePlan, Floats], spread: Mapping[PricePlan, float], market: Market
) -> Iterator[TraceItem]:
    """Behind a year on every plan: `costs` without fixed charges [n], `spread` how far homes lie from these hours."""
    fixed = market.prices.fixed[Fuel.ELECTRICITY]
    months = market.plans[PricePlan.TIERED].months
    if months is not None:
        used = round(middle_of(months.sum(axis=0)), 1)
        yield TraceItem(codes.TRACE_PLAN_USE.code, Fuel.ELECTRICITY.value, used, "kWh", Origin.RULE)
    yield hours_line(market)
    for plan, cost in costs.items():
        yield _of_plan(codes.TRACE_PLAN_YEAR, plan, round(middle_of(cost), 2), "CAD", market)
        if spread[plan]:
            yield TraceItem(codes.TRACE_PLAN_SPREAD.code, plan.value, spread[plan], "", Origin.RULE, "U")
    figure = round(fixed.typical, 2)
    label = codes.TRACE_FIXED.code
    electricity = Fuel.ELECTRICITY.value
    yield TraceItem(label, electricity, figure, fixed.unit, Origin.REFERENCE, fixed.source_id, fixed.as_of)


def lines_of_pump(method: Method, market: Market) -> Iterator[TraceItem]:
    """Behind a heat pump's bills by plan: what its hours cost on each, and what all else does there."""
    here = market.plans[market.plan].cost
    for plan, account in market.plans.items():
        price = round(account.unit_price(pump_hours(method, plan)), 4)
        yield _of_plan(codes.TRACE_PLAN_PUMP, plan, price, "CAD/kWh", market)
        if plan is not market.plan:
            yield _of_plan(codes.TRACE_PLAN_REST, plan, round(middle_of(account.cost - here), 2), "CAD", market)


def hours_line(market: Market) -> TraceItem:
    """Whose hours were taken."""
    if market.own_hours:
        return TraceItem(codes.TRACE_OWN_HOURS.code, None, HOURS_A_YEAR, "h", Origin.MEASURED)
    return TraceItem(codes.TRACE_TYPICAL_HOURS.code, None, HOURS_A_YEAR, "h", Origin.REFERENCE, STOCK_SOURCE)


def _of_plan(label: Code, plan: PricePlan, value: float, unit: str, market: Market) -> TraceItem:
    row = next(iter(electricity_prices(plan, market.figures.on, market.figures.book).values()))
    return TraceItem(
        label.code, plan.value, value, unit, Origin.REFERENCE, row.source_id, row.effective_from.isoformat()
    )
