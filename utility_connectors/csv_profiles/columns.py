"""CSV rows, many at a time, into columns of numbers, by the layout their header gave. What is wrong is a code a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.findings import Code
from models.quantities import Commodity
from models.series import Ints, Quality
from utility_connectors import codes
from utility_connectors.csv_profiles.conventions import Label, Repeated
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import Measure, Role, RowEnd
from utility_connectors.csv_profiles.text import plain
from utility_connectors.csv_profiles.times import DATE, DAY_S, MONTH, NAIVE, NO_TIME, UNIVERSAL, Clock, clock_seconds
from utility_connectors.csv_profiles.values import UNSAID, WRONG, Remembered, amounts, costs, counts
from utility_connectors.csv_profiles.whose import LONGEST_WORD, Groups
from utility_connectors.limits import Limits
from utility_connectors.tally import Tally

Rows = list[list[str]]
Cells = Sequence[tuple[str, ...]]
"""The same rows turned: a tuple of texts for each column."""
Mask = NDArray[np.bool_]
Wrong = tuple[Code, str, Mask]

HOUR_S = 3600
_PERIOD = re.compile(r"(.{6,24}?)(?: (?:to|au|à|-|–) | ?– ?)(.{6,24})")


@dataclass(slots=True)
class Table:
    """All amounts that could be read, in file order, in columns of the same length.

    `begin` and `end` are packed as `Clock.packed` does; `end`, `lasts` (seconds), `days` and `cost` may be UNSAID.
    """

    stream: list[Ints] = field(default_factory=list)
    begin: list[Ints] = field(default_factory=list)
    end: list[Ints] = field(default_factory=list)
    lasts: list[Ints] = field(default_factory=list)
    value: list[Ints] = field(default_factory=list)
    quality: list[NDArray[np.uint8]] = field(default_factory=list)
    cost: list[Ints] = field(default_factory=list)
    days: list[Ints] = field(default_factory=list)
    line: list[Ints] = field(default_factory=list)


class ColumnReader:
    """Reads the rows of one file into one table. `named` is the commodity the file's name tells, if any."""

    def __init__(
        self,
        layout: Layout,
        measures: Sequence[tuple[int, Measure | None]],
        limits: Limits,
        tally: Tally,
        named: Commodity | None = None,
    ) -> None:
        profile = layout.profile
        self.table = Table()
        self.clock = Clock(profile.times)
        self.seen = 0
        """Rows that were not blank."""
        self.profile = profile
        self._layout, self._tally = layout, tally
        self._roles = dict(layout.roles)
        self._sets = _sets(measures)
        self.groups = Groups(layout, [measure for _, measure in self._sets], limits, named)
        several = len(measures) > 1 or bool(layout.parts)
        self._amounts = amounts(profile.numbers, is_exact=profile.is_exact, may_be_empty=several)
        self._costs, self._counts = costs(profile.numbers.mark), counts()
        self._moments = Remembered(self.clock.packed if profile.is_exact else self._trimmed)
        self._clocks = Remembered(lambda text: UNSAID if (found := clock_seconds(text)) is None else found)
        self._qualities = Remembered(self._quality)

    def read(self, rows: Rows, lines: Ints) -> None:
        """The rows' readings are in the table; those that are none are tallied by line. Blank rows are nothing."""
        rows, lines = self._ours(*self._whole(rows, lines))
        if not rows:
            return
        wrong: list[Wrong] = []
        cells = list(zip(*rows, strict=True))
        group = self._group(cells, wrong)
        quality = self._of(cells, Role.QUALITY, self._qualities, 0)
        wrong.append((codes.CSV_QUALITY, Role.QUALITY, quality < 0))
        begin, end, lasts = self._when(cells, wrong)
        if self._layout.parts:
            values = [self._amount_of(cells, at, wrong) for at in self._layout.parts]
        else:
            values = [self._sum_of(cells, columns, wrong) for columns, _ in self._sets]
        good = self._sorted_out(rows, lines, wrong)
        cost = self._of(cells, Role.COST, self._costs, UNSAID)
        days = self._of(cells, Role.DAYS, self._counts, UNSAID)
        streams = np.array(self.groups.streams_of or [[0] * len(self._sets)], dtype=np.int64)
        if self._layout.parts:
            self._append_days(streams[group, 0], begin, np.stack(values, axis=1), quality, lines, good)
            return
        for place, value in enumerate(values):
            here = good & (value != UNSAID)
            self._append(
                here,
                streams[group, place],
                begin,
                end,
                lasts,
                value,
                quality,
                np.where(here, cost, UNSAID),
                days,
                lines,
            )
            cost = np.where(here, UNSAID, cost)
        nothing = good & np.logical_and.reduce([value == UNSAID for value in values])
        self._tally.note(codes.CSV_NO_AMOUNT, int(np.count_nonzero(nothing)))

    # Which rows ---------------------------------------------------------------------------------------------------

    def _whole(self, rows: Rows, lines: Ints) -> tuple[Rows, Ints]:
        """The rows with as many values as there are columns; the others are tallied, unless they are blank."""
        width, needed = self._layout.width, self._layout.needed
        lengths = set(map(len, rows))
        if lengths == {width}:
            self.seen += len(rows)
            return rows, lines
        kept: list[int] = []
        for place, row in enumerate(rows):
            if not any(row):
                continue
            self.seen += 1
            if len(row) == width:
                kept.append(place)
            elif needed <= len(row) < width or (
                len(row) > width and not self.profile.is_exact and not any(row[width:])
            ):
                rows[place] = row[:width] + [""] * (width - len(row))
                kept.append(place)
            else:
                self._tally.add(codes.CSV_FIELD_COUNT, int(lines[place]))
        return [rows[place] for place in kept], lines[kept]

    def _ours(self, rows: Rows, lines: Ints) -> tuple[Rows, Ints]:
        """The rows without those the format says are no readings."""
        for at, words in self._layout.ignored:
            keep = [place for place, row in enumerate(rows) if row[at].strip().lower() not in words]
            self._tally.note(codes.CSV_IGNORED, len(rows) - len(keep))
            rows, lines = [rows[place] for place in keep], lines[keep]
        return rows, lines

    def _group(self, cells: Cells, wrong: list[Wrong]) -> Ints:
        if not self.groups.columns:
            return np.full(len(cells[0]), self.groups[()], dtype=np.int64)
        said = zip(*(cells[at] for at in self.groups.columns), strict=True)
        group = np.fromiter(map(self.groups.__getitem__, said), np.int64, len(cells[0]))
        if bool((group < 0).any()):
            wrong.extend((code, role, group == -1 - place) for place, (code, role) in enumerate(self.groups.problems))
        return np.maximum(group, 0)

    def _sorted_out(self, rows: Rows, lines: Ints, wrong: Sequence[Wrong]) -> Mask:
        """Which rows are good; each other is tallied under the first thing wrong with it."""
        good = np.ones(len(rows), dtype=bool)
        for code, column, bad in wrong:
            if bool(bad.any()):
                for place in np.flatnonzero(bad & good).tolist():
                    if any(rows[place]):
                        self._tally.add(code, int(lines[place]), column or None)
                    else:
                        self.seen -= 1
                good &= ~bad
        return good

    # How much -----------------------------------------------------------------------------------------------------

    def _amount_of(self, cells: Cells, at: int, wrong: list[Wrong]) -> Ints:
        if at < 0:
            return np.full(len(cells[0]), UNSAID, dtype=np.int64)
        value = np.fromiter(map(self._amounts.__getitem__, cells[at]), np.int64, len(cells[0]))
        wrong.append((codes.READING_VALUE, Role.QUANTITY, value == WRONG))
        return value

    def _sum_of(self, cells: Cells, columns: Sequence[int], wrong: list[Wrong]) -> Ints:
        parts = [self._amount_of(cells, at, wrong) for at in columns]
        if len(parts) == 1:
            return parts[0]
        said = [part > WRONG for part in parts]
        total = np.add.reduce([np.where(here, part, 0) for here, part in zip(said, parts, strict=True)])
        return np.where(np.logical_or.reduce(said), total, UNSAID)

    def _quality(self, text: str) -> int:
        words = self.profile.quality_words
        found: Quality | None = words.get(text)
        if found is None and not self.profile.is_exact and len(text) <= LONGEST_WORD:
            found = words.get(text.strip().lower())
        return -1 if found is None else int(found)

    def _of(self, cells: Cells, role: Role, meanings: Remembered, otherwise: int) -> Ints:
        at = self._roles.get(role)
        if at is None:
            return np.full(len(cells[0]), otherwise, dtype=np.int64)
        return np.fromiter(map(meanings.__getitem__, cells[at]), np.int64, len(cells[0]))

    # When ---------------------------------------------------------------------------------------------------------

    def _trimmed(self, text: str) -> int:
        return self.clock.packed(plain(text).strip())

    def _when(self, cells: Cells, wrong: list[Wrong]) -> tuple[Ints, Ints, Ints]:
        """When each row begins and ends (packed) and how long it says it lasts."""
        nothing = np.full(len(cells[0]), UNSAID, dtype=np.int64)
        if self.profile.row_end in (RowEnd.BILL, RowEnd.MONTH):
            begin, end = self._days_of(cells, wrong)
            return begin, end, nothing
        begin, lasts = self._of(cells, Role.START, self._moments, NO_TIME), nothing
        wrong.append((codes.READING_TIME, Role.START, (begin == NO_TIME) | (begin & 3 == MONTH)))
        if Role.HOUR in self._roles:
            hour = self._of(cells, Role.HOUR, self._counts, UNSAID)
            return self._hour(begin, hour, wrong), nothing, np.full(len(cells[0]), HOUR_S, dtype=np.int64)
        if Role.START_CLOCK in self._roles:
            clock = self._of(cells, Role.START_CLOCK, self._clocks, UNSAID)
            wrong.append((codes.READING_TIME, Role.START_CLOCK, clock == UNSAID))
            if self.profile.row_end is RowEnd.CLOCK:
                until = self._of(cells, Role.END_CLOCK, self._clocks, UNSAID)
                wrong.append((codes.READING_TIME, Role.END_CLOCK, until == UNSAID))
                lasts = _inclusive((until - clock) % DAY_S)
                lasts = np.where(lasts == 0, DAY_S, lasts)
            wall = (begin >> 2) // DAY_S * DAY_S
            begin = (wall + clock) * 4 + NAIVE
        if Role.DURATION in self._roles:
            said = self._of(cells, Role.DURATION, self._counts, UNSAID)
            lasts = np.where(said == UNSAID, UNSAID, said * self.profile.times.duration_s)
        end = nothing
        if self.profile.row_end is RowEnd.STATED:
            end = self._of(cells, Role.END, self._moments, NO_TIME)
            wrong.append((codes.READING_TIME, Role.END, (end == NO_TIME) | (end & 3 == MONTH)))
        if self.profile.row_end is RowEnd.DAY:
            wrong.append((codes.READING_TIME, Role.START, ~_is_day(begin)))
        return begin, end, lasts

    def _hour(self, day: Ints, hour: Ints, wrong: list[Wrong]) -> Ints:
        """The beginning of an hour given by number. The 25th is the second of the repeated hour, or the day's last."""
        part = hour - (1 if self.profile.times.label is Label.ENDING else 0)
        wrong.append((codes.READING_TIME, Role.HOUR, (hour == UNSAID) | (part < 0) | (part > 24)))
        part = np.clip(part, 0, 24)
        begin, is_there = self._part_of_day(np.where(day == NO_TIME, 0, day) >> 2, part, HOUR_S, 24)
        wrong.append((codes.CSV_HOUR_BEYOND, Role.HOUR, ~is_there))
        return begin

    def _part_of_day(self, wall: Ints, part: Ints, step_s: int, parts: int) -> tuple[Ints, Mask]:
        """When parts of local days begin (packed), and whether the day has such a part."""
        midnight = wall // DAY_S * DAY_S
        if self.profile.times.repeated is Repeated.ELAPSED:
            first, _ = self.clock.both(midnight)
            begin = first + part * step_s
            return begin * 4 + UNIVERSAL, begin < self.clock.both(midnight + DAY_S)[0]
        extra = part >= parts
        begin = midnight + np.where(extra, HOUR_S + (part - parts) * step_s, part * step_s)
        first, second = self.clock.both(begin)
        return begin * 4 + NAIVE, ~extra | (first < second)

    def _days_of(self, cells: Cells, wrong: list[Wrong]) -> tuple[Ints, Ints]:
        """Both ends of a bill or a month, as days."""
        if Role.PERIOD in self._roles:
            pairs = [_period(plain(text)) for text in cells[self._roles[Role.PERIOD]]]
            begin, end = (np.array([self._moments[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1))
        else:
            begin, end = (self._of(cells, role, self._moments, UNSAID) for role in (Role.START, Role.END))
        if self.profile.row_end is RowEnd.MONTH:
            months = np.where(begin > NO_TIME, begin >> 2, 0).astype("datetime64[s]").astype("datetime64[M]")
            wrong.append(
                (
                    codes.READING_TIME,
                    Role.START,
                    (begin & 3 != MONTH) & (months.astype("datetime64[s]").astype(np.int64) != begin >> 2),
                )
            )
            begin, end = ((month.astype("datetime64[s]").astype(np.int64) * 4 + DATE) for month in (months, months + 1))
            return begin, end
        if Role.START not in self._roles and Role.PERIOD not in self._roles:
            lasts = self._of(cells, Role.DAYS, self._counts, UNSAID)
            wrong.append((codes.READING_TIME, Role.DAYS, lasts == UNSAID))
            begin = end - np.where(lasts == UNSAID, 0, lasts) * DAY_S * 4
        wrong.append((codes.READING_TIME, Role.START, ~_is_day(begin) | ~_is_day(end)))
        return begin, end

    # Into the table -----------------------------------------------------------------------------------------------

    def _append_days(self, stream: Ints, begin: Ints, values: Ints, quality: Ints, lines: Ints, good: Mask) -> None:
        """A reading for each part of each day. Parts the day does not have may be empty or nought, and nothing else."""
        table = self.profile.day_table
        if table is None:
            raise ValueError("a row of days without a table of its parts")
        rows, parts = values.shape
        part = np.tile(np.arange(parts, dtype=np.int64), rows)
        walls = np.repeat(np.where(begin == NO_TIME, 0, begin) >> 2, parts)
        starts, is_there = self._part_of_day(walls, part, table.step_s, len(table.parts))
        value = values.ravel()
        first, second = self.clock.both(starts >> 2)
        is_skipped = (starts & 3 == NAIVE) & (first > second)
        here = np.repeat(good, parts) & (value != UNSAID)
        here &= ~((~is_there | is_skipped) & (value == 0))
        every = np.repeat(lines, parts)
        self._tally.add_all(codes.CSV_HOUR_BEYOND, every[here & ~is_there])
        unsaid = np.full(rows * parts, UNSAID, dtype=np.int64)
        lasts = np.full(rows * parts, table.step_s, dtype=np.int64)
        self._append(
            here & is_there, np.repeat(stream, parts), starts, unsaid, lasts, value, np.repeat(quality, parts), unsaid,
            unsaid, every,
        )  # fmt: skip

    def _append(
        self,
        here: Mask,
        stream: Ints,
        begin: Ints,
        end: Ints,
        lasts: Ints,
        value: Ints,
        quality: Ints,
        cost: Ints,
        days: Ints,
        line: Ints,
    ) -> None:
        table = self.table
        for column, values in (
            (table.stream, stream), (table.begin, begin), (table.end, end), (table.lasts, lasts), (table.value, value),
            (table.cost, cost), (table.days, days), (table.line, line),
        ):  # fmt: skip
            column.append(values[here])
        table.quality.append(quality[here].astype(np.uint8))


def _sets(measures: Sequence[tuple[int, Measure | None]]) -> list[tuple[list[int], Measure | None]]:
    """The columns that make up each amount: one, or all parts of the same measure."""
    sets: list[tuple[list[int], Measure | None]] = []
    for at, measure in measures:
        known = next((columns for columns, other in sets if other == measure), None)
        if measure is not None and measure.is_part and known is not None:
            known.append(at)
        else:
            sets.append(([at], measure))
    return sets


def _is_day(packed: Ints) -> Mask:
    how = packed & 3
    whole: Mask = (packed > NO_TIME) & (how != UNIVERSAL) & (how != MONTH) & ((packed >> 2) % DAY_S == 0)
    return whole


def _inclusive(lasts: Ints) -> Ints:
    """Lengths written to the last minute or second that still counts (00:59, 00:59:59) as what they are."""
    lasts = np.where(lasts % 300 == 240, lasts + 60, lasts)
    return np.where(lasts % 60 == 59, lasts + 1, lasts)


def _period(text: str) -> tuple[str, str]:
    """The two ends of a period written in one column."""
    found = _PERIOD.fullmatch(text.strip()) if len(text) < 64 else None
    return (found[1], found[2]) if found else ("", "")
