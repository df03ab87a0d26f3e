"""Which kind of model a meter gets: the highest adjusted R², as long as every slope stands out of the residuals.

Adjusted R² alone (CalTRACK 2.0, S115) would give one flat load in two a little heating or cooling, because the
search takes the best of hundreds of pairs of balance points and daily residuals remember. A slope must therefore be
above zero with high confidence, memory counted; where one is not, the meter falls back to the best simpler kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from models.baseline.degree_days import GRID_C, Bools, Observations
from models.baseline.periods import Frequency
from models.baseline.residuals import freedom, inflation, lag_one, quantile
from models.baseline.search import SLOPES, Candidates, Kind
from models.baseline.solve import COOLING, HEATING, Solution, solve
from models.series import Floats, Ints

CONFIDENCE_OF_SLOPE: Mapping[Frequency, float] = MappingProxyType({Frequency.DAILY: 0.994, Frequency.BILLING: 0.98})
"""One-sided. Chosen on simulated homes: days keep an invented slope in 2 to 4 % of flat years; twelve bills say so
little that asking more of them would lose true cooling as often as it refuses invented one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A solution with what its residuals say, for m meters."""

    solution: Solution
    kind: Ints
    autocorrelation: Floats
    inflation: Floats
    freedom: Floats


def judge(seen: Observations, found: Candidates, frequency: Frequency) -> Judged:
    """The kind with the highest adjusted R² whose slopes all stand out of the residuals."""
    kind: Ints = found.variance.argmin(axis=1)
    judged = _solved(seen, found, kind, frequency)
    for _ in range(2):
        simpler = simpler_kind(judged.kind, _stand_out(judged, CONFIDENCE_OF_SLOPE[frequency]), found.variance)
        rows: Ints = np.flatnonzero(simpler != judged.kind)
        if rows.size == 0:
            break
        part = Candidates(found.variance[rows], found.heating[rows], found.cooling[rows])
        _replace(judged, rows, _solved(seen.take(rows), part, simpler[rows], frequency))
    return judged


def _solved(seen: Observations, found: Candidates, kind: Ints, frequency: Frequency) -> Judged:
    rows = np.arange(kind.size)
    solution = solve(seen, kind, GRID_C[found.heating[rows, kind]], GRID_C[found.cooling[rows, kind]])
    known = seen.weight > 0
    points = known.sum(axis=1).astype(np.float64)
    memory, inflated = np.zeros(kind.size), np.ones(kind.size)
    if frequency is Frequency.DAILY:
        memory = lag_one(solution.residual, known)
        inflated = inflation(solution.residual, memory)
    return Judged(solution, kind, memory, inflated, freedom(points, (1 + SLOPES[kind]).astype(np.float64), inflated))


def _stand_out(judged: Judged, confidence: float) -> Bools:
    """Whether the heating and the cooling slope are above zero for sure [m, 2]."""
    solution = judged.solution
    error = np.sqrt((solution.variance * judged.inflation)[:, None] * solution.slope_leverage[:, HEATING:])
    stands: Bools = (
        solution.parameters[:, HEATING : COOLING + 1] > quantile(confidence, judged.freedom)[:, None] * error
    )
    return stands


def simpler_kind(kind: Ints, stands: Bools, variance: Floats) -> Ints:
    """The kind to fall back to where a slope is lost in the residuals; the same kind where none is.

    `stands` [m, 2]: whether heating and cooling stand out; `variance` [m, 4] of the search, by kind.
    """
    heats, cools = stands[:, 0], stands[:, 1]
    single = np.where(variance[:, Kind.HDD] <= variance[:, Kind.CDD], Kind.HDD, Kind.CDD)
    of_two = np.select([heats & cools, heats, cools], [Kind.HDD_CDD, Kind.HDD, Kind.CDD], single)
    of_one = np.where(np.where(kind == Kind.HDD, heats, cools), kind, Kind.INTERCEPT)
    fallen = np.select([kind == Kind.INTERCEPT, kind == Kind.HDD_CDD], [kind, of_two], of_one)
    exists = np.isfinite(variance[np.arange(fallen.size), fallen])
    simpler: Ints = np.where(exists, fallen, Kind.INTERCEPT)
    return simpler


def _replace(judged: Judged, rows: Ints, other: Judged) -> None:
    """Put the other's meters in the place of the given rows."""
    for name in ("kind", "autocorrelation", "inflation", "freedom"):
        getattr(judged, name)[rows] = getattr(other, name)
    for name in Solution.__dataclass_fields__:
        getattr(judged.solution, name)[rows] = getattr(other.solution, name)
