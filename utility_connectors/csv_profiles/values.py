"""Amounts and money as suppliers write them, to whole numbers of a small step. What is not plainly a number is none.

Each reader is a mapping from text to number that works a text out once: usage files repeat themselves a great deal.
"""

from __future__ import annotations

import re

from utility_connectors.csv_profiles.conventions import DecimalMark, Numbers

VALUE_EXPONENT = -6
COST_EXPONENT = -5
REMEMBERED = 200_000
UNSAID = -(1 << 62)
"""Stands in a column for what the row does not say."""
WRONG = UNSAID + 1
"""Stands in a column for what is no amount."""

_PLAIN = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,12}))?")
_GROUPED = re.compile(r"(-?)([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,12}))?")
_COMMA = re.compile(r"(-?)([0-9]{1,9})(?:,([0-9]{1,12}))?")
_COMMA_GROUPED = re.compile(r"(-?)([0-9]{1,9}|[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3}){1,3})(?:,([0-9]{1,12}))?")
_COST = re.compile(r"(-?)\$?(-?) ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,4}))?")
_COST_COMMA = re.compile(r"(-?)\$?(-?) ?([0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]{1,9})(?:,([0-9]{1,4}))?(?: ?\$)?")
_DIGITS = re.compile("[^0-9]")


class Remembered(dict[str, int]):
    """Texts and the numbers they stand for, never more than it may remember."""

    def __missing__(self, text: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = value = self.work_out(text)
        return value

    def work_out(self, text: str) -> int:
        """The number the text stands for."""
        raise NotImplementedError


class Amounts(Remembered):
    """Amounts in millionths; UNSAID for a word that means there is none, WRONG for what is no number."""

    def __init__(self, numbers: Numbers, *, is_exact: bool, may_be_empty: bool = False) -> None:
        super().__init__()
        self._may_be_empty = may_be_empty
        self._numbers = numbers
        self._is_exact = is_exact
        point = _GROUPED if numbers.grouped else _PLAIN
        self._pattern = point if numbers.mark is DecimalMark.POINT else _COMMA_GROUPED if numbers.grouped else _COMMA

    def work_out(self, text: str) -> int:
        """Exactly as written where the profile is exact; else without the spaces around it."""
        if not text and self._may_be_empty:
            return UNSAID
        if not self._is_exact:
            text = text.strip()
            if text.lower() in self._numbers.missing:
                return UNSAID
        found = self._pattern.fullmatch(text)
        decimals = (found[3] or "") if found else ""
        if found is None or not text.replace("\u00a0", "").replace("\u202f", "").isascii():
            return WRONG
        if len(decimals) > self._numbers.longest_decimals:
            return WRONG
        scaled = int(_DIGITS.sub("", found[2]) + decimals[:6].ljust(6, "0"))
        if decimals[6:7] >= "5":
            scaled += 1
        return -scaled if found[1] else scaled


class Costs(Remembered):
    """Money in hundred-thousandths, or UNSAID where it is not plainly written."""

    def __init__(self, mark: DecimalMark) -> None:
        super().__init__()
        self._pattern = _COST if mark is DecimalMark.POINT else _COST_COMMA

    def work_out(self, text: str) -> int:
        """With or without a dollar sign, groups of thousands and spaces around."""
        plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
        found = self._pattern.fullmatch(plain) if plain.isascii() else None
        if found is None:
            return UNSAID
        amount = int(_DIGITS.sub("", found[3])) * 100_000 + int((found[4] or "").ljust(5, "0"))
        return -amount if found[1] or found[2] else amount


class Counts(Remembered):
    """Small whole numbers (days, minutes, hours of the day: “7”, “07”, “HE 7”, “60.0”), or UNSAID."""

    _PATTERN = re.compile(r"(?:HE|H|Hour)? ?([0-9]{1,5})(?:\.0+)?", re.IGNORECASE | re.ASCII)

    def work_out(self, text: str) -> int:
        """The number alone."""
        found = self._PATTERN.fullmatch(text.strip())
        return int(found[1]) if found else UNSAID
