"""The best pair of balance points of each kind of model, over the whole grid, for many meters at once.

For every pair of balance points the least-squares fit has a closed form in the sums of `degree_days`, so all pairs
are tried: first on the coarse grid, then on the fine grid around the best. A candidate counts only when its slopes
and its base load are above zero and its degree days are many enough (CalTRACK 2.0, S115). Kinds are compared by
adjusted R², which for one meter is the same as the smallest residual variance. Never decides whether a slope is
real or noise: that takes the residuals (`solve`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from models.baseline.degree_days import COARSE, FINE_STEPS, Bools, Moments, Observations, Side
from models.series import Floats, Ints

_COARSE_POINTS: Ints = np.arange(0, FINE_STEPS + 1, COARSE)
_AROUND: Ints = np.arange(-COARSE, COARSE + 1)
FLAT = 1e-18
"""Use that varies by less than a billionth of its mean is flat: what is left is rounding."""
SINGULAR = 1e-9
EQUAL = 1e-11
"""Candidates that differ by less fit equally well, and the first one stands: rounding never chooses."""


class Kind(IntEnum):
    """Kinds of model, by how many slopes they have."""

    INTERCEPT = 0
    HDD = 1
    CDD = 2
    HDD_CDD = 3


SLOPES: Ints = np.array([0, 1, 1, 2])
"""Slopes of each kind."""


class Candidates(NamedTuple):
    """The best of each kind: residual variance [m, 4], infinite where none counts, and its grid points [m, 4]."""

    variance: Floats
    heating: Ints
    cooling: Ints


def search(seen: Observations, *, heating: bool, cooling: bool) -> Candidates:
    """The best candidate of every kind for every meter; heating or cooling models only where allowed."""
    sums = seen.moments()
    m = sums.points.size
    explained = np.full((m, 4), -np.inf)
    at_heating, at_cooling = np.zeros((m, 4), dtype=np.int64), np.full((m, 4), FINE_STEPS, dtype=np.int64)
    explained[:, Kind.INTERCEPT] = 0.0
    if heating:
        explained[:, Kind.HDD], at_heating[:, Kind.HDD] = _best_single(sums, sums.heating)
    if cooling:
        explained[:, Kind.CDD], at_cooling[:, Kind.CDD] = _best_single(sums, sums.cooling)
    if heating and cooling:
        rough = _best_coarse_pair(seen, sums)
        both = _best_fine_pair(seen, sums, *rough)
        explained[:, Kind.HDD_CDD], at_heating[:, Kind.HDD_CDD], at_cooling[:, Kind.HDD_CDD] = both
    freedom = sums.points[:, None] - 1.0 - SLOPES
    flat = sums.spread <= FLAT * sums.weight * np.maximum(sums.mean**2, 1e-300)
    explained[flat, 1:] = -np.inf
    counts = np.isfinite(explained) & ((freedom >= 1.0) | (SLOPES == 0))
    residual = np.maximum(sums.spread[:, None] - explained, 0.0) / np.maximum(freedom, 1.0)
    return Candidates(np.where(counts, residual, np.inf), at_heating, at_cooling)


def _best_single(sums: Moments, side: Side) -> tuple[Floats, Ints]:
    spread = side.xx - side.x**2 / _weight(sums)
    counts = side.allowed & (side.xy > 0.0) & (spread > SINGULAR * side.xx)
    slope = np.divide(side.xy, spread, out=np.zeros_like(spread), where=counts)
    counts &= sums.mean[:, None] - slope * side.x / _weight(sums) > 0.0
    explained = np.where(counts, slope * side.xy, -np.inf)
    best = _first_of_best(explained)
    return np.take_along_axis(explained, best[:, None], axis=1)[:, 0], best


def _best_coarse_pair(seen: Observations, sums: Moments) -> tuple[Ints, Ints]:
    """The best pair of coarse grid points of each meter; the cooling point never under the heating point."""
    m, g = sums.points.size, _COARSE_POINTS.size
    grid = np.broadcast_to(_COARSE_POINTS, (m, g))
    cold, warm = _centred(sums, sums.heating, grid), _centred(sums, sums.cooling, grid)
    rows = np.arange(m)
    cross = seen.cross(rows, grid, grid)
    best, at_k, at_j = np.zeros(m), np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64)
    for k in range(g):
        shared = None if cross is None else cross[:, k, k:]
        explained = _pair(sums, cold.columns(k, k + 1), warm.columns(k, g), shared)
        j = _first_of_best(explained)
        value = explained[rows, j]
        better = value > best * (1.0 + EQUAL)
        best[better], at_k[better], at_j[better] = value[better], k, j[better] + k
    return at_k * COARSE, at_j * COARSE


def _best_fine_pair(seen: Observations, sums: Moments, heating: Ints, cooling: Ints) -> tuple[Floats, Ints, Ints]:
    """The best pair of fine grid points within one coarse step of the given ones."""
    rows = np.arange(heating.size)
    k = np.clip(heating[:, None] + _AROUND, 0, FINE_STEPS)
    j = np.clip(cooling[:, None] + _AROUND, 0, FINE_STEPS)
    cold, warm = _centred(sums, sums.heating, k), _centred(sums, sums.cooling, j)
    cross = seen.cross(rows, k, j)
    best, at_k, at_j = np.zeros(heating.size), heating.copy(), cooling.copy()
    for i in range(_AROUND.size):
        explained = _pair(sums, cold.columns(i, i + 1), warm, None if cross is None else cross[:, i, :])
        explained[j < k[:, i : i + 1]] = 0.0
        where = _first_of_best(explained)
        value = explained[rows, where]
        better = value > best * (1.0 + EQUAL)
        best[better], at_k[better], at_j[better] = value[better], k[better, i], j[rows, where][better]
    return np.where(best > 0.0, best, -np.inf), at_k, at_j


@dataclass(frozen=True, slots=True)
class _Centred:
    """One side at some grid points: mean degree days, centred square sum, product with use, whether it may be used."""

    mean: Floats
    square: Floats
    product: Floats
    usable: Bools

    def columns(self, low: int, high: int) -> _Centred:
        part = slice(low, high)
        return _Centred(self.mean[:, part], self.square[:, part], self.product[:, part], self.usable[:, part])


def _centred(sums: Moments, side: Side, points: Ints) -> _Centred:
    x, xx, xy = (np.take_along_axis(part, points, axis=1) for part in (side.x, side.xx, side.xy))
    mean = x / _weight(sums)
    square = xx - mean * x
    usable = np.take_along_axis(side.allowed, points, axis=1) & (square > SINGULAR * xx)
    return _Centred(mean, square, xy, usable)


def _pair(sums: Moments, cold: _Centred, warm: _Centred, cross: Floats | None) -> Floats:
    """Explained square sum of base + heating + cooling; 0 where the candidate does not count."""
    both = cold.mean * warm.mean
    both *= -_weight(sums)
    if cross is not None:
        both += cross
    determinant = cold.square * warm.square
    singular = SINGULAR * determinant
    determinant -= both * both
    heat = cold.product * warm.square - warm.product * both
    cool = warm.product * cold.square - cold.product * both
    base = sums.mean[:, None] * determinant
    base -= heat * cold.mean
    base -= cool * warm.mean
    counts = cold.usable & warm.usable & (heat > 0.0) & (cool > 0.0) & (base > 0.0) & (determinant > singular)
    heat *= cold.product
    cool *= warm.product
    heat += cool
    return np.where(counts, heat, 0.0) / np.where(counts, determinant, 1.0)


def _first_of_best(explained: Floats) -> Ints:
    """The first column of each row whose value is the largest but for rounding."""
    best = explained.max(axis=1, keepdims=True)
    first: Ints = (explained >= best - EQUAL * np.where(np.isfinite(best), np.abs(best), 0.0)).argmax(axis=1)
    return first


def _weight(sums: Moments) -> Floats:
    return np.maximum(sums.weight, 1e-300)[:, None]
