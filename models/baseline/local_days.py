"""Local calendar days as stretches of universal time: 23, 24 or 25 hours long.

Only the few nights when the clock changes are looked up; everything else is arithmetic on columns.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from models.series import Ints

DAY_S = 86_400
TORONTO = "America/Toronto"
_PROBE_DAYS = 28


def midnights(first_day: int, last_day: int, timezone: str = TORONTO) -> Ints:
    """When each local day from `first_day` to `last_day`, both included, begins: epoch seconds [days].

    Days are counted from 1970-01-01. A zone may change its clock at most once in four weeks.
    """
    zone = ZoneInfo(timezone)
    days: Ints = np.arange(first_day, last_day + 1, dtype=np.int64)
    offsets: Ints = np.empty_like(days)
    low, low_offset = first_day, _offset(zone, first_day)
    while low <= last_day:
        high = min(low + _PROBE_DAYS, last_day + 1)
        high_offset = _offset(zone, high)
        change = high if high_offset == low_offset else _first_day_after_change(zone, low, high, low_offset)
        offsets[low - first_day : change - first_day] = low_offset
        offsets[change - first_day : high - first_day] = high_offset
        low, low_offset = high, high_offset
    return days * DAY_S - offsets


def local_days(times: Ints, timezone: str = TORONTO) -> Ints:
    """The local calendar day in which each moment falls: epoch seconds [n] → days since 1970-01-01 [n]."""
    if times.size == 0:
        return np.zeros(0, dtype=np.int64)
    first, last = int(times.min()) // DAY_S - 1, int(times.max()) // DAY_S + 1
    found: Ints = first - 1 + np.searchsorted(midnights(first, last, timezone), times, side="right")
    return found


def _first_day_after_change(zone: ZoneInfo, low: int, high: int, before: int) -> int:
    """The first day in (low, high] whose midnight has another offset than `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, day: int) -> int:
    """Seconds the local clock is ahead of universal time at the midnight that begins the day."""
    naive = datetime.fromtimestamp(day * DAY_S, tz=UTC).replace(tzinfo=zone)
    ahead = naive.utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds())
