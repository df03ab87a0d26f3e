"""Amounts and money as suppliers write them, to whole numbers of a small step. What is not plainly a number is none.

Each reader is a mapping from text to number that works a text out once: usage files repeat themselves a great deal.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from utility_connectors.csv_profiles.conventions import DecimalMark, Numbers
from utility_connectors.csv_profiles.text import plain

VALUE_EXPONENT = -6
COST_EXPONENT = -5
REMEMBERED = 200_000
UNSAID = -(1 << 62)
"""Stands in a column for what the row does not say."""
WRONG = UNSAID + 1
"""Stands in a column for what is no amount."""

_PLAIN = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,12}))?")
_GROUPED = re.compile(r"(-?)([0-9]{1,9}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,12}))?")
_COMMA = re.compile(r"(-?)([0-9]{1,9})(?:,([0-9]{1,12}))?")
_COMMA_GROUPED = re.compile(r"(-?)([0-9]{1,9}|[1-9][0-9]{0,2}(?:[ .'][0-9]{3}){1,3})(?:,([0-9]{1,12}))?")
_COST = re.compile(r"(-?)\$?(-?) ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,4}))?")
_COST_COMMA = re.compile(r"(-?)\$?(-?) ?([0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]{1,9})(?:,([0-9]{1,4}))?(?: ?\$)?")
_COUNT = re.compile(r"(?:HE|H|Hour)? ?([0-9]{1,5})(?:\.0+)?", re.IGNORECASE | re.ASCII)
_DIGITS = re.compile("[^0-9]")


class Remembered(dict[str, int]):
    """Texts and the numbers that a function says they stand for, never more than it may remember."""

    def __init__(self, work_out: Callable[[str], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = value = self._work_out(text)
        return value


def amounts(numbers: Numbers, *, is_exact: bool, may_be_empty: bool = False) -> Remembered:
    """Reads amounts in millionths; UNSAID for a word that means there is none, WRONG for what is no number.

    Exactly as written where the profile is exact; else without the spaces around it.
    """
    point = _GROUPED if numbers.grouped else _PLAIN
    pattern = point if numbers.mark is DecimalMark.POINT else _COMMA_GROUPED if numbers.grouped else _COMMA

    def amount(text: str) -> int:
        if not text and may_be_empty:
            return UNSAID
        if not is_exact:
            text = plain(text).strip()
            if text.lower() in numbers.missing:
                return UNSAID
        found = pattern.fullmatch(text)
        decimals = (found[3] or "") if found else ""
        if found is None or not text.isascii():
            return WRONG
        if len(decimals) > numbers.longest_decimals:
            return WRONG
        scaled = int(_DIGITS.sub("", found[2]) + decimals[:6].ljust(6, "0"))
        if decimals[6:7] >= "5":
            scaled += 1
        return -scaled if found[1] else scaled

    return Remembered(amount)


def costs(mark: DecimalMark) -> Remembered:
    """Reads money in hundred-thousandths, with or without a dollar sign, groups of thousands and spaces around.

    UNSAID where it is not plainly written.
    """
    pattern = _COST if mark is DecimalMark.POINT else _COST_COMMA

    def cost(text: str) -> int:
        written = plain(text).strip()
        found = pattern.fullmatch(written) if written.isascii() else None
        if found is None:
            return UNSAID
        amount = int(_DIGITS.sub("", found[3])) * 100_000 + int((found[4] or "").ljust(5, "0"))
        return -amount if found[1] or found[2] else amount

    return Remembered(cost)


def counts() -> Remembered:
    """Reads small whole numbers (days, minutes, hours of the day: “7”, “07”, “HE 7”, “60.0”); else UNSAID."""

    def count(text: str) -> int:
        found = _COUNT.fullmatch(text.strip())
        return int(found[1]) if found else UNSAID

    return Remembered(count)
