"""Degree days at every balance point of the search grid, for many meters at once.

What `search` and `solve` ask of observations is `Observations`: weighted sums at every grid point, from which every
candidate model is solved in closed form (`moments`), normal equations, and degree days at any balance point between
grid points. Billing periods answer it (`billing_observations`); days have compiled loops of their own (`days`). Never
looks at which model is best.

Heating degree days of a day are max(balance point − mean temperature, 0) °C·d, cooling degree days
max(mean temperature − balance point, 0); a billing period has the mean of its days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from models.series import Floats, Ints

BALANCE_MIN_C = -1.1
BALANCE_MAX_C = 32.2
"""Balance points are looked for between 30 and 90 °F. Source: CalTRACK 2.0 (S115)."""
FINE_STEPS = 120
COARSE = 5
"""Fine grid steps in one coarse step: 0.28 °C and 1.39 °C. CalTRACK 2.0 (S115) allows at most 1.67 °C."""
GRID_C: Floats = np.linspace(BALANCE_MIN_C, BALANCE_MAX_C, FINE_STEPS + 1)
"""Balance points of the fine grid, °C [121]."""
MIN_NONZERO_DEGREE_DAYS = 10
MIN_TOTAL_DEGREE_DAYS = 20.0
"""A balance point needs this many days with degree days, and this many °C·d in all. Source: CalTRACK 2.0 (S115)."""

CENTRE_C = 0.5 * (BALANCE_MIN_C + BALANCE_MAX_C)
CENTRED_GRID = GRID_C - CENTRE_C
BINS = FINE_STEPS + 2
STEP_C = (BALANCE_MAX_C - BALANCE_MIN_C) / FINE_STEPS

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Side:
    """Sums of one kind of degree day x at every grid point: Σwx, Σwx², Σwxy, and whether it may be used [m, 121]."""

    x: Floats
    xx: Floats
    xy: Floats
    allowed: Bools


@dataclass(frozen=True, slots=True)
class Moments:
    """What the search needs of m meters: points used, Σw, weighted mean of use, Σw of its centred squares, both sides.

    `xy` of the sides is with use less its mean.
    """

    points: Floats
    weight: Floats
    mean: Floats
    spread: Floats
    heating: Side
    cooling: Side


class DegreeDays(NamedTuple):
    """Heating and cooling degree days of each day, or mean of each period [m, n]."""

    heating: Floats
    cooling: Floats


class NormalEquations(NamedTuple):
    """Weighted sums of products of 1, HDD, CDD and the two rates [m, 5, 5], and with use less its mean [m, 5]."""

    matrix: Floats
    response: Floats


class Observations(Protocol):
    """Use and weather of m meters over n days or periods; weight 0 where nothing is known."""

    @property
    def use(self) -> Floats:
        """Use per day, in the meter's unit [m, n]; 0 where the weight is 0."""

    @property
    def weight(self) -> Floats:
        """Days each observation stands for [m, n]."""

    @property
    def mean(self) -> Floats:
        """Weighted mean use per day [m]."""

    def moments(self) -> Moments:
        """Sums at every grid point."""

    def cross(self, rows: Ints, heating: Ints, cooling: Ints) -> Floats | None:
        """Σw·HDD·CDD between grid points `heating` [r, a] and `cooling` [r, b] → [r, a, b]; None when all are 0."""

    def normal_equations(self, heating_c: Floats, cooling_c: Floats) -> NormalEquations:
        """Sums at one pair of balance points a meter [m]."""

    def degree_days(self, heating_c: Floats, cooling_c: Floats) -> DegreeDays:
        """Degree days at one pair of balance points a meter [m]."""

    def take(self, rows: Ints) -> Observations:
        """The observations of some of the meters."""


def side_of(sums: tuple[Floats, Floats, Floats], nonzero_days: Floats) -> Side:
    """A side from its three sums and how many days have degree days at each grid point."""
    allowed = (nonzero_days >= MIN_NONZERO_DEGREE_DAYS) & (sums[0] >= MIN_TOTAL_DEGREE_DAYS)
    return Side(*sums, allowed)


def slots_of(temperature_c: Floats) -> Ints:
    """Flat histogram slot of every day: slot k of a row holds temperatures under grid point k and not under k − 1."""
    k = np.clip(np.floor((temperature_c - BALANCE_MIN_C) / STEP_C).astype(np.int64) + 1, 0, BINS - 1)
    rows: Ints = np.arange(temperature_c.shape[0], dtype=np.int64)[:, None] * BINS
    return k + rows


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Quotients, 0 where the bottom is not above 0."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
