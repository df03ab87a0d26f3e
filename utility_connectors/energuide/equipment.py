"""What heats and cools a home and its water, out of its house file."""

from __future__ import annotations

from types import MappingProxyType

from utility_connectors.energuide import codes
from utility_connectors.energuide.document import Element
from utility_connectors.energuide.reading import FactValue, Reading, english, rounded

BTU_PER_WH = 3.412141633
FUELS = MappingProxyType(
    {"1": "electricity", "2": "natural_gas", "3": "oil", "4": "propane"} | dict.fromkeys("5678", "wood")
)
HEATERS = MappingProxyType(
    {"Furnace": "furnace", "Boiler": "boiler", "Baseboards": "baseboard", "ComboHeatDhw": "boiler", "P9": "boiler"}
)
STOVES = ("stove", "fireplace", "furnace w/ wood")


def equipment(reading: Reading, house: Element) -> dict[str, FactValue]:
    """Fuels, systems and efficiency [%]; a heat pump counts as the heater even beside a furnace, which is said."""
    heating = house.first("HeatingCooling")
    facts: dict[str, FactValue] = {"hot_water_fuel": _fuel(house.first("Components/HotWater/Primary/EnergySource"))}
    if heating is None:
        return facts
    main = next((item for item in heating.all("Type1/*") if item.name in HEATERS), None)
    pump = next((item for item in heating.all("Type2/*") if item.name.endswith("HeatPump")), None)
    if main is not None:
        facts |= _main_heater(reading, main)
    if pump is not None and "cool" not in english(pump.first("Equipment/Function")).partition("/")[0]:
        if facts.get("heating_fuel") not in (None, "electricity"):
            reading.findings.append(codes.TWO_HEAT_SOURCES.finding())
        facts |= {
            "heating_system": "heat_pump",
            "heating_fuel": "electricity",
            "heating_efficiency_pct": _pump_efficiency(reading, pump),
        }
    facts["cooling"] = _cooling(heating, pump)
    return facts


def _main_heater(reading: Reading, main: Element) -> dict[str, FactValue]:
    fuel = "electricity" if main.name == "Baseboards" else _fuel(main.first("Equipment/EnergySource"))
    kind = english(main.first("Equipment/EquipmentType"))
    system = "stove" if any(word in kind for word in STOVES) else HEATERS[main.name]
    specifications = main.first("Specifications")
    efficiency = reading.number(specifications, "efficiency", 30, 110)
    steady = specifications is not None and specifications.attributes.get("isSteadyState") == "true"
    if steady and fuel != "electricity" and efficiency is not None:
        reading.findings.append(codes.STEADY_STATE.finding())
    return {"heating_fuel": fuel, "heating_system": system, "heating_efficiency_pct": efficiency}


def _pump_efficiency(reading: Reading, pump: Element) -> float | None:
    """Heat per electricity over a season, in per cent: a COP as it is, an HSPF [Btu/Wh] through its unit."""
    rated = pump.first("Specifications/HeatingEfficiency")
    if rated is None:
        return None
    if rated.attributes.get("isCop") == "true":
        cop = reading.number(rated, "value", 1, 6)
    else:
        hspf = reading.number(rated, "value", 3, 20)
        cop = hspf / BTU_PER_WH if hspf is not None else None
    return rounded(100 * cop, 0) if cop is not None else None


def _cooling(heating: Element, pump: Element | None) -> str | None:
    if pump is not None and "cooling" in english(pump.first("Equipment/Function")):
        return "heat_pump"
    conditioner = heating.first("Type2/AirConditioning")
    if conditioner is None:
        return "none" if heating.first("Type2") is not None else None
    return "central" if "central" in english(conditioner.first("Equipment/CentralType")) else "room"


def _fuel(source: Element | None) -> str | None:
    return FUELS.get(source.attributes.get("code", "")) if source is not None else None
