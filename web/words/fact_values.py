"""The facts that fill a sentence, as a person says them: a date as a date and never as 2026-11-30."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from web.formatting import day, month_year

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")


def spoken(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """The same facts, with every date and month among them in words."""
    return {name: spoken_day(value, language) if isinstance(value, str) else value for name, value in facts.items()}


def spoken_day(text: str, language: str) -> str:
    """“2026-11-30” as “30 November 2026”, “2026-04” as “April 2026”, and anything else as it is."""
    try:
        if _DAY.fullmatch(text):
            return day(date.fromisoformat(text), language)
        if _MONTH.fullmatch(text):
            return month_year(date.fromisoformat(f"{text}-01"), language)
    except ValueError:
        return text
    return text
