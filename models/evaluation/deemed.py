"""The deemed-savings table as a contender: every home gets the catalogue's low, typical and high.

This is how many programmes count today, and what any adviser has to beat. It looks at nothing but the fuel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from models.measures.catalogue import SOLAR_TYPICAL_KW, SavingsFigure, measure
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.rule import Range

NAME: Final = "deemed table"
GAS_EFFICIENCY: Final = 0.8
"""Useful heat per gas in the homes the table's m³ stand for (reference/measures.csv: furnaces of about 80 %)."""
_UNITS: Final[Mapping[str, Fuel]] = {"kWh": Fuel.ELECTRICITY, "kWh/kWp": Fuel.ELECTRICITY, "L": Fuel.OIL}


def deemed(measure_id: str, heating_fuel: Fuel) -> Mapping[Fuel, Range] | None:
    """The table's saving by fuel, None where it counts no energy.

    Its m³ of gas become the fuel that heats the home, by energy content; heat from electricity by the useful part.
    """
    figure = measure(measure_id).figure
    if figure.unit in _UNITS:
        kilowatts = SOLAR_TYPICAL_KW if figure.unit == "kWh/kWp" else 1.0
        return {_UNITS[figure.unit]: _times(figure, kilowatts)}
    if figure.unit != "m3":
        return None
    useful = GAS_EFFICIENCY if heating_fuel is Fuel.ELECTRICITY else 1.0
    return {heating_fuel: _times(figure, useful * KWH_PER_UNIT[Fuel.NATURAL_GAS] / KWH_PER_UNIT[heating_fuel])}


def _times(figure: SavingsFigure, factor: float) -> Range:
    return Range(figure.low * factor, figure.typical * factor, figure.high * factor)
