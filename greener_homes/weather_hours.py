"""A station's hours of one month, packed: tenths of °C of standard time (UTC − 5), known, estimated or silent.

Stations report in local standard time all year, so a month always has 24 hours a day and no hour twice. Means of
days are of local days (America/Toronto), which in summer begin an hour before standard time's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from greener_homes.local_days import LOCAL
from models.series import Floats

STANDARD_OFFSET = timedelta(hours=5)
"""What is added to a station's clock to get universal time."""
MAX_GAP_HOURS = 6
MIN_KNOWN_SHARE_OF_DAY = 0.5
"""Gaps of at most six hours are bridged, and a day needs half its hours (CalTRACK 2.0, S115)."""
_SILENT = -32_768
_ESTIMATED = 16_384
"""Added to an estimated value: temperatures stay far below it."""
_TENTHS = np.dtype("<i2")
_HALF = _ESTIMATED // 2


@dataclass(frozen=True, slots=True)
class StationMonth:
    """Hours of standard time from the first of `month`: °C, NaN where silent [n]; whether estimated [n]."""

    month: date
    temperature_c: Floats
    estimated: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if (
            self.month.day != 1
            or self.temperature_c.size != hours_in(self.month)
            or self.estimated.size != hours_in(self.month)
        ):
            raise ValueError("a month of hours begins on its first day and has all of them")


def hours_in(month: date) -> int:
    """How many hours of standard time a month has."""
    return (next_month(month) - month).days * 24


def next_month(month: date) -> date:
    """The first of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def packed(month: StationMonth) -> bytes:
    """The month as it is kept, two bytes an hour; `unpacked` gives it back to a tenth of a degree."""
    known = np.isfinite(month.temperature_c)
    tenths = np.where(known, np.rint(np.where(known, month.temperature_c, 0.0) * 10.0), _SILENT).astype(np.int32)
    return (tenths + np.where(known & month.estimated, _ESTIMATED, 0)).astype(_TENTHS).tobytes()


def unpacked(month: date, tenths: bytes) -> StationMonth:
    """The month that was packed. ValueError when the bytes are not a month's."""
    values = np.frombuffer(tenths, dtype=_TENTHS).astype(np.int32)
    estimated = values > _HALF
    plain = values - np.where(estimated, _ESTIMATED, 0)
    return StationMonth(month, np.where(values == _SILENT, np.nan, plain / 10.0), estimated)


def at_hours(months: Iterable[StationMonth], starts: Iterable[int]) -> list[float | None]:
    """The temperature of the hour that each moment (seconds since 1970) lies in; None where the station was silent."""
    held = {_universal_hour(each.month): each.temperature_c for each in months}
    found: list[float | None] = []
    for moment in starts:
        hour = moment // 3600
        value = next((line[hour - first] for first, line in held.items() if 0 <= hour - first < line.size), np.nan)
        found.append(float(value) if np.isfinite(value) else None)
    return found


def day_means(months: Iterable[StationMonth]) -> dict[date, float]:
    """Means of the local days that are known well enough; bridges short gaps, also from one month to the next."""
    ordered = sorted(months, key=lambda each: each.month)
    if not ordered:
        return {}
    first = _universal_hour(ordered[0].month)
    size = _universal_hour(next_month(ordered[-1].month)) - first
    hourly = np.full(size, np.nan)
    for each in ordered:
        at = _universal_hour(each.month) - first
        hourly[at : at + each.temperature_c.size] = each.temperature_c
    return _by_local_day(_bridged(hourly), first)


def _by_local_day(hourly: Floats, first_hour: int) -> dict[date, float]:
    sums: dict[date, tuple[float, int]] = {}
    for place in np.flatnonzero(np.isfinite(hourly)).tolist():
        day = datetime.fromtimestamp((first_hour + place) * 3600, LOCAL).date()
        total, count = sums.get(day, (0.0, 0))
        sums[day] = total + float(hourly[place]), count + 1
    return {day: total / count for day, (total, count) in sums.items() if count >= MIN_KNOWN_SHARE_OF_DAY * 24}


def _bridged(hourly: Floats) -> Floats:
    known = np.flatnonzero(np.isfinite(hourly))
    if known.size == 0:
        return hourly
    filled: Floats = np.interp(np.arange(hourly.size), known, hourly[known], left=np.nan, right=np.nan)
    for place in np.flatnonzero(np.diff(known) - 1 > MAX_GAP_HOURS).tolist():
        filled[known[place] + 1 : known[place + 1]] = np.nan
    return filled


def _universal_hour(day: date) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + STANDARD_OFFSET
    return int(midnight.timestamp()) // 3600
