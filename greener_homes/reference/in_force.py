"""Which dated figure is in force on a day, and what is typical: looked up in the tables beside this file.

A day after the newest period gets that period's prices and a finding that says so; a day before the oldest,
or in a hole between two, is refused. Nothing here knows what day it is today. Prices come from the book that is given;
without one, from the tables beside this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TypeVar

from greener_homes.codes_money import NO_DISTRIBUTOR, NO_PRICE
from greener_homes.errors import Refusal
from greener_homes.reference import (
    DeliveryRate,
    DistributorArea,
    ElectricityPrice,
    GasMonth,
    GasPrice,
    OtherFuelPrice,
    constant,
    rows,
)
from greener_homes.reference.price_book import PriceBook, reference_book
from greener_homes.reference.price_periods import PLAN_PERIODS, Period, PricePlan, is_summer
from models.findings import Code, Finding
from models.quantities import Fuel

DEFAULT_DISTRIBUTOR = "durham-proxy"
"""Stands in where the distributor is not known; its prices are typical ones, not any distributor's."""
MONTHS = 12

Dated = TypeVar("Dated", ElectricityPrice, GasPrice)


def electricity_prices(plan: PricePlan, on: date, book: PriceBook | None = None) -> dict[Period, ElectricityPrice]:
    """The plan's price of each period on a day. Raises Refusal when none is held."""
    held = [row for row in (book or reference_book()).electricity if row.plan == plan]
    newest = _in_force(held, on, Fuel.ELECTRICITY)
    return {Period(row.period): row for row in held if row.effective_from == newest.effective_from}


def gas_price(on: date, book: PriceBook | None = None) -> GasPrice:
    """The gas prices of a day. Raises Refusal when none are held."""
    return _in_force((book or reference_book()).gas, on, Fuel.NATURAL_GAS)


def delivery_rate(distributor: str, on: date, book: PriceBook | None = None) -> DeliveryRate:
    """What a distributor charges to deliver on a day; the oldest held, before that. Refusal when it is not known."""
    held = [row for row in (book or reference_book()).delivery if row.distributor == distributor]
    if not held:
        raise Refusal(NO_DISTRIBUTOR, distributor=distributor)
    begun = [row for row in held if row.effective_from <= on]
    if begun:
        return max(begun, key=lambda row: row.effective_from)
    return min(held, key=lambda row: row.effective_from)


def other_fuel_price(fuel: Fuel) -> OtherFuelPrice:
    """The range of prices of oil, propane or wood. KeyError for a metered fuel."""
    return {row.fuel: row for row in rows(OtherFuelPrice)}[fuel]


def older_than(code: Code, price: ElectricityPrice | GasPrice, on: date) -> list[Finding]:
    """The finding that the newest price held is older than the day, or nothing."""
    if on <= price.known_until:
        return []
    since, until = price.effective_from.isoformat(), price.known_until.isoformat()
    return [code.finding(effective_from=since, known_until=until, on=on.isoformat())]


def tier_step_kwh(month: int) -> float:
    """How many kWh a month (1..12) the first step of the tiered plan holds."""
    return constant(f"tier_{'summer' if is_summer(month) else 'winter'}_kwh_per_month").value


def typical_steps() -> dict[Period, float]:
    """On which step the last kWh of a typical month falls, over the months of a year; sums to 1."""
    typical = constant("typical_kwh_per_month").value
    second = sum(typical > tier_step_kwh(month) for month in range(1, MONTHS + 1)) / MONTHS
    return {Period.TIER_1: 1.0 - second, Period.TIER_2: second}


def typical_shares(plan: PricePlan) -> dict[Period, float]:
    """The regulator's typical split of use over the plan's periods (S27)."""
    if plan is PricePlan.TIERED:
        return {Period.ANY_HOUR: 1.0}
    return {period: constant(f"typical_share_{plan}_{period}").value for period in PLAN_PERIODS[plan]}


def typical_gas_months(m3_per_year: float = 2400.0) -> tuple[float, ...]:
    """The regulator's typical home's gas, January..December, scaled to `m3_per_year` (S27)."""
    months = [row.m3 for row in sorted(rows(GasMonth), key=lambda row: row.month)]
    return tuple(m3 * m3_per_year / sum(months) for m3 in months)


def distributor_for(municipality: str | None) -> str:
    """Who delivers electricity in a municipality's towns; the stand-in when the place is unknown."""
    return _distributors().get((municipality or "").strip().casefold(), DEFAULT_DISTRIBUTOR)


@cache
def _distributors() -> dict[str, str]:
    return {row.municipality.casefold(): row.distributor for row in rows(DistributorArea)}


def _in_force(held: Sequence[Dated], on: date, fuel: Fuel) -> Dated:
    """The row in force on a date: the last begun, unless it is known to have ended before a later one began."""
    begun = [row for row in held if row.effective_from <= on]
    newest_held = max(row.effective_from for row in held)
    row = max(begun, key=lambda each: each.effective_from, default=None)
    if row is None or (on > row.known_until and row.effective_from < newest_held):
        raise Refusal(NO_PRICE, fuel=fuel.value, on=on.isoformat())
    return row
