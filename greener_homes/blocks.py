"""Readings as bytes: how a month of one usage point is packed, unpacked and merged. Pure arithmetic, no database.

A block holds five columns (start, duration, value, quality, the sender's last change), each as the differences
of whole numbers in the smallest integer type that fits, all compressed together. Regular hourly data costs
about two bytes a reading. Values are integers in steps of 10**exponent, so totals are exact.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from models.quantities import Commodity, Flow, Unit
from models.series import Ints, Quality, UsageSeries

MAGIC = b"GH1"
HEADER = struct.Struct("<3sbI")
COLUMN = struct.Struct("<bq")
TYPES: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32, np.int64)
LEVEL = 3
MAX_BLOCK_BYTES = 64 << 20
FINEST, COARSEST = -9, 0
"""Steps are kept between a billionth and one of the unit: finer is noise, and mixing wider ones would overflow."""
LARGEST_VALUE = 2**53


@dataclass(frozen=True, slots=True)
class Block:
    """Readings sorted by start, none overlapping. All columns have the same length."""

    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.uint8]
    updated: Ints
    exponent: int

    def __len__(self) -> int:
        return int(self.starts.size)

    @property
    def total(self) -> int:
        """Sum of the values, in steps of 10**exponent."""
        return int(self.values.sum())

    @property
    def estimated(self) -> int:
        """How many readings somebody estimated."""
        return int(np.count_nonzero(self.quality == Quality.ESTIMATED))


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of bringing new readings to a block: the block that results, and counts of what happened."""

    block: Block
    added: int = 0
    replaced: int = 0
    repeated: int = 0
    conflicting: int = 0
    overlapping: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.added or self.replaced)


def pack(block: Block) -> bytes:
    """The block as bytes; `unpack` gives the same block back."""
    parts = [HEADER.pack(MAGIC, block.exponent, len(block))]
    columns = (block.starts, block.durations, block.values, block.quality, block.updated)
    parts.extend(_pack_column(column.astype(np.int64)) for column in columns)
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(b"".join(parts))


def unpack(payload: bytes) -> Block:
    """The block that was packed. Raises ValueError for bytes that are not one."""
    raw = zstandard.ZstdDecompressor().decompress(payload, max_output_size=MAX_BLOCK_BYTES)
    magic, exponent, count = HEADER.unpack_from(raw)
    if magic != MAGIC:
        raise ValueError("not a packed block")
    offset = HEADER.size
    columns = []
    for _ in range(5):
        column, offset = _unpack_column(raw, offset, count)
        columns.append(column)
    starts, durations, values, quality, updated = columns
    return Block(starts, durations, values, quality.astype(np.uint8), updated, exponent)


def of_series(series: UsageSeries, updated: int) -> Block:
    """The series as a block whose every reading was last changed at `updated` (epoch seconds, 0 unknown).

    Raises ValueError for amounts beyond 2**53 steps, which no home uses.
    """
    exponent = min(max(series.exponent, FINEST), COARSEST)
    values = series.values
    if series.exponent > exponent:
        factor = 10 ** (series.exponent - exponent)
        if len(series) and int(np.abs(values).max()) > LARGEST_VALUE // factor:
            raise ValueError("an amount is beyond what a block can hold")
        values = values * factor
    elif series.exponent < exponent:
        values = np.rint(values / 10.0 ** (exponent - series.exponent)).astype(np.int64)
    updates = np.full(len(series), updated, dtype=np.int64)
    return Block(series.starts, series.durations, values, series.quality, updates, exponent)


def series_of(blocks: list[Block], commodity: Commodity, flow: Flow, unit: Unit) -> UsageSeries:
    """Blocks of successive months as one series, in the finest step any of them uses."""
    exponent = min((block.exponent for block in blocks), default=0)
    fine = [_rescaled(block, exponent) for block in blocks]

    def column(name: str, kind: type) -> NDArray[np.int64]:
        parts = [getattr(block, name) for block in fine]
        return np.concatenate(parts) if parts else np.empty(0, dtype=kind)

    return UsageSeries(
        commodity=commodity,
        flow=flow,
        unit=unit,
        starts=column("starts", np.int64),
        durations=column("durations", np.int64),
        values=column("values", np.int64),
        exponent=exponent,
        quality=column("quality", np.uint8).astype(np.uint8),
    )


def select(block: Block, keep: NDArray[np.bool_]) -> Block:
    """The readings for which `keep` is true."""
    return replace(
        block,
        starts=block.starts[keep],
        durations=block.durations[keep],
        values=block.values[keep],
        quality=block.quality[keep],
        updated=block.updated[keep],
    )


def split_by_month(block: Block) -> list[tuple[np.datetime64, Block]]:
    """The block's readings by the UTC month they start in, in order."""
    if not len(block):
        return []
    months = block.starts.astype("datetime64[s]").astype("datetime64[M]")
    edges = np.flatnonzero(np.diff(months.astype(np.int64))) + 1
    bounds = [0, *edges.tolist(), len(block)]
    parts = []
    for first, last in itertools.pairwise(bounds):
        keep = np.zeros(len(block), dtype=bool)
        keep[first:last] = True
        parts.append((months[first], select(block, keep)))
    return parts


def merge(kept: Block | None, new: Block) -> Merge:
    """Brings `new` readings to a `kept` block.

    The same reading again changes nothing. A different value for the same interval replaces the kept one only
    when the sender changed it later; otherwise it is counted as a conflict. A reading that overlaps a kept one
    otherwise than exactly is not stored, so energy is never counted twice.
    """
    if kept is None or not len(kept):
        return Merge(new, added=len(new))
    exponent = min(kept.exponent, new.exponent)
    kept, new = _rescaled(kept, exponent), _rescaled(new, exponent)
    position = np.searchsorted(kept.starts, new.starts)
    at = np.minimum(position, len(kept) - 1)
    same = (kept.starts[at] == new.starts) & (kept.durations[at] == new.durations)
    equal = same & (kept.values[at] == new.values) & (kept.quality[at] == new.quality)
    later = same & ~equal & (new.updated > kept.updated[at])
    before = np.maximum(position - 1, 0)
    clashes_before = (position > 0) & (kept.starts[before] + kept.durations[before] > new.starts)
    clashes_after = (position < len(kept)) & (kept.starts[at] < new.starts + new.durations)
    overlaps = ~same & (clashes_before | clashes_after)
    fresh = ~same & ~overlaps
    values, quality, updated = kept.values.copy(), kept.quality.copy(), kept.updated.copy()
    values[at[later]], quality[at[later]], updated[at[later]] = (
        new.values[later],
        new.quality[later],
        new.updated[later],
    )
    added = select(new, fresh)
    order = np.argsort(np.concatenate([kept.starts, added.starts]), kind="stable")
    block = Block(
        np.concatenate([kept.starts, added.starts])[order],
        np.concatenate([kept.durations, added.durations])[order],
        np.concatenate([values, added.values])[order],
        np.concatenate([quality, added.quality])[order],
        np.concatenate([updated, added.updated])[order],
        exponent,
    )
    return Merge(
        block,
        added=int(np.count_nonzero(fresh)),
        replaced=int(np.count_nonzero(later)),
        repeated=int(np.count_nonzero(equal)),
        conflicting=int(np.count_nonzero(same & ~equal & ~later)),
        overlapping=int(np.count_nonzero(overlaps)),
    )


def _rescaled(block: Block, exponent: int) -> Block:
    if block.exponent == exponent:
        return block
    return replace(block, values=block.values * 10 ** (block.exponent - exponent), exponent=exponent)


def _pack_column(column: Ints) -> bytes:
    if not column.size:
        return COLUMN.pack(0, 0)
    differences = np.diff(column)
    bound = int(np.abs(differences).max()) if differences.size else 0
    kind = next(index for index, dtype in enumerate(TYPES) if bound <= np.iinfo(dtype).max)
    # bytes of equal weight side by side: what varies little compresses best together
    planes = differences.astype(TYPES[kind]).view(np.uint8).reshape(-1, TYPES[kind](0).itemsize).T
    return COLUMN.pack(kind, int(column[0])) + np.ascontiguousarray(planes).tobytes()


def _unpack_column(raw: bytes, offset: int, count: int) -> tuple[Ints, int]:
    kind, first = COLUMN.unpack_from(raw, offset)
    offset += COLUMN.size
    if count == 0:
        return np.empty(0, dtype=np.int64), offset
    width = TYPES[kind](0).itemsize
    length = (count - 1) * width
    planes = np.frombuffer(raw, dtype=np.uint8, count=length, offset=offset).reshape(width, count - 1)
    differences = np.ascontiguousarray(planes.T).view(TYPES[kind]).reshape(-1).astype(np.int64)
    column = np.empty(count, dtype=np.int64)
    column[0] = first
    np.cumsum(differences, out=column[1:])
    column[1:] += first
    return column, offset + length
