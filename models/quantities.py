"""Fuels, units and every conversion between them, in one table with its sources.

Units inside the platform: kWh, m³ of gas, L of oil and propane, GJ when fuels are added, kg CO₂e, °C,
CAD cents. Nothing here rounds; rounding belongs to the page.
"""

from __future__ import annotations

from enum import StrEnum


class Commodity(StrEnum):
    """What a usage point measures."""

    ELECTRICITY = "electricity"
    NATURAL_GAS = "natural_gas"
    WATER = "water"
    STEAM = "steam"
    OIL = "oil"
    PROPANE = "propane"
    WOOD = "wood"
    OTHER = "other"


class Fuel(StrEnum):
    """What a home burns or draws."""

    ELECTRICITY = "electricity"
    NATURAL_GAS = "natural_gas"
    OIL = "oil"
    PROPANE = "propane"
    WOOD = "wood"


class Flow(StrEnum):
    """Which way: to the home, from the home, or the difference of both."""

    DELIVERED = "delivered"
    RECEIVED = "received"
    NET = "net"


class Unit(StrEnum):
    """The units numbers are kept and shown in."""

    KWH = "kWh"
    KVAH = "kVAh"
    KW = "kW"
    M3 = "m3"
    LITRE = "L"
    GJ = "GJ"
    CORD = "cord"


M3_PER_FT3 = 0.028316846592
"""Definition of the international foot (0.3048 m), cubed."""
L_PER_US_GALLON = 3.785411784
"""Definition: 231 cubic inches."""
L_PER_IMPERIAL_GALLON = 4.54609
"""Definition (Weights and Measures Act, Canada, Schedule II)."""
GJ_PER_THERM = 0.1055055852620
"""One therm (IT) is 100,000 Btu (IT) of 1,055.05585262 J."""
GJ_PER_BTU = 1.05505585262e-6
MJ_PER_KWH = 3.6
"""Definition."""
GJ_PER_KWH = MJ_PER_KWH / 1000.0

MJ_PER_UNIT: dict[Fuel, float] = {
    Fuel.ELECTRICITY: MJ_PER_KWH,
    Fuel.NATURAL_GAS: 38.4,
    Fuel.OIL: 38.5,
    Fuel.PROPANE: 25.31,
    Fuel.WOOD: 30000.0,
}
"""Higher heating value of one kWh, m³, L, L, cord. Gas 38.4 MJ/m³: typical Enbridge heat value
(source U, medium); the value on the bill replaces it where known. Oil, propane: S44. Wood: source U."""

FUEL_UNIT: dict[Fuel, Unit] = {
    Fuel.ELECTRICITY: Unit.KWH,
    Fuel.NATURAL_GAS: Unit.M3,
    Fuel.OIL: Unit.LITRE,
    Fuel.PROPANE: Unit.LITRE,
    Fuel.WOOD: Unit.CORD,
}


def gigajoules(fuel: Fuel, amount: float) -> float:
    """Energy in GJ (higher heating value) of `amount` in the fuel's own unit."""
    return amount * MJ_PER_UNIT[fuel] / 1000.0
