"""Simulated homes as another simulator, or the world, may have them: what our physics takes as given, varied.

A model that learns from one simulator is sure of that simulator. Each home here draws its own coupling to the ground,
leakage, glass, shade, burner, tank and work done less or more well, so that a range learned from such homes holds the
homes of others too. Spreads are our judgement, of a size that some 85 % of our own simulator's homes lie in the ranges
that hold 80 % of these; none was chosen to fit another simulator's results. Drawn from the home's own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.seen import stream
from models.house.simulated_homes import FUELS, SimulatedHomes
from models.measures.catalogue import Method, measure
from models.quantities import Fuel

SPREADS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "ceiling_rsi": 0.06,
        "wall_rsi": 0.06,
        "window_u": 0.06,
        "window_shgc": 0.08,
        "sun_share": 0.12,
        "ach50": 0.12,
        "shelter": 0.15,
        "basement_wall_m2": 0.15,
        "basement_rsi": 0.15,
        "header_w_k": 0.22,
        "exposed_floor_w_k": 0.22,
        "door_w_k": 0.15,
        "plug_heat": 0.08,
        "efficiency": 0.02,
        "water_factor": 0.05,
        "water_standby": 0.18,
    }
)
"""Of a column, in logarithms. The wall below grade stands for its soil; standing losses for a tank's whereabouts."""
MOST: Final[Mapping[str, float]] = MappingProxyType({"sun_share": 1.0, "shelter": 1.0, "plug_heat": 1.0})
BEST_BURNER: Final = 0.98
WORK_SPREAD: Final[Mapping[Method, float]] = MappingProxyType(
    {
        Method.AIR_LEAKAGE: 0.14,
        Method.CEILING: 0.06,
        Method.WALL_CAVITY: 0.09,
        Method.WALL_EXTERIOR: 0.09,
        Method.BASEMENT: 0.14,
        Method.WINDOWS: 0.14,
        Method.SETPOINT: 0.08,
        Method.FURNACE: 0.05,
        Method.HEATING_SHARE: 0.18,
        Method.WATER_SHARE: 0.15,
    }
)
"""Of what work saves, in logarithms: done well or badly, and worked out by other formulas than ours."""


def otherwise(names: Sequence[str], homes: SimulatedHomes) -> SimulatedHomes:
    """The homes with their physics moved, each its own way; fuels that do not burn keep their efficiency."""
    draws = np.array([stream(name, "physics").normal(size=len(SPREADS)) for name in names])
    everyone = np.ones(len(homes), dtype=bool)
    moved = {}
    for place, (column, spread) in enumerate(SPREADS.items()):
        moved[column] = np.minimum(getattr(homes, column) * np.exp(spread * draws[:, place]), MOST.get(column, np.inf))
    burns = homes.heat_fuel != FUELS.index(Fuel.ELECTRICITY)
    moved["efficiency"] = np.where(burns, np.minimum(moved["efficiency"], BEST_BURNER), homes.efficiency)
    return homes.where(everyone, **moved)


def work_done(name: str, measure_id: str) -> float:
    """How much of what our physics says this work saves in this home, around 1."""
    spread = WORK_SPREAD.get(measure(measure_id).method, 0.0)
    return float(np.exp(spread * stream(name, f"work/{measure_id}").normal()))
