"""The loop behind days_many: packed blocks read straight into days, without the columns that days do not need."""

from __future__ import annotations

from typing import Any

import numpy as np

from greener_homes.block_loops import COLUMN_BYTES, HEADER_BYTES
from models.compiled import compiled, inlined


@inlined
def _step(raw: Any, begins: Any, width: Any, steps: Any, row: Any) -> Any:
    """One difference of a column, its bytes of equal weight side by side."""
    step = np.int64(raw[begins + row])
    if width == 1:
        return (step ^ 0x80) - 0x80
    for place in range(1, width):
        step |= np.int64(raw[begins + place * steps + row]) << (8 * place)
    sign = np.int64(1) << (8 * width - 1)
    return (step ^ sign) - sign


@compiled
def place_days(
    raw: Any,
    places: Any,
    order: Any,
    owners: Any,
    factors: Any,
    since: Any,
    until: Any,
    midnights: Any,
    shortest_s: Any,
    longest_s: Any,
    use: Any,
    not_daily: Any,
) -> Any:
    """Each reading of the blocks, in this `order`, stands on the day that holds its middle: the first where several do.

    Block i lies in `raw` between `places[i]` and `places[i + 1]` and belongs to the row `owners[i]` of `use` [points,
    days], NaN before; its amounts are in steps of `factors[i]`. Only readings that begin in `since` to `until` of their
    point count; a point with one that is not about a day long is `not_daily`. False for bytes that are no block.
    """
    days = midnights.size - 1
    first = np.empty(3, dtype=np.int64)
    widths = np.empty(3, dtype=np.int64)
    begins = np.empty(3, dtype=np.int64)
    day = np.int64(0)
    for number in order:
        at, end, owner = places[number], places[number + 1], owners[number]
        if end - at < HEADER_BYTES:
            return False
        count = np.int64(0)
        for place in range(4):
            count |= np.int64(raw[at + 4 + place]) << (8 * place)
        at += HEADER_BYTES
        for column in range(3):
            if at + COLUMN_BYTES > end or raw[at] > 3:
                return False
            widths[column] = 1 << np.int64(raw[at])
            value = np.int64(0)
            for place in range(8):
                value |= np.int64(raw[at + 1 + place]) << (8 * place)
            first[column] = value
            begins[column] = at + COLUMN_BYTES
            at += COLUMN_BYTES + (count - 1) * widths[column]
        if at > end or count < 1:
            return False
        start, duration, amount = first
        for row in range(count):
            if row:
                start += _step(raw, begins[0], widths[0], count - 1, row - 1)
                duration += _step(raw, begins[1], widths[1], count - 1, row - 1)
                amount += _step(raw, begins[2], widths[2], count - 1, row - 1)
            if start < since[owner] or start >= until[owner]:
                continue
            if duration < shortest_s or duration > longest_s:
                not_daily[owner] = True
                continue
            middle = start + duration // 2
            # From the day of the reading before: mostly it is the next.
            while day < days and midnights[day + 1] <= middle:
                day += 1
            while day >= 0 and midnights[day] > middle:
                day -= 1
            if 0 <= day < days and np.isnan(use[owner, day]):
                use[owner, day] = np.float64(amount) * factors[number]
    return True
