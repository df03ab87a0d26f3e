"""The compiled bill of a year whose prices go by steps of a month's use (`rates`)."""

from __future__ import annotations

import numpy as np

from models.compiled import compiled
from models.series import Floats


@compiled
def cost_of_steps(
    months: Floats, gone: Floats, shares: Floats, upto: Floats, cheaper: Floats, last: float, out: Floats
) -> None:
    """What years cost without what is gone of them: `months` [12, years or 1, n], `gone` by use [uses, years, n].

    `shares` of the months [uses, years or 1, 12]; `upto` where steps end [steps, 12], what a unit is `cheaper` in each
    than in the step above it [steps], the price of the `last`. Sums go month by month and use by use, as arrays are
    added.
    """
    uses, years, n = gone.shape
    steps = upto.shape[0]
    whole, within, left = np.empty(n), np.empty((steps, n)), np.empty(n)
    for year in range(years):
        own = year if months.shape[1] > 1 else 0
        shape = year if shares.shape[1] > 1 else 0
        whole[:] = 0.0
        within[:] = 0.0
        for month in range(12):
            for each in range(n):
                left[each] = shares[0, shape, month] * gone[0, year, each]
            for use in range(1, uses):
                share = shares[use, shape, month]
                for each in range(n):
                    left[each] += share * gone[use, year, each]
            for each in range(n):
                left[each] = months[month, own, each] - left[each]
                whole[each] += left[each]
            for step in range(steps):
                end = upto[step, month]
                for each in range(n):
                    within[step, each] += min(left[each], end)
        for each in range(n):
            total = cheaper[0] * within[0, each]
            for step in range(1, steps):
                total += cheaper[step] * within[step, each]
            out[year, each] = last * whole[each] + total
