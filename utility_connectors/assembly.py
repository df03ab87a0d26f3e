"""From columns of raw readings to a clean series: checked, each moment once, in our unit, exact.

Every connector ends here, so that the rules for bad rows, repeats, corrections, conflicts and overlaps are the
same whatever the format. Pure arithmetic on arrays; knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from models.findings import Code, Finding
from models.quantities import Commodity, Flow, Unit
from models.series import Ints, Quality, UsageSeries
from utility_connectors import codes
from utility_connectors.limits import Limits
from utility_connectors.ports import Cost, UsageStream
from utility_connectors.tally import Tally

FINEST, COARSEST = -9, 0
"""Powers of ten a stored value may have a step of: a billionth of the unit to one."""
TRIMMED_SHARE, MOST_TRIMMED_S = 10, 25 * 3600
"""A reading may reach into the next by a tenth of the shorter of the two, and by 25 hours at most."""
LARGEST_SUM = 2**62
EXACT_FLOAT = 2**53
ROUNDING_TOLERANCE = 1e-8
"""Relative error that rounding to a step may put into a total before a finer step is taken."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """Raw readings of one meter reading, in the order the file gave them. All columns have the same length.

    `values` in steps of the file's own unit; `updated` the sender's last change (epoch seconds, 0 unsaid);
    `lines` where each stood; `costs` in the sender's smallest step, meaningful where `has_cost`.
    """

    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.uint8]
    updated: Ints
    lines: NDArray[np.int64]
    costs: Ints
    has_cost: Mask

    def __len__(self) -> int:
        return int(self.starts.size)

    def take(self, chosen: Mask | Ints) -> Rows:
        """The chosen rows, in the order chosen."""
        return Rows(
            self.starts[chosen],
            self.durations[chosen],
            self.values[chosen],
            self.quality[chosen],
            self.updated[chosen],
            self.lines[chosen],
            self.costs[chosen],
            self.has_cost[chosen],
        )


def rows_of(starts: Ints, durations: Ints, values: Ints, quality: NDArray[np.uint8], lines: Ints) -> Rows:
    """Rows without costs and without a word on when they changed."""
    nothing = np.zeros(starts.size, dtype=np.int64)
    return Rows(starts, durations, values, quality, nothing, lines, nothing, nothing.astype(bool))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a plausible reading is: durations in seconds, amounts in the file's own step."""

    duration_min_s: int
    duration_max_s: int
    negative_allowed: bool
    largest: float
    largest_per_s: float | None = None


def bounds_of(
    limits: Limits, commodity: Commodity, flow: Flow, units_per_step: float, duration_max_s: int | None = None
) -> Bounds:
    """Bounds for readings where one step of the file is `units_per_step` of our unit (kWh for electricity)."""
    power = limits.electricity_max_kw / 3600.0 / units_per_step if commodity is Commodity.ELECTRICITY else None
    longest = duration_max_s if duration_max_s is not None else limits.duration_max_s
    return Bounds(limits.duration_min_s, longest, flow is Flow.NET, limits.amount_max / units_per_step, power)


def plausible(rows: Rows, bounds: Bounds, limits: Limits, now: int | None, tally: Tally) -> Rows:
    """Only the rows that pass every check; each other is tallied under the first check it fails."""
    late = np.zeros(len(rows), dtype=bool) if now is None else rows.starts > now + limits.reading_max_future_s
    checks: list[tuple[Code, Mask]] = [
        (codes.READING_TOO_EARLY, rows.starts < limits.reading_min_start),
        (codes.READING_IN_FUTURE, late),
        (
            codes.READING_DURATION,
            (rows.durations < bounds.duration_min_s) | (rows.durations > bounds.duration_max_s),
        ),
    ]
    if not bounds.negative_allowed:
        checks.append((codes.READING_NEGATIVE, rows.values < 0))
    most = np.full(len(rows), bounds.largest)
    if bounds.largest_per_s is not None:
        most = np.minimum(most, bounds.largest_per_s * (1 + 1e-12) * rows.durations)
    checks.append((codes.READING_TOO_LARGE, np.abs(rows.values) > most))
    good = np.ones(len(rows), dtype=bool)
    for code, bad in checks:
        bad &= good
        tally.add_all(code, rows.lines[bad])
        good &= ~bad
    return rows if bool(good.all()) else rows.take(good)


def settle(rows: Rows, tally: Tally) -> Rows:
    """Each moment once, sorted by start: repeats dropped, corrections applied, conflicts marked, overlaps resolved.

    Of rows for the same start and duration the latest `updated` wins, then the better quality, then the first in
    the file; where an equal contradicts it, it is marked questionable. A row that reaches a little into the next
    (a day written with 24 hours when it had 23, a bill that counts its last day twice) ends where the next begins.
    Of rows that overlap more those that end first stay, so hours win over the day that contains them and no energy
    is counted twice.
    """
    count = len(rows)
    if count < 2 or bool(np.all(rows.starts[1:] >= rows.starts[:-1] + rows.durations[:-1])):
        return rows
    order = np.lexsort((np.arange(count), rows.quality, -rows.updated, rows.durations, rows.starts))
    rows = rows.take(order)
    first = np.ones(count, dtype=bool)
    first[1:] = (rows.starts[1:] != rows.starts[:-1]) | (rows.durations[1:] != rows.durations[:-1])
    if not bool(first.all()):
        rows = _one_a_moment(rows, first, tally)
    rows = _trimmed(rows, tally)
    ends = rows.starts + rows.durations
    if bool(np.all(rows.starts[1:] >= ends[:-1])):
        return rows
    keep = _without_overlap(rows.starts, ends)
    dropped = ~keep
    tally.add_all(codes.READING_OVERLAP, rows.lines[dropped])
    return rows.take(keep)


def series_of(
    commodity: Commodity, flow: Flow, unit: Unit, rows: Rows, *, exponent: int, factor: float = 1.0
) -> UsageSeries:
    """The rows as a series in `unit`, where one step of the file is `factor` × 10**`exponent` of it.

    Whole numbers stay exact when `factor` is 1; otherwise each value is rounded to a step fine enough that the
    total keeps its first eight digits.
    """
    if factor == 1.0:
        values, step = _fit(rows.values, exponent)
    else:
        values, step = _rounded(rows.values.astype(np.float64) * factor, exponent)
    return UsageSeries(commodity, flow, unit, rows.starts, rows.durations, values, step, rows.quality)


def usual_interval(durations: Ints, declared: int | None = None) -> int | None:
    """The length most readings have, in seconds; where none has the majority, what the file declares."""
    if not durations.size:
        return declared
    lengths, counts = np.unique(durations, return_counts=True)
    commonest = int(np.argmax(counts))
    return int(lengths[commonest]) if counts[commonest] * 2 > durations.size else declared


def gap_seconds(series: UsageSeries) -> int:
    """Seconds between the first start and the last end that no reading covers."""
    if not len(series):
        return 0
    return int(series.ends[-1] - series.starts[0] - series.durations.sum())


def gaps_finding(streams: Iterable[UsageStream]) -> list[Finding]:
    """One finding with all missing time of the streams we keep, or none."""
    gaps = [gap for s in streams if s.series is not None and s.storable and (gap := gap_seconds(s.series)) > 0]
    return [codes.GAP.finding(missing_s=sum(gaps), streams=len(gaps))] if gaps else []


def merge(streams: Sequence[UsageStream], tally: Tally) -> tuple[UsageStream, ...]:
    """Streams that say the same thing of the same meter become one, each moment once. Order is kept."""
    grouped: dict[tuple[object, ...], list[UsageStream]] = {}
    for index, stream in enumerate(streams):
        mergeable = stream.storable and stream.series is not None
        same = (stream.account, stream.usage_point, stream.commodity, stream.flow, stream.unit)
        grouped.setdefault(same if mergeable else (index,), []).append(stream)
    return tuple(parts[0] if len(parts) == 1 else _merged(parts, tally) for parts in grouped.values())


def _one_a_moment(rows: Rows, first: Mask, tally: Tally) -> Rows:
    winner = np.flatnonzero(first)[np.cumsum(first) - 1]
    differs = rows.values != rows.values[winner]
    outdone = (rows.updated < rows.updated[winner]) | (rows.quality > rows.quality[winner])
    for code, loser in (
        (codes.READING_REPEATED, ~first & ~differs),
        (codes.READING_SUPERSEDED, ~first & differs & outdone),
        (codes.READING_CONFLICT, ~first & differs & ~outdone),
    ):
        tally.add_all(code, rows.lines[loser])
    quality = rows.quality.copy()
    quality[winner[~first & differs & ~outdone]] = Quality.QUESTIONABLE
    return replace(rows, quality=quality).take(first)


def _trimmed(rows: Rows, tally: Tally) -> Rows:
    """Rows cut off where the next begins, if they reach into it by little of either and do not contain it."""
    reach = rows.starts[:-1] + rows.durations[:-1] - rows.starts[1:]
    little = np.minimum(np.minimum(rows.durations[:-1], rows.durations[1:]) // TRIMMED_SHARE, MOST_TRIMMED_S)
    slight = (reach > 0) & (reach <= little)
    if not bool(slight.any()):
        return rows
    tally.note(codes.READING_TRIMMED, int(np.count_nonzero(slight)))
    durations = rows.durations.copy()
    durations[:-1][slight] -= reach[slight]
    return replace(rows, durations=durations)


def _without_overlap(starts: Ints, ends: Ints) -> Mask:
    """The most readings that do not overlap: earliest end first, shortest first among equals."""
    keep = np.zeros(starts.size, dtype=bool)
    free_from: int | None = None
    for index in np.lexsort((-starts, ends)).tolist():
        if free_from is None or starts[index] >= free_from:
            keep[index] = True
            free_from = int(ends[index])
    return keep


def _fit(values: Ints, exponent: int) -> tuple[Ints, int]:
    """The same amounts in a step between FINEST and COARSEST, without overflow; exact wherever that is possible."""
    largest = int(np.abs(values).max(initial=0))
    while exponent > COARSEST and largest * 10 * max(1, values.size) < LARGEST_SUM:
        values, largest, exponent = values * 10, largest * 10, exponent - 1
    drop = max(0, FINEST - exponent)
    while (largest // 10**drop + 1) * values.size >= LARGEST_SUM:
        drop += 1
    if drop:
        values, exponent = np.rint(values / 10.0**drop).astype(np.int64), exponent + drop
    while exponent < COARSEST and values.size and not np.any(values % 10):
        values, exponent = values // 10, exponent + 1
    return values, exponent


def _rounded(amounts: NDArray[np.float64], exponent: int) -> tuple[Ints, int]:
    """Amounts × 10**exponent as whole numbers of the coarsest step that keeps the total's first eight digits."""
    exact = amounts * 10.0**exponent
    size = float(np.abs(exact).sum())
    chosen = (np.zeros(amounts.size, dtype=np.int64), -6)
    for step in (-6, FINEST):
        scaled = np.rint(exact * 10.0**-step)
        if float(np.abs(scaled).max(initial=0.0)) >= EXACT_FLOAT:
            if step == -6:
                return _fit(np.rint(np.clip(amounts, -1e18, 1e18)).astype(np.int64), exponent)
            break
        chosen = (scaled.astype(np.int64), step)
        if float(np.abs(scaled * 10.0**step - exact).sum()) <= ROUNDING_TOLERANCE * size:
            break
    return chosen


def _merged(parts: Sequence[UsageStream], tally: Tally) -> UsageStream:
    held = [part.series for part in parts if part.series is not None]
    step = min(series.exponent for series in held)
    rows = Rows(
        starts=np.concatenate([series.starts for series in held]),
        durations=np.concatenate([series.durations for series in held]),
        values=np.concatenate([series.values * 10 ** (series.exponent - step) for series in held]),
        quality=np.concatenate([series.quality for series in held]),
        updated=np.concatenate([np.full(len(part.series or ()), part.updated, dtype=np.int64) for part in parts]),
        lines=np.zeros(sum(len(series) for series in held), dtype=np.int64),
        costs=np.zeros(sum(len(series) for series in held), dtype=np.int64),
        has_cost=np.zeros(sum(len(series) for series in held), dtype=bool),
    )
    before = len(rows)
    rows = settle(_sorted(rows), tally)
    first = parts[0]
    series = series_of(first.commodity, first.flow, held[0].unit, rows, exponent=step)
    return replace(
        first,
        series=series,
        count=sum(part.count for part in parts) - (before - len(rows)),
        interval_s=usual_interval(series.durations, first.interval_s),
        updated=max(part.updated for part in parts),
        cost=_cost_of(parts) if len(rows) == before else None,
    )


def _cost_of(parts: Sequence[UsageStream]) -> Cost | None:
    costs = [part.cost for part in parts]
    known = [cost for cost in costs if cost is not None]
    if len(known) < len(costs) or len({cost.currency for cost in known}) != 1:
        return None
    return Cost(sum((cost.amount for cost in known), Decimal(0)), known[0].currency)


def _sorted(rows: Rows) -> Rows:
    return rows.take(np.lexsort((np.arange(len(rows)), rows.starts)))
