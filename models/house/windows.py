"""What a window lets through where it stands: less than its rating, which is taken in a storm."""

from __future__ import annotations

from typing import Final

from models.series import Floats

RATED_IN_STORM_RSI: Final = 0.015
"""m²K/W that a window resists beyond its rated U: ratings stand in 5.5 m/s of wind (NFRC 100, CSA A440.2: 26 to 30
W/m²K outside), windows of houses in the 2 to 3 m/s that shelter leaves (some 20)."""


def sited_u(rated_u: Floats | float) -> Floats | float:
    """U of windows on a house, W/m²K, of their rated U."""
    return 1.0 / (1.0 / rated_u + RATED_IN_STORM_RSI)
