"""The programmes as last seen: amounts, doubts, states with their dates, and that nothing of the reference is lost."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from models.findings import Finding
from models.incentives.graph import Kind, State
from models.incentives.load import graph
from models.incentives.profile import Profile
from models.incentives.said import Answer, Verdict
from models.incentives.stack import Stack, beside_work, best_stack
from models.measures.economics import Figure

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "incentives.csv"
TODAY = date(2026, 11, 21)
JUST_SEEN = date(2026, 5, 15)
AFTER_THE_END = date(2026, 12, 1)
COST = Figure(8_000.0, 12_000.0, 30_000.0, "CAD", "U", "2025")
GAS = Profile(heating_fuel="natural_gas", attic_r=20.0, heat_pump=False)
NOT_OFFERS = {
    "HRS-ATTIC-CONFLICT": "the other amount of HRS-ATTIC-…",
    "HRS-AIR-COMP": "the other amount of HRS-AIR",
    "HRS-CAP-GAS": "a cap",
    "HRS-CAP-ELEC": "a cap",
    "LIC-TO-HELP": "Toronto's, for comparison",
    "EV-ULO": "a price plan",
    "MHRTC": "not about energy",
}


def stack(*measures: str, home: Profile = GAS, on: date = TODAY, more_work: bool = False) -> Stack:
    return best_stack(measures, dict.fromkeys(measures, COST), home, on, more_work=more_work)


def verdict(found: Stack, offer_id: str) -> Verdict:
    return next(each for each in found.verdicts if each.offer.id == offer_id)


def said(findings: tuple[Finding, ...]) -> list[str]:
    return [each.code.removeprefix("incentive.") for each in findings]


def test_an_r20_attic_with_another_upgrade_is_likely_to_get_1200_dollars_that_must_be_checked() -> None:
    found = stack("ENV-ATTIC-MID", "ENV-DOOR")
    attic = verdict(found, "HRS-ATTIC-12-25")
    assert attic.answer is Answer.ELIGIBLE
    assert said(attic.mind) == ["verify_status", "ends_on", "needs_assessment", "sources_disagree"]
    assert {each.offer_id: each.cad for each in found.used} == {"HRS-ATTIC-12-25": 1200.0, "HRS-WINDOW": 100.0}
    assert said(found.findings) == ["likely_never_promised"]


def test_one_upgrade_alone_gets_nothing_in_a_plan_and_is_counted_only_while_other_work_may_join() -> None:
    alone, joined = stack("ENV-ATTIC-MID"), stack("ENV-ATTIC-MID", more_work=True)
    assert verdict(alone, "HRS-ATTIC-12-25").answer is Answer.NOT
    assert said(verdict(alone, "HRS-ATTIC-12-25").because) == ["needs_more_upgrades"]
    assert (alone.total.typical_cad, joined.total.typical_cad) == (0.0, 1200.0)
    assert verdict(joined, "HRS-ATTIC-12-25").answer is Answer.MAYBE


def test_nothing_is_certain_of_a_programme_that_may_end_or_was_seen_long_ago() -> None:
    assert stack("ENV-ATTIC-MID", "ENV-DOOR", on=JUST_SEEN).total.low_cad == 0.0, "one source has it end"
    assert said(verdict(stack("HVAC-TSTAT", on=JUST_SEEN), "HRS-TSTAT").mind)[0] == "open"
    assert said(verdict(stack("HVAC-TSTAT"), "HRS-TSTAT").mind)[0] == "verify_status"


@pytest.mark.parametrize(("attic_r", "answer"), [(12.0, "not"), (13.0, "eligible"), (25.0, "eligible"), (26.0, "not")])
def test_the_attic_must_lie_in_the_rebates_range(attic_r: float, answer: str) -> None:
    home = Profile(heating_fuel="natural_gas", attic_r=attic_r)
    assert verdict(stack("ENV-ATTIC-MID", "ENV-DOOR", home=home), "HRS-ATTIC-12-25").answer == answer


def test_an_attic_nobody_looked_into_is_asked_about_and_likely() -> None:
    found = stack("ENV-ATTIC-MID", "ENV-DOOR", home=Profile(heating_fuel="natural_gas"))
    assert verdict(found, "HRS-ATTIC-12-25").missing == ("attic_r",)
    assert found.total.typical_cad == 1300.0


def test_after_its_last_known_day_a_rebate_counts_for_nothing_and_says_so() -> None:
    found = stack("ENV-ATTIC-MID", "ENV-DOOR", on=AFTER_THE_END)
    assert (found.total.low_cad, found.total.typical_cad) == (0.0, 0.0)
    assert found.total.high_cad > 0
    attic = verdict(found, "HRS-ATTIC-12-25")
    assert (attic.answer, said(attic.mind)[0]) == (Answer.MAYBE, "may_have_ended")
    assert attic.mind[0].facts["ends"] == "2026-11-30"


def test_before_a_programme_began_it_offers_nothing() -> None:
    early = verdict(stack("HVAC-TSTAT", on=date(2024, 1, 1)), "HRS-TSTAT")
    assert (early.answer, said(early.because)) == (Answer.NOT, ["not_open_yet"])


@pytest.mark.parametrize(("fuel", "cad"), [("natural_gas", 1500.0), ("electricity", 3750.0), ("oil", 3750.0)])
def test_a_heat_pump_rebate_is_by_the_ton_and_by_the_fuel_it_replaces(fuel: str, cad: float) -> None:
    home = Profile(heating_fuel=fuel, heat_pump=False)
    assert stack("HVAC-ASHP-D", home=home).total.typical_cad == cad
    sized = best_stack(["HVAC-ASHP-D"], {"HVAC-ASHP-D": COST}, home, TODAY, units={"HVAC-ASHP-D": 2.0})
    assert sized.total.typical_cad == pytest.approx(cad * 2 / 3)


def test_a_fuel_nobody_told_us_counts_for_nothing_and_asks() -> None:
    found = stack("HVAC-ASHP-D", home=Profile())
    assert found.total.typical_cad == 0.0 < found.total.high_cad
    assert "depends_on_fuel" in said(verdict(found, "HRS-ASHP-GAS").mind)
    assert "heating_fuel" in verdict(found, "HRS-ASHP-ELEC").missing


def test_a_second_heat_pump_gets_nothing() -> None:
    second = verdict(stack("HVAC-ASHP-D", home=Profile(heating_fuel="natural_gas", heat_pump=True)), "HRS-ASHP-GAS")
    assert (second.answer, said(second.because)) == (Answer.NOT, ["not_met.heat_pump"])


def test_together_the_rebates_of_one_programme_stay_under_its_cap() -> None:
    work = ("ENV-ATTIC-MID", "ENV-DOOR", "HVAC-GSHP", "GEN-BATT")
    found = stack(*work)
    assert found.total.typical_cad == 5000.0
    assert [each.facts for each in found.findings if each.code == "incentive.capped"] == [
        {"programme": "Home Renovation Savings", "cap": 5000}
    ]
    assert stack(*work, home=Profile(heating_fuel="electricity", attic_r=20.0)).total.typical_cad == 10_000.0


def test_attic_and_cathedral_roof_share_one_limit() -> None:
    found = stack("ENV-ATTIC-MID", "ENV-CATH")
    assert found.total.typical_cad == 1500.0
    assert said(found.findings)[0] == "capped_together"


def test_solar_is_either_net_metered_or_rebated() -> None:
    metered = stack("GEN-PV", home=Profile(net_metering=True))
    assert said(metered.not_used["HRS-PV"]) == ["not_met.net_metering"]
    assert said(metered.not_used["NETMETER"]) == ["not_toward_work"]
    assert stack("GEN-PV", home=Profile(net_metering=False)).total.typical_cad == 5000.0


def test_free_work_is_told_and_not_counted_and_never_added_to_a_rebate_for_the_same_work() -> None:
    home = Profile(heating_fuel="natural_gas", attic_r=20.0, income_qualified=True)
    found = stack("ENV-ATTIC-MID", "ENV-AIR", home=home)
    assert said(found.not_used["HWP"]) == ["no_cost_if_eligible"]
    assert found.total.typical_cad == 1450.0
    assert found.total.high_cad == 60_000.0, "no more than the work costs"


def test_an_income_above_the_limit_rules_out_what_is_for_lower_incomes() -> None:
    home = Profile(heating_fuel="electricity", household_size=2, income_cad=66_596.0)
    assert verdict(stack("DHW-HPWH", home=home), "EAP").answer is Answer.NOT
    within = Profile(heating_fuel="electricity", household_size=2, income_cad=66_595.0)
    assert verdict(stack("DHW-HPWH", home=within), "EAP").answer is Answer.ELIGIBLE


def test_the_order_of_steps_comes_with_deadlines_and_what_to_keep() -> None:
    (way,) = stack("ENV-ATTIC-MID", "ENV-DOOR").ways
    assert [each.step for each in way.steps] == ["assessment_before", "work", "assessment_after", "claim"]
    assert (way.steps[2].within_days, way.steps[2].after) == (180, "assessment_before")
    assert said(way.keep) == ["keep.assessment_reports", "keep.invoice"]


def test_closed_programmes_say_since_when() -> None:
    closed = {key: each.standing for key, each in graph().offers.items() if each.standing.state is State.CLOSED}
    assert {key: each.since for key, each in closed.items()} == {
        "CGHG": "2024-02",
        "CGHL": "2025-10-01",
        "OHPA-FED": "2025-10-07",
    }
    for standing in closed.values():
        (finding,) = standing.on(TODAY, "x")[1]
        assert (finding.code, finding.facts["since"]) == ("incentive.closed", standing.since)


def test_help_that_pays_for_no_work_is_answered_too() -> None:
    home = Profile(heating_fuel="electricity", household_size=3, income_cad=64_000.0)
    answers = {each.offer.id: each for each in beside_work(home, TODAY)}
    assert said(answers["CGHG"].because) == ["closed"]
    assert answers["OESP"].answer is answers["LEAP-E-HEAT"].answer is Answer.ELIGIBLE
    assert said(answers["LEAP-G"].because) == ["not_met.heating_fuel"]
    assert answers["DGH-ONBILL"].missing == ("electricity_utility",)
    assert set(answers) | {key for each in graph().by_measure.values() for key in (o.id for o in each)} == set(
        graph().offers
    )


@pytest.mark.parametrize("offer", graph().offers.values(), ids=lambda each: each.id)
def test_every_offer_is_named_in_both_languages_and_its_amounts_run_from_low_to_high(offer: object) -> None:
    assert offer.name("en") != offer.name("fr")  # type: ignore[attr-defined]
    assert list(offer.pay.cents) == sorted(offer.pay.cents)  # type: ignore[attr-defined]
    assert offer.kind is Kind.MONEY or not offer.pay.cents[1]  # type: ignore[attr-defined]


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference data does not lie beside the repository")
def test_nothing_of_the_reference_is_lost() -> None:
    with REFERENCE.open(encoding="utf-8") as lines:
        rows = {row["incentive_id"]: row for row in csv.DictReader(lines)}
    assert set(rows) == set(graph().offers) | set(NOT_OFFERS)
    for key, offer in graph().offers.items():
        row, most = rows[key], offer.pay.max_cents
        assert row["source_id"].split(";")[0] in offer.source_id.split(";")
        assert row["confidence"] == offer.confidence
        if row["max_cad"] and row["max_cad"] != "8900" and most is not None:
            assert most == round(100 * float(row["max_cad"]))
    assert {cap.id: cap.cents for cap in graph().caps}["HRS-INSULATION"] == (890_000,) * 3
