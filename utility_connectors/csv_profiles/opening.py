"""The beginning of a text file: which line is a header we know and what parts its columns. Prose may stand above it."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from greener_homes.errors import Refusal
from models.series import Ints
from utility_connectors import codes
from utility_connectors.csv_profiles.layout import DELIMITERS, Layout, fingerprint, layout_of, likely_header, normal
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.text import Lines
from utility_connectors.limits import Limits
from utility_connectors.tally import Tally

NO_HEADER = "-"
"""Stands for the fingerprint of a file in which nothing looks like a header."""


class CsvReader(Iterator[list[str]], Protocol):
    """What `csv.reader` gives: rows, and how many lines have been read."""

    line_num: int


class RowSource(Protocol):
    """Rows of texts with their line numbers, so many at a time; none when there are no more."""

    @property
    def is_foreign(self) -> bool:
        """Whether letters that are not UTF-8 have passed."""

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        """The next rows. What cannot be parted into columns is tallied. May raise Refusal."""


@dataclass(slots=True)
class Opened:
    """A table that is about to be read."""

    rows: RowSource
    layout: Layout
    above: str = ""
    """What stands above the header."""


class TextRows:
    """The rows of a text below its header.

    Until the first quotation mark a row is a line and its values what stands between the delimiters, which is several
    times faster than a CSV reader and gives the same.
    """

    def __init__(self, lines: Lines, above: Sequence[str], delimiter: str, lines_before: int) -> None:
        self._lines = lines
        self._left = itertools.chain(above, lines)
        self._delimiter = delimiter
        self._before = lines_before
        self._reader: CsvReader | None = None

    @property
    def is_foreign(self) -> bool:
        return self._lines.is_foreign

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        if self._reader is None:
            lines = list(itertools.islice(self._left, most))
            if '"' not in "".join(lines) and max(map(len, lines), default=0) < csv.field_size_limit():
                first = self._before + 1
                self._before += len(lines)
                delimiter = self._delimiter
                rows = [line.removesuffix("\n").split(delimiter) for line in lines]
                return rows, np.arange(first, first + len(rows), dtype=np.int64)
            self._reader = csv.reader(itertools.chain(lines, self._left), delimiter=self._delimiter, strict=True)
        return self._taken(self._reader, most, tally)

    def _taken(self, reader: CsvReader, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        begun = reader.line_num
        rows: list[list[str]] = []
        while not rows:
            try:
                rows.extend(itertools.islice(reader, most))  # what came before an error stays in the list
                break
            except csv.Error as error:
                line = self._before + reader.line_num
                if "field larger" in str(error) or "unexpected end" in str(error):
                    raise Refusal(codes.CSV_FIELD_TOO_LONG, line=line) from None
                tally.add(codes.CSV_QUOTING, line)
                if not rows:
                    begun = reader.line_num
        if reader.line_num - begun == len(rows):
            return rows, self._before + begun + 1 + np.arange(len(rows), dtype=np.int64)
        taken = [1 + sum(text.count("\n") for text in row) for row in rows]
        return rows, self._before + begun + np.cumsum(np.array(taken, dtype=np.int64))


def open_rows(lines: Lines, limits: Limits, profiles: Sequence[Profile]) -> Opened:
    """The table below the first line that is a header of one of the profiles.

    Raises Refusal where there is none, naming the fingerprint of what looks most like a header, or where two columns
    of it have the same name.
    """
    above = list(itertools.islice(lines, limits.csv_preamble_lines))
    for number, line in enumerate(above):
        for delimiter in DELIMITERS:
            header, taken = _row(above[number:], delimiter) if delimiter in line else ([], 0)
            if len(header) > limits.csv_max_columns:
                raise Refusal(codes.CSV_TOO_MANY_COLUMNS, limit=limits.csv_max_columns)
            layout = layout_of(header, profiles, delimiter) if header else None
            if layout is not None:
                require_unlike(header)
                below = number + taken
                return Opened(TextRows(lines, above[below:], delimiter, below), layout, "".join(above[:number]))
    likely = likely_header(above)
    if likely is None and lines.is_foreign:
        raise Refusal(codes.CSV_ENCODING)
    raise Refusal(codes.CSV_UNKNOWN_COLUMNS, fingerprint=fingerprint(likely[2]) if likely else NO_HEADER)


def require_unlike(header: Sequence[str]) -> None:
    """No two columns have the same name. Raises Refusal."""
    named = [normal(cell) for cell in header if cell.strip()]
    if len(set(named)) != len(named):
        raise Refusal(codes.CSV_HEADER_REPEATED)


def _row(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """The row that begins the lines, and how many of them it takes."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 0
