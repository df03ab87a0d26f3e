"""Excel workbooks (.xlsx): the cells of the first sheet with a header we know, as the texts a CSV would have had.

The archive around them is checked by `archive` before a library sees it. Rows stream, so that a cell at the far end
of a sheet costs nothing; formulas are never evaluated (what Excel last showed counts) and macros are refused.
"""

from __future__ import annotations

import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from greener_homes.errors import Refusal
from models.series import Ints
from utility_connectors import codes
from utility_connectors.archive import CHUNK, Archive, Member, open_member
from utility_connectors.csv_profiles.layout import fingerprint, layout_of, likely_header
from utility_connectors.csv_profiles.opening import NO_HEADER, Opened, require_unlike
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.reader import read_opened
from utility_connectors.limits import MB, Limits
from utility_connectors.ports import UsageFile
from utility_connectors.tally import Tally

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

WORKBOOK = "xl/workbook.xml"
EMPTY_ROWS = 5_000
FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    EOFError,
    NotImplementedError,
    OSError,
    SyntaxError,  # what parsers of XML raise
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the library says of files that are not as Excel writes them: it has no failure of its own for that."""
_HOURS = re.compile(r"\[?h|am/pm", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]')


def is_workbook(archive: Archive) -> bool:
    """Whether an office file is a workbook of the kind that is read here. Raises Refusal for one with macros."""
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in archive.names):
        raise Refusal(codes.SHEET_MACROS)
    return WORKBOOK in archive.names


def read_workbook(
    source: BinaryIO, archive: Archive, name: str, *, now: int | None, limits: Limits, profiles: Sequence[Profile]
) -> UsageFile:
    """Every meter of the workbook, read as a CSV with the same columns would be. Raises Refusal."""
    with_sheets = _open(source, archive, limits)
    try:
        return read_opened(_opened(with_sheets, limits, profiles), name, now=now, limits=limits)
    except FAILURES:
        raise Refusal(codes.SHEET_BROKEN) from None
    finally:
        with_sheets.close()


def first_rows(source: BinaryIO, archive: Archive, *, limits: Limits, most: int) -> list[list[str]]:
    """The first rows of the first sheet that has any, as texts. Raises Refusal."""
    workbook = _open(source, archive, limits)
    try:
        sheets = (list(itertools.islice(rows, most)) for rows in _sheets(workbook, limits))
        return next((rows for rows in sheets if any(any(row) for row in rows)), [])
    except FAILURES:
        raise Refusal(codes.SHEET_BROKEN) from None
    finally:
        workbook.close()


def _open(source: BinaryIO, archive: Archive, limits: Limits) -> Workbook:
    # Loaded when there is a workbook: it takes a third of a second, and most processes never meet one.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if archive.unpacked > limits.xlsx_max_unpacked_bytes:
        raise Refusal(codes.SHEET_TOO_LARGE, limit_mb=limits.xlsx_max_unpacked_bytes // MB)
    for member in archive.members:
        _require_no_doctype(source, member, limits)
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that have no bearing on cells
            return load_workbook(source, read_only=True, data_only=True, keep_links=False)
    except (*FAILURES, InvalidFileException):
        raise Refusal(codes.SHEET_BROKEN) from None


def _require_no_doctype(source: BinaryIO, member: Member, limits: Limits) -> None:
    """The member declares no document type: no part of a workbook has one, and none is left to a library to refuse."""
    with open_member(source, member, limits) as unpacked:
        before = b""
        while piece := unpacked.read(CHUNK):
            text = (before + piece).replace(b"\0", b"")
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Refusal(codes.XML_DOCTYPE)
            before = piece[-2 * len("<!DOCTYPE") :]


def _opened(workbook: Workbook, limits: Limits, profiles: Sequence[Profile]) -> Opened:
    likely: list[str] | None = None
    for rows in _sheets(workbook, limits):
        above = list(itertools.islice(rows, limits.csv_preamble_lines))
        for number, row in enumerate(above):
            header = _without_tail(row)
            layout = layout_of(header, profiles, "")
            if layout is not None:
                require_unlike(header)
                below = itertools.chain(above[number + 1 :], rows)
                before = "\n".join(" ".join(texts) for texts in above[:number])
                return Opened(SheetRows(below, number + 2, len(header)), layout, before)
        found = likely_header(["\t".join(text.replace("\t", " ") for text in _without_tail(row)) for row in above])
        likely = likely or (found[2] if found else None)
    raise Refusal(codes.CSV_UNKNOWN_COLUMNS, fingerprint=fingerprint(likely) if likely else NO_HEADER)


class SheetRows:
    """The rows of a sheet below its header, as wide as that; `first` is the number of the first of them.

    A row that holds something beside the table stays wider, and is judged like a line with more fields than its header:
    an amount that a comma has cut in two looks like that.
    Ends where so many rows in a row are empty that nothing of the table can follow, and says so.
    """

    is_foreign = False

    def __init__(self, rows: Iterator[list[str]], first: int, width: int) -> None:
        self._rows = rows
        self._next = first
        self._width = width
        self._empty = 0

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        rows: list[list[str]] = []
        for row in itertools.islice(self._rows, most):
            self._empty = 0 if any(row) else self._empty + 1
            if self._empty > EMPTY_ROWS:
                tally.note(codes.SHEET_TAIL, self._empty)
                self._rows = iter(())
                break
            cells = _without_tail(row)
            rows.append([*cells, *[""] * (self._width - len(cells))])
        lines = self._next + np.arange(len(rows), dtype=np.int64)
        self._next += len(rows)
        return rows, lines


def _sheets(workbook: Workbook, limits: Limits) -> Iterator[Iterator[list[str]]]:
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            yield _rows(sheet, limits)


def _rows(sheet: object, limits: Limits) -> Iterator[list[str]]:
    """The sheet's rows, as wide as they are; refused where they are wider or more than a usage file is."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what a file says of its own size is not believed
    for number, cells in enumerate(sheet.iter_rows()):  # type: ignore[attr-defined]
        if number > limits.csv_max_lines:
            raise Refusal(codes.CSV_TOO_MANY_LINES, limit=limits.csv_max_lines)
        row = [_text(cell) for cell in cells]
        if len(row) > limits.csv_max_columns and any(row[limits.csv_max_columns :]):
            raise Refusal(codes.CSV_TOO_MANY_COLUMNS, limit=limits.csv_max_columns)
        yield row


def _without_tail(row: Sequence[str]) -> list[str]:
    last = max((place for place, text in enumerate(row) if text.strip()), default=-1)
    return list(row[: last + 1])


def _text(cell: object) -> str:
    """What a CSV saved from the sheet would have for this cell."""
    value = getattr(cell, "value", None)
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    return _moment(value, str(getattr(cell, "number_format", "")))


def _number(value: float) -> str:
    """As Excel shows it: fifteen digits, never with an exponent."""
    text = f"{value:.15g}"
    return f"{value:.12f}".rstrip("0").rstrip(".") if "e" in text else text


def _moment(value: object, number_format: str) -> str:
    if isinstance(value, datetime):
        nearest = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        has_clock = nearest.time() != time() or _HOURS.search(_QUOTED.sub("", number_format)) is not None
        return nearest.strftime("%Y-%m-%d %H:%M:%S" if has_clock else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)
