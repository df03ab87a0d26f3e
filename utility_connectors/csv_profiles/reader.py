"""A CSV usage file to streams, whichever known profile it is in: one for each account, meter, commodity and flow.

Rejected rows leave a line number and a code, nothing of their content. Who may be stored is not decided here.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath

import numpy as np

from greener_homes.errors import Refusal
from models.findings import Finding
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
from utility_connectors.csv_profiles.columns import ColumnReader
from utility_connectors.csv_profiles.conventions import DateStyle
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.layout import NO_COLUMN, Layout
from utility_connectors.csv_profiles.one_day import on_its_day
from utility_connectors.csv_profiles.opening import Opened, open_rows
from utility_connectors.csv_profiles.profile import UNITS, Measure, Profile, Role, RowEnd
from utility_connectors.csv_profiles.shown import as_shown
from utility_connectors.csv_profiles.spans import Columns, Timed, columns_of, timed
from utility_connectors.csv_profiles.text import Lines
from utility_connectors.csv_profiles.values import COST_EXPONENT, UNSAID, VALUE_EXPONENT
from utility_connectors.csv_profiles.whose import StreamKey
from utility_connectors.limits import Limits
from utility_connectors.ports import Cost, UsageFile, UsageStream
from utility_connectors.tally import Tally

CHUNK_ROWS = 8_192
FEWEST_CONFLICTS = 12
"""So many contradicted or negative readings, a fifth of all, are no mistakes: several series stand in one."""
FEWEST_DIAL_READINGS, DIAL_LEVEL, UNEVEN = 24, 20.0, 0.2
"""How long amounts must rise, how many mean steps above nought they begin, and how much steps vary (of their mean)."""
_AS_READ = {DateStyle.MONTH_FIRST: "01/02 = 2 Jan", DateStyle.DAY_FIRST: "01/02 = 1 Feb"}


def read_csv(
    source: io.BufferedReader, name: str, *, now: int | None, limits: Limits, profiles: Sequence[Profile] = KNOWN
) -> UsageFile:
    """Every meter of the file as streams of exactly the account and meter it names.

    Raises Refusal when the text, the header or the unit cannot be read. A header without rows is a refusal too.
    """
    try:
        return read_opened(open_rows(Lines(source, limits), limits, profiles), name, now=now, limits=limits)
    except UnicodeError:
        raise Refusal(codes.CSV_ENCODING) from None


def read_opened(opened: Opened, name: str, *, now: int | None, limits: Limits) -> UsageFile:
    """Every meter of a table whose header has been found, wherever its rows come from. Raises Refusal."""
    tally = Tally(limits.rejects_listed)
    opened = on_its_day(opened)
    rows, lines = _taken(opened, tally)
    layout, findings = as_shown(opened.layout, rows, opened.above)
    profile = layout.profile
    named = _named(profile, name)
    measures, assumed = _measures(layout, named)
    reader = ColumnReader(layout, measures, limits, tally, None if named is None else named.commodity)
    while rows:
        reader.read(rows, lines)
        rows, lines = _taken(opened, tally)
    if not reader.seen and not tally.counts:
        raise Refusal(codes.CSV_NO_ROWS)
    columns = columns_of(reader.table)
    found = _streams(columns, timed(columns, profile, reader.clock, tally), reader, now, limits, tally)
    if not profile.is_exact:
        _require_sense(reader, found, tally)
    streams = merge(found, tally)
    findings += assumed
    if opened.rows.is_foreign:
        findings.append(codes.CSV_WINDOWS_LETTERS.finding())
    if reader.clock.slashed and not reader.clock.order_shown:
        order = next(style for style in profile.times.dates if style in (DateStyle.MONTH_FIRST, DateStyle.DAY_FIRST))
        findings.append(codes.CSV_DATE_ORDER.finding(example=_AS_READ[order]))
    findings = [*findings, *tally.findings(), *gaps_finding(streams)]
    return UsageFile(profile.name, streams, tuple(findings), tuple(tally.listed), tally.frozen_counts)


def _taken(opened: Opened, tally: Tally) -> tuple[list[list[str]], Ints]:
    """The next rows, in letters the format may be written in. Raises Refusal."""
    rows, lines = opened.rows.take(CHUNK_ROWS, tally)
    if opened.rows.is_foreign and opened.layout.profile.encoding != "cp1252":
        raise Refusal(codes.CSV_ENCODING)
    return rows, lines


def _require_sense(reader: ColumnReader, streams: Sequence[UsageStream], tally: Tally) -> None:
    """What was read can be meant so. Raises Refusal where dates contradict each other or series lie in each other."""
    clock = reader.clock
    if clock.other_order and clock.slashed and not clock.order_shown and reader.profile.learns:
        raise Refusal(codes.CSV_DATES_MIXED)
    negative = tally.said_of(codes.READING_NEGATIVE)
    if negative >= FEWEST_CONFLICTS and negative * 5 >= reader.seen:
        raise Refusal(codes.CSV_NET_UNSAID)
    kept, conflicts = sum(stream.count for stream in streams), tally.said_of(codes.READING_CONFLICT)
    again = conflicts + tally.said_of(codes.READING_REPEATED)
    if (conflicts >= FEWEST_CONFLICTS and conflicts * 5 >= conflicts + kept) or again > max(2 * kept, FEWEST_CONFLICTS):
        raise Refusal(codes.CSV_SEVERAL_AT_ONCE)


def _named(profile: Profile, name: str) -> Measure | None:
    """What the file's own name tells, its last part first."""
    parts = reversed(PurePath(name.lower()).parts)
    return next((measure for part in parts for word, measure in profile.by_file_name if word in part), None)


def _measures(layout: Layout, named: Measure | None) -> tuple[list[tuple[int, Measure | None]], list[Finding]]:
    """The columns of amounts with what each measures; None where every row says it itself."""
    if layout.measures:
        return list(layout.measures), []
    quantity = layout.roles.get(Role.QUANTITY, NO_COLUMN)
    if Role.UNIT in layout.roles:
        return [(quantity, None)], []
    if layout.profile.measure is not None:
        return [(quantity, layout.profile.measure)], []
    if named is None:
        raise Refusal(codes.CSV_UNIT_UNKNOWN)
    return [(quantity, named)], [codes.CSV_UNIT_ASSUMED.finding(unit=named.unit)]


def _streams(
    columns: Columns, spans: Timed, reader: ColumnReader, now: int | None, limits: Limits, tally: Tally
) -> list[UsageStream]:
    stream = columns.stream[spans.rows]
    order = np.argsort(stream, kind="stable")
    keys = reader.groups.streams
    borders = np.searchsorted(stream[order], np.arange(len(keys) + 1))
    streams = []
    for number, key in enumerate(keys):
        chosen = order[borders[number] : borders[number + 1]]
        rows = spans.rows[chosen]
        costs = columns.cost[rows]
        streams.append(
            _stream(
                key,
                Rows(
                    spans.starts[chosen],
                    spans.lasts[chosen],
                    columns.value[rows],
                    columns.quality[rows],
                    np.zeros(rows.size, dtype=np.int64),
                    columns.line[rows],
                    costs,
                    costs != UNSAID,
                ),
                reader.profile,
                now,
                limits,
                tally,
            )
        )
    return [stream for stream in streams if stream.count]


def _stream(key: StreamKey, rows: Rows, profile: Profile, now: int | None, limits: Limits, tally: Tally) -> UsageStream:
    measure = key.measure
    written = UNITS[measure.commodity][measure.unit]
    exponent = VALUE_EXPONENT + written.exponent
    longest = limits.bill_max_s if profile.row_end in (RowEnd.BILL, RowEnd.MONTH) else None
    bounds = bounds_of(limits, measure.commodity, measure.flow, written.factor * 10.0**exponent, longest)
    rows = _ascending(rows)
    if not profile.is_exact and _are_register_readings(rows):
        raise Refusal(codes.CSV_REGISTER)
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


def _are_register_readings(rows: Rows) -> bool:
    """Whether amounts only ever rise, from a high level and by uneven steps, as a meter's dial does and use never."""
    if len(rows) < FEWEST_DIAL_READINGS:
        return False
    steps = np.diff(rows.values)
    mean = float(steps.mean())
    return bool(
        (steps >= 0).all()
        and np.count_nonzero(steps) * 2 >= steps.size
        and rows.values[0] >= DIAL_LEVEL * mean
        and float(steps.std()) >= UNEVEN * mean
    )


def _ascending(rows: Rows) -> Rows:
    """The rows in order of time; those of the same moment in the order the file gave them."""
    if bool(np.all(rows.starts[1:] >= rows.starts[:-1])):
        return rows
    return rows.take(np.argsort(rows.starts, kind="stable"))
