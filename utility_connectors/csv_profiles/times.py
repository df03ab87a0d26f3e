"""Times as suppliers write them, to universal time. A time without an offset is Toronto's unless a profile says else.

The hour that clocks skip does not exist, and the hour they repeat is two hours: both are said, never guessed.
"""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from models.series import Ints
from utility_connectors.csv_profiles.clock_changes import DAY_S as DAY_S
from utility_connectors.csv_profiles.clock_changes import FIRST_YEAR, LAST_YEAR, toronto
from utility_connectors.csv_profiles.clock_changes import LOCAL as LOCAL
from utility_connectors.csv_profiles.conventions import DateStyle, Times, Zone

STANDARD_OFFSET_S = -5 * 3600
REMEMBERED = 50_000
NO_TIME = -(1 << 60)
"""Stands for a text that is no time."""
NAIVE, UNIVERSAL, DATE, MONTH = range(4)
"""How a time was written: on a wall, in universal time (by its offset), as a day, as a month."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan janv", "feb févr fév fevr fev", "mar mars", "apr avr", "may mai", "jun juin", "jul juil",
         "aug août aout", "sep sept", "oct", "nov", "dec déc"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_LONG_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january janvier", "february février fevrier", "march", "april avril", "", "june", "july juillet", "august",
         "september septembre", "october octobre", "november novembre", "december décembre decembre"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH_NUMBERS = _MONTHS | _LONG_MONTHS
_WORD = r"([^\W\d_]{3,9})\.?"
_DAYS = {
    DateStyle.ISO: (re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})"), "y.md"),
    DateStyle.MONTH_FIRST: (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), "mdy"),
    DateStyle.DAY_FIRST: (re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})"), "d.my"),
    DateStyle.COMPACT: (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), "ymd"),
}
_WEEKDAY = r"(?i:(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-z]{0,6}\.?,? )?)"
_NAMED = (
    (re.compile(rf"{_WEEKDAY}([0-9]{{1,2}})(?:er)?[- ]{_WORD}[- ,]+([0-9]{{4}})"), "dmy"),
    (re.compile(rf"{_WEEKDAY}{_WORD}[- ]([0-9]{{1,2}})(?:, ?|[- ])([0-9]{{4}})"), "mdy"),
    (re.compile(rf"([0-9]{{1,2}})-{_WORD}-([0-9]{{2}})"), "dmy"),
)
_MONTH = (
    (re.compile(r"([0-9]{4})[-/]([0-9]{2})"), "ym"),
    (re.compile(rf"{_WORD}[- ,]+([0-9]{{4}})"), "my"),
)
_CLOCK = re.compile(
    r"([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:\.0{1,9})?)?)?(?: ?([AaPp])\.?[Mm]\.?)?"
    r"(?:(Z|[+-][0-9]{2}:?[0-9]{2})| ([+-][0-9]{4}|[A-Z]{2,3}T?|UTC))?"
)
_EXACT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.0{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
"""What an exact format may write: ISO 8601, and nothing of how it can be shortened."""
_FRENCH_CLOCK = re.compile(r"([0-9]{1,2}) ?h(?: ?([0-9]{2}))?")
_GAP = re.compile(r"T|,? +")
_COUNTED = {
    DateStyle.SERIAL: re.compile(r"[3-7][0-9]{4}(?:\.[0-9]{1,12})?"),
    DateStyle.EPOCH: re.compile(r"[0-9]{10}"),
}
_EXCEL_BEGINS = -25_569
"""Excel's day nought, 30 December 1899, in days from 1970."""
_ROUNDED_MINUTES = 0.1
"""How far from a whole minute the fraction of such a day may be: four decimals are as far."""
_ORDERS = frozenset((DateStyle.MONTH_FIRST, DateStyle.DAY_FIRST))
_MARKS = {"EST": -5 * 3600, "EDT": -4 * 3600, "UTC": 0, "GMT": 0}
_LONGEST_OFFSET_S = 14 * 3600
_ISO_DAY = len("2026-01-15")


class Written(NamedTuple):
    """A time as written: seconds as if the clock on the wall were universal, the offset if one is given."""

    wall_s: int
    offset_s: int | None
    is_date: bool
    is_month: bool = False


class Kind(Enum):
    """Whether a wall-clock time happens once, never or twice."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


class Clock:
    """Reads times and turns them into universal time, remembering what it has seen. One per file."""

    def __init__(self, times: Times | None = None, *, is_exact: bool = False) -> None:
        self._times = times or Times()
        self._is_exact = is_exact or self._times.is_exact
        listed = _ORDERS & set(self._times.dates)
        self._unlisted = _ORDERS - listed if listed else frozenset()
        self._days: dict[str, tuple[int, bool] | None] = {}
        self._clocks: dict[str, tuple[int, int | None] | None] = {}
        self.slashed = False
        """A date was read month first or day first."""
        self.order_shown = False
        """One of those could be read only in one way."""
        self.other_order = False
        """A date was met that only the order the profile does not list can read."""

    def read(self, text: str) -> Written | None:
        """The time as written, or None where it is no time."""
        if self._is_exact and _EXACT.fullmatch(text) is None:
            return None
        for style, pattern in _COUNTED.items():
            if style in self._times.dates and pattern.fullmatch(text):
                return _counted(style, text)
        for gap in _gaps(text):
            day = self._day(text[: gap.start()] if gap else text)
            if day is None:
                continue
            if gap is None:
                return Written(day[0], None, True, day[1])
            clock = self._clock(text[gap.end() :])
            if clock is not None and not day[1]:
                return Written(day[0] + clock[0], clock[1], False)
        return None

    def packed(self, text: str) -> int:
        """The time as one number: seconds × 4 + how it was written; or NO_TIME."""
        known, clock = self._days.get(text[:_ISO_DAY]), self._clocks.get(text[_ISO_DAY + 1 :])
        if known is not None and clock is not None and text[_ISO_DAY] in "T " and not known[1]:
            if clock[1] is None:
                return (known[0] + clock[0]) * 4 + NAIVE
            return (known[0] + clock[0] - clock[1]) * 4 + UNIVERSAL
        written = self.read(text)
        if written is None:
            return NO_TIME
        if written.offset_s is not None:
            return (written.wall_s - written.offset_s) * 4 + UNIVERSAL
        return written.wall_s * 4 + (MONTH if written.is_month else DATE if written.is_date else NAIVE)

    def kind(self, wall_s: int) -> Kind:
        """How often this wall-clock time happens in Toronto."""
        first, second = toronto().offsets(wall_s)
        if first == second:
            return Kind.ONCE
        return Kind.TWICE if first > second else Kind.NEVER

    def utc(self, wall_s: int, *, second: bool = False) -> int:
        """Universal time of a Toronto wall-clock time; of one that happens twice, the first or the second."""
        return wall_s - int(toronto().offsets(wall_s)[second])

    def both(self, walls: Ints) -> tuple[Ints, Ints]:
        """Universal times of wall-clock times in the profile's zone, the first and the second of each.

        They differ only for times that happen twice (the second is later) or never (the second is earlier).
        """
        if self._times.zone is not Zone.LOCAL:
            fixed = walls - (STANDARD_OFFSET_S if self._times.zone is Zone.STANDARD else 0)
            return fixed, fixed
        first, second = toronto().offsets(walls)
        return walls - first, walls - second

    def midnights(self, days: Ints) -> Ints:
        """Universal times at which local days, counted from 1970, begin."""
        return self.both(days * DAY_S)[0]

    def walls(self, moments: Ints) -> Ints:
        """What the clock on the wall shows, in the profile's zone, at universal times."""
        if self._times.zone is not Zone.LOCAL:
            return moments + (STANDARD_OFFSET_S if self._times.zone is Zone.STANDARD else 0)
        return moments + toronto().at(moments)

    def _day(self, text: str) -> tuple[int, bool] | None:
        """The day and whether it stands for its month."""
        if text in self._days:
            return self._days[text]
        if len(self._days) >= REMEMBERED:
            self._days.clear()
        self._days[text] = found = self._parsed_day(text)
        return found

    def _clock(self, text: str) -> tuple[int, int | None] | None:
        if text in self._clocks:
            return self._clocks[text]
        if len(self._clocks) >= REMEMBERED:
            self._clocks.clear()
        self._clocks[text] = found = _clock(text)
        return found

    def _parsed_day(self, text: str) -> tuple[int, bool] | None:
        for style in self._times.dates:
            found = _day_said(text, style)
            if found is not None:
                day, said = found
                self._notice(style, said)
                return day, "d" not in said
        self.other_order |= any(_day_said(text, style) is not None for style in self._unlisted)
        return None

    def _notice(self, style: DateStyle, said: dict[str, str]) -> None:
        if style in (DateStyle.MONTH_FIRST, DateStyle.DAY_FIRST):
            self.slashed = True
            self.order_shown |= int(said["d"]) > 12


def clock_seconds(text: str) -> int | None:
    """Seconds since midnight of a time of day ("13:30", "1:30 PM", "1 a.m."), or None."""
    found = _clock(text.strip())
    return None if found is None or found[1] is not None else found[0]


def _gaps(text: str) -> list[re.Match[str] | None]:
    """Where a day may end and a time of day begin; last of all, nowhere."""
    return [*_GAP.finditer(text), None] if len(text) < 64 else []


def _day_said(text: str, style: DateStyle) -> tuple[int, dict[str, str]] | None:
    """The day a text names in this style, and its parts; None where it is not in this style or no day at all."""
    for pattern, order in _patterns(style):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        said = dict(zip(order, found.groups(), strict=True))
        day = _day(said["y"], said["m"], said.get("d", "1"))
        if day is not None:
            return day, said
    return None


def _counted(style: DateStyle, text: str) -> Written | None:
    """A moment written as one number: seconds from 1970, or Excel's days, whose fraction must be whole minutes."""
    if style is DateStyle.EPOCH:
        return Written(int(text), 0, False)
    days, _, fraction = text.partition(".")
    minutes = float(f"0.{fraction or 0}") * 1440
    if abs(minutes - round(minutes)) > _ROUNDED_MINUTES:
        return None
    return Written((int(days) + _EXCEL_BEGINS) * DAY_S + round(minutes) * 60, None, not fraction)


def _patterns(style: DateStyle) -> tuple[tuple[re.Pattern[str], str], ...]:
    if style is DateStyle.NAMED:
        return _NAMED
    if style is DateStyle.MONTH:
        return _MONTH
    return (_DAYS[style],) if style in _DAYS else ()


def _day(year: str, month: str, day: str) -> int | None:
    number = int(month) if month.isdecimal() else MONTH_NUMBERS.get(month.lower(), 0)
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return None
    try:
        return timegm(datetime(full, number, int(day), tzinfo=UTC).timetuple())
    except ValueError:
        return None


def _clock(text: str) -> tuple[int, int | None] | None:
    """Seconds since midnight, and the offset written after them."""
    if (french := _FRENCH_CLOCK.fullmatch(text)) is not None:
        text = f"{french[1]}:{french[2] or '00'}"
    found = _CLOCK.fullmatch(text)
    if found is None or not text.isascii() or (found[2] is None and found[4] is None):
        return None
    of_day = _of_day(found[1], found[2] or "0", found[3], found[4])
    if of_day is None:
        return None
    zone = found[5] or found[6]
    if zone is None:
        return of_day, None
    offset = _MARKS.get(zone) if zone.isalpha() and zone != "Z" else _offset(zone)
    return None if offset is None or abs(offset) > _LONGEST_OFFSET_S else (of_day, offset)


def _of_day(hour: str, minute: str, second: str | None, half: str | None) -> int | None:
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in "Pp" else 0)
    total = hours * 3600 + minutes * 60 + seconds
    return total if minutes < 60 and seconds < 60 and total <= DAY_S else None


def _offset(text: str) -> int | None:
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        return None
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)
