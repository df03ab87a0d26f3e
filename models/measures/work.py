"""What a kind of work changes in simulated homes: columns of `SimulatedHomes`, for the homes it fits.

One entry for each measure of the catalogue that changes energy use; those that change only the bill, the order of work
or safety have none (but a radon fan runs). Nothing here simulates; savings are `work_savings`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.simulated_homes import Foundation, HeatMaker, SimulatedHomes
from models.measures import work_equipment, work_household, work_shell
from models.measures.work_columns import Mask, Work
from models.measures.work_household import PIPE_STANDBY_LEFT, SHOWER_LEFT, TEMP_STANDBY_LEFT
from models.measures.work_shell import AIR_CUT, BARE_SHARE, DIY_AIR_CUT, FULL_SHARE
from models.quantities import Fuel


@dataclass(frozen=True, slots=True)
class Worked:
    """Homes after work, and which of them it fitted; the others are as they were [homes]."""

    homes: SimulatedHomes
    fits: Mask


def changes_energy(measure_id: str) -> bool:
    """Whether the measure changes what a home uses."""
    return measure_id in WORK


def work(homes: SimulatedHomes, measure_ids: Sequence[str]) -> Worked:
    """The homes after all this work, in this order; `fits` where every part of it did. KeyError for no such work."""
    fits = np.ones(len(homes), dtype=bool)
    for each in measure_ids:
        homes, here = WORK[each](homes)
        fits &= here
    return Worked(homes, fits)


WORK: Final[Mapping[str, Work]] = MappingProxyType(
    {
        "ENV-AIR": work_shell.air(AIR_CUT),
        "ENV-DIY-SEAL": work_shell.air(DIY_AIR_CUT),
        "ENV-ATTIC-LOW": work_shell.attic("ENV-ATTIC-LOW"),
        "ENV-ATTIC-MID": work_shell.attic("ENV-ATTIC-MID"),
        "ENV-ATTIC-HI": work_shell.attic("ENV-ATTIC-HI"),
        "ENV-CATH": work_shell.cathedral,
        "ENV-WALL-CAV": work_shell.wall_cavity,
        "ENV-WALL-EXT": work_shell.wall_exterior,
        "ENV-BSMT": work_shell.basement(0.0, BARE_SHARE),
        "ENV-BSMT-PART": work_shell.basement(BARE_SHARE, FULL_SHARE),
        "ENV-BSMT-UP": work_shell.basement(FULL_SHARE, 2.0),
        "ENV-HEADER": work_shell.header,
        "ENV-FLOOR": work_shell.floor,
        "ENV-CRAWL": work_shell.basement(0.0, 2.0, Foundation.CRAWL),
        "ENV-WIN-ES": work_shell.windows("ENV-WIN-ES"),
        "ENV-WIN-TRI": work_shell.windows("ENV-WIN-TRI"),
        "ENV-DOOR": work_shell.door,
        "ENV-FILM": work_shell.film,
        "HVAC-FURN": work_equipment.gas_heat(HeatMaker.FURNACE),
        "HVAC-BOILER": work_equipment.gas_heat(HeatMaker.BOILER),
        "HVAC-ASHP-D": work_equipment.heat_pump(oil=False),
        "HVAC-ASHP-HYB": work_equipment.hybrid,
        "HVAC-ASHP-DL": work_equipment.ductless,
        "HVAC-GSHP": work_equipment.ground,
        "HVAC-OIL-HP": work_equipment.heat_pump(oil=True),
        "HVAC-DUCT": work_equipment.ducts,
        "HVAC-TSTAT": work_equipment.thermostat,
        "HVAC-TUNE": work_equipment.tune,
        "HVAC-HRV": work_equipment.ventilator,
        "HVAC-ZONE": work_equipment.cooler_rooms,
        "DHW-HPWH": work_household.water_pump(Fuel.ELECTRICITY),
        "DHW-HPWH-GAS": work_household.water_pump(Fuel.NATURAL_GAS),
        "DHW-DWHR": work_household.drain,
        "DHW-TANKLESS": work_household.tankless,
        "DHW-SHOWER": work_household.less_water(SHOWER_LEFT),
        "DHW-PIPE": work_household.standby(PIPE_STANDBY_LEFT),
        "DHW-TEMP": work_household.standby(TEMP_STANDBY_LEFT),
        "APP-LED": work_household.plugs("APP-LED", True),
        "APP-FRIDGE": work_household.plugs("APP-FRIDGE", False),
        "APP-FREEZER": work_household.plugs("APP-FREEZER", False),
        "APP-WASH": work_household.washer,
        "APP-HPDRY": work_household.dryer,
        "APP-LINE": work_household.plugs("APP-LINE", False),
        "APP-INDUCT": work_household.induction,
        "APP-STANDBY": work_household.plugs("APP-STANDBY", True),
        "APP-DEHUM": work_household.plugs("APP-DEHUM", False),
        "APP-POOL": work_household.pool,
        "COOL-FAN": work_equipment.shade,
        "COOL-AC": work_equipment.cooling,
        "GEN-PV": work_household.solar,
        "HS-RADON": work_household.radon,
    }
)
"""In the catalogue's ids."""
