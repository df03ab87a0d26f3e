"""A measure's money by calendar month and year by year: the same draws as its worth, laid out in time.

Each end use's saving falls in the months it happens in, at the prices of those months; what has no months of its own (a
fixed charge, another price plan) is spread evenly. Prices stay as they are today and nothing is discounted. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from coach.advising.market import Market, by_fuel
from coach.advising.price_plans import switching_saves
from coach.advising.replacement import cost_draws
from coach.advising.worth import SWITCH, Worth
from models.measures.catalogue import Measure, Method
from models.money.hours import MONTHS, by_month
from models.money.loan import MOST_PERCENT, MOST_YEARS, LoanTerms, loan
from models.money.parts import Parts
from models.money.rates import FlatRates, HourlyRates, Rates, SteppedRates, Uses, months_of
from models.quantities import Fuel
from models.savings.draws import Chance, between, nothing
from models.savings.rule import Range, ranges_of
from models.series import Floats

LONGEST: Final = 25
"""Years shown at most, however long the work lasts."""
__all__ = ["LONGEST", "MOST_PERCENT", "MOST_YEARS", "Borrowed", "CashFlow", "borrowed", "cash_flow", "month_cad"]


@dataclass(frozen=True, slots=True)
class CashFlow:
    """CAD less to pay in each calendar month, January first, and in hand after each year, year 0 first.

    Year 0 is what the household pays at the start; with a loan it pays nothing then and each month instead.
    """

    months: tuple[Range, ...]
    years: tuple[Range, ...]

    def as_json(self) -> dict[str, object]:
        """Both in plain values, to the cent: the low and high end of each, because there are many."""
        return {"month_cad": _ends(self.months), "in_hand_after_year_cad": _ends(self.years)}


def cash_flow(measure: Measure, worth: Worth, market: Market) -> CashFlow:
    """The measure's money in time."""
    months = month_cad(measure, worth, market)
    bill = months.sum(axis=0)
    net = np.maximum(cost_draws(worth.cost) - worth.incentive_cad, 0.0)
    years = [_in_hand(year, bill, net, worth) for year in range(min(ceil(measure.life_years), LONGEST) + 1)]
    spans = ranges_of(np.array([*months, *years]))
    return CashFlow(tuple(spans[:MONTHS]), tuple(spans[MONTHS:]))


def month_cad(measure: Measure, worth: Worth, market: Market) -> Floats:
    """CAD less to pay in each calendar month [12, n]; a year of them is the worth's bill."""
    if measure.id == SWITCH:
        return _evenly(switching_saves(market)[1])
    if measure.method is Method.BILL:
        figure = measure.figure
        return _evenly(between(Chance.EFFECT, figure.low, figure.typical, figure.high))
    total = saved_by_month(worth.parts, market)
    if worth.closed_account is not None:
        total = total + market.prices.fixed[worth.closed_account].typical / MONTHS
    return total


def saved_by_month(parts: Parts, market: Market) -> Floats:
    """CAD less to pay in each calendar month for these savings, the accounts kept [12, n]: together the year's.

    Of many savings at once, rows of draws each, [12, rows, n].
    """
    total: Floats = np.zeros((MONTHS, *next(iter(parts.values()), nothing()).shape))
    for fuel, uses in by_fuel(parts).items():
        plain: Rates = FlatRates(market.drawn[fuel])
        metered = {Fuel.ELECTRICITY: market.rates.electricity[market.plan], Fuel.NATURAL_GAS: market.rates.gas}
        held = metered.get(fuel, plain)
        total = total + _saved(held, uses, fuel, market)
    return total


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A loan for what a typical job leaves to pay, to the cent, and what it leaves in hand each month as it runs."""

    amount_cad: float
    rate_percent: float
    years: int
    monthly_cad: float
    total_cad: float
    interest_cad: float
    in_hand: tuple[tuple[float, float], ...]


def borrowed(numbers: Mapping[str, object], rate_percent: float, years: int) -> Borrowed | None:
    """What a loan at these terms does with an opportunity's stored numbers; None where nothing is left to pay.

    `in_hand` is low and high (p10, p90) of each calendar month less the payment. ValueError for terms no loan has.
    """
    terms = LoanTerms(rate_percent, years)
    cost, given = numbers.get("cost_cad"), numbers.get("incentive_cad")
    typical = cost.get("typical") if isinstance(cost, Mapping) else None
    if not isinstance(typical, int | float) or not isinstance(given, int | float) or typical - given <= 0:
        return None
    found = loan(float(typical - given), terms)
    kept = numbers.get("cash_flow")
    months = kept.get("month_cad") if isinstance(kept, Mapping) else None
    ends = [each for each in months if isinstance(each, list)] if isinstance(months, list) else []
    return Borrowed(
        amount_cad=found.amount_cad,
        rate_percent=rate_percent,
        years=years,
        monthly_cad=found.monthly_cad,
        total_cad=found.total_cad,
        interest_cad=found.interest_cad,
        in_hand=tuple((low - found.monthly_cad, high - found.monthly_cad) for low, high in ends),
    )


def _ends(spans: Sequence[Range]) -> list[list[float]]:
    return [[round(each.p10, 2) + 0.0, round(each.p90, 2) + 0.0] for each in spans]


def _in_hand(year: int, bill: Floats, net: Floats, worth: Worth) -> Floats:
    if worth.loan is None:
        return year * bill - net
    paid_years = min(year, worth.loan.terms.years)
    share = worth.loan.total_cad / worth.loan.amount_cad * paid_years / worth.loan.terms.years
    return year * bill - net * share


def _evenly(year: Floats) -> Floats:
    return np.broadcast_to(year / MONTHS, (MONTHS, year.size))


def _saved(rates: Rates, uses: Uses, fuel: Fuel, market: Market) -> Floats:
    """CAD less to pay for one fuel in each month [12, …, n] when so much less is used, in the shape of the savings."""
    account = market.accounts.get(fuel)
    shapes = market.plans[market.plan].shapes
    if isinstance(rates, HourlyRates):
        hourly = [_of_months((rates.cad_per_unit * shapes[use]).sum(axis=(1, 2)), uses[use]) for use in uses]
        return _total(hourly)
    if isinstance(rates, SteppedRates):
        gone = months_of(uses, shapes)
        before = np.zeros_like(gone)
        if account is not None and account.months is not None:
            before = _each_month(account.months, gone.ndim)
        return _stepped(rates, before) - _stepped(rates, before - gone)
    used = _total([_of_months(by_month(shapes[use]), uses[use]) for use in uses])
    priced: Floats = np.asarray(used * rates.cad_per_unit, dtype=np.float64)
    return priced


def _of_months(shares: Floats, amount: Floats) -> Floats:
    spread: Floats = _each_month(shares[:, None], amount.ndim + 1) * amount
    return spread


def _each_month(values: Floats, dimensions: int) -> Floats:
    """One row of values a month [12, n], ready to meet months of so many dimensions [12, …, n]."""
    return values.reshape(len(values), *(1,) * (dimensions - 2), -1)


def _total(amounts: Sequence[Floats]) -> Floats:
    total = amounts[0]
    for amount in amounts[1:]:
        total = total + amount
    return total


def _stepped(rates: SteppedRates, monthly: Floats) -> Floats:
    """What each month costs [12, …, n], without the fixed charge."""
    cost: Floats = rates.cad_per_unit[-1] * monthly
    for place, upto in enumerate(rates.upto):
        less = rates.cad_per_unit[place] - rates.cad_per_unit[place + 1]
        cost = cost + less * np.minimum(monthly, _each_month(upto[:, None], monthly.ndim))
    return cost
