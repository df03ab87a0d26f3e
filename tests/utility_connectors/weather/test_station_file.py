"""Published station files, in both languages and all their shapes, and everything that is not one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from greener_homes.weather import Timeframe
from tests.utility_connectors.weather import station_files
from tests.utility_connectors.weather.station_files import daily, hourly, month_of_hours, quoted, year
from utility_connectors.weather import codes
from utility_connectors.weather.station_file import MAX_BYTES, StationFile, read_station_file

SAMPLE = Path(__file__).parents[4] / "shared" / "samples" / "weather" / "eccc_daily_toronto_2019.csv"
MARCH = date(2025, 3, 1)
AT = datetime.fromisoformat


def read(text: str, encoding: str = "utf-8") -> StationFile:
    return read_station_file(text.encode(encoding))


def codes_of(file: StationFile) -> dict[str, object]:
    return {finding.code: finding.facts["count"] for finding in file.findings}


def refused(data: str | bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_station_file(data if isinstance(data, bytes) else data.encode())
    assert caught.value.sentence("en") and caught.value.sentence("fr")
    return caught.value.code.code


def test_a_year_of_days_is_read() -> None:
    days = year(date(2025, 1, 1), 365)
    file = read(daily(days))
    assert (file.timeframe, file.name, file.climate_id) == (Timeframe.DAILY, "OSHAWA", "6155875")
    assert file.days == days
    assert file.newest_day == date(2025, 12, 31)
    assert file.findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("french", [False, True])
def test_language_and_encoding_change_nothing(encoding: str, french: bool) -> None:
    days = year(MARCH, 31, base=-8.0)
    assert read(daily(days, french=french), encoding).days == days


def test_windows_line_ends_and_no_quotes_change_nothing() -> None:
    text = daily(year(MARCH, 5))
    assert read(text.replace("\n", "\r\n")).days == read(text.replace('"', "")).days == year(MARCH, 5)


def test_missing_days_stay_missing_and_are_counted() -> None:
    days: dict[date, station_files.Value] = {
        MARCH: 1.0,
        MARCH + timedelta(days=1): None,
        MARCH + timedelta(days=2): (4.0, "M"),
        MARCH + timedelta(days=3): (None, ""),
    }
    file = read(daily(days))
    assert file.days == {MARCH: 1.0}
    assert codes_of(file) == {codes.SILENT.code: 3}


@pytest.mark.parametrize("flag", ["E", "^", "A", "?"])
def test_a_flag_that_doubts_a_value_makes_it_an_estimate(flag: str) -> None:
    file = read(daily({MARCH: 1.0, MARCH + timedelta(days=1): (2.5, flag)}))
    assert file.days == {MARCH: 1.0}
    assert file.estimated_days == {MARCH + timedelta(days=1): 2.5}
    assert codes_of(file) == {codes.ESTIMATED_DAYS.code: 1}


@pytest.mark.parametrize("flag", ["†", "‡"])
def test_a_partners_station_is_as_good_as_any(flag: str) -> None:
    assert read(daily({MARCH: (2.5, flag)})).days == {MARCH: 2.5}


def test_a_temperature_that_cannot_be_is_left_out_and_said() -> None:
    file = read(daily({MARCH: 99.9, MARCH + timedelta(days=1): -3.0}))
    assert file.days == {MARCH + timedelta(days=1): -3.0}
    assert codes_of(file) == {codes.IMPLAUSIBLE.code: 1}


@pytest.mark.parametrize("french", [False, True])
def test_hours_are_kept_in_standard_time(french: bool) -> None:
    file = read(hourly(month_of_hours(MARCH), french=french))
    assert file.timeframe is Timeframe.HOURLY
    (month,) = file.months
    assert month.month == MARCH
    assert month.temperature_c.size == 31 * 24
    assert np.isfinite(month.temperature_c).all()
    assert month.temperature_c[9 * 24 + 7] == 5.7
    assert file.newest_day == date(2025, 3, 31)


def test_hours_in_universal_time_are_five_hours_earlier_on_the_stations_clock() -> None:
    moments: dict[datetime, station_files.Value] = {AT("2025-03-10T05:00"): 1.0, AT("2025-03-01T04:00"): 2.0}
    text = hourly(moments).replace("(LST)", "(UTC)")
    months = {month.month: month for month in read(text).months}
    assert months[MARCH].temperature_c[9 * 24] == 1.0
    assert months[date(2025, 2, 1)].temperature_c[27 * 24 + 23] == 2.0


def test_an_estimated_hour_is_marked() -> None:
    moments: dict[datetime, station_files.Value] = {AT("2025-03-01T00:00"): (1.0, "E"), AT("2025-03-01T01:00"): 2.0}
    (month,) = read(hourly(moments)).months
    assert month.estimated[:2].tolist() == [True, False]


def test_an_older_file_says_its_station_above_the_header() -> None:
    above = [
        quoted(["Station Name", "OSHAWA"]),
        quoted(["Province", "ONTARIO"]),
        quoted(["Climate Identifier", "6155875"]),
        "",
        quoted(["Legend"]),
        quoted(["M", "Missing"]),
        "",
    ]
    header = quoted("Date/Time,Year,Month,Day,Data Quality,Mean Temp (°C),Mean Temp Flag")
    row = quoted(["2015-03-01", "2015", "03", "01", "", "-1.4", ""])
    file = read("\n".join([*above, header, row]))
    assert (file.name, file.climate_id, file.days) == ("OSHAWA", "6155875", {date(2015, 3, 1): -1.4})


def test_a_file_with_a_header_and_no_rows_says_nothing() -> None:
    assert refused(quoted(station_files.ENGLISH_DAILY)) == codes.FILE_NOT_PUBLISHED.code


def test_the_published_sample_of_toronto_is_read_whole() -> None:
    if not SAMPLE.is_file():
        pytest.skip("the published sample file does not lie beside the repository")
    file = read_station_file(SAMPLE.read_bytes())
    assert (file.name, file.climate_id, file.rows, len(file.days)) == ("TORONTO INTL A", "6158731", 365, 364)
    assert date(2019, 5, 13) not in file.days
    assert file.days[date(2019, 1, 1)] == -1.4
    assert codes_of(file) == {codes.SILENT.code: 1}


GOOD = daily(year(MARCH, 20))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", codes.FILE_NOT_PUBLISHED),
        (b"\0" * 50, codes.FILE_NOT_PUBLISHED),
        ("<!DOCTYPE html><html><body>Service unavailable</body></html>", codes.FILE_NOT_PUBLISHED),
        (b"x" * (MAX_BYTES + 1), codes.FILE_TOO_LARGE),
        ("date,mean_c\n2025-01-01,3\n", codes.FILE_NOT_PUBLISHED),
        ("a" * 100_000, codes.FILE_NOT_PUBLISHED),
        ("\n" * 50_000, codes.FILE_NOT_PUBLISHED),
        (GOOD[:-30], codes.FILE_BAD_LINE),
        (GOOD.replace('"5.7"', '"five"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"5.7"', '"NaN"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"5.7"', '"1e3"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"5.7"', '"٥.٧"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"2025-03-02"', '"2025-02-30"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"2025-03-02"', '"1025-03-02"'), codes.FILE_BAD_LINE),
        (GOOD.replace('"2025-03-02"', '"2025-03-01"'), codes.FILE_CONFLICT),
        (GOOD.replace('"OSHAWA"', '"ELSEWHERE"', 2).replace('"ELSEWHERE"', '"OSHAWA"', 1), codes.FILE_MIXED),
        (GOOD.replace('"Mean Temp (°C)"', '"Mean Humidity"'), codes.FILE_NOT_PUBLISHED),
        (GOOD.replace('"2025-03-04"', '"2025-03-04'), codes.FILE_BAD_LINE),
    ],
)
def test_what_is_no_station_file_is_refused_whole(data: str | bytes, code: object) -> None:
    assert refused(data) == code.code  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=200)
@given(at=st.integers(0, len(GOOD)), junk=st.text(max_size=6), cut=st.integers(0, 6))
def test_damage_is_read_as_data_or_refused_but_never_crashes(at: int, junk: str, cut: int) -> None:
    damaged = GOOD[:at] + junk + GOOD[at + cut :]
    try:
        file = read_station_file(damaged.encode("utf-8", errors="surrogatepass"))
    except Refusal as refusal:
        assert refusal.code in codes.CODES
    else:
        assert all(-60 <= value <= 55 for value in (*file.days.values(), *file.estimated_days.values()))


@settings(deadline=None)
@given(
    st.dictionaries(
        st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(-400, 400).map(lambda tenths: tenths / 10), min_size=1
    ),
    st.booleans(),
)
def test_what_was_written_is_what_is_read(days: dict[date, float], french: bool) -> None:
    assert read(daily(dict(days), french=french)).days == days
