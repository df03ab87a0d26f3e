"""Honest no: which kind, by how much, what would change it, and never a code without its sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising import codes_advice
from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, NotAdvised
from coach.advising.figures import Figures
from coach.advising.honest_no import kind_of, spoiled
from coach.advising.kinds_of_no import No
from coach.advising.savings_in_use import RULE_ALONE
from coach.codes import ALL_CODES
from models.baseline import codes as baseline
from models.findings import Finding, Severity
from models.house.facts import HomeFacts
from models.house.stock import assumed
from models.measures import codes
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from tests.models.example_homes import GAS_HOME, METERED, OIL_HOME, POWER, WEATHER

FIGURES = Figures(date(2026, 11, 21))
BAD = next(code for code in baseline.CODES if code.severity is Severity.DISQUALIFICATION)
SENTENCES = {code.code: code for code in ALL_CODES}


@cache
def refused(facts: HomeFacts) -> Mapping[str, NotAdvised]:
    return no_of(facts, METERED)


def no_of(
    facts: HomeFacts, measured: Mapping[Fuel, MeasuredUse], findings: tuple[Finding, ...] = ()
) -> Mapping[str, NotAdvised]:
    return {each.measure.id: each for each in advice_of(facts, measured, findings).not_advised}


def advice_of(facts: HomeFacts, measured: Mapping[Fuel, MeasuredUse], findings: tuple[Finding, ...] = ()) -> Advice:
    home = HomeEvidence("h1", facts, measured, WEATHER, findings)
    return advise(home, FIGURES, traced=False, savings=RULE_ALONE)


def details(found: NotAdvised) -> dict[str, Mapping[str, object]]:
    return {each.code: each.facts for each in found.details}


def test_worse_off_says_by_how_much_and_at_which_price_or_efficiency_it_would_not_be() -> None:
    pump = refused(GAS_HOME)["HVAC-ASHP-D"]
    assert pump.kind is No.WORSE_OFF
    assert float(str(pump.reason.facts["cad"])) > 50
    said = details(pump)
    power, cop = said["no.even_at_power_price"], said["no.even_at_cop"]
    assert 0 < float(str(power["needed"])) < float(str(power["now"]))
    assert float(str(cop["needed"])) > float(str(cop["expected"]))
    gas = said["no.even_at_gas_price"]
    assert float(str(gas["needed"])) > float(str(gas["now"]))


def test_what_never_pays_says_at_which_cost_it_would() -> None:
    sealing = refused(GAS_HOME)["ENV-AIR"]
    assert sealing.kind is No.NEVER_PAYS
    cost = details(sealing)["no.pays_at_cost"]
    assert 0 < float(str(cost["needed"])) < float(str(cost["now"]))


def test_what_can_wait_says_until_when() -> None:
    good = replace(GAS_HOME, heating_efficiency_pct=92.0, heating_year=2016, window_year=2012)
    found = refused(good)
    assert (found["HVAC-FURN"].kind, found["ENV-WIN-ES"].kind) == (No.AT_REPLACEMENT, No.AT_REPLACEMENT)
    assert details(found["HVAC-FURN"]) == {"when.heating_due": {"year": 2034}}
    assert details(found["ENV-WIN-ES"]) == {"when.windows_due": {"year": 2037}}


def test_what_is_not_safe_says_what_must_come_first() -> None:
    attic = refused(replace(GAS_HOME, vermiculite=True))["ENV-ATTIC-MID"]
    assert (attic.kind, attic.reason.code) == (No.NOT_SAFE, "stop.vermiculite")
    assert "no.safe_after" in details(attic)


def test_readings_that_cannot_support_a_number_stop_dear_work_and_say_why() -> None:
    why = (codes_advice.USAGE_DISQUALIFIED.finding(fuel="natural_gas"), BAD.finding())
    found = no_of(GAS_HOME, {Fuel.ELECTRICITY: POWER}, why)
    stopped = {name: each for name, each in found.items() if each.kind is No.DATA}
    assert stopped
    for each in stopped.values():
        assert [said.code for said in each.details] == [BAD.code]
        assert float(str(each.reason.facts["low"])) < 0 < float(str(each.reason.facts["high"]))
    offered = {each.measure.id for each in advice_of(GAS_HOME, {Fuel.ELECTRICITY: POWER}, why).opportunities}
    assert {"HVAC-ZONE", "DHW-SHOWER"} <= offered
    assert not set(stopped) & offered


def test_a_home_without_readings_is_advised_with_wide_ranges_all_the_same() -> None:
    assert not any(each.kind is No.DATA for each in no_of(GAS_HOME, {}).values())


def test_which_fuel_is_spoiled_is_read_from_the_findings() -> None:
    home = assumed(GAS_HOME)
    named = (
        codes_advice.USAGE_DISQUALIFIED.finding(fuel="electricity"),
        BAD.finding(),
        codes_advice.USAGE_DISQUALIFIED.finding(fuel="natural_gas"),
        BAD.finding(),
    )
    assert set(spoiled(named, home, ())) == {Fuel.ELECTRICITY, Fuel.NATURAL_GAS}
    assert set(spoiled((BAD.finding(),), home, (Fuel.ELECTRICITY,))) == {Fuel.NATURAL_GAS}
    assert spoiled((codes_advice.TEMPERATURE_ASSUMED.finding(),), home, ()) == {}


@pytest.mark.parametrize(
    "facts",
    [GAS_HOME, OIL_HOME, replace(GAS_HOME, damp_basement=True, knob_and_tube=True), HomeFacts()],
    ids=["gas", "oil", "hazards", "unknown"],
)
def test_every_no_has_a_kind_and_sentences_whose_facts_are_there(facts: HomeFacts) -> None:
    for each in no_of(facts, {}).values():
        for said in (each.reason, *each.details):
            for language in ("en", "fr"):
                sentence = SENTENCES[said.code].sentence(language, said.facts)
                assert "…" not in sentence
                assert sentence.endswith(".")
        document = each.as_json()
        assert document["kind"] == each.kind.value
        assert set(document) == {"measure", "reason", "facts", "kind", "details"}


def test_a_reason_of_no_kind_of_its_own_saves_nothing() -> None:
    assert kind_of(codes.SAVES_NOTHING.finding()) is No.SAVES_NOTHING
    assert kind_of(codes.ALTERNATIVE.finding(better="HVAC-FURN")) is No.ALTERNATIVE


@pytest.mark.parametrize("year", [2018, 2022, None])
def test_what_is_bought_again_anyway_is_never_called_a_thing_that_never_pays(year: int | None) -> None:
    sound = refused(replace(GAS_HOME, heating_year=year))["HVAC-FURN"]
    assert (sound.kind, sound.reason.code) == (No.AT_REPLACEMENT, "no.due_anyway")
    assert ("when.heating_fails" if year is None else "when.heating_due") in details(sound)


def test_what_would_make_it_pay_is_said_against_the_like_where_that_is_due() -> None:
    sound = details(refused(replace(GAS_HOME, heating_year=2022, cooling_year=2005))["HVAC-GSHP"])
    due = details(refused(replace(GAS_HOME, heating_year=2001, cooling_year=2005))["HVAC-GSHP"])
    assert "no.pays_at_cost" in sound
    assert "no.pays_at_cost" not in due, "a new furnace would save more than this: no cost makes it pay"
