"""Money in advice: each saving at its own hours, plans, heat pumps beside gas, replacement, loans, both carbons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity
from coach.advising.figures import Figures
from coach.advising.market import Market, pump_hours
from coach.advising.price_plans import plan_bills, plan_findings
from coach.advising.replacement import years_left
from coach.advising.savings_in_use import RULE_ALONE
from greener_homes.reference.price_periods import PricePlan
from models.house.facts import Cooling, HeatingSystem, HomeFacts, PricePlanChoice
from models.measures.catalogue import Method
from models.money.hours import EndUse, calendar_hours, typical_hours
from models.money.loan import LoanTerms
from models.money.parts import yearly_parts
from models.quantities import Fuel
from models.series import Floats
from tests.models.example_homes import GAS, GAS_HOME, METERED, OIL_HOME, WEATHER, belief_of

FIGURES = Figures(date(2026, 11, 21))
ULO_HOME = replace(GAS_HOME, price_plan=PricePlanChoice.ULO)
TIERED_HOME = replace(GAS_HOME, price_plan=PricePlanChoice.TIERED)


@cache
def everything(facts: HomeFacts) -> Advice:
    return advise(HomeEvidence("h", facts, METERED, WEATHER), FIGURES, all_measures=True, savings=RULE_ALONE)


def advised(facts: HomeFacts, hours: Floats | None = None, loan: LoanTerms | None = None) -> Advice:
    home = HomeEvidence("h", facts, METERED, WEATHER, hours=hours)
    return advise(home, FIGURES, all_measures=True, savings=RULE_ALONE, loan=loan)


def one(advice: Advice, measure_id: str) -> Opportunity:
    return next(each for each in advice.opportunities if each.measure.id == measure_id)


def said(advice: Advice) -> dict[str, dict[str, object]]:
    return {finding.code: dict(finding.facts) for finding in advice.findings}


def market_of(facts: HomeFacts, own: Floats | None = None) -> Market:
    return Market.of(FIGURES, belief_of(facts, METERED), own=own)


def overnight_home() -> Floats:
    """A home that uses most of its power from 23 to 7 o'clock."""
    hours = calendar_hours()
    hours[:, :, :7] *= 6.0
    hours[:, :, 23] *= 6.0
    return hours / hours.sum()


@pytest.mark.parametrize("facts", [GAS_HOME, ULO_HOME, TIERED_HOME, replace(OIL_HOME, price_plan=PricePlanChoice.TOU)])
def test_doing_without_everything_saves_the_whole_variable_bill(facts: HomeFacts) -> None:
    market = market_of(facts)
    parts = yearly_parts(belief_of(facts, METERED).uses)
    whole = sum(account.cost for account in market.accounts.values())
    assert market.saved_cad(parts) == pytest.approx(whole, abs=1e-6)


def test_on_hourly_plans_savings_of_the_end_uses_add_up_to_the_bill() -> None:
    market = market_of(GAS_HOME)
    power = {
        part: use for part, use in yearly_parts(belief_of(GAS_HOME, METERED).uses).items() if part[0] == "electricity"
    }
    apart = sum(market.saved_cad({part: use}) for part, use in power.items())
    assert apart == pytest.approx(market.accounts[Fuel.ELECTRICITY].cost, abs=1e-6)


def test_a_kwh_costs_what_its_hours_cost() -> None:
    tou, ulo, tiered = (market_of(facts) for facts in (GAS_HOME, ULO_HOME, TIERED_HOME))
    electricity = Fuel.ELECTRICITY
    assert tou.unit_price((electricity, EndUse.COOLING)) > tou.unit_price((electricity, EndUse.PLUGS))
    assert ulo.unit_price((electricity, EndUse.HEAT_PUMP_NIGHT)) == pytest.approx(0.0615, abs=0.002)
    assert tiered.unit_price((electricity, EndUse.COOLING)) > tiered.unit_price((electricity, EndUse.HEATING))


def test_a_cubic_metre_of_heat_is_of_higher_blocks_and_so_cheaper_than_one_of_hot_water() -> None:
    market = market_of(GAS_HOME)
    heat, water = (market.unit_price((Fuel.NATURAL_GAS, use)) for use in (EndUse.HEATING, EndUse.WATER))
    assert 0.316 <= heat < water <= 0.339


def test_carbon_is_of_the_hours_average_and_marginal() -> None:
    market = market_of(GAS_HOME)
    solar, pump = (market.carbon((Fuel.ELECTRICITY, use)) for use in (EndUse.SOLAR, EndUse.HEAT_PUMP))
    assert solar[0] > 0.070 > pump[0]  # the mean is dirtiest by day in summer
    assert pump[1] > 0.200 > solar[1]  # the margin in winter and at night
    assert market.carbon((Fuel.NATURAL_GAS, EndUse.HEATING)) == (1.931, 1.931)
    panels = one(everything(GAS_HOME), "GEN-PV")
    assert panels.carbon_average_kg.p50 < panels.carbon_kg.p50
    assert panels.as_json()["carbon_average_kg_per_year"] == panels.carbon_average_kg.as_json(1)


def test_a_gas_home_is_told_what_a_heat_pump_does_while_the_account_stays() -> None:
    advice = everything(GAS_HOME)
    findings, pump = said(advice), one(advice, "HVAC-ASHP-D")
    assert findings["heat_pump.raises_bill"]["cad"] == round(-pump.bill_cad.p50) > 0
    assert findings["heat_pump.closing_saves"]["cad"] == 375
    hybrids = {"heat_pump.hybrid_raises", "heat_pump.hybrid_lowers"} & set(findings)
    assert len(hybrids) == 1
    night = findings["heat_pump.hybrid_at_night_but"]
    assert night["heat"] > 0 and night["rest"] > 0  # type: ignore[operator]
    by_plan = one(advice, "HVAC-ASHP-HYB").by_plan
    assert night["heat"] - night["rest"] == pytest.approx(by_plan[PricePlan.ULO].p50, abs=2)  # type: ignore[operator]


def test_homes_without_gas_heat_are_told_nothing_of_gas_accounts() -> None:
    assert not [code for code in said(everything(OIL_HOME)) if code.startswith("heat_pump.")]


def test_a_heat_pumps_bill_on_the_present_plan_is_its_bill() -> None:
    for facts in (GAS_HOME, ULO_HOME, TIERED_HOME):
        for measure_id in ("HVAC-ASHP-D", "HVAC-ASHP-HYB", "HVAC-GSHP"):
            pump = one(everything(facts), measure_id)
            here = pump.by_plan[PricePlan(facts.price_plan.value)] if facts.price_plan else None
            assert here is not None and here.p50 == pytest.approx(pump.bill_cad.p50, abs=0.01), measure_id
    assert one(everything(GAS_HOME), "ENV-ATTIC-MID").by_plan == {}


def test_a_hybrid_at_night_saves_where_people_live_by_the_overnight_plan() -> None:
    assert said(everything(ULO_HOME))["heat_pump.hybrid_at_night_lowers"]["cad"] > 50  # type: ignore[operator]
    assert pump_hours(Method.HEAT_PUMP_HYBRID, PricePlan.ULO) is EndUse.HEAT_PUMP_NIGHT
    assert pump_hours(Method.HEAT_PUMP_HYBRID, PricePlan.TOU) is EndUse.HYBRID


def test_own_hours_decide_which_plan_is_cheapest() -> None:
    typical, own = plan_bills(market_of(GAS_HOME)), plan_bills(market_of(GAS_HOME, overnight_home()))
    assert typical.best_other is PricePlan.TIERED and not typical.own_hours
    assert own.best_other is PricePlan.ULO and own.own_hours and own.saving.p10 > 0
    assert own.saving.p90 - own.saving.p10 < typical.bills[PricePlan.ULO].p90 - typical.bills[PricePlan.ULO].p10
    codes = [finding.code for finding in plan_findings(own, GAS_HOME)]
    assert codes == ["plan.cheaper_ulo"]
    assert [each.code for each in plan_findings(typical, GAS_HOME)][-1] == "plan.typical_hours"
    assert plan_findings(typical, replace(GAS_HOME, price_plan=None)) == ()


def test_switching_plans_is_worth_what_the_plans_differ_by() -> None:
    advice = everything(GAS_HOME)
    assert one(advice, "PLAN-SWITCH").bill_cad == advice.price_plans.saving
    worse = everything(TIERED_HOME)
    assert worse.price_plans.saving.p50 < 0
    assert one(worse, "PLAN-SWITCH").not_because is not None
    assert said(worse).keys() & {"plan.is_cheapest"}
    assert advice.as_json()["price_plans"]["current"] == "tou"  # type: ignore[index]


def test_own_hours_change_what_savings_are_worth_and_are_said_in_the_trace() -> None:
    hours = overnight_home()
    lamps = one(advised(GAS_HOME, hours), "APP-LED")
    assert lamps.bill_cad.p50 < one(everything(GAS_HOME), "APP-LED").bill_cad.p50
    labels = {item.label for item in lamps.trace}
    assert "trace.hours_own" in labels and "trace.hours_typical" not in labels
    assert advised(GAS_HOME, hours).as_json() == advised(GAS_HOME, hours.copy()).as_json()


def test_the_years_left_come_from_the_year_and_the_life() -> None:
    facts = replace(GAS_HOME, heating_year=2014, cooling_year=2020)
    assert years_left(facts, 2026) == {"HVAC-FURN": 6, "COOL-AC": 9}
    assert years_left(replace(facts, heating_year=1990), 2026)["HVAC-FURN"] == 0
    assert years_left(replace(facts, heating_year=None, cooling=Cooling.ROOM), 2026) == {}
    assert years_left(replace(facts, heating_system=HeatingSystem.BOILER), 2026)["HVAC-BOILER"] == 10


def test_when_the_furnace_is_due_only_the_difference_to_a_new_one_counts() -> None:
    due, later, unknown = (
        one(everything(replace(GAS_HOME, heating_year=year)), "HVAC-ASHP-D") for year in (2004, 2022, None)
    )
    assert due.replacement is not None and due.replacement.is_due and due.replacement.like == ("HVAC-FURN",)
    assert due.net_present_value_cad == due.replacement.net_present_value_cad
    assert later.replacement is not None and later.replacement.years_left == 14
    assert due.net_present_value_cad.p50 > later.net_present_value_cad.p50 + 3000
    assert due.replacement.bill_cad.p50 < due.bill_cad.p50  # a new furnace would have saved too
    assert unknown.replacement is None
    assert "replacement.is_due" in {finding.code for finding in due.findings}
    labels = {item.label for item in due.trace}
    assert {"trace.years_left", "trace.like_cost", "trace.price_growth"} <= labels


def test_a_loan_given_is_counted_each_month_and_none_is_invented() -> None:
    without = one(everything(GAS_HOME), "ENV-ATTIC-MID")
    assert without.loan is None and without.as_json()["loan"] is None
    assert without.monthly_cash_cad.p50 == pytest.approx(without.bill_cad.p50 / 12)
    borrowed = one(advised(GAS_HOME, loan=LoanTerms(6.0, 10)), "ENV-ATTIC-MID")
    assert borrowed.loan is not None
    assert borrowed.loan.amount_cad == borrowed.cost.typical - borrowed.incentive_cad
    assert borrowed.loan.total_cad > borrowed.loan.amount_cad
    assert borrowed.monthly_cash_cad.p50 == pytest.approx(
        borrowed.bill_cad.p50 / 12 - borrowed.loan.monthly_cad, abs=2.0
    )
    codes = {finding.code for finding in borrowed.findings}
    assert ("loan.costs_more_than_saved" in codes) == (borrowed.monthly_cash_cad.p50 <= -1.0)
    assert {"trace.loan_rate", "trace.loan_payment", "trace.loan_total"} <= {item.label for item in borrowed.trace}


def test_payback_agrees_with_saving_and_cost_and_knows_never() -> None:
    advice = everything(GAS_HOME)
    attic, pump = one(advice, "ENV-ATTIC-MID"), one(advice, "HVAC-ASHP-D")
    assert attic.payback_years.p50 == pytest.approx(
        (attic.cost.typical - attic.incentive_cad) / attic.bill_cad.p50, rel=0.35
    )
    assert attic.payback_years.p10 < attic.payback_years.p50  # type: ignore[operator]
    assert pump.as_json()["simple_payback_years"] == {"p10": None, "p50": None, "p90": None}
    assert attic.as_json()["cost_basis"] == {"basis": "~90-120 m2 attic", "as_of": "2025", "source_id": "U"}


def test_the_trace_prices_each_end_use_a_measure_touches() -> None:
    pump = one(everything(GAS_HOME), "HVAC-ASHP-D")
    prices = {item.label: item for item in pump.trace if item.label.startswith("trace.price_")}
    assert {"trace.price_heat_pump", "trace.price_heating", "trace.price_cooling"} <= set(prices)
    market = market_of(GAS_HOME)
    assert prices["trace.price_heat_pump"].value == round(market.unit_price((Fuel.ELECTRICITY, EndUse.HEAT_PUMP)), 4)
    assert prices["trace.price_heat_pump"].source_id and prices["trace.price_heat_pump"].date == "2025-11-01"


def test_a_home_without_any_use_of_power_is_still_valued() -> None:
    market = Market.of(FIGURES, belief_of(GAS_HOME, {Fuel.NATURAL_GAS: GAS}))
    assert np.isfinite(plan_bills(market).saving.p50)
    assert market.plans[PricePlan.TOU].shapes[EndUse.PLUGS] is typical_hours()[EndUse.PLUGS]
