"""From the best grid point to the fit itself: balance points between grid points, residuals, and their uncertainty.

One evaluation of the design gives the linear coefficients exactly and a Gauss–Newton step for the balance points;
a step is kept only when it lowers the residuals and every rule of the search still holds. Works on many meters at
once and never chooses between kinds of model.

Parameters, in this order everywhere: base load per day, heating slope, cooling slope, heating balance point,
cooling balance point. Parameters a kind does not have are inactive: 0 for slopes, the end of the grid for points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.baseline.degree_days import (
    BALANCE_MAX_C,
    BALANCE_MIN_C,
    MIN_NONZERO_DEGREE_DAYS,
    MIN_TOTAL_DEGREE_DAYS,
    Bools,
    Observations,
)
from models.baseline.search import EQUAL, SLOPES
from models.series import Floats, Ints

BASE, HEATING, COOLING, HEATING_POINT, COOLING_POINT = range(5)
STEPS = 2
LONGEST_STEP_C = 1.0
RIDGE = 1e-11
"""Keeps a matrix that is singular to rounding solvable; far below what data can resolve."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Fits of m meters: parameters [m, 5], residuals [m, n] (0 where unknown), and what uncertainty needs.

    `variance` is Σwe² / (points − coefficients) [m]; `information` the weighted normal matrix of the active
    parameters [m, 5, 5] with ones on the diagonal of inactive ones; `slope_leverage` the inverse normal matrix's
    diagonal for the three linear coefficients with balance points held [m, 3].
    """

    parameters: Floats
    residual: Floats
    variance: Floats
    information: Floats
    active: Bools
    slope_leverage: Floats


class Information(NamedTuple):
    """`Solution`'s information [m, 5, 5], and which parameters it tells anything of [m, 5]."""

    information: Floats
    active: Bools


@dataclass(slots=True)
class _State:
    parameters: Floats
    left_over: Floats
    normal: Floats
    response: Floats
    valid: Bools


def solve(seen: Observations, kind: Ints, heating_c: Floats, cooling_c: Floats) -> Solution:
    """Fits of the given kinds [m] near the given balance points [m]."""
    heats, cools = (kind & 1) > 0, kind >= 2
    points = np.stack([np.where(heats, heating_c, BALANCE_MIN_C), np.where(cools, cooling_c, BALANCE_MAX_C)], axis=1)
    linear = np.stack([np.ones_like(heats), heats, cools], axis=1)
    best = _evaluate(seen, points, linear)
    for _ in range(STEPS):
        if not heats.any() and not cools.any():
            break
        points = best.parameters[:, HEATING_POINT:] + _step(best, linear)
        points = np.clip(points, BALANCE_MIN_C, BALANCE_MAX_C)
        points[:, 1] = np.maximum(points[:, 0], points[:, 1])
        points = np.where(linear[:, 1:], points, best.parameters[:, HEATING_POINT:])
        trial = _evaluate(seen, points, linear)
        better = trial.valid & (trial.left_over < best.left_over - EQUAL * np.abs(best.left_over))
        for name in ("parameters", "left_over", "normal", "response"):
            getattr(best, name)[better] = getattr(trial, name)[better]
    return _solution(seen, best, linear, SLOPES[kind])


def _evaluate(seen: Observations, points: Floats, linear: Bools) -> _State:
    """The exact linear fit at the given balance points, and the sums a Gauss–Newton step needs."""
    normal, response = seen.normal_equations(points[:, 0], points[:, 1])
    coefficients = _solve(normal[:, :3, :3], response[:, :3], linear)
    explained = (coefficients * response[:, :3]).sum(axis=1)
    parameters = np.concatenate([coefficients, points], axis=1)
    parameters[:, BASE] += seen.mean
    slopes = parameters[:, HEATING:HEATING_POINT]
    enough = (normal[:, BASE, 3:] >= MIN_NONZERO_DEGREE_DAYS) & (normal[:, BASE, 1:3] >= MIN_TOTAL_DEGREE_DAYS)
    valid = ((~linear[:, 1:]) | ((slopes > 0.0) & enough)).all(axis=1) & (parameters[:, BASE] > 0.0)
    return _State(parameters, -explained, normal, response, valid)


def _step(state: _State, linear: Bools) -> Floats:
    """How far to move both balance points, °C [m, 2]: the Gauss–Newton step, never more than a degree."""
    scale = _scale(state.parameters)
    coefficients = state.parameters[:, :3].copy()
    coefficients[:, BASE] = _centred_base(state)
    left = (state.response - np.matmul(state.normal[:, :, :3], coefficients[:, :, None])[:, :, 0]) * scale
    active = _free(state.normal, linear)
    move = _solve(state.normal * scale[:, :, None] * scale[:, None, :], left, active)
    return np.clip(move[:, 3:], -LONGEST_STEP_C, LONGEST_STEP_C)


def _centred_base(state: _State) -> Floats:
    """Base load less mean use, recovered from the base's own normal equation."""
    normal, slopes = state.normal, state.parameters[:, HEATING:HEATING_POINT]
    base: Floats = -(normal[:, BASE, 1:3] * slopes).sum(axis=1) / np.maximum(normal[:, BASE, BASE], 1e-300)
    return base


def _scale(parameters: Floats) -> Floats:
    """What turns the design's columns into derivatives: a balance point counts by its slope."""
    scale = np.ones_like(parameters)
    scale[:, HEATING_POINT] = parameters[:, HEATING]
    scale[:, COOLING_POINT] = -parameters[:, COOLING]
    return scale


def _solve(matrix: Floats, right: Floats, active: Bools) -> Floats:
    """Solution of each symmetric system over its active unknowns; 0 for the others."""
    return np.where(active, np.linalg.solve(_isolated(matrix, active), (right * active)[:, :, None])[:, :, 0], 0.0)


def _isolated(matrix: Floats, active: Bools) -> Floats:
    """The matrix with inactive rows and columns replaced by the unit matrix, and a trace of ridge."""
    both = active[:, :, None] & active[:, None, :]
    kept = np.where(both, matrix, 0.0)
    diagonal = np.arange(matrix.shape[1])
    own = kept[:, diagonal, diagonal]
    kept[:, diagonal, diagonal] = np.where(own > 0.0, own * (1.0 + RIDGE), 1.0)
    return kept


def _solution(seen: Observations, state: _State, linear: Bools, slopes: Ints) -> Solution:
    p = state.parameters
    days = seen.degree_days(p[:, HEATING_POINT], p[:, COOLING_POINT])
    expected = p[:, BASE, None] + p[:, HEATING, None] * days.heating + p[:, COOLING, None] * days.cooling
    residual = (seen.use - expected) * (seen.weight > 0)
    observed = (seen.weight > 0).sum(axis=1)
    variance = (seen.weight * residual**2).sum(axis=1) / np.maximum(observed - 1 - slopes, 1)
    known = uncertainty(state.normal, p, linear)
    held = np.linalg.inv(_isolated(state.normal[:, :3, :3], linear))
    return Solution(p, residual, variance, known.information, known.active, np.einsum("mii->mi", held).copy())


def uncertainty(normal: Floats, parameters: Floats, linear: Bools) -> Information:
    """What the normal equations [m, 5, 5] at these parameters [m, 5] tell of each; `linear` [m, 3] as the kind has."""
    scale = _scale(parameters)
    active = _free(normal, linear)
    return Information(_isolated(normal * scale[:, :, None] * scale[:, None, :], active), active)


def _free(normal: Floats, linear: Bools) -> Bools:
    """Which parameters the data can move [m, 5]: those the kind has, less balance points that are held.

    A balance point with few days on one side of it cannot be told from the base load; two that meet, not apart.
    """
    inside = normal[:, BASE, 3:]
    between = normal[:, BASE, BASE] - (inside * linear[:, 1:]).sum(axis=1)
    free = (inside >= MIN_NONZERO_DEGREE_DAYS) & (between[:, None] >= MIN_NONZERO_DEGREE_DAYS)
    return np.concatenate([linear, linear[:, 1:] & free], axis=1)


def covariance_of(information: Floats, active: Bools, variance: Floats) -> Floats:
    """Covariance of the active parameters, rows and columns of the others 0 [m, 5, 5]."""
    both: Bools = active[:, :, None] & active[:, None, :]
    inverse: Floats = np.where(both, np.linalg.inv(information), 0.0)
    return inverse * variance[:, None, None]
