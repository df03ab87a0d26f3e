"""Days as observations of the search and solution that fit bills: the second opinion on the compiled loop.

Each meter's days are sorted by temperature once, and running totals kept; the degree-day sums at a balance point
follow from the totals over the days colder than it.
"""

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
class DailyObservations:
    """One observation a day. A day never heats and cools, for no cooling balance point is under the heating one.

    `running` [m, 5, n + 1] holds totals over the k coldest days of: days, temperature, its square, use less its mean,
    and temperature times that; temperature less the middle of the grid.
    """

    use: Floats
    weight: Floats
    temperature_c: Floats
    mean: Floats
    running: Floats

    @classmethod
    def of(cls, use: Floats, weight: Floats, temperature_c: Floats) -> DailyObservations:
        """Observations of m meters over n days [m, n], weight 1 where known, 0 (and use 0) where not."""
        mean = ratio(use.sum(axis=1), weight.sum(axis=1))
        order = temperature_c.argsort(axis=1)
        t, days, y = (
            np.take_along_axis(part, order, axis=1)
            for part in (temperature_c - CENTRE_C, weight, use - mean[:, None] * weight)
        )
        t *= days
        running = np.zeros((use.shape[0], 5, use.shape[1] + 1))
        for i, part in enumerate((days, t, t * t, y, t * y)):
            np.cumsum(part, axis=1, out=running[:, i, 1:])
        return cls(use, weight, temperature_c, mean, running)

    def moments(self) -> Moments:
        """Sums at every grid point, looked up in the running totals."""
        slots = np.bincount(slots_of(self.temperature_c).ravel(), minlength=self.use.shape[0] * BINS)
        colder = np.cumsum(slots.reshape(-1, BINS)[:, :-1], axis=1)
        below, total = self._below(colder)
        x, xx, xy = _degree_sums(CENTRED_GRID, below)
        # Warm less cold is the plain deviation from the point, whose sums over all days need no look-up.
        all_x, all_xx, all_xy = _degree_sums(CENTRED_GRID, total)
        weight = total[:, 0, 0]
        deviation = self.use - self.mean[:, None] * self.weight
        return Moments(
            points=weight,
            weight=weight,
            mean=self.mean,
            spread=(deviation * deviation).sum(axis=1),
            heating=side_of((x, xx, xy), below[:, 0]),
            cooling=side_of((x - all_x, all_xx - xx, xy - all_xy), total[:, 0] - below[:, 0]),
        )

    def cross(self, rows: Ints, heating: Ints, cooling: Ints) -> Floats | None:
        """None: on no day are both kinds of degree days above zero."""
        return None

    def normal_equations(self, heating_c: Floats, cooling_c: Floats) -> NormalEquations:
        """Sums at one pair of balance points a meter, looked up; on no day are both kinds above zero."""
        edges = np.stack([heating_c, cooling_c], axis=1)
        colder = np.stack([(self.temperature_c < edge[:, None]).sum(axis=1) for edge in edges.T], axis=1)
        # A day exactly at the cooling balance point has no cooling degree days on either side.
        below, total = self._below(colder)
        cold = _degree_sums(edges[:, :1] - CENTRE_C, below[:, :, :1])
        warm = _degree_sums(edges[:, 1:] - CENTRE_C, (total - below)[:, :, 1:])
        columns = (cold, below[:, 0, :1], below[:, 3, :1]), (warm, (total - below)[:, 0, 1:], (total - below)[:, 3, 1:])
        matrix, response = np.zeros((edges.shape[0], 5, 5)), np.zeros((edges.shape[0], 5))
        matrix[:, 0, 0] = total[:, 0, 0]
        for side, ((x, xx, xy), days, y) in enumerate(columns):
            sign = -1.0 if side else 1.0
            slope, rate = 1 + side, 3 + side
            matrix[:, 0, slope] = matrix[:, slope, 0] = sign * x[:, 0]
            matrix[:, slope, rate] = matrix[:, rate, slope] = sign * x[:, 0]
            matrix[:, 0, rate] = matrix[:, rate, 0] = matrix[:, rate, rate] = days[:, 0]
            matrix[:, slope, slope] = xx[:, 0]
            response[:, slope], response[:, rate] = sign * xy[:, 0], y[:, 0]
        return NormalEquations(matrix, response)

    def degree_days(self, heating_c: Floats, cooling_c: Floats) -> DegreeDays:
        """Degree days of each day at one pair of balance points a meter [m]."""
        return DegreeDays(
            np.maximum(heating_c[:, None] - self.temperature_c, 0.0),
            np.maximum(self.temperature_c - cooling_c[:, None], 0.0),
        )

    def take(self, rows: Ints) -> DailyObservations:
        """The observations of some of the meters."""
        parts = (self.use, self.weight, self.temperature_c, self.mean, self.running)
        return DailyObservations(*(part[rows] for part in parts))

    def _below(self, colder: Ints) -> tuple[Floats, Floats]:
        """Totals over the given numbers of coldest days [m, 5, q], and over all days [m, 5, 1]."""
        return np.take_along_axis(self.running, colder[:, None, :], axis=2), self.running[:, :, -1:]


def _degree_sums(edge: Floats, sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Σx, Σx² and Σxy of x = edge − temperature over days summed up as in `DailyObservations.running` [m, 5, q]."""
    days, t, tt, y, ty = (sums[:, i] for i in range(5))
    return edge * days - t, edge * (edge * days - 2.0 * t) + tt, edge * y - ty
