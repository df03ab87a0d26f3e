"""What a bill is made of: lines that open to their quantity, rate, date and source; tax and rebate on their sum.

Amounts are CAD and never rounded here. This module knows no prices; it adds up the lines it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from greener_homes.reference import constant
from greener_homes.reference.price_periods import Period
from models.findings import Finding


class BillItem(StrEnum):
    """The kinds of line a bill has."""

    ENERGY = "energy"
    DELIVERY_FIXED = "delivery_fixed"
    DELIVERY_PER_UNIT = "delivery_per_unit"
    LINE_LOSSES = "line_losses"
    REGULATORY_FIXED = "regulatory_fixed"
    REGULATORY_PER_UNIT = "regulatory_per_unit"
    TRANSPORT = "transport"
    CARBON = "carbon"
    HST = "hst"
    REBATE = "rebate"

    def words(self, language: str) -> str:
        """What a bill calls this line, in "en" or "fr"."""
        return _WORDS[self][1 if language == "fr" else 0]


@dataclass(frozen=True, slots=True)
class BillLine:
    """`quantity` (in `unit`) × `rate_cad` = `amount_cad`, with where the rate was seen and when it began."""

    item: BillItem
    quantity: float
    unit: str
    rate_cad: float
    source_id: str
    confidence: str
    effective_from: date | None
    period: Period | None = None

    @property
    def amount_cad(self) -> float:
        return self.quantity * self.rate_cad


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill in CAD, tax and rebate included, that opens to its lines; findings say what is in doubt."""

    lines: tuple[BillLine, ...]
    total_cad: float
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebate:
    """A share of the subtotal given back, seen where and since when."""

    fraction: float
    source_id: str
    confidence: str
    effective_from: date


def bill_of(lines: Iterable[BillLine], findings: Sequence[Finding], rebate: Rebate | None = None) -> Bill:
    """Lines of the same rate joined, tax (and rebate) on their sum, and the total. Tax and rebate add, not compound."""
    joined = _joined(lines)
    subtotal = sum(line.amount_cad for line in joined)
    shares = [tax_line(subtotal)]
    if rebate is not None:
        seen = (rebate.source_id, rebate.confidence, rebate.effective_from)
        shares.append(BillLine(BillItem.REBATE, subtotal, "CAD", -rebate.fraction, *seen))
    total = subtotal + sum(line.amount_cad for line in shares)
    return Bill((*joined, *shares), total, tuple(findings))


def tax_line(subtotal_cad: float) -> BillLine:
    """HST on an amount."""
    hst = constant("hst_fraction")
    return BillLine(BillItem.HST, subtotal_cad, "CAD", hst.value, hst.source_id, hst.confidence, None)


def _joined(lines: Iterable[BillLine]) -> list[BillLine]:
    groups: dict[tuple[int, str, float], list[BillLine]] = {}
    for line in lines:
        groups.setdefault((_PLACES[line.item], line.period or "", -line.rate_cad), []).append(line)
    return [_together(groups[at]) for at in sorted(groups)]


def _together(lines: Sequence[BillLine]) -> BillLine:
    return lines[0] if len(lines) == 1 else replace(lines[0], quantity=sum(line.quantity for line in lines))


_PLACES = {item: place for place, item in enumerate(BillItem)}


_WORDS: dict[BillItem, tuple[str, str]] = {
    BillItem.ENERGY: ("Energy used", "Énergie consommée"),
    BillItem.DELIVERY_FIXED: ("Delivery, fixed monthly charge", "Livraison, frais mensuels fixes"),
    BillItem.DELIVERY_PER_UNIT: ("Delivery, by use", "Livraison, selon la consommation"),
    BillItem.LINE_LOSSES: ("Losses in the lines", "Pertes dans les lignes"),
    BillItem.REGULATORY_FIXED: ("Regulatory, fixed monthly charge", "Frais réglementés mensuels fixes"),
    BillItem.REGULATORY_PER_UNIT: ("Regulatory, by use", "Frais réglementés, selon la consommation"),
    BillItem.TRANSPORT: ("Transport to Ontario", "Transport vers l’Ontario"),
    BillItem.CARBON: ("Carbon charges", "Redevances sur le carbone"),
    BillItem.HST: ("HST", "TVH"),
    BillItem.REBATE: ("Ontario Electricity Rebate", "Remise de l’Ontario pour l’électricité"),
}
