"""When each reading really began and how long it lasted, once all rows of a file are known.

Wall-clock times become universal ones; the two readings of the repeated hour are told apart as the profile says;
a reading without an end lasts to its neighbour. What cannot be told is left out and counted, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.series import Ints
from utility_connectors import codes
from utility_connectors.csv_profiles.columns import Table
from utility_connectors.csv_profiles.conventions import Label, Repeated, Zone
from utility_connectors.csv_profiles.profile import Profile, Role, RowEnd
from utility_connectors.csv_profiles.times import DATE, DAY_S, NAIVE, UNIVERSAL, Clock
from utility_connectors.csv_profiles.values import UNSAID
from utility_connectors.tally import Tally

HOUR_S = 3600
DEFAULT_INTERVAL_S = HOUR_S
"""What a single reading without an end is taken to last."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Timed:
    """All readings of a file in universal time: which rows of the table they are, when they begin and how long."""

    rows: Ints
    starts: Ints
    lasts: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns whole. The same lengths; see `Table`."""

    stream: Ints
    begin: Ints
    end: Ints
    lasts: Ints
    value: Ints
    quality: NDArray[np.uint8]
    cost: Ints
    days: Ints
    line: Ints

    def __len__(self) -> int:
        return int(self.begin.size)


def columns_of(table: Table) -> Columns:
    """The table's chunks put together; the chunks are given up on the way, to hold them once."""

    def whole(chunks: list[Ints]) -> Ints:
        joined = np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)
        chunks.clear()
        return joined

    quality = np.concatenate(table.quality) if table.quality else np.empty(0, dtype=np.uint8)
    return Columns(
        whole(table.stream), whole(table.begin), whole(table.end), whole(table.lasts), whole(table.value), quality,
        whole(table.cost), whole(table.days), whole(table.line),
    )  # fmt: skip


def timed(columns: Columns, profile: Profile, clock: Clock, tally: Tally) -> Timed:
    """Every reading whose time can be told."""
    places = np.arange(len(columns), dtype=np.int64)
    if profile.row_end in (RowEnd.BILL, RowEnd.MONTH):
        return _billed(columns, profile, clock, places)
    walls, kinds = columns.begin >> 2, columns.begin & 3
    lasts, is_set = columns.lasts.copy(), columns.lasts != UNSAID
    kinds = _dates_are_days(columns, profile, kinds, is_set, tally)
    lasts = _days_last(walls, kinds, lasts, is_set, clock)
    if profile.row_end is RowEnd.NEIGHBOUR and bool((kinds != DATE).any()):
        lasts = _until_neighbour(columns, profile, walls, kinds, lasts, tally)
    is_counted = profile.row_end is RowEnd.DAY or Role.HOUR in profile.required
    if profile.times.label is Label.ENDING and not is_counted:
        walls = _begun(columns, profile, walls, kinds, lasts, clock)
    starts, lasts, bad = _universal(columns, profile, walls, kinds, lasts, clock, tally)
    if profile.row_end is RowEnd.STATED:
        starts, lasts, bad = _stated(columns, profile, walls, starts, bad, clock, tally)
    keep = ~bad
    return Timed(places[keep], starts[keep], lasts[keep])


def _dates_are_days(columns: Columns, profile: Profile, kinds: Ints, is_set: Mask, tally: Tally) -> Ints:
    """A date lasts the day, unless the column has times of day too: then the exporter left midnight's out."""
    if profile.row_end is not RowEnd.NEIGHBOUR:
        return np.where(kinds == DATE, NAIVE, kinds)
    is_date = (kinds == DATE) & ~is_set
    if not bool(is_date.any()) or bool(is_date.all()):
        return np.where(is_date, DATE, np.where(kinds == DATE, NAIVE, kinds))
    timed_streams = np.unique(columns.stream[~is_date])
    midnight = is_date & np.isin(columns.stream, timed_streams)
    tally.note(codes.CSV_MIDNIGHT, int(np.count_nonzero(midnight)))
    return np.where(midnight | ((kinds == DATE) & is_set), NAIVE, kinds)


def _days_last(walls: Ints, kinds: Ints, lasts: Ints, is_set: Mask, clock: Clock) -> Ints:
    whole = (kinds == DATE) & ~is_set
    if not bool(whole.any()):
        return lasts
    days = walls[whole] // DAY_S
    lasts[whole] = clock.midnights(days + 1) - clock.midnights(days)
    return lasts


def _until_neighbour(columns: Columns, profile: Profile, walls: Ints, kinds: Ints, lasts: Ints, tally: Tally) -> Ints:
    """How long readings without an end last; a length that is written counts where no neighbour is nearer.

    A reading lasts to the next (where times name the end: from the one before). Where that is farther than on its
    other side, as before a gap, it counts only if the reading beyond is as long: a file may change its step.
    """
    ending = profile.times.label is Label.ENDING
    found = lasts.copy()
    moments = np.where(kinds == DATE, UNSAID, walls)
    order = np.lexsort((moments, columns.stream))
    borders = np.flatnonzero(np.diff(columns.stream[order])) + 1
    for rows in np.split(order, borders):
        rows = rows[moments[rows] != UNSAID]
        distinct, place = np.unique(moments[rows], return_inverse=True)
        if distinct.size < 2:
            found[rows] = np.where(lasts[rows] == UNSAID, DEFAULT_INTERVAL_S, lasts[rows])
            continue
        steps = np.diff(distinct)
        before, after = np.append(steps[:1], steps), np.append(steps, steps[-1:])
        own, beyond = (
            (before, np.append(before[:1], before[:-1])) if ending else (after, np.append(after[1:], after[-1:]))
        )
        nearest = np.where(own == beyond, own, np.minimum(before, after))[place]
        said = lasts[rows]
        found[rows] = np.where(said == UNSAID, nearest, np.minimum(nearest, said))
        tally.note(codes.CSV_DURATION_DIFFERS, int(np.count_nonzero((said != UNSAID) & (nearest < said))))
    return found


def _begun(columns: Columns, profile: Profile, walls: Ints, kinds: Ints, lasts: Ints, clock: Clock) -> Ints:
    """Wall-clock beginnings of readings whose time names the end.

    Of the autumn day's labels either 02:00 stands twice (the clock before the change was kept to the end) or 01:00
    (the moments themselves): in the second case labels become moments first, and the beginning is worked out there.
    """
    begun = walls - np.where(kinds == DATE, 0, lasts)
    if profile.times.zone is not Zone.LOCAL:
        return begun
    naive = kinds == NAIVE
    first, second = clock.both(walls)
    if not _stands_twice(columns, walls, naive & (first < second)):
        return begun
    columns_at_end = replace(columns, begin=walls * 4 + kinds)
    moments = _by_order(columns_at_end, walls, first, second, naive)
    moment_walls = clock.walls(moments - lasts)
    near = naive & (np.abs(first - moments) + np.abs(second - first) > 0)
    return np.where(near, moment_walls, begun)


def _stands_twice(columns: Columns, walls: Ints, twice: Mask) -> bool:
    """Whether a wall-clock time in the repeated hour is written twice for one meter."""
    pairs = np.stack((columns.stream[twice], walls[twice]), axis=1)
    return bool(pairs.size) and np.unique(pairs, axis=0).shape[0] < pairs.shape[0]


def _universal(
    columns: Columns, profile: Profile, walls: Ints, kinds: Ints, lasts: Ints, clock: Clock, tally: Tally
) -> tuple[Ints, Ints, Mask]:
    """Universal beginnings, lengths, and which readings cannot be told apart or never were."""
    first, second = clock.both(walls)
    naive = kinds != UNIVERSAL
    starts = np.where(naive, first, walls)
    never, twice = naive & (first > second), naive & (first < second)
    tally.add_all(codes.CSV_TIME_SKIPPED, columns.line[never])
    bad = never
    how = profile.times.repeated
    if how is Repeated.TOGETHER:
        tally.note(codes.CSV_HOUR_TOGETHER, int(np.count_nonzero(twice)))
        within = twice & (lasts <= HOUR_S)  # parts of the hour share the two hours between them, in order
        hour = starts // HOUR_S * HOUR_S
        starts = np.where(within, hour + 2 * (starts - hour), starts)
        lasts = np.where(within, 2 * lasts, lasts)
    elif how is Repeated.FIRST:
        tally.note(codes.CSV_HOUR_ONCE, int(np.count_nonzero(twice)))
    elif bool(twice.any()):
        lone = twice
        if how in (Repeated.ORDER, Repeated.ELAPSED):
            starts, lone = _told_apart(columns, walls, first, second, starts, twice)
            tally.note(codes.CSV_TIME_BY_ORDER, int(np.count_nonzero(twice & ~lone)))
        tally.add_all(codes.CSV_TIME_AMBIGUOUS, columns.line[lone])
        bad = bad | lone
    return starts, lasts, bad


def _by_order(columns: Columns, walls: Ints, first: Ints, second: Ints, naive: Mask) -> Ints:
    starts, _ = _told_apart(columns, walls, first, second, np.where(naive, first, walls), naive & (first < second))
    return starts


def _told_apart(
    columns: Columns, walls: Ints, first: Ints, second: Ints, starts: Ints, twice: Mask
) -> tuple[Ints, Mask]:
    """Both readings of a repeated time have their own hour, by the file's order; which of them stand alone."""
    starts = starts.copy()
    lone = np.zeros(twice.size, dtype=bool)
    rows = np.flatnonzero(twice)
    pairs = np.stack((columns.stream[rows], walls[rows]), axis=1)
    _, place, count = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    place = place.reshape(-1)
    lone[rows[count[place] != 2]] = True
    order = rows[np.argsort(place, kind="stable")]
    couples = order[~lone[order]].reshape(-1, 2)
    if couples.size:
        backwards = _descends(columns, walls)
        later = np.where(backwards[columns.stream[couples[:, 0]]], couples[:, 0], couples[:, 1])
        starts[later] = second[later]
    return starts, lone


def _descends(columns: Columns, walls: Ints) -> Mask:
    """For each meter, whether the file gives the newest first."""
    order = np.argsort(columns.stream, kind="stable")
    same = columns.stream[order][1:] == columns.stream[order][:-1]
    steps = np.where(same, np.sign(np.diff(walls[order])), 0)
    sums = np.bincount(columns.stream[order][1:], weights=steps, minlength=int(columns.stream.max(initial=0)) + 1)
    return sums < 0


def _stated(
    columns: Columns, profile: Profile, walls: Ints, starts: Ints, bad: Mask, clock: Clock, tally: Tally
) -> tuple[Ints, Ints, Mask]:
    """Lengths by the end that is written. An end in the repeated hour counts by the clock, from its beginning."""
    end_walls, end_kinds = columns.end >> 2, columns.end & 3
    first, second = clock.both(end_walls)
    naive = end_kinds != UNIVERSAL
    ends = np.where(naive, first, end_walls)
    unclear = naive & (first != second) & ~bad
    if profile.times.repeated is Repeated.REFUSED:
        for code, wrong in ((codes.CSV_TIME_SKIPPED, first > second), (codes.CSV_TIME_AMBIGUOUS, first < second)):
            tally.add_all(code, columns.line[unclear & wrong])
        return starts, ends - starts, bad | unclear
    begun, also = clock.both(walls)
    by_clock = naive & (columns.begin & 3 != UNIVERSAL) & ((first != second) | (begun != also))
    lasts = np.where(by_clock, end_walls - walls, ends - starts)
    if not profile.is_exact:
        lasts = np.where(lasts % 300 == 240, lasts + 60, np.where(lasts % 60 == 59, lasts + 1, lasts))
    return starts, lasts, bad


def _billed(columns: Columns, profile: Profile, clock: Clock, places: Ints) -> Timed:
    """Bill periods, given as first and last or first and next day, as universal time."""
    first, last = (columns.begin >> 2) // DAY_S, (columns.end >> 2) // DAY_S
    ends = last.copy()
    for stream in np.unique(columns.stream).tolist():
        rows = columns.stream == stream
        if profile.row_end is RowEnd.BILL and _last_day_counts(first[rows], last[rows], columns.days[rows]):
            ends[rows] += 1
    starts = clock.midnights(first)
    return Timed(places, starts, clock.midnights(ends) - starts)


def _last_day_counts(first: Ints, last: Ints, days: Ints) -> bool:
    """Whether the last day belongs to the period: the days billed tell, or else how bills follow each other."""
    lasts = last - first
    inclusive, exclusive = int(np.count_nonzero(days == lasts + 1)), int(np.count_nonzero(days == lasts))
    if inclusive == exclusive:
        order = np.argsort(first, kind="stable")
        steps = first[order][1:] - last[order][:-1]
        inclusive, exclusive = int(np.count_nonzero(steps == 1)), int(np.count_nonzero(steps == 0))
    return inclusive > exclusive
