"""The loops behind blocks_many: many blocks' bytes laid out, read back, and brought together with new readings.

Each does for all blocks of an array what greener_homes/blocks.py does for one, and exactly that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.compiled import compiled

HEADER_BYTES, COLUMN_BYTES = 8, 9
ADDED, REPLACED, REPEATED, CONFLICTING, OVERLAPPING = range(5)
_MAGIC_1, _MAGIC_2, _MAGIC_3 = b"GH1"


@compiled
def lay_out(
    borders: Any,
    exponents: Any,
    starts: Any,
    durations: Any,
    values: Any,
    quality: Any,
    updated: Any,
    out: Any,
    places: Any,
) -> None:
    """Every block's bytes before compression are in `out`; block i's between `places[i]` and `places[i + 1]`."""
    at = 0
    places[0] = 0
    for number in range(exponents.size):
        first, last = borders[number], borders[number + 1]
        out[at], out[at + 1], out[at + 2] = _MAGIC_1, _MAGIC_2, _MAGIC_3
        out[at + 3] = exponents[number]
        count = last - first
        for place in range(4):
            out[at + 4 + place] = (count >> (8 * place)) & 255
        at += HEADER_BYTES
        at = _column_out(starts, first, last, out, at)
        at = _column_out(durations, first, last, out, at)
        at = _column_out(values, first, last, out, at)
        at = _column_out(quality, first, last, out, at)
        at = _column_out(updated, first, last, out, at)
        places[number + 1] = at


@compiled
def _column_out(column: Any, first: Any, last: Any, out: Any, at: Any) -> Any:
    """One column as its first value and differences, bytes of equal weight side by side; answers where it ends."""
    bound = np.int64(0)
    for row in range(first + 1, last):
        step = np.int64(column[row]) - np.int64(column[row - 1])
        bound = max(bound, abs(step))
    kind = 0 if bound <= 127 else 1 if bound <= 32_767 else 2 if bound <= 2_147_483_647 else 3
    width = 1 << kind
    out[at] = kind
    value = np.int64(column[first])
    for place in range(8):
        out[at + 1 + place] = (value >> (8 * place)) & 255
    at += COLUMN_BYTES
    steps = last - first - 1
    for place in range(width):
        shift = 8 * place
        for row in range(steps):
            step = np.int64(column[first + row + 1]) - np.int64(column[first + row])
            out[at + row] = (step >> shift) & 255
        at += steps
    return at


@compiled
def read_back(raw: Any, places: Any, borders: Any, columns: Any) -> None:
    """The five columns of every block whose bytes `raw` holds are in the rows of `columns`."""
    for number in range(places.size - 1):
        at = places[number] + HEADER_BYTES
        first, last = borders[number], borders[number + 1]
        for column in range(5):
            width = 1 << np.int64(raw[at])
            value = np.int64(0)
            for place in range(8):
                value |= np.int64(raw[at + 1 + place]) << (8 * place)
            at += COLUMN_BYTES
            columns[column, first] = value
            steps = last - first - 1
            sign = np.int64(1) << (8 * width - 1)
            for row in range(steps):
                step = np.int64(0)
                for place in range(width):
                    step |= np.int64(raw[at + place * steps + row]) << (8 * place)
                value += (step ^ sign) - sign
                columns[column, first + row + 1] = value
            at += steps * width


@compiled
def bring_together(
    kept_borders: Any,
    kept: Any,
    kept_factors: Any,
    new_borders: Any,
    new: Any,
    new_factors: Any,
    borders: Any,
    out: Any,
    counts: Any,
) -> None:
    """What `blocks.merge` makes of each pair of blocks is in `out`, cut by `borders`; `counts` say what happened.

    Columns are starts, durations, values, quality and last change. Factors bring values to the finer step of the two.
    """
    at = 0
    borders[0] = 0
    for number in range(kept_factors.size):
        first, last = kept_borders[number], kept_borders[number + 1]
        next_kept = position = first
        for row in range(new_borders[number], new_borders[number + 1]):
            start, duration = new[0, row], new[1, row]
            value = new[2, row] * new_factors[number]
            while position < last and kept[0, position] < start:
                position += 1
            if position < last and kept[0, position] == start and kept[1, position] == duration:
                at = _as_kept(kept, next_kept, position + 1, kept_factors[number], out, at)
                next_kept = position + 1
                if out[2, at - 1] == value and out[3, at - 1] == new[3, row]:
                    counts[number, REPEATED] += 1
                elif new[4, row] > out[4, at - 1]:
                    out[2, at - 1], out[3, at - 1], out[4, at - 1] = value, new[3, row], new[4, row]
                    counts[number, REPLACED] += 1
                else:
                    counts[number, CONFLICTING] += 1
                continue
            before = position > first and kept[0, position - 1] + kept[1, position - 1] > start
            after = position < last and kept[0, position] < start + duration
            if before or after:
                counts[number, OVERLAPPING] += 1
                continue
            at = _as_kept(kept, next_kept, position, kept_factors[number], out, at)
            next_kept = position
            out[0, at], out[1, at], out[2, at], out[3, at], out[4, at] = (
                start,
                duration,
                value,
                new[3, row],
                new[4, row],
            )
            at += 1
            counts[number, ADDED] += 1
        at = _as_kept(kept, next_kept, last, kept_factors[number], out, at)
        borders[number + 1] = at


@compiled
def _as_kept(kept: Any, first: Any, last: Any, factor: Any, out: Any, at: Any) -> Any:
    """The kept rows from `first` up to `last` are copied; answers where they end."""
    for row in range(first, last):
        for column in range(5):
            out[column, at] = kept[column, row]
        out[2, at] *= factor
        at += 1
    return at
