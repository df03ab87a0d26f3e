"""A CSV usage file to streams, whichever known profile it is in: one for each account, meter, commodity and flow.

Rejected rows leave a line number and a code, nothing of their content. Who may be stored is not decided here.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from greener_homes.errors import Refusal
from models.findings import Finding
from models.quantities import Commodity, Flow
from models.series import Ints
from utility_connectors import codes
from utility_connectors.assembly import (
    Rows,
    bounds_of,
    gaps_finding,
    merge,
    plausible,
    series_of,
    settle,
    usual_interval,
)
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.profile import UNITS, Layout, Measure, Profile, Role, RowEnd, layout_of
from utility_connectors.csv_profiles.rows import COST_EXPONENT, UNSAID, VALUE_EXPONENT, RowReader, StreamKey, Table
from utility_connectors.csv_profiles.text import is_utf16, lines_of
from utility_connectors.csv_profiles.times import DAY_S, Clock
from utility_connectors.limits import Limits
from utility_connectors.ports import Cost, UsageFile, UsageStream
from utility_connectors.tally import Tally


class CsvRows(Iterator[list[str]], Protocol):
    """What `csv.reader` gives: rows, and how many lines have been read."""

    line_num: int


DEFAULT_INTERVAL_S = 3600
"""What a single reading without an end is taken to last."""


def read_csv(
    source: io.BufferedReader, name: str, *, now: int | None, limits: Limits, profiles: Sequence[Profile] = KNOWN
) -> UsageFile:
    """Every meter of the file as streams of exactly the account and meter it names.

    Raises Refusal when the text, the header or the unit cannot be read. A header without rows is a refusal too.
    """
    tally = Tally(limits.rejects_listed)
    delimiter = "\t" if is_utf16(source) else ","
    rows = csv.reader(lines_of(source, limits), delimiter=delimiter, strict=True)
    try:
        table, layout, findings = _table(rows, name, limits, profiles, tally)
    except UnicodeError:
        raise Refusal(codes.CSV_ENCODING) from None
    streams = merge(_streams(table, layout.profile, now, limits, tally), tally)
    findings = [*findings, *tally.findings(), *gaps_finding(streams)]
    return UsageFile(layout.profile.name, streams, tuple(findings), tuple(tally.listed), tally.frozen_counts)


def _table(
    rows: CsvRows, name: str, limits: Limits, profiles: Sequence[Profile], tally: Tally
) -> tuple[Table, Layout, list[Finding]]:
    """All rows below the header, in columns; those that cannot be read are tallied."""
    layout = _layout(rows, limits, profiles)
    named = _named(layout.profile, name)
    measures, findings = _measures(layout, named)
    reader = RowReader(layout, measures, limits, None if named is None else named.commodity)
    seen = 0
    while True:
        try:
            for row in rows:
                if not row or not any(row):
                    continue
                seen += 1
                problem = reader.read(row, rows.line_num)
                if problem is not None:
                    tally.add(problem[0], rows.line_num, problem[1] or None)
            break
        except csv.Error as error:
            if "field larger" in str(error) or "unexpected end" in str(error):
                raise Refusal(codes.CSV_FIELD_TOO_LONG, line=rows.line_num) from None
            tally.add(codes.CSV_QUOTING, rows.line_num)
    if not seen and not tally.counts:
        raise Refusal(codes.CSV_NO_ROWS)
    return reader.table, layout, findings


def _layout(rows: CsvRows, limits: Limits, profiles: Sequence[Profile]) -> Layout:
    """The layout by the first line that is a header we know; prose may stand above it."""
    for _ in range(limits.csv_preamble_lines):
        try:
            row = next(rows, None)
        except csv.Error:
            continue
        if row is None:
            break
        if len(row) > limits.csv_max_columns:
            raise Refusal(codes.CSV_TOO_MANY_COLUMNS, limit=limits.csv_max_columns)
        layout = layout_of(row, profiles)
        if layout is not None:
            named = [cell.strip().lower() for cell in row if cell.strip()]
            if len(set(named)) != len(named):
                raise Refusal(codes.CSV_HEADER_REPEATED)
            return layout
    raise Refusal(codes.CSV_UNKNOWN_COLUMNS)


def _named(profile: Profile, name: str) -> Measure | None:
    """What the file's own name tells, its last part first."""
    parts = reversed(PurePath(name.lower()).parts)
    return next((measure for part in parts for word, measure in profile.by_file_name if word in part), None)


def _measures(layout: Layout, named: Measure | None) -> tuple[list[tuple[int, Measure | None]], list[Finding]]:
    """The columns of amounts with what each measures; None where every row says it itself."""
    if layout.measures:
        return [(column, measure) for column, measure in _told_once(layout.measures)], []
    quantity = layout.roles[Role.QUANTITY]
    if Role.UNIT in layout.roles:
        return [(quantity, None)], []
    if named is None:
        raise Refusal(codes.CSV_UNIT_UNKNOWN)
    return [(quantity, named)], [codes.CSV_UNIT_ASSUMED.finding(unit=named.unit)]


def _told_once(columns: Iterable[tuple[int, Measure]]) -> Iterator[tuple[int, Measure]]:
    """The columns without those that repeat an earlier one's use in another unit, as gas bills do (m³ and therms)."""
    units: dict[tuple[Commodity, Flow], str] = {}
    for column, measure in columns:
        first = units.setdefault((measure.commodity, measure.flow), measure.unit)
        if measure.unit == first or measure.commodity is Commodity.OTHER:
            yield column, measure


def _streams(table: Table, profile: Profile, now: int | None, limits: Limits, tally: Tally) -> list[UsageStream]:
    if not len(table):
        return []
    _tell_folds_apart(table, tally)
    stream_of_row = _ints(table.stream)
    order = np.argsort(stream_of_row, kind="stable")
    borders = np.searchsorted(stream_of_row[order], np.arange(len(table.keys) + 1))
    costs = _ints(table.costs)
    zeros = np.zeros(len(table), dtype=np.int64)
    everything = Rows(
        _ints(table.starts),
        _ints(table.durations),
        _ints(table.values),
        _ints(table.qualities).astype(np.uint8),
        zeros,
        _ints(table.lines),
        costs,
        costs != UNSAID,
    )
    days = _ints(table.days)
    streams = []
    for number, key in enumerate(table.keys):
        chosen = order[borders[number] : borders[number + 1]]
        rows = everything.take(chosen)
        if profile.row_end is RowEnd.BILL:
            rows = _billed(rows, days[chosen])
        elif profile.row_end is RowEnd.NEIGHBOUR:
            rows = _until_neighbour(rows)
        streams.append(_stream(key, rows, profile, now, limits, tally))
    return [stream for stream in streams if stream.count]


def _stream(key: StreamKey, rows: Rows, profile: Profile, now: int | None, limits: Limits, tally: Tally) -> UsageStream:
    measure = key.measure
    written = UNITS[measure.commodity][measure.unit]
    exponent = VALUE_EXPONENT + written.exponent
    longest = limits.bill_max_s if profile.row_end is RowEnd.BILL else None
    bounds = bounds_of(limits, measure.commodity, measure.flow, written.factor * 10.0**exponent, longest)
    rows = settle(plausible(rows, bounds, limits, now, tally), tally)
    series = series_of(measure.commodity, measure.flow, written.unit, rows, exponent=exponent, factor=written.factor)
    cost = None
    if bool(rows.has_cost.any()):
        amount = Decimal(sum(rows.costs[rows.has_cost].tolist())).scaleb(COST_EXPONENT)
        cost = Cost(amount, profile.currency)
    return UsageStream(
        key.meter,
        measure.commodity,
        measure.flow,
        written.unit,
        usual_interval(rows.durations),
        len(rows),
        series,
        cost=cost,
        account=key.account,
        storable=len(rows) > 0,
    )


def _tell_folds_apart(table: Table, tally: Tally) -> None:
    """Both readings of a repeated hour have their own hour, by the file's order; a lone one is left out."""
    lone: list[int] = []
    for (_, wall_s), rows in table.twice.items():
        if len(rows) != 2:
            lone.extend(rows)
            continue
        descending = (
            rows[0] > 0
            and table.stream[rows[0] - 1] == table.stream[rows[0]]
            and (table.starts[rows[0] - 1] > table.starts[rows[0]])
        )
        later = rows[0] if descending else rows[1]
        table.starts[later] = Clock().utc(wall_s, second=True)
        tally.note(codes.CSV_TIME_BY_ORDER, 2)
    for row in lone:
        tally.add(codes.CSV_TIME_AMBIGUOUS, table.lines[row], Role.START)
    if lone:
        keep = np.ones(len(table), dtype=bool)
        keep[lone] = False
        _keep_only(table, keep)


def _keep_only(table: Table, keep: NDArray[np.bool_]) -> None:
    for name in ("stream", "starts", "durations", "values", "qualities", "costs", "lines", "days"):
        column = getattr(table, name)
        kept = _ints(column)[keep].tobytes()
        fresh = type(column)("q")
        fresh.frombytes(kept)
        setattr(table, name, fresh)


def _until_neighbour(rows: Rows) -> Rows:
    """Readings without an end last as long as to the nearer neighbour, so a gap does not stretch the one before it."""
    rows = rows.take(np.lexsort((np.arange(len(rows)), rows.starts)))
    unsaid = rows.durations == UNSAID
    if not bool(unsaid.any()):
        return rows
    moments = np.unique(rows.starts)
    if moments.size < 2:
        return replace(rows, durations=np.where(unsaid, DEFAULT_INTERVAL_S, rows.durations))
    steps = np.diff(moments)
    before = np.append(steps[:1], steps)
    after = np.append(steps, steps[-1:])
    nearest = np.minimum(before, after)[np.searchsorted(moments, rows.starts)]
    return replace(rows, durations=np.where(unsaid, nearest, rows.durations))


def _billed(rows: Rows, days: Ints) -> Rows:
    """Bill periods, given as first and last or first and next day, as universal time."""
    first, last = rows.starts, rows.durations
    lasts = last - first
    inclusive = int(np.count_nonzero(days == lasts + 1))
    exclusive = int(np.count_nonzero(days == lasts))
    if inclusive == exclusive:
        order = np.argsort(first, kind="stable")
        steps = first[order][1:] - last[order][:-1]
        inclusive, exclusive = int(np.count_nonzero(steps == 1)), int(np.count_nonzero(steps == 0))
    ends = last + (1 if inclusive > exclusive else 0)
    clock = Clock()
    starts = np.array([clock.utc(day * DAY_S) for day in first.tolist()], dtype=np.int64)
    until = np.array([clock.utc(day * DAY_S) for day in ends.tolist()], dtype=np.int64)
    return replace(rows, starts=starts, durations=until - starts)


def _ints(column: array[int]) -> Ints:
    return np.frombuffer(column, dtype=np.int64)
