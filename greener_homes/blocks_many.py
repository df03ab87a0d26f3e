"""Many blocks packed, unpacked and merged at once: the very bytes and counts that `blocks` makes, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from greener_homes import block_loops
from greener_homes.ahead import ahead
from greener_homes.blocks import HEADER, LEVEL, MAGIC, MAX_BLOCK_BYTES
from models.series import Ints, Quality

PACKED_AT_ONCE = 100_000
"""Readings laid out together: some megabytes."""
_MOST_A_READING, _MOST_A_BLOCK = 5 * 8, block_loops.HEADER_BYTES + 5 * block_loops.COLUMN_BYTES

SMALLEST_BLOCK_BYTES = _MOST_A_BLOCK
"""What a block takes beside the differences of its readings."""


@dataclass(frozen=True, slots=True)
class Run:
    """Readings of many blocks one after the other: block i holds rows `borders[i]` to `borders[i + 1]`, never none.

    Each block's readings are sorted by start and do not overlap; its values count steps of 10**`exponents[i]`.
    `updated` is the sender's last change of each (epoch seconds).
    """

    borders: Ints
    exponents: Ints
    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.integer[Any]]
    updated: Ints

    def __len__(self) -> int:
        return int(self.borders.size) - 1

    @property
    def counts(self) -> Ints:
        return np.diff(self.borders)

    @property
    def totals(self) -> Ints:
        """Each block's sum of values, in its own steps."""
        return np.add.reduceat(self.values, self.borders[:-1])

    @property
    def estimated(self) -> Ints:
        """How many of each block's readings somebody estimated."""
        return np.add.reduceat((self.quality == Quality.ESTIMATED).astype(np.int64), self.borders[:-1])

    def only(self, chosen: Ints) -> Run:
        """The chosen blocks, in the order of their numbers."""
        if chosen.size == len(self):
            return self
        wanted = np.zeros(len(self), dtype=bool)
        wanted[chosen] = True
        borders = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.counts[wanted])])
        return self._rows(borders, self.exponents[wanted], np.repeat(wanted, self.counts))

    def part(self, first: int, last: int) -> Run:
        """The blocks from number `first` up to `last`."""
        rows = slice(int(self.borders[first]), int(self.borders[last]))
        borders = self.borders[first : last + 1] - self.borders[first]
        return self._rows(borders, self.exponents[first:last], rows)

    def _rows(self, borders: Ints, exponents: Ints, rows: slice | NDArray[np.bool_]) -> Run:
        return Run(
            borders,
            exponents,
            self.starts[rows],
            self.durations[rows],
            self.values[rows],
            self.quality[rows],
            self.updated[rows],
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of bringing new readings to kept blocks: the blocks that result, and what happened to each reading.

    `counts[i]` are block i's new readings that were added, replaced another, repeated, contradicted or overlapped one.
    """

    run: Run
    counts: Ints

    @property
    def replaced(self) -> Ints:
        """The numbers of the blocks in which something was replaced."""
        return np.flatnonzero(self.counts[:, block_loops.REPLACED])

    @property
    def changed(self) -> Ints:
        """The numbers of the blocks that are not as they were."""
        return np.flatnonzero(self.counts[:, block_loops.ADDED] + self.counts[:, block_loops.REPLACED])


def pack(run: Run) -> Iterator[bytes]:
    """Each block's bytes, in order, as `blocks.pack` would make them; some are packed ahead of their use."""
    for segments in ahead(_packed(run)):
        for number in range(len(segments)):
            yield segments[number].tobytes()


def unpack(payloads: Sequence[bytes]) -> Run:
    """The blocks that were packed, together. Raises ValueError for bytes that are not one."""
    decompressor = zstandard.ZstdDecompressor()
    clear = [decompressor.decompress(payload, max_output_size=MAX_BLOCK_BYTES) for payload in payloads]
    heads = [HEADER.unpack_from(block) for block in clear]
    if any(magic != MAGIC for magic, _, _ in heads):
        raise ValueError("not a packed block")
    borders = _borders([count for _, _, count in heads])
    columns = np.empty((5, int(borders[-1])), dtype=np.int64)
    raw = np.frombuffer(b"".join(clear), dtype=np.uint8)
    block_loops.read_back(raw, _borders([len(block) for block in clear]), borders, columns)
    exponents = np.array([exponent for _, exponent, _ in heads], dtype=np.int64)
    return Run(borders, exponents, columns[0], columns[1], columns[2], columns[3], columns[4])


@dataclass(frozen=True, slots=True, eq=False)
class Clear:
    """Blocks' bytes before they were compressed, side by side: block i between `places[i]` and `places[i + 1]`."""

    raw: NDArray[np.uint8]
    places: Ints

    @property
    def exponents(self) -> Ints:
        return self.raw[self.places[:-1] + len(MAGIC)].astype(np.int8).astype(np.int64)

    @property
    def first_starts(self) -> Ints:
        """When each block's first reading begins."""
        at = self.places[:-1, None] + (block_loops.HEADER_BYTES + 1 + np.arange(8))
        found: Ints = self.raw[at].view("<i8")[:, 0].astype(np.int64)
        return found


def clear(packed: bytes, lengths: Ints) -> Clear:
    """Blocks that were packed and stand one after the other, so many bytes each, as they were before. Raises ValueError
    for bytes that are not blocks."""
    segments = np.stack([_borders(lengths)[:-1], lengths], axis=1).astype("<u8").tobytes()
    frames: Any = zstandard.BufferWithSegments(packed, segments)
    sizes = list(map(zstandard.frame_content_size, frames))
    if sizes and not SMALLEST_BLOCK_BYTES <= min(sizes) <= max(sizes) <= MAX_BLOCK_BYTES:
        raise ValueError("not a packed block")
    told = np.array(sizes, dtype=np.uint64).tobytes()
    found: Any = zstandard.ZstdDecompressor().multi_decompress_to_buffer(frames, decompressed_sizes=told)
    raw, places = np.frombuffer(b"".join(found), dtype=np.uint8), _borders(sizes)
    magic = raw[places[:-1, None] + np.arange(len(MAGIC))]
    if (magic != np.frombuffer(MAGIC, dtype=np.uint8)).any():
        raise ValueError("not a packed block")
    return Clear(raw, places)


def merge(kept: Run, new: Run) -> Merged:
    """Brings each block's `new` readings to the `kept` block of the same number, exactly as `blocks.merge` does."""
    exponents = np.minimum(kept.exponents, new.exponents)
    most = int(kept.borders[-1] + new.borders[-1])
    borders, out = np.empty(len(kept) + 1, dtype=np.int64), np.empty((5, most), dtype=np.int64)
    counts = np.zeros((len(kept), 5), dtype=np.int64)
    block_loops.bring_together(
        kept.borders,
        _columns(kept),
        10 ** (kept.exponents - exponents),
        new.borders,
        _columns(new),
        10 ** (new.exponents - exponents),
        borders,
        out,
        counts,
    )
    out = out[:, : borders[-1]]
    return Merged(Run(borders, exponents, out[0], out[1], out[2], out[3].astype(np.uint8), out[4]), counts)


def _packed(run: Run) -> Iterator[zstandard.BufferWithSegmentsCollection]:
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    first = 0
    while first < len(run):
        last = int(np.searchsorted(run.borders, run.borders[first] + PACKED_AT_ONCE, side="right")) - 1
        last = max(last, first + 1)
        yield compressor.multi_compress_to_buffer(_laid_out(run.part(first, last)))
        first = last


def _laid_out(run: Run) -> zstandard.BufferWithSegments:
    """Each block's bytes before they are compressed."""
    out = np.empty(run.starts.size * _MOST_A_READING + len(run) * _MOST_A_BLOCK, dtype=np.uint8)
    places = np.empty(len(run) + 1, dtype=np.int64)
    columns = (run.starts, run.durations, run.values, run.quality, run.updated)
    block_loops.lay_out(run.borders, run.exponents, *columns, out, places)
    segments = np.stack([places[:-1], np.diff(places)], axis=1).astype("<u8").tobytes()
    return zstandard.BufferWithSegments(out[: places[-1]].data, segments)


def _columns(run: Run) -> Ints:
    return np.stack([run.starts, run.durations, run.values, run.quality.astype(np.int64), run.updated])


def _borders(lengths: Sequence[int] | Ints) -> Ints:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.asarray(lengths, dtype=np.int64))])
