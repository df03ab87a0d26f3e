"""Working days of Ontario between two dates, for promises made in them."""

from __future__ import annotations

from datetime import date, timedelta

from greener_homes import tariffs

SATURDAY = 5


def between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; 0 when `last` is not later.

    Weekends do not count, nor the regulator's holidays where its calendar is known (reference tou_holidays).
    """
    closed = tariffs.holidays(first.year) | tariffs.holidays(last.year) if last > first else frozenset()
    days = (first + timedelta(days=place) for place in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY and day not in closed for day in days)
