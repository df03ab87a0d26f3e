"""Homes as physics, many at once: one frozen record whose columns have one entry a home.

Everything a heat balance needs and nothing it works out: areas, thermal resistances, leakage, people, set
temperatures, equipment. Columns are arrays of the same length and belong together; nothing here is random.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.house.facts import DwellingType
from models.quantities import Fuel
from models.series import Floats, Ints

FUELS: tuple[Fuel, ...] = tuple(Fuel)
"""A fuel's place here is its number in a column."""
DWELLINGS: tuple[DwellingType, ...] = tuple(DwellingType)
FACES = 8
"""Directions a wall may look, 45° apart from north by east."""


class Foundation(IntEnum):
    """What the home stands on."""

    BASEMENT = 0
    CRAWL = 1
    SLAB = 2


class HeatMaker(IntEnum):
    """What makes heat of fuel."""

    FURNACE = 0
    BOILER = 1
    BASEBOARD = 2
    STOVE = 3


class PumpKind(IntEnum):
    """A heat pump beside or instead of that."""

    NONE = 0
    DUCTED = 1
    DUCTLESS = 2
    GROUND = 3


class PumpRule(IntEnum):
    """When a heat pump leaves the heat to what stands beside it."""

    NEVER = 0
    COLD = 1
    PRICE = 2


class WaterHeater(IntEnum):
    """What heats the water."""

    TANK = 0
    TANKLESS = 1
    HEAT_PUMP = 2


def fuel_number(fuel: Fuel) -> int:
    """The fuel's number in a column."""
    return FUELS.index(fuel)


@dataclass(frozen=True, slots=True)
class SimulatedHomes:
    """One entry a home in every column; names end in their unit, without one they are shares, counts or numbers.

    `rsi` m²K/W, whole assembly with air films; `basement_rsi` insulation added to the share `basement_share` of the
    foundation's walls. `facing` 0 north … 7 north-west, where the front looks; `front_share` of the glass is there,
    as much at the back. `flue`: chimneys that draw on the room. `shgc` of the whole window, frame counted; `sun_share`
    what shade leaves. `shelter`: wind at the walls over the wind in the open. `efficiency` useful heat per fuel over a
    season; `pilot_w` fuel a standing flame burns all year. `pump_…`: power at 8 °C, coefficients at 8 and −15 °C,
    `pump_cold_power` the share of power left at −15 °C, `pump_share` the share of the heat it can reach. `basement_c`
    below −50: it takes what warmth comes down. `water_factor`: energy factor (useful heat per energy; for a heat pump
    its coefficient at 19 °C). `night_from` local hour. `plug_heat`: share of plug power that stays inside.
    """

    home_id: Ints
    dwelling: Ints
    year_built: Ints
    storeys: Floats
    floor_m2: Floats
    basement_m2: Floats
    volume_m3: Floats
    ceiling_m2: Floats
    ceiling_rsi: Floats
    cathedral_share: Floats
    wall_m2: Floats
    wall_rsi: Floats
    wall_cavity_r: Floats
    window_m2: Floats
    window_u: Floats
    window_shgc: Floats
    door_w_k: Floats
    exposed_floor_w_k: Floats
    header_w_k: Floats
    foundation: Ints
    basement_wall_m2: Floats
    basement_above_m: Floats
    basement_share: Floats
    basement_rsi: Floats
    ach50: Floats
    flue: Floats
    shelter: Floats
    facing: Ints
    front_share: Floats
    sun_share: Floats
    occupants: Floats
    plug_kwh_day: Floats
    plug_heat: Floats
    outdoor_kwh_day: Floats
    cooking_gas_kwh_day: Floats
    water_l_day: Floats
    heat_day_c: Floats
    heat_night_c: Floats
    night_from: Ints
    night_hours: Ints
    basement_c: Floats
    cool_c: Floats
    open_windows_c: Floats
    heat_maker: Ints
    heat_fuel: Ints
    efficiency: Floats
    pilot_w: Floats
    heat_w: Floats
    duct_loss: Floats
    fan_share: Floats
    pump_kind: Ints
    pump_rule: Ints
    pump_w: Floats
    pump_cold_power: Floats
    pump_cop: Floats
    pump_cold_cop: Floats
    pump_share: Floats
    pump_above_c: Floats
    cool_w: Floats
    cooling_cop: Floats
    water_heater: Ints
    water_fuel: Ints
    water_factor: Floats
    water_standby: Floats
    drain_recovery: Floats
    vent_l_s: Floats
    vent_recovery: Floats
    vent_fan_w: Floats
    pv_kw: Floats
    pv_facing: Ints

    def __post_init__(self) -> None:
        sizes = {getattr(self, each.name).shape for each in fields(self)}
        if len(sizes) != 1 or len(next(iter(sizes))) != 1:
            raise ValueError(f"every column has one entry a home; found {sorted(sizes)}")

    def __len__(self) -> int:
        return int(self.home_id.size)

    def at(self, places: Ints | NDArray[np.bool_] | slice) -> SimulatedHomes:
        """The homes at these places, in that order."""
        return SimulatedHomes(**{each.name: getattr(self, each.name)[places] for each in fields(self)})

    def where(self, homes: NDArray[np.bool_], **columns: Floats | Ints | float) -> SimulatedHomes:
        """The same homes with these columns changed for the chosen ones."""
        changed = {}
        for name, value in columns.items():
            old = getattr(self, name)
            changed[name] = np.where(homes, value, old).astype(old.dtype)
        return replace(self, **changed)


def joined(parts: list[SimulatedHomes]) -> SimulatedHomes:
    """All these homes in one record, in order."""
    return SimulatedHomes(
        **{each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(SimulatedHomes)}
    )
