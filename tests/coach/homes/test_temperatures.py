"""Temperature files: both kinds, their gaps, and what is refused by its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.homes.temperatures import read_temperatures
from greener_homes.errors import Refusal

EPOCH = date(1970, 1, 1)


def number(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def hourly(first: datetime, values: list[float | None]) -> str:
    rows = [f"{(first + timedelta(hours=i)).isoformat()},{'' if v is None else v}" for i, v in enumerate(values)]
    return "\n".join(["datetime,temp_c", *rows])


def refusal(text: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as caught:
        read_temperatures(text)
    return caught.value.code.code, dict(caught.value.facts)


def test_daily_means_are_taken_as_they_are_and_gaps_are_said() -> None:
    found = read_temperatures("date,mean_c\n2024-01-03,-1.5\n2024-01-01,2\n2024-01-02,\n2024-01-05,+3.25\n")

    assert found.first_day == number("2024-01-01")
    assert found.mean_c == pytest.approx([2.0, np.nan, -1.5, np.nan, 3.25], nan_ok=True)


def test_byte_order_mark_windows_line_ends_and_other_columns_are_no_trouble() -> None:
    found = read_temperatures("\ufeffstation,Date , MEAN_C\r\nYYZ,2024-01-01,1.0\r\n\r\nYYZ,2024-01-02,2.0\r\n")

    assert found.mean_c.tolist() == [1.0, 2.0]


def test_hours_in_universal_time_become_means_of_local_days() -> None:
    """One local day of winter at 4 °C between days at 0 °C: 05:00 to 05:00 in universal time."""
    values = [0.0] * 29 + [4.0] * 24 + [0.0] * 24
    found = read_temperatures(hourly(datetime(2024, 1, 1, tzinfo=UTC), values))

    assert found.first_day == number("2024-01-01")
    assert found.mean_c.tolist()[:2] == [0.0, 4.0]


@pytest.mark.parametrize(("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2024-07-01", 24)])
def test_a_local_day_has_its_own_number_of_hours(day: str, hours: int) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("America/Toronto")).astimezone(UTC)
    values = [0.0] * 24 + [10.0] * hours + [0.0] * 24
    found = read_temperatures(hourly(start - timedelta(hours=24), values))

    assert found.mean_c[number(day) - found.first_day] == pytest.approx(10.0)


@pytest.mark.parametrize("suffix", ["Z", "+00:00", ""])
def test_a_time_without_offset_is_universal_time(suffix: str) -> None:
    rows = [f"2024-01-01 {hour:02d}:00{suffix},{hour}" for hour in range(24)]
    plain = read_temperatures("\n".join(["datetime,temp_c", *rows]))
    shifted = read_temperatures(
        "\n".join(["datetime,temp_c", *(f"2024-01-01T{hour:02d}:00:00Z,{hour}" for hour in range(24))])
    )

    assert plain.first_day == shifted.first_day
    assert plain.mean_c.tolist() == shifted.mean_c.tolist()


def test_gaps_of_six_hours_are_bridged_and_longer_ones_are_not() -> None:
    values: list[float | None] = [hour / 2 for hour in range(5 + 72)]
    values[30:36] = [None] * 6
    bridged = read_temperatures(hourly(datetime(2024, 1, 1, tzinfo=UTC), values))
    values[55:68] = [None] * 13
    broken = read_temperatures(hourly(datetime(2024, 1, 1, tzinfo=UTC), values))

    assert bridged.mean_c.tolist() == pytest.approx([8.25, 20.25, 32.25])
    assert broken.mean_c.tolist()[:2] == pytest.approx([8.25, 20.25])
    assert broken.mean_c.size == 2  # of the third day only eleven hours are known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "temperature.header"),
        ("day,temp\n2024-01-01,1", "temperature.header"),
        ("date,temp_c\n2024-01-01,1", "temperature.header"),
        ("date,mean_c\n", "temperature.empty"),
        ("date,mean_c\n2024-01-01,\n", "temperature.empty"),
        ("datetime,temp_c\n2024-01-01T00:00Z,1\n", "temperature.empty"),
    ],
)
def test_a_file_without_temperatures_is_refused(text: str, code: str) -> None:
    assert refusal(text)[0] == code


@pytest.mark.parametrize(
    "row",
    [
        "2024-02-30,1",
        "2024-1-1,1",
        "20240101,1",
        "2024-W01-1,1",
        "0001-01-01,1",
        "2024-01-01,nan",
        "2024-01-01,1e1",
        "2024-01-01,1_0",
        "2024-01-01,١",
        "2024-01-01,99",
        "2024-01-01",
        "2024-01-01,1°C",
        '"2024-01-01,1',
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_line(row: str) -> None:
    assert refusal(f"date,mean_c\n2023-12-31,5\n{row}\n")[0] == "temperature.bad_row"
    assert refusal(f"date,mean_c\n2023-12-31,5\n{row}\n")[1]["line"] == 3


def test_the_same_temperature_twice_is_one_and_two_different_ones_are_refused() -> None:
    assert read_temperatures("date,mean_c\n2024-01-01,1\n2024-01-01,1\n2024-01-01,\n").mean_c.tolist() == [1.0]
    assert refusal("date,mean_c\n2024-01-01,1\n2024-01-01,2\n") == ("temperature.conflict", {"line": 3})


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert refusal("date,mean_c\n" + " " * 40_000_000)[0] == "temperature.too_large"


@given(
    days=st.dictionaries(
        st.integers(min_value=-5_000, max_value=30_000),
        st.decimals(min_value=-60, max_value=50, places=2),
        min_size=1,
        max_size=60,
    )
)
@settings(deadline=None)
def test_what_is_written_is_read(days: dict[int, float]) -> None:
    rows = [f"{EPOCH + timedelta(days=day)},{value}" for day, value in days.items()]
    found = read_temperatures("\n".join(["date,mean_c", *rows]))

    assert found.first_day == min(days)
    assert {found.first_day + int(i): found.mean_c[i] for i in np.flatnonzero(np.isfinite(found.mean_c))} == {
        day: float(value) for day, value in days.items()
    }


@given(text=st.text(max_size=200), header=st.sampled_from(["date,mean_c\n", "datetime,temp_c\n", ""]))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str, header: str) -> None:
    try:
        found = read_temperatures(header + text)
    except Refusal as refused:
        assert refused.code.code.startswith("temperature.")
        assert refused.sentence("fr")
    else:
        assert np.isfinite(found.mean_c).any()
