"""How cold a year is: degree-hours below any temperature, from the daily means of a normal year.

A day counts as 24 hours at its mean. No house is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.series import DailyTemperature, Floats

HOURS: Final = 24.0
YEAR_DAYS: Final = 365.0


@dataclass(frozen=True, slots=True)
class DegreeHours:
    """A year of daily means, sorted, so that any degree-hours are one look-up. Silent days count as the rest do."""

    sorted_c: Floats
    running_c: Floats
    scale: float

    @classmethod
    def of(cls, year: DailyTemperature) -> DegreeHours:
        """The degree-hours of these days, brought to 365 of them. ValueError when no day is known."""
        known = np.sort(year.mean_c[np.isfinite(year.mean_c)])
        if known.size == 0:
            raise ValueError("no day of the year has a temperature")
        running = np.concatenate(([0.0], np.cumsum(known)))
        return cls(known, running, YEAR_DAYS / known.size)

    def below(self, temperature_c: Floats) -> Floats:
        """Σ max(temperature − outdoor, 0) over the year's hours, K·h, for each temperature [n]."""
        days = np.searchsorted(self.sorted_c, temperature_c)
        total: Floats = (temperature_c * days - self.running_c[days]) * (HOURS * self.scale)
        return total
