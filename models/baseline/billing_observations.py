"""Billing periods as observations: mean degree days of the days each period holds, weighted by their number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.baseline.degree_days import (
    BINS,
    CENTRE_C,
    CENTRED_GRID,
    DegreeDays,
    Moments,
    NormalEquations,
    ratio,
    side_of,
    slots_of,
)
from models.series import Floats, Ints


@dataclass(frozen=True, slots=True)
class PeriodObservations:
    """One observation a billing period, weighted by its days.

    `temperature_c` [m, n, d] holds the days of each period, `known` the days whose temperature is known (1 or 0).
    """

    use: Floats
    weight: Floats
    mean: Floats
    temperature_c: Floats
    known: Floats
    heating_grid: Floats
    cooling_grid: Floats

    @classmethod
    def of(cls, use: Floats, weight: Floats, temperature_c: Floats, known: Floats) -> PeriodObservations:
        """Observations with the mean degree days of every period at every grid point worked out [m, n, 121]."""
        m, n, d = temperature_c.shape
        flat_t, flat_known = temperature_c.reshape(m * n, d), known.reshape(m * n, d)
        slots = slots_of(flat_t)
        days, t = _running(slots, flat_known), _running(slots, flat_known * (flat_t - CENTRE_C))
        all_days, all_t = days[:, -1:], t[:, -1:]
        cold = CENTRED_GRID * days[:, :-1] - t[:, :-1]
        warm = cold + all_t - CENTRED_GRID * all_days
        per_day = ratio(np.ones(m * n), all_days[:, 0])[:, None]
        cold, warm = cold * per_day, warm * per_day
        mean = ratio((weight * use).sum(axis=1), weight.sum(axis=1))
        grid = CENTRED_GRID.size
        return cls(use, weight, mean, temperature_c, known, cold.reshape(m, n, grid), warm.reshape(m, n, grid))

    def moments(self) -> Moments:
        """Sums at every grid point, weighted by the days of each period."""
        total, mean = self.weight.sum(axis=1), self.mean
        deviation = (self.use - mean[:, None]) * (self.weight > 0)
        sides = []
        for x, cold in ((self.heating_grid, True), (self.cooling_grid, False)):
            weighted = self.weight[:, :, None] * x
            sums = (weighted.sum(axis=1), (weighted * x).sum(axis=1), np.einsum("mng,mn->mg", weighted, deviation))
            sides.append(side_of(sums, self._nonzero_days(cold)))
        return Moments(
            points=(self.weight > 0).sum(axis=1).astype(np.float64),
            weight=total,
            mean=mean,
            spread=(self.weight * deviation * deviation).sum(axis=1),
            heating=sides[0],
            cooling=sides[1],
        )

    def cross(self, rows: Ints, heating: Ints, cooling: Ints) -> Floats | None:
        """Σ days · mean HDD · mean CDD over the periods: a month of spring can have both."""
        cold = np.take_along_axis(self.heating_grid[rows], heating[:, None, :], axis=2)
        warm = np.take_along_axis(self.cooling_grid[rows], cooling[:, None, :], axis=2)
        product: Floats = np.matmul((cold * self.weight[rows][:, :, None]).transpose(0, 2, 1), warm)
        return product

    def normal_equations(self, heating_c: Floats, cooling_c: Floats) -> NormalEquations:
        """Sums at one pair of balance points a meter; a period's rate is the share of its days beyond the point."""
        share, root = self._share(), np.sqrt(self.weight)
        cold, warm = self.temperature_c < heating_c[:, None, None], self.temperature_c > cooling_c[:, None, None]
        rates = ((cold * share).sum(axis=2), (warm * share).sum(axis=2))
        days = self.degree_days(heating_c, cooling_c)
        columns = np.stack([root, *(part * root for part in (*days, *rates))], axis=1)
        deviation = (self.use - self.mean[:, None]) * root
        matrix = np.matmul(columns, columns.transpose(0, 2, 1))
        return NormalEquations(matrix, np.matmul(columns, deviation[:, :, None])[:, :, 0])

    def degree_days(self, heating_c: Floats, cooling_c: Floats) -> DegreeDays:
        """Mean degree days of each period at one pair of balance points a meter [m]."""
        share = self._share()
        cold = np.maximum(heating_c[:, None, None] - self.temperature_c, 0.0) * share
        warm = np.maximum(self.temperature_c - cooling_c[:, None, None], 0.0) * share
        return DegreeDays(cold.sum(axis=2), warm.sum(axis=2))

    def take(self, rows: Ints) -> PeriodObservations:
        """The observations of some of the meters."""
        parts = (self.use, self.weight, self.mean, self.temperature_c, self.known, self.heating_grid, self.cooling_grid)
        return PeriodObservations(*(part[rows] for part in parts))

    def _share(self) -> Floats:
        """What each known day counts in the mean of its period [m, n, d]."""
        return self.known * ratio(np.ones(self.use.shape), self.known.sum(axis=2))[:, :, None]

    def _nonzero_days(self, cold: bool) -> Floats:
        used = self.known * (self.weight > 0)[:, :, None]
        m, n, d = used.shape
        days = _running(slots_of(self.temperature_c.reshape(m, n * d)), used.reshape(m, n * d))
        return days[:, :-1] if cold else days[:, -1:] - days[:, :-1]


def _running(slots: Ints, values: Floats) -> Floats:
    """Sum of `values` over the days colder than each grid point, and over all days in the last column [rows, 122]."""
    rows = slots.shape[0]
    binned = np.bincount(slots.ravel(), weights=values.ravel(), minlength=rows * BINS).reshape(rows, BINS)
    running: Floats = np.cumsum(binned, axis=1)
    return running
