"""The best set of measures for one home, and what each is worth alone.

The search is exact on one middle home (the median of every draw): it looks at sets of measures as they meet in the end
uses and cuts only what cannot be better (`plan_loop`). Where it stops early it says by how much it may be off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from models.measures.enabling import GIVES, Enabling, WorkCost
from models.measures.plan_aims import NO_LIMITS, Choice, Limits, Objective, Step
from models.measures.plan_numbers import Packed, closes_gas, numbers
from models.series import Floats

MOST_SETS: Final = 4_000
"""Sets looked at for each way to heat before the search stops and says so."""


def best(found: Packed, objective: Objective, limits: Limits = NO_LIMITS, most_sets: int = MOST_SETS) -> Choice | None:
    """The set worth most within the limits, None when none reaches the carbon target."""
    from models.measures import plan_loop as loop  # numba takes a while to import, and most pages plan nothing

    items, home, works = numbers(found, objective, limits)
    brings = found.brings_equipment()
    equipment = [place for place in range(len(found.steps)) if brings[place] or closes_gas(found, place)]
    density = items[:, loop.OTHER_VALUE] - items[:, loop.CHARGE]
    density += home[loop.H_HEAT] * home[loop.H_HEAT_VALUE] * (1.0 - items[:, loop.HEAT])
    density += home[loop.H_WATER] * home[loop.H_WATER_VALUE] * (1.0 - items[:, loop.WATER])
    density += home[loop.H_PLUGS] * home[loop.H_PLUGS_VALUE] * (1.0 - items[:, loop.PLUGS])
    rest = sorted(set(range(len(found.steps))) - set(equipment), key=lambda place: (-abs(density[place]), place))
    order = np.array([*equipment, *rest], dtype=np.int64)
    mask, value, carbon, cost, gap, looked = loop.search(
        items, found.rules, works, home, order, len(equipment), most_sets
    )
    if mask < 0:
        return None
    chosen = tuple(step for place, step in enumerate(found.steps) if mask >> place & 1)
    return Choice(chosen, value, carbon, cost, gap, looked)


def alone(found: Packed, objective: Objective) -> Floats:
    """What each step is worth a year by itself beside what it costs, in the order of work; no account is closed."""
    from models.measures import plan_loop as loop

    free = replace(objective, costs_count=False, account_cad=0.0)
    items, home, _ = numbers(found, free, NO_LIMITS)
    heat, water, cooling, plugs = home[: loop.H_PLUGS + 1]
    before = home[loop.H_HEAT_VALUE : loop.H_HEAT_VALUE + 4]
    by_heat = np.where(np.isnan(items[:, loop.HEAT_VALUE]), before[0], items[:, loop.HEAT_VALUE])
    by_water = np.where(np.isnan(items[:, loop.WATER_VALUE]), before[1], items[:, loop.WATER_VALUE])
    left: Floats = (heat * items[:, loop.HEAT] + items[:, loop.HEAT_ADDED]) * by_heat
    left = left + water * items[:, loop.WATER] * by_water + cooling * items[:, loop.COOLING] * before[2]
    left = left + (plugs * items[:, loop.PLUGS] + items[:, loop.POWER_ADDED]) * before[3]
    return np.array([heat, water, cooling, plugs]) @ before - left + items[:, loop.OTHER_VALUE]


def most_carbon(found: Packed, objective: Objective) -> float:
    """The most kg CO₂e a year any allowed set cuts, whatever it costs; close to it where the search stops early."""
    aim = replace(objective, per_cad=0.0, per_kg=1.0, per_comfort=0.0)
    choice = best(found, aim)
    return choice.carbon_kg if choice else 0.0


def cost_of(steps: Sequence[Step], works: Mapping[Enabling, WorkCost]) -> float:
    """What the steps cost with all that must go with them, CAD."""
    return sum(step.net_cost_cad for step in steps) + sum(works[work].cost_cad for work in works_of(steps))


def works_of(steps: Sequence[Step]) -> tuple[Enabling, ...]:
    """What must go with these steps and is not done by one of them, each once."""
    given = {work for step in steps for work in GIVES.get(step.measure.id, ())}
    needed = {work for step in steps for work in step.needs}
    return tuple(work for work in Enabling if work in needed - given)
