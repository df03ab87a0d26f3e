"""Bytes to lines: UTF-8 (or UTF-16 with its mark), any line ends, nothing longer than a usage file should be.

A byte that no text has, or a letter in another encoding, ends the reading: half a file is worse than none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from greener_homes.errors import Refusal
from utility_connectors import codes
from utility_connectors.limits import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CHUNK = 1 << 18


def is_utf16(source: io.BufferedReader) -> bool:
    """Whether the text begins with the mark of UTF-16, as some portals' exports do."""
    return source.peek(2)[:2] in UTF16_MARKS


def lines_of(source: io.BufferedReader, limits: Limits) -> Iterator[str]:
    """The lines, each with its newline.

    Taking one may raise Refusal for a NUL, for more or longer lines than the limits, and UnicodeError for bytes
    that are not in the encoding.
    """
    wide = is_utf16(source)
    checked: io.BufferedReader = io.BufferedReader(_Checked(source, limits, wide=wide), CHUNK)
    text = io.TextIOWrapper(checked, encoding="utf-16" if wide else "utf-8-sig", errors="strict", newline=None)
    return iter(partial(text.readline, 2 * limits.csv_max_line_bytes), "")


class _Checked(io.RawIOBase):
    """The bytes of a text, counted as they pass."""

    def __init__(self, source: io.BufferedReader, limits: Limits, *, wide: bool) -> None:
        super().__init__()
        self._source = source
        self._limits = limits
        self._wide = wide
        self._lines = 0
        self._since_newline = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._source.read(len(view))
        if not self._wide and b"\0" in data:
            raise Refusal(codes.CSV_NUL)
        self._lines += data.count(b"\n") or data.count(b"\r")
        if self._lines > self._limits.csv_max_lines:
            raise Refusal(codes.CSV_TOO_MANY_LINES, limit=self._limits.csv_max_lines)
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._since_newline = self._since_newline + len(data) if last < 0 else len(data) - last
        if self._since_newline > self._limits.csv_max_line_bytes:
            raise Refusal(codes.CSV_LINE_TOO_LONG)
        view[: len(data)] = data
        return len(data)
