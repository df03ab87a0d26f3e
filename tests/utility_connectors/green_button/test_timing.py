"""Times a document leaves to be worked out, and the odd pairs some meters write when clocks change."""

from __future__ import annotations

import pytest

from tests.utility_connectors.documents import (
    JANUARY_2026,
    document,
    finding_codes,
    hours,
    interval,
    look,
    only,
    read,
    reading,
    reading_type,
    refused,
)

HOURLY = reading_type(intervalLength=3600)


def untimed(value: int) -> str:
    return f"<IntervalReading><value>{value}</value></IntervalReading>"


def test_readings_without_times_are_counted_off_from_their_block() -> None:
    file = read(document(map(untimed, range(24)), type_=HOURLY, interval=interval(JANUARY_2026, 86_400)))
    assert only(file) == (24, 0.276)
    series = file.streams[0].series
    assert series is not None
    assert series.starts.tolist() == [JANUARY_2026 + 3600 * i for i in range(24)]
    assert finding_codes(file) == ["espi.times_from_block"]


@pytest.mark.parametrize("given", ["", interval(JANUARY_2026, 86_399), interval(JANUARY_2026, 90_000)])
def test_readings_without_times_are_left_out_where_their_block_does_not_fit_exactly(given: str) -> None:
    assert refused(document(map(untimed, range(24)), type_=HOURLY, interval=given)) == "usage_file.no_valid_readings"


def test_a_single_reading_without_a_time_is_left_out() -> None:
    file = read(document([*hours(23), untimed(5)], type_=HOURLY, interval=interval(JANUARY_2026, 86_400)))
    assert dict(file.reject_counts) == {"reading.time": 1}


def test_durations_missing_throughout_are_the_declared_interval_length() -> None:
    lacking = [one.replace("<duration>3600</duration>", "") for one in hours(24)]
    assert only(read(document(lacking, type_=HOURLY)))[0] == 24
    one = read(document([*hours(23), lacking[-1]], type_=HOURLY))
    assert dict(one.reject_counts) == {"reading.duration": 1}


def test_a_pair_that_a_clock_change_gave_one_start_is_added_together_in_a_complete_block() -> None:
    rows = hours(24)
    rows[5] = reading(JANUARY_2026 + 5 * 3600, 10, 7200)
    rows[6] = reading(JANUARY_2026 + 7 * 3600, 20, 0)
    file = read(document(rows, interval=interval(JANUARY_2026, 86_400)))
    assert only(file) == (24, round((sum(400 + i for i in range(24)) - 405 - 406 + 30) / 1000, 9))
    assert finding_codes(file) == ["espi.clock_change_merged"]
    assert file.streams[0].series is not None
    assert len(file.streams[0].series) == 23


def test_the_same_pair_is_a_contradiction_where_the_block_would_not_add_up() -> None:
    rows = [*hours(24), reading(JANUARY_2026 + 23 * 3600, 20)]
    for given in ("", interval(JANUARY_2026, 86_400)):
        file = read(document(rows, interval=given))
        assert only(file)[0] == 24
        assert dict(file.reject_counts) == {"reading.conflict": 1}


def test_a_block_of_nothing_but_pairs_is_not_a_clock_change() -> None:
    rows = [reading(JANUARY_2026, value) for value in range(1, 25)]
    file = look(document(rows, interval=interval(JANUARY_2026, 86_400)))
    assert only(file) == (1, 0.001)


@pytest.mark.parametrize(("first", "count"), [(1_772_946_000, 23), (1_793_505_600, 25)])
def test_a_toronto_day_may_have_23_or_25_hours(first: int, count: int) -> None:
    file = read(document(hours(count, first)))
    assert only(file)[0] == count
    series = file.streams[0].series
    assert series is not None
    assert int(series.ends[-1] - series.starts[0]) == count * 3600


def test_the_hours_win_over_the_day_that_contains_them() -> None:
    rows = [*hours(24), reading(JANUARY_2026, 9_876, 86_400)]
    file = read(document(rows))
    assert only(file) == only(read(document(hours(24))))
    assert dict(file.reject_counts) == {"reading.overlap": 1}


def test_days_written_with_24_hours_when_they_had_23_keep_all_their_energy() -> None:
    midnights = [1_772_859_600, 1_772_946_000, 1_773_028_800, 1_773_115_200]  # 7, 8, 9, 10 March 2026 in Toronto
    file = read(document([reading(start, 5_000, 86_400) for start in midnights]))
    assert only(file) == (4, 20.0)
    assert file.streams[0].series is not None
    assert file.streams[0].series.durations.tolist() == [86_400, 82_800, 86_400, 86_400]
    assert finding_codes(file) == ["reading.trimmed"]


def test_bills_that_both_count_the_day_between_them_keep_all_their_energy() -> None:
    month = 30 * 86_400
    file = read(document([reading(JANUARY_2026 + i * (month - 86_400), 300_000, month) for i in range(3)]))
    assert only(file) == (3, 900.0)
