"""Ranges that hold as many homes as they say: conformalised quantile regression by groups of homes.

For homes that were not learned from, how far the truth lies beyond the middle is counted in units of the range's own
half; that half is stretched or shrunk until nine in ten truths lie inside each end. Counted apart for each group of
homes (Mondrian); a group with too few homes takes its parent's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.series import Floats, Ints

INSIDE_EACH_END: Final = 0.9
ALL: Final = "all"
"""The group of every home, calibrated whatever there is."""
LEAST_HOMES: Final = 40
"""Fewer homes tell too little of a tenth of them."""
SMALLEST_HALF: Final = 0.01
"""Of a range in logarithms: one per cent."""


@dataclass(frozen=True, slots=True)
class Tails:
    """By how much the lower and the upper half of a range are stretched."""

    below: float
    above: float


def calibrated(
    truth: Floats, said: Floats, homes: Ints, groups: Sequence[Sequence[str]], least_homes: int = LEAST_HOMES
) -> dict[str, Tails]:
    """The stretch of every group with enough homes. `said` p10, p50, p90 [rows, 3]; `groups` from own to all [rows]."""
    half = np.maximum(np.diff(said, axis=1), SMALLEST_HALF)
    below, above = (said[:, 1] - truth) / half[:, 0], (truth - said[:, 1]) / half[:, 1]
    found = {}
    for name in sorted({name for each in groups for name in each}):
        here = np.array([name in each for each in groups])
        count = np.unique(homes[here]).size
        if count >= least_homes or name == ALL:
            found[name] = Tails(_stretch(below[here], count), _stretch(above[here], count))
    return found


def tails_of(tails: Mapping[str, Tails], groups: Sequence[str]) -> Tails:
    """Those of the first group that has any, of all homes at last."""
    return tails[next((name for name in groups if name in tails), ALL)]


def _stretch(beyond: Floats, homes: int) -> float:
    """What brings nine in ten inside; a little more with few homes, whose rows count as one draw each."""
    level = min(np.ceil((homes + 1) * INSIDE_EACH_END) / homes, 1.0)
    return max(float(np.quantile(beyond, level)), 0.0)
