"""When Toronto's clocks change, worked out once from the zone's own rules, and offsets of many times at once."""

from __future__ import annotations

from calendar import timegm
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from models.series import Ints

LOCAL = ZoneInfo("America/Toronto")
DAY_S = 86_400
FIRST_YEAR, LAST_YEAR = 1970, 2199


@dataclass(frozen=True, slots=True)
class ClockChanges:
    """When Toronto's clocks change: universal seconds, and the offsets before each and after the last."""

    moments: Ints
    shifts: Ints

    def at(self, moments: Ints) -> Ints:
        """Offsets in force at universal times."""
        return self.shifts[np.searchsorted(self.moments, moments, side="right")]

    def offsets(self, walls: Ints | int) -> tuple[Ints, Ints]:
        """Offsets of wall-clock times, by the clock before a change as long as it can be, and by the one after it."""
        before, after = self.shifts[:-1], self.shifts[1:]
        late, early = self.moments + np.maximum(before, after), self.moments + np.minimum(before, after)
        return (
            self.shifts[np.searchsorted(late, walls, side="right")],
            self.shifts[np.searchsorted(early, walls, side="right")],
        )


@lru_cache(maxsize=1)
def toronto() -> ClockChanges:
    """All changes of Toronto's clocks between the first year and the last."""
    moments: list[int] = []
    begin, end = timegm((FIRST_YEAR, 1, 1, 0, 0, 0)) - DAY_S, timegm((LAST_YEAR + 2, 1, 1, 0, 0, 0))
    known = _shift(begin)
    shifts = [known]
    for hour in range(begin // 3600, end // 3600, 28 * 24):
        low, high = hour, hour + 28 * 24
        if _shift(high * 3600) == known:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _shift(middle * 3600) == known else (low, middle)
        known = _shift(high * 3600)
        moments.append(high * 3600)
        shifts.append(known)
    return ClockChanges(np.array(moments, dtype=np.int64), np.array(shifts, dtype=np.int64))


def _shift(moment: int) -> int:
    offset = datetime.fromtimestamp(moment, LOCAL).utcoffset() or timedelta(0)
    return int(offset.total_seconds())
