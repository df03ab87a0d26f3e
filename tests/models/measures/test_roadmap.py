"""Plans: one measure of a family, inside the budget, in the order of work."""

from __future__ import annotations

import numpy as np
import pytest

from models.measures.catalogue import measure
from models.measures.interactions import Effect
from models.measures.roadmap import Step, roadmap
from models.quantities import Fuel
from tests.models.measures.test_interactions import HOME, gas


def step(measure_id: str, left: float, cost: float) -> Step:
    return Step(measure(measure_id), Effect(heat=left), cost)


def test_the_work_is_in_the_order_of_its_stages() -> None:
    plan = roadmap([step("HVAC-FURN", 1.0, 6500), step("ENV-ATTIC-MID", 0.95, 2300), step("ENV-AIR", 0.93, 1800)], HOME)
    assert [each.measure.id for each in plan.steps] == ["ENV-AIR", "ENV-ATTIC-MID", "HVAC-FURN"]
    assert plan.stages == (1, 2, 6)


def test_only_the_best_ranked_of_a_family_is_in_the_plan() -> None:
    plan = roadmap([step("HVAC-ASHP-D", 1.0, 18000), step("HVAC-FURN", 1.0, 6500)], HOME)
    assert [each.measure.id for each in plan.steps] == ["HVAC-ASHP-D"]


def test_the_budget_holds() -> None:
    plan = roadmap(
        [step("ENV-AIR", 0.93, 1800), step("ENV-WALL-EXT", 0.9, 28000), step("DHW-SHOWER", 1.0, 60)], HOME, 2000
    )
    assert {each.measure.id for each in plan.steps} == {"ENV-AIR", "DHW-SHOWER"}
    assert plan.net_cost_cad == 1860


def test_the_plan_saves_less_than_its_parts_added_up() -> None:
    steps = [step("ENV-AIR", 0.8, 0), step("ENV-ATTIC-MID", 0.8, 0)]
    alone = [roadmap([each], HOME).saved[Fuel.NATURAL_GAS][0] for each in steps]
    together = roadmap(steps, HOME).saved[Fuel.NATURAL_GAS][0]
    assert together == pytest.approx(sum(alone) * 0.36 / 0.4)
    assert together < gas(HOME)


def test_an_empty_plan_saves_nothing() -> None:
    plan = roadmap([], HOME)
    assert plan.steps == () and all(np.all(amount == 0) for amount in plan.saved.values())
