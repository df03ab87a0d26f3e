"""Which electricity price holds in which local hour: the regulated plans' periods and their holidays.

Local prevailing time (America/Toronto) in, period out. The hours are those of the regulated price plan
(time-of-use, ultra-low overnight; S20, S27), the holidays those of O. Reg. 494/10 (S31). No prices here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from greener_homes.reference import Holiday, rows

LocalHours = NDArray[np.datetime64]
"""Naive local times, `datetime64` of any unit; each stands for the hour it lies in."""
Bools = NDArray[np.bool_]


class PricePlan(StrEnum):
    """The three regulated ways to pay for electricity."""

    TOU = "tou"
    ULO = "ulo"
    TIERED = "tiered"


class Period(StrEnum):
    """When (or, on the tiered plan, at which step) electricity is used. A plan knows only some of these."""

    OFF_PEAK = "off_peak"
    MID_PEAK = "mid_peak"
    ON_PEAK = "on_peak"
    OVERNIGHT = "overnight"
    WEEKEND_OFF_PEAK = "weekend_off_peak"
    TIER_1 = "tier_1"
    TIER_2 = "tier_2"
    ANY_HOUR = "any_hour"


PLAN_PERIODS: dict[PricePlan, tuple[Period, ...]] = {
    PricePlan.TOU: (Period.OFF_PEAK, Period.MID_PEAK, Period.ON_PEAK),
    PricePlan.ULO: (Period.OVERNIGHT, Period.WEEKEND_OFF_PEAK, Period.MID_PEAK, Period.ON_PEAK),
    PricePlan.TIERED: (Period.ANY_HOUR,),
}
"""What the numbers of `period_of` stand for. On the tiered plan every hour is alike; the month's sum decides."""

SUMMER_MONTHS = (5, 10)
"""May to October: summer hours of time-of-use and the summer step of the tiered plan."""
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday; Monday is 0."""


def is_summer(month: int) -> bool:
    """Whether a month (1..12) has summer hours and the summer step."""
    return SUMMER_MONTHS[0] <= month <= SUMMER_MONTHS[1]


def period_of(local_hours: LocalHours, plan: PricePlan) -> NDArray[np.uint8]:
    """For each local hour, the place of its period in `PLAN_PERIODS[plan]` (same shape as `local_hours`).

    `local_hours` is naive America/Toronto time, so that the 23- and 25-hour days need nothing special.
    """
    return _RULES[plan](local_hours)


@cache
def holidays(year: int) -> frozenset[date]:
    """Days of `year` with weekend prices, as observed: the published table's, else the regulation's rule."""
    published = frozenset(row.day for row in rows(Holiday) if row.day.year == year)
    return published or _holidays_by_rule(year)


def _tou(local_hours: LocalHours) -> NDArray[np.uint8]:
    hour, month, rest_day = _parts(local_hours)
    summer = (month >= SUMMER_MONTHS[0]) & (month <= SUMMER_MONTHS[1])
    midday = (hour >= 11) & (hour < 17)
    shoulder = ((hour >= 7) & (hour < 11)) | ((hour >= 17) & (hour < 19))
    period = np.zeros(hour.shape, dtype=np.uint8)
    period[~rest_day & np.where(summer, shoulder, midday)] = 1
    period[~rest_day & np.where(summer, midday, shoulder)] = 2
    return period


def _ulo(local_hours: LocalHours) -> NDArray[np.uint8]:
    hour, _, rest_day = _parts(local_hours)
    overnight = (hour >= 23) | (hour < 7)
    on_peak = (hour >= 16) & (hour < 21)
    period = np.full(hour.shape, 2, dtype=np.uint8)
    period[on_peak] = 3
    period[rest_day] = 1
    period[overnight] = 0
    return period


def _tiered(local_hours: LocalHours) -> NDArray[np.uint8]:
    return np.zeros(local_hours.shape, dtype=np.uint8)


_RULES: dict[PricePlan, Callable[[LocalHours], NDArray[np.uint8]]] = {
    PricePlan.TOU: _tou,
    PricePlan.ULO: _ulo,
    PricePlan.TIERED: _tiered,
}


def _parts(local_hours: LocalHours) -> tuple[NDArray[np.int64], NDArray[np.int64], Bools]:
    """Hour of day, month (1..12), and whether weekend prices hold."""
    days = local_hours.astype("datetime64[D]")
    months = local_hours.astype("datetime64[M]").astype(np.int64)
    hour = local_hours.astype("datetime64[h]").astype(np.int64) - days.astype(np.int64) * 24
    weekend = (days.astype(np.int64) + _EPOCH_WEEKDAY) % 7 >= 5
    return hour, months % 12 + 1, weekend | np.isin(days, _holidays_of(months // 12 + 1970))


def _holidays_of(years: NDArray[np.int64]) -> NDArray[np.datetime64]:
    every = sorted(day for year in np.unique(years) for day in holidays(int(year)))
    return np.array(every, dtype="datetime64[D]")


def _holidays_by_rule(year: int) -> frozenset[date]:
    """The ten holidays; one that falls on a weekend moves to the next weekday that is not one itself (S31)."""
    nominal = sorted(
        [
            date(year, 1, 1),
            _nth_monday(year, 2, 3),
            _easter(year) - timedelta(days=2),
            date(year, 5, 24) - timedelta(days=date(year, 5, 24).weekday()),
            date(year, 7, 1),
            _nth_monday(year, 8, 1),
            _nth_monday(year, 9, 1),
            _nth_monday(year, 10, 2),
            date(year, 12, 25),
            date(year, 12, 26),
        ]
    )
    observed: set[date] = set()
    for day in nominal:
        while day.weekday() >= 5 or day in observed:
            day += timedelta(days=1)
        observed.add(day)
    return frozenset(observed)


def _nth_monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)
