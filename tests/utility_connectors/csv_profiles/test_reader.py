"""CSV usage files, format by format and row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.quantities import Commodity, Flow, Unit
from models.series import Quality
from tests.utility_connectors.documents import finding_codes, look, only, read, refused, shared
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.layout import layout_of
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.limits import DEFAULT
from utility_connectors.ports import UsageFile

HEADER = "account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quality,flow"


def row(hour: int = 0, **said: str) -> str:
    fields = {
        "account_number": "A2000001",
        "meter_id": "M1000001",
        "commodity": "electricity",
        "interval_start": f"2026-01-15T{hour:02}:00:00-05:00",
        "interval_end": f"2026-01-{15 + (hour + 1) // 24}T{(hour + 1) % 24:02}:00:00-05:00",
        "quantity": "0.400",
        "unit": "kWh",
        "quality": "actual",
        "flow": "import",
    } | said
    return ",".join(fields.values())


def standard(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


DAY = [row(hour) for hour in range(24)]


@pytest.mark.parametrize("profile", KNOWN, ids=lambda profile: profile.name)
def test_every_profile_reads_its_own_example(profile: Profile) -> None:
    file = read(profile.example.encode(), "natural-gas.csv")
    assert file.format == profile.name
    assert sum(stream.count for stream in file.streams) >= 2
    assert not file.reject_counts


@pytest.mark.parametrize("profile", KNOWN, ids=lambda profile: profile.name)
def test_examples_read_the_same_with_other_line_ends_marks_and_cases(profile: Profile) -> None:
    plain = read(profile.example.encode(), "natural-gas.csv")
    lines = profile.example.splitlines()
    split = [(i, line.split(mark), mark) for i, line in enumerate(lines) for mark in ",;"]
    header = next(i for i, names, mark in split if layout_of(names, [profile], mark))
    lines[header] = lines[header].upper()
    for text in ("\r\n".join(lines), "\r".join(lines) + "\r", "\n".join(lines), "\n\n".join(lines)):
        other = read(b"\xef\xbb\xbf" + text.encode(), "natural-gas.csv")
        assert [(s.count, s.series and s.series.total) for s in other.streams] == [
            (s.count, s.series and s.series.total) for s in plain.streams
        ]


def test_the_standard_format_keeps_accounts_meters_commodities_and_flows_apart() -> None:
    gas = [row(h, commodity="gas", unit="m3", quantity="1.5") for h in range(3)]
    out = [row(h, flow="export", quality="estimated") for h in range(3)]
    other = [row(h, account_number="A2", meter_id="M2") for h in range(3)]
    file = read(standard(*DAY, *gas, *out, *other))
    assert [(s.account, s.usage_point, s.commodity, s.flow, s.unit, s.count) for s in file.streams] == [
        ("A2000001", "M1000001", Commodity.ELECTRICITY, Flow.DELIVERED, Unit.KWH, 24),
        ("A2000001", "M1000001", Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.M3, 3),
        ("A2000001", "M1000001", Commodity.ELECTRICITY, Flow.RECEIVED, Unit.KWH, 3),
        ("A2", "M2", Commodity.ELECTRICITY, Flow.DELIVERED, Unit.KWH, 3),
    ]
    assert file.streams[2].series is not None
    assert set(file.streams[2].series.quality.tolist()) == {Quality.ESTIMATED}
    assert file.streams[0].interval_s == 3600


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"quantity": value}, "reading.value")
        for value in (
            "", "-", "１.５", "1e3", "NaN", "inf", "1_0", "0x1", " 1", "1 ", "+1", ".5", "5.", "1.1234567",
            "1234567890",
        )
    ]
    + [
        ({"account_number": value}, "csv.account")
        for value in ("", "A200\u00ad0001", "А2000001", "=A2", "@A", "-A", "A\t2")
    ]
    + [({"meter_id": value}, "csv.meter") for value in ("", '"=HYPERLINK(""x"")"', "M\u200b1", "M" * 65)]
    + [({"commodity": value}, "csv.commodity") for value in ("", "Electricity", "steam", "electricity ")]
    + [({"unit": value}, "csv.unit") for value in ("", "kwh", "MWh", "m3", "therm")]
    + [({"quality": value}, "csv.quality") for value in ("", "good", "ACTUAL")]
    + [({"flow": value}, "csv.flow") for value in ("", "in", "Import")]
    + [({"interval_start": value}, "reading.time") for value in ("", "yesterday", "2026-01-15T23:00:00+24:00")]
    + [({"interval_end": value}, "reading.time") for value in ("", "tomorrow")]
    + [
        ({"interval_end": value}, "reading.time")
        for value in ("2026-01-16T0:00:00-05:00", "2026/01/16 00:00", "1/16/2026 00:00", "2026-01-16 12:00 AM")
    ]
    + [({"interval_end": "2026-01-15T23:00:00-05:00"}, "reading.duration")]
    + [({"interval_end": "2026-01-15T22:00:00-05:00"}, "reading.duration")]
    + [({"quantity": "-0.4"}, "reading.negative"), ({"quantity": "100.01"}, "reading.too_large")]
    + [({"interval_start": "1999-12-31T23:00:00Z", "interval_end": "2000-01-01T00:00:00Z"}, "reading.too_early")]
    + [({"interval_start": "2030-01-01T00:00:00Z", "interval_end": "2030-01-01T01:00:00Z"}, "reading.in_future")],
)  # fmt: skip
def test_a_row_with_one_bad_value_is_left_out_alone(said: dict[str, str], code: str) -> None:
    file = read(standard(*DAY[:23], row(23, **said)))
    assert only(file)[0] == 23
    assert dict(file.reject_counts) == {code: 1}
    assert [(reject.line, reject.code) for reject in file.rejects] == [(25, code)]


def test_rejects_carry_nothing_of_the_row() -> None:
    file = read(standard(*DAY, row(3, account_number="SECRÊT-NAME")))
    assert "SECR" not in repr(file.rejects) + repr(file.findings)


@pytest.mark.parametrize("ragged", ["A2000001,M1000001", row(0) + ",extra", "x", "x" + "," * 400])
def test_rows_of_another_length_are_left_out(ragged: str) -> None:
    file = read(standard(*DAY, ragged))
    assert (only(file)[0], dict(file.reject_counts)) == (24, {"csv.field_count": 1})


def test_misplaced_quotation_marks_cost_one_row() -> None:
    file = read(standard(*DAY, '"A2000001"x' + row(3)[8:]))
    assert (only(file)[0], dict(file.reject_counts)) == (24, {"csv.quoting": 1})


def test_unknown_columns_are_passed_over_and_order_does_not_matter() -> None:
    names = HEADER.split(",")
    turned = [",".join([*reversed(line.split(",")), "x", "y"]) for line in DAY]
    file = read(standard(*turned, header=",".join([*reversed(names), "__proto__", "__class__"])))
    assert only(file) == (24, 9.6)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "usage_file.empty"),
        (b"hello", "csv.unknown_columns"),
        (standard(header=HEADER.replace("quantity", "quant\u0456ty")), "csv.unknown_columns"),
        (standard(*DAY).split(b"\n", 1)[1], "csv.unknown_columns"),
        (standard(*DAY).replace(b",", b";"), "csv.unknown_columns"),
        (standard(), "csv.no_rows"),
        (standard(*DAY, header=HEADER + ",Unit"), "csv.header_repeated"),
        (standard(*DAY, header=HEADER + ",note,note"), "csv.header_repeated"),
        (standard(*DAY) + b"\0", "csv.nul"),
        (standard(*DAY) + b"\xe9", "csv.encoding"),
        (standard(*DAY).decode().encode("utf-16-be"), "csv.nul"),
        (standard(*DAY) + b'"' + b"x," * 200_000, "csv.field_too_long"),
        (standard(*DAY) + b'"never closed', "csv.field_too_long"),
        (standard(*DAY) + b"," * 2_000_000, "csv.line_too_long"),
        (b"," * 300, "csv.too_many_columns"),
        (standard(row(0, quantity="x"), row(1, flow="x")), "usage_file.no_valid_readings"),
    ],
)
def test_files_that_cannot_be_read_are_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_more_meters_or_lines_than_the_limit_are_refused() -> None:
    many = standard(*(row(0, account_number=f"A{i}") for i in range(30)))
    assert refused(many, limits=replace(DEFAULT, streams_max=20)) == "usage_file.too_many_meters"
    assert refused(many, limits=replace(DEFAULT, csv_max_lines=20)) == "csv.too_many_lines"


def test_a_naive_time_is_toronto_but_never_guessed_twice_a_year() -> None:
    naive = [one.replace("-05:00,", ",") for one in DAY]
    assert read(standard(*naive)).streams[0].series is not None
    assert only(read(standard(*naive))) == only(read(standard(*DAY)))
    spring = row(0, interval_start="2026-03-08T02:00:00", interval_end="2026-03-08T03:00:00")
    autumn = row(0, interval_start="2026-11-01T01:00:00", interval_end="2026-11-01T02:00:00")
    file = read(standard(*DAY, spring, autumn))
    assert dict(file.reject_counts) == {"csv.time_skipped": 1, "csv.time_ambiguous": 1}


def test_identical_rows_count_once_and_contradicting_ones_never_add_up() -> None:
    assert only(read(standard(*DAY, *DAY))) == (24, 9.6)
    file = read(standard(*DAY, row(3, quantity="5")))
    assert only(file) == (24, 9.6)
    assert finding_codes(file) == ["reading.conflict"]


def test_the_same_meter_in_wh_and_kwh_is_one_stream() -> None:
    file = read(standard(*DAY[:12], *(row(h, unit="Wh", quantity="400") for h in range(12, 24))))
    assert only(file) == (24, 9.6)


@given(amounts=st.lists(st.integers(0, 99_000_000), min_size=1, max_size=24), digits=st.integers(0, 6))
@settings(max_examples=80, deadline=None)
def test_amounts_come_back_exactly(amounts: list[int], digits: int) -> None:
    texts = [f"{amount // 10**6}.{amount % 10**6:06}"[: -(6 - digits) or None].rstrip(".") for amount in amounts]
    series = read(standard(*(row(hour, quantity=text) for hour, text in enumerate(texts)))).streams[0].series
    assert series is not None
    assert [int(v) * 10 ** (series.exponent + 6) for v in series.values] == [
        amount // 10 ** (6 - digits) * 10 ** (6 - digits) for amount in amounts
    ]


# Other profiles -----------------------------------------------------------------------------------------------------


def hourly(*rows: str, header: str = "datetime,kWh") -> bytes:
    return "\n".join([header, *rows]).encode()


def test_a_reading_without_an_end_lasts_to_its_nearer_neighbour() -> None:
    file = read(hourly("2026-01-15 00:00,1", "2026-01-15 01:00,1", "2026-01-15 04:00,1", "2026-01-15 04:15,1"))
    assert file.streams[0].series is not None
    assert file.streams[0].series.durations.tolist() == [3600, 3600, 900, 900]


def test_newest_first_reads_like_oldest_first() -> None:
    rows = [f"2026-01-15 {hour:02}:00,{hour}" for hour in range(24)]
    assert only(read(hourly(*rows[::-1]))) == only(read(hourly(*rows)))


@pytest.mark.parametrize("turned", [False, True])
def test_an_autumn_day_without_offsets_has_25_hours_by_the_files_order(turned: bool) -> None:
    labels = ["00:00", "01:00", "01:00", *(f"{hour:02}:00" for hour in range(2, 24))]
    rows = [f"2026-11-01 {label},{i}" for i, label in enumerate(labels)]
    file = read(hourly(*(rows[::-1] if turned else rows)))
    series = file.streams[0].series
    assert series is not None
    assert only(file) == (25, 300.0)
    assert int(series.ends[-1] - series.starts[0]) == 25 * 3600
    assert series.amounts.tolist() == list(range(25))
    assert finding_codes(file) == ["csv.time_by_order"]


def test_a_lone_reading_in_the_repeated_hour_is_left_out() -> None:
    rows = [f"2026-11-01 {hour:02}:00,1" for hour in range(24)]
    file = read(hourly(*rows))
    assert dict(file.reject_counts) == {"csv.time_ambiguous": 1}
    assert only(file)[0] == 23


def test_a_spring_day_without_offsets_has_23_hours() -> None:
    rows = [f"2026-03-08 {hour:02}:00,1" for hour in range(24)]
    file = read(hourly(*rows))
    assert dict(file.reject_counts) == {"csv.time_skipped": 1}
    assert only(file)[0] == 23
    assert finding_codes(file) == ["csv.time_skipped"]


def test_dates_last_the_day_even_when_it_has_23_hours() -> None:
    file = read(hourly("2026-03-07,1", "2026-03-08,1", "2026-03-09,1", header="Date,Usage (kWh)"))
    assert file.streams[0].series is not None
    assert file.streams[0].series.durations.tolist() == [86_400, 82_800, 86_400]


def test_import_and_export_columns_are_two_streams() -> None:
    file = read(hourly("2026-01-15 00:00,1,0.5", "2026-01-15 01:00,1,", header="Start Time,IMPORT (kWh),EXPORT (kWh)"))
    assert [(s.flow, s.count) for s in file.streams] == [(Flow.DELIVERED, 2), (Flow.RECEIVED, 1)]


def test_utf_16_with_tabs_is_read() -> None:
    text = "datetime\tkWh\n2026-01-15 00:00\t1\n2026-01-15 01:00\t2\n"
    assert only(read(text.encode("utf-16"))) == (2, 3.0)


def test_times_of_day_may_name_the_last_minute_that_counts() -> None:
    header = "TYPE,DATE,START TIME,END TIME,USAGE (kWh),UNITS,COST,NOTES"
    rows = [
        "e,1/15/2026,12:00 AM,12:59 AM,1,kWh,$0.10,",
        'e,1/15/2026,1:00 AM,1:59 AM,1,kWh,"$1,234.00 ",',
    ]
    (stream,) = read(hourly(*rows, header=header)).streams
    assert (stream.count, stream.interval_s) == (2, 3600)
    assert stream.cost is not None
    assert str(stream.cost.amount) == "1234.10000"


def test_bills_may_or_may_not_count_their_last_day() -> None:
    def lasts(*rows: str, header: str = "start_date,end_date,usage_m3") -> list[float]:
        series = read("\n".join([header, *rows]).encode()).streams[0].series
        assert series is not None
        return [round(seconds / 86_400) for seconds in series.durations.tolist()]

    assert lasts("2025-01-01,2025-02-01,5", "2025-02-01,2025-03-01,5") == [31, 28]
    assert lasts("2025-01-01,2025-01-31,5", "2025-02-01,2025-02-28,5") == [31, 28]
    assert lasts("2025-01-01,2025-01-31,5,31", header="start_date,end_date,usage_m3,days") == [31]
    assert lasts("2025-01-01,2025-01-31,5") == [30]


def test_a_bill_that_names_no_unit_needs_a_file_name_that_does() -> None:
    text = b"start_date,end_date,days_in_bill,usage\n2025-01-04,2025-02-02,30,100\n"
    assert refused(text, "upload") == "csv.unit_unknown"
    gas, oil = read(text, "home/natural-gas.csv"), read(text, "home/oil-propane.csv")
    assert (gas.streams[0].commodity, gas.streams[0].unit, only(gas)[1]) == (
        Commodity.NATURAL_GAS,
        Unit.GJ,
        10.550558526,
    )
    assert (oil.streams[0].commodity, oil.streams[0].unit, only(oil)[1]) == (Commodity.OTHER, Unit.LITRE, 378.541178)
    assert finding_codes(gas) == ["csv.unit_assumed"]


def bill(header: str, *rest: str, name: str = "upload") -> UsageFile:
    rows = [f"2025-0{1 + i}-01,2025-0{2 + i}-01,{one}" for i, one in enumerate(rest)]
    return read("\n".join([f"start_date,end_date,{header}", *rows]).encode(), name)


@pytest.mark.parametrize(
    ("column", "commodity", "unit", "total"),
    [
        ("Therms", Commodity.NATURAL_GAS, Unit.GJ, 10.550558526),
        ("Usage (therms)", Commodity.NATURAL_GAS, Unit.GJ, 10.550558526),
        ("Gas Usage (CCF)", Commodity.NATURAL_GAS, Unit.M3, 283.16846592),
        ("gas_ccf", Commodity.NATURAL_GAS, Unit.M3, 283.16846592),
        ("Gas (ft3)", Commodity.NATURAL_GAS, Unit.M3, 2.831684659),
        ("m³", Commodity.NATURAL_GAS, Unit.M3, 100.0),
        ("Consumption (m3)", Commodity.NATURAL_GAS, Unit.M3, 100.0),
        ("Gas consumption (GJ)", Commodity.NATURAL_GAS, Unit.GJ, 100.0),
        ("Consumption (kWh)", Commodity.ELECTRICITY, Unit.KWH, 100.0),
        ("Water (m3)", Commodity.WATER, Unit.M3, 100.0),
    ],
)
def test_a_bills_column_may_name_its_unit_in_many_ways(
    column: str, commodity: Commodity, unit: Unit, total: float
) -> None:
    file = bill(column, "100")
    assert (file.streams[0].commodity, file.streams[0].unit) == (commodity, unit)
    assert only(file)[1] == pytest.approx(total, rel=1e-8)
    assert finding_codes(file) == []


@pytest.mark.parametrize(
    ("written", "name", "commodity", "unit"),
    [
        ("therms", "upload", Commodity.NATURAL_GAS, Unit.GJ),
        ("Therms", "upload", Commodity.NATURAL_GAS, Unit.GJ),
        ("kWh", "upload", Commodity.ELECTRICITY, Unit.KWH),
        ("kWh", "las-vegas.csv", Commodity.ELECTRICITY, Unit.KWH),
        ("m3", "natural-gas.csv", Commodity.NATURAL_GAS, Unit.M3),
        ("CCF", "natural-gas.csv", Commodity.NATURAL_GAS, Unit.M3),
        ("litres", "oil-propane.csv", Commodity.OTHER, Unit.LITRE),
    ],
)
def test_a_unit_column_outranks_the_files_name(written: str, name: str, commodity: Commodity, unit: Unit) -> None:
    for header, values in (("usage,units", f"100,{written}"), ("days_in_bill,usage,units", f"31,100,{written}")):
        file = bill(header, values, name=name)
        assert (file.streams[0].commodity, file.streams[0].unit, file.streams[0].count) == (commodity, unit, 1)
        assert finding_codes(file) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("m3", "csv.commodity_unsaid"),
        ("CCF", "csv.commodity_unsaid"),
        ("GJ", "csv.commodity_unsaid"),
        ("gal", "csv.unit"),
        ("", "csv.unit"),
    ],
)
def test_a_unit_that_says_too_little_is_not_guessed_at(written: str, code: str) -> None:
    data = f"start_date,end_date,usage,unit\n2025-01-01,2025-02-01,100,{written}\n".encode()
    assert refused(data) == "usage_file.no_valid_readings"
    assert dict(look(data).reject_counts) == {code: 1}


def test_a_bill_in_two_units_is_counted_once() -> None:
    file = bill("usage (m3),usage (therms),kwh", "300,110,700", "200,70,650")
    assert [(s.commodity, s.unit, s.series and s.series.total) for s in file.streams] == [
        (Commodity.NATURAL_GAS, Unit.M3, 500.0),
        (Commodity.ELECTRICITY, Unit.KWH, 1350.0),
    ]


def test_columns_that_are_worked_out_from_the_amounts_do_not_tell_their_unit() -> None:
    header = b"start_date,end_date,days_in_bill,usage,ua_sensitivity_at_0.3_therms,avg_daily_usage_m3"
    assert refused(header + b"\n2025-01-04,2025-02-02,30,100,1,3.3\n") == "csv.unit_unknown"


@pytest.mark.parametrize("path", ["natural_gas_home06/natural-gas.csv", "fuel_oil_home01/oil-propane.csv"])
def test_the_sample_bill_histories_are_refused_without_their_names(path: str) -> None:
    """Both have columns in therms; one of the two is in gallons of oil."""
    data = shared("samples", "csv", *path.split("/")).read_bytes()
    assert "therms" in data.decode().splitlines()[0]
    assert refused(data) == "csv.unit_unknown"


@pytest.mark.parametrize("start", ["Start Time,End Time", "DATE,START TIME,END TIME"])
def test_hours_may_have_their_unit_in_a_column(start: str) -> None:
    def rows(unit: str) -> bytes:
        first = {2: "2026-01-15 0{}:00,2026-01-15 0{}:59", 3: "2026-01-15,0{}:00,0{}:59"}[start.count(",") + 1]
        lines = [f"{first.format(hour, hour)},1.5,{unit},$0.10,3" for hour in range(4)]
        return "\n".join([f"{start},Usage,Units,Costs,Weather", *lines]).encode()

    file = read(rows("kWh"))
    assert (only(file), file.streams[0].commodity, file.streams[0].interval_s) == (
        (4, 6.0),
        Commodity.ELECTRICITY,
        3600,
    )
    assert dict(look(rows("m3")).reject_counts) == {"csv.commodity_unsaid": 4}
    assert refused(rows("kWh").replace(b"Units", b"Notes")) == "csv.unit_unknown"


@pytest.mark.parametrize("unit", ["CCF", "therms", "KWH", "M3", "m³"])
def test_the_documented_format_takes_no_other_spelling(unit: str) -> None:
    gas = row(0, unit=unit, commodity="electricity" if unit == "KWH" else "gas")
    assert dict(look(standard(*DAY, gas)).reject_counts) == {"csv.unit": 1}


@pytest.mark.parametrize(
    "path",
    [
        "natural_gas_home06/natural-gas.csv",
        "natural_gas_home07/natural-gas.csv",
        "fuel_oil_home01/oil-propane.csv",
    ],
)
def test_the_sample_bill_histories_are_read_whole(path: str) -> None:
    sample = shared("samples", "csv", *path.split("/"))
    lines = sample.read_text().splitlines()
    usage = lines[0].split(",").index("usage")
    amounts = [float(line.split(",")[usage]) for line in lines[1:] if line]
    file = read(sample.read_bytes(), str(sample))
    (stream,) = file.streams
    factor = 3.785411784 if "oil" in path else 0.105505585262
    assert stream.count == len(amounts)
    assert only(file)[1] == pytest.approx(sum(amounts) * factor, rel=1e-6)
    assert not file.reject_counts
