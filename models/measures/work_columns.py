"""What all work on simulated homes is made of: columns changed for the homes it fits, and for no others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from models.house.simulated_homes import SimulatedHomes, fuel_number
from models.quantities import Fuel
from models.series import Floats

Mask = NDArray[np.bool_]
Work = Callable[[SimulatedHomes], tuple[SimulatedHomes, Mask]]
"""Homes as they were to homes after the work, and which of them it fitted [homes]."""


def changed(homes: SimulatedHomes, fits: Mask, **columns: Floats | float) -> tuple[SimulatedHomes, Mask]:
    """These columns changed where the work fits."""
    return homes.where(fits, **columns), fits


def heats_electrically(homes: SimulatedHomes) -> Mask:
    """Homes heated with electricity, or with a heat pump and nothing beside it."""
    heated: Mask = homes.heat_fuel == fuel_number(Fuel.ELECTRICITY)
    return heated


def everyone(homes: SimulatedHomes) -> Mask:
    """Every home."""
    return np.ones(len(homes), dtype=bool)


def water_by(homes: SimulatedHomes, fuel: Fuel) -> Mask:
    """Homes whose water this fuel heats."""
    heated: Mask = homes.water_fuel == fuel_number(fuel)
    return heated
