"""Rules of the rule book that speak of money and programmes; the rest: tests/models/measures/test_rule_book.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import HomeFacts
from tests.models.example_homes import GAS_HOME, METERED, OIL_HOME, WEATHER


def everything(facts: HomeFacts) -> Advice:
    home = HomeEvidence("h1", facts, METERED if facts.heating_fuel == GAS_HOME.heating_fuel else {}, WEATHER)
    return advise(home, Figures(date(2026, 11, 21)), all_measures=True, traced=False, savings=RULE_ALONE)


def said(advice: Advice, measure_id: str) -> set[str]:
    one = next(each for each in advice.opportunities if each.measure.id == measure_id)
    return {each.code for each in one.findings}


def test_r06_a_gas_home_that_keeps_its_account_hears_the_break_even() -> None:
    assert {"heat_pump.break_even", "bill.gas_account_kept"} <= said(everything(GAS_HOME), "HVAC-ASHP-D")


def test_r11_free_programmes_come_before_any_purchase() -> None:
    qualified = everything(replace(GAS_HOME, income_qualified=True))
    assert "programme.free_first" in said(qualified, "ENV-ATTIC-MID")
    assert "programme.free_first" not in said(everything(replace(GAS_HOME, income_qualified=False)), "ENV-ATTIC-MID")


def test_r12_an_assessment_comes_before_work_that_a_rebate_needs_it_for() -> None:
    assert any(code.endswith("needs_assessment") for code in said(everything(GAS_HOME), "ENV-ATTIC-MID"))


def test_r13_solar_counts_on_net_metering_and_on_no_rebate() -> None:
    panels = next(each for each in everything(GAS_HOME).opportunities if each.measure.id == "GEN-PV")
    assert "solar.net_metering" in {each.code for each in panels.findings}
    assert panels.incentive_cad == 0


def test_r17_nobody_buys_heating_at_the_door() -> None:
    assert "conduct.door_to_door" in {each.code for each in everything(OIL_HOME).findings}
