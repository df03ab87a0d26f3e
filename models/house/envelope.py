"""A home as numbers a heat balance can use: conductance, leakage, thermal mass, windows, the plant's power.

From facts that are all known (`stock.assumed` fills what is not) to arrays over homes. Areas follow from the floor
area, storeys and how the home stands to its neighbours; no file says them. SI units; R values in ft²·°F·h/Btu.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import BasementInsulation, Cooling, DwellingType, HeatingSystem, HomeFacts, WindowType
from models.series import Floats

R_US_PER_SI: Final = 5.678
"""ft²·°F·h/Btu in one m²·K/W."""
STOREY_M: Final = 2.54
"""Volume over floor area of the archetype homes (S80, median)."""
PERIMETER_PER_ROOT_M2: Final = 4.2
"""Wall length over the square root of the footprint: 15.1 m² wall per root m² of two-storey floor (S80)."""
BASEMENT_WALL_M: Final = 2.3
GLASS_LEFT_OF_FRAMES_AND_SHADE: Final = 0.6
DOORS_AND_FLOORS_W_K: Final = 6.0
AIR_WH_M3_K: Final = 0.335
PRESSURE_TO_NATURAL: Final = 20.0
"""ACH50 over the air change at 20 K and 4.5 m/s; with the year's weather it comes to the 23.6 of S80."""
MASS_WH_M2_K: Final = 45.0
"""Light wood frame with drywall and a concrete basement (uncited, medium)."""
REAL_OVER_MODELLED: Final = 0.85
"""With losses cut to this the stock's space heat falls to the 0.79 of modelled that surveys show (S81): gains stay."""
DESIGN_COLD_C: Final = -20.0
OVERSIZED: Final = 1.5

_SHAPE: Final[Mapping[DwellingType, tuple[float, float]]] = MappingProxyType(
    {
        DwellingType.DETACHED: (1.0, 0.134),
        DwellingType.SEMI: (0.75, 0.119),
        DwellingType.ROW_END: (0.75, 0.119),
        DwellingType.ROW_MIDDLE: (0.465, 0.105),
        DwellingType.MOBILE: (1.0, 0.134),
    }
)
"""Share of the walls above ground that is outdoors, and m² of window per m² of floor (S80, two-storey medians)."""
_BASEMENT_W_M2_K: Final[Mapping[BasementInsulation, float]] = MappingProxyType(
    {
        BasementInsulation.NONE: 1.66,
        BasementInsulation.PARTIAL: 1.27,
        BasementInsulation.FULL: 0.69,
        BasementInsulation.NO_BASEMENT: 0.0,
    }
)
"""Loss over wall area and outdoor difference (S80, medians by state of insulation)."""
_WINDOW: Final[Mapping[WindowType, tuple[float, float]]] = MappingProxyType(
    {
        WindowType.SINGLE: (4.6, 0.65),
        WindowType.DOUBLE: (2.96, 0.58),
        WindowType.DOUBLE_LOWE: (1.8, 0.42),
        WindowType.TRIPLE: (1.05, 0.36),
    }
)
"""U in W/m²K (double: the stock's median, S80; triple: S80's measure; others uncited) and solar heat gain."""
_COOLING_W_M2: Final[Mapping[Cooling, float]] = MappingProxyType(
    {Cooling.NONE: 0.0, Cooling.CENTRAL: 45.0, Cooling.ROOM: 12.0, Cooling.HEAT_PUMP: 45.0}
)


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Homes as a heat balance needs them, one entry a home [homes].

    `loss_w_k` conductance; `leak_w_k` what air leakage adds in weather of factor 1; `mass_wh_k`; `glass_m2` of clear
    aperture toward south, west, north, east [4, homes]; `heat_w`, `cool_w` what the plant can do.
    """

    loss_w_k: Floats
    leak_w_k: Floats
    mass_wh_k: Floats
    glass_m2: Floats
    heat_w: Floats
    cool_w: Floats


def envelopes(homes: Sequence[HomeFacts], facing_deg: Sequence[float]) -> Envelopes:
    """The homes' envelopes; `facing_deg` where each home's front looks, from south. ValueError for unknown facts."""
    each = [_envelope(facts, facing) for facts, facing in zip(homes, facing_deg, strict=True)]
    loss, leak, mass, heat, cool = (np.array(column) for column in list(zip(*each, strict=True))[:5])
    return Envelopes(loss, leak, mass, np.array([row[5] for row in each]).T, heat, cool)


def _envelope(facts: HomeFacts, facing_deg: float) -> tuple[float, float, float, float, float, list[float]]:
    floor, below = _known(facts.heated_area_m2), _known(facts.basement_area_m2)
    loss = REAL_OVER_MODELLED * _conductance(facts, floor)
    volume = (floor + below) * STOREY_M
    leak = REAL_OVER_MODELLED * _known(facts.ach50) / PRESSURE_TO_NATURAL * volume * AIR_WH_M3_K
    mass = MASS_WH_M2_K * (floor + below)
    heat = OVERSIZED * (loss + leak) * (_known(facts.setpoint_day_c) - DESIGN_COLD_C)
    cooling = facts.cooling or Cooling.NONE
    return loss, leak, mass, heat, _COOLING_W_M2[cooling] * floor, _apertures(facts, floor, facing_deg)


def _conductance(facts: HomeFacts, floor_m2: float) -> float:
    footprint = floor_m2 / _known(facts.storeys)
    dwelling, window = facts.dwelling_type or DwellingType.DETACHED, facts.window_type or WindowType.DOUBLE
    around_m = PERIMETER_PER_ROOT_M2 * math.sqrt(footprint)
    exposed, glazing = _SHAPE[dwelling]
    glass = glazing * floor_m2
    walls = max(around_m * exposed * STOREY_M * _known(facts.storeys) - glass, 0.0)
    basement = facts.basement_insulation or BasementInsulation.FULL
    return (
        _through(footprint, facts.attic_r)
        + _through(walls, facts.wall_r)
        + glass * _WINDOW[window][0]
        + around_m * BASEMENT_WALL_M * _BASEMENT_W_M2_K[basement]
        + DOORS_AND_FLOORS_W_K
    )


def _through(area_m2: float, nominal_r: float | None) -> float:
    """W/K through an insulated area; 1.5 stands for the boards and air films that even a bare one has."""
    return area_m2 * R_US_PER_SI / (_known(nominal_r) + 1.5)


def _apertures(facts: HomeFacts, floor_m2: float, facing_deg: float) -> list[float]:
    """Clear glass toward south, west, north, east: most of it at the front and back."""
    gain = _WINDOW[facts.window_type or WindowType.DOUBLE][1] * GLASS_LEFT_OF_FRAMES_AND_SHADE
    clear = _SHAPE[facts.dwelling_type or DwellingType.DETACHED][1] * floor_m2 * gain
    north_and_south = 0.35 + 0.3 * abs(math.cos(math.radians(facing_deg)))
    return [clear * north_and_south / 2.0, clear * (1.0 - north_and_south) / 2.0] * 2


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError("a home must be fully known before it can be simulated")
    return float(value)


def is_heat_pump(facts: HomeFacts) -> bool:
    """Whether the heat comes from outdoor air."""
    return facts.heating_system is HeatingSystem.HEAT_PUMP
