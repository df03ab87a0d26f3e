"""The report on a partner's file as CSV: every refused row by line, what is to blame, and how to mend it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from utility_connectors.partner_rejects import ReportRow
from web.words.mending import mending

MEDIA_TYPE = "text/csv"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def written(rows: Iterable[ReportRow], language: str) -> Iterator[str]:
    """The report in lines. What a spreadsheet would take for a formula is led by an apostrophe."""
    yield "line,column,code,value,reason\r\n"
    for row in rows:
        out = io.StringIO()
        cells = (str(row.line), row.column or "", row.code, row.value or "", mending(row.code, language, row.column))
        csv.writer(out).writerow([plain(cell) for cell in cells])
        yield out.getvalue()


def plain(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
