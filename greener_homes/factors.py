"""How much greenhouse gas a unit of fuel means: the average factor for inventories, the marginal for a change.

Electricity differs much between the two (a kWh less mostly means less gas burned in power stations); for
fuels burned at home they are the same. Direct emissions only. Figures and sources: `reference/emission_factors.csv`.
"""

from __future__ import annotations

from typing import NamedTuple

from greener_homes.reference import EmissionFactor, rows
from models.quantities import Fuel


class Emission(NamedTuple):
    """kg CO₂e by the average and by the marginal factor."""

    average: float
    marginal: float


class Factors(NamedTuple):
    """The two dated factors of a fuel, with their ranges and sources."""

    average: EmissionFactor
    marginal: EmissionFactor


def factors(fuel: Fuel) -> Factors:
    """The factors of a fuel, kg CO₂e per its own unit (kWh, m³, L, L, cord)."""
    held = {row.kind: row for row in rows(EmissionFactor) if row.fuel == fuel}
    return Factors(held["average"], held.get("marginal", held["average"]))


def emission_kg(fuel: Fuel, amount: float) -> Emission:
    """kg CO₂e of burning or drawing `amount` of a fuel; negative for an amount saved."""
    average, marginal = factors(fuel)
    return Emission(amount * average.kg_per_unit, amount * marginal.kg_per_unit)
