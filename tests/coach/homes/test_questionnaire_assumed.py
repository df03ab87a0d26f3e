"""What we assume is what advice assumes: said from the same stock, and no rule of ours is another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from coach.homes.evidence import home_facts
from coach.homes.questionnaire import GROUPS
from coach.homes.questionnaire_assumed import RULES, assumption
from greener_homes.homes import FactValue
from models.house.degree_hours import DegreeHours
from models.house.facts import HomeFacts
from models.house.stock import group_of
from models.house.weather import typical_year

HOME: dict[str, FactValue] = {"dwelling_type": "detached", "year_built": 1975, "heating_fuel": "natural_gas"}
NAMES = [question.name for group in GROUPS for question in group.questions]


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_something_in_the_place_of_an_answer(name: str) -> None:
    found = assumption(HOME, name)
    assert found.value is not None or name in ("vermiculite", "knob_and_tube")


def test_it_is_what_homes_of_this_type_and_age_have() -> None:
    attic = assumption(HOME, "attic_r")
    spread = group_of(home_facts(HOME)).attic_r
    assert (attic.low, attic.value, attic.high) == (spread.p10, spread.p50, spread.p90)
    newer = assumption({**HOME, "year_built": 2005}, "attic_r")
    assert isinstance(newer.value, float) and isinstance(attic.value, float) and newer.value > attic.value


def test_the_answer_itself_does_not_count() -> None:
    assert assumption({**HOME, "attic_r": 60.0}, "attic_r") == assumption(HOME, "attic_r")
    assert assumption({**HOME, "heating_system": "boiler"}, "heating_system").value == "furnace"
    assert assumption({**HOME, "heating_fuel": "electricity"}, "heating_system").value == "baseboard"


def test_an_old_furnace_is_assumed_by_its_efficiency() -> None:
    found = assumption(HOME, "heating_year")
    assert (found.name, found.value) == ("heating_efficiency_pct", 80.0)


@pytest.mark.parametrize(
    ("name", "built", "looks"),
    [
        ("vermiculite", 1989, True),
        ("vermiculite", 1990, False),
        ("vermiculite", None, True),
        ("knob_and_tube", 1949, True),
        ("knob_and_tube", 1950, False),
        ("knob_and_tube", None, False),
    ],
)
def test_what_may_be_dangerous_is_looked_at_and_never_assumed(name: str, built: int | None, looks: bool) -> None:
    found = assumption({"year_built": built}, name)
    assert (found.value, found.look_first) == (None, looks)


def test_advice_has_the_same_rules() -> None:
    figures, weather = Figures(date(2026, 11, 21)), DegreeHours.of(typical_year())

    def said(facts: HomeFacts) -> list[object]:
        advice = advise(HomeEvidence("one", facts, {}, weather), figures, savings=RULE_ALONE, traced=False)
        return [(each.measure.id, each.bill_cad) for each in advice.opportunities]

    plain = home_facts(HOME)
    ruled = {name: value for name, value in RULES.items() if name != "municipality"}
    assert said(plain) == said(replace(home_facts({**HOME, **ruled}), municipality=None))
    assert said(plain) != said(replace(plain, led_lighting=True))
