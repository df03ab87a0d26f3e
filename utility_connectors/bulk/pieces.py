"""A large file of the standard format as pieces of whole lines, below a header that is plainly ours."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from greener_homes.errors import Refusal
from utility_connectors import codes
from utility_connectors.bulk.seen import Seen
from utility_connectors.bulk.shred import Irregular, Plan, plan_of
from utility_connectors.csv_profiles.layout import layout_of
from utility_connectors.csv_profiles.standard import STANDARD
from utility_connectors.limits import Limits

PIECE_BYTES = 2 << 20
MARK = b"\xef\xbb\xbf"


class Pieces(Iterator[bytes]):
    """Whole lines, about two mebibytes at a time, each piece ended by a newline. `plan` says how to read them.

    Raises Irregular where the header is not plainly that of the standard format; while being taken from, Refusal for
    a line that is too long.
    """

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self.bytes_read = 0
        held = bytearray(PIECE_BYTES)
        begun = bytes(memoryview(held)[: self._read_into(memoryview(held))])
        first, newline, rest = begun.removeprefix(MARK).partition(b"\n")
        self.header = first.removesuffix(b"\r")
        if not newline:
            raise Irregular
        self.plan = _plan(self.header, limits)
        self._all = self._pieces(rest)

    def __next__(self) -> bytes:
        return next(self._all)

    def _pieces(self, left: bytes) -> Iterator[bytes]:
        while True:
            held = bytearray(len(left) + PIECE_BYTES)
            held[: len(left)] = left
            size = len(left) + self._read_into(memoryview(held)[len(left) :])
            ended = size == len(left)
            whole = held.rfind(b"\n", 0, size) + 1
            if whole:
                yield bytes(memoryview(held)[:whole])
            left = bytes(memoryview(held)[whole:size])
            if len(left) > self._limits.csv_max_line_bytes:
                raise Refusal(codes.CSV_LINE_TOO_LONG)
            if ended:
                break
        if left:
            yield left + b"\n"

    def _read_into(self, room: memoryview) -> int:
        """How many bytes came: all there is room for, or all there are."""
        filled = 0
        while filled < len(room) and (more := self._source.readinto(room[filled:])):  # type: ignore[attr-defined]
            filled += more
        self.bytes_read += filled
        return filled


def fields(text: bytes, line: int, seen: Seen) -> list[str] | None:
    """The fields of one line; None where it holds none, or is quoted wrongly, which is counted.

    Raises Irregular for a field that goes on in the next line, Refusal for one that is too long.
    """
    try:
        return next(csv.reader([text.decode("utf-8") + "\n"], strict=True), None)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Irregular from None
        if "field larger" in str(error):
            raise Refusal(codes.CSV_FIELD_TOO_LONG, line=line) from None
        seen.rows += 1
        seen.refuse(codes.CSV_QUOTING, line, "")
        return None


def _plan(header: bytes, limits: Limits) -> Plan:
    if b"\r" in header or not header.isascii() or b'"' in header or b"\0" in header:
        raise Irregular
    names = header.decode("ascii").split(",")
    plain = [name.strip().lower() for name in names if name.strip()]
    if len(names) > limits.csv_max_columns or len(set(plain)) < len(plain):
        raise Irregular
    layout = layout_of(names, (STANDARD,))
    plan = None if layout is None else plan_of(layout)
    if plan is None:
        raise Irregular
    return plan
