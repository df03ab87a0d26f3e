"""Working days of Ontario, against calendars that were looked up, and promises counted in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import working_days

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, ["01-01", "02-19", "03-29", "05-20", "07-01", "09-02", "10-14", "12-25", "12-26"]),
        (2025, ["01-01", "02-17", "04-18", "05-19", "07-01", "09-01", "10-13", "12-25", "12-26"]),
        (2026, ["01-01", "02-16", "04-03", "05-18", "07-01", "09-07", "10-12", "12-25", "12-26"]),
        (2027, ["01-01", "02-15", "03-26", "05-24", "07-01", "09-06", "10-11", "12-25", "12-26"]),
    ],
)
def test_the_nine_public_holidays(year: int, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in working_days.public_holidays(year)] == expected


@pytest.mark.parametrize(
    "day",
    [date(2026, 8, 3), date(2026, 4, 6), date(2026, 11, 11), date(2026, 9, 30)],
    ids=["civic", "easter", "armistice", "truth"],
)
def test_days_that_many_take_off_and_the_act_does_not_name_are_working_days(day: date) -> None:
    assert working_days.is_working_day(day)


def test_a_holiday_at_a_weekend_is_taken_on_the_next_free_working_day() -> None:
    christmas_2027 = {date(2027, 12, 27), date(2027, 12, 28)}  # Saturday and Sunday
    assert christmas_2027 < working_days.holidays_observed(2027)
    assert working_days.after(date(2027, 12, 24), 1) == date(2027, 12, 29)


@pytest.mark.parametrize(
    ("first", "count", "due"),
    [
        (date(2026, 11, 20), 2, date(2026, 11, 24)),
        (date(2026, 11, 21), 2, date(2026, 11, 24)),
        (date(2026, 12, 23), 2, date(2026, 12, 29)),
        (date(2026, 4, 2), 1, date(2026, 4, 6)),
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
        (date(2026, 11, 2), 0, date(2026, 11, 2)),
    ],
)
def test_a_promise_skips_what_is_closed(first: date, count: int, due: date) -> None:
    assert working_days.after(first, count) == due


@given(DAYS, st.integers(1, 30))
def test_counting_forward_and_counting_between_agree(first: date, count: int) -> None:
    due = working_days.after(first, count)
    assert working_days.is_working_day(due)
    assert working_days.between(first, due) == count
    assert working_days.between(first, due - timedelta(days=1)) == count - 1


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days.between(date(2026, 11, 20), date(2026, 11, 1)) == 0
