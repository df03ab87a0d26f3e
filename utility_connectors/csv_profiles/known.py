"""The formats we read, in the order they are tried: the most exact first."""

from __future__ import annotations

from utility_connectors.csv_profiles.bills import (
    BILLS,
    BILLS_BY_FILE_NAME,
    BILLS_PERIOD,
    BILLS_READ,
    BILLS_READ_BY_FILE_NAME,
    BILLS_SAYING_UNIT,
    BILLS_UNIT_ALONE,
    MONTHS,
)
from utility_connectors.csv_profiles.days import DAYS
from utility_connectors.csv_profiles.hourly import (
    CLOCKED,
    CONTRACT,
    DATE_AND_TIME,
    FRENCH,
    HOUR_ENDING,
    HOUR_OF_DAY,
    HOURLY,
    ONE_DAY,
    SPANNED,
    TIME_OF_USE,
)
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.standard import STANDARD

KNOWN: tuple[Profile, ...] = (
    STANDARD,
    BILLS,
    BILLS_SAYING_UNIT,
    BILLS_UNIT_ALONE,
    BILLS_BY_FILE_NAME,
    BILLS_PERIOD,
    BILLS_READ,
    BILLS_READ_BY_FILE_NAME,
    *DAYS,
    CLOCKED,
    HOUR_ENDING,
    HOUR_OF_DAY,
    DATE_AND_TIME,
    SPANNED,
    FRENCH,
    CONTRACT,
    TIME_OF_USE,
    HOURLY,
    MONTHS,
    ONE_DAY,
)
