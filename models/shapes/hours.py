"""Hourly electricity laid out by local days: a row a day, a column an hour of the clock, NaN where nothing is known.

Readings come as a run of hours of local standard time (UTC−5 all year) or as series; people live by the clock, so days
here are the clock's: the hour that spring skips is unknown, the one that autumn repeats is the mean of both. What a
utility estimated is unknown: an estimate has no shape. Never judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.baseline.degree_days import Bools
from models.baseline.periods import zeros_kept
from models.house.local_time import HOUR_S, local_hours
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Floats, Ints, Quality, UsageSeries

STANDARD_BEHIND_H: Final = 5
HOURS: Final = 24
YEAR_DAYS: Final = 365
WHOLE_DAY_HOURS: Final = 22
"""Known hours that make a day whole: an outage of an hour and the clock's change are let pass. Uncited."""
_WHOLE_HOUR_S: Final = 3590
_MAX_DAYS: Final = 40_000


@dataclass(frozen=True, slots=True)
class HourlyDays:
    """One home's latest days, at most a year: kWh an hour, which is the hour's mean kW [days, 24].

    `drawn` from the grid; `sent` to it, 0 where nothing was said of it, None for a home that never sends. `mean_c` of
    each day, NaN where unknown [days]. `first_day` is a local day since 1970-01-01.
    """

    first_day: int
    drawn: Floats
    sent: Floats | None
    mean_c: Floats

    @property
    def whole(self) -> Bools:
        """Days of which enough hours are known [days]."""
        return np.asarray(np.isfinite(self.drawn).sum(axis=1) >= WHOLE_DAY_HOURS)

    @property
    def weekend(self) -> Bools:
        return np.asarray((self._days + 3) % 7 >= 5)

    @property
    def month(self) -> Ints:
        """Month of each day, 1 to 12 [days]."""
        month: Ints = self._days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
        return month

    @property
    def day_of_month(self) -> Ints:
        days = self._days.astype("datetime64[D]")
        found: Ints = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
        return found

    @property
    def daily_kwh(self) -> Floats:
        """Drawn each day, NaN unless the day is whole; the hours that are missing are like the others [days]."""
        known = np.isfinite(self.drawn)
        mean = np.where(known, self.drawn, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        return np.where(self.whole, HOURS * mean, np.nan)

    @property
    def _days(self) -> Ints:
        days: Ints = self.first_day + np.arange(self.drawn.shape[0], dtype=np.int64)
        return days


def days_of_hours(
    first_hour: int, drawn: Floats, sent: Floats | None = None, weather: DailyTemperature | None = None
) -> HourlyDays | None:
    """The latest year of a run of hours of local standard time [hours], or None when none of it is known.

    `first_hour` counts hours of standard time from 1970-01-01 00:00; `drawn` and `sent` kWh, NaN where unknown.
    """
    known = np.flatnonzero(np.isfinite(drawn))
    if known.size == 0:
        return None
    low, high = int(known[0]), int(known[-1]) + 1
    low = max(low, high - (YEAR_DAYS + 1) * HOURS)
    starts = (first_hour + STANDARD_BEHIND_H + np.arange(low, high, dtype=np.int64)) * HOUR_S
    local = local_hours(starts).astype(np.int64)
    last_day = int(local[-1]) // HOURS
    first_day = max(int(local[0]) // HOURS, last_day - YEAR_DAYS + 1)
    inside = local >= first_day * HOURS
    place, size = local[inside] - first_day * HOURS, (last_day - first_day + 1) * HOURS
    kept = drawn[low:high][inside]
    gone = None
    if sent is not None and np.nansum(sent[low:high]) > 0.0:
        gone = np.nan_to_num(_by_place(place, np.nan_to_num(sent[low:high][inside]), size))
    return HourlyDays(first_day, _by_place(place, kept, size), gone, _mean_c(first_day, size // HOURS, weather))


def days_of_series(points: Sequence[Sequence[UsageSeries]], weather: DailyTemperature | None) -> HourlyDays | None:
    """The same from the series of each usage point, added up; None when no electricity was read by the hour.

    An hour is known where every usage point's is. Readings longer than an hour are left out.
    """
    hourly = [hours for series in points if (hours := _hours(series)) is not None]
    if not hourly:
        return None
    first = min(each[0] for each in hourly)
    size = max(each[0] + each[1].size for each in hourly) - first
    if size > _MAX_DAYS * HOURS:
        return None
    drawn, sent = np.zeros(size), np.zeros(size)
    for start, of_drawn, of_sent in hourly:
        at = slice(start - first, start - first + of_drawn.size)
        everywhere = np.full(size, np.nan)
        everywhere[at] = of_drawn
        drawn += everywhere
        sent[at] += of_sent
    return days_of_hours(first - STANDARD_BEHIND_H, drawn, sent, weather)


def mean_by_hour(hours: Floats) -> Floats:
    """Mean of what is known of each hour [24]; an hour that is never known is like the others, 0 where nothing is."""
    known = np.isfinite(hours)
    sums, counts = np.where(known, hours, 0.0).sum(axis=0), known.sum(axis=0)
    overall = sums.sum() / max(counts.sum(), 1)
    mean: Floats = np.divide(sums, counts, out=np.full(HOURS, overall), where=counts > 0)
    return mean


def _hours(found: Sequence[UsageSeries]) -> tuple[int, Floats, Floats] | None:
    """First hour since 1970 UTC, what one usage point drew in each hour from it on, NaN where unknown, and sent."""
    short = [part for series in found if (part := _short(series)) is not None]
    drawing = [part for part in short if part.flow is not Flow.RECEIVED]
    if not drawing:
        return None
    first = min(int(part.starts[0]) for part in drawing) // HOUR_S
    size = max(int(part.starts[-1]) for part in drawing) // HOUR_S - first + 1
    if size > _MAX_DAYS * HOURS:
        return None
    seconds, net, sent = np.zeros(size), np.zeros(size), np.zeros(size)
    for part in short:
        place = part.starts // HOUR_S - first
        inside = (place >= 0) & (place < size)
        amounts = np.bincount(place[inside], weights=part.amounts[inside], minlength=size)
        if part.flow is Flow.RECEIVED:
            sent += amounts
        else:
            net += amounts
            seconds += np.bincount(place[inside], weights=part.durations[inside], minlength=size)
    known = (seconds >= _WHOLE_HOUR_S) & (seconds <= HOUR_S)
    sent += np.maximum(-net, 0.0)
    return first, np.where(known, np.maximum(net, 0.0), np.nan), np.where(known, sent, 0.0)


def _short(series: UsageSeries) -> UsageSeries | None:
    """What was read of electricity within an hour; None when that is nothing."""
    if series.commodity is not Commodity.ELECTRICITY or series.unit is not Unit.KWH:
        return None
    kept = (series.durations <= HOUR_S) & (series.quality != Quality.ESTIMATED)
    if series.flow is Flow.DELIVERED and not zeros_kept(series):
        kept &= series.values != 0
    if not kept.any():
        return None
    columns = (series.starts[kept], series.durations[kept], series.values[kept])
    return UsageSeries(series.commodity, series.flow, series.unit, *columns, series.exponent, series.quality[kept])


def _by_place(place: Ints, values: Floats, size: int) -> Floats:
    """Means of the values known at each place, NaN where none is [size / 24, 24]."""
    known = np.isfinite(values)
    counts = np.bincount(place[known], minlength=size)
    sums = np.bincount(place[known], weights=values[known], minlength=size)
    means: Floats = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0)
    return means.reshape(-1, HOURS)


def _mean_c(first_day: int, days: int, weather: DailyTemperature | None) -> Floats:
    mean_c = np.full(days, np.nan)
    if weather is not None:
        low = max(weather.first_day, first_day)
        high = min(weather.first_day + weather.mean_c.size, first_day + days)
        if high > low:
            mean_c[low - first_day : high - first_day] = weather.mean_c[
                low - weather.first_day : high - weather.first_day
            ]
    return mean_c
