"""Readings of consented homes while a file is read: in memory while they are few, else in sealed parts on disk.

A part holds all rows of its streams, so each can be settled on its own. What is spilled is sealed with a key that
exists only in this process: whoever finds it after a kill cannot open it, and the next sweep removes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from greener_homes.vault import SpooledFile, SpoolWriter, Vault
from models.series import Ints
from utility_connectors.bulk import sorting

BYTES_PER_PART = 60_000_000
"""Of the file: so much makes about half a million rows, which are settled at once."""
MOST_PARTS = 160
MOST_IN_MEMORY = 40_000_000
TOGETHER = 3
"""Two to the power of this many streams that follow each other lie in one part: files are mostly sorted by customer."""
COLUMNS: tuple[tuple[str, str], ...] = (
    ("stream", "<i4"),
    ("starts", "<u4"),
    ("durations", "<i4"),
    ("values", "<i8"),
    ("quality", "|u1"),
    ("lines", "<u4"),
)
ROW_BYTES = sum(np.dtype(kind).itemsize for _, kind in COLUMNS)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that may be stored: the number of their stream, when (universal seconds), how long, how much, where."""

    stream: Ints
    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.uint8]
    lines: Ints

    def __len__(self) -> int:
        return int(self.stream.size)

    def take(self, chosen: Ints | NDArray[np.bool_] | slice) -> Batch:
        """The chosen rows, in the order chosen."""
        return Batch(*(getattr(self, name)[chosen] for name, _ in COLUMNS))


@dataclass(slots=True)
class _Part:
    held: list[bytes] = field(default_factory=list)
    writer: SpoolWriter | None = None
    file: SpooledFile | None = None


class Parts:
    """Takes batches as they come, gives them back part by part. Closing it leaves nothing on disk."""

    def __init__(self, vault: Vault, size_bytes: int, *, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self._vault = vault
        self._parts = [_Part() for _ in range(min(MOST_PARTS, size_bytes // BYTES_PER_PART + 1))]
        self._most = most_in_memory
        self._in_memory = 0
        self.rows = 0

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *error: object) -> None:
        for part in self._parts:
            part.held.clear()
            if part.writer is not None:
                part.writer.abandon()
            if part.file is not None:
                self._vault.discard(part.file.name)

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, batch: Batch) -> None:
        """The rows are kept with the others of their streams."""
        self.rows += len(batch)
        if len(self._parts) == 1:
            self._hold(self._parts[0], batch)
            return
        number = (batch.stream >> TOGETHER) % len(self._parts)
        if bool((number == number[0]).all()):
            self._hold(self._parts[int(number[0])], batch)
            return
        order = np.empty(len(batch), dtype=np.int64)
        sorting.by_stream(number, batch.starts, order)
        borders = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=len(self._parts)))])
        sorted_batch = batch.take(order)
        for part, first, last in zip(self._parts, borders[:-1].tolist(), borders[1:].tolist(), strict=True):
            if first < last:
                self._hold(part, sorted_batch.take(slice(first, last)))

    def __iter__(self) -> Iterator[Batch]:
        """Each part that holds anything, whole, in the order the rows came; gone from disk once it was given."""
        for part in self._parts:
            raw = part.held
            if part.writer is not None:
                part.file, part.writer = part.writer.finish(), None
            if part.file is not None:
                with self._vault.read_spooled(part.file.name, part.file.wrapped_key) as stream:
                    raw = [*_pieces(stream), *raw]
                self._vault.discard(part.file.name)
                part.file = None
            part.held = []
            if raw:
                yield _joined(raw)

    def _hold(self, part: _Part, batch: Batch) -> None:
        columns = [getattr(batch, name).astype(kind, copy=False) for name, kind in COLUMNS]
        piece = b"".join((len(batch).to_bytes(4, "little"), *(column.tobytes() for column in columns)))
        part.held.append(piece)
        self._in_memory += len(piece)
        if self._in_memory > self._most:
            self._spill()

    def _spill(self) -> None:
        for part in self._parts:
            if part.held:
                part.writer = part.writer or self._vault.spool()
                part.writer.write(b"".join(part.held))
                part.held = []
        self._in_memory = 0


def _pieces(stream: object) -> Iterator[bytes]:
    read = stream.read  # type: ignore[attr-defined]
    while head := read(4):
        count = int.from_bytes(head, "little")
        yield head + read(count * ROW_BYTES)


def _joined(pieces: list[bytes]) -> Batch:
    parts: dict[str, list[NDArray[np.generic]]] = {name: [] for name, _ in COLUMNS}
    for piece in pieces:
        count = int.from_bytes(piece[:4], "little")
        offset = 4
        for name, kind in COLUMNS:
            parts[name].append(np.frombuffer(piece, dtype=kind, count=count, offset=offset))
            offset += count * np.dtype(kind).itemsize
    whole = {name: np.concatenate(held) for name, held in parts.items()}
    return Batch(**{name: column if name == "quality" else column.astype(np.int64) for name, column in whole.items()})  # type: ignore[arg-type]
