"""Homes made up for tests: a gas home with meters, homes on other fuels, and the weather around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.house.degree_hours import DegreeHours
from models.house.facts import (
    BasementInsulation,
    Cooling,
    DwellingType,
    HeatingSystem,
    HomeFacts,
    PricePlanChoice,
    WindowType,
)
from models.house.stock import assumed
from models.house.weather import typical_year
from models.quantities import Fuel
from models.savings.belief import Belief, believe
from models.savings.evidence import MeasuredUse

WEATHER = DegreeHours.of(typical_year())

GAS_HOME = HomeFacts(
    municipality="Oshawa",
    dwelling_type=DwellingType.DETACHED,
    year_built=1978,
    storeys=2,
    heated_area_m2=172.0,
    basement_area_m2=80.0,
    occupants=3,
    heating_fuel=Fuel.NATURAL_GAS,
    heating_system=HeatingSystem.FURNACE,
    heating_efficiency_pct=80.0,
    heating_year=2004,
    hot_water_fuel=Fuel.NATURAL_GAS,
    cooling=Cooling.CENTRAL,
    attic_r=20.0,
    basement_insulation=BasementInsulation.PARTIAL,
    window_type=WindowType.DOUBLE,
    price_plan=PricePlanChoice.TOU,
)
OIL_HOME = replace(GAS_HOME, heating_fuel=Fuel.OIL, hot_water_fuel=Fuel.ELECTRICITY)
PROPANE_HOME = replace(GAS_HOME, heating_fuel=Fuel.PROPANE, hot_water_fuel=Fuel.PROPANE)
BASEBOARD_HOME = replace(
    GAS_HOME,
    heating_fuel=Fuel.ELECTRICITY,
    heating_system=HeatingSystem.BASEBOARD,
    heating_efficiency_pct=100.0,
    hot_water_fuel=Fuel.ELECTRICITY,
    cooling=Cooling.NONE,
)

GAS = MeasuredUse(Fuel.NATURAL_GAS, 2411.0, 690.0, 1721.0, 0.0, 0.02, 14.0, "2024-01-01")
POWER = MeasuredUse(Fuel.ELECTRICITY, 8100.0, 7000.0, 300.0, 800.0, 0.02, 14.0, "2024-01-01")
ELECTRIC_HEAT = MeasuredUse(Fuel.ELECTRICITY, 22000.0, 10500.0, 11500.0, 0.0, 0.03, 14.0, "2024-01-01")
METERED = {Fuel.NATURAL_GAS: GAS, Fuel.ELECTRICITY: POWER}


def belief_of(facts: HomeFacts, measured: Mapping[Fuel, MeasuredUse] | None = None) -> Belief:
    """What we believe of a home with these facts and meters."""
    return believe(assumed(facts), measured or {}, WEATHER)
