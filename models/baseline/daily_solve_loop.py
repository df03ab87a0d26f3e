"""The compiled solution over daily meters: the fit of a kind near its best grid points, and what is left over.

The arithmetic is that of `solve`, which fits bills: the exact linear fit, two Gauss–Newton steps for the balance
points, each kept only when it lowers the residuals within every rule; and that of `residuals`. Which kind a meter gets
is for `judge`. Meters never touch.
"""

# Names of columns are constants of the compiled code, so they stand in this file.

from __future__ import annotations

from typing import Final

import numpy as np

from models.compiled import compiled_figures
from models.series import Floats, Ints

(
    BASE, HEATING, COOLING, HEATING_POINT, COOLING_POINT, LEFT, BIAS, MEMORY, INFLATION,
    COLD_DAYS, COLD, COLD_SQUARE, WARM_DAYS, WARM, WARM_SQUARE, FIT_COLUMNS,
) = range(16)  # fmt: skip
"""Of each fit: the parameters, Σe², Σe, memory and inflation, and Σ1, Σx and Σx² of both kinds of degree days at the
balance points."""
MIN_DAYS, MIN_DEGREES, EQUAL_SHARE, RIDGE_SHARE, NEWTON_STEPS, LONGEST_C, WINDOW, MOST_MEMORY, RULES = range(9)
"""What the solution goes by, handed in: its constants stand in `solve`, `search`, `degree_days` and `residuals`."""
_SLOPES: Final = 3


def _fill_solution(matrix: Floats, right: Floats, active: Floats, size: int, ridge: float) -> None:
    """Solves the symmetric system over its active unknowns in place: `right` holds the answer, 0 for the others."""
    for i in range(size):
        if active[i] == 0.0:
            right[i] = 0.0
            for j in range(size):
                matrix[i, j] = 0.0
                matrix[j, i] = 0.0
        matrix[i, i] = matrix[i, i] * (1.0 + ridge) if matrix[i, i] > 0.0 else 1.0
    for i in range(size):
        for row in range(i + 1, size):
            share = matrix[row, i] / matrix[i, i]
            if share != 0.0:
                for column in range(i, size):
                    matrix[row, column] -= share * matrix[i, column]
                right[row] -= share * right[i]
    for i in range(size - 1, -1, -1):
        total = right[i]
        for column in range(i + 1, size):
            total -= matrix[i, column] * right[column]
        right[i] = total / matrix[i, i]


fill_solution = compiled_figures(_fill_solution)


def _fill_normal(y: Floats, known: Floats, t: Floats, points: Floats, normal: Floats, response: Floats) -> None:
    """Normal equations at the two balance points that `points` ends with; `y` is use less its mean."""
    low, high = points[3], points[4]
    n_h, x_h, xx_h, y_h, xy_h = 0.0, 0.0, 0.0, 0.0, 0.0
    n_c, x_c, xx_c, y_c, xy_c = 0.0, 0.0, 0.0, 0.0, 0.0
    whole = 0.0
    for day in range(t.size):
        if known[day] == 0.0:
            continue
        whole += 1.0
        if t[day] < low:
            x = low - t[day]
            n_h += 1.0
            x_h += x
            xx_h += x * x
            y_h += y[day]
            xy_h += x * y[day]
        elif t[day] >= high:
            x = t[day] - high
            n_c += 1.0
            x_c += x
            xx_c += x * x
            y_c += y[day]
            xy_c += x * y[day]
    for i in range(5):
        for j in range(5):
            normal[i, j] = 0.0
    normal[0, 0] = whole
    normal[0, 1] = normal[1, 0] = normal[1, 3] = normal[3, 1] = x_h
    normal[0, 2] = normal[2, 0] = normal[2, 4] = normal[4, 2] = x_c
    normal[0, 3] = normal[3, 0] = normal[3, 3] = n_h
    normal[0, 4] = normal[4, 0] = normal[4, 4] = n_c
    normal[1, 1], normal[2, 2] = xx_h, xx_c
    response[0], response[1], response[2], response[3], response[4] = 0.0, xy_h, xy_c, y_h, y_c


fill_normal = compiled_figures(_fill_normal)


def _fill_residuals(left: Floats, known: Floats, rules: Floats, out: Floats) -> None:
    """Σe², Σe, memory and inflation of one meter's residuals (0 where unknown), as `residuals` has them."""
    total, square, product, pairs = 0.0, 0.0, 0.0, 0.0
    running, running_square, top, bottom = 0.0, 0.0, 0.0, 0.0
    window = min(int(rules[WINDOW]), left.size)
    for day in range(left.size):
        e = left[day]
        total += e
        square += e * e
        if day > 0 and known[day] > 0.0 and known[day - 1] > 0.0:
            product += e * left[day - 1]
            pairs += 0.5 * (e * e + left[day - 1] * left[day - 1])
        running += e
        running_square += e * e
        if day >= window:
            running -= left[day - window]
            running_square -= left[day - window] * left[day - window]
        if day >= window - 1:
            top += running * running
            bottom += running_square
    memory = product / pairs if pairs > 0.0 else 0.0
    memory = min(max(memory, -rules[MOST_MEMORY]), rules[MOST_MEMORY])
    long = top / bottom if bottom > 0.0 else 1.0
    out[LEFT], out[BIAS], out[MEMORY] = square, total, memory
    out[INFLATION] = max(1.0, (1.0 + memory) / (1.0 - memory), long)


fill_residuals = compiled_figures(_fill_residuals)


def _solve(
    y: Floats, known: Floats, t: Floats, mean: float, grid: Floats, rules: Floats,
    active: Floats, theta: Floats, normal: Floats,
) -> None:  # fmt: skip
    """The fit near the balance points that `theta` ends with, in its place, and its normal equations."""
    response, trial_response, right = np.empty(5), np.empty(5), np.empty(5)
    trial_normal, work, scale, trial = np.empty((5, 5)), np.empty((5, 5)), np.empty(5), np.empty(5)
    last, longest = grid.size - 1, rules[LONGEST_C]
    slopes = int(active[1] + active[2])
    least = 0.0
    # The first turn is the exact fit at the grid's points, each later one a Gauss–Newton step from the best so far.
    for turn in range(1 + (int(rules[NEWTON_STEPS]) if slopes > 0 else 0)):
        for i in range(5):
            trial[i] = theta[i]
        if turn > 0:
            base = -(normal[0, 1] * theta[1] + normal[0, 2] * theta[2]) / max(normal[0, 0], 1e-300)
            scale[0], scale[1], scale[2], scale[3], scale[4] = 1.0, 1.0, 1.0, theta[1], -theta[2]
            for i in range(5):
                fitted = normal[i, 0] * base + normal[i, 1] * theta[1] + normal[i, 2] * theta[2]
                right[i] = (response[i] - fitted) * scale[i]
                for j in range(5):
                    work[i, j] = normal[i, j] * scale[i] * scale[j]
            # Held as `solve` holds them: a balance point with few days on one side of it, two that meet.
            between = normal[0, 0] - normal[0, 3] * active[1] - normal[0, 4] * active[2]
            for side in range(1, _SLOPES):
                held = between < rules[MIN_DAYS] or normal[0, side + 2] < rules[MIN_DAYS]
                active[side + 2] = 0.0 if held else active[side]
            fill_solution(work, right, active, theta.size, rules[RIDGE_SHARE])
            if active[3] > 0.0:
                trial[3] = min(max(theta[3] + min(max(right[3], -longest), longest), grid[0]), grid[last])
            if active[4] > 0.0:
                trial[4] = min(max(theta[4] + min(max(right[4], -longest), longest), grid[0]), grid[last])
            if active[2] > 0.0:
                trial[4] = max(trial[4], trial[3])
        fill_normal(y, known, t, trial, trial_normal, trial_response)
        for i in range(5):
            right[i] = trial_response[i]
            for j in range(5):
                work[i, j] = trial_normal[i, j]
        fill_solution(work, right, active, theta.size - 2, rules[RIDGE_SHARE])
        trial[0], trial[1], trial[2] = right[0] + mean, right[1], right[2]
        less = -(right[1] * trial_response[1] + right[2] * trial_response[2])
        valid = trial[0] > 0.0
        for side in range(1, _SLOPES):
            if active[side] > 0.0:
                enough = trial_normal[0, side + 2] >= rules[MIN_DAYS] and trial_normal[0, side] >= rules[MIN_DEGREES]
                valid = valid and enough and trial[side] > 0.0
        if turn == 0 or (valid and less < least - rules[EQUAL_SHARE] * abs(least)):
            least = less
            for i in range(5):
                theta[i] = trial[i]
                response[i] = trial_response[i]
                for j in range(5):
                    normal[i, j] = trial_normal[i, j]


solve_kind = compiled_figures(_solve)


def _solve_meters(
    use: Floats, known: Floats, temperature: Floats, rows: Ints, kinds: Ints,
    grid: Floats, rules: Floats, means: Floats, at: Ints, fits: Floats,
) -> None:  # fmt: skip
    """The meters in these rows of [m, n] days, a kind each: fills their [m, FIT_COLUMNS] from mean use [rows] and the
    search's grid points [m, kinds, 2]. Every kind that is asked for has a candidate that counts.
    """
    n = use.shape[1]
    y, left = np.empty(n), np.empty(n)
    active, theta, normal = np.empty(5), np.empty(5), np.empty((5, 5))
    for place in range(rows.size):
        meter, kind, mean = rows[place], kinds[place], means[place]
        t, seen = temperature[meter if temperature.shape[0] > 1 else 0], known[meter]
        for day in range(n):
            y[day] = (use[meter, day] - mean) * seen[day]
        out = fits[meter]
        active[0], active[1], active[2] = 1.0, float(kind & 1), float(kind >> 1)
        theta[3] = grid[at[meter, kind, 0]] if active[1] > 0.0 else grid[0]
        theta[4] = grid[at[meter, kind, 1]] if active[2] > 0.0 else grid[grid.size - 1]
        solve_kind(y, seen, t, mean, grid, rules, active, theta, normal)
        for day in range(n):
            expected = theta[0] + theta[1] * max(theta[3] - t[day], 0.0) + theta[2] * max(t[day] - theta[4], 0.0)
            left[day] = (use[meter, day] - expected) * seen[day]
        fill_residuals(left, seen, rules, out)
        for column in range(5):
            out[BASE + column] = theta[column]
        out[COLD_DAYS], out[COLD], out[COLD_SQUARE] = normal[0, 3], normal[0, 1], normal[1, 1]
        out[WARM_DAYS], out[WARM], out[WARM_SQUARE] = normal[0, 4], normal[0, 2], normal[2, 2]


solve_block = compiled_figures(_solve_meters)
