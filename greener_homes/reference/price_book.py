"""All prices that may be used, as one value: the tables beside this file, and what staff approved since.

Where both hold a figure for the same day, the approved one stands. A period ends where the next one of its family
begins, so that no two overlap. Frozen and equal by content: figures worked out from a book may be kept by it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from greener_homes.reference import DeliveryRate, ElectricityPrice, GasPrice, rows

Dated = TypeVar("Dated", ElectricityPrice, DeliveryRate, GasPrice)
Ending = TypeVar("Ending", ElectricityPrice, GasPrice)


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every dated price: electricity by plan and period, delivery by distributor, gas by quarter."""

    electricity: tuple[ElectricityPrice, ...] = ()
    delivery: tuple[DeliveryRate, ...] = ()
    gas: tuple[GasPrice, ...] = ()

    def __hash__(self) -> int:
        # Of the last rows alone: what is kept by a book asks this often, and those it cannot tell apart are compared.
        return hash((len(self.electricity), len(self.delivery), self.gas[-1:]))


@cache
def reference_book() -> PriceBook:
    """The prices that come with this version."""
    return PriceBook(rows(ElectricityPrice), rows(DeliveryRate), rows(GasPrice))


def joined(older: PriceBook, newer: PriceBook) -> PriceBook:
    """Both books as one; a figure of `newer` replaces that of the same family, key and day. No periods overlap."""
    return PriceBook(
        _without_overlap(_replaced(older.electricity, newer.electricity, electricity_key), lambda row: row.plan),
        _replaced(older.delivery, newer.delivery, delivery_key),
        _without_overlap(_replaced(older.gas, newer.gas, gas_key), gas_key),
    )


def electricity_key(row: ElectricityPrice) -> str:
    """What a price of electricity is the price of."""
    return f"{row.plan}/{row.period}"


def delivery_key(row: DeliveryRate) -> str:
    """Whose delivery it is."""
    return row.distributor


def gas_key(row: GasPrice) -> str:
    """There is one gas tariff in the region: the former Enbridge Gas Distribution's Rate 1."""
    return "egd"


def _replaced(older: Iterable[Dated], newer: Iterable[Dated], key: Callable[[Dated], str]) -> tuple[Dated, ...]:
    held = {(key(row), row.effective_from): row for row in older}
    held |= {(key(row), row.effective_from): row for row in newer}
    return tuple(held.values())


def _without_overlap(held: tuple[Ending, ...], family: Callable[[Ending], Hashable]) -> tuple[Ending, ...]:
    starts: dict[Hashable, list[date]] = {}
    for row in held:
        starts.setdefault(family(row), []).append(row.effective_from)
    return tuple(replace(row, known_until=_end(row, starts[family(row)])) for row in held)


def _end(row: Ending, starts: Iterable[date]) -> date:
    following = min((start for start in starts if start > row.effective_from), default=date.max)
    return row.known_until if following == date.max else min(row.known_until, following - timedelta(days=1))
