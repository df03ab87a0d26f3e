"""What work saves in simulated homes: a year without it beside a year with it, for any number of plans in one call.

A plan is one measure or several done together, in order; together they save what the physics says, not their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.house.hourly import Prices, YearUse, simulate_year
from models.house.simulated_homes import SimulatedHomes, joined
from models.house.simulated_year import SimulatedYear
from models.measures.work import work
from models.quantities import Fuel
from models.series import Floats

Plan = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSaving:
    """What a plan saves a year, in each fuel's unit [homes], NaN where it does not fit; less than 0 is more use."""

    plan: Plan
    fits: NDArray[np.bool_]
    saved: dict[Fuel, Floats]


def work_savings(
    homes: SimulatedHomes,
    year: SimulatedYear,
    plans: Sequence[Plan],
    *,
    prices: Prices | None = None,
    threads: int = 2,
) -> tuple[YearUse, tuple[PlanSaving, ...]]:
    """The homes' year as they are, and what each plan saves; only homes that a plan fits are simulated with it."""
    before = simulate_year(homes, year, prices=prices, threads=threads)
    done = [work(homes, plan) for plan in plans]
    fitting = [each.homes.at(each.fits) for each in done]
    base = before.fuels()
    if not fitting:
        return before, ()
    after = simulate_year(joined(fitting), year, prices=prices, threads=threads).fuels()
    savings, first = [], 0
    for plan, each in zip(plans, done, strict=True):
        count = int(each.fits.sum())
        saved = {}
        for fuel, amount in base.items():
            saved[fuel] = np.full(len(homes), np.nan)
            saved[fuel][each.fits] = amount[each.fits] - after[fuel][first : first + count]
        savings.append(PlanSaving(plan, each.fits, saved))
        first += count
    return before, tuple(savings)
