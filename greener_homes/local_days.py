"""The region's days: when one begins. Consent, moving in and out, and days of weather are local days."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("America/Toronto")


def begins(day: date) -> datetime:
    """The moment a local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)


@lru_cache(maxsize=4_096)
def midnight(day: date) -> int:
    """The moment a local day begins, in seconds since 1970."""
    return int(begins(day).timestamp())
