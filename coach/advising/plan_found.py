"""A plan that was found: its incentives, the year after each of its steps, how it stands beside the main one.

Plain values for `coach.advising.plans`, which finds and values them. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from coach.advising.plan_types import OtherPlan
from coach.advising.worth import ACCOUNT_IDLE_M3
from models.measures import codes_plan
from models.measures.catalogue import Method
from models.measures.end_uses import EndUses
from models.measures.roadmap import Placed, Roadmap
from models.money.hours import EndUse
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from models.savings.rule import Range, middle_of
from models.series import Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A plan with its incentives: what each measure gets, by id, and how many months after the work it is paid."""

    roadmap: Roadmap
    given: Mapping[str, float]
    net_cost_cad: float
    paid_after: Mapping[str, int]


class Year(NamedTuple):
    """A home's year after some steps: its end uses, what else is saved on the bill [n], when its heat pump runs."""

    uses: EndUses
    beside_cad: Floats
    pump: EndUse


def possible(less: Mapping[Fuel, Floats], after: EndUses, measured: Mapping[Fuel, MeasuredUse]) -> dict[Fuel, Floats]:
    """No more saved of a fuel than the meter found; a roof may make more power than is used."""
    makes = bool(np.any(after.generated_kwh))
    return {
        fuel: amount
        if fuel not in measured or (makes and fuel is Fuel.ELECTRICITY)
        else np.minimum(amount, measured[fuel].total)
        for fuel, amount in less.items()
    }


def closes_gas_account(after: EndUses, now: Collection[Fuel]) -> bool:
    """Whether nothing burns gas any more in a home that did."""
    burns = any(source.fuel is Fuel.NATURAL_GAS for source in (*after.heat_sources, *after.water_sources))
    left = after.other.get(Fuel.NATURAL_GAS)
    idle = left is None or middle_of(left) < ACCOUNT_IDLE_M3
    return not burns and idle and Fuel.NATURAL_GAS in now


def changes_use(each: Placed) -> bool:
    """Whether the step changes what the home uses: works and price plans do not."""
    return each.step is not None and each.step.measure.method is not Method.BILL


def other_plan(found: Found, aim: float | None, bill: Range, carbon: Range) -> OtherPlan:
    """A plan beside the main one as it is told: what it aims at and what it saves."""
    placed = found.roadmap.placed
    return OtherPlan(
        aim=aim,
        measures=tuple(step.measure.id for step in found.roadmap.steps),
        works=tuple(each.work.value for each in placed if each.work is not None),
        net_cost_cad=found.net_cost_cad,
        bill_cad=bill,
        carbon_kg=carbon,
        finding=None if placed else codes_plan.PLAN_EMPTY.finding(),
        gap=found.roadmap.choice.gap,
    )
