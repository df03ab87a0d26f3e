"""The facts that fill a sentence, as a person says them: 30 November and never 2026-11-30, « 11,3 » in French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from web.formatting import day, month_year, number

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
GROUPED_FROM: Final = 1_000
"""Whole numbers from here on are grouped; a year never is: its fact is called one."""


def spoken(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """The same facts, with every date, month and number among them as it is written in `language`.

    Numbers stay numbers, so that the noun after them can agree with them.
    """
    return {name: _spoken(value, language, "year" in name) for name, value in facts.items()}


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


def _spoken(value: object, language: str, is_year: bool) -> object:
    if isinstance(value, str):
        return spoken_day(value, language)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int):
        return _Whole(value, language) if abs(value) >= GROUPED_FROM and not is_year else value
    return _Decimal(value, language)


class _Whole(int):
    """A whole number that is written in groups."""

    def __new__(cls, value: int, language: str) -> _Whole:
        made = super().__new__(cls, value)
        made.language = language
        return made

    language: str

    def __str__(self) -> str:
        return number(int(self), self.language)


class _Decimal(float):
    """A number that is written with the decimals it has."""

    def __new__(cls, value: float, language: str) -> _Decimal:
        made = super().__new__(cls, value)
        made.language = language
        return made

    language: str

    def __str__(self) -> str:
        decimals = len(repr(float(self)).partition(".")[2]) if not float(self).is_integer() else 0
        return number(float(self), self.language, decimals) if abs(self) >= GROUPED_FROM else self._small(decimals)

    def _small(self, decimals: int) -> str:
        text = f"{float(self):.{decimals}f}"
        return text.replace(".", ",") if self.language == "fr" else text
