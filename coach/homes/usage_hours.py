"""A home's electricity by the hour: the mean week, hour by hour, and one day as it was. From readings in hand.

Only readings of an hour or less tell anything of hours. An hour of which nothing is known is a gap, never a small
number. Hours are local: a day on which the clock changes has 23 or 25 of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from coach.homes.usage import EPOCH, HOURS, MIN_DAYS_FOR_SHAPE, YEAR, FuelUse, Week
from greener_homes.local_days import LOCAL
from models.baseline.local_days import local_days, midnights
from models.series import Ints, Quality, UsageSeries

HOUR_S = 3600
WEEKDAYS = 7
MONDAY = 3
"""What is added to a day since 1970-01-01, a Thursday, so that Mondays are nought of seven."""


@dataclass(frozen=True, slots=True)
class Hour:
    """Use in one local hour; None when nothing is known of it. `clock` is the hour that the clock shows."""

    clock: int
    starts: int
    amount: float | None
    estimated: bool


def week(use: FuelUse) -> Week | None:
    """The mean week of the latest year, or None when readings are longer than an hour or too few."""
    if use.worked is not None:
        return use.worked.week
    series = _hourly(use)
    if not series:
        return None
    newest = max(int(one.starts[-1]) for one in series)
    starts = np.concatenate([one.starts for one in series])
    amounts = np.concatenate([one.amounts for one in series])
    recent = starts > newest - YEAR * 86_400
    starts, amounts = starts[recent], amounts[recent]
    days = local_days(starts)
    if np.unique(days).size < MIN_DAYS_FOR_SHAPE:
        return None
    cell = (days + MONDAY) % WEEKDAYS * HOURS + _hour_of(starts, days)
    _, first = np.unique(days * HOURS + cell % HOURS, return_index=True)
    sums = np.bincount(cell, weights=amounts, minlength=WEEKDAYS * HOURS)
    known = np.bincount(cell[first], minlength=WEEKDAYS * HOURS)
    mean = np.divide(sums, known, out=np.full(sums.size, np.nan), where=known > 0)
    return Week(mean.reshape(WEEKDAYS, HOURS), int(np.unique(days).size))


def hours(use: FuelUse, day: date) -> tuple[Hour, ...]:
    """Every hour of a local day, 23 to 25 of them; none where readings are longer than an hour.

    ValueError for what was kept without its readings.
    """
    if use.worked is not None:
        raise ValueError("the hours of one day need the readings themselves")
    series = _hourly(use)
    if not series:
        return ()
    number = (day - EPOCH).days
    start, end = (int(each) for each in midnights(number, number + 1))
    count = round((end - start) / HOUR_S)
    amount, known, guessed = np.zeros(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for one in series:
        inside = (one.starts >= start) & (one.starts < end)
        at = (one.starts[inside] - start) // HOUR_S
        np.add.at(amount, at, one.amounts[inside])
        known[at] = True
        guessed[at] |= one.quality[inside] == Quality.ESTIMATED
    return tuple(
        Hour(
            datetime.fromtimestamp(start + place * HOUR_S, LOCAL).hour,
            start + place * HOUR_S,
            float(amount[place]) if known[place] else None,
            bool(guessed[place]),
        )
        for place in range(count)
    )


def _hourly(use: FuelUse) -> list[UsageSeries]:
    return [one for one in use.series if len(one) and float(np.median(one.durations)) <= HOUR_S]


def _hour_of(starts: Ints, days: Ints) -> Ints:
    """The hour since local midnight; on the day that has 25 the last counts with the one before."""
    first = int(days.min())
    since = starts - midnights(first, int(days.max()))[days - first]
    return (since // HOUR_S).clip(0, HOURS - 1)
