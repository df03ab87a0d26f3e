"""What one unit more or less costs, by the hour or by the step: the slopes of the bills in `tariffs`.

Electricity on time-of-use and overnight plans has a price for every month, kind of day and hour of the day; on the
tiered plan, and for gas, the price depends on how much of the month's steps is used. All prices are CAD per unit with
tax and rebate in. Dates are arguments; prices come from the book given, else from this version's tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greener_homes.reference import constant
from greener_homes.reference.in_force import (
    DEFAULT_DISTRIBUTOR,
    MONTHS,
    delivery_rate,
    electricity_prices,
    gas_price,
    tier_step_kwh,
)
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import PLAN_PERIODS, Period, PricePlan, period_of

Floats = NDArray[np.float64]

KINDS: Final = 2
"""Weekdays, holidays among them, and weekend days."""
HOURS: Final = 24


class StepPrices(NamedTuple):
    """Prices by steps of a month's use: `upto` units of each month [steps, 12], CAD per unit [steps + 1]."""

    upto: Floats
    cad_per_unit: Floats


def period_prices(
    plan: PricePlan, on: date, distributor: str = DEFAULT_DISTRIBUTOR, book: PriceBook | None = None
) -> dict[Period, float]:
    """CAD a kWh more or less costs in each period or step of a plan. Refusal when no price is held for the day.

    `(price × loss factor + delivery + loss factor × (network + connection + wholesale + rural)) × (1 + HST − rebate)`
    (electricity_bill_model, S27).
    """
    prices, rate = electricity_prices(plan, on, book), delivery_rate(distributor, on, book)
    carriage = rate.network_cad_per_kwh + rate.connection_cad_per_kwh + rate.wmsr_cad_per_kwh + rate.rrrp_cad_per_kwh
    return {
        period: ((price.cents_per_kwh / 100.0 + carriage) * rate.loss_factor + rate.variable_cad_per_kwh)
        * (1.0 + constant("hst_fraction").value - price.oer_percent / 100.0)
        for period, price in prices.items()
    }


def hour_prices(
    plan: PricePlan, on: date, distributor: str = DEFAULT_DISTRIBUTOR, book: PriceBook | None = None
) -> Floats:
    """CAD a kWh more or less costs by month, weekday or weekend, and hour of the local day [12, 2, 24].

    Holidays of the day's year have their weekend prices inside the weekdays' means. ValueError for the tiered plan.
    """
    if plan is PricePlan.TIERED:
        raise ValueError("on the tiered plan the month's use decides, not the hour")
    prices = period_prices(plan, on, distributor, book)
    by_period = np.array([prices[period] for period in PLAN_PERIODS[plan]])
    priced: Floats = period_parts(plan, on.year) @ by_period
    return priced


def tier_prices(on: date, distributor: str = DEFAULT_DISTRIBUTOR, book: PriceBook | None = None) -> StepPrices:
    """The tiered plan's steps: 600 kWh in a summer month, 1,000 in a winter one, and the price below and above."""
    prices = period_prices(PricePlan.TIERED, on, distributor, book)
    upto = np.array([[tier_step_kwh(month) for month in range(1, MONTHS + 1)]])
    return StepPrices(upto, np.array([prices[Period.TIER_1], prices[Period.TIER_2]]))


def gas_prices(on: date, book: PriceBook | None = None) -> StepPrices:
    """The gas bill's blocks: m³ of every month up to which each holds, and what a m³ in each costs, HST in."""
    price = gas_price(on, book)
    same = (
        price.delivery_adjustment
        + price.supply
        + price.supply_adjustment
        + price.transport
        + price.transport_adjustment
        + price.federal_carbon
        + price.facility_carbon
    )
    blocks: Sequence[float] = (price.delivery_1, price.delivery_2, price.delivery_3, price.delivery_4)
    ends = np.array([price.block_1_upto_m3, price.block_2_upto_m3, price.block_3_upto_m3])
    with_tax = 1.0 + constant("hst_fraction").value
    return StepPrices(np.repeat(ends[:, None], MONTHS, axis=1), (np.array(blocks) + same) * with_tax)


@cache
def period_parts(plan: PricePlan, year: int) -> Floats:
    """Which part of the hours of each month, kind of day and hour lies in each period [12, 2, 24, periods]."""
    hours = np.arange(f"{year}-01-01T00", f"{year + 1}-01-01T00", dtype="datetime64[h]")
    days = hours.astype("datetime64[D]").astype(np.int64)
    weekend = (days + 3) % 7 >= 5  # 1970-01-01 was a Thursday
    month = hours.astype("datetime64[M]").astype(np.int64) % MONTHS
    cell = (month * KINDS + weekend) * HOURS + (hours.astype(np.int64) - days * HOURS)
    periods = len(PLAN_PERIODS[plan])
    counted = np.bincount(cell * periods + period_of(hours, plan), minlength=MONTHS * KINDS * HOURS * periods)
    parts = counted.reshape(MONTHS, KINDS, HOURS, periods).astype(np.float64)
    shares: Floats = parts / parts.sum(axis=-1, keepdims=True)
    return shares
