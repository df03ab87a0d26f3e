"""Times as suppliers write them. The skipped hour does not exist; the repeated one is two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utility_connectors.csv_profiles.times import Clock, Kind, clock_seconds

TORONTO = ZoneInfo("America/Toronto")


def epoch(text: str) -> int | None:
    written = Clock().read(text)
    return None if written is None or written.offset_s is None else written.wall_s - written.offset_s


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-15T00:00:00-05:00", 1_768_453_200),
        ("2026-01-15T05:00:00Z", 1_768_453_200),
        ("2026-01-15 00:00-0500", 1_768_453_200),
        ("2026-01-14T24:00:00-05:00", 1_768_453_200),
        ("2026-01-15T00:00:00.000-05:00", 1_768_453_200),
    ],
)
def test_times_with_an_offset_are_exact(text: str, moment: int) -> None:
    assert epoch(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026-13-01", "2026-02-30T00:00Z", "2026-01-15T25:00Z", "2026-01-15T24:00:01Z", "2026-01-15T00:60Z",
        "2026-01-15T00:00:00.5Z", "2026-01-15T00:00+15:00", "2026-01-15T00:00-05:99", "２026-01-15", "1768453200",
        "0001-01-01", "9999-12-31", "2026-1-5", " 2026-01-15", "2026-01-15T00:00:00Z\n", "13/13/2026", "1/15/26",
        "1/15/2026 13:00 PM", "1/15/2026 0:30 AM",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert Clock().read(text) is None


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("1/5/2026", "2026-01-05T00:00"),
        ("01/15/2026 13:30", "2026-01-15T13:30"),
        ("1/15/2026 1:30 PM", "2026-01-15T13:30"),
        ("1/15/2026, 12:00 am", "2026-01-15T00:00"),
        ("2026-01-15 13:30", "2026-01-15T13:30"),
    ],
)
def test_wall_clock_times_are_read(text: str, wall: str) -> None:
    written = Clock().read(text)
    assert written is not None
    assert datetime.fromtimestamp(written.wall_s, UTC).strftime("%Y-%m-%dT%H:%M") == wall


@given(st.integers(20 * 365, 130 * 365), st.integers(0, 86_399))
def test_a_wall_clock_time_agrees_with_the_time_zone_rules(day: int, second: int) -> None:
    clock = Clock()
    naive = datetime.fromtimestamp(day * 86_400 + second, UTC).replace(tzinfo=None)
    written = clock.read(naive.isoformat(sep=" "))
    assert written is not None
    early, late = (naive.replace(tzinfo=TORONTO, fold=fold) for fold in (0, 1))
    assert clock.utc(written.wall_s) == int(early.timestamp())
    assert clock.utc(written.wall_s, second=True) == int(late.timestamp())
    exists = early.astimezone(UTC).astimezone(TORONTO).replace(tzinfo=None) == naive
    same = early.utcoffset() == late.utcoffset()
    assert clock.kind(written.wall_s) is (Kind.ONCE if same else Kind.TWICE if exists else Kind.NEVER)


def test_the_skipped_and_the_repeated_hour() -> None:
    clock = Clock()
    skipped, repeated = clock.read("2026-03-08 02:30"), clock.read("2026-11-01 01:30")
    assert skipped is not None and repeated is not None
    assert clock.kind(skipped.wall_s) is Kind.NEVER
    assert clock.kind(repeated.wall_s) is Kind.TWICE
    assert clock.utc(repeated.wall_s, second=True) - clock.utc(repeated.wall_s) == timedelta(hours=1).total_seconds()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00", 0),
        ("13:05", 47_100),
        ("1:05 PM", 47_100),
        ("12:00 AM", 0),
        ("24:00", 86_400),
        ("24:01", None),
        ("x", None),
    ],
)
def test_times_of_day(text: str, seconds: int | None) -> None:
    assert clock_seconds(text) == seconds
