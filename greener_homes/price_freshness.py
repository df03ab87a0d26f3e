"""How old the prices in a book are on a day: which are past their time, and which days before have no price at all.

Regulated electricity prices are set for a year from 1 November, gas for a quarter, delivery for a rate year. Pure:
the book and the day are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from greener_homes.reference import DeliveryRate
from greener_homes.reference.price_book import PriceBook, reference_book
from greener_homes.reference.price_periods import PricePlan

DELIVERY_HOLDS = timedelta(days=366 + 120)
"""A rate year, and the months by which the regulator's file may follow a decision."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """One tariff on a day. `known_until` is the last day its newest price is known to hold."""

    family: str
    key: str
    newest_from: date
    known_until: date
    days_over: int
    stands_in: bool
    holes: tuple[tuple[date, date], ...] = ()
    """Days, first and last, between two prices that nothing is known of."""

    @property
    def is_stale(self) -> bool:
        """Whether a newer price should have come, or was never held."""
        return self.days_over > 0 or self.stands_in


def freshness(on: date, book: PriceBook | None = None) -> tuple[Freshness, ...]:
    """Every tariff that is used, by family and key."""
    held = book or reference_book()
    plans = {
        plan: {(row.effective_from, row.known_until) for row in held.electricity if row.plan == plan}
        for plan in PricePlan
    }
    electricity = [_of_periods("electricity", plan.value, periods, on) for plan, periods in plans.items()]
    gas = [_of_periods("gas", "egd", {(row.effective_from, row.known_until) for row in held.gas}, on)]
    by_distributor: dict[str, list[DeliveryRate]] = {}
    for row in held.delivery:
        by_distributor.setdefault(row.distributor, []).append(row)
    delivery = [_of_delivery(key, rates, on) for key, rates in sorted(by_distributor.items())]
    return (*electricity, *gas, *delivery)


def _of_periods(family: str, key: str, periods: Iterable[tuple[date, date]], on: date) -> Freshness:
    ordered = sorted(periods)
    newest_from, known_until = max((period for period in ordered if period[0] <= on), default=ordered[0])
    holes = tuple(
        (end + timedelta(days=1), following - timedelta(days=1))
        for (_, end), (following, _) in pairwise(ordered)
        if following - end > timedelta(days=1)
    )
    return Freshness(family, key, newest_from, known_until, _days_over(known_until, on), False, holes)


def _of_delivery(distributor: str, rates: Sequence[DeliveryRate], on: date) -> Freshness:
    begun = [row for row in rates if row.effective_from <= on] or list(rates)
    newest = max(begun, key=lambda row: row.effective_from)
    until = newest.effective_from + DELIVERY_HOLDS
    return Freshness("delivery", distributor, newest.effective_from, until, _days_over(until, on), newest.stand_in)


def _days_over(known_until: date, on: date) -> int:
    return max(0, (on - known_until).days)
