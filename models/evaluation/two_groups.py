"""Two groups drawn by lot, beside each other: the difference of their means with its interval, or that it is too early.

Welch's interval, which lets the groups differ in size and spread. Below a stated number of members in either group
nothing is said: an interval of a few homes reads as more than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import t

LEAST: Final = 30
"""Members of each group before a difference is said (our own judgement)."""
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the first group less mean of the second; `interval` holds the truth with the stated confidence."""

    value: float
    interval: tuple[float, float]

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves out nothing at all."""
        return self.interval[0] > 0.0 or self.interval[1] < 0.0


def difference(some: Sequence[float], others: Sequence[float]) -> Difference | None:
    """How much the first group lies above the second; None while either has too few members."""
    if min(len(some), len(others)) < LEAST:
        return None
    first, second = np.asarray(some), np.asarray(others)
    parts = np.array([first.var(ddof=1) / first.size, second.var(ddof=1) / second.size])
    value, spread = float(first.mean() - second.mean()), float(np.sqrt(parts.sum()))
    if spread == 0.0:
        return Difference(value, (value, value))
    freedom = parts.sum() ** 2 / (parts**2 / (np.array([first.size, second.size]) - 1)).sum()
    half = float(t.ppf(0.5 + CONFIDENCE / 2.0, freedom)) * spread
    return Difference(value, (value - half, value + half))
