"""Homes made by formula, so that the truth is known: temperatures of a cold climate and use that follows them."""

from __future__ import annotations

import numpy as np

from models.baseline.periods import BillingPeriods, DailyUse
from models.series import DailyTemperature, Floats

FIRST_DAY = 19_723
"""2024-01-01."""
MONTH_EDGES = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


def weather(seed: int = 1, days: int = 365, first_day: int = FIRST_DAY) -> DailyTemperature:
    """Daily means of a place like Durham, remembered from day to day."""
    rng = np.random.default_rng(seed)
    day = np.arange(days)
    return DailyTemperature(
        first_day, 8.5 - 13.5 * np.cos(2 * np.pi * (day - 20) / 365) + 4.8 * remembered(rng, days, 0.7)
    )


def remembered(rng: np.random.Generator, days: int, memory: float) -> Floats:
    """Noise of standard deviation 1 of which each day keeps a share of the day before."""
    noise = rng.normal(size=days)
    for day in range(1, days):
        noise[day] = memory * noise[day - 1] + np.sqrt(1 - memory**2) * noise[day]
    return noise


def use_of(
    mean_c: Floats,
    *,
    base: float = 10.0,
    heating: float = 0.0,
    heating_point: float = 15.3,
    cooling: float = 0.0,
    cooling_point: float = 20.2,
) -> Floats:
    """Use a day of a home that follows the model exactly."""
    return base + heating * np.maximum(heating_point - mean_c, 0) + cooling * np.maximum(mean_c - cooling_point, 0)


def daily(amount: Floats, first_day: int = FIRST_DAY) -> DailyUse:
    return DailyUse(first_day, amount)


def monthly(amount: Floats, first_day: int = FIRST_DAY, estimated: tuple[int, ...] = ()) -> BillingPeriods:
    """Twelve bills of one year of daily use; those of the numbers given were estimated."""
    guessed = np.zeros(12, dtype=np.bool_)
    guessed[list(estimated)] = True
    starts = (first_day + MONTH_EDGES[:-1]).astype(np.int64)
    ends = (first_day + MONTH_EDGES[1:]).astype(np.int64)
    return BillingPeriods(starts, ends, np.add.reduceat(amount, MONTH_EDGES[:-1]), guessed)
