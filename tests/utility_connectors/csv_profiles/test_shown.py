"""What a file's own rows show of decimals, dates, hours and units: read right, or refused, never read wrong."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from models.quantities import Commodity, Flow
from tests.utility_connectors.documents import NOW, finding_codes, only, read, refused
from utility_connectors.csv_profiles.conventions import DateStyle, Times
from utility_connectors.csv_profiles.document import profile_from_json
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.times import Clock
from utility_connectors.usage_file import read_usage_file

FIRST = datetime.fromisoformat("2026-01-11")
DAYS = [FIRST + timedelta(days=number) for number in range(20)]
HOURS = [FIRST + timedelta(hours=number) for number in range(72)]


def table(header: str, rows: list[str]) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def first_day(data: bytes) -> str:
    series = read(data).streams[0].series
    assert series is not None
    return datetime.fromtimestamp(int(series.starts[0]), UTC).strftime("%Y-%m-%d %H:%M")


# Decimals -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "amount", "total"),
    [
        ("Date;kWh", "0,125", 2.5),
        ("Date;kWh", "1.234,56", 24691.2),
        ("Date;kWh", "1\u202f234,56", 24691.2),
        ("Date;kWh", "12,5", 250.0),
        ("Date;kWh", "0.125", 2.5),
        ("Date,kWh", '"0,125"', 2.5),
        ("Date,kWh", '"1,234.5"', 24690.0),
        ("Date,kWh", '"1,234"', 24680.0),
        ("Date;Consommation (kWh)", "0.125", 2.5),
        ("Date;Consommation (kWh)", "0,125", 2.5),
        ("Date;Consommation (kWh)", "1 234,5", 24690.0),
        ("Date;Consommation (kWh)", "1,234", 24.68),
    ],
)
def test_the_mark_before_decimals_is_the_one_the_amounts_show(header: str, amount: str, total: float) -> None:
    data = table(header, [f"{day:%Y-%m-%d}{header[4]}{amount}" for day in DAYS])
    assert only(read(data)) == (20, total)


@pytest.mark.parametrize(("header", "amount"), [("Date;kWh", "1,234"), ("Date;Consommation (kWh)", "1.234")])
def test_amounts_that_may_be_thousands_or_thousandths_are_refused(header: str, amount: str) -> None:
    assert refused(table(header, [f"{day:%Y-%m-%d};{amount}" for day in DAYS])) == "csv.decimals_unclear"


def test_one_odd_amount_does_not_change_how_the_others_are_read() -> None:
    rows = [f"{hour:%Y-%m-%d %H:%M},0.400" for hour in HOURS[:23]]
    file = read(table("datetime,kWh", [*rows, f'{HOURS[23]:%Y-%m-%d %H:%M},"1,5"']))
    assert only(file)[0] == 23
    assert dict(file.reject_counts) == {"reading.value": 1}


def test_a_mark_other_than_the_formats_is_said() -> None:
    assert finding_codes(read(table("Date;kWh", [f"{day:%Y-%m-%d};0,5" for day in DAYS]))) == ["csv.decimal_mark"]


@given(
    milli=st.lists(st.integers(0, 90_000_000), min_size=24, max_size=60),
    mark=st.sampled_from(".,"),
    delimiter=st.sampled_from(";\t"),
    french=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_amounts_read_as_written_or_not_at_all(milli: list[int], mark: str, delimiter: str, french: bool) -> None:
    """Three decimals, thousands never grouped: whichever the mark, the total is exact unless the file is refused."""
    header = f"Date{delimiter}" + ("Consommation (kWh)" if french else "kWh")
    rows = [
        f"{FIRST + timedelta(days=place):%Y-%m-%d}{delimiter}{value // 1000}{mark}{value % 1000:03}"
        for place, value in enumerate(milli)
    ]
    data = table(header, rows)
    certain = any(value < 1000 or value >= 1_000_000 for value in milli)
    if certain and max(milli) <= 2_000_000:
        assert only(read(data))[1] == pytest.approx(sum(milli) / 1000)


# Dates ----------------------------------------------------------------------------------------------------------------


def test_one_date_that_can_only_have_the_day_first_tells_for_all() -> None:
    data = table("Date,kWh", [f"{day:%d/%m/%Y},1" for day in DAYS])
    assert only(read(data)) == (20, 20.0)
    assert first_day(data) == "2026-01-11 05:00"
    assert finding_codes(read(data)) == []


def test_hours_of_days_that_follow_each_other_tell_the_order_of_day_and_month() -> None:
    first = datetime.fromisoformat("2026-02-03")
    hours = [first + timedelta(hours=number) for number in range(72)]
    for order in ("%d/%m/%Y", "%m/%d/%Y"):
        data = table("Date,Time,kWh", [f"{hour:{order}},{hour:%H:%M},1" for hour in hours])
        assert only(read(data)) == (72, 72.0)
        assert first_day(data) == "2026-02-03 05:00"


def test_a_date_further_on_that_contradicts_the_order_taken_ends_the_reading() -> None:
    rows = [f"1/{day}/2026,1" for day in range(1, 13)] * 800
    assert refused(table("Date,kWh", [*rows, "31/1/2026,1"])) == "csv.dates_mixed"


def test_a_wrong_date_among_dates_that_show_their_order_is_left_out_alone() -> None:
    rows = [f"{day:%m/%d/%Y},1" for day in DAYS]
    assert dict(read(table("Date,kWh", [*rows, "31/1/2026,1"])).reject_counts) == {"reading.time": 1}


@pytest.mark.parametrize(
    ("text", "style", "wall"),
    [
        ("1er janvier 2026", DateStyle.NAMED, "2026-01-01T00:00"),
        ("15 févr. 2026 13 h 30", DateStyle.NAMED, "2026-02-15T13:30"),
        ("jeudi 15 janvier 2026", DateStyle.NAMED, "2026-01-15T00:00"),
        ("15 aout 2026", DateStyle.NAMED, "2026-08-15T00:00"),
        ("Thu, Jan 15, 2026 1:00 PM", DateStyle.NAMED, "2026-01-15T13:00"),
        ("15-Jan-26", DateStyle.NAMED, "2026-01-15T00:00"),
        ("2026-01-15 13h00", DateStyle.ISO, "2026-01-15T13:00"),
        ("2026-01-15 9 h", DateStyle.ISO, "2026-01-15T09:00"),
        ("46037", DateStyle.SERIAL, "2026-01-15T00:00"),
        ("46037.25", DateStyle.SERIAL, "2026-01-15T06:00"),
        ("46037.0416666667", DateStyle.SERIAL, "2026-01-15T01:00"),
        ("46037.0417", DateStyle.SERIAL, "2026-01-15T01:00"),
        ("1768435200", DateStyle.EPOCH, "2026-01-15T00:00"),
    ],
)
def test_days_and_moments_as_people_and_programs_write_them(text: str, style: DateStyle, wall: str) -> None:
    written = Clock(Times(dates=(style,))).read(text)
    assert written is not None
    assert datetime.fromtimestamp(written.wall_s, UTC).strftime("%Y-%m-%dT%H:%M") == wall
    assert written.offset_s == (0 if style is DateStyle.EPOCH else None)


@pytest.mark.parametrize("text", ["46037.042", "4603", "123456", "99999", "176843520", "17684352000", "0.5"])
def test_numbers_that_are_no_days(text: str) -> None:
    assert Clock(Times(dates=(DateStyle.SERIAL, DateStyle.EPOCH))).read(text) is None


# Hours ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "total"),
    [
        (lambda hour: f"{hour.hour + 1}", 72),
        (lambda hour: f"{hour.hour}", 72),
        (lambda hour: f"{hour:%H}:00", 72),
        (lambda hour: f"{hour.hour + 1:02}:00", 72),
        (lambda hour: f"{hour:%I}:00 {hour:%p}", 72),
    ],
)
def test_an_hour_column_shows_which_end_it_names(written: Callable[[datetime], str], total: int) -> None:
    data = table("Date,Hour,kWh", [f"{hour:%Y-%m-%d},{written(hour)},1" for hour in HOURS])
    assert only(read(data)) == (72, total)
    assert first_day(data) == "2026-01-11 05:00"


def test_hours_that_show_neither_0_nor_24_are_refused() -> None:
    rows = [f"2026-01-11,{hour},1" for hour in range(7, 20)]
    assert refused(table("Date,Hour,kWh", rows)) == "csv.hours_unclear"


def test_midnight_written_as_24_means_that_times_name_the_end() -> None:
    rows = [f"2026-01-11 {hour:02}:00,1" for hour in range(1, 25)]
    assert first_day(table("datetime,kWh", rows)) == "2026-01-11 05:00"


def test_a_day_in_columns_that_ends_with_midnight_is_read_by_the_end_of_each_part() -> None:
    clocks = [f"{minute // 60 % 24}:{minute % 60:02}" for minute in range(30, 1441, 30)]
    amounts = [f"0.{100 + place}" for place in range(48)]
    file = read(table(f"Date,{','.join(clocks)}", [f"2026-01-15,{','.join(amounts)}"]))
    series = file.streams[0].series
    assert series is not None
    assert file.format == "csv-day-48-ending"
    assert [round(amount * 1000) for amount in series.amounts] == list(range(100, 148))


def test_columns_of_a_day_may_be_named_by_half_days() -> None:
    clocks = [f"{hour % 12 or 12}:00 {'AM' if hour < 12 else 'PM'} kWh" for hour in range(24)]
    file = read(table(f"Meter,Date,{','.join(clocks)}", ["M1,2026-01-15," + ",".join(["0.5"] * 24)]))
    assert (file.format, only(file)) == ("csv-day-24", (24, 12.0))


# What an amount is ----------------------------------------------------------------------------------------------------


def test_readings_of_a_dial_are_refused() -> None:
    dial = [12_345.6 + sum(0.3 + step * 7 % 5 / 3 for step in range(place)) for place in range(72)]
    rows = [f"{hour:%Y-%m-%d %H:%M},{value:.2f}" for hour, value in zip(HOURS, dial, strict=True)]
    assert refused(table("datetime,kWh", rows)) == "csv.register"
    assert refused(table("datetime,kWh", rows[::-1])) == "csv.register"


def test_use_that_happens_to_rise_is_use() -> None:
    rows = [f"{hour:%Y-%m-%d %H:%M},{0.4 + place * 0.037:.3f}" for place, hour in enumerate(HOURS)]
    assert only(read(table("datetime,kWh", rows)))[0] == 72
    high = [f"{hour:%Y-%m-%d %H:%M},{10 + place * 0.01:.2f}" for place, hour in enumerate(HOURS)]
    assert only(read(table("datetime,kWh", high)))[0] == 72


def test_several_series_that_nothing_tells_apart_are_refused() -> None:
    rows = [
        f"{kind},{hour:%Y-%m-%d %H:%M},{place}.{n}"
        for kind, n in (("GC", 1), ("GG", 2))
        for place, hour in enumerate(HOURS)
    ]
    assert refused(table("Category,datetime,kWh", rows)) == "csv.several_at_once"


@pytest.mark.parametrize("name", ["Serial Number", "Meter #", "METER_NO", "Meter Serial Number", "NMI", "MPAN"])
def test_meters_under_other_names_are_kept_apart(name: str) -> None:
    rows = [f"{meter},{hour:%Y-%m-%d %H:%M},1" for meter in ("A1", "B2") for hour in HOURS]
    assert [stream.usage_point for stream in read(table(f"{name},datetime,kWh", rows)).streams] == ["A1", "B2"]


def test_a_column_that_says_the_direction_is_heard() -> None:
    rows = [f"{way},{hour:%Y-%m-%d %H:%M},1,kWh" for way in ("Import", "Export") for hour in HOURS]
    file = read(table("Direction,datetime,Usage,Units", rows))
    assert [(stream.flow, stream.count) for stream in file.streams] == [(Flow.DELIVERED, 72), (Flow.RECEIVED, 72)]


def test_use_below_zero_in_a_column_that_is_not_net_is_refused_where_there_is_much_of_it() -> None:
    rows = [f"{hour:%Y-%m-%d %H:%M},{'-' if place % 2 else ''}1" for place, hour in enumerate(HOURS)]
    assert refused(table("datetime,kWh", rows)) == "csv.net_unsaid"
    assert only(read(table("datetime,Net (kWh)", rows)))[0] == 72


def test_the_energy_of_gas_beside_its_volume_is_not_electricity() -> None:
    def file(ratio: float) -> bytes:
        rows = [f"{hour:%Y-%m-%d %H:%M},{1 + place % 3},{(1 + place % 3) * ratio}" for place, hour in enumerate(HOURS)]
        return table("datetime,Usage (m3),Usage (kWh)", rows)

    assert [stream.commodity for stream in read(file(11.2)).streams] == [Commodity.NATURAL_GAS]
    assert [stream.commodity for stream in read(file(0.5)).streams] == [Commodity.NATURAL_GAS, Commodity.ELECTRICITY]


@pytest.mark.parametrize("before", ["Gas usage in m3", "Water", "Units: kVARh"])
def test_a_table_of_days_that_speaks_of_something_else_is_not_taken_for_electricity(before: str) -> None:
    hours = ",".join(f"{hour:02}:00" for hour in range(24))
    rows = ["2026-01-15," + ",".join(["0.5"] * 24)]
    assert refused(table(f"{before}\nDate,{hours}", rows)) == "csv.unit_unknown"
    assert only(read(table(f"Electricity in kWh\nDate,{hours}", rows))) == (24, 12.0)


@pytest.mark.parametrize("name", ["Usage(kWh)", "Usage_kWh", "usage [kWh]", "USAGE  (KWH)", "Usage kWh"])
def test_names_that_differ_in_marks_alone_are_one(name: str) -> None:
    assert only(read(table(f"Interval Start,{name}", [f"{hour:%Y-%m-%d %H:%M},1" for hour in HOURS]))) == (72, 72.0)


def test_use_at_each_price_is_one_use_and_not_counted_beside_the_whole() -> None:
    rows = [f"{hour:%Y-%m-%d},{hour:%H:%M},1.5,0.5,1" for hour in HOURS]
    assert only(read(table("Date,Time,Usage (kWh),Off-peak (kWh),On-peak (kWh)", rows))) == (72, 108.0)
    assert only(read(table("Date,Time,Other,Off-peak (kWh),On-peak (kWh)", rows))) == (72, 108.0)


def test_contract_files_in_french_and_in_windows_letters() -> None:
    header = "Contrat;Date et heure;kWh;Code de consommation;Température moyenne (°C)"
    rows = [f"0300000001;{hour:%Y-%m-%d %H:%M:%S};0,25;R;-5" for hour in HOURS]
    file = read("\n".join([header, *rows]).encode("cp1252"))
    assert (file.format, only(file)) == ("csv-fr-contract", (72, 18.0))


def test_months_amounts_and_periods_in_windows_letters_read_as_in_utf_8() -> None:
    months = "Mois;Consommation (kWh)\nfévrier 2025;1\u00a0234\naoût 2025;1\u00a0100,5\ndécembre 2025;900\n"
    period = (
        "Période de facturation;Consommation (kWh)\n2025-01-04 – 2025-02-03;1\u00a0234,5\n2025-02-03 – 2025-03-05;900\n"
    )
    for text, total in ((months, 3234.5), (period, 2134.5)):
        assert only(read(text.encode()))[1] == only(read(text.encode("cp1252")))[1] == total


def test_a_moment_repeated_many_times_is_several_moments_that_a_column_we_do_not_know_tells_apart() -> None:
    rows = [f"{hour:%Y-%m-%d},{hour.hour},{minute},0.25" for hour in HOURS for minute in (0, 15, 30, 45)]
    assert refused(table("Date,Hour,Minute,kWh", rows)) == "csv.several_at_once"
    assert only(read(table("datetime,kWh", [f"{hour:%Y-%m-%d %H:%M},1" for hour in HOURS] * 2)))[0] == 72


def test_a_french_workbook_writes_its_numbers_with_a_point() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date et heure", "Consommation (kWh)"])
    for hour in HOURS:
        sheet.append([hour, 1.234])
    file = io.BytesIO()
    book.save(file)
    assert only(read(file.getvalue())) == (72, 88.848)


def test_a_taught_mark_is_that_of_its_text_files_and_not_of_its_workbooks() -> None:
    profile = profile_from_json(
        json.dumps(
            {
                "name": "taught-comma",
                "columns": {"start": ["when"]},
                "row_end": "neighbour",
                "measures": {"use": {"commodity": "electricity", "unit": "kWh"}},
                "times": {"dates": ["iso"]},
                "numbers": {"mark": ","},
            }
        )
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["When", "Use"], *([hour, 1.234] for hour in HOURS)):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    text = table("When;Use", [f"{hour:%Y-%m-%d %H:%M};1,234" for hour in HOURS])
    for data in (file.getvalue(), text):
        found = read_usage_file(io.BytesIO(data), "x", now=NOW, profiles=(profile, *KNOWN))
        assert (found.format, only(found)) == ("taught-comma", (72, 88.848))
