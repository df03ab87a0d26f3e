"""The formats we read, in the order they are tried: the most exact first."""

from __future__ import annotations

from utility_connectors.csv_profiles.bills import BILLS, BILLS_BY_FILE_NAME, BILLS_SAYING_UNIT, BILLS_UNIT_ALONE
from utility_connectors.csv_profiles.hourly import CLOCKED, HOURLY
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.standard import STANDARD

KNOWN: tuple[Profile, ...] = (
    STANDARD,
    BILLS,
    BILLS_SAYING_UNIT,
    BILLS_UNIT_ALONE,
    BILLS_BY_FILE_NAME,
    CLOCKED,
    HOURLY,
)
