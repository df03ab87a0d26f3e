"""How suppliers write the same readings: row by row, day by day, in any order, with any clock, mark and letter."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from models.quantities import Commodity, Flow
from models.series import Quality
from tests.utility_connectors.documents import NOW, finding_codes, only, read, refused
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Repeated, Times, Zone
from utility_connectors.csv_profiles.document import profile_from_json
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.layout import fingerprint
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.times import LOCAL, Clock
from utility_connectors.inspect import inspect_paths
from utility_connectors.limits import DEFAULT
from utility_connectors.ports import UsageFile
from utility_connectors.usage_file import examine, read_usage_file

BASE: dict[str, object] = {
    "name": "taught-test",
    "columns": {"start": ["when"]},
    "row_end": "neighbour",
    "measures": {"use": {"commodity": "electricity", "unit": "kWh"}},
    "times": {"dates": ["iso"]},
}


def taught(**said: object) -> Profile:
    return profile_from_json(json.dumps({**BASE, **said}))


def read_as(profile: Profile, text: str, encoding: str = "utf-8") -> UsageFile:
    return read_usage_file(io.BytesIO(text.encode(encoding)), "x", now=NOW, profiles=(profile, *KNOWN))


# Every hour of two days around a change of the clocks, written in each convention, reads back exactly ---------------

STYLES = {
    DateStyle.ISO: "%Y-%m-%d",
    DateStyle.MONTH_FIRST: "%m/%d/%Y",
    DateStyle.DAY_FIRST: "%d/%m/%Y",
    DateStyle.NAMED: "%d-%b-%Y",
    DateStyle.COMPACT: "%Y%m%d",
}
FIRSTS = (
    datetime(2026, 1, 14, 5, tzinfo=UTC),
    datetime(2026, 3, 7, 5, tzinfo=UTC),
    datetime(2025, 10, 25, 4, tzinfo=UTC),
    datetime(2025, 11, 1, 4, tzinfo=UTC),
)


@st.composite
def conventions(draw: st.DrawFn) -> dict[str, object]:
    zone = draw(st.sampled_from(Zone))
    return {
        "style": draw(st.sampled_from(sorted(STYLES))),
        "zone": zone,
        "label": draw(st.sampled_from(Label)),
        "mark": draw(st.sampled_from(DecimalMark)),
        "delimiter": draw(st.sampled_from(";\t|")),
        "step": draw(st.sampled_from((900, 1800, 3600))),
        "first": draw(st.sampled_from(FIRSTS)),
        "ends": draw(st.sampled_from(("\n", "\r\n", "\r"))),
        "order": draw(st.permutations(range(4))),
        "newest_first": draw(st.booleans()),
        "blank_lines": draw(st.booleans()),
        "seed": draw(st.integers(0, 2**32)),
    }


@given(how=conventions())
@settings(max_examples=60, deadline=None)
def test_a_table_written_in_any_convention_reads_back_exactly(how: dict[str, object]) -> None:
    chance = Random(how["seed"])  # type: ignore[arg-type]
    step, first = int(how["step"]), how["first"]  # type: ignore[call-overload]
    assert isinstance(first, datetime)
    moments = [first + timedelta(seconds=step * number) for number in range(2 * 86_400 // step)]
    amounts = [chance.randrange(0, 5_000) for _ in moments]
    zone = {Zone.LOCAL: LOCAL, Zone.UTC: UTC}.get(how["zone"])  # type: ignore[call-overload]

    def wall(moment: datetime) -> datetime:
        return moment.astimezone(zone) if zone else moment - timedelta(hours=5)

    rows = []
    for moment, amount in zip(moments, amounts, strict=True):
        shown = wall(moment)
        if how["label"] is Label.ENDING:
            # labels are the beginning's clock moved on: what a meter with this setting prints
            shown = shown.replace(tzinfo=None) + timedelta(seconds=step)
        number = f"{amount / 1000:.3f}".replace(".", str(how["mark"]))
        cells = [f"{shown:{STYLES[DateStyle(str(how['style']))]}} {shown:%H:%M}", number, "A", "any thing"]
        rows.append([cells[place] for place in how["order"]])  # type: ignore[attr-defined]
    if how["newest_first"]:
        rows.reverse()
    names = ["When", "Use", "Flag", "Other column"]
    header = [names[place] for place in how["order"]]  # type: ignore[attr-defined]
    between = str(how["ends"]) * (2 if how["blank_lines"] else 1)
    delimiter = str(how["delimiter"])
    text = between.join(delimiter.join(row) for row in [header, *rows])
    profile = taught(
        columns={"start": ["when"], "quality": ["flag"]},
        times={"dates": [how["style"]], "zone": how["zone"], "label": how["label"], "repeated": "order"},
        numbers={"mark": how["mark"]},
        delimiters=delimiter,
    )
    file = read_as(profile, text)
    series = file.streams[0].series
    assert series is not None
    assert not file.reject_counts
    assert series.starts.tolist() == [int(moment.timestamp()) for moment in moments]
    assert set(series.durations.tolist()) == {step}
    assert [round(amount * 1000) for amount in series.amounts] == amounts


DAYS = tuple(
    datetime(year, month, day, tzinfo=UTC) for year, month, day in ((2026, 1, 14), (2026, 3, 7), (2025, 10, 31))
)


@given(
    parts=st.sampled_from((24, 48, 96)),
    how=st.sampled_from((Repeated.ORDER, Repeated.TOGETHER, Repeated.FIRST, Repeated.ELAPSED)),
    first=st.sampled_from(DAYS),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=40, deadline=None)
def test_days_in_columns_keep_every_amount(parts: int, how: Repeated, first: datetime, seed: int) -> None:
    """Three days around a change: nothing is lost or doubled, whichever way the odd hour is written."""
    chance, step, an_hour, clock = Random(seed), 86_400 // parts, parts // 24, Clock()
    extra = an_hour if how in (Repeated.ORDER, Repeated.ELAPSED) else 0
    lines, expected = [], 0
    for number in range(3):
        day = first + timedelta(days=number)
        wall = int(day.timestamp())
        length = (clock.utc(wall + 86_400) - clock.utc(wall)) // step
        cells = [""] * (parts + extra)
        for part in range(parts + extra):
            skipped = how is not Repeated.ELAPSED and length < parts and an_hour * 2 <= part < an_hour * 3
            beyond = part >= (length if how is Repeated.ELAPSED else min(length, parts) if part >= parts else parts)
            if how is Repeated.ORDER and part >= parts:
                beyond = length <= parts
            if skipped or beyond:
                cells[part] = chance.choice(("", "0"))
            else:
                amount = chance.randrange(1, 900)
                cells[part] = f"0.{amount:03}"
                expected += amount
        lines.append(",".join([f"{day:%Y-%m-%d}", *cells]))
    profile = taught(
        columns={"start": ["day"]},
        row_end="day",
        measures={},
        measure={"commodity": "electricity", "unit": "kWh"},
        day_parts=[[f"p{part}"] for part in range(parts)],
        day_repeated=[[f"q{part}"] for part in range(extra)],
        times={"dates": ["iso"], "repeated": how},
        numbers={"missing": [""]},
    )
    header = ",".join(["Day", *(f"P{part}" for part in range(parts)), *(f"Q{part}" for part in range(extra))])
    file = read_as(profile, "\n".join([header, *lines]))
    series = file.streams[0].series
    assert series is not None
    assert not file.reject_counts
    assert round(series.total * 1000) == expected
    gaps = int(series.ends[-1] - series.starts[0] - series.durations.sum())
    assert gaps == (3600 if how is Repeated.FIRST and first.month == 10 else 0)


def test_an_amount_in_an_hour_the_day_did_not_have_is_left_out() -> None:
    hours = [f"0.{hour + 100}" for hour in range(25)]
    header = ",".join(["Date", *(f"HE{hour}" for hour in range(1, 26))])
    file = read(f"{header}\n2026-01-15,{','.join(hours)}\n2026-03-08,{','.join(hours[:24])},\n".encode())
    assert dict(file.reject_counts) == {"csv.hour_beyond": 1, "csv.time_skipped": 1}


# Conventions of one kind -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "count", "longest"), [("first", 24, 3600), ("together", 24, 7200), ("refused", 23, 3600)]
)
def test_the_repeated_hour_written_once(how: str, count: int, longest: int) -> None:
    profile = taught(times={"dates": ["iso"], "repeated": how})
    rows = "\n".join(f"2025-11-02 {hour:02}:00,1" for hour in range(24))
    series = read_as(profile, f"when,use\n{rows}").streams[0].series
    assert series is not None
    assert (len(series), int(series.durations.max())) == (count, longest)


def test_labels_that_are_moments_are_told_from_labels_that_are_the_clock_moved_on() -> None:
    """01:00 stands twice where labels are moments; 02:00 where the hour's own clock is moved on."""
    profile = taught(times={"dates": ["iso"], "label": "ending", "repeated": "order"})
    for labels in (["01:00", "01:00", "02:00", "03:00"], ["01:00", "02:00", "02:00", "03:00"]):
        rows = "\n".join(f"2025-11-02 {label},{place}" for place, label in enumerate(labels))
        series = read_as(profile, f"when,use\n{rows}").streams[0].series
        assert series is not None
        midnight = int(datetime(2025, 11, 2, 4, tzinfo=UTC).timestamp())
        assert series.starts.tolist() == [midnight + 3600 * hour for hour in range(4)]


def test_marks_beside_the_time_tell_the_repeated_hour() -> None:
    rows = "2025-11-02 01:00 EDT,1\n2025-11-02 01:00 EST,2\n2025-11-02 02:00 EST,3"
    file = read(f"datetime,kWh\n{rows}".encode())
    assert only(file) == (3, 6.0)
    assert finding_codes(file) == []


def test_a_file_that_changes_its_step_half_way_while_its_duration_stays() -> None:
    hours = [f"2026-01-15 {hour:02}:00,60,1" for hour in range(12)]
    quarters = [f"2026-01-15 {12 + part // 4}:{part % 4 * 15:02},60,0.25" for part in range(16)]
    back = [f"2026-01-15 {hour:02}:00,60,1" for hour in range(16, 20)]
    file = read("\n".join(["datetime,Interval (minutes),kWh", *hours, *quarters, *back]).encode())
    series = file.streams[0].series
    assert series is not None
    assert series.durations.tolist() == [3600] * 12 + [900] * 16 + [3600] * 4
    assert only(file)[1] == 20.0
    assert finding_codes(file) == ["csv.duration_differs"]


def test_windows_letters_are_read_where_the_format_has_them_and_refused_elsewhere() -> None:
    rows = "\n".join(f"1;15/01/2026 {hour:02}:00;0,{hour:02};froid d’été" for hour in range(24))
    text = f"Contrat;Date et heure;Consommation (kWh);Météo\n{rows}\n"
    assert finding_codes(read(text.encode("cp1252"))) == ["csv.windows_letters"]
    assert only(read(text.encode("cp1252"))) == only(read(text.encode()))
    assert refused("datetime,kWh,météo\n2026-01-15 00:00,1,été\n".encode("cp1252")) == "csv.encoding"


def test_which_comes_first_day_or_month_is_said_where_no_date_shows_it() -> None:
    assert finding_codes(read(b"date,kWh\n1/2/2026,1\n2/2/2026,1\n3/2/2026,1\n")) == ["csv.date_order", "espi.gap"]
    assert finding_codes(read(b"date,kWh\n1/13/2026,1\n1/14/2026,1\n")) == []


def test_midnight_without_its_zeros_is_a_moment_and_not_a_day() -> None:
    file = read(b"datetime,kWh\n2026-01-15,1\n2026-01-15 01:00,1\n2026-01-15 02:00,1\n")
    series = file.streams[0].series
    assert series is not None
    assert series.durations.tolist() == [3600] * 3
    assert finding_codes(file) == ["csv.midnight"]


def test_use_at_each_price_is_one_amount() -> None:
    header = "Date,Usage TOU off-peak (kWh),Usage TOU mid-peak (kWh),Usage TOU on-peak (kWh)"
    file = read(f"{header}\n2026-01-15,8.2,3.1,4.05\n2026-01-16,9.9,,3.75\n2026-01-17,,,\n".encode())
    assert only(file) == (2, 29.0)
    assert finding_codes(file) == ["csv.no_amount"]


def test_import_and_export_estimates_and_words_for_nothing() -> None:
    rows = ['"2026-01-15 00:00","0.5","N/A",""', '"2026-01-15 01:00","0.7","1.25","Y"']
    header = '"Interval Start Date/Time","Inflow (kWh)","Outflow (kWh)","Estimated Usage"'
    file = read("\n".join([header, *rows]).encode())
    assert [(one.flow, one.count) for one in file.streams] == [(Flow.DELIVERED, 2), (Flow.RECEIVED, 1)]
    assert file.streams[0].series is not None
    assert file.streams[0].series.quality.tolist() == [Quality.ACTUAL, Quality.ESTIMATED]


def test_rows_may_leave_out_trailing_columns_nobody_reads() -> None:
    header = "TYPE,DATE,START TIME,END TIME,USAGE (kWh),NOTES"
    rows = ["Electric usage,2026-01-15,00:00,00:59,0.29", "Electric usage,2026-01-15,01:00,01:59,0.34,,"]
    assert only(read("\n".join([header, *rows]).encode())) == (2, 0.63)


def test_rows_a_format_says_are_no_readings_are_passed_over() -> None:
    profile = taught(ignored=[{"names": ["kind"], "words": ["demand"]}])
    file = read_as(
        profile, "when,kind,use\n2026-01-15 00:00,usage,1\n2026-01-15 00:00,Demand,7\n2026-01-15 01:00,usage,1"
    )
    assert only(file) == (2, 2.0)
    assert finding_codes(file) == ["csv.ignored"]


def test_gas_by_the_month_by_the_read_and_by_the_period() -> None:
    for text in (
        "Month,Gas Usage (m3)\nJanuary 2025,310\nFebruary 2025,287\n",
        "Read Date,Consumption (m3),Number of Days\n2025-02-01,310,31\n2025-03-01,287,28\n",
        "Billing Period,Consumption (m3)\n2025-01-01 to 2025-02-01,310\n2025-02-01 to 2025-03-01,287\n",
    ):
        file = read(text.encode())
        series = file.streams[0].series
        assert series is not None
        assert file.streams[0].commodity is Commodity.NATURAL_GAS
        assert [round(seconds / 86_400) for seconds in series.durations.tolist()] == [31, 28]
        assert series.total == 597.0


# Unknown and taught formats -------------------------------------------------------------------------------------------


def test_an_unknown_header_is_named_by_a_fingerprint_that_holds_no_name() -> None:
    text = "Quand,Combien\n2026-01-15 00:00,1\n"
    with pytest.raises(Refusal) as caught:
        read_usage_file(io.BytesIO(text.encode()), "x", now=NOW)
    assert caught.value.facts == {"fingerprint": fingerprint(["combien ", "QUAND"])}


def test_a_taught_format_is_read_first_only_where_the_header_is_its_own() -> None:
    header = ["datetime", "kWh", "note"]
    profile = taught(
        name="taught-first",
        columns={"start": ["datetime"]},
        measures={"kwh": {"commodity": "electricity", "unit": "Wh"}},
        fingerprint=fingerprint(header),
    )
    rows = "2026-01-15 00:00,1,x\n2026-01-15 01:00,1,x\n"
    profiles = (*KNOWN, profile)

    def format_of(text: str) -> str:
        return read_usage_file(io.BytesIO(text.encode()), "x", now=NOW, profiles=profiles).format

    assert format_of(f"{','.join(header)}\n{rows}") == "taught-first"
    assert format_of(f"datetime,kWh,other\n{rows}") == "csv-hourly"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{}", "NaN", '{"name": "x"', "[" * 100_000, '{"name":"a","name":"b"}',
        json.dumps({**BASE, "extra": 1}), json.dumps({**BASE, "name": "Not A Name"}),
        json.dumps({**BASE, "row_end": "stated"}), json.dumps({**BASE, "measures": {}}),
        json.dumps({**BASE, "measures": {"use": {"commodity": "water", "unit": "kWh"}}}),
        json.dumps({**BASE, "columns": {"start": ["use"]}}), json.dumps({**BASE, "day_parts": [["a"]]}),
        json.dumps({**BASE, "times": {"dates": []}}), json.dumps({**BASE, "quality_words": {"a": "fine"}}),
        json.dumps({**BASE, "expected_late_days": True}), json.dumps({**BASE, "example": "x" * 70_000}),
    ],
)  # fmt: skip
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        profile_from_json(text)
    assert caught.value.code.code == "csv_profile.invalid"


def test_inspect_reads_a_file_in_a_taught_format(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("When,Use\n2026-01-15 00:00,1\n2026-01-15 01:00,1\n")
    (refused_,) = inspect_paths([path], now=NOW)
    assert refused_["code"] == "csv.unknown_columns"
    (told,) = inspect_paths([path], now=NOW, profiles=(*KNOWN, taught()))
    assert (told["status"], told["format"], told["usage_points"][0]["total"]) == ("accepted", "taught-test", 2.0)


# Anything at all ------------------------------------------------------------------------------------------------------


def test_mutated_examples_are_read_or_refused_and_nothing_else() -> None:
    chance = Random(20_261_122)
    pieces = [
        b",",
        b";",
        b"\t",
        b'"',
        b"\n",
        b"\r",
        b"\xff",
        b"\xef\xbb\xbf",
        b"-",
        b"9" * 12,
        b"1e9",
        b"NaN",
        b" ",
        b"\0",
    ]
    examples = [profile.example.encode() for profile in KNOWN]
    for _ in range(1_500):
        data = bytearray(chance.choice(examples))
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    data[place:place] = chance.choice(pieces)
                case 1:
                    del data[place : place + chance.randrange(1, 20)]
                case 2:
                    data[place : place + 1] = bytes([chance.randrange(256)])
                case _:
                    data[place:place] = data[: chance.randrange(60)]
        try:
            examine(io.BytesIO(bytes(data)), "gas.csv", now=NOW, limits=DEFAULT)
        except Refusal as refusal:
            assert "…" not in refusal.sentence("en")


def test_times_are_one_thing_or_none() -> None:
    clock = Clock(Times(dates=tuple(DateStyle)))
    assert clock.read("15 janv. 2026 13:30") == clock.read("2026-01-15 13:30") == clock.read("Jan 15, 2026 1:30 p.m.")
    assert clock.read("31-Feb-2026") is None
    assert clock.read("1:30") is None
