"""One line of a trace: an input behind a number, with its value, unit, origin, source and date. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.findings import Fact


class Origin(StrEnum):
    """Where a value in a trace came from."""

    STOCK = "stock"
    RESIDENT = "resident"
    UTILITY = "utility"
    COACH = "coach"
    ENERGUIDE = "energuide"
    MEASURED = "measured"
    REFERENCE = "reference"
    STUDY = "study"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class TraceItem:
    """One input behind a number: `label` is a code of `codes_advice`, `name` fills its sentence."""

    label: str
    name: str | None
    value: Fact
    unit: str
    origin: Origin
    source_id: str | None = None
    date: str | None = None

    def as_json(self) -> dict[str, Fact]:
        """Every field, by name."""
        return {
            "label": self.label,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "origin": self.origin,
            "source_id": self.source_id,
            "date": self.date,
        }
