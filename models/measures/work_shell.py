"""Work on the building: insulation, air sealing, windows, doors, as changed columns of simulated homes."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.simulated_homes import (
    Foundation,
    SimulatedHomes,
)
from models.measures.work_columns import Mask, Work, changed, everyone

RSI_PER_R: Final = 0.1761
ATTIC_RSI: Final = 60.0 * RSI_PER_R
ATTIC_R: Final = MappingProxyType(
    {"ENV-ATTIC-LOW": (0.0, 12.0), "ENV-ATTIC-MID": (12.0, 25.0), "ENV-ATTIC-HI": (25.0, 35.0)}
)
"""Present R an attic measure starts from, effective."""
CATHEDRAL_RSI: Final = 28.0 * RSI_PER_R
CATHEDRAL_MOST_RSI: Final = 20.0 * RSI_PER_R
"""Most that fits between old rafters under a sloped ceiling, whatever the flat rest has (uncited, medium)."""
AIR_CUT: Final = 0.20
DIY_AIR_CUT: Final = 0.08
CAVITY_BELOW_R: Final = 8.0
CAVITY_RSI: Final = 2.1
"""What blown insulation makes of an empty framed wall: what S80's walls with R-12 between their studs have in all."""
WALL_GOOD_R: Final = 22.0
EXTERIOR_RSI: Final = 0.88
"""R-5 of continuous insulation (S80)."""
BASEMENT_RSI: Final = 20.0 * RSI_PER_R
BARE_SHARE: Final = 0.05
FULL_SHARE: Final = 0.90
HEADER_LEFT: Final = 0.45
HEADER_AIR_CUT: Final = 0.03
FLOOR_LEFT: Final = 0.45
DOOR_LEFT: Final = 0.65
WINDOWS: Final = MappingProxyType({"ENV-WIN-ES": (1.35, 0.27), "ENV-WIN-TRI": (1.05, 0.25)})
"""U in W/m²K (ENERGY STAR 1.2–1.4, S55) and whole-window heat gain of usual Canadian products (uncited)."""
FILM_U_LEFT: Final = 0.88
FILM_SUN_LEFT: Final = 0.95


def attic(measure_id: str) -> Work:
    """Attics whose effective R lies in the measure's band are brought to R-60."""
    low, high = ATTIC_R[measure_id]

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        r = homes.ceiling_rsi / RSI_PER_R
        return changed(homes, (low < r) & (r <= high), ceiling_rsi=ATTIC_RSI)

    return done


def cathedral(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """The sloped share of ceilings, no better than R-20 before, is brought to R-28."""
    share, now = homes.cathedral_share, homes.ceiling_rsi
    sloped = np.minimum(now, CATHEDRAL_MOST_RSI)
    after = 1.0 / (1.0 / now - share * np.minimum(1.0 / sloped - 1.0 / CATHEDRAL_RSI, 0.9 / now))
    return changed(homes, share > 0, ceiling_rsi=after)


def air(cut: float) -> Work:
    """A share of the leakage at 50 Pa is sealed."""
    return lambda homes: changed(homes, everyone(homes), ach50=homes.ach50 * (1.0 - cut))


def wall_cavity(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Empty framed walls are filled."""
    empty = homes.wall_rsi < CAVITY_BELOW_R * RSI_PER_R
    return changed(homes, empty, wall_rsi=np.maximum(homes.wall_rsi, CAVITY_RSI))


def wall_exterior(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Walls get R-5 of continuous insulation outside."""
    fits = homes.wall_rsi < WALL_GOOD_R * RSI_PER_R
    return changed(homes, fits, wall_rsi=homes.wall_rsi + EXTERIOR_RSI)


def basement(least: float, most: float, foundation: Foundation = Foundation.BASEMENT) -> Work:
    """Foundation walls insulated over a share from `least` up to `most` get R-20 at full height."""

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        stands = (homes.foundation == foundation) & (homes.basement_m2 > 0)
        fits = stands & (homes.basement_share >= least) & (homes.basement_share < most)
        fits &= homes.basement_rsi < BASEMENT_RSI
        return changed(homes, fits, basement_share=1.0, basement_rsi=BASEMENT_RSI)

    return done


def header(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Rim joists are insulated and sealed."""
    fits = homes.header_w_k > 0
    return changed(homes, fits, header_w_k=homes.header_w_k * HEADER_LEFT, ach50=homes.ach50 * (1.0 - HEADER_AIR_CUT))


def floor(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Floors over garages and open air are insulated."""
    fits = homes.exposed_floor_w_k > 0
    return changed(homes, fits, exposed_floor_w_k=homes.exposed_floor_w_k * FLOOR_LEFT)


def windows(measure_id: str) -> Work:
    """All windows get the measure's U and heat gain; better ones are left alone."""
    u_value, sun = WINDOWS[measure_id]

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        fits = homes.window_u > u_value + 0.2
        return changed(homes, fits, window_u=u_value, window_shgc=np.minimum(sun, homes.window_shgc))

    return done


def door(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Doors are replaced by insulated ones."""
    return changed(homes, homes.door_w_k > 0, door_w_k=homes.door_w_k * DOOR_LEFT)


def film(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Film, storm panes or shades over all windows."""
    left = homes.window_u * FILM_U_LEFT
    return changed(homes, everyone(homes), window_u=left, window_shgc=homes.window_shgc * FILM_SUN_LEFT)
