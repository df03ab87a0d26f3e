"""What energy costs on a date: electricity on its three plans, gas in its blocks, delivered fuels.

A bill opens to its lines, and each line to its quantity, rate, the date the rate began and where it was
seen. Dates are arguments: this module never asks what day it is, stores nothing and rounds nothing.
Prices come from the book that is given (`rates.in_use`); without one, from the tables that come with this version.
Electricity: `(electricity + delivery + regulatory) × (1 + HST − rebate)`, as the regulator's calculator does (S27).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from greener_homes.bill_lines import Bill, BillItem, BillLine, Rebate, bill_of, tax_line
from greener_homes.codes_money import DELIVERY_STAND_IN, ELECTRICITY_OLDER, GAS_OLDER, GENERAL_RANGE, UNCITED_PRICE
from greener_homes.price_freshness import Freshness, freshness
from greener_homes.reference import DeliveryRate, ElectricityPrice, GasPrice, constant
from greener_homes.reference.in_force import (
    DEFAULT_DISTRIBUTOR,
    MONTHS,
    delivery_rate,
    distributor_for,
    electricity_prices,
    gas_price,
    older_than,
    other_fuel_price,
    tier_step_kwh,
    typical_gas_months,
    typical_shares,
    typical_steps,
)
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import PLAN_PERIODS, LocalHours, Period, PricePlan, holidays, period_of
from models.findings import Finding
from models.quantities import Fuel

__all__ = [
    "DEFAULT_DISTRIBUTOR",
    "PLAN_PERIODS",
    "Bill",
    "BillItem",
    "BillLine",
    "Freshness",
    "Period",
    "PeriodUse",
    "PriceBook",
    "PricePlan",
    "distributor_for",
    "electricity_bill",
    "electricity_year",
    "fixed_cad_per_year",
    "freshness",
    "fuel_bill",
    "gas_bill",
    "gas_year",
    "holidays",
    "marginal_cad_per_unit",
    "period_of",
    "period_shares",
    "period_use",
    "typical_gas_months",
    "typical_shares",
]

_SHARES_TOLERANCE = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeriodUse:
    """kWh by period in `month` (1..12), over `months` of it: 1 for a whole month, less for a part."""

    kwh: Mapping[Period, float]
    month: int
    months: float = 1.0


def electricity_bill(
    use: PeriodUse | Sequence[PeriodUse],
    plan: PricePlan,
    on: date,
    distributor: str = DEFAULT_DISTRIBUTOR,
    book: PriceBook | None = None,
) -> Bill:
    """What that use costs at the prices of `on`, HST and rebate included. Several months give one bill.

    Raises Refusal when no price is held for `on` or the distributor is not known.
    """
    uses = (use,) if isinstance(use, PeriodUse) else tuple(use)
    prices = electricity_prices(plan, on, book)
    delivery = delivery_rate(distributor, on, book)
    lines = _electricity_lines(uses, plan, prices, delivery)
    return bill_of(lines, _electricity_findings(prices.values(), delivery, on), _rebate(prices))


def electricity_year(
    monthly_kwh: Sequence[float],
    shares: Mapping[Period, float] | None,
    plan: PricePlan,
    on: date,
    distributor: str = DEFAULT_DISTRIBUTOR,
    book: PriceBook | None = None,
) -> Bill:
    """A year's bill at the prices of `on`: kWh of January..December [12], split by period in the same shares.

    `shares` sum to 1 over the plan's periods; None takes the regulator's typical shares (S27).
    """
    split = typical_shares(plan) if shares is None else _checked(shares)
    uses = [
        PeriodUse({period: kwh * share for period, share in split.items()}, month)
        for month, kwh in zip(range(1, MONTHS + 1), monthly_kwh, strict=True)
    ]
    return electricity_bill(uses, plan, on, distributor, book)


def gas_bill(m3: float, on: date, months: float = 1.0, book: PriceBook | None = None) -> Bill:
    """What `m3` of gas over `months` months costs at the prices of `on` (Enbridge EGD Rate 1), HST included."""
    price = gas_price(on, book)
    return bill_of(_gas_lines([m3], price, months), older_than(GAS_OLDER, price, on))


def gas_year(monthly_m3: Sequence[float], on: date, book: PriceBook | None = None) -> Bill:
    """A year's gas bill at the prices of `on`, from the m³ of each of twelve months [12]."""
    if len(monthly_m3) != MONTHS:
        raise ValueError("a year of gas has twelve months")
    price = gas_price(on, book)
    return bill_of(_gas_lines(monthly_m3, price, 1.0), older_than(GAS_OLDER, price, on))


def fuel_bill(fuel: Fuel, amount: float) -> Bill:
    """What `amount` of a delivered fuel (L, L, cord) costs at its typical price, HST included; always doubted."""
    price = other_fuel_price(fuel)
    line = BillLine(BillItem.ENERGY, amount, price.unit, price.typical_cad, price.source_id, price.confidence, None)
    lines = [line, tax_line(line.amount_cad)] if price.before_hst else [line]
    return Bill(tuple(lines), sum(each.amount_cad for each in lines), (GENERAL_RANGE.finding(as_of=price.as_of),))


def marginal_cad_per_unit(
    fuel: Fuel,
    plan: PricePlan | None,
    on: date,
    *,
    distributor: str = DEFAULT_DISTRIBUTOR,
    shares: Mapping[Period, float] | None = None,
    monthly_m3: Sequence[float] | None = None,
    book: PriceBook | None = None,
) -> float:
    """What one unit (kWh, m³, L, L, cord) more or less costs, CAD, tax and rebate included, fixed charges not.

    Electricity: on `plan` (None: time-of-use), for use spread over periods in `shares`; None takes the typical
    shares, and on the tiered plan the step a typical 700 kWh month reaches. Gas: for a change in proportion to
    `monthly_m3` [12], None the typical 2,400 m³ year. Other fuels: the typical price.
    """
    if fuel is Fuel.ELECTRICITY:
        return _marginal_electricity(plan or PricePlan.TOU, on, distributor, shares, book)
    if fuel is Fuel.NATURAL_GAS:
        return _marginal_gas(on, typical_gas_months() if monthly_m3 is None else monthly_m3, book)
    return fuel_bill(fuel, 1.0).total_cad


def fixed_cad_per_year(
    fuel: Fuel, on: date, distributor: str = DEFAULT_DISTRIBUTOR, book: PriceBook | None = None
) -> float:
    """What having the account costs a year before anything is used, CAD, tax and rebate included; 0 without one."""
    if fuel is Fuel.ELECTRICITY:
        empty = [PeriodUse({}, month) for month in range(1, MONTHS + 1)]
        return electricity_bill(empty, PricePlan.TOU, on, distributor, book).total_cad
    return gas_year([0.0] * MONTHS, on, book).total_cad if fuel is Fuel.NATURAL_GAS else 0.0


def period_use(local_hours: LocalHours, kwh: Floats, plan: PricePlan) -> tuple[PeriodUse, ...]:
    """The use of each calendar month present, by period; `months` is the share of its hours that are present.

    `local_hours` naive America/Toronto [n], `kwh` in each [n]: hourly values, in order.
    """
    period, month = period_of(local_hours, plan), local_hours.astype("datetime64[M]")
    uses = []
    for each in np.unique(month):
        inside = month == each
        sums = np.bincount(period[inside], weights=kwh[inside], minlength=len(PLAN_PERIODS[plan]))
        by_period = {name: float(value) for name, value in zip(PLAN_PERIODS[plan], sums, strict=True)}
        uses.append(PeriodUse(by_period, int(each.astype(int)) % MONTHS + 1, _part(each, int(inside.sum()))))
    return tuple(uses)


def period_shares(local_hours: LocalHours, kwh: Floats, plan: PricePlan) -> dict[Period, float]:
    """How a home's own use falls on the plan's periods; sums to 1. ValueError when there is no use at all."""
    sums = np.bincount(period_of(local_hours, plan), weights=kwh, minlength=len(PLAN_PERIODS[plan]))
    if sums.sum() <= 0:
        raise ValueError("no use to share out")
    return {name: float(value / sums.sum()) for name, value in zip(PLAN_PERIODS[plan], sums, strict=True)}


def _part(month: np.datetime64, hours: int) -> float:
    """Which part of a month so many hours are; the hour lost in March does not make it a part."""
    whole = int((month + 1).astype("datetime64[h]").astype(int) - month.astype("datetime64[h]").astype(int))
    return 1.0 if hours >= whole - 1 else hours / whole


def _electricity_lines(
    uses: Sequence[PeriodUse], plan: PricePlan, prices: Mapping[Period, ElectricityPrice], rate: DeliveryRate
) -> list[BillLine]:
    """One line a rate for all months together."""
    by_period: dict[Period, list[float]] = {}
    totals, powers = [], []
    for use in uses:
        total = sum(use.kwh.values())
        kwh = _tiers(total, use) if plan is PricePlan.TIERED else use.kwh
        for period, amount in kwh.items():
            by_period.setdefault(period, []).append(amount)
        totals.append(total)
        powers.append(sum([amount * (prices[period].cents_per_kwh / 100.0) for period, amount in kwh.items()]))
    energy = [_energy_line(prices[period], period, sum(amounts)) for period, amounts in by_period.items()]
    months, total, power = sum([use.months for use in uses]), sum(totals), sum(powers)
    seen = (rate.source_id, rate.confidence, rate.effective_from)
    per_kwh = rate.variable_cad_per_kwh + rate.loss_factor * (rate.network_cad_per_kwh + rate.connection_cad_per_kwh)
    regulatory = rate.loss_factor * (rate.wmsr_cad_per_kwh + rate.rrrp_cad_per_kwh)
    return [
        *energy,
        BillLine(BillItem.DELIVERY_FIXED, months, "month", rate.fixed_cad_per_month, *seen),
        BillLine(BillItem.DELIVERY_PER_UNIT, total, "kWh", per_kwh, *seen),
        BillLine(BillItem.LINE_LOSSES, power, "CAD", rate.loss_factor - 1.0, *seen),
        BillLine(BillItem.REGULATORY_PER_UNIT, total, "kWh", regulatory, *seen),
        BillLine(BillItem.REGULATORY_FIXED, months, "month", rate.sss_cad_per_month, *seen),
    ]


def _energy_line(price: ElectricityPrice, period: Period, kwh: float) -> BillLine:
    seen = (price.source_id, price.confidence, price.effective_from, period)
    return BillLine(BillItem.ENERGY, kwh, "kWh", price.cents_per_kwh / 100.0, *seen)


def _tiers(total_kwh: float, use: PeriodUse) -> dict[Period, float]:
    first = min(total_kwh, tier_step_kwh(use.month) * use.months)
    return {Period.TIER_1: first, Period.TIER_2: total_kwh - first}


def _gas_lines(uses_m3: Sequence[float], price: GasPrice, months: float) -> list[BillLine]:
    """One line a rate for all uses together, each of which took so many months."""
    seen = (price.source_id, price.confidence, price.effective_from)
    m3, rates = sum(uses_m3), (price.delivery_1, price.delivery_2, price.delivery_3, price.delivery_4)
    blocks = [
        BillLine(BillItem.DELIVERY_PER_UNIT, sum(amounts), "m3", rate + price.delivery_adjustment, *seen)
        for rate, *amounts in zip(rates, *(_gas_blocks(each, price, months) for each in uses_m3), strict=True)
    ]
    return [
        BillLine(BillItem.ENERGY, m3, "m3", price.supply + price.supply_adjustment, *seen),
        BillLine(BillItem.DELIVERY_FIXED, months * len(uses_m3), "month", price.monthly_charge, *seen),
        *blocks,
        BillLine(BillItem.TRANSPORT, m3, "m3", price.transport + price.transport_adjustment, *seen),
        BillLine(BillItem.CARBON, m3, "m3", price.federal_carbon + price.facility_carbon, *seen),
    ]


def _gas_blocks(m3: float, price: GasPrice, months: float) -> list[float]:
    """How much falls in each of the four delivery blocks."""
    steps = (0.0, price.block_1_upto_m3, price.block_2_upto_m3, price.block_3_upto_m3, float("inf"))
    return [max(0.0, min(m3, high * months) - low * months) for low, high in pairwise(steps)]


def _marginal_electricity(
    plan: PricePlan, on: date, distributor: str, shares: Mapping[Period, float] | None, book: PriceBook | None
) -> float:
    if plan is PricePlan.TIERED and (shares is None or Period.ANY_HOUR in shares):
        shares = typical_steps()
    shares = _checked(typical_shares(plan) if shares is None else shares)
    prices, rate = electricity_prices(plan, on, book), delivery_rate(distributor, on, book)
    cents = sum(share * prices[period].cents_per_kwh for period, share in shares.items())
    carriage = rate.network_cad_per_kwh + rate.connection_cad_per_kwh + rate.wmsr_cad_per_kwh + rate.rrrp_cad_per_kwh
    before = (cents / 100.0 + carriage) * rate.loss_factor + rate.variable_cad_per_kwh
    return before * (1.0 + constant("hst_fraction").value - _rebate(prices).fraction)


def _marginal_gas(on: date, monthly_m3: Sequence[float], book: PriceBook | None) -> float:
    """The slope of the year's bill when every month changes in proportion."""
    total = sum(monthly_m3)
    weights = [m3 / total for m3 in monthly_m3] if total > 0 else [1.0 / MONTHS] * MONTHS
    one_more = [m3 + weight for m3, weight in zip(monthly_m3, weights, strict=True)]
    return gas_year(one_more, on, book).total_cad - gas_year(monthly_m3, on, book).total_cad


def _rebate(prices: Mapping[Period, ElectricityPrice]) -> Rebate:
    """The rebate that came with these prices."""
    price = next(iter(prices.values()))
    return Rebate(price.oer_percent / 100.0, price.source_id, price.confidence, price.effective_from)


def _checked(shares: Mapping[Period, float]) -> Mapping[Period, float]:
    if abs(sum(shares.values()) - 1.0) > _SHARES_TOLERANCE:
        raise ValueError("shares of use must sum to 1")
    return shares


def _electricity_findings(prices: Iterable[ElectricityPrice], rate: DeliveryRate, on: date) -> list[Finding]:
    held = list(prices)
    findings = older_than(ELECTRICITY_OLDER, held[0], on)
    if any(price.source_id.startswith("U") for price in held):
        findings.append(UNCITED_PRICE.finding())
    if rate.stand_in:
        findings.append(DELIVERY_STAND_IN.finding(distributor=rate.name))
    return findings
