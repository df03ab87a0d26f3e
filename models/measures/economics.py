"""What a saving is worth: the change in the year's bills and carbon, and the value over a measure's life.

Prices, factors, costs and rebates arrive as frozen figures with their source and date; none is known here.
Money in CAD of today, discounted at a real rate; every result is one value per draw [n].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.series import Floats

REAL_DISCOUNT_RATE: Final = 0.02
"""A year from now, a dollar's worth of today's goods counts as 98 cents (uncited; a long bond less inflation)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure: low, typical and high in `unit`, where it was seen and from when it holds (ISO date or year)."""

    low: float
    typical: float
    high: float
    unit: str
    source_id: str
    as_of: str

    @classmethod
    def exactly(cls, value: float, unit: str, source_id: str, as_of: str) -> Figure:
        """A figure without a range."""
        return cls(value, value, value, unit, source_id, as_of)


@dataclass(frozen=True, slots=True)
class Prices:
    """What one unit more or less of each fuel costs, CAD, taxes in; `fixed` what having the account costs a year.

    One price a fuel, at a typical home's hours and months: what a saving is worth in one home, at the hours it
    happens, is `models.money`'s.
    """

    per_unit: Mapping[Fuel, Figure]
    fixed: Mapping[Fuel, Figure]


@dataclass(frozen=True, slots=True)
class Emissions:
    """kg CO₂e per unit of each fuel: `marginal` for a change in use, `average` for inventories."""

    marginal: Mapping[Fuel, Figure]
    average: Mapping[Fuel, Figure]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure costs to have done, CAD, and the rebate a plan may count on (`incentive_cad`)."""

    cost: Figure
    incentive_cad: float

    @property
    def net_typical(self) -> float:
        """What the household pays for a typical job."""
        return max(self.cost.typical - self.incentive_cad, 0.0)


def bill_change(saved: Mapping[Fuel, Floats], prices: Mapping[Fuel, Floats | float]) -> Floats:
    """CAD a year less to pay, in the shape of the savings, negative when bills rise; at least one fuel."""
    return _weighted(saved, prices)


def carbon_change(saved: Mapping[Fuel, Floats], factors: Mapping[Fuel, Figure]) -> Floats:
    """kg CO₂e a year less, with the typical factors, in the shape of the savings; at least one fuel."""
    return _weighted(saved, {fuel: factors[fuel].typical for fuel in saved})


def annuity(life_years: float, rate: float = REAL_DISCOUNT_RATE) -> float:
    """What one dollar a year over a life is worth today."""
    return life_years if rate == 0 else (1.0 - (1.0 + rate) ** -life_years) / rate


def net_present_value(
    bill_cad: Floats, cost_cad: Floats, incentive_cad: Floats | float, worth_of_a_dollar: Floats | float
) -> Floats:
    """CAD gained over the life, cost and rebate counted today; the rebate never exceeds the cost.

    `worth_of_a_dollar` a year over the life is `annuity`'s. All broadcast together.
    """
    value: Floats = bill_cad * worth_of_a_dollar - np.maximum(cost_cad - incentive_cad, 0.0)
    return value


def break_even_cop(prices: Prices, fuel: Fuel, efficiency: float) -> float:
    """Heat per kWh a heat pump must give to cost the same as `fuel` burnt at `efficiency` (NOTES §2.4)."""
    heat_cad = prices.per_unit[fuel].typical / (KWH_PER_UNIT[fuel] * efficiency)
    return prices.per_unit[Fuel.ELECTRICITY].typical / heat_cad


def _weighted(saved: Mapping[Fuel, Floats], weights: Mapping[Fuel, Floats | float]) -> Floats:
    (first, amount), *rest = saved.items()
    total: Floats = amount * weights[first]
    for fuel, amount in rest:
        total = total + amount * weights[fuel]
    return total
