"""A station file as Environment and Climate Change Canada publishes it: a year of days, or a month of hours.

CSV in English or French, with or without the lines about the station above the header, UTF-8 (a mark before it or
not) or Latin-1, decimal points or commas. Days are local; hours are local standard time the whole year, or universal
time where the header says so. A flag says what a value is worth: M and NA missing, E estimated, ^ from incomplete
observation; a published daily mean is the middle of the day's highest and lowest. A line that cannot be read ends
the reading: half a file is worse than none. A temperature that cannot be is left out and counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np

from greener_homes.errors import Refusal
from greener_homes.weather import Timeframe
from greener_homes.weather_hours import STANDARD_OFFSET, StationMonth, hours_in
from models.findings import Finding
from utility_connectors.weather import codes
from utility_connectors.weather.header import Columns, find_header, plain

MAX_BYTES = 5_000_000
MAX_ROWS = 40_000
"""A century of days, or four years of hours."""
LONGEST_LINE = 4_000
COLDEST_C, WARMEST_C = -60.0, 55.0
FIRST_YEAR, LAST_YEAR = 1840, 2100
MISSING_FLAGS = frozenset({"M", "NA", "N", "Y"})
"""Missing, not available, and “missing but known to be above or below zero”."""
SURE_FLAGS = frozenset({"", "†", "‡"})
"""Observed; the daggers mark a partner's station, whose values are as good."""
_NUMBER = re.compile(r"-?\d{1,3}([.,]\d{1,2})?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_HOUR = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):00(?::00)?", re.ASCII)


class Worth(StrEnum):
    """What a value is worth."""

    SURE = "sure"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class StationFile:
    """What one file holds: whose it is, and its days or its months of hours, with what is in doubt."""

    timeframe: Timeframe
    name: str
    climate_id: str | None
    days: Mapping[date, float] = field(default_factory=dict)
    estimated_days: Mapping[date, float] = field(default_factory=dict)
    months: tuple[StationMonth, ...] = ()
    rows: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def newest_day(self) -> date | None:
        """The last day of which anything is known."""
        if self.timeframe is Timeframe.DAILY:
            return max((*self.days, *self.estimated_days), default=None)
        known = [
            each.month + timedelta(hours=int(np.flatnonzero(np.isfinite(each.temperature_c))[-1]))
            for each in self.months
            if np.isfinite(each.temperature_c).any()
        ]
        return max(known, default=None)


def read_station_file(data: bytes) -> StationFile:
    """The whole file was read, or Refusal with a code says why not."""
    if len(data) > MAX_BYTES:
        raise Refusal(codes.FILE_TOO_LARGE, max_mb=MAX_BYTES // 1_000_000)
    rows = _rows(_text(data))
    columns = find_header(rows)
    values = _values(rows, columns)
    return _of_days(columns, values) if columns.timeframe is Timeframe.DAILY else _of_hours(columns, values)


@dataclass(slots=True)
class _Values:
    """Temperatures by moment, None where silent, with what was noticed on the way."""

    identity: tuple[str, str]
    by_moment: dict[datetime, tuple[float, Worth] | None]
    implausible: int = 0


def _text(data: bytes) -> str:
    if b"\0" in data:
        raise Refusal(codes.FILE_NOT_PUBLISHED)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # as the service wrote files for many years


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    if len(lines) > MAX_ROWS or max(map(len, lines), default=0) > LONGEST_LINE:
        raise Refusal(codes.FILE_NOT_PUBLISHED)
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refusal(codes.FILE_BAD_LINE, line=reader.line_num, column="quotes") from None
        if any(cell.strip() for cell in fields):
            yield reader.line_num, fields


def _values(rows: Iterator[tuple[int, list[str]]], columns: Columns) -> _Values:
    read_moment = _day if columns.timeframe is Timeframe.DAILY else _hour
    found = _Values(("", ""), {})
    for number, (line, fields) in enumerate(rows):
        if len(fields) != columns.count:
            raise Refusal(codes.FILE_BAD_LINE, line=line, column="columns")
        identity = columns.identity(fields)
        if number == 0:
            found.identity = identity
        elif identity != found.identity:
            raise Refusal(codes.FILE_MIXED, line=line)
        moment = read_moment(fields[columns.moment].strip(), line)
        value = _value(fields, columns, line, found)
        if moment in found.by_moment and found.by_moment[moment] != value:
            raise Refusal(codes.FILE_CONFLICT, line=line)
        found.by_moment[moment] = value
    return found


def _value(fields: list[str], columns: Columns, line: int, found: _Values) -> tuple[float, Worth] | None:
    text = fields[columns.temperature].strip()
    flag = fields[columns.flag].strip() if columns.flag is not None else ""
    if flag in MISSING_FLAGS or text in MISSING_FLAGS or not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Refusal(codes.FILE_BAD_LINE, line=line, column="temperature")
    value = float(text.replace(",", "."))
    if not COLDEST_C <= value <= WARMEST_C:
        found.implausible += 1
        return None
    return value, Worth.SURE if flag in SURE_FLAGS else Worth.ESTIMATED


def _of_days(columns: Columns, values: _Values) -> StationFile:
    held = [(moment.date(), value) for moment, value in values.by_moment.items()]
    return StationFile(
        Timeframe.DAILY,
        *_identity(columns, values),
        days={day: value[0] for day, value in held if value and value[1] is Worth.SURE},
        estimated_days={day: value[0] for day, value in held if value and value[1] is Worth.ESTIMATED},
        rows=len(held),
        findings=_findings(values),
    )


def _of_hours(columns: Columns, values: _Values) -> StationFile:
    behind = STANDARD_OFFSET if columns.universal else timedelta(0)
    months: dict[date, StationMonth] = {}
    for moment, value in values.by_moment.items():
        standard = moment - behind
        month = standard.date().replace(day=1)
        if month not in months:
            size = hours_in(month)
            months[month] = StationMonth(month, np.full(size, np.nan), np.zeros(size, dtype=np.bool_))
        if value is not None:
            place = (standard.day - 1) * 24 + standard.hour
            months[month].temperature_c[place] = value[0]
            months[month].estimated[place] = value[1] is Worth.ESTIMATED
    return StationFile(
        Timeframe.HOURLY,
        *_identity(columns, values),
        months=tuple(months[month] for month in sorted(months)),
        rows=len(values.by_moment),
        findings=_findings(values),
    )


def _identity(columns: Columns, values: _Values) -> tuple[str, str | None]:
    name, climate_id = values.identity if any(values.identity) else columns.said_above
    if not plain(name) and not climate_id:
        raise Refusal(codes.FILE_NOT_PUBLISHED)
    return name, climate_id or None


def _findings(values: _Values) -> tuple[Finding, ...]:
    held = values.by_moment.values()
    counts: tuple[tuple[Callable[..., Finding], int], ...] = (
        (codes.IMPLAUSIBLE.finding, values.implausible),
        (codes.ESTIMATED_DAYS.finding, sum(value is not None and value[1] is Worth.ESTIMATED for value in held)),
        (codes.SILENT.finding, sum(value is None for value in held) - values.implausible),
    )
    return tuple(make(count=count) for make, count in counts if count)


def _day(text: str, line: int) -> datetime:
    found = _DAY.fullmatch(text)
    return _moment(found, line)


def _hour(text: str, line: int) -> datetime:
    found = _HOUR.fullmatch(text)
    return _moment(found, line)


def _moment(found: re.Match[str] | None, line: int) -> datetime:
    try:
        moment = datetime(*(int(part) for part in found.groups())) if found else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refusal(codes.FILE_BAD_LINE, line=line, column="date")
    return moment
