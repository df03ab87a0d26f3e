"""Usage and temperature over time, with gaps and quality said, in columns.

Times are seconds since 1970-01-01 UTC; intervals are half open. Values are integers in steps of
`10**exponent` of the unit, so that sums are exact; `amounts` gives floats where arithmetic wants them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.quantities import Commodity, Flow, Unit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Quality(IntEnum):
    """How a reading came to be. The number is what is stored; lower is better."""

    ACTUAL = 0
    EDITED = 1
    ESTIMATED = 2
    DERIVED = 3
    QUESTIONABLE = 4

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class UsageSeries:
    """Readings of one commodity flowing one way, sorted by start, none overlapping.

    `starts` epoch seconds UTC [n]; `durations` seconds [n]; `values` integers in `10**exponent` of
    `unit` [n]; `quality` codes of `Quality` [n].
    """

    commodity: Commodity
    flow: Flow
    unit: Unit
    starts: Ints
    durations: Ints
    values: Ints
    exponent: int
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return int(self.starts.size)

    @property
    def amounts(self) -> Floats:
        """Values in the unit itself [n]."""
        return self.values.astype(np.float64) * 10.0**self.exponent

    @property
    def total(self) -> float:
        """Sum over all readings, in the unit."""
        return float(int(self.values.sum()) * 10.0**self.exponent)

    @property
    def ends(self) -> Ints:
        """Ends of the intervals, epoch seconds [n]."""
        return self.starts + self.durations


@dataclass(frozen=True, slots=True)
class DailyTemperature:
    """Mean outdoor temperature of consecutive local days; NaN where the station was silent.

    `first_day` is days since 1970-01-01 (a local calendar day); `mean_c` °C [n].
    """

    first_day: int
    mean_c: Floats
