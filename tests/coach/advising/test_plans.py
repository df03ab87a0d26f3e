"""The plan of a home: the best of what is put forward, moments and running totals, and the plans beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence
from coach.advising.figures import Figures
from coach.advising.plan_inputs import enabling_works
from coach.advising.plan_types import Plan, PlanStep
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import BasementInsulation, Goal, HomeFacts
from models.measures.catalogue import HEAT_PUMPS, measure
from models.measures.enabling import Enabling
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from tests.models.example_homes import BASEBOARD_HOME, ELECTRIC_HEAT, GAS_HOME, METERED, OIL_HOME, PROPANE_HOME, WEATHER

FIGURES = Figures(date(2026, 11, 21))
METERS: Mapping[Fuel, Mapping[Fuel, MeasuredUse]] = {
    Fuel.NATURAL_GAS: METERED,
    Fuel.ELECTRICITY: {Fuel.ELECTRICITY: ELECTRIC_HEAT},
}
HOMES = {
    "gas": GAS_HOME,
    "gas, carbon": replace(GAS_HOME, goal=Goal.CARBON, heating_year=2015),
    "gas, comfort, 9000": replace(GAS_HOME, goal=Goal.COMFORT, budget_cad=9_000.0),
    "oil, 20000": replace(OIL_HOME, budget_cad=20_000.0),
    "propane": PROPANE_HOME,
    "electric": BASEBOARD_HOME,
    "electric, upfront, 500": replace(BASEBOARD_HOME, goal=Goal.UPFRONT, budget_cad=500.0),
    "nothing known": HomeFacts(),
}


@cache
def advised(facts: HomeFacts) -> Advice:
    measured = METERS.get(facts.heating_fuel or Fuel.WOOD, {})
    return advise(HomeEvidence("h1", facts, measured, WEATHER), FIGURES, traced=False, savings=RULE_ALONE)


def plan_of(facts: HomeFacts) -> Plan:
    return advised(facts).plan


def at(plan: Plan, name: str) -> PlanStep:
    return next(step for step in plan.steps if name in (step.measure, step.work))


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_a_plan_adds_up_keeps_to_its_budget_and_holds_one_of_a_family(facts: HomeFacts) -> None:
    plan = plan_of(facts)
    assert plan.measures == tuple(step.measure for step in plan.steps if step.measure)
    assert plan.net_cost_cad == pytest.approx(sum(step.net_cost_cad for step in plan.steps))
    assert facts.budget_cad is None or plan.net_cost_cad <= facts.budget_cad + 0.5
    families = [measure(each).family for each in plan.measures if measure(each).family]
    assert len(families) == len(set(families))
    last = plan.steps[-1].running
    assert (last.bill_cad, last.carbon_kg) == (plan.bill_cad, plan.carbon_kg)
    assert last.net_cost_cad == pytest.approx(plan.net_cost_cad)


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_steps_come_in_the_order_of_moments_and_stages_and_say_when(facts: HomeFacts) -> None:
    steps = plan_of(facts).steps
    order = [(step.year or 9999, step.stage) for step in steps]
    assert order == sorted(order)
    assert all(step.when.code.startswith("when.") for step in steps)
    paid = 0.0
    for step in steps:
        paid += step.net_cost_cad
        assert step.running.net_cost_cad == pytest.approx(paid)
        assert step.running.bill_cad.p10 <= step.running.bill_cad.p50 <= step.running.bill_cad.p90


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_a_plan_saves_no_more_than_is_used(facts: HomeFacts) -> None:
    advice = advised(facts)
    for fuel, use in advice.measured.items():
        saved = advice.plan.savings.get(fuel)
        made = "GEN-PV" in advice.plan.measures and fuel is Fuel.ELECTRICITY
        assert saved is None or made or saved.p90 <= use.total


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_the_other_plans_keep_to_their_aims(facts: HomeFacts) -> None:
    others = plan_of(facts).alternatives
    assert others is not None and set(others) == {"target", "budget", "free"}
    target, budget, free = (others[name] for name in ("target", "budget", "free"))
    assert free.net_cost_cad == 0.0 and "HVAC-ZONE" in free.measures
    assert budget.aim is not None and budget.net_cost_cad <= budget.aim + 0.5
    assert target.aim is not None
    if target.measures:
        assert target.carbon_kg.p50 >= 0.9 * target.aim
    else:
        assert target.finding is not None and target.finding.code == "roadmap.out_of_reach"


def test_a_heat_pump_is_sized_after_the_envelope_and_brings_its_load_calculation() -> None:
    plan = plan_of(PROPANE_HOME)
    pump = at(plan, "HVAC-ASHP-D")
    assert "why.sized_after" in {each.code for each in pump.why}
    load = at(plan, "heat_load")
    assert load.goes_with == ("HVAC-ASHP-D",)
    assert plan.steps.index(load) == plan.steps.index(pump) - 1
    assert load.net_cost_cad == enabling_works()[Enabling.HEAT_LOAD].cost_cad


def test_what_a_later_step_adds_is_less_than_it_would_alone_and_said() -> None:
    plan, advice = plan_of(PROPANE_HOME), advised(PROPANE_HOME)
    pump = at(plan, "HVAC-ASHP-D")
    alone = next(each for each in advice.opportunities if each.measure.id == "HVAC-ASHP-D").bill_cad.p50
    assert pump.adds_bill_cad < 0.95 * alone
    shares = next(each for each in pump.why if each.code == "why.shares")
    assert shares.facts["here"] == round(pump.adds_bill_cad)


def test_equipment_that_does_not_pay_today_waits_for_the_old_one() -> None:
    plan = plan_of(HOMES["gas, carbon"])
    pump = next(step for step in plan.steps if step.measure and measure(step.measure).method in HEAT_PUMPS)
    assert (pump.trigger.value, pump.year) == ("heating_at_end_of_life", 2033)
    assert pump.when.facts["year"] == 2033
    triggers = {each["trigger"]: each for each in plan.as_json()["triggers"]}  # type: ignore[attr-defined]
    assert pump.measure in triggers["heating_at_end_of_life"]["measures"]


def test_a_small_old_panel_enters_the_plan_of_a_heat_pump_with_its_cost() -> None:
    old = replace(PROPANE_HOME, year_built=1960)
    panel = at(plan_of(old), "panel")
    assert panel.net_cost_cad == 4000
    assert panel.goes_with == ("HVAC-ASHP-D",)
    assert "panel" not in {step.work for step in plan_of(PROPANE_HOME).steps}


def test_a_damp_basement_is_dried_in_the_plan_that_insulates_it() -> None:
    damp = replace(
        OIL_HOME, basement_insulation=BasementInsulation.NONE, damp_basement=True, goal=Goal.COMFORT, heating_year=2024
    )
    advice = advised(damp)
    refused = {each.measure.id: each for each in advice.not_advised}
    assert refused["ENV-BSMT"].kind == "not_safe_yet"
    assert "ENV-BSMT" not in {each.measure.id for each in advice.opportunities}
    steps = advised(replace(damp, damp_basement=False)).plan.steps
    assert "dry_foundation" not in {step.work for step in steps}
    names = [step.measure or step.work for step in advice.plan.steps]
    if "ENV-BSMT" in names:
        assert names.index("dry_foundation") < names.index("ENV-BSMT")
        assert names.index("ENV-HEADER") < names.index("ENV-BSMT")


def test_a_larger_budget_spares_an_oil_home_more() -> None:
    budgets = (0.0, 1_000.0, 5_000.0, 20_000.0)
    bills = [plan_of(replace(OIL_HOME, budget_cad=budget)).bill_cad.p50 for budget in budgets]
    assert bills[0] > 0
    assert bills == sorted(bills)


def test_a_plan_that_counts_on_an_assessed_rebate_begins_with_the_assessment() -> None:
    plan = plan_of(PROPANE_HOME)
    assert plan.incentive_cad > 0
    codes = {each.code for each in plan.findings}
    needs = any(
        each.code.endswith("needs_assessment")
        for one in advised(PROPANE_HOME).opportunities
        if one.measure.id in plan.measures and one.incentive_cad > 100
        for each in one.findings
    )
    assert ("roadmap.assessment_first" in codes) == needs
    assert "roadmap.assessment_first" not in {each.code for each in plan_of(HOMES["electric, upfront, 500"]).findings}


def test_the_json_has_stages_moments_totals_and_other_plans() -> None:
    document = plan_of(PROPANE_HOME).as_json()
    assert {"measures", "savings", "bill_cad_per_year", "carbon_kg_per_year", "net_cost_cad"} <= set(document)
    assert {"stages", "triggers", "alternatives", "findings", "incentive_cad"} <= set(document)
    stages = document["stages"]
    assert isinstance(stages, list)
    assert {"stage", "year", "steps"} == set(stages[0])
    first = stages[0]["steps"][0]
    assert {"measure", "work", "trigger", "year", "when", "why", "adds", "running"} <= set(first)
    assert set(first["running"]) == {"net_cost_cad", "bill_cad_per_year", "carbon_kg_per_year"}


def test_every_enabling_work_has_a_cost() -> None:
    assert set(enabling_works()) == set(Enabling)
    assert all(work.cost_cad > 0 and work.life_years > 0 for work in enabling_works().values())
