"""What a file of many customers held, as counts: rows by what became of them, and the first refused ones by line.

Says nothing of a row's content except for homes that agreed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from models.findings import Code
from utility_connectors.csv_profiles.profile import Measure


class Stream(NamedTuple):
    """Whose readings of what: rows of the same stream are one series. `since` and `until` are universal seconds."""

    customer: int
    measure: Measure
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One refused row. `customer` and `text` only for a home that agreed; nobody else's content is kept."""

    line: int
    code: str
    column: str | None
    customer: int | None = None
    text: bytes | None = None


@dataclass(slots=True)
class Seen:
    """What a file held, as counts; rows refused by code, the first so many with their line."""

    limit: int
    rows: int = 0
    kept: int = 0
    not_customers: int = 0
    accounts_not_customers: int = 0
    not_consented: int = 0
    outside_window: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    listed: list[RefusedRow] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)

    def refuse(
        self, code: Code, line: int, column: str, customer: int | None = None, text: bytes | None = None
    ) -> None:
        """One row is refused; it is listed while there is room, rows of homes that agreed before all others."""
        self.refused[code.code] += 1
        self.codes[code.code] = code
        if len(self.listed) < self.limit:
            self.listed.append(RefusedRow(line, code.code, column or None, customer, text))
