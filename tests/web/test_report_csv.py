"""The report on a partner's file as CSV: read back as it was, and nothing in it that a spreadsheet would work out."""

from __future__ import annotations

import csv

import pytest

from utility_connectors.codes import CSV_FIELD_COUNT
from utility_connectors.partner_rejects import ReportRow
from web import report_csv


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_work_out_is_led_by_an_apostrophe(formula: str) -> None:
    rows = [ReportRow(7, formula, CSV_FIELD_COUNT.code, formula), ReportRow(8, None, CSV_FIELD_COUNT.code, None)]
    head, first, second = csv.reader("".join(report_csv.written(rows, "fr")).splitlines(keepends=True))
    assert head == ["line", "column", "code", "value", "reason"]
    assert first[:4] == ["7", f"'{formula}", CSV_FIELD_COUNT.code, f"'{formula}"]
    assert second[:4] == ["8", "", CSV_FIELD_COUNT.code, ""] and second[4].startswith("Plus ou moins")
