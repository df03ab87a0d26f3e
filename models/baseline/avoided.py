"""Avoided use: what a home would have used in the days after, had nothing changed, less what it did use.

CalTRACK 2.0 (S115) 3.5: the baseline's prediction from the temperatures of the reporting period less its readings,
summed over the days or bills of which both are known. Never scaled to a year, never attributed to one piece of work,
and never of days that the baseline was fitted to. The 90 % interval holds the uncertainty of the baseline and the
luck of the days, both widened by the memory of the residuals (`residuals`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.baseline.bills import usable_bills
from models.baseline.fit import Baseline, predict_daily
from models.baseline.normalise import CONFIDENCE, columns_of, gradient_of, variance_of
from models.baseline.periods import BillingPeriods, DailyUse
from models.baseline.residuals import quantile
from models.baseline.sufficiency import zero_is_missing
from models.quantities import Unit
from models.series import DailyTemperature, Floats


@dataclass(frozen=True, slots=True)
class AvoidedUse:
    """Expected less observed use over `days` known days, in `unit`; above zero is saved. `ci90` is for `avoided`.

    `share` is of what was expected, None where that is nothing.
    """

    avoided: float
    expected: float
    observed: float
    days: int
    unit: Unit
    ci90: tuple[float, float]

    @property
    def share(self) -> float | None:
        return self.avoided / self.expected if self.expected > 0.0 else None

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves no doubt that something was saved, or that more was used."""
        return self.ci90[0] > 0.0 or self.ci90[1] < 0.0


def avoided_daily(baseline: Baseline, use: DailyUse, temperature: DailyTemperature) -> AvoidedUse:
    """Avoided use of the days whose use and temperature are known; ValueError for days of the baseline's period."""
    _must_follow(baseline, use.first_day)
    mean_c = _on_days(temperature, use.first_day, use.amount.size)
    known = np.isfinite(use.amount) & np.isfinite(mean_c)
    if zero_is_missing(baseline.commodity):
        known &= use.amount != 0.0
    return _avoided(baseline, mean_c[known], float(use.amount[known].sum()))


def avoided_billing(baseline: Baseline, bills: BillingPeriods, temperature: DailyTemperature) -> AvoidedUse:
    """The same of the bills that may be used (`bills`), at most a year of them.

    Days of a bill whose temperature is unknown are like its others.
    """
    usable = usable_bills(bills, temperature, baseline.commodity)
    days = []
    for start, end in zip(usable.starts.tolist(), usable.ends.tolist(), strict=True):
        _must_follow(baseline, start)
        mean_c = _on_days(temperature, start, end - start)
        days.append(np.where(np.isfinite(mean_c), mean_c, np.nanmean(mean_c)))
    return _avoided(baseline, np.concatenate([np.zeros(0), *days]), float(usable.amount.sum()))


def _avoided(baseline: Baseline, mean_c: Floats, observed: float) -> AvoidedUse:
    expected = float(predict_daily(baseline, mean_c).sum())
    fits = columns_of(baseline)
    of_fit = float(variance_of(fits, gradient_of(fits, mean_c))[0])
    # A bill's residual stands for its days: what is left of one day is larger by the root of the days a point covers.
    of_days = mean_c.size * baseline.residual_std**2 * baseline.days / max(baseline.points, 1)
    spread = np.sqrt(of_fit + of_days * baseline.variance_inflation)
    half = float(quantile(0.5 + CONFIDENCE / 2.0, fits.freedom)[0] * spread)
    avoided = expected - observed
    ends = (avoided - half, avoided + half)
    return AvoidedUse(avoided, expected, observed, int(mean_c.size), baseline.unit, ends)


def _must_follow(baseline: Baseline, first_day: int) -> None:
    if first_day <= baseline.last_day:
        raise ValueError(f"day {first_day} lies before the end of the baseline, day {baseline.last_day}")


def _on_days(temperature: DailyTemperature, first_day: int, count: int) -> Floats:
    """The temperatures of these days, NaN where unknown."""
    at = first_day + np.arange(count) - temperature.first_day
    inside = (at >= 0) & (at < temperature.mean_c.size)
    found: Floats = np.full(count, np.nan)
    found[inside] = temperature.mean_c[at[inside]]
    return found
