"""Advice: the right thing first for each kind of home, honest refusals, safety before savings, numbers that open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from coach.advising.advice import advise, put_forward
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity, Origin, Source
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import Goal, HomeFacts, PricePlanChoice, Tenure, WindowType
from models.measures.catalogue import HEAT_PUMPS, measures
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from models.savings.rule import Range
from tests.models.example_homes import (
    BASEBOARD_HOME,
    ELECTRIC_HEAT,
    GAS,
    GAS_HOME,
    METERED,
    OIL_HOME,
    POWER,
    PROPANE_HOME,
    WEATHER,
)

FIGURES = Figures(date(2026, 11, 21))
ZERO = Range(0.0, 0.0, 0.0)


def evidence(facts: HomeFacts, measured: Mapping[Fuel, MeasuredUse] | None = None) -> HomeEvidence:
    return HomeEvidence("h1", facts, measured or {}, WEATHER)


def advice_for(facts: HomeFacts, measured: Mapping[Fuel, MeasuredUse] | None = None, **options: bool) -> Advice:
    return advise(evidence(facts, measured), FIGURES, **options)  # type: ignore[arg-type]


def ids(advice: Advice) -> list[str]:
    return [each.measure.id for each in advice.opportunities]


def one(advice: Advice, measure_id: str) -> Opportunity:
    return next(each for each in advice.opportunities if each.measure.id == measure_id)


def refused(advice: Advice) -> dict[str, str]:
    return {each.measure.id: each.reason.code for each in advice.not_advised}


@pytest.mark.parametrize(
    "facts", [GAS_HOME, OIL_HOME, BASEBOARD_HOME, PROPANE_HOME, HomeFacts(), HomeFacts(attic_r=0.0)]
)
def test_what_would_be_put_forward_is_what_advice_puts_forward(facts: HomeFacts) -> None:
    whole = advise(evidence(facts, METERED), FIGURES, savings=RULE_ALONE)
    belief, first = put_forward(evidence(facts, METERED), FIGURES, savings=RULE_ALONE)
    assert [measure.id for measure in first] == ids(whole) != []
    assert frozenset(whole.assumed) == belief.home.names


def test_a_gas_home_is_told_that_a_heat_pump_raises_its_bills() -> None:
    advice = advice_for(GAS_HOME, METERED)
    assert not any(each.measure.method in HEAT_PUMPS for each in advice.opportunities)
    assert refused(advice)["HVAC-ASHP-D"] == "bill.worse_off"
    assert refused(advice)["HVAC-ASHP-HYB"] == "payback.never"


def test_the_break_even_of_a_gas_home_is_said_with_the_account_it_keeps() -> None:
    pump = one(advice_for(GAS_HOME, METERED, all_measures=True), "HVAC-ASHP-D")
    said = {finding.code: finding.facts for finding in pump.findings}
    assert said["heat_pump.break_even"]["break_even"] == pytest.approx(3.9, abs=0.3)
    assert said["heat_pump.break_even"]["expected"] == 2.75
    assert said["bill.gas_account_kept"]["cad"] == 375
    assert not pump.advised and pump.reasons[0].code == "bill.worse_off"


def test_a_gas_home_that_can_close_its_account_saves_the_fixed_charge() -> None:
    heated_only = replace(GAS, base=0.0, total=GAS.heating)
    facts = replace(GAS_HOME, hot_water_fuel=Fuel.ELECTRICITY, gas_range=False)
    pump = one(advice_for(facts, {Fuel.NATURAL_GAS: heated_only}, all_measures=True), "HVAC-ASHP-D")
    kept = one(advice_for(GAS_HOME, METERED, all_measures=True), "HVAC-ASHP-D")
    assert "bill.gas_account_closed" in {finding.code for finding in pump.findings}
    assert pump.bill_cad.p50 > kept.bill_cad.p50 + 200


def test_overnight_prices_make_a_hybrid_worth_while() -> None:
    tou = one(advice_for(GAS_HOME, METERED, all_measures=True), "HVAC-ASHP-HYB")
    ulo = one(
        advice_for(replace(GAS_HOME, price_plan=PricePlanChoice.ULO), METERED, all_measures=True), "HVAC-ASHP-HYB"
    )
    assert tou.bill_cad.p10 < 0 < tou.bill_cad.p90, "by day nobody can say whether it pays"
    assert tou.bill_cad.p90 < ulo.bill_cad.p10


@pytest.mark.parametrize(
    ("facts", "measured", "pump"),
    [
        (OIL_HOME, {}, "HVAC-OIL-HP"),
        (PROPANE_HOME, {}, "HVAC-ASHP-D"),
        (BASEBOARD_HOME, {Fuel.ELECTRICITY: ELECTRIC_HEAT}, "HVAC-ASHP-DL"),
    ],
)
def test_costly_heat_puts_a_heat_pump_first_on_bills(
    facts: HomeFacts, measured: dict[Fuel, MeasuredUse], pump: str
) -> None:
    first = advice_for(facts, measured).opportunities[0]
    assert first.measure.id == pump
    assert first.bill_cad.p10 > 0
    assert "rank.heat_pump_first" in {reason.code for reason in first.reasons}


def test_an_electric_homes_envelope_saves_kilowatt_hours() -> None:
    attic = one(advice_for(BASEBOARD_HOME, {Fuel.ELECTRICITY: ELECTRIC_HEAT}), "ENV-ATTIC-MID")
    assert set(attic.savings) == {Fuel.ELECTRICITY}
    assert attic.savings[Fuel.ELECTRICITY].p10 > 100


def test_a_home_without_readings_is_told_so_and_gets_wide_ranges() -> None:
    blind, seen = advice_for(GAS_HOME, all_measures=True), advice_for(GAS_HOME, METERED, all_measures=True)
    assert "usage.none" in {finding.code for finding in blind.findings}
    assert "usage.none" not in {finding.code for finding in seen.findings}
    wide = one(blind, "ENV-AIR").savings[Fuel.NATURAL_GAS]
    narrow = one(seen, "ENV-AIR").savings[Fuel.NATURAL_GAS]
    assert wide.p90 - wide.p10 > narrow.p90 - narrow.p10


def test_a_home_nobody_described_still_gets_an_answer() -> None:
    advice = advice_for(HomeFacts())
    assert advice.opportunities
    assert len(advice.assumed) == 18
    assert {"home.facts_assumed", "usage.none"} <= {finding.code for finding in advice.findings}


def test_everything_that_can_be_done_is_listed_when_asked_for() -> None:
    advice = advice_for(GAS_HOME, METERED, all_measures=True)
    listed, impossible = set(ids(advice)), {each.measure.id for each in advice.not_applicable}
    assert listed | impossible == {each.id for each in measures()}
    assert not listed & impossible
    assert {"ENV-WIN-ES", "HVAC-FURN", "GEN-BATT", "HS-RADON", "ENV-BSMT", "ENV-BSMT-PART"} <= listed
    assert [each.rank for each in advice.opportunities] == list(range(1, len(listed) + 1))


@pytest.mark.parametrize("goal", [Goal.BILL, Goal.CARBON])
def test_everything_is_listed_by_what_it_does_for_the_goal_whatever_its_worth(goal: Goal) -> None:
    listed = advice_for(replace(GAS_HOME, goal=goal), METERED, all_measures=True).opportunities
    effects = [(each.bill_cad if goal is Goal.BILL else each.carbon_kg).p50 for each in listed]
    assert effects == sorted(effects, reverse=True)
    assert {each.advised for each in listed} == {True, False}


def test_free_and_small_things_are_offered() -> None:
    offered = set(ids(advice_for(GAS_HOME, METERED)))
    assert {"HVAC-ZONE", "HVAC-TSTAT", "APP-LED", "APP-STANDBY", "DHW-TEMP", "ENV-DIY-SEAL", "PLAN-SWITCH"} <= offered


def test_windows_wait_for_the_end_of_their_life() -> None:
    assert refused(advice_for(GAS_HOME, METERED))["ENV-WIN-ES"] == "windows.only_at_end_of_life"
    single = replace(GAS_HOME, window_type=WindowType.SINGLE, heating_fuel=Fuel.OIL)
    assert refused(advice_for(single)).get("ENV-WIN-ES") != "windows.only_at_end_of_life"


def test_a_hazard_stops_the_attic_whatever_it_is_worth() -> None:
    advice = advice_for(replace(GAS_HOME, vermiculite=True), METERED)
    assert refused(advice)["ENV-ATTIC-MID"] == "stop.vermiculite"
    assert "ENV-ATTIC-MID" not in ids(advice)
    assert "ENV-ATTIC-MID" not in advice.plan.measures


def test_health_and_safety_are_reasons_and_not_savings() -> None:
    advice = advice_for(GAS_HOME, METERED)
    assert advice.safety == ("HS-CO", "HS-RADON")
    assert {"safety.co_alarm", "safety.radon_test"} <= {finding.code for finding in advice.findings}
    assert not {"HS-CO", "HS-RADON"} & (set(ids(advice)) | set(refused(advice)))
    assert advice_for(BASEBOARD_HOME).safety == ("HS-RADON",)


def test_a_tenant_is_reminded_of_the_owner() -> None:
    attic = one(advice_for(replace(GAS_HOME, tenure=Tenure.TENANT), METERED), "ENV-ATTIC-MID")
    assert "tenant.owner_consent" in {finding.code for finding in attic.findings}


def test_the_goal_changes_the_order_and_carbon_accepts_a_cost() -> None:
    bill, carbon = ids(advice_for(GAS_HOME, METERED)), advice_for(replace(GAS_HOME, goal=Goal.CARBON), METERED)
    pumps = [each for each in carbon.opportunities if each.measure.method in HEAT_PUMPS]
    assert bill != ids(carbon)
    assert len(pumps) == 1 and pumps[0].findings[0].code == "bill.worse_off"


def test_a_budget_moves_dear_work_down_and_out_of_the_plan() -> None:
    advice = advice_for(replace(GAS_HOME, budget_cad=500.0), METERED)
    dear = [each.rank for each in advice.opportunities if each.cost.typical - each.incentive_cad > 500]
    cheap = [each.rank for each in advice.opportunities if each.cost.typical - each.incentive_cad <= 500]
    assert min(dear) > max(cheap)
    assert advice.plan.net_cost_cad <= 500


def test_a_plan_saves_less_than_its_parts_and_no_more_than_the_meter() -> None:
    advice = advice_for(GAS_HOME, METERED)
    parts = sum(one(advice, each).savings.get(Fuel.NATURAL_GAS, ZERO).p50 for each in advice.plan.measures)
    assert 0 < advice.plan.savings[Fuel.NATURAL_GAS].p50 < parts
    assert advice.plan.savings[Fuel.NATURAL_GAS].p90 < GAS.total


def test_one_of_a_family_is_put_forward_and_the_rest_are_alternatives() -> None:
    advice = advice_for(OIL_HOME)
    assert sum(each.measure.method in HEAT_PUMPS for each in advice.opportunities) == 1
    assert refused(advice)["HVAC-GSHP"] == "measure.alternative"


def test_correction_lowers_what_studies_found_too_high() -> None:
    real = one(advice_for(GAS_HOME, METERED, all_measures=True), "HVAC-FURN")
    physics = one(advice_for(GAS_HOME, METERED, all_measures=True, corrected=False), "HVAC-FURN")
    assert real.savings[Fuel.NATURAL_GAS].p50 == pytest.approx(0.64 * physics.savings[Fuel.NATURAL_GAS].p50, rel=0.05)


def test_money_and_carbon_follow_from_the_savings() -> None:
    attic = one(advice_for(GAS_HOME, METERED), "ENV-ATTIC-MID")
    gas, power = attic.savings[Fuel.NATURAL_GAS].p50, attic.savings[Fuel.ELECTRICITY].p50
    assert attic.bill_cad.p50 == pytest.approx(gas * 0.318 + power * 0.144, rel=0.1)
    assert attic.carbon_kg.p50 == pytest.approx(gas * 1.931 + power * 0.2, rel=0.1)
    assert (attic.cost.low, attic.cost.typical, attic.cost.high) == (1500, 2300, 3800)
    assert attic.incentive_cad == 1200


def test_every_number_opens_to_inputs_with_an_origin() -> None:
    home = HomeEvidence("h1", GAS_HOME, METERED, WEATHER, sources={"attic_r": Source(Origin.ENERGUIDE, "2025-06-09")})
    attic = one(advise(home, FIGURES), "ENV-ATTIC-MID")
    found = {(item.label, item.name): item for item in attic.trace}
    assert found["trace.measured_heating", "natural_gas"].value == 1721.0
    assert found["trace.measured_heating", "natural_gas"].date == "2024-01-01"
    assert (found["trace.fact", "attic_r"].origin, found["trace.fact", "attic_r"].date) == ("energuide", "2025-06-09")
    assert found["trace.fact", "storeys"].origin == "resident"
    assert found["trace.price", "natural_gas"].date == "2026-07-01"
    assert found["trace.realization_rate", "attic_insulation"].value == 0.77
    assert found["trace.cost", None].value == 2300
    assert all(item.as_json()["origin"] for item in attic.trace)


def test_a_fact_from_the_stock_says_so_in_the_trace() -> None:
    attic = one(advice_for(replace(GAS_HOME, attic_r=None), METERED), "ENV-ATTIC-MID")
    fact = next(item for item in attic.trace if item.name == "attic_r")
    assert (fact.origin, fact.source_id) == ("stock", "S80")
    assert "check.attic_r" in {finding.code for finding in attic.findings}


def test_the_json_is_the_contracts() -> None:
    document = advice_for(GAS_HOME, METERED).as_json()
    assert {"id", "baseline", "opportunities", "not_advised", "findings"} <= set(document)
    first = document["opportunities"][0]  # type: ignore[index]
    assert set(first) >= {
        "measure", "rank", "savings", "bill_cad_per_year", "carbon_kg_per_year", "cost_cad", "incentive_cad",
        "net_present_value_cad", "reasons", "findings",
    }  # fmt: skip
    assert document["baseline"]["natural_gas_m3"]["heating"] == 1721.0  # type: ignore[index]
    assert all(isinstance(reason, str) for reason in first["reasons"])


def test_an_impossible_number_is_unknown_and_said() -> None:
    advice = advice_for(replace(GAS_HOME, heated_area_m2=-4.0), METERED)
    assert advice.findings[0].code == "home.implausible"
    assert "heated_area_m2" in advice.assumed


def test_the_same_evidence_gives_the_same_advice() -> None:
    assert advice_for(GAS_HOME, METERED).as_json() == advice_for(GAS_HOME, METERED).as_json()


def test_power_alone_says_that_heating_is_not_measured() -> None:
    findings = advice_for(GAS_HOME, {Fuel.ELECTRICITY: POWER}).findings
    assert "usage.heating_not_measured" in {finding.code for finding in findings}


def test_a_furnace_at_its_end_is_due_costs_nothing_extra_and_says_so() -> None:
    worn, young = (
        advice_for(replace(GAS_HOME, heating_year=year, goal=Goal.BILL), METERED, all_measures=True)
        for year in (1992, 2020)
    )
    due, not_due = one(worn, "HVAC-FURN"), one(young, "HVAC-FURN")
    assert due.candidate.due and due.candidate.added_cost_cad == 0.0 < due.candidate.net_cost_cad
    assert "rank.due" in {reason.code for reason in due.reasons}
    assert not not_due.candidate.due and "rank.due" not in {reason.code for reason in not_due.reasons}
