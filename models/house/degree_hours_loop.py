"""The compiled look-up of degree-hours (`degree_hours`)."""

from __future__ import annotations

import numpy as np

from models.compiled import compiled
from models.series import Floats, Ints


@compiled
def degree_hours_below(
    temperature_c: Floats, sorted_c: Floats, running_c: Floats, guide: Ints, a_degree: float, scale: float, out: Floats
) -> None:
    """Of each temperature [n], the days colder than it times the degrees they lack, times `scale`.

    `guide` says for steps of a degree's `a_degree`-th part above the coldest day how many days are colder.
    """
    coldest, last, days = sorted_c[0], guide.size - 1, sorted_c.size
    for each in range(temperature_c.size):
        t = temperature_c[each]
        step = min(max(int((t - coldest) * a_degree), 0), last)
        place = guide[step]
        while place < days and sorted_c[place] < t:
            place += 1
        while place > 0 and sorted_c[place - 1] >= t:
            place -= 1
        out[each] = (t * np.float64(place) - running_c[place]) * scale


@compiled
def degree_hours_of_homes(
    temperature_c: Floats,
    of_each: Ints,
    sorted_c: Floats,
    running_c: Floats,
    guides: Ints,
    a_degree: float,
    scales: Floats,
    out: Floats,
) -> None:
    """The same of temperatures [homes, n], each home in its own of several years [years, days]."""
    for home in range(temperature_c.shape[0]):
        year = of_each[home]
        own = sorted_c[year], running_c[year], guides[year]
        degree_hours_below(temperature_c[home], own[0], own[1], own[2], a_degree, scales[year], out[home])
