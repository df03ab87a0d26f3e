"""The compiled look for each meter's latest year (`sufficiency`): one pass over its days instead of one a question."""

from __future__ import annotations

import numpy as np

from models.compiled import compiled
from models.series import Floats, Ints

NO_TEMPERATURE, ZERO, OLDER, SPAN, LAST, ANY_USE, COUNTS = range(7)


@compiled
def fill_latest_year(
    use: Floats,
    temperature_c: Floats,
    zero_is_missing: bool,
    year_use: Floats,
    year_known: Floats,
    year_temperature_c: Floats,
    counts: Ints,
) -> None:
    """Of each meter [m, days], NaN where unknown, the days that end with its last day of known use and temperature.

    `temperature_c` [m, days], or [1, days] for all. The year's arrays [m, year] are 0 before; `counts` [m, COUNTS] say
    how many days of the year have use alone, or stand at zero, how many known ones are older, how many days lie between
    the first known day and the end, which column the last day is, and whether anything was read.
    """
    days, length = use.shape[1], year_use.shape[1]
    for meter in range(use.shape[0]):
        own = meter if temperature_c.shape[0] > 1 else 0
        last = days - 1
        for day in range(days - 1, -1, -1):
            amount = use[meter, day]
            if np.isfinite(amount) and not (zero_is_missing and amount == 0.0) and np.isfinite(temperature_c[own, day]):
                last = day
                break
        alone, zero, older, span, any_use = 0, 0, 0, 0, 0
        for day in range(days):
            amount, t = use[meter, day], temperature_c[own, day]
            at = day - last + length - 1
            if zero_is_missing and amount == 0.0:
                if 0 <= at < length:
                    zero += 1
            elif np.isfinite(amount):
                any_use = 1
                if not np.isfinite(t):
                    if at >= 0:
                        alone += 1
                elif at < 0:
                    older += 1
                elif at < length:
                    span = max(span, length - at)
                    year_use[meter, at], year_known[meter, at], year_temperature_c[meter, at] = amount, 1.0, t
        counts[meter, NO_TEMPERATURE], counts[meter, ZERO], counts[meter, OLDER] = alone, zero, older
        counts[meter, SPAN], counts[meter, LAST], counts[meter, ANY_USE] = span, last, any_use
