"""What the numbers in an ESPI document mean: units, commodities, directions, qualities, currencies.

Codes are those of NAESB REQ.21 ESPI (`espi.xsd`), which takes units from IEC 61968-9. Only what a home's usage
can be in is listed; a code that is not here is unknown, never guessed. Nothing here reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.quantities import (
    GJ_PER_BTU,
    GJ_PER_THERM,
    L_PER_IMPERIAL_GALLON,
    L_PER_US_GALLON,
    M3_PER_FT3,
    Commodity,
    Flow,
    Unit,
)
from models.series import Quality

NAMESPACE = "http://naesb.org/espi"
CUSTOMER_NAMESPACE = "http://naesb.org/espi/customer"
ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"

MULTIPLIERS = frozenset({-12, -9, -6, -3, -2, -1, 0, 1, 2, 3, 6, 9, 12})
"""Powers of ten that UnitMultiplierKind allows."""

COST_EXPONENT = -5
"""IntervalReading.cost and UsageSummary's billLastPeriod and billToDate are in hundred-thousandths of the currency."""

UOM_CURRENCY = 80
SAID_COST_EXPONENTS = frozenset({-2, -3})
"""Scales a bill's line items may say its money is in instead: suppliers in Ontario count in thousandths."""

SUMMARY_AMOUNTS = ("overallConsumptionLastPeriod", "currentBillingPeriodOverAllConsumption")
"""A bill summary's elements that may hold the amount of its billing period; the first that is there counts."""

ACCUMULATION_DELTA = 4
"""AccumulationKind deltaData: the amount used between start and end, the only kind that may be added up."""

EASTERN_OFFSET_S = -18_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How one step of a document's unit becomes ours: `unit` × `factor` × 10**`exponent`.

    `factor` is 1 where the conversion is decimal, so that whole numbers stay exact. `amount` is False for
    what is measured but not used up (power).
    """

    unit: Unit
    exponent: int = 0
    factor: float = 1.0
    amount: bool = True


UOM_WH, UOM_J, UOM_M3, UOM_W, UOM_VAH, UOM_L = 72, 31, 42, 38, 71, 134

ELECTRICITY_SCALES: dict[int, Scale] = {
    UOM_WH: Scale(Unit.KWH, -3),
    UOM_W: Scale(Unit.KW, -3, amount=False),
    UOM_VAH: Scale(Unit.KVAH, -3, amount=False),
}

_VOLUMES: dict[int, Scale] = {
    UOM_M3: Scale(Unit.M3),
    166: Scale(Unit.M3),  # m³, uncompensated
    167: Scale(Unit.M3),  # m³, compensated
    119: Scale(Unit.M3, factor=M3_PER_FT3),
    120: Scale(Unit.M3, factor=M3_PER_FT3),  # ft³, compensated
    121: Scale(Unit.M3, factor=M3_PER_FT3),  # ft³, uncompensated
    UOM_L: Scale(Unit.M3, -3),
    156: Scale(Unit.M3, -3),  # L, uncompensated
    157: Scale(Unit.M3, -3),  # L, compensated
    128: Scale(Unit.M3, -3, L_PER_US_GALLON),
    130: Scale(Unit.M3, -3, L_PER_IMPERIAL_GALLON),
}
_HEAT: dict[int, Scale] = {
    UOM_J: Scale(Unit.GJ, -9),
    UOM_WH: Scale(Unit.GJ, -6, 3.6),
    132: Scale(Unit.GJ, factor=GJ_PER_BTU),
    169: Scale(Unit.GJ, factor=GJ_PER_THERM),
}

SCALES: dict[Commodity, dict[int, Scale]] = {
    Commodity.ELECTRICITY: ELECTRICITY_SCALES,
    Commodity.NATURAL_GAS: _VOLUMES | _HEAT,
    Commodity.WATER: _VOLUMES,
    Commodity.STEAM: _HEAT,
    Commodity.OTHER: {},
}
"""Per commodity, the units it may be measured in."""

ANY_SCALE: dict[int, Scale] = _VOLUMES | _HEAT | ELECTRICITY_SCALES
"""For readings we report but do not keep, because their document contradicts itself."""

SERVICE_KINDS: dict[int, Commodity] = {
    0: Commodity.ELECTRICITY,
    1: Commodity.NATURAL_GAS,
    2: Commodity.WATER,
    4: Commodity.STEAM,
}
COMMODITY_KINDS: dict[int, Commodity] = {
    1: Commodity.ELECTRICITY,  # secondary metered
    2: Commodity.ELECTRICITY,  # primary metered
    7: Commodity.NATURAL_GAS,
    9: Commodity.WATER,  # potable
    10: Commodity.STEAM,
    14: Commodity.WATER,  # not potable
}
NO_COMMODITY = 0

UNIT_ONLY: dict[int, Commodity] = {
    UOM_WH: Commodity.ELECTRICITY,
    UOM_W: Commodity.ELECTRICITY,
    UOM_VAH: Commodity.ELECTRICITY,
    132: Commodity.NATURAL_GAS,
    169: Commodity.NATURAL_GAS,
}
"""What a unit alone says when neither service category nor commodity is given; a volume says nothing."""

FLOWS: dict[int, Flow] = {
    0: Flow.DELIVERED,
    1: Flow.DELIVERED,
    4: Flow.NET,
    19: Flow.RECEIVED,
    20: Flow.DELIVERED,  # total: what a meter without a sense of direction counts
}
"""Directions that are an amount of use; quadrants, lagging and leading are reactive and are not here."""

QUALITIES: dict[int, Quality] = {
    0: Quality.ACTUAL,
    7: Quality.EDITED,
    8: Quality.ESTIMATED,
    9: Quality.ESTIMATED,
    10: Quality.QUESTIONABLE,
    11: Quality.DERIVED,
    12: Quality.ESTIMATED,  # projected
    13: Quality.ESTIMATED,  # mixed
    14: Quality.ACTUAL,  # raw
    15: Quality.DERIVED,  # normalized for weather
    16: Quality.QUESTIONABLE,  # other
    17: Quality.ACTUAL,  # validated
    18: Quality.ACTUAL,  # verified
    19: Quality.ACTUAL,  # revenue quality
}
UNKNOWN_QUALITY = Quality.QUESTIONABLE

CURRENCIES: dict[int, str] = {36: "AUD", 124: "CAD", 826: "GBP", 840: "USD", 978: "EUR"}
"""ISO 4217 numeric to letters, for the currencies Green Button data is known in."""
NO_CURRENCY = "XXX"
"""ISO 4217's code for "no currency": the document gives amounts without saying of what."""
