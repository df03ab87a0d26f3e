"""When readings begin and how long they last, where a document leaves it to be worked out.

The standard lets a block give its readings' times by their place alone, and meters that never change their clock
write odd pairs when everybody else does. Both are told by rules a document either meets exactly or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.series import Ints
from utility_connectors import codes
from utility_connectors.assembly import Rows
from utility_connectors.green_button.resources import ABSENT
from utility_connectors.tally import Tally

MOST_CLOCK_CHANGES = 2
"""Pairs of readings with one start that a single block may owe to clocks changing."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The interval block of each row (`of_row`, ascending), and every block's declared start and duration."""

    of_row: NDArray[np.int64]
    starts: Ints
    durations: Ints

    def take(self, chosen: NDArray[np.bool_]) -> Blocks:
        """The blocks of the chosen rows."""
        return Blocks(self.of_row[chosen], self.starts, self.durations)


def with_times(rows: Rows, blocks: Blocks, length: int, tally: Tally) -> tuple[Rows, Blocks]:
    """Rows that all have a start and a duration; `length` is the declared interval length in seconds, 0 if none.

    A duration missing throughout the meter reading is the declared length; starts missing throughout a block that
    its readings fill exactly are counted off from its own. A reading that alone lacks one is left out.
    """
    no_duration = rows.durations == ABSENT
    if length > 0 and bool(no_duration.all()):
        rows = replace(rows, durations=np.full(len(rows), length, dtype=np.int64))
        no_duration = np.zeros(len(rows), dtype=bool)
        before = int(np.count_nonzero(rows.starts == ABSENT))
        if before:
            rows = _counted_off(rows, blocks, length)
            tally.note(codes.TIMES_FROM_BLOCK, before - int(np.count_nonzero(rows.starts == ABSENT)))
    no_start = rows.starts == ABSENT
    tally.add_all(codes.READING_TIME, rows.lines[no_start])
    tally.add_all(codes.READING_DURATION, rows.lines[no_duration & ~no_start])
    whole = ~(no_start | no_duration)
    return (rows, blocks) if bool(whole.all()) else (rows.take(whole), blocks.take(whole))


def with_clock_changes(rows: Rows, blocks: Blocks, tally: Tally) -> tuple[Rows, int]:
    """Readings that a clock change gave the start of the next one are added to it; with how many they were.

    They are told from contradictions by their block: its readings' lengths still add up exactly to the interval
    it declares. All other readings that share a start are left to the rules for repeats and conflicts.
    """
    of_row = blocks.of_row
    pairs = np.flatnonzero((rows.starts[1:] == rows.starts[:-1]) & (of_row[1:] == of_row[:-1]))
    if not pairs.size:
        return rows, 0
    members, first = np.unique(of_row, return_index=True)
    complete = np.add.reduceat(rows.durations, first) == blocks.durations[members]
    block_of_pair = np.searchsorted(members, of_row[pairs])
    few = np.bincount(block_of_pair, minlength=members.size) <= MOST_CLOCK_CHANGES
    pairs = pairs[(complete & few)[block_of_pair] & (rows.durations[pairs + 1] > 0)]
    values, costs = rows.values.copy(), rows.costs.copy()
    kept = np.ones(len(rows), dtype=bool)
    for index in pairs.tolist():
        values[index + 1] += values[index]
        if rows.has_cost[index] and rows.has_cost[index + 1]:
            costs[index + 1] += costs[index]
        kept[index] = False
    tally.note(codes.CLOCK_CHANGE_MERGED, int(pairs.size))
    return replace(rows, values=values, costs=costs).take(kept), int(pairs.size)


def _counted_off(rows: Rows, blocks: Blocks, length: int) -> Rows:
    members, first, sizes = np.unique(blocks.of_row, return_index=True, return_counts=True)
    begins, spans = blocks.starts[members], blocks.durations[members]
    silent = np.add.reduceat((rows.starts == ABSENT).astype(np.int64), first) == sizes
    fits = silent & (begins != ABSENT) & (spans == length * sizes)
    place = np.arange(len(rows)) - np.repeat(first, sizes)
    starts = np.where(np.repeat(fits, sizes), np.repeat(begins, sizes) + length * place, rows.starts)
    return replace(rows, starts=starts)
