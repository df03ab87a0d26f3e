"""A part of a bulk file to clean series: sorted, each moment once, in our unit, exact; many streams at a time.

Streams that are in order and free of repeats, as nearly all are, are checked and scaled together; each other goes
through the same rules as any file's (utility_connectors/assembly.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.quantities import Unit
from models.series import Ints, UsageSeries
from utility_connectors.assembly import COARSEST, FINEST, LARGEST_SUM, rows_of, series_of, settle
from utility_connectors.bulk import sorting
from utility_connectors.bulk.parts import Batch
from utility_connectors.bulk.reader import Stream
from utility_connectors.bulk.rows import MILLIONTHS
from utility_connectors.csv_profiles.profile import UNITS
from utility_connectors.tally import Tally


@dataclass(frozen=True, slots=True)
class Settled:
    """Clean readings of many streams: those of `streams[i]` are rows `borders[i]` to `borders[i + 1]`.

    Values count steps of 10**`exponents[i]` of `units[i]`.
    """

    streams: Ints
    borders: Ints
    units: tuple[Unit, ...]
    exponents: Ints
    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return int(self.streams.size)


def settled(part: Batch, streams: Sequence[Stream], tally: Tally) -> Settled:
    """The part's rows as clean series; what was left out of them is tallied."""
    part = _in_order(part)
    numbers, borders = _grouped(part.stream)
    odd = _odd(part, borders, numbers, streams)
    values, exponents = _scaled(part.values, borders, numbers, streams)
    units = tuple(_unit(streams[number]) for number in numbers.tolist())
    clean = Settled(numbers, borders, units, exponents, part.starts, part.durations, values, part.quality)
    return clean if not odd.size else _with(clean, part, odd, streams, tally)


def _in_order(part: Batch) -> Batch:
    if bool((part.stream[1:] >= part.stream[:-1]).all()) and _rising(part):
        return part
    order = np.empty(len(part), dtype=np.int64)
    if sorting.by_stream(part.stream, part.starts, order):
        return part.take(order)
    return part.take(np.argsort((part.stream << 33) | part.starts, kind="stable"))


def _rising(part: Batch) -> bool:
    return bool(((part.starts[1:] > part.starts[:-1]) | (part.stream[1:] != part.stream[:-1])).all())


def _grouped(stream: Ints) -> tuple[Ints, Ints]:
    begins = np.flatnonzero(np.concatenate([[True], stream[1:] != stream[:-1]]))
    return stream[begins], np.append(begins, stream.size)


def _odd(part: Batch, borders: Ints, numbers: Ints, streams: Sequence[Stream]) -> Ints:
    """The places of the streams that need to be looked at on their own."""
    clash = part.starts[1:] < part.starts[:-1] + part.durations[:-1]
    clash[borders[1:-1] - 1] = False
    rows = np.flatnonzero(clash)
    places = set(np.searchsorted(borders, rows, side="right") - 1)
    largest = np.maximum.reduceat(np.abs(part.values), borders[:-1]) + 1
    places.update(np.flatnonzero(largest > LARGEST_SUM // (2 * np.diff(borders))).tolist())
    converted = [place for place, number in enumerate(numbers.tolist()) if _factor(streams[number]) != 1.0]
    return np.array(sorted({int(place) for place in places}.union(converted)), dtype=np.int64)


def _scaled(values: Ints, borders: Ints, numbers: Ints, streams: Sequence[Stream]) -> tuple[Ints, Ints]:
    """Values in the coarsest step, up to one, that keeps every one of a stream's exact; and those steps."""
    written = np.array([_exponent(streams[number]) for number in numbers.tolist()], dtype=np.int64)
    dropped = np.zeros(numbers.size, dtype=np.int64)
    going = written < COARSEST
    power = 0
    while bool(going.any()):
        power += 1
        whole = values % 10**power == 0
        if not bool(whole.all()):
            going &= np.logical_and.reduceat(whole, borders[:-1])
        dropped[going] = power
        going &= written + power < COARSEST
    if not bool(dropped.any()):
        return values, written
    if bool((dropped == dropped[0]).all()):
        return values // 10 ** int(dropped[0]), written + dropped
    factors = np.repeat(10**dropped, np.diff(borders))
    return values // factors, written + dropped


def _with(clean: Settled, part: Batch, odd: Ints, streams: Sequence[Stream], tally: Tally) -> Settled:
    """The same with the odd streams settled one by one."""
    places = set(odd.tolist())
    pieces: list[tuple[int, UsageSeries | None]] = []
    for place in range(len(clean)):
        rows = slice(int(clean.borders[place]), int(clean.borders[place + 1]))
        if place in places:
            pieces.append((place, _settled_one(part.take(rows), streams[int(clean.streams[place])], tally)))
        else:
            pieces.append((place, None))
    columns: list[list[NDArray[np.generic]]] = [[], [], [], []]
    lengths, exponents, kept = [], [], []
    for place, series in pieces:
        rows = slice(int(clean.borders[place]), int(clean.borders[place + 1]))
        found: tuple[NDArray[np.generic], ...] = (
            (clean.starts[rows], clean.durations[rows], clean.values[rows], clean.quality[rows])
            if series is None
            else (series.starts, series.durations, series.values, series.quality)
        )
        if not found[0].size:
            continue
        for column, piece in zip(columns, found, strict=True):
            column.append(piece)
        kept.append(place)
        lengths.append(found[0].size)
        exponents.append(int(clean.exponents[place]) if series is None else series.exponent)
    starts, durations, values, quality = (
        np.concatenate(column) if column else np.empty(0, dtype=np.int64) for column in columns
    )
    return Settled(
        clean.streams[kept],
        np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))]),
        tuple(clean.units[place] for place in kept),
        np.array(exponents, dtype=np.int64),
        starts,
        durations,
        values,
        quality.astype(np.uint8),
    )


def _settled_one(part: Batch, stream: Stream, tally: Tally) -> UsageSeries:
    rows = settle(rows_of(part.starts, part.durations, part.values, part.quality, part.lines), tally)
    measure = stream.measure
    series = series_of(
        measure.commodity, measure.flow, _unit(stream), rows, exponent=_exponent(stream), factor=_factor(stream)
    )
    if FINEST <= series.exponent <= COARSEST:
        return series
    raise ValueError("a series in a step no block can hold")


def _unit(stream: Stream) -> Unit:
    return UNITS[stream.measure.commodity][stream.measure.unit].unit


def _factor(stream: Stream) -> float:
    return UNITS[stream.measure.commodity][stream.measure.unit].factor


def _exponent(stream: Stream) -> int:
    return UNITS[stream.measure.commodity][stream.measure.unit].exponent - MILLIONTHS
