"""What was left out of one file and what is worth saying of the rest: counts by code, and a few lines.

Holds line numbers and codes, never a row's content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from models.findings import Code, Finding
from utility_connectors.ports import Reject


@dataclass(slots=True)
class Tally:
    """What was left out of one file, by code: all counted, the first so many with their line."""

    limit: int
    counts: Counter[str] = field(default_factory=Counter)
    listed: list[Reject] = field(default_factory=list)
    _noted: Counter[str] = field(default_factory=Counter)
    _codes: dict[str, Code] = field(default_factory=dict)

    def add(self, code: Code, line: int, column: str | None = None) -> None:
        """One row was left out."""
        self.counts[code.code] += 1
        self._codes[code.code] = code
        if len(self.listed) < self.limit:
            self.listed.append(Reject(line, code.code, column))

    def add_all(self, code: Code, lines: NDArray[np.int64]) -> None:
        """The rows that stood at `lines` were left out."""
        if not lines.size:
            return
        self.counts[code.code] += int(lines.size)
        self._codes[code.code] = code
        room = max(0, self.limit - len(self.listed))
        self.listed.extend(Reject(line, code.code) for line in lines[:room].tolist())

    def note(self, code: Code, count: int) -> None:
        """Something is worth saying about `count` readings that were kept."""
        if count:
            self._codes[code.code] = code
            self._noted[code.code] += count

    @property
    def frozen_counts(self) -> Mapping[str, int]:
        """How many rows were left out, by code, as they stand now."""
        return MappingProxyType(dict(self.counts))

    def said_of(self, code: Code) -> int:
        """How many readings a code was said of so far, left out or kept."""
        return self.counts[code.code] + self._noted[code.code]

    def findings(self) -> list[Finding]:
        """One finding a code, with how many readings it concerns."""
        totals = self.counts + self._noted
        return [self._codes[code].finding(count=count) for code, count in sorted(totals.items())]
