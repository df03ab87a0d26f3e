"""When something begins and ends, in the reader's language and Durham's time."""

from __future__ import annotations

from datetime import datetime

from web.formatting import TORONTO, clock, full_day
from web.text import gettext as _


def day_and_times(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """“Thursday 3 December 2026, 18:30 to 20:30”, « jeudi 3 décembre 2026, de 18 h 30 à 20 h 30 »."""
    return _(
        "%(day)s, %(begins)s to %(ends)s",
        day=full_day(starts_at.astimezone(TORONTO).date(), language),
        begins=clock(starts_at, language),
        ends=clock(ends_at, language),
    )
