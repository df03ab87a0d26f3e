"""Times as suppliers write them, to universal time. A time without an offset is Toronto's.

The hour that clocks skip does not exist, and the hour they repeat is two hours: both are said, never guessed.
"""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("America/Toronto")
DAY_S = 86_400
REMEMBERED = 50_000
FIRST_YEAR, LAST_YEAR = 1970, 2199

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.0{1,9})?)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_US = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:,? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])[Mm])?)?"
)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])[Mm])?")
_LONGEST_OFFSET_S = 14 * 3600
_DATE_LENGTH = len("2026-01-15")


class Written(NamedTuple):
    """A time as written: seconds as if the clock on the wall were universal, the offset if one is given."""

    wall_s: int
    offset_s: int | None
    is_date: bool


class Kind(Enum):
    """Whether a wall-clock time happens once, never or twice."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


class Clock:
    """Reads times and turns them into universal time, remembering what it has seen. One per file."""

    def __init__(self) -> None:
        self._days: dict[str, int] = {}
        self._clocks: dict[str, tuple[int, int | None, bool]] = {}
        self._offsets: dict[int, tuple[int, int]] = {}

    def read(self, text: str) -> Written | None:
        """The time as written, or None where it is no time."""
        day, clock = self._days.get(text[:_DATE_LENGTH]), self._clocks.get(text[_DATE_LENGTH:])
        if day is not None and clock is not None:
            return Written(day + clock[0], clock[1], clock[2])
        found = _ISO.fullmatch(text)
        if found is None:
            return _us(text)
        day = _day(found[1], found[2], found[3])
        of_day = _of_day(found[4] or "0", found[5] or "0", found[6], None)
        offset = _offset(found[7])
        if day is None or of_day is None or (offset is not None and abs(offset) > _LONGEST_OFFSET_S):
            return None
        self._remember(text, day, (of_day, offset, found[4] is None))
        return Written(day + of_day, offset, found[4] is None)

    def _remember(self, text: str, day: int, clock: tuple[int, int | None, bool]) -> None:
        if len(self._days) >= REMEMBERED:
            self._days.clear()
        if len(self._clocks) >= REMEMBERED:
            self._clocks.clear()
        self._days[text[:_DATE_LENGTH]] = day
        self._clocks[text[_DATE_LENGTH:]] = clock

    def kind(self, wall_s: int) -> Kind:
        """How often this wall-clock time happens in Toronto."""
        first, second = self._offset_pair(wall_s)
        if first == second:
            return Kind.ONCE
        return Kind.TWICE if first > second else Kind.NEVER

    def utc(self, wall_s: int, *, second: bool = False) -> int:
        """Universal time of a Toronto wall-clock time; of one that happens twice, the first or the second."""
        return wall_s - self._offset_pair(wall_s)[second]

    def _offset_pair(self, wall_s: int) -> tuple[int, int]:
        hour = wall_s // 3600
        if hour not in self._offsets:
            naive = datetime.fromtimestamp(hour * 3600, UTC).replace(tzinfo=LOCAL)
            first, second = (naive.replace(fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
            self._offsets[hour] = int(first.total_seconds()), int(second.total_seconds())
        return self._offsets[hour]


def clock_seconds(text: str) -> int | None:
    """Seconds since midnight of a time of day ("13:30", "1:30 PM"), or None."""
    found = _CLOCK.fullmatch(text.strip())
    return _of_day(found[1], found[2], found[3], found[4]) if found else None


def _us(text: str) -> Written | None:
    found = _US.fullmatch(text)
    if found is None:
        return None
    day = _day(found[3], found[1], found[2])
    clock = _of_day(found[4] or "0", found[5] or "0", found[6], found[7])
    return None if day is None or clock is None else Written(day + clock, None, found[4] is None)


def _day(year: str, month: str, day: str) -> int | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return timegm(datetime(int(year), int(month), int(day), tzinfo=UTC).timetuple())
    except ValueError:
        return None


def _of_day(hour: str, minute: str, second: str | None, half: str | None) -> int | None:
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in "Pp" else 0)
    total = hours * 3600 + minutes * 60 + seconds
    return total if minutes < 60 and seconds < 60 and total <= DAY_S else None


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        return _LONGEST_OFFSET_S + 1
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)
