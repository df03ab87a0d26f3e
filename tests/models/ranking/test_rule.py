"""The ranking rule: each goal has its own order, the budget comes first, ties are settled, risk counts against."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.house.facts import Goal
from models.ranking.reasons import reasons
from models.ranking.rule import Candidate, RuleRanker, Span, by_effect, yearly_cost

ATTIC = Candidate("ENV-ATTIC-MID", Span(20, 42), Span(120, 236), 2, 1100, 30)
SOLAR = Candidate("GEN-PV", Span(1000, 1200), Span(1500, 1600), 0, 21000, 27)
SHOWER = Candidate("DHW-SHOWER", Span(13, 23), Span(90, 139), 0, 60, 10)
PUMP = Candidate("HVAC-ASHP-D", Span(1500, 2500), Span(6000, 7000), 2, 14000, 16)
PLENTY = 50_000.0
ALL = [ATTIC, SOLAR, SHOWER, PUMP]


def order(goal: Goal, budget: float | None = None, among: list[Candidate] | None = None) -> list[str]:
    candidates = ALL if among is None else among
    return [candidates[place].measure_id for place in RuleRanker().rank(candidates, goal, budget)]


def test_each_goal_has_its_own_first() -> None:
    assert order(Goal.BILL, PLENTY)[0] == "HVAC-ASHP-D"
    assert order(Goal.CARBON, PLENTY)[0] == "HVAC-ASHP-D"
    assert order(Goal.COMFORT, PLENTY)[:2] == ["HVAC-ASHP-D", "ENV-ATTIC-MID"]
    assert order(Goal.UPFRONT, PLENTY)[0] == "DHW-SHOWER"


@pytest.mark.parametrize("goal", Goal)
def test_a_lot_of_money_is_never_put_first_unasked(goal: Goal) -> None:
    assert set(order(goal)[:2]) == {"ENV-ATTIC-MID", "DHW-SHOWER"}
    assert "rank.large_outlay" in {finding.code for finding in reasons(SOLAR, goal, None)}


def test_what_the_budget_cannot_pay_comes_last() -> None:
    assert order(Goal.BILL, 2000.0)[2:] == ["HVAC-ASHP-D", "GEN-PV"]


def test_a_heat_pump_leads_on_bills_and_only_there() -> None:
    small = replace(PUMP, bill=Span(10, 20), leads=True)
    assert order(Goal.BILL, among=[SOLAR, small])[0] == "HVAC-ASHP-D"
    assert order(Goal.UPFRONT, among=[SHOWER, small])[0] == "DHW-SHOWER"


def test_of_two_alike_the_surer_one_is_first() -> None:
    unsure = replace(ATTIC, measure_id="A-UNSURE", bill=Span(-60, 42))
    assert order(Goal.BILL, among=[unsure, ATTIC]) == ["ENV-ATTIC-MID", "A-UNSURE"]


def test_of_two_cuts_alike_in_carbon_the_cheaper_is_first() -> None:
    dear = replace(ATTIC, measure_id="A-DEAR", net_cost_cad=30000)
    assert order(Goal.CARBON, among=[dear, ATTIC]) == ["ENV-ATTIC-MID", "A-DEAR"]


def test_cost_is_spread_over_the_life() -> None:
    assert yearly_cost(ATTIC) == pytest.approx(1100 / 22.4, rel=0.01)


@given(st.permutations(ALL), st.sampled_from(Goal), st.none() | st.floats(0, 30000))
def test_the_order_given_does_not_matter(shuffled: list[Candidate], goal: Goal, budget: float | None) -> None:
    assert order(goal, budget, shuffled) == order(goal, budget)


def test_reasons_name_the_goal_what_is_free_and_what_is_too_dear() -> None:
    free = replace(SHOWER, net_cost_cad=0)
    assert [each.code for each in reasons(free, Goal.UPFRONT, None)] == ["rank.free", "rank.costs_little"]
    assert [each.code for each in reasons(SOLAR, Goal.BILL, 5000)] == ["rank.outside_budget", "rank.saves_on_bills"]
    assert reasons(replace(PUMP, leads=True), Goal.BILL, None)[0].code == "rank.heat_pump_first"
    assert reasons(replace(PUMP, leads=True), Goal.CARBON, None)[0].code == "rank.cuts_carbon"


FURNACE = Candidate("HVAC-FURN", Span(60, 180), Span(300, 900), 1, 6200, 18)


def test_what_is_due_costs_only_what_it_costs_above_the_like() -> None:
    due = replace(FURNACE, due=True, due_cost_cad=0.0)
    assert yearly_cost(FURNACE) > 300 > yearly_cost(due) == 0.0
    assert order(Goal.BILL, among=[ATTIC, SHOWER, FURNACE])[-1] == "HVAC-FURN"
    assert order(Goal.BILL, among=[ATTIC, SHOWER, due])[0] == "HVAC-FURN"
    assert order(Goal.BILL, 3000.0, [ATTIC, SHOWER, due])[-1] == "HVAC-FURN"  # it must still be paid
    assert [each.code for each in reasons(due, Goal.BILL, None)] == ["rank.due", "rank.saves_on_bills"]
    assert yearly_cost(replace(FURNACE, due=True)) == yearly_cost(FURNACE)  # no like is known
    due_pump = replace(PUMP, due=True, due_cost_cad=9000.0)
    assert order(Goal.CARBON, among=[ATTIC, SHOWER, due, due_pump])[0] == "HVAC-ASHP-D"  # now or in twenty years


@pytest.mark.parametrize(("goal", "place"), [(Goal.BILL, -1), (Goal.UPFRONT, -1), (Goal.CARBON, 0), (Goal.COMFORT, 0)])
def test_what_should_wait_stands_last_where_money_is_the_wish(goal: Goal, place: int) -> None:
    waits = replace(PUMP, waits=True)
    assert order(goal, PLENTY, [ATTIC, SHOWER, waits])[place] == "HVAC-ASHP-D"
    assert "rank.waits" in {each.code for each in reasons(waits, goal, PLENTY)}


def test_a_comparison_knows_no_cost_and_a_comparison_in_carbon_no_dollars() -> None:
    assert [ALL[at].measure_id for at in by_effect(ALL, Goal.BILL)][:2] == ["HVAC-ASHP-D", "GEN-PV"]
    unsure = replace(ATTIC, bill=Span(-900, 45), carbon=Span(-900, 100))
    assert by_effect([ATTIC, unsure], Goal.BILL) == [1, 0]
    assert by_effect([ATTIC, unsure], Goal.CARBON) == [0, 1]
