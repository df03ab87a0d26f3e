"""The sandbox utility's own time: the machine's, moved forward as far as somebody asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("America/Toronto")
LONGEST_STEP_S = 366 * 86_400


class Clock:
    """Epoch seconds that never go back. `read` is the time underneath; tests give one that stands still."""

    def __init__(self, read: Callable[[], float] = time.time) -> None:
        self._read = read
        self._ahead = 0

    def now(self) -> int:
        """Epoch seconds, whole."""
        return int(self._read()) + self._ahead

    def today(self) -> date:
        """The local day (America/Toronto)."""
        return datetime.fromtimestamp(self.now(), LOCAL).date()

    def advance(self, seconds: int) -> None:
        """It is so much later now. Raises ValueError for a step back or one of more than a year."""
        if not 0 <= seconds <= LONGEST_STEP_S:
            raise ValueError("the clock moves forward, by a year at most")
        self._ahead += seconds


def midnight(day: date) -> int:
    """When a local day begins, epoch seconds."""
    return int(datetime(day.year, day.month, day.day, tzinfo=LOCAL).timestamp())


def next_midnight(epoch: int) -> int:
    """When the local day that holds this moment is over."""
    return midnight(datetime.fromtimestamp(epoch, LOCAL).date() + timedelta(days=1))
