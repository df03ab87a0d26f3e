"""EPW files: the real one is read, and whatever is wrong is refused by its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.weather import WeatherUnreadable, daily_means, read_epw

REAL = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "weather"
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def lines(leap: bool = False) -> list[str]:
    """A year of an invented station: its temperature is the hour of the day, its sunshine the month."""
    head = ["LOCATION,Somewhere,ON,CAN,made,000000,43.9,-78.9,-5.0,100.0", *["HEADER"] * 7]
    for month, days in enumerate(MONTH_DAYS, 1):
        sun = f"{month},{month + 1},{month + 2}"
        for day in range(1, days + 1 + (leap and month == 2)):
            when = f"2001,{month},{day}"
            head += [f"{when},{hour},0,?9?9,{hour / 10},1.0,65,98550,0,1415,326,{sun},0" for hour in range(1, 25)]
    return head


def epw(rows: list[str]) -> bytes:
    return "\n".join(rows).encode("latin-1")


def replaced(line: int, column: int, text: str) -> bytes:
    rows = lines()
    fields = rows[line - 1].split(",")
    fields[column] = text
    rows[line - 1] = ",".join(fields)
    return epw(rows)


def refusal(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(WeatherUnreadable) as caught:
        read_epw(data)
    return caught.value.code.code, dict(caught.value.facts)


@pytest.mark.parametrize("leap", [False, True])
def test_a_year_is_read_in_order_and_without_29_february(leap: bool) -> None:
    year = read_epw(epw(lines(leap)))

    assert year.temperature_c[:3].tolist() == [0.1, 0.2, 0.3]
    assert year.temperature_c.size == year.irradiance_w_m2.size == 8760
    assert (year.irradiance_w_m2[-1], year.direct_normal_w_m2[-1], year.diffuse_w_m2[-1]) == (12, 13, 14)
    assert (year.latitude, year.longitude, year.utc_offset_h) == (43.9, -78.9, -5.0)


def test_windows_line_ends_and_a_byte_order_mark_are_no_trouble() -> None:
    assert read_epw(b"\xef\xbb\xbf" + "\r\n".join(lines()).encode()).temperature_c.size == 8760


@pytest.mark.skipif(
    not REAL.is_dir(), reason="../shared is not here: the Toronto weather file is not part of this project"
)
def test_the_toronto_year_has_its_published_climate() -> None:
    year = read_epw(next(REAL.glob("*.epw")).read_bytes())
    days = daily_means(year.temperature_c, 0).mean_c

    assert np.maximum(18.3 - days, 0).sum() == pytest.approx(3660, abs=5)
    assert year.irradiance_w_m2.sum() / 365_000 == pytest.approx(3.8, abs=0.05)


@pytest.mark.parametrize("data", [b"", b"hello", b"LOCATION,a\n" * 20, b"\x00" * 1000, b"<html></html>"])
def test_what_is_not_an_epw_file_is_refused(data: bytes) -> None:
    assert refusal(data)[0] == "weather.epw_not_epw"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (6, "99.9"),
        (6, "nan"),
        (6, "1e1"),
        (6, "١٢"),
        (6, ""),
        (6, "1_0"),
        (13, "9999"),
        (13, "-1"),
        (14, "inf"),
        (3, "7"),
    ],
)
def test_a_number_that_is_missing_or_absurd_is_refused_by_its_line(column: int, text: str) -> None:
    code, facts = refusal(
        "\n".join([*lines()[:108], *_with(lines()[108], column, text), *lines()[109:]]).encode("utf-8")
    )

    assert (code, facts["line"]) == ("weather.epw_bad_line", 109)


def _with(row: str, column: int, text: str) -> list[str]:
    fields = row.split(",")
    fields[column] = text
    return [",".join(fields)]


def test_a_row_cut_short_is_refused_by_its_line() -> None:
    rows = lines()
    rows[500] = rows[500][:20]

    assert refusal(epw(rows)) == ("weather.epw_bad_line", {"line": 501, "column": "columns"})


@pytest.mark.parametrize("hours", [0, 24, 8759, 8761])
def test_anything_but_a_whole_year_is_refused(hours: int) -> None:
    rows = [*lines(), lines()[8]]
    assert refusal(epw(rows[: 8 + hours])) == ("weather.epw_not_a_year", {"hours": hours})


def test_a_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b"LOCATION," + b"x" * 10_000_000)[0] == "weather.epw_too_large"


def test_a_position_off_the_globe_is_refused() -> None:
    assert refusal(replaced(1, 6, "943.9"))[0] == "weather.epw_bad_line"


@given(at=st.integers(min_value=0, max_value=3000), junk=st.binary(min_size=1, max_size=40))
@settings(max_examples=15, deadline=None)
def test_damage_anywhere_is_refused_or_read_never_a_crash(at: int, junk: bytes) -> None:
    whole = epw(lines())
    try:
        year = read_epw(whole[:at] + junk + whole[at + len(junk) :])
    except WeatherUnreadable as refused:
        assert refused.code.code.startswith("weather.")
    else:
        assert np.isfinite(year.temperature_c).all()


def test_hours_that_are_not_whole_days_have_no_daily_means() -> None:
    with pytest.raises(ValueError, match="not whole days"):
        daily_means(np.zeros(25), 0)
