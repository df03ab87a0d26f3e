"""Roadmaps: what requires comes after, moments and stages in order, yearly sums never overdrawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.measures import codes_plan
from models.measures.enabling import AFTER, Enabling
from models.measures.end_uses import saved
from models.measures.interactions import combined
from models.measures.occasions import Occasion, Trigger
from models.measures.roadmap import SOMETIME, Limits, Placed, Roadmap, Step, roadmap
from models.quantities import Fuel
from tests.models.measures.test_plan_search import HOME, OBJECTIVE, WORKS, step, steps

YEAR = 2026
MOMENTS = st.sampled_from([None, 2026, 2027, 2029, 2040])


def waiting(found: Step, year: int | None) -> Step:
    when = codes_plan.WHEN_HEATING_FAILS.finding()
    return replace(found, occasion=Occasion(Trigger.HEATING, year, True, when))


def planned(candidates: list[Step], limits: Limits = Limits()) -> Roadmap:  # noqa: B008  a frozen value
    found = roadmap(candidates, HOME, OBJECTIVE, limits, WORKS, YEAR)
    assert found is not None
    return found


def names(plan: Roadmap) -> list[str]:
    return [each.work.value if each.work else each.measure.id for each in plan.placed if each.work or each.measure]


def place(plan: Roadmap, name: str) -> Placed:
    return plan.placed[names(plan).index(name)]


def moment(each: Placed) -> int:
    return SOMETIME if each.year is None else each.year


@st.composite
def timed(draw: st.DrawFn) -> list[Step]:
    """Candidates of which some wait for a year, known or not."""
    return [waiting(each, draw(MOMENTS)) if draw(st.booleans()) else each for each in draw(steps(most=10))]


def test_the_work_is_in_the_order_of_its_stages() -> None:
    plan = planned([step("HVAC-FURN", 1, 1, 0), step("ENV-ATTIC-MID", 0.9, 1, 300), step("ENV-AIR", 0.8, 1, 100)])
    assert names(plan) == ["ENV-AIR", "ventilation", "ENV-ATTIC-MID", "HVAC-FURN", "chimney_liner"]
    assert plan.stages == (1, 2, 6)


def test_what_must_come_first_stands_before_and_what_follows_right_after() -> None:
    basement = [step("ENV-BSMT", 0.6, 1, 900), step("ENV-HEADER", 0.95, 1, 200)]
    assert names(planned(basement)) == ["ENV-HEADER", "dry_foundation", "ENV-BSMT"]
    pump = planned([step("HVAC-ASHP-HYB", 1, 1, 0), step("ENV-AIR", 0.8, 1, 0)])
    assert names(pump)[:2] == ["ENV-AIR", "ventilation"]
    assert place(pump, "ventilation").for_ids == ("ENV-AIR",)


def test_a_measure_that_gives_what_another_needs_spares_the_work() -> None:
    plan = planned([step("ENV-AIR", 0.7, 1, 100), step("HVAC-HRV", 0.9, 0.1, 100)])
    assert names(plan) == ["ENV-AIR", "HVAC-HRV"]


def test_what_waits_for_the_old_one_comes_in_its_year_and_the_unknown_comes_last() -> None:
    plan = planned(
        [
            waiting(step("ENV-ATTIC-MID", 0.8, 1, 100), None),
            waiting(step("HVAC-FURN", 1, 1, 100), 2029),
            step("GEN-PV", 1, 1, 100),
        ]
    )
    assert names(plan) == ["GEN-PV", "HVAC-FURN", "chimney_liner", "ENV-ATTIC-MID"]
    assert [each.year for each in plan.placed] == [2026, 2029, 2029, None]


def test_what_a_step_requires_does_not_wait_longer_than_the_step() -> None:
    header = waiting(step("ENV-HEADER", 0.95, 1, 200), 2040)
    plan = planned([step("ENV-BSMT", 0.6, 1, 900), header])
    assert names(plan)[0] == "ENV-HEADER"
    assert place(plan, "ENV-HEADER").year == 2026
    assert place(plan, "ENV-HEADER").occasion.trigger is Trigger.TOGETHER


def test_a_plan_of_some_years_leaves_out_what_comes_later() -> None:
    limits = Limits(yearly_cad=5_000.0, years=2)
    plan = planned(
        [
            waiting(step("HVAC-FURN", 1, 1, 100), 2029),
            waiting(step("DHW-TANKLESS", 0, 1, 100), None),
            waiting(step("ENV-ATTIC-MID", 0.8, 1, 100), 2027),
        ],
        limits,
    )
    assert names(plan) == ["ENV-ATTIC-MID"]
    assert plan.placed[0].year == 2027


def test_a_dear_step_waits_until_the_yearly_sum_has_grown_to_it_and_says_so() -> None:
    plan = planned([step("ENV-ATTIC-MID", 0.5, 1, 2_400)], Limits(yearly_cad=1_000.0, years=4))
    only = plan.placed[0]
    assert only.year == 2028
    assert (only.occasion.when.code, only.occasion.when.facts["place"]) == ("when.money", 3)


def test_the_plan_saves_less_than_its_parts_added_up() -> None:
    parts = [step("ENV-AIR", 0.8, 1, 0), step("ENV-ATTIC-MID", 0.8, 1, 0)]
    alone = [saved(HOME.by_fuel(), planned([each]).uses.by_fuel())[Fuel.NATURAL_GAS][0] for each in parts]
    together = saved(HOME.by_fuel(), planned(parts).uses.by_fuel())[Fuel.NATURAL_GAS][0]
    assert together == pytest.approx(sum(alone) * 0.36 / 0.4)


def test_an_empty_plan_saves_nothing() -> None:
    plan = planned([])
    assert plan.placed == ()
    assert all(np.all(amount == 0) for amount in saved(HOME.by_fuel(), plan.uses.by_fuel()).values())


def test_a_target_out_of_reach_has_no_plan() -> None:
    assert roadmap([step("ENV-AIR", 0.9, 1, 0)], HOME, OBJECTIVE, Limits(carbon_kg=1e6), WORKS, YEAR) is None


@settings(deadline=None, max_examples=60)
@given(timed(), st.none() | st.floats(0.0, 12_000.0))
def test_order_respects_moments_stages_and_what_comes_before_what(candidates: list[Step], budget: float | None) -> None:
    plan = planned(candidates, Limits(budget_cad=budget))
    order = [(moment(each), each.stage) for each in plan.placed]
    assert order == sorted(order)
    at = {name: spot for spot, name in enumerate(names(plan))}
    for each in plan.steps:
        assert all(at[need] < at[each.measure.id] for need in each.requires)
    for each in plan.placed:
        if each.work is not None:
            first = min(at[name] for name in each.for_ids)
            assert (at[each.work.value] > first) == (each.work in AFTER)
    families = [each.measure.family for each in plan.steps if each.measure.family]
    assert len(families) == len(set(families))
    assert budget is None or plan.net_cost_cad <= budget + 1e-6
    assert plan.net_cost_cad == pytest.approx(plan.choice.cost_cad)


@settings(deadline=None, max_examples=60)
@given(timed(), st.floats(0.0, 4_000.0), st.integers(1, 6))
def test_yearly_sums_are_never_overdrawn(candidates: list[Step], yearly: float, years: int) -> None:
    plan = planned(candidates, Limits(yearly_cad=yearly, years=years))
    spent = 0.0
    for each in plan.placed:
        assert each.year is not None and YEAR <= each.year < YEAR + years
        spent += each.cost_cad
        assert spent <= yearly * (each.year - YEAR + 1) + 1e-5
    assert sorted(each.year or 0 for each in plan.placed) == [each.year for each in plan.placed]


@settings(deadline=None, max_examples=40)
@given(steps(most=10))
def test_the_home_after_the_last_step_is_the_home_with_all_of_them(candidates: list[Step]) -> None:
    plan = planned(candidates)
    whole = combined([(each.measure, each.effect) for each in plan.steps], HOME)
    assert plan.uses.heat_kwh == pytest.approx(whole.heat_kwh, rel=0.03, abs=30.0)
    assert plan.uses.water_kwh == pytest.approx(whole.water_kwh)
    if plan.placed:
        assert plan.placed[-1].uses is plan.uses


def test_every_work_has_a_place() -> None:
    assert set(Enabling) >= AFTER
