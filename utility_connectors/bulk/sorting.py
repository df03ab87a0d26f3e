"""Two loops over rows, compiled (numba): which of them may be kept, and bringing those of each stream together."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.compiled import compiled


@compiled
def sort_out(
    stream: Any,
    head: Any,
    starts: Any,
    durations: Any,
    values: Any,
    quality: Any,
    lines: Any,
    first_line: Any,
    of_streams: Any,
    bounds: Any,
    out: Any,
    out_quality: Any,
    counts: Any,
) -> None:
    """The rows whose stream may be kept, and whose time it covers, are in `out`: stream, start, duration, value, line.

    Row i is of stream `stream[head[i]]`; negative ones are left out. `of_streams` say from and until when a stream is
    covered and which of the `bounds` its readings are within: earliest and latest start, shortest and longest duration,
    least, most, most a second. `counts`: rows kept, of barred streams, out of time, and kept ones out of their bounds.
    """
    many = 0
    for row in range(head.size):
        number = stream[head[row]]
        if number < 0:
            if number == -1:
                counts[1] += 1
            continue
        start, duration, value = starts[row], durations[row], values[row]
        if start < of_streams[0, number] or start >= of_streams[1, number]:
            counts[2] += 1
            continue
        measure = of_streams[2, number]
        most = min(bounds[measure, 5], bounds[measure, 6] * duration)
        if (
            start < bounds[measure, 0]
            or start > bounds[measure, 1]
            or duration < bounds[measure, 2]
            or duration > bounds[measure, 3]
            or value < bounds[measure, 4]
            or abs(value) > most
        ):
            counts[3] += 1
        out[0, many], out[1, many], out[2, many], out[3, many] = number, start, duration, value
        out[4, many], out_quality[many] = lines[row] + first_line, quality[row]
        many += 1
    counts[0] = many


@compiled
def by_stream(stream: Any, starts: Any, order: Any) -> Any:
    """The order of rows by stream, else as they are, is in `order`; answers whether all starts rise within streams."""
    most = np.int64(0)
    for row in range(stream.size):
        most = max(most, np.int64(stream[row]))
    places, latest = np.zeros(most + 2, dtype=np.int64), np.full(most + 1, np.int64(-(1 << 62)))
    rising = True
    for row in range(stream.size):
        number = stream[row]
        places[number + 1] += 1
        rising = rising and starts[row] > latest[number]
        latest[number] = starts[row]
    for number in range(most + 1):
        places[number + 1] += places[number]
    for row in range(stream.size):
        number = stream[row]
        order[places[number]] = row
        places[number] += 1
    return rising
