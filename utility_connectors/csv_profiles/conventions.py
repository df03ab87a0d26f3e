"""How suppliers write times and numbers, as closed choices a profile names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from models.series import Quality


class DateStyle(StrEnum):
    """A way to write a day. A profile lists those its format uses; other ways are no dates."""

    ISO = "iso"
    """2026-01-15 or 2026/01/15."""
    MONTH_FIRST = "month_first"
    """1/15/2026."""
    DAY_FIRST = "day_first"
    """15/01/2026 or 15-01-2026."""
    NAMED = "named"
    """15-Jan-2026, 15-Jan-26, Jan 15, 2026, Jan 15,2026, 15 janvier 2026 or jeu. 1er janv. 2026."""
    COMPACT = "compact"
    """20260115."""
    MONTH = "month"
    """2026-01, Jan 2026 or January 2026: the whole month."""
    SERIAL = "serial"
    """46037.25: days as Excel counts them."""
    EPOCH = "epoch"
    """1768435200: seconds from 1970, which are universal."""


class Zone(StrEnum):
    """What a time without an offset is."""

    LOCAL = "local"
    """The clock on the wall in Toronto, which changes twice a year."""
    STANDARD = "standard"
    """Eastern Standard Time all year: meters that never change their clock."""
    UTC = "utc"


class Label(StrEnum):
    """Which end of a reading its time names."""

    BEGINNING = "beginning"
    ENDING = "ending"


class Repeated(StrEnum):
    """What is written for the hour that happens twice in autumn."""

    ORDER = "order"
    """It is written twice; the order tells which is which. One alone is left out."""
    FIRST = "first"
    """It is written once and is the first of the two; the second is missing."""
    TOGETHER = "together"
    """It is written once and holds both hours."""
    ELAPSED = "elapsed"
    """Hours are counted from midnight, so that day has 25 and the one in spring 23."""
    REFUSED = "refused"
    """Nothing tells: such a reading is left out."""


class DecimalMark(StrEnum):
    """What stands before the decimals. Where it is a comma, spaces or points may group the thousands."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True)
class Times:
    """How the format writes when."""

    dates: tuple[DateStyle, ...] = (DateStyle.ISO, DateStyle.MONTH_FIRST)
    zone: Zone = Zone.LOCAL
    label: Label = Label.BEGINNING
    repeated: Repeated = Repeated.REFUSED
    is_exact: bool = False
    """Only ISO 8601 in full: no hour of one digit, no slashes, no half days."""
    duration_s: int = 60
    """Seconds one unit of a duration column stands for."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the format writes how much. `missing` are words, in lower case, that stand for no reading at all."""

    mark: DecimalMark = DecimalMark.POINT
    grouped: bool = False
    longest_decimals: int = 6
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ignore:
    """Rows that are no readings of ours: those with one of these words, in lower case, in a column of these names."""

    names: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class DayTable:
    """A row that holds a whole day: the columns of its parts in order, and those of the repeated hour, if any."""

    parts: tuple[tuple[str, ...], ...]
    """For each part of the day, the names its column may have. Their number divides a day: 24, 48 or 96."""
    repeated: tuple[tuple[str, ...], ...] = ()
    """The same for the second of the repeated hour: one column for 24 parts, two for 48, four for 96."""

    @property
    def step_s(self) -> int:
        """Seconds of one part."""
        return 86_400 // len(self.parts)


SUPPLIER_QUALITIES: Mapping[str, Quality] = MappingProxyType(
    {
        **dict.fromkeys(("", "a", "act", "actual", "final", "measured", "n", "no", "false", "0", "r"), Quality.ACTUAL),
        **dict.fromkeys(("v", "validated", "verified", "valid"), Quality.ACTUAL),
        **dict.fromkeys(("e", "est", "estimate", "estimated", "y", "yes", "true", "1", "es"), Quality.ESTIMATED),
        **dict.fromkeys(("edited", "adjusted", "substituted", "s"), Quality.EDITED),
        "derived": Quality.DERIVED,
        "questionable": Quality.QUESTIONABLE,
    }
)
"""What suppliers write beside a reading, in lower case; in a column named “estimated”, yes and no."""
