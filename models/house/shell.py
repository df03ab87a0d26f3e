"""A home's columns turned into what the hourly loop steps through: conductances, capacities, leakage, sunlit glass.

Physics with its sources; no hour is worked out here. Columns of the result are named in `hourly_loop`.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.house import hourly_loop as loop
from models.house.ground import CONCRETE_RSI, INSIDE_RSI, OUTSIDE_RSI, ground
from models.house.simulated_homes import FUELS, Foundation, HeatMaker, PumpKind, SimulatedHomes, WaterHeater
from models.house.windows import sited_u
from models.quantities import Fuel
from models.series import Floats

AIR_WH_M3_K: Final = 0.335
AIR_W_K_PER_L_S: Final = 1.206
STOREY_M: Final = 2.5
ATTIC_RSI: Final = 0.2
"""Roof boards, shingles and the attic's air between a ceiling's own resistance and the sunlit roof."""
LIGHT_WH_M2_K: Final = 12.0
MASS_WH_M2_K: Final = 22.0
"""Air with furniture, and drywall with wood frame, per m² of floor: together ISO 13790's “light” (30 Wh/m²K)."""
MASS_W_M2_K: Final = 10.0
"""Between air and the rest of the mass, per m² of floor: ISO 13790's 9.1 W/m²K on somewhat more surface."""
SLAB_WH_M2_K: Final = 55.0
"""10 cm of concrete."""
WOOD_FLOOR_W_M2_K: Final = 2.2
"""A bare wood floor with air films, and the stairs."""
FLOOR_OVER_CRAWL_W_M2_K: Final = 1.2
SLAB_W_M2_K: Final = 6.0
PERSON_W: Final = 70.0
AT_HOME: Final = 0.5
"""Warmth of a person felt by the room, and share of the day at home (S80)."""
AIRING_PER_H: Final = 3.0
DUCTS_BELOW: Final = 0.12
"""Share of a furnace's heat that its ducts and registers leave in the basement they run through; HOT2000 asks 0.2 to
0.25 of the heat for basements at 19 °C (S80)."""
WALL_M: Final = 2.3
"""Height of basement walls; crawl spaces and slabs are as deep as their own walls say."""
CRAWL_M: Final = 1.0
SLAB_EDGE_M: Final = 0.3
RECOVERY: Final = 0.78
"""Share of its fuel that a burning tank's flue leaves in the water; 0.98 where it is electric."""
TEST_KWH_DAY: Final = 12.04
"""Hot water of the test that energy factors come from (CSA P.3, US DOE: 243 L through 43 K)."""
_N: Final = loop.FLOW_EXPONENT
_FLOOR_AND_CEILING: Final = 0.35
_CEILING_LESS_FLOOR: Final = 0.05
"""Shares of the leaks: ceiling 0.20, walls 0.65, floor 0.15 (S80)."""
AIR_KG_M3: Final = 1.27
FLUE_M3_S: Final = 0.0076
"""Flow at 1 Pa through a flue of 127 mm with its draught hood open (orifice, 0.6)."""
FLUE_SHELTER: Final = 0.9
"""“Light” shielding (S80)."""
_FLUE_HEIGHT: Final = 1.4
"""Top of the flue over the top ceiling's height."""
_TERRAIN_M: Final = 370.0
_TERRAIN_EXPONENT: Final = 0.22
"""Suburb with trees (AIM-2)."""


def loop_columns(homes: SimulatedHomes) -> Floats:
    """[homes, HOME_COLUMNS], in the loop's units: W/K, Wh/K, W, m² of clear glass, kWh a day."""
    columns = np.zeros((len(homes), loop.HOME_COLUMNS))
    for fill in (_shell, _below, _air, _sun, _people, _water, _plant):
        for name, values in fill(homes).items():
            columns[:, name] = values
    return columns


def _shell(homes: SimulatedHomes) -> dict[int, Floats]:
    return {
        loop.WALL: homes.wall_m2 / homes.wall_rsi,
        loop.ROOF: homes.ceiling_m2 / (homes.ceiling_rsi + ATTIC_RSI),
        loop.GLASS: homes.window_m2 * sited_u(homes.window_u) + homes.door_w_k + homes.exposed_floor_w_k,
        loop.MASS: MASS_W_M2_K * homes.floor_m2,
        loop.AIR_WH: LIGHT_WH_M2_K * homes.floor_m2,
        loop.MASS_WH: MASS_WH_M2_K * homes.floor_m2,
    }


def _below(homes: SimulatedHomes) -> dict[int, Floats]:
    """The basement, the crawl space or the slab as one room under the home."""
    basement, slab = homes.foundation == Foundation.BASEMENT, homes.foundation == Foundation.SLAB
    ducted = (homes.heat_maker == HeatMaker.FURNACE) & (homes.pump_kind != PumpKind.DUCTLESS)
    high = np.where(basement, WALL_M, np.where(slab, SLAB_EDGE_M, CRAWL_M))
    above = np.clip(homes.basement_above_m, 0.05, high - 0.1)
    around = homes.basement_wall_m2 / high
    soil = ground(homes.basement_m2, around, high - above, homes.basement_share, homes.basement_rsi)
    bare = INSIDE_RSI + CONCRETE_RSI + OUTSIDE_RSI
    better = homes.basement_share / (bare + homes.basement_rsi) + (1.0 - homes.basement_share) / bare
    floor = np.where(basement, WOOD_FLOOR_W_M2_K, np.where(slab, SLAB_W_M2_K, FLOOR_OVER_CRAWL_W_M2_K))
    return {
        loop.BASE_AIR: around * above * better + homes.header_w_k,
        loop.BASE_SOIL: soil.w_k,
        loop.SWING: soil.swing,
        loop.BETWEEN: floor * np.maximum(homes.basement_m2, 1.0),
        loop.BASE_WH: SLAB_WH_M2_K * np.maximum(homes.basement_m2, 1.0),
        loop.BASE_C: np.where(basement & (homes.basement_m2 > 0), homes.basement_c, -99.0),
        loop.BELOW: np.where(basement & (homes.basement_m2 > 0), 1.0, 0.0),
        loop.DUCTS_BELOW: np.where(ducted & basement & (homes.basement_m2 > 0), DUCTS_BELOW, 0.0),
    }


def _air(homes: SimulatedHomes) -> dict[int, Floats]:
    """Leakage by AIM-2 (Walker and Wilson 1998), with a flue where there is one, which blower doors do not see; fans
    in quadrature, balanced ventilation added.
    """
    high = STOREY_M * homes.storeys + np.maximum(homes.basement_above_m, 0.2)
    shell = homes.ach50 * homes.volume_m3 / 3600.0 / 50.0**_N
    flue = FLUE_M3_S * homes.flue
    y = flue / np.maximum(shell + flue, 1e-9)
    r, x = _FLOOR_AND_CEILING * (1.0 - y), _CEILING_LESS_FLOOR * (1.0 - y)
    slower = (270.0 / 10.0) ** 0.14 * (high / _TERRAIN_M) ** _TERRAIN_EXPONENT
    sheltered = slower * (homes.shelter * (1.0 - y) + FLUE_SHELTER * 1.5 * y)
    balanced = homes.vent_recovery > 0
    moved = AIR_W_K_PER_L_S * homes.vent_l_s
    return {
        loop.LEAK: 1000.0 * AIR_W_K_PER_L_S * (shell + flue),
        loop.STACK: _stack(r, x, y) ** (1 / _N) * AIR_KG_M3 * 9.81 * high / 294.0,
        loop.WIND: _wind(r, x, y) ** (1 / _N) * 0.5 * AIR_KG_M3 * sheltered**2,
        loop.VENT: np.where(balanced, moved * (1.0 - homes.vent_recovery), 0.0),
        loop.EXHAUST: np.where(balanced, 0.0, moved),
        loop.OPEN_W_K: AIRING_PER_H * AIR_WH_M3_K * STOREY_M * homes.floor_m2,
        loop.OPEN_C: homes.open_windows_c,
        loop.VENT_FAN: homes.vent_fan_w,
    }


def _stack(r: Floats, x: Floats, y: Floats) -> Floats:
    """AIM-2's stack factor: shares of leaks in floor and ceiling, their difference, and the flue's."""
    sides = (
        (1 + _N * r)
        / (_N + 1)
        * np.maximum(0.5 - 0.5 * ((x + (2 * _N + 1) * y) ** 2 / (2 - r)) ** 1.25, 0.0) ** (_N + 1)
    )
    above = _FLUE_HEIGHT - 1.0
    middle = r + 2 * (1 - r - y) / (_N + 1) - 2 * y * above**_N
    off = 3 * (middle - x) ** 2 * r ** (1 - _N) / (2 * (_FLUE_HEIGHT + 1))
    factor: Floats = sides + _N * y * above ** ((3 * _N - 1) / 3) * np.maximum(1 - off, 0.0)
    return factor


def _wind(r: Floats, x: Floats, y: Floats) -> Floats:
    """AIM-2's wind factor."""
    factor: Floats = 0.19 * (2 - _N) * (1 - ((x + r) / 2) ** 1.5 - y / 4 * (x - 2 * y**4))
    return factor


def _sun(homes: SimulatedHomes) -> dict[int, Floats]:
    clear = homes.window_m2 * homes.window_shgc * homes.sun_share
    side = clear * (0.5 - homes.front_share)
    return {
        loop.SUN: clear * homes.front_share,
        loop.SUN_BACK: clear * homes.front_share,
        loop.SUN_RIGHT: side,
        loop.SUN_LEFT: side,
        loop.FACING: homes.facing.astype(float),
        loop.PV_KW: homes.pv_kw,
        loop.PV_FACING: homes.pv_facing.astype(float),
    }


def _people(homes: SimulatedHomes) -> dict[int, Floats]:
    return {
        loop.PEOPLE: homes.occupants * PERSON_W * AT_HOME * 24.0,
        loop.PLUGS: homes.plug_kwh_day,
        loop.PLUG_HEAT: homes.plug_heat,
        loop.OUTDOOR: homes.outdoor_kwh_day,
        loop.COOKING: homes.cooking_gas_kwh_day,
        loop.DAY: homes.heat_day_c,
        loop.NIGHT: homes.heat_night_c,
        loop.NIGHT_FROM: homes.night_from.astype(float),
        loop.NIGHT_HOURS: homes.night_hours.astype(float),
        loop.COOL_C: homes.cool_c,
    }


def _water(homes: SimulatedHomes) -> dict[int, Floats]:
    """Energy factors taken apart into a burner and what a tank loses all day, as their test defines them."""
    electric = homes.water_fuel == FUELS.index(Fuel.ELECTRICITY)
    burner = np.where(electric, 0.98, RECOVERY)
    burner = np.maximum(burner, np.minimum(homes.water_factor + 0.03, 0.98))
    standing = TEST_KWH_DAY / 24.0 * 1000.0 * np.maximum(burner / homes.water_factor - 1.0, 0.0)
    pump = homes.water_heater == WaterHeater.HEAT_PUMP
    standing = np.where(pump, 60.0, standing) * homes.water_standby
    return {
        loop.LITRES: homes.water_l_day,
        loop.HEATER: homes.water_heater.astype(float),
        loop.FACTOR: homes.water_factor,
        loop.STANDBY: np.where(homes.water_heater == WaterHeater.TANKLESS, 0.0, standing),
        loop.BURNER: burner,
        loop.DRAIN: homes.drain_recovery,
        loop.WATER_ELECTRIC: electric.astype(float),
    }


def _plant(homes: SimulatedHomes) -> dict[int, Floats]:
    return {
        loop.HEAT_W: homes.heat_w,
        loop.EFFICIENCY: homes.efficiency,
        loop.PILOT: homes.pilot_w,
        loop.ELECTRIC: (homes.heat_fuel == FUELS.index(Fuel.ELECTRICITY)).astype(float),
        loop.DUCTS: homes.duct_loss,
        loop.FAN: homes.fan_share,
        loop.PUMP: homes.pump_kind.astype(float),
        loop.RULE: homes.pump_rule.astype(float),
        loop.PUMP_W: homes.pump_w,
        loop.COLD_POWER: homes.pump_cold_power,
        loop.COP: homes.pump_cop,
        loop.COLD_COP: homes.pump_cold_cop,
        loop.REACH: homes.pump_share,
        loop.ABOVE: homes.pump_above_c,
        loop.COOL_W: homes.cool_w,
        loop.COOL_COP: homes.cooling_cop,
    }
