"""How the carbon of a kWh differs by month and hour: the grid's mean, and what answers to a kWh more or less.

Both as shares of the year's factor (`factors`), so that the level and its doubt stay where they are dated; only the
hours come from here: the mean from the grid's hourly table (S40, whose own level is an upper bound), the margin from
how many MW of gas answered to demand by season and at night (S41). That season and night multiply is our assumption.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greener_homes.reference import GridHour, GridSlope, rows

Floats = NDArray[np.float64]

MONTHS: Final = 12
HOURS: Final = 24
SAVING_TIME: Final = np.array([0.0, 0.0, 23 / 31, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1 / 30, 0.0])
"""Which part of each month the clock is an hour ahead (2025; a day more or less in other years)."""
_DAYS: Final = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.float64)


@cache
def average_by_hour() -> Floats:
    """The grid's mean by month and hour of the local day, over its mean of the year [12, 24], read-only."""
    grid = np.zeros((MONTHS, HOURS))
    for row in rows(GridHour):
        grid[row.month - 1, row.hour_ending_est - 1] = row.g_per_kwh
    return _about_1(_local(grid))


@cache
def marginal_by_hour() -> Floats:
    """The same of the margin, by season and by night, when more of a kWh was found to be gas [12, 24], read-only."""
    slopes = {row.part: row for row in rows(GridSlope)}
    year, night = slopes["year"].gas_mw_per_mw, slopes["overnight"]
    season = np.full(MONTHS, np.nan)
    for name in ("winter", "summer"):
        season[[int(month) - 1 for month in slopes[name].months]] = slopes[name].gas_mw_per_mw / year
    season[np.isnan(season)] = (MONTHS - np.nansum(season)) / np.isnan(season).sum()
    hours = np.full(HOURS, np.nan)
    hours[[int(hour) for hour in night.hours]] = night.gas_mw_per_mw / year
    hours[np.isnan(hours)] = (HOURS - np.nansum(hours)) / np.isnan(hours).sum()
    return _about_1(season[:, None] * hours)


def _local(standard: Floats) -> Floats:
    """Hours of standard time as hours of the clock [12, 24]."""
    ahead = np.roll(standard, 1, axis=1)
    saving = SAVING_TIME[:, None]
    local: Floats = saving * ahead + (1.0 - saving) * standard
    return local


def _about_1(values: Floats) -> Floats:
    relative: Floats = values / np.average(values.mean(axis=1), weights=_DAYS)
    relative.flags.writeable = False
    return relative
