"""What was said of one measure in one home, as ranges of four amounts, and what a unit of each fuel is worth.

Every contender's word and every truth is brought to these amounts, so that all are measured alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.rule import Range


class Amount(StrEnum):
    """What a saving is counted in: the fuel that heats the home [kWh], other electricity [kWh], bill [CAD], kg CO₂e."""

    HEATING_FUEL = "heating_fuel_kwh"
    ELECTRICITY = "electricity_kwh"
    BILL = "bill_cad"
    CARBON = "carbon_kg"


TINY: Final[Mapping[Amount, float]] = MappingProxyType(
    {Amount.HEATING_FUEL: 50.0, Amount.ELECTRICITY: 50.0, Amount.BILL: 5.0, Amount.CARBON: 5.0}
)
"""A truth smaller than this has no meaningful relative error; it still counts in sums, coverage and loss."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Ranges of a measure's yearly saving in one home. `place` in the adviser's own list from 1, None without one."""

    home: str
    measure: str
    ranges: Mapping[Amount, Range]
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """One home's worth of a unit of each fuel: CAD and kg CO₂e; and what measures cost a year over their lives, CAD."""

    heating_fuel: Fuel
    cad_per_unit: Mapping[Fuel, float]
    kg_per_unit: Mapping[Fuel, float]
    yearly_cost_cad: Mapping[str, float]

    def amounts(self, saved: Mapping[Fuel, float]) -> dict[Amount, float]:
        """Savings by fuel, in the fuel's unit, as the four amounts; electricity only beside another heating fuel."""
        found = {
            Amount.HEATING_FUEL: saved.get(self.heating_fuel, 0.0) * KWH_PER_UNIT[self.heating_fuel],
            Amount.BILL: sum(amount * self.cad_per_unit[fuel] for fuel, amount in saved.items()),
            Amount.CARBON: sum(amount * self.kg_per_unit[fuel] for fuel, amount in saved.items()),
        }
        if self.heating_fuel is not Fuel.ELECTRICITY:
            found[Amount.ELECTRICITY] = saved.get(Fuel.ELECTRICITY, 0.0)
        return found

    def ranges(self, saved: Mapping[Fuel, Range]) -> dict[Amount, Range]:
        """The same of ranges whose ends go together (low with low)."""
        low, middle, high = (
            self.amounts({fuel: getattr(span, part) for fuel, span in saved.items()}) for part in ("p10", "p50", "p90")
        )
        return {amount: Range(low[amount], middle[amount], high[amount]) for amount in middle}


def exactly(value: float) -> Range:
    """A range for what was said without one."""
    return Range(value, value, value)
