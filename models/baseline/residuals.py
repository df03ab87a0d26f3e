"""What the residuals of a fit say: how large they are, how long they remember, and how far that widens an interval.

Days remember: a cold house stays cold, guests stay a week. A year of daily residuals therefore carries less
information than 365 independent ones. The variance of a sum of residuals is larger than theirs by an *inflation*,
taken as the larger of two estimates and never under 1: (1 + r) / (1 − r) with r the lag-one autocorrelation, and
the mean squared sum over 28-day windows against the mean sum of squares (overlapping batch means, equal to a
Bartlett-kernel long-run variance), which sees memory longer than a day. Points in effect are points / inflation.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from models.baseline.degree_days import Bools
from models.series import Floats

WINDOW_DAYS = 28
MAX_AUTOCORRELATION = 0.98
"""Keeps the inflation finite; at most 99."""


def lag_one(residual: Floats, known: Bools) -> Floats:
    """Autocorrelation of neighbouring days that are both known [m]; 0 when there is nothing to see."""
    both = known[:, 1:] & known[:, :-1]
    product = (residual[:, 1:] * residual[:, :-1]).sum(axis=1)
    # Each pair against the mean square of its two members, so that gaps do not pull the ratio towards 0.
    square = 0.5 * ((residual[:, 1:] ** 2 + residual[:, :-1] ** 2) * both).sum(axis=1)
    ratio: Floats = np.divide(product, square, out=np.zeros_like(square), where=square > 0.0)
    clipped: Floats = np.clip(ratio, -MAX_AUTOCORRELATION, MAX_AUTOCORRELATION)
    return clipped


def inflation(residual: Floats, autocorrelation: Floats) -> Floats:
    """By how much memory multiplies the variance of a sum of daily residuals [m]; residuals are 0 where unknown."""
    short = (1.0 + autocorrelation) / (1.0 - autocorrelation)
    sums, squares = _windows(residual), _windows(residual**2)
    top, bottom = (sums**2).sum(axis=1), squares.sum(axis=1)
    long = np.divide(top, bottom, out=np.ones_like(top), where=bottom > 0.0)
    larger: Floats = np.maximum(1.0, np.maximum(short, long))
    return larger


def freedom(points: Floats, coefficients: Floats, inflated: Floats) -> Floats:
    """Degrees of freedom in effect [m], at least 1."""
    degrees: Floats = np.maximum(points / inflated - coefficients, 1.0)
    return degrees


def quantile(share: float, degrees: Floats) -> Floats:
    """Student's t below which a share of cases lies, for each number of degrees of freedom."""
    value: Floats = np.asarray(stdtrit(degrees, share), dtype=np.float64)
    return value


def _windows(values: Floats) -> Floats:
    """Sums over every stretch of 28 days that lies wholly inside the year [m, windows]."""
    running = np.cumsum(values, axis=1)
    length = min(WINDOW_DAYS, values.shape[1])
    first = running[:, length - 1 : length]
    rest: Floats = running[:, length:] - running[:, :-length]
    return np.concatenate([first, rest], axis=1)
