"""Baselines of many daily meters at once: a compiled loop searches every kind and fits the best; where the residuals
speak against it, a simpler one.

The same search, solution and judgement as for bills, without a pass in NumPy for each step: a test holds the two to
each other. Never looks at whether there is enough data.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from models.baseline import daily_search_loop as grid_loop
from models.baseline import daily_solve_loop as loop
from models.baseline.degree_days import COARSE, GRID_C, MIN_NONZERO_DEGREE_DAYS, MIN_TOTAL_DEGREE_DAYS, Bools
from models.baseline.fits import Fits
from models.baseline.judge import CONFIDENCE_OF_SLOPE, simpler_kind
from models.baseline.periods import Frequency
from models.baseline.residuals import MAX_AUTOCORRELATION, WINDOW_DAYS, freedom, quantile
from models.baseline.search import EQUAL, FLAT, SINGULAR, SLOPES
from models.baseline.solve import LONGEST_STEP_C, RIDGE, STEPS, covariance_of, uncertainty
from models.series import Floats, Ints

BLOCK: Final = 64
"""Meters a thread takes at a time."""
_SEARCH_RULES: Final = np.zeros(grid_loop.RULES)
_SEARCH_RULES[grid_loop.COARSE_STEPS] = COARSE
_SEARCH_RULES[grid_loop.MIN_DAYS] = MIN_NONZERO_DEGREE_DAYS
_SEARCH_RULES[grid_loop.MIN_DEGREES] = MIN_TOTAL_DEGREE_DAYS
_SEARCH_RULES[grid_loop.FLAT_SHARE] = FLAT
_SEARCH_RULES[grid_loop.SINGULAR_SHARE] = SINGULAR
_SEARCH_RULES[grid_loop.EQUAL_SHARE] = EQUAL
_SOLVE_RULES: Final = np.zeros(loop.RULES)
_SOLVE_RULES[loop.MIN_DAYS] = MIN_NONZERO_DEGREE_DAYS
_SOLVE_RULES[loop.MIN_DEGREES] = MIN_TOTAL_DEGREE_DAYS
_SOLVE_RULES[loop.EQUAL_SHARE] = EQUAL
_SOLVE_RULES[loop.RIDGE_SHARE] = RIDGE
_SOLVE_RULES[loop.NEWTON_STEPS] = STEPS
_SOLVE_RULES[loop.LONGEST_C] = LONGEST_STEP_C
_SOLVE_RULES[loop.WINDOW] = WINDOW_DAYS
_SOLVE_RULES[loop.MOST_MEMORY] = MAX_AUTOCORRELATION


def fit_days(
    use: Floats, known: Floats, temperature_c: Floats, *, heating: bool, cooling: bool, threads: int = 1
) -> Fits:
    """Fits of m meters over n days [m, n]: `known` 1 or 0, `use` and temperature 0 where it is 0.

    `temperature_c` [m, n], or [1, n] where all share it. Heating or cooling only where allowed. Every meter has at
    least one known day. The number of threads changes nothing.
    """
    size = use.shape[0]
    meters, searched = np.zeros((size, grid_loop.METER_COLUMNS)), np.zeros((size, grid_loop.KINDS))
    at, best = np.zeros((size, grid_loop.KINDS, 2), dtype=np.int64), np.zeros(size, dtype=np.int64)
    fits = np.zeros((size, loop.FIT_COLUMNS))
    columns = tuple(np.ascontiguousarray(part) for part in (use, known, temperature_c))

    def solve(rows: Ints, kinds: Ints) -> None:
        means = meters[rows, grid_loop.MEAN]
        loop.solve_block(*columns, rows, kinds, GRID_C, _SOLVE_RULES, means, at, fits)

    def block(first: int) -> None:
        last = min(first + BLOCK, size)
        grid_loop.search_block(*columns, first, last, heating, cooling, GRID_C, _SEARCH_RULES, meters, searched, at)
        best[first:last] = searched[first:last].argmin(axis=1)
        solve(np.arange(first, last), best[first:last])

    starts = range(0, size, BLOCK)
    if threads == 1 or len(starts) < 2:
        for first in starts:
            block(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, starts))
    points = meters[:, grid_loop.POINTS]
    kind = _chosen(points, searched, best, fits, solve)
    return _fits_of(meters, points, kind, fits)


def _chosen(points: Floats, searched: Floats, best: Ints, fits: Floats, solve: Callable[[Ints, Ints], None]) -> Ints:
    """For each meter the kind with the highest adjusted R² whose slopes all stand out of the residuals.

    `fits` are of the `best` kinds before and of the chosen ones after: `solve` fits meters anew, another kind each.
    """
    kind, rows = best.copy(), np.arange(best.size)
    for _ in range(2):
        simpler = simpler_kind(kind[rows], _stand_out(points[rows], fits[rows], kind[rows]), searched[rows])
        changed = simpler != kind[rows]
        if not changed.any():
            break
        rows = rows[changed]
        kind[rows] = simpler[changed]
        solve(rows, kind[rows])
    return kind


def _fits_of(meters: Floats, points: Floats, kind: Ints, fit: Floats) -> Fits:
    """The columns of these fits."""
    parameters = fit[:, loop.BASE : loop.COOLING_POINT + 1]
    linear = np.stack([np.ones_like(kind), kind & 1, kind >> 1], axis=1).astype(np.bool_)
    known = uncertainty(_normal(points, fit), parameters, linear)
    variance = fit[:, loop.LEFT] / np.maximum(points - 1 - SLOPES[kind], 1)
    return Fits(
        kind=kind,
        parameters=parameters,
        covariance=covariance_of(known.information, known.active, variance),
        points=points,
        weight=points,
        mean=meters[:, grid_loop.MEAN],
        spread=meters[:, grid_loop.SPREAD],
        left=fit[:, loop.LEFT],
        bias=fit[:, loop.BIAS],
        autocorrelation=fit[:, loop.MEMORY],
        inflation=fit[:, loop.INFLATION],
        freedom=_freedom(points, fit, kind),
    )


def _stand_out(points: Floats, fit: Floats, kind: Ints) -> Bools:
    """Whether the heating and the cooling slope of these kinds are above zero for sure [m, 2]."""
    variance = fit[:, loop.LEFT] / np.maximum(points - 1 - SLOPES[kind], 1) * fit[:, loop.INFLATION]
    cold, warm = fit[:, loop.COLD], fit[:, loop.WARM]
    heats, cools = (kind & 1) > 0, kind > 1
    # The inverse normal matrix's diagonal, the base taken out; a side the kind does not have is the unit.
    cold_square = np.where(heats, fit[:, loop.COLD_SQUARE] - cold * cold / points, 1.0)
    warm_square = np.where(cools, fit[:, loop.WARM_SQUARE] - warm * warm / points, 1.0)
    both = np.where(heats & cools, cold * warm / points, 0.0)
    inverse = np.stack([warm_square, cold_square], axis=1) / (cold_square * warm_square - both * both)[:, None]
    error = np.sqrt(variance[:, None] * inverse)
    wanted = quantile(CONFIDENCE_OF_SLOPE[Frequency.DAILY], _freedom(points, fit, kind))
    stands: Bools = fit[:, loop.HEATING : loop.COOLING + 1] > wanted[:, None] * error
    return stands


def _freedom(points: Floats, fit: Floats, kind: Ints) -> Floats:
    return freedom(points, (1 + SLOPES[kind]).astype(np.float64), fit[:, loop.INFLATION])


def _normal(points: Floats, fit: Floats) -> Floats:
    """Normal equations at the balance points [m, 5, 5]; on no day are both kinds of degree days above zero."""
    matrix = np.zeros((points.size, 5, 5))
    matrix[:, 0, 0] = points
    for slope, (days, degrees, square) in (
        (1, (loop.COLD_DAYS, loop.COLD, loop.COLD_SQUARE)),
        (2, (loop.WARM_DAYS, loop.WARM, loop.WARM_SQUARE)),
    ):
        rate = slope + 2
        matrix[:, slope, slope] = fit[:, square]
        for a, b, column in ((0, slope, degrees), (slope, rate, degrees), (0, rate, days), (rate, rate, days)):
            matrix[:, a, b] = matrix[:, b, a] = fit[:, column]
    return matrix
