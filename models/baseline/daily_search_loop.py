"""The compiled search over daily meters: the best balance points of every kind of model on the grid.

The arithmetic is that of `search`, which looks through bills: the closed form at every point of the grid, coarse pairs,
fine pairs around the best. Days are put into slots of the grid once, so that the sums at any balance point are running
totals, and nothing is sorted. On no day are both kinds of degree days above zero. Meters never touch.
"""

# Names of columns are constants of the compiled code, so they stand in this file.

from __future__ import annotations

from typing import Final

import numpy as np

from models.compiled import compiled_figures
from models.series import Floats, Ints

POINTS, MEAN, SPREAD, METER_COLUMNS = range(4)
COARSE_STEPS, MIN_DAYS, MIN_DEGREES, FLAT_SHARE, SINGULAR_SHARE, EQUAL_SHARE, RULES = range(7)
"""What the search goes by, handed in: its constants stand in `search` and `degree_days`."""
KINDS: Final = 4
_MOMENTS: Final = 5
_MEAN, _SQUARE, _PRODUCT, _COUNTS, _SIDE_COLUMNS = range(5)


def _fill_sides(
    y: Floats, known: Floats, t: Floats, w: float, grid: Floats, rules: Floats, slots: Floats, sides: Floats
) -> None:
    """Both sides' sums at every grid point [2, grid, _SIDE_COLUMNS], by running totals over slots of the grid."""
    last = grid.size - 1
    centre, step = 0.5 * (grid[0] + grid[last]), (grid[last] - grid[0]) / last
    for k in range(last + 2):
        for column in range(_MOMENTS):
            slots[k, column] = 0.0
    for day in range(t.size):
        if known[day] > 0.0:
            u = t[day] - centre
            k = min(max(int(np.floor((t[day] - grid[0]) / step)) + 1, 0), last + 1)
            slots[k, 0] += 1.0
            slots[k, 1] += u
            slots[k, 2] += u * u
            slots[k, 3] += y[day]
            slots[k, 4] += u * y[day]
    for k in range(1, last + 2):
        for column in range(_MOMENTS):
            slots[k, column] += slots[k - 1, column]
    whole = slots[last + 1]
    for g in range(last + 1):
        e, below = grid[g] - centre, slots[g]
        x = e * below[0] - below[1]
        xx = e * (e * below[0] - 2.0 * below[1]) + below[2]
        xy = e * below[3] - below[4]
        days = below[0]
        for side in range(2):
            if side == 1:
                # Warm less cold is the plain deviation from the point.
                x -= e * whole[0] - whole[1]
                xx = e * (e * whole[0] - 2.0 * whole[1]) + whole[2] - xx
                xy -= e * whole[3] - whole[4]
                days = whole[0] - below[0]
            square = xx - x / w * x
            enough = days >= rules[MIN_DAYS] and x >= rules[MIN_DEGREES]
            sides[side, g, _MEAN], sides[side, g, _SQUARE], sides[side, g, _PRODUCT] = x / w, square, xy
            sides[side, g, _COUNTS] = 1.0 if enough and square > rules[SINGULAR_SHARE] * xx else 0.0


fill_sides = compiled_figures(_fill_sides)


def _explained_by_pair(w: float, mean: float, cold: Floats, warm: Floats, singular: float) -> float:
    """Explained square sum of base + heating + cooling; 0 where the candidate does not count."""
    if cold[_COUNTS] == 0.0 or warm[_COUNTS] == 0.0:
        return 0.0
    both = -w * cold[_MEAN] * warm[_MEAN]
    plain = cold[_SQUARE] * warm[_SQUARE]
    determinant = plain - both * both
    heat = cold[_PRODUCT] * warm[_SQUARE] - warm[_PRODUCT] * both
    cool = warm[_PRODUCT] * cold[_SQUARE] - cold[_PRODUCT] * both
    base = mean * determinant - heat * cold[_MEAN] - cool * warm[_MEAN]
    if heat > 0.0 and cool > 0.0 and base > 0.0 and determinant > singular * plain:
        explained: float = (heat * cold[_PRODUCT] + cool * warm[_PRODUCT]) / determinant
        return explained
    return 0.0


explained_by_pair = compiled_figures(_explained_by_pair)


def _first_of_best(values: Floats, count: int, equal: float) -> int:
    """The first of so many places whose value is the largest but for rounding."""
    best = values[0]
    for i in range(1, count):
        best = max(best, values[i])
    for i in range(count):
        if values[i] >= best - equal * abs(best):
            return i
    return 0


first_of_best = compiled_figures(_first_of_best)


def _fill_best_pair(
    w: float, mean: float, sides: Floats, rules: Floats, near: Ints, step: int, values: Floats, best_at: Ints
) -> float:
    """What the best pair explains, and its place: around `near` by single steps, or everywhere by `step`."""
    last, coarse, equal = sides.shape[1] - 1, int(rules[COARSE_STEPS]), rules[EQUAL_SHARE]
    low_k, high_k, low_j, high_j = 0, last, 0, last
    if step == 1:
        low_k, high_k = max(near[0] - coarse, 0), min(near[0] + coarse, last)
        low_j, high_j = max(near[1] - coarse, 0), min(near[1] + coarse, last)
    best, count = 0.0, (high_j - low_j) // step + 1
    for k in range(low_k, high_k + 1, step):
        for place in range(count):
            j = low_j + place * step
            values[place] = 0.0
            if j >= k:
                values[place] = explained_by_pair(w, mean, sides[0, k], sides[1, j], rules[SINGULAR_SHARE])
        where = first_of_best(values, count, equal)
        if values[where] > best * (1.0 + equal):
            best = float(values[where])
            best_at[0], best_at[1] = k, low_j + where * step
    return best


fill_best_pair = compiled_figures(_fill_best_pair)


def _search(
    w: float, mean: float, heating: bool, cooling: bool, rules: Floats, sides: Floats, explained: Floats, at: Ints
) -> None:
    """The best grid points of every kind [KINDS, 2], and what they explain [KINDS]; −∞ where no candidate counts."""
    last, values = sides.shape[1] - 1, np.empty(sides.shape[1])
    explained[0], explained[1], explained[2], explained[3] = 0.0, -np.inf, -np.inf, -np.inf
    for kind in range(KINDS):
        at[kind, 0], at[kind, 1] = 0, last
    for side in range(2):
        if not (heating if side == 0 else cooling):
            continue
        for g in range(last + 1):
            s = sides[side, g]
            values[g] = 0.0
            if s[_COUNTS] > 0.0 and s[_PRODUCT] > 0.0 and mean - s[_PRODUCT] / s[_SQUARE] * s[_MEAN] > 0.0:
                values[g] = s[_PRODUCT] / s[_SQUARE] * s[_PRODUCT]
        g = first_of_best(values, last + 1, rules[EQUAL_SHARE])
        if values[g] > 0.0:
            explained[1 + side] = values[g]
            at[1 + side, side] = g
    if heating and cooling:
        best, near, pair = 0.0, np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64)
        for step in (int(rules[COARSE_STEPS]), 1):
            best = fill_best_pair(w, mean, sides, rules, near, step, values, pair)
            near[0], near[1] = pair[0], pair[1]
        if best > 0.0:
            explained[3] = best
            at[3, 0], at[3, 1] = pair[0], pair[1]


search_grid = compiled_figures(_search)


def _search_meters(
    use: Floats, known: Floats, temperature: Floats, first: int, last: int, heating: bool, cooling: bool,
    grid: Floats, rules: Floats, meters: Floats, searched: Floats, at: Ints,
) -> None:  # fmt: skip
    """Meters first … last − 1 of [m, n] days: fills what is known of each [m, METER_COLUMNS], the residual variance of
    every kind's best candidate, infinite where none counts [m, KINDS], and its grid points [m, KINDS, 2].

    `temperature` [m, n], or [1, n] for all; use is 0 where `known` is. Every meter has a known day.
    """
    n = use.shape[1]
    y, explained = np.empty(n), np.empty(KINDS)
    slots, sides = np.empty((grid.size + 1, _MOMENTS)), np.empty((2, grid.size, _SIDE_COLUMNS))
    for meter in range(first, last):
        t, seen = temperature[meter if temperature.shape[0] > 1 else 0], known[meter]
        w, total, spread = 0.0, 0.0, 0.0
        for day in range(n):
            w += seen[day]
            total += use[meter, day]
        mean = total / w
        for day in range(n):
            y[day] = (use[meter, day] - mean) * seen[day]
            spread += y[day] * y[day]
        meters[meter, POINTS], meters[meter, MEAN], meters[meter, SPREAD] = w, mean, spread
        if spread > rules[FLAT_SHARE] * w * max(mean * mean, 1e-300):
            fill_sides(y, seen, t, w, grid, rules, slots, sides)
        else:
            for side in range(2):
                for g in range(grid.size):
                    sides[side, g, _COUNTS] = 0.0
        search_grid(w, mean, heating, cooling, rules, sides, explained, at[meter])
        for kind in range(KINDS):
            slopes = (kind & 1) + (kind >> 1)
            freed = w - 1.0 - slopes
            counts = explained[kind] >= 0.0 and (slopes == 0 or freed >= 1.0)
            searched[meter, kind] = max(spread - explained[kind], 0.0) / max(freed, 1.0) if counts else np.inf


search_block = compiled_figures(_search_meters)
