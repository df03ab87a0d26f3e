"""Excel workbooks: the same rows as a CSV would have, and nothing that a workbook can hide."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from openpyxl import Workbook

from greener_homes.errors import Refusal
from tests.utility_connectors.documents import NOW, finding_codes, only, read, refused
from utility_connectors.limits import DEFAULT
from utility_connectors.usage_file import examine

DAY = [datetime.combine(date(2026, 1, 15), time(hour)) for hour in range(24)]


def workbook(*rows: Sequence[object], title: str = "Usage", above: Sequence[Sequence[object]] = ()) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in (*above, *rows):
        sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rezipped(data: bytes, changed: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name, old.read(name)))
        for name, content in changed.items():
            new.writestr(name, content)
    return kept.getvalue()


HOURS = [("datetime", "kWh"), *((moment, 0.1 * (moment.hour + 1)) for moment in DAY)]


def test_dates_and_numbers_are_what_excel_shows() -> None:
    file = read(saved(workbook(*HOURS, above=[("Usage of the home",), ()])))
    series = file.streams[0].series
    assert series is not None
    assert (file.format, only(file)) == ("csv-hourly", (24, 30.0))
    assert int(series.starts[0]) == 1_768_453_200
    assert finding_codes(file) == []


def test_a_date_column_beside_a_column_of_times() -> None:
    rows = [("Date", "Time", "kWh"), *((date(2026, 1, 15), time(hour), 0.5) for hour in range(24))]
    assert only(read(saved(workbook(*rows)))) == (24, 12.0)


def test_whole_dates_last_the_day() -> None:
    rows = [("Date", "Usage (kWh)"), *((date(2026, 1, 10) + timedelta(days=number), 20) for number in range(3))]
    series = read(saved(workbook(*rows))).streams[0].series
    assert series is not None
    assert series.durations.tolist() == [86_400] * 3


def test_a_row_wider_than_its_header_is_set_aside_and_said() -> None:
    rows = [*HOURS[:5], (DAY[4], "1", "5"), *((moment, 0.5, "  ") for moment in DAY[5:])]
    file = read(saved(workbook(*rows)))
    assert only(file)[0] == 23
    assert "csv.field_count" in finding_codes(file)


def test_the_first_sheet_with_a_header_we_know_is_read_and_hidden_ones_are_not() -> None:
    book = workbook(("hello", "there"), (1, 2), title="Notes")
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Data")
    for row in HOURS:
        hidden.append([row[0], "9"] if row[0] != "datetime" else list(row))
        sheet.append(list(row))
    assert only(read(saved(book))) == (24, 30.0)


def test_formulas_are_never_worked_out() -> None:
    rows = [*HOURS[:3], (DAY[2], "=1+1"), (DAY[3], 0.4)]
    file = read(saved(workbook(*rows)))
    assert only(file) == (3, 0.7)
    assert dict(file.reject_counts) == {"reading.value": 1}


def test_workbooks_with_macros_and_other_office_files_are_refused() -> None:
    data = saved(workbook(*HOURS))
    assert refused(rezipped(data, {"xl/vbaProject.bin": b"x"})) == "usage_file.macros"
    assert refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "usage_file.spreadsheet"
    assert refused(saved(workbook(("a", "b"), (1, 2)))) == "csv.unknown_columns"


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing() -> None:
    book = workbook(*HOURS)
    book.active["XFD1048576"] = 5
    file = read(saved(book))
    assert only(file)[0] == 24
    assert finding_codes(file) == ["usage_file.workbook_tail"]


def test_a_workbook_larger_than_we_open_is_refused_before_it_is_unpacked() -> None:
    data = saved(workbook(*HOURS))
    assert refused(data, limits=replace(DEFAULT, xlsx_max_unpacked_bytes=1_000)) == "usage_file.workbook_too_large"
    bomb = rezipped(data, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 400_000 + b"</sst>"})
    assert refused(bomb) == "zip.too_large"


def test_entities_and_document_types_are_refused() -> None:
    data = saved(workbook(*HOURS))
    for declared in (b'<!ENTITY a "aaaa">', b'<!ENTITY a SYSTEM "file:///etc/passwd">'):
        sheet = b'<?xml version="1.0"?><!DOCTYPE x [' + declared + b"]><worksheet><sheetData/>&a;</worksheet>"
        assert refused(rezipped(data, {"xl/worksheets/sheet1.xml": sheet})) == "xml.doctype"
        assert refused(rezipped(data, {"xl/workbook.xml": sheet})) == "xml.doctype"
        wide = sheet.decode().encode("utf-16")
        assert refused(rezipped(data, {"xl/worksheets/sheet1.xml": wide})) == "xml.doctype"


def test_mutated_workbooks_are_read_or_refused_and_nothing_else() -> None:
    chance = Random(20_261_122)
    data = saved(workbook(*HOURS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(250):
        name = chance.choice([name for name in members if name.startswith("xl/")])
        content = bytearray(members[name])
        for _ in range(chance.randrange(1, 5)):
            place = chance.randrange(len(content))
            if chance.random() < 0.5:
                content[place : place + 1] = chance.choice(
                    (b"<", b">", b'"', b"9" * 9, b"-1", b"&", b"\xff", b"/", b"A")
                )
            else:
                del content[place : place + chance.randrange(1, 40)]
        try:
            examine(io.BytesIO(rezipped(data, {name: bytes(content)})), "x", now=NOW)
        except Refusal as refusal:
            assert "…" not in refusal.sentence("en")
