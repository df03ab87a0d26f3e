"""The chances behind every range: one fixed table of standard normal draws, the same for every home and run.

A quasi-random (Sobol) table fills the space evenly, so that 128 draws give steady tenths and the same
inputs give the same answer bit for bit. No randomness at run time: the points are kept in `data/sobol.csv`, a line each
and a column for each chance, as parts of 2**30. `made` makes them anew, when there is another chance to be thought of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from scipy.special import ndtri

from models.series import Floats

DRAWS: Final = 128
"""A power of two, as Sobol tables want. The 10th and 90th percentiles rest on 13 draws each side."""
_COUNT: Final[ContextVar[int]] = ContextVar("draws", default=DRAWS)
P90: Final = float(ndtri(0.9))
_SEED: Final = 20260101
_PARTS: Final = 2.0**30


class Chance(StrEnum):
    """What can be otherwise than we think; one column of the table each."""

    CEILING = "ceiling"
    WALLS = "walls"
    GLASS = "glass"
    WINDOW_U = "window_u"
    AIR = "air"
    BASEMENT = "basement"
    BASEMENT_STATE = "basement_state"
    REST = "rest"
    WHOLE = "whole"
    GAINS = "gains"
    SUN = "sun"
    INDOOR = "indoor"
    EFFICIENCY = "efficiency"
    METER = "meter"
    BALANCE = "balance"
    WATER = "water"
    WATER_EFFICIENCY = "water_efficiency"
    COOLING = "cooling"
    PLUGS = "plugs"
    EFFECT = "effect"
    SECOND_EFFECT = "second_effect"
    REALIZATION = "realization"
    PRICE = "price"
    COST = "cost"


def draws() -> int:
    """How many chances there are: `DRAWS`, unless whoever asks wants fewer."""
    return _COUNT.get()


@contextmanager
def fewer(count: int) -> Iterator[None]:
    """A smaller table of the same making, a power of two: for many homes at once, where the last figure does not count.

    At least 32, for there must be more draws than chances. What was made with one table must not meet what was made
    with another.
    """
    token = _COUNT.set(count)
    try:
        yield
    finally:
        _COUNT.reset(token)


def nothing() -> Floats:
    """Zeros [n]."""
    return np.zeros(_COUNT.get())


def everything() -> Floats:
    """Ones [n]."""
    return np.ones(_COUNT.get())


def normal(chance: Chance) -> Floats:
    """Standard normal draws [n], read-only."""
    return _table(_COUNT.get())[chance]


def around(chance: Chance, middle: Floats | float, log_sd: Floats | float) -> Floats:
    """Positive draws with median `middle` and a spread of `log_sd` on the log scale [n]."""
    return np.asarray(middle * np.exp(log_sd * normal(chance)), dtype=np.float64)


def between(chance: Chance, low: float, middle: float, high: float) -> Floats:
    """Draws whose 10th, 50th and 90th percentiles are these three figures [n], read-only; two half normals."""
    return _between(_COUNT.get(), chance, low, middle, high)


@cache
def _between(count: int, chance: Chance, low: float, middle: float, high: float) -> Floats:
    z = _table(count)[chance] / P90
    drawn: Floats = np.where(z < 0.0, middle + z * (middle - low), middle + z * (high - middle))
    drawn.flags.writeable = False
    return drawn


def log_sd(p10: float, p90: float) -> float:
    """The log spread of a figure a tenth of homes lie below `p10` and a tenth above `p90`."""
    spread: float = np.log(p90 / p10) / (2.0 * P90)
    return spread


def made() -> Floats:
    """The points between 0 and 1 [draws, chances], as `kept` has them."""
    from scipy.stats import qmc  # a second to import, which is why they are kept

    points: Floats = qmc.Sobol(len(Chance), rng=np.random.default_rng(_SEED)).random(DRAWS)
    return points


@cache
def kept() -> Floats:
    """The points between 0 and 1 [draws, chances]. ValueError when they are of other chances."""
    with files(__package__).joinpath("data", "sobol.csv").open(encoding="utf-8") as lines:
        points = np.loadtxt(lines, delimiter=",", dtype=np.int64, ndmin=2) / _PARTS
    if points.shape != (DRAWS, len(Chance)):
        raise ValueError("the points kept are of other chances: keep those of made()")
    return points


@cache
def _table(count: int) -> dict[Chance, Floats]:
    columns = _scores(_independent(_scores(ndtri(kept()[:count]).T)))
    columns.flags.writeable = False
    return dict(zip(Chance, columns, strict=True))


def _independent(columns: Floats) -> Floats:
    """The columns turned so that none is correlated with another: chance likeness would pass for knowledge."""
    independent: Floats = np.linalg.solve(np.linalg.cholesky(np.corrcoef(columns)), columns)
    return independent


def _scores(columns: Floats) -> Floats:
    """Each column's ranks as the quantiles of a standard normal: every tenth where it should be."""
    ranks = columns.argsort(axis=1).argsort(axis=1)
    return np.asarray(ndtri((ranks + 0.5) / columns.shape[1]), dtype=np.float64)
