"""What must be bought again anyway: on the list at its moment, against its like, with what else may be bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import Cooling, Goal, HomeFacts
from models.money.value import SOON_YEARS
from models.quantities import Fuel
from tests.models.example_homes import GAS_HOME, METERED, WEATHER

ON = date(2026, 11, 21)
LIFE = 18
OLD = replace(GAS_HOME, heating_year=2004, cooling_year=2005)
COLD = replace(GAS_HOME, heating_fuel=Fuel.NATURAL_GAS, cooling=Cooling.CENTRAL, price_plan=None)


@cache
def advised(facts: HomeFacts) -> Advice:
    return advise(HomeEvidence("h", facts, METERED, WEATHER), Figures(ON), savings=RULE_ALONE)


def listed(facts: HomeFacts, name: str) -> Opportunity | None:
    return next((each for each in advised(facts).opportunities if each.measure.id == name), None)


@pytest.mark.parametrize("left", range(SOON_YEARS + 1))
def test_a_furnace_due_now_or_soon_is_on_the_list_at_its_moment(left: int) -> None:
    facts = replace(GAS_HOME, heating_year=ON.year - LIFE + left)
    furnace = listed(facts, "HVAC-FURN")
    assert furnace is not None and furnace.moment is not None
    assert furnace.moment.year == ON.year + left
    assert furnace.findings[0].code == ("replacement.like_is_due" if left == 0 else "replacement.like_is_soon")
    value = furnace.net_present_value_cad
    assert (value.p10, value.p50, value.p90) == (0.0, 0.0, 0.0), "against itself it costs and brings nothing"
    assert not any(each.measure.id == "HVAC-FURN" for each in advised(facts).not_advised)


def test_what_else_may_be_bought_then_is_said_against_the_like() -> None:
    furnace = listed(OLD, "HVAC-FURN")
    assert furnace is not None and furnace.replacement is not None
    others = {each.measure: each for each in furnace.replacement.instead}
    assert set(others) == {"HVAC-ASHP-D", "HVAC-ASHP-HYB", "HVAC-GSHP"}
    assert others["HVAC-ASHP-HYB"].beside and not others["HVAC-ASHP-D"].beside
    pump = next(
        each
        for each in advise(
            HomeEvidence("h", OLD, METERED, WEATHER), Figures(ON), savings=RULE_ALONE, all_measures=True
        ).opportunities
        if each.measure.id == "HVAC-ASHP-D"
    )
    assert pump.replacement is not None
    assert others["HVAC-ASHP-D"].cost_difference_cad == pump.replacement.cost_difference_cad
    stored = furnace.as_json()["at_replacement"]
    assert isinstance(stored, dict) and len(stored["instead"]) == 3


def test_what_waits_for_its_end_comes_after_what_is_ready_and_moves_nothing_else() -> None:
    due, sound = advised(OLD), advised(replace(OLD, heating_year=2022, cooling_year=2022))
    names = [each.measure.id for each in due.opportunities]
    assert names[-2:] == ["HVAC-FURN", "COOL-AC"]
    assert names[:-2] == [each.measure.id for each in sound.opportunities]
    assert due.plan.measures == sound.plan.measures


def test_a_heat_pump_that_pays_then_stands_in_the_place_of_the_furnace() -> None:
    found = advised(replace(OLD, goal=Goal.CARBON, heating_year=2006))
    put_forward = [each.measure.id for each in found.opportunities if each.measure.family == "heating"]
    assert len(put_forward) <= 1
    if put_forward and put_forward != ["HVAC-FURN"]:
        refused = {each.measure.id: each.reason.code for each in found.not_advised}
        assert refused["HVAC-FURN"] == "measure.alternative"


def test_one_of_a_family_and_a_like_only_where_nothing_else_is_put_forward() -> None:
    for goal in Goal:
        for year in (2004, 2010, 2020, None):
            found = advised(replace(COLD, goal=goal, heating_year=year, cooling_year=year))
            families = [each.measure.family for each in found.opportunities if each.measure.family]
            assert len(families) == len(set(families))
