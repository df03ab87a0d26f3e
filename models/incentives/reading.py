"""Strict reading of tables: every field is asked for by name and kind, and what nobody asked for is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from models.incentives.codes_data import FIELD_MISSING, FIELD_UNKNOWN, FIELD_WRONG, DataRefused

ID: Final = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
SOURCES: Final = re.compile(r"(S[0-9]{1,4}|U|C[0-9]{1,6})(;(S[0-9]{1,4}|U|C[0-9]{1,6}))*")
"""Ids of the list of sources, U when nobody saw one, or C with the number of a change that says where (`overlay`)."""
TEXT_MAXIMUM: Final = 200
CAD_MAXIMUM: Final = 1_000_000.0
_REQUIRED: Final = object()


class Table:
    """One table of a file, read field by field; `where` says which, for whoever mends it."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise DataRefused(FIELD_WRONG, where=where, field="", wanted="a table")
        self.where = where
        self._raw = dict(raw)

    def done(self) -> None:
        """Nothing is left that nobody asked for."""
        for field in self._raw:
            raise DataRefused(FIELD_UNKNOWN, where=self.where, field=str(field)[:TEXT_MAXIMUM])

    def has(self, field: str) -> bool:
        """Whether the field is there and not yet taken."""
        return field in self._raw

    def take(self, field: str, default: object = _REQUIRED) -> object:
        """The field as it is, once."""
        if field in self._raw:
            return self._raw.pop(field)
        if default is _REQUIRED:
            raise DataRefused(FIELD_MISSING, where=self.where, field=field)
        return default

    def wrong(self, field: str, wanted: str) -> DataRefused:
        """The refusal of what stands in a field."""
        return DataRefused(FIELD_WRONG, where=self.where, field=field, wanted=wanted)

    def text(self, field: str, default: object = _REQUIRED) -> str:
        """A short text that is not blank."""
        value = self.take(field, default)
        if not isinstance(value, str) or not value.strip() or len(value) > TEXT_MAXIMUM:
            raise self.wrong(field, "a short text")
        return value

    def id(self, field: str = "id") -> str:
        """An id in capitals: HRS-ATTIC-LE12."""
        value = self.text(field)
        if not ID.fullmatch(value):
            raise self.wrong(field, "an id in capitals")
        return value

    def one_of(self, field: str, words: frozenset[str], default: object = _REQUIRED) -> str:
        """One word of a closed set."""
        value = self.take(field, default)
        if not isinstance(value, str) or value not in words:
            raise self.wrong(field, ", ".join(sorted(words)))
        return value

    def source(self) -> str:
        """Where it was seen: ids joined by “;”."""
        value = self.text("source_id")
        if not SOURCES.fullmatch(value):
            raise self.wrong("source_id", "S51 or S51;S124, or U when nobody saw a source")
        return value

    def yes_or_no(self, field: str, default: bool) -> bool:
        """true or false."""
        value = self.take(field, default)
        if not isinstance(value, bool):
            raise self.wrong(field, "true or false")
        return value

    def day(self, field: str) -> date | None:
        """A day, or nothing."""
        value = self.take(field, None)
        if value is not None and type(value) is not date:
            raise self.wrong(field, "a day")
        return value

    def whole(self, field: str, low: int, high: int, default: object = _REQUIRED) -> int:
        """A whole number within limits, both included."""
        value = self.take(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(field, f"a whole number from {low} to {high}")
        return value

    def number(self, field: str, low: float, high: float) -> float | None:
        """A number within limits, or nothing."""
        value = self.take(field, None)
        return None if value is None else self._number(field, value, low, high)

    def three(self, field: str, low: float, high: float, default: object = _REQUIRED) -> tuple[float, float, float]:
        """One number, or low, typical and high in that order."""
        value = self.take(field, default)
        parts = value if isinstance(value, list | tuple) else [value] * 3
        numbers = [self._number(field, part, low, high) for part in parts]
        if len(numbers) != 3 or sorted(numbers) != numbers:
            raise self.wrong(field, "one number, or low, typical and high")
        return numbers[0], numbers[1], numbers[2]

    def cents(self, field: str) -> tuple[int, int, int]:
        """An amount in CAD as low, typical and high, in cents."""
        low, typical, high = (round(100 * part) for part in self.three(field, 0.0, CAD_MAXIMUM))
        return low, typical, high

    def some_cents(self, field: str) -> int | None:
        """An amount in CAD in cents, or nothing."""
        value = self.number(field, 0.0, CAD_MAXIMUM)
        return None if value is None else round(100 * value)

    def words(self, field: str, default: object = _REQUIRED) -> tuple[str, ...]:
        """A list of different short texts."""
        value = self.take(field, default)
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each for each in value):
            raise self.wrong(field, "a list of words")
        if len(set(value)) != len(value):
            raise self.wrong(field, "a list without the same word twice")
        return tuple(value)

    def tables(self, field: str, default: object = _REQUIRED) -> list[Table]:
        """A list of tables."""
        value = self.take(field, default)
        if not isinstance(value, list | tuple):
            raise self.wrong(field, "a list of tables")
        return [Table(each, f"{self.where}.{field}[{at}]") for at, each in enumerate(value)]

    def _number(self, field: str, value: object, low: float, high: float) -> float:
        sound = isinstance(value, int | float) and not isinstance(value, bool)
        if not sound or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
            raise self.wrong(field, f"a number from {low:g} to {high:g}")
        return float(value)  # type: ignore[arg-type]
