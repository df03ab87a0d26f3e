"""A file of one day whose rows name no day: the lines above tell, or nothing does and it is refused."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from tests.utility_connectors.documents import only, read, refused

ROWS = "".join(f"{hour:02d}:00,0.04,0.{40 + hour}\n" for hour in range(24))
TOTAL = round(sum((40 + hour) / 100 for hour in range(24)), 2)


def day_file(above: str, rows: str = ROWS) -> bytes:
    return f"{above}\nTime,Cost($),Units Consumed (kWh)\n{rows}".encode()


def begins(data: bytes) -> str:
    series = read(data).streams[0].series
    assert series is not None
    return datetime.fromtimestamp(int(series.starts[0]), UTC).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "above",
    [
        "Account: 12345\nHourly usage\nPeriod: Feb 9,2026 ",
        "Period: Feb 9, 2026",
        "Period: 2026-02-09",
        "2026-02-09",
        "Usage of\n9 February 2026\n",
        "Jour : 9 février 2026",
        '"Period: Feb 9, 2026",,',
        "Period: Feb 9,2026\nPrinted for: Feb 9,2026",
    ],
)
def test_the_day_above_the_header_is_the_rows_day(above: str) -> None:
    data = day_file(above)
    assert only(read(data)) == (24, TOTAL)
    assert begins(data) == "2026-02-09 05:00"


@pytest.mark.parametrize(
    "above", ["", "Hourly usage", "Period: Feb 9,2026\nPrinted: Feb 11,2026", "Period: Feb 2026", "Period: Feb 30,2026"]
)
def test_times_of_day_without_one_day_are_refused(above: str) -> None:
    assert refused(day_file(above)) == "csv.day_unsaid"


def test_whole_moments_in_a_column_called_time_need_no_day_above() -> None:
    rows = "".join(f"2026-02-09 {hour:02d}:00,0.04,0.{40 + hour}\n" for hour in range(24))
    assert only(read(day_file("", rows))) == (24, TOTAL)
    assert begins(day_file("Exported Feb 12, 2026 or so", rows)) == "2026-02-09 05:00"


def test_a_workbook_of_one_day_is_read_as_its_portal_gives_it() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Account 12345"],
        ["Hourly usage"],
        ["Period: Feb 9,2026 "],
        [],
        ["Time", "Cost($)", "Units Consumed (kWh)"],
    ):
        sheet.append(row)
    for hour in range(24):
        sheet.append([f"{hour:02d}:00", 0.04, (40 + hour) / 100])
    saved = io.BytesIO()
    book.save(saved)
    assert only(read(saved.getvalue())) == (24, TOTAL)
    assert begins(saved.getvalue()) == "2026-02-09 05:00"
