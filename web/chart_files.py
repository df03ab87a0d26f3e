"""Any chart's numbers as a CSV file, the same way for every page that shows one."""

from __future__ import annotations

import csv
import io

from flask import Response

from web.charts import Cell, Chart, Sheet


def csv_of(chart: Chart, name: str) -> Response:
    """The file, kept by nobody on the way. A byte-order mark tells spreadsheets that it is UTF-8."""
    sheet = Sheet(chart.columns, chart.rows) if chart.sheet is None else chart.sheet()
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(sheet.columns)
    written.writerows([[_written(cell) for cell in row] for row in sheet.rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:g}" if abs(cell) < 1e-3 else repr(cell).removesuffix(".0")
