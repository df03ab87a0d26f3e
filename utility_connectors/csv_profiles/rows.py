"""One CSV row at a time into columns, by the layout its header gave it. What is wrong with a row is a code.

Accounts and meters are taken exactly as written or not at all: no case, space or Unicode is ever evened out, so
that a look-alike can never pass for somebody else.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from greener_homes.errors import Refusal
from models.findings import Code
from models.quantities import Commodity, Flow
from models.series import Quality
from utility_connectors import codes
from utility_connectors.csv_profiles.profile import (
    COMMODITIES,
    FLOWS,
    QUALITIES,
    UNIT_ALONE,
    UNITS,
    Layout,
    Measure,
    Role,
    RowEnd,
)
from utility_connectors.csv_profiles.times import DAY_S, Clock, Kind, Written, clock_seconds
from utility_connectors.limits import Limits

VALUE_EXPONENT = -6
COST_EXPONENT = -5
AMOUNTS_REMEMBERED = 50_000
UNSAID = -(1 << 62)
"""Stands in a column for what is only known once all rows are."""

_WHOSE = (Role.ACCOUNT, Role.METER, Role.COMMODITY, Role.UNIT, Role.FLOW)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#:-]{0,63}", re.ASCII)
_QUANTITY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,12}))?")
_COST = re.compile(r"(-?)\$?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Whose, what and which way: rows of the same key are one stream."""

    account: str | None
    meter: str
    measure: Measure


@dataclass(slots=True)
class Table:
    """All rows that could be read. `starts` and `ends` are universal, or wall-clock days for bills."""

    keys: list[StreamKey] = field(default_factory=list)
    stream: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    durations: array[int] = field(default_factory=lambda: array("q"))
    values: array[int] = field(default_factory=lambda: array("q"))
    qualities: array[int] = field(default_factory=lambda: array("q"))
    costs: array[int] = field(default_factory=lambda: array("q"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    days: array[int] = field(default_factory=lambda: array("q"))
    twice: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    """Rows whose wall-clock start happens twice, by stream and wall-clock start, in file order."""

    def __len__(self) -> int:
        return len(self.starts)


class _Span(NamedTuple):
    start: int
    duration: int
    twice_at: int | None = None


class RowReader:
    """Reads the rows of one file into one table. `named` is the commodity the file's name tells, if any."""

    def __init__(
        self,
        layout: Layout,
        measures: Sequence[tuple[int, Measure | None]],
        limits: Limits,
        named: Commodity | None = None,
    ) -> None:
        self._named = named
        self._layout = layout
        self._profile = layout.profile
        self._is_stated = layout.profile.row_end is RowEnd.STATED
        self._measures = measures
        self._limits = limits
        self._clock = Clock()
        self._streams: dict[tuple[str, ...], list[int]] = {}
        self._numbers: dict[StreamKey, int] = {}
        self._roles = dict(layout.roles)
        self._whose = [self._roles[role] for role in _WHOSE if role in self._roles]
        self._start_at, self._end_at = self._roles[Role.START], self._roles.get(Role.END, -1)
        self._cost_at, self._days_at = self._roles.get(Role.COST), self._roles.get(Role.DAYS)
        self._quality_at = self._roles.get(Role.QUALITY)
        self._amounts: dict[str, int] = {}
        self.table = Table()

    def read(self, row: Sequence[str], line: int) -> tuple[Code, str] | None:
        """The row's readings are in the table; or the code and column that say why none of them is."""
        if len(row) != self._layout.width:
            return codes.CSV_FIELD_COUNT, ""
        streams = self._streams_of(row)
        if isinstance(streams, tuple):
            return streams
        quality = Quality.ACTUAL if self._quality_at is None else QUALITIES.get(row[self._quality_at])
        if quality is None:
            return codes.CSV_QUALITY, Role.QUALITY
        span = self._span(row)
        if not isinstance(span, _Span):
            return span
        values: list[int | None] = []
        for column, _ in self._measures:
            text = row[column]
            value = self._amounts.get(text)
            if value is None:
                value = self._amount(text)
            if value is None and (text or len(self._measures) == 1):
                return codes.READING_VALUE, Role.QUANTITY
            values.append(value)
        cost = UNSAID if self._cost_at is None else _cost(row[self._cost_at])
        days = UNSAID if self._days_at is None else _days(row[self._days_at])
        for stream, value in zip(streams, values, strict=True):
            if value is not None:
                self._append(stream, span, value, int(quality), cost, days, line)
                cost = UNSAID
        return None

    def _append(self, stream: int, span: _Span, value: int, quality: int, cost: int, days: int, line: int) -> None:
        table = self.table
        if span.twice_at is not None:
            table.twice.setdefault((stream, span.twice_at), []).append(len(table))
        table.stream.append(stream)
        table.starts.append(span.start)
        table.durations.append(span.duration)
        table.values.append(value)
        table.qualities.append(quality)
        table.costs.append(cost)
        table.lines.append(line)
        table.days.append(days)

    def _text(self, row: Sequence[str], role: Role) -> str:
        index = self._roles.get(role)
        return "" if index is None else row[index]

    def _amount(self, text: str) -> int | None:
        value = _quantity(text, self._profile.longest_decimals)
        if value is not None and len(self._amounts) < AMOUNTS_REMEMBERED:
            self._amounts[text] = value
        return value

    # Whose and what -----------------------------------------------------------------------------------------------

    def _streams_of(self, row: Sequence[str]) -> list[int] | tuple[Code, str]:
        said = tuple([row[index] for index in self._whose])
        known = self._streams.get(said)
        if known is not None:
            return known
        account, meter, commodity, unit, flow = (self._text(row, role) for role in _WHOSE)
        for role, text, code in (
            (Role.ACCOUNT, account, codes.CSV_ACCOUNT),
            (Role.METER, meter, codes.CSV_METER),
        ):
            if role in self._roles and not _IDENTIFIER.fullmatch(text):
                return code, role
        numbers: list[int] = []
        for _, fixed in self._measures:
            measure = fixed or self._measure(commodity, unit, flow)
            if not isinstance(measure, Measure):
                return measure
            numbers.append(self._number(StreamKey(account or None, meter or account or "meter-1", measure)))
        self._streams[said] = numbers
        return numbers

    def _measure(self, commodity: str, unit: str, flow: str) -> Measure | tuple[Code, str]:
        name = self._profile.unit_words.get(unit)
        is_said = Role.COMMODITY in self._roles
        what = COMMODITIES.get(commodity) if is_said else UNIT_ALONE.get(name or "", self._named)
        if what is None and is_said:
            return codes.CSV_COMMODITY, Role.COMMODITY
        if name is None or (what is not None and name not in UNITS[what]):
            return codes.CSV_UNIT, Role.UNIT
        if what is None:
            return codes.CSV_COMMODITY_UNSAID, Role.UNIT
        way = FLOWS.get(flow) if Role.FLOW in self._roles else Flow.DELIVERED
        if way is None:
            return codes.CSV_FLOW, Role.FLOW
        return Measure(what, name, way)

    def _number(self, key: StreamKey) -> int:
        if key not in self._numbers:
            if len(self._numbers) >= self._limits.streams_max:
                raise Refusal(codes.TOO_MANY_METERS, limit=self._limits.streams_max)
            self._numbers[key] = len(self._numbers)
            self.table.keys.append(key)
        return self._numbers[key]

    # When ---------------------------------------------------------------------------------------------------------

    def _span(self, row: Sequence[str]) -> _Span | tuple[Code, str]:
        start = self._clock.read(row[self._start_at])
        if start is None:
            return codes.READING_TIME, Role.START
        if self._is_stated:
            return self._stated(start, self._clock.read(row[self._end_at]))
        if self._profile.row_end is RowEnd.BILL:
            end = self._clock.read(row[self._end_at])
            if end is None or not _is_day(start) or not _is_day(end):
                return codes.READING_TIME, Role.START
            return _Span(start.wall_s // DAY_S, end.wall_s // DAY_S)
        if self._profile.row_end is RowEnd.CLOCK:
            return self._clocked(start, row)
        if start.is_date and start.offset_s is None:
            begin = self._clock.utc(start.wall_s)
            return _Span(begin, self._clock.utc(start.wall_s + DAY_S) - begin)
        return self._begun(start, UNSAID)

    def _stated(self, start: Written, end: Written | None) -> _Span | tuple[Code, str]:
        if end is None:
            return codes.READING_TIME, Role.END
        begin, until = self._moment(start), self._moment(end)
        if not isinstance(begin, int):
            return begin, Role.START
        if not isinstance(until, int):
            return until, Role.END
        return _Span(begin, until - begin)

    def _moment(self, written: Written) -> int | Code:
        wall_s, offset_s, _ = written
        if offset_s is not None:
            return wall_s - offset_s
        kind = self._clock.kind(wall_s)
        return self._clock.utc(wall_s) if kind is Kind.ONCE else _not_once(kind)

    def _clocked(self, day: Written, row: Sequence[str]) -> _Span | tuple[Code, str]:
        begin = clock_seconds(self._text(row, Role.START_CLOCK))
        end = clock_seconds(self._text(row, Role.END_CLOCK))
        if begin is None or end is None:
            return codes.READING_TIME, Role.START_CLOCK
        lasts = (end - begin) % DAY_S
        if lasts % 300 == 240:  # written to the last minute that still counts
            lasts += 60
        return self._begun(Written(day.wall_s - day.wall_s % DAY_S + begin, day.offset_s, False), lasts or DAY_S)

    def _begun(self, start: Written, duration: int) -> _Span | tuple[Code, str]:
        if start.offset_s is not None:
            return _Span(start.wall_s - start.offset_s, duration)
        kind = self._clock.kind(start.wall_s)
        if kind is Kind.ONCE:
            return _Span(self._clock.utc(start.wall_s), duration)
        if kind is Kind.TWICE and self._profile.folds_by_order:
            return _Span(self._clock.utc(start.wall_s), duration, start.wall_s)
        return _not_once(kind), Role.START


def _not_once(kind: Kind) -> Code:
    return codes.CSV_TIME_AMBIGUOUS if kind is Kind.TWICE else codes.CSV_TIME_SKIPPED


def _is_day(written: Written) -> bool:
    return written.offset_s is None and written.wall_s % DAY_S == 0


def _quantity(text: str, longest_decimals: int) -> int | None:
    """An amount in millionths, or None where it is not written as a plain decimal number."""
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals = found[1], found[2], found[3] or ""
    if len(decimals) > longest_decimals:
        return None
    scaled = int(whole + decimals[:6].ljust(6, "0"))
    if decimals[6:7] >= "5":
        scaled += 1
    return -scaled if sign else scaled


def _cost(text: str) -> int:
    """Money in hundred-thousandths, or UNSAID where it is not plainly written."""
    found = _COST.fullmatch(text.strip())
    if found is None:
        return UNSAID
    amount = int(found[3].replace(",", "")) * 100_000 + int((found[4] or "").ljust(5, "0"))
    return -amount if found[1] or found[2] else amount


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else UNSAID
