"""A roadmap cut down to what a coach gave: nothing else is named, totals hold, and are careful after a cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.plan_types import Plan
from coach.advising.roadmap_given import given_roadmap, stored_steps
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import Goal
from tests.models.example_homes import OIL_HOME, WEATHER

FACTS = replace(OIL_HOME, goal=Goal.CARBON, heating_year=2006, roof_year=2009)


@cache
def plan() -> Plan:
    evidence = HomeEvidence("h", FACTS, {}, WEATHER)
    return advise(evidence, Figures(date(2026, 11, 21)), savings=RULE_ALONE, traced=False).plan


@cache
def stored() -> dict[str, object]:
    return plan().as_json()


MEASURES = st.deferred(lambda: st.sets(st.sampled_from(sorted(plan().measures))))


def test_the_whole_plan_keeps_its_own_totals() -> None:
    found = given_roadmap(stored(), set(plan().measures))
    assert len(found.steps) == len(plan().steps) == len(list(stored_steps(stored())))
    assert not found.is_careful
    last = plan().steps[-1].running
    assert found.steps[-1].bill_cad == last.bill_cad.as_json(2)
    assert found.steps[-1].carbon_kg == last.carbon_kg.as_json(1)
    assert abs(found.steps[-1].paid_cad - last.net_cost_cad) <= len(found.steps)


@given(MEASURES)
def test_nothing_is_named_that_was_not_given(kept: set[str]) -> None:
    found = given_roadmap(stored(), kept)
    assert {each.measure for each in found.steps if each.measure} == kept
    for each in found.steps:
        goes_with = each.step.get("goes_with")
        assert each.measure in kept or (isinstance(goes_with, list) and kept.intersection(goes_with))
    for other in (found.others or {}).values():
        measures = other["measures"]
        assert isinstance(measures, list) and set(measures) <= kept
    assert bool(found.findings) <= bool(found.steps)


@given(MEASURES)
def test_sums_are_exact_until_a_step_is_left_out_and_careful_after(kept: set[str]) -> None:
    all_steps = list(stored_steps(stored()))
    found = given_roadmap(stored(), kept)
    for place, each in enumerate(found.steps):
        untouched = [dict(one.step) for one in found.steps[: place + 1]] == all_steps[: place + 1]
        assert each.is_careful is not untouched
        if untouched:
            assert each.bill_cad == plan().steps[place].running.bill_cad.as_json(2)
        assert each.bill_cad["p10"] <= each.bill_cad["p50"] <= each.bill_cad["p90"]


def test_what_was_kept_before_plans_had_steps_is_no_roadmap() -> None:
    for old in ({}, {"measures": ["ENV-AIR"]}, {"stages": "x"}, {"stages": [{"steps": [1]}]}, {"alternatives": []}):
        found = given_roadmap(old, {"ENV-AIR"})
        assert found.steps == () and not found.others
