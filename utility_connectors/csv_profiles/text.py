"""Bytes to lines: UTF-8 (or UTF-16 with its mark), any line ends, nothing longer than a usage file should be.

A byte that no text has ends the reading: half a file is worse than none. Letters that are not UTF-8 are noticed;
whether they may stand is for the format to say.
"""

from __future__ import annotations

import codecs as encodings
import io
import itertools
from collections.abc import Iterator

from greener_homes.errors import Refusal
from utility_connectors import codes
from utility_connectors.limits import Limits

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CHUNK = 1 << 18


def plain(text: str) -> str:
    """A text as it is compared: letters that are not UTF-8 as Windows writes them, every kind of space as a space."""
    if text.isascii():
        return text
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        text = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class Lines(Iterator[str]):
    """The lines of a text, each with its newline, whichever way they end.

    Taking one may raise Refusal for a NUL or for more or longer lines than the limits, and UnicodeError for UTF-16
    that is broken.
    """

    def __init__(self, source: io.BufferedReader, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._wide = source.peek(2)[:2] in UTF16_MARKS
        self._count = 0
        self._since_newline = 0
        self._utf8 = encodings.getincrementaldecoder("utf-8")()
        self._is_between = False
        self.is_foreign = False
        """Whether what has been read so far holds letters that are not UTF-8."""
        self._all = itertools.chain.from_iterable(self._pieces())

    def __iter__(self) -> Iterator[str]:
        return self._all

    def __next__(self) -> str:
        return next(self._all)

    def _pieces(self) -> Iterator[list[str]]:
        """The lines, as many at a time as one piece of the file has."""
        name, errors = ("utf-16", "strict") if self._wide else ("utf-8-sig", "surrogateescape")
        decoder = io.IncrementalNewlineDecoder(encodings.getincrementaldecoder(name)(errors), translate=True)
        rest = ""
        while data := self._source.read(CHUNK):
            self._check(data)
            lines = io.StringIO(rest + decoder.decode(data), newline="\n").readlines()
            rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
            yield lines
        self._check(b"")
        yield io.StringIO(rest + decoder.decode(b"", final=True), newline="\n").readlines()

    def _check(self, data: bytes) -> None:
        """No NUL, and neither more nor longer lines than a usage file has."""
        if not self._wide:
            if b"\0" in data:
                raise Refusal(codes.CSV_NUL)
            self._notice(data)
        self._count += data.count(b"\n") or data.count(b"\r")
        if self._count > self._limits.csv_max_lines:
            raise Refusal(codes.CSV_TOO_MANY_LINES, limit=self._limits.csv_max_lines)
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._since_newline = self._since_newline + len(data) if last < 0 else len(data) - last
        if self._since_newline > self._limits.csv_max_line_bytes:
            raise Refusal(codes.CSV_LINE_TOO_LONG)

    def _notice(self, data: bytes) -> None:
        if self.is_foreign or (data and not self._is_between and data.isascii()):
            return
        try:
            self._utf8.decode(data, final=not data)
        except UnicodeDecodeError:
            self.is_foreign = True
        self._is_between = bool(self._utf8.getstate()[0])
