"""Heat through a basement into the ground: ISO 13370's conductances, and how late and how weakly the seasons arrive.

A basement's floor and its wall below grade see the year's mean air temperature through a thick layer of soil, and its
swing through a thinner one. Both are conductances per home; the soil's temperature that drives them follows one wave.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from models.series import Floats

SOIL_W_M_K: Final = 0.9
"""HOT2000's “normal: dry sand, loam, clay”; ISO 13370 takes 1.5 for wet clay."""
SOIL_DEPTH_M: Final = 2.2
"""How deep the year's swing reaches in that soil: ISO 13370."""
SWING_LATE_DAYS: Final = 30.0
"""The ground's swing follows the air's a month later: ISO 13370, table A.2."""
WALL_THICK_M: Final = 0.25
INSIDE_RSI: Final = 0.13
FLOOR_INSIDE_RSI: Final = 0.17
OUTSIDE_RSI: Final = 0.04
SLAB_RSI: Final = 0.05
CONCRETE_RSI: Final = 0.15


class Ground(NamedTuple):
    """What lies between a basement and the soil [homes]: W/K for the year's mean, and the swing felt over that."""

    w_k: Floats
    swing: Floats


def ground(floor_m2: Floats, perimeter_m: Floats, depth_m: Floats, share: Floats, wall_rsi: Floats) -> Ground:
    """Conductances of basements `depth_m` in the ground, a `share` of whose walls has `wall_rsi` m²K/W added.

    Homes without a floor there get 0. Insulation is taken to begin at the top, where it does most.
    """
    around = np.maximum(perimeter_m, 1e-6)
    width = np.maximum(floor_m2, 1e-6) / (0.5 * around)
    thick = WALL_THICK_M + SOIL_W_M_K * (FLOOR_INSIDE_RSI + SLAB_RSI + OUTSIDE_RSI)
    bare = SOIL_W_M_K * (INSIDE_RSI + CONCRETE_RSI + OUTSIDE_RSI)
    good = bare + SOIL_W_M_K * wall_rsi
    depth = np.maximum(depth_m, 1e-3)
    floor = _floor_w_m2_k(width, thick, depth) * floor_m2
    upper, whole = _wall_w_m(depth * share, good, thick), _wall_w_m(depth, bare, thick)
    wall = around * (upper + whole - _wall_w_m(depth * share, bare, thick))
    steady = floor + wall
    insulated = share / good + (1.0 - share) / bare
    swing = _swing_w_k(around, depth, thick, 1.0 / insulated)
    has = floor_m2 > 0
    return Ground(np.where(has, steady, 0.0), np.where(has, np.clip(swing / np.maximum(steady, 1e-9), 0.0, 1.0), 0.0))


def _floor_w_m2_k(width_m: Floats, thick_m: float, depth_m: Floats) -> Floats:
    """U of the basement's floor, ISO 13370 (10) and (11)."""
    total = thick_m + 0.5 * depth_m
    thin = 2.0 * SOIL_W_M_K / (np.pi * width_m + total) * np.log(np.pi * width_m / total + 1.0)
    return np.where(total < width_m, thin, SOIL_W_M_K / (0.457 * width_m + total))


def _wall_w_m(depth_m: Floats, wall_m: Floats | float, floor_m: float) -> Floats:
    """W/K per metre of wall down to a depth, ISO 13370 (13) times that depth."""
    floor = np.minimum(floor_m, wall_m)
    reach = 1.0 + 0.5 * floor / (floor + depth_m)
    wall: Floats = 2.0 * SOIL_W_M_K / np.pi * reach * np.log(depth_m / wall_m + 1.0)
    return wall


def _swing_w_k(around_m: Floats, depth_m: Floats, floor_m: float, wall_m: Floats) -> Floats:
    """How much of the outdoor swing passes, W/K: ISO 13370 (A.8)."""
    fade = np.exp(-depth_m / SOIL_DEPTH_M)
    floor = fade * np.log(SOIL_DEPTH_M / floor_m + 1.0)
    wall = 2.0 * (1.0 - fade) * np.log(SOIL_DEPTH_M / wall_m + 1.0)
    swing: Floats = 0.37 * around_m * SOIL_W_M_K * (floor + wall)
    return swing
