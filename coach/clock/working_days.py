"""Working days of Ontario: what promises are counted in.

Saturdays, Sundays and the province's nine public holidays do not count (Employment Standards Act, 2000, S.O. 2000,
c. 41, s. 1 (1)). The Civic Holiday, Easter Monday, Remembrance Day and the National Day for Truth and Reconciliation
are not among them. A holiday at a weekend is taken on the next working day, as offices here do; a promise is then a day
later, never earlier. Worked out by rule, for any year: no table runs out.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

SATURDAY = 5
MONDAY = 0
A_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices in Ontario are open on `day`."""
    return day.weekday() < SATURDAY and day not in holidays_observed(day.year)


def between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; 0 when `last` is not later."""
    days = (first + place * A_DAY for place in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def after(first: date, count: int) -> date:
    """The `count`th working day after `first`: what is promised on `first` within `count` working days is due then."""
    day = first
    for _ in range(count):
        day += A_DAY
        while not is_working_day(day):
            day += A_DAY
    return day


@lru_cache(maxsize=64)
def holidays_observed(year: int) -> frozenset[date]:
    """Days of `year` on which a public holiday is taken."""
    taken: set[date] = set()
    for day in public_holidays(year):
        while day.weekday() >= SATURDAY or day in taken:
            day += A_DAY
        taken.add(day)
    return frozenset(taken)


def public_holidays(year: int) -> tuple[date, ...]:
    """The nine public holidays of `year` on their own days, in order."""
    return (
        date(year, 1, 1),  # New Year's Day
        _monday(date(year, 2, 1), 3),  # Family Day: third Monday of February
        easter(year) - 2 * A_DAY,  # Good Friday
        date(year, 5, 24) - timedelta(days=date(year, 5, 24).weekday()),  # Victoria Day: the Monday before 25 May
        date(year, 7, 1),  # Canada Day
        _monday(date(year, 9, 1), 1),  # Labour Day
        _monday(date(year, 10, 1), 2),  # Thanksgiving Day
        date(year, 12, 25),
        date(year, 12, 26),
    )


def _monday(first_of_month: date, which: int) -> date:
    return first_of_month + timedelta(days=(MONDAY - first_of_month.weekday()) % 7 + 7 * (which - 1))
