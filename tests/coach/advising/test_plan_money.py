"""A whole plan in time: the plan's own sums laid out, with what must be bought anyway, a loan, and what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising import codes_plan_money
from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.explored import Given, Wish, explored
from coach.advising.figures import Figures
from coach.advising.plan_money import Borrowing
from coach.advising.plan_money_types import KEPT_MONTHS, PlanMoney
from coach.advising.plan_types import Plan
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import Goal, HomeFacts
from models.measures.economics import annuity
from models.money.loan import LoanTerms, schedule
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, METERED, OIL_HOME, PROPANE_HOME, WEATHER

FIGURES = Figures(date(2026, 11, 21))
CARBON_HOME = replace(GAS_HOME, goal=Goal.CARBON, heating_year=2012, cooling_year=2012)
HOMES = {
    "gas": GAS_HOME,
    "carbon": CARBON_HOME,
    "oil": OIL_HOME,
    "propane": PROPANE_HOME,
    "electric": replace(BASEBOARD_HOME, budget_cad=3_000.0),
}
SENTENCES = {code.code: code for code in codes_plan_money.CODES}


def evidence(facts: HomeFacts) -> HomeEvidence:
    return HomeEvidence("h", facts, METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {}, WEATHER)


@cache
def plan_of(facts: HomeFacts) -> Plan:
    return advise(evidence(facts), FIGURES, savings=RULE_ALONE).plan


def again(facts: HomeFacts, wish: Wish, plan: Plan | None = None) -> Plan:
    kept = (plan or plan_of(facts)).measures
    return explored(evidence(facts), FIGURES, Given(kept, kept), wish, savings=RULE_ALONE)


def money(plan: Plan) -> PlanMoney:
    assert plan.money is not None
    return plan.money


def lines(found: PlanMoney, label: str) -> dict[str, float]:
    return {str(each.name): float(str(each.value)) for each in found.trace if each.label == label}


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_what_the_dated_steps_add_is_the_plans_own(facts: HomeFacts) -> None:
    plan = plan_of(facts)
    dated = [step for step in plan.steps if step.year is not None]
    added = lines(money(plan), "trace.plan_saves")
    assert set(added) == {step.measure for step in dated if step.measure}
    assert set(money(plan).undated) == {step.measure for step in plan.steps if step.year is None and step.measure}
    for step in dated:
        if step.measure:
            assert added[step.measure] == pytest.approx(step.adds_bill_cad, abs=0.011), step.measure
    at_once = sum(step.net_cost_cad for step in dated if step.year == FIGURES.on.year)
    assert money(plan).upfront_cad == pytest.approx(at_once)


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_the_same_steps_again_make_the_same_money_to_the_cent(facts: HomeFacts) -> None:
    plan = plan_of(facts)
    same = again(facts, Wish(), plan)
    assert same.measures == plan.measures
    assert same.as_json()["cash_flow"] == plan.as_json()["cash_flow"]


def test_one_step_alone_is_worth_what_its_measure_is_worth() -> None:
    opportunities = advise(evidence(GAS_HOME), FIGURES, savings=RULE_ALONE).opportunities
    for each in opportunities:
        if each.measure.id not in ("DHW-SHOWER", "GEN-PV", "HVAC-TSTAT", "DHW-DWHR"):
            continue
        alone = again(GAS_HOME, Wish(), replace(plan_of(GAS_HOME), measures=(each.measure.id,)))
        assert alone.measures == (each.measure.id,)
        expected = each.net_present_value_cad
        found = money(alone).value_cad
        said = pytest.approx((expected.p10, expected.p50, expected.p90), abs=0.01)
        assert (found.p10, found.p50, found.p90) == said, each.measure.id


def test_a_heat_pump_spares_the_furnace_when_that_would_be_due() -> None:
    due = replace(GAS_HOME, heating_year=2004, cooling_year=2005)
    unread = HomeEvidence("h", due, {}, WEATHER)
    listed = advise(unread, FIGURES, savings=RULE_ALONE, all_measures=True).opportunities
    pump = next(each for each in listed if each.measure.id == "HVAC-ASHP-D")
    assert pump.replacement is not None and pump.replacement.is_due
    kept = replace(plan_of(due), measures=("HVAC-ASHP-D",))
    plan = explored(unread, FIGURES, Given(kept.measures, kept.measures), Wish(), savings=RULE_ALONE)
    spared = lines(money(plan), "trace.plan_spared")
    assert set(spared) == {"HVAC-FURN", "COOL-AC"}
    works = sum(step.net_cost_cad for step in plan.steps if step.work)
    value, against = money(plan).value_cad, pump.net_present_value_cad
    assert value.p50 == pytest.approx(against.p50 - works, abs=0.01)
    later = replace(due, heating_year=2012, cooling_year=2015)  # due in 4 years
    waits = lines(money(again(later, Wish(), kept)), "trace.plan_spared_in")
    assert waits["HVAC-FURN"] in (0, 48)


def test_ranges_are_of_the_plan_and_not_of_its_parts_added_up() -> None:
    found = money(plan_of(GAS_HOME))
    parts = sum(each.p90 - each.p10 for each in found.months[:12])
    whole = found.years[1].p90 - found.years[1].p10
    assert whole <= parts + 0.01
    for each in (*found.months, *found.years):
        assert each.p10 <= each.p50 <= each.p90


def test_a_loan_is_the_engines_own_and_decides_whether_bills_are_neutral() -> None:
    terms = LoanTerms(6.5, 10)
    with_loan = money(again(OIL_HOME, Wish(borrowing=Borrowing(terms))))
    assert with_loan.loan is not None
    assert with_loan.loan.amount_cad == pytest.approx(with_loan.upfront_cad, abs=0.006)
    paid = [float(each.paid) for each in schedule(with_loan.loan.amount_cad, terms)]
    assert [-each for each in with_loan.typical["repaid"][:120]] == pytest.approx(paid)
    without = money(again(OIL_HOME, Wish()))
    assert without.share >= with_loan.share
    assert with_loan.value_cad == without.value_cad, "a loan is no part of what the work is worth"
    small = money(again(OIL_HOME, Wish(borrowing=Borrowing(terms, 500.0))))
    assert small.loan is not None and small.loan.amount_cad == 500.0
    assert small.share >= with_loan.share


def test_dearer_power_moves_the_plan_as_the_table_says() -> None:
    base = money(plan_of(OIL_HOME))
    said = next(each for each in base.sensitivity.hangs if each.on == "price_electricity")
    dearer = money(again(OIL_HOME, Wish(electricity_times=said.high)))
    assert dearer.sensitivity.middle_cad == pytest.approx(said.at_high_cad, rel=0.01, abs=30.0)


@pytest.mark.parametrize("facts", HOMES.values(), ids=HOMES)
def test_what_it_hangs_on_is_in_order_has_sources_and_words(facts: HomeFacts) -> None:
    found = money(plan_of(facts)).sensitivity
    sizes = [abs(each.at_high_cad - each.at_low_cad) for each in found.hangs]
    assert sizes == sorted(sizes, reverse=True)
    assert {"realised_savings", "cost_of_work"} <= {each.on for each in found.hangs}
    assert all(each.source_id and each.low <= 1.0 <= each.high + 1e-9 for each in found.hangs)
    assert len(found.turns) == 2
    for each in found.turns:
        for language in ("en", "fr"):
            sentence = SENTENCES[each.code].sentence(language, each.facts)
            assert sentence.endswith(".") and "…" not in sentence


def test_a_plan_with_a_budget_or_another_goal_is_looked_for_among_what_was_given() -> None:
    given = plan_of(GAS_HOME).measures
    poor = again(GAS_HOME, Wish(budget_cad=200.0))
    assert set(poor.measures) < set(given)
    assert poor.net_cost_cad <= 200.5
    carbon = again(GAS_HOME, Wish(goal=Goal.CARBON))
    assert set(carbon.measures) <= set(given)


def test_an_empty_plan_is_nothing_at_all() -> None:
    found = money(again(GAS_HOME, Wish(), replace(plan_of(GAS_HOME), measures=())))
    assert found.value_cad.p50 == 0.0
    assert found.sensitivity.hangs == ()
    assert not any(each.p10 or each.p90 for each in found.months)


def test_rebates_come_after_the_work_and_open_to_their_month() -> None:
    found = money(plan_of(PROPANE_HOME))
    given = lines(found, "trace.plan_given")
    after = lines(found, "trace.plan_given_after")
    assert set(given) == set(after)
    assert all(months == 0 or months >= 3 for months in after.values())


def test_the_stored_shape_keeps_the_first_months_and_every_year() -> None:
    stored = plan_of(GAS_HOME).as_json()["cash_flow"]
    assert isinstance(stored, Mapping)
    assert len(stored["month_cad"]) == KEPT_MONTHS
    assert stored["first_month"] == "2026-12"
    assert len(stored["in_hand_after_year_cad"]) == len(money(plan_of(GAS_HOME)).years)
    assert stored["in_hand_after_year_cad"][0] == [0.0, 0.0, 0.0]
    assert annuity(1.0) > 0
