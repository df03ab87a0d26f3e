"""Local time in Durham: which local hour an instant lies in, and where local days begin and end.

America/Toronto throughout; days of 23 and 25 hours come out of the time zone's own rules. No clock is read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from models.series import Ints

ZONE: Final = ZoneInfo("America/Toronto")
HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S


def midnight(day: date) -> int:
    """When a local day begins, epoch seconds UTC."""
    return int(datetime.combine(day, time(), ZONE).timestamp())


def day_edges(first_day: date, last_day: date) -> Ints:
    """The beginnings of the local days from first to last, and the end of the last: epoch seconds [days + 1]."""
    days = (last_day - first_day).days + 2
    return np.array([midnight(first_day + timedelta(days=each)) for each in range(days)], dtype=np.int64)


def hour_starts(first_day: date, last_day: date) -> Ints:
    """Every whole hour of the local days from first to last, epoch seconds [hours]."""
    return np.arange(midnight(first_day), midnight(last_day + timedelta(days=1)), HOUR_S, dtype=np.int64)


def local_hours(starts: Ints) -> NDArray[np.datetime64]:
    """The naive local time of each instant, in hours [n]; the hour that autumn repeats comes twice."""
    days, place = np.unique(starts // DAY_S, return_inverse=True)
    opening = np.array([_offset_s(int(day) * DAY_S) for day in days], dtype=np.int64)
    closing = np.array([_offset_s(int(day) * DAY_S + DAY_S - 1) for day in days], dtype=np.int64)
    offsets = opening[place]
    turning = np.flatnonzero((opening != closing)[place])
    offsets[turning] = [_offset_s(int(start)) for start in starts[turning]]
    return ((starts + offsets) // HOUR_S).astype("datetime64[h]")


def _offset_s(instant: int) -> int:
    offset = datetime.fromtimestamp(instant, UTC).astimezone(ZONE).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
