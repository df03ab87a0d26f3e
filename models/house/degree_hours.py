"""How cold a year is: degree-hours below any temperature, from the daily means of a normal year.

A day counts as 24 hours at its mean. No house is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from models.series import DailyTemperature, Floats, Ints

HOURS: Final = 24.0
YEAR_DAYS: Final = 365.0
STEPS_A_DEGREE: Final = 16
"""How finely the sorted days are marked, so that a look-up begins beside its answer."""


@dataclass(frozen=True, slots=True)
class DegreeHours:
    """A year of daily means, sorted, so that any degree-hours are one look-up. Silent days count as the rest do."""

    sorted_c: Floats
    running_c: Floats
    scale: float
    guide: Ints
    """How many days are colder, at every mark above the coldest."""

    @classmethod
    def of(cls, year: DailyTemperature) -> DegreeHours:
        """The degree-hours of these days, brought to 365 of them. ValueError when no day is known."""
        known = np.sort(year.mean_c[np.isfinite(year.mean_c)])
        if known.size == 0:
            raise ValueError("no day of the year has a temperature")
        running = np.concatenate(([0.0], np.cumsum(known)))
        marks = np.arange(0.0, known[-1] - known[0] + 1.0, 1.0 / STEPS_A_DEGREE) + known[0]
        return cls(known, running, YEAR_DAYS / known.size, np.searchsorted(known, marks))

    def below(self, temperature_c: Floats) -> Floats:
        """Σ max(temperature − outdoor, 0) over the year's hours, K·h, for each temperature [n]."""
        from models.house.degree_hours_loop import degree_hours_below  # numba takes a while to import

        wanted = np.ascontiguousarray(temperature_c, dtype=np.float64)
        total: Floats = np.empty(wanted.shape)
        flat = wanted.reshape(-1), self.sorted_c, self.running_c, self.guide
        degree_hours_below(*flat, float(STEPS_A_DEGREE), HOURS * self.scale, total.reshape(-1))
        return total


@dataclass(frozen=True, slots=True, eq=False)
class DegreeHoursOfHomes:
    """The years of several places side by side [years, days], and which of them each home has [homes]."""

    sorted_c: Floats
    running_c: Floats
    scales: Floats
    guides: Ints
    of_each: Ints

    @classmethod
    def of(cls, years: Sequence[DegreeHours], of_each: Ints) -> DegreeHoursOfHomes:
        """Home i has the year of number `of_each[i]`."""
        return cls(
            _side_by_side([year.sorted_c for year in years], np.inf),
            _side_by_side([year.running_c for year in years], 0.0),
            np.array([year.scale for year in years]),
            _side_by_side([year.guide for year in years], None),
            of_each,
        )

    def at(self, homes: Ints) -> DegreeHoursOfHomes:
        """Of the homes at these places."""
        return replace(self, of_each=self.of_each[homes])

    def below(self, temperature_c: Floats) -> Floats:
        """As `DegreeHours` has it, for temperatures of the homes [homes, n]."""
        from models.house.degree_hours_loop import degree_hours_of_homes  # numba takes a while to import

        wanted = np.ascontiguousarray(temperature_c, dtype=np.float64)
        total: Floats = np.empty(wanted.shape)
        years = self.sorted_c, self.running_c, self.guides
        scales = HOURS * self.scales
        degree_hours_of_homes(wanted, self.of_each, *years, float(STEPS_A_DEGREE), scales, total)
        return total


Cold = DegreeHours | DegreeHoursOfHomes
"""How cold it is where one home stands, or each of many."""


def _side_by_side(rows: Sequence[np.ndarray], rest: float | None) -> np.ndarray:
    """Rows of different lengths as one table, filled up with `rest`, or each with its last."""
    table = np.empty((len(rows), max(row.size for row in rows)), dtype=rows[0].dtype)
    for place, row in enumerate(rows):
        table[place, : row.size] = row
        table[place, row.size :] = row[-1] if rest is None else rest
    return table
