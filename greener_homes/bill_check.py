"""A bill somebody typed beside our own arithmetic: whether they agree, and where a difference may lie.

The use of the bill is spread evenly over its days and priced month by month, at the prices of each month. Below three
per cent nothing is said: days do not use alike, and the hours of use are typical ones. Above it, everything that could
explain the difference is tried in turn. Prices come from the book that is given; `of_home` reads what was typed.
"""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from greener_homes import codes_bill as codes
from greener_homes import tariffs
from greener_homes.bill_lines import Bill, BillItem
from greener_homes.errors import Refusal
from greener_homes.reference.in_force import delivery_rate, electricity_prices, gas_price
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import PLAN_PERIODS, PricePlan
from greener_homes.tables.connection import EntryKind, TypedEntry
from models.findings import Finding
from models.quantities import Commodity

DISAGREES: Final = 0.03
"""A difference above this is said."""
CHECKED: Final = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
SHORT_DAYS, LONG_DAYS = 25, 36
"""A bill of a month lasts so long; those of two or three months twice or three times."""
DELIVERY_ITEMS: Final = (BillItem.DELIVERY_FIXED, BillItem.DELIVERY_PER_UNIT)


@dataclass(frozen=True, slots=True)
class LastBill:
    """A bill as it was typed: use (kWh or m³) over the local days [starts_on, ends_on), and what was asked for it."""

    commodity: Commodity
    starts_on: date
    ends_on: date
    amount: float
    total_cad: float

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days


@dataclass(frozen=True, slots=True)
class Account:
    """Whose bill it is: the price plan (None: not known), the distributor, and the prices in use."""

    plan: PricePlan | None
    distributor: str
    book: PriceBook | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What our prices make of a bill's use, CAD, and by what share of that the bill is off; `findings` where it
    disagrees: that it does, then where the difference may lie."""

    ours_cad: float
    off: float
    findings: tuple[Finding, ...]

    @property
    def agrees(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a bill in one calendar month."""

    first: date
    amount: float
    months: float


def check(bill: LastBill, account: Account) -> Checked | None:
    """The bill beside ours; None for what we hold no prices for on those days, or a bill of nothing."""
    if bill.commodity not in CHECKED or bill.days <= 0 or bill.total_cad <= 0.0:
        return None
    plan = account.plan or PricePlan.TOU
    try:
        ours = _bill(bill, plan, account)
    except Refusal:
        return None
    if ours <= 0.0:
        return None
    off = bill.total_cad / ours - 1.0
    if abs(off) <= DISAGREES:
        return Checked(ours, off, ())
    said = codes.DISAGREES[bill.commodity.value].finding(
        theirs=round(bill.total_cad, 2), ours=round(ours, 2), percent=round(100 * abs(off))
    )
    maybe = tuple(_maybe(bill, plan, account, ours))
    return Checked(ours, off, (said, *(maybe or (codes.UNKNOWN.finding(),))))


def of_home(
    session: Session, home_id: uuid.UUID, commodities: Iterable[Commodity], account: Account
) -> tuple[Finding, ...]:
    """What is said of the last bill with a total that was typed, of each of these commodities.

    Whoever asks holds the permission for typed bills that covers them.
    """
    wanted = [each for each in CHECKED if each in set(commodities)]
    found: list[Finding] = []
    for commodity in wanted:
        row = session.exec(
            select(TypedEntry)
            .where(
                TypedEntry.home_id == home_id,
                TypedEntry.kind == EntryKind.BILL,
                TypedEntry.commodity == commodity,
                col(TypedEntry.cost_cents).is_not(None),
            )
            .order_by(col(TypedEntry.ends_on).desc())
            .limit(1)
        ).first()
        if row is None or row.starts_on is None or row.cost_cents is None or row.estimated:
            continue
        last = LastBill(commodity, row.starts_on, row.ends_on, float(row.amount), row.cost_cents / 100)
        checked = check(last, account)
        found.extend(() if checked is None else checked.findings)
    return tuple(found)


def _bill(
    bill: LastBill, plan: PricePlan, account: Account, keep: Callable[[BillItem], bool] = lambda _: True
) -> float:
    """What our prices make of it, CAD: every line, or those that are kept."""
    return sum(line.amount_cad for one in _bills(bill, plan, account) for line in one.lines if keep(line.item))


def _bills(bill: LastBill, plan: PricePlan, account: Account) -> Iterator[Bill]:
    for piece in _pieces(bill):
        if bill.commodity is Commodity.NATURAL_GAS:
            yield tariffs.gas_bill(piece.amount, piece.first, piece.months, account.book)
        else:
            shares = tariffs.typical_shares(plan)
            kwh = {period: piece.amount * share for period, share in shares.items()}
            use = tariffs.PeriodUse(kwh, piece.first.month, piece.months)
            yield tariffs.electricity_bill(use, plan, piece.first, account.distributor, account.book)


def _pieces(bill: LastBill) -> Iterator[_Piece]:
    """The calendar months of the bill, with the use of their days. A bill of about so many months is so many: the
    fixed charge of thirty days is that of a month."""
    count = max(round(bill.days / 30.4), 1)
    whole = SHORT_DAYS * count <= bill.days <= LONG_DAYS * count
    first = bill.starts_on
    while first < bill.ends_on:
        last = min(
            date(first.year, first.month, monthrange(first.year, first.month)[1]) + timedelta(days=1), bill.ends_on
        )
        share = (last - first).days / bill.days
        months = share * count if whole else (last - first).days / monthrange(first.year, first.month)[1]
        yield _Piece(first, bill.amount * share, months)
        first = last


def _maybe(bill: LastBill, plan: PricePlan, account: Account, ours: float) -> Iterator[Finding]:
    """Everything that could explain the difference, what explains it best first."""
    electric = bill.commodity is Commodity.ELECTRICITY
    last_day = bill.ends_on - timedelta(days=1)

    def near(cad: float) -> bool:
        return abs(bill.total_cad / cad - 1.0) <= DISAGREES if cad > 0 else False

    if electric:
        for other in PricePlan:
            cad = _bill(bill, other, account)
            if other is not plan and near(cad):
                yield codes.OTHER_PLAN[other.value].finding(cad=round(cad))
    no_tax = _bill(bill, plan, account, lambda item: item is not BillItem.HST)
    if near(no_tax):
        yield codes.BEFORE_TAX.finding(cad=round(no_tax))
    no_rebate = _bill(bill, plan, account, lambda item: item is not BillItem.REBATE)
    if electric and near(no_rebate):
        yield codes.BEFORE_REBATE.finding(cad=round(no_rebate))
    price = (
        next(iter(electricity_prices(plan, last_day, account.book).values()))
        if electric
        else gas_price(last_day, account.book)
    )
    if last_day > price.known_until:
        since, until = price.effective_from.isoformat(), price.known_until.isoformat()
        yield codes.OLD_PRICES.finding(effective_from=since, known_until=until)
    if electric and plan is not PricePlan.TIERED:
        low, high = _at_any_hour(bill, plan, account)
        if low <= bill.total_cad <= high:
            yield codes.HOURS.finding(low=round(low), high=round(high))
    if electric and delivery_rate(account.distributor, last_day, account.book).stand_in:
        delivery = _bill(bill, plan, account, lambda item: item in DELIVERY_ITEMS)
        if abs(bill.total_cad - ours) <= delivery:
            yield codes.DELIVERY.finding(cad=round(delivery))
    count = max(round(bill.days / 30.4), 1)
    if not SHORT_DAYS * count <= bill.days <= LONG_DAYS * count:
        yield codes.DAYS.finding(days=bill.days)


def _at_any_hour(bill: LastBill, plan: PricePlan, account: Account) -> tuple[float, float]:
    """The least and the most the use could cost on this plan, all of it at its cheapest or dearest hours."""
    totals = []
    for period in PLAN_PERIODS[plan]:
        uses: Sequence[_Piece] = list(_pieces(bill))
        totals.append(
            sum(
                tariffs.electricity_bill(
                    tariffs.PeriodUse({period: piece.amount}, piece.first.month, piece.months),
                    plan,
                    piece.first,
                    account.distributor,
                    account.book,
                ).total_cad
                for piece in uses
            )
        )
    return min(totals), max(totals)
