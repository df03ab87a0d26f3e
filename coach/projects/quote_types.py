"""A quote as it is written down and as it is read: plain values and their units."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from greener_homes.tables.project import Pressure as Pressure

M2_PER_SQUARE_FOOT: Final = 0.09290304
KW_PER_BTU_H: Final = 1.0 / 3412.14
KW_PER_TON: Final = 12_000 * KW_PER_BTU_H


class Tax(StrEnum):
    """Whether a total holds the HST."""

    WITH = "with"
    WITHOUT = "without"


class AreaUnit(StrEnum):
    """What an area is written in."""

    M2 = "m2"
    SQUARE_FEET = "ft2"


class SizeUnit(StrEnum):
    """What a size is written in."""

    KW = "kw"
    BTU_H = "btu_h"
    TONS = "tons"
    LITRES = "litres"

    @property
    def kw(self) -> float | None:
        """Kilowatts in one; None for what is no power."""
        return {SizeUnit.KW: 1.0, SizeUnit.BTU_H: KW_PER_BTU_H, SizeUnit.TONS: KW_PER_TON}.get(self)


@dataclass(frozen=True, slots=True)
class Line:
    """What a quote says of one measure; None and empty where it says nothing."""

    measure: str
    r_value: float | None = None
    area: float | None = None
    area_unit: AreaUnit = AreaUnit.SQUARE_FEET
    size: float | None = None
    size_unit: SizeUnit = SizeUnit.BTU_H
    model: str = ""

    @property
    def size_kw(self) -> float | None:
        """The size as power, kW."""
        factor = self.size_unit.kw
        return None if self.size is None or factor is None else self.size * factor

    @property
    def area_m2(self) -> float | None:
        """The area, m²."""
        if self.area is None:
            return None
        return self.area if self.area_unit is AreaUnit.M2 else self.area * M2_PER_SQUARE_FOOT


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as somebody writes it down. Money in cents."""

    contractor: str
    given_on: date
    total_cents: int | None
    tax: Tax | None
    valid_until: date | None = None
    rebate_cents: int = 0
    lines: tuple[Line, ...] = ()
    pressure: frozenset[Pressure] = frozenset()


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote that is kept. `contractor` and models are empty where their writer was erased."""

    id: uuid.UUID
    contractor: str
    given_on: date
    valid_until: date | None
    before_tax_cents: int
    tax_cents: int
    rebate_cents: int
    lines: tuple[Line, ...]
    pressure: frozenset[Pressure]
    is_chosen: bool

    @property
    def with_tax_cents(self) -> int:
        """What is to be paid before any rebate."""
        return self.before_tax_cents + self.tax_cents

    @property
    def to_pay_cents(self) -> int:
        """What is to be paid if the rebates come that it takes off."""
        return max(self.with_tax_cents - self.rebate_cents, 0)
