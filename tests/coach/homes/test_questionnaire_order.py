"""One question after the other: what matters comes, in order, and nobody is asked the same twice."""

from __future__ import annotations

import pytest

from coach.homes import questionnaire_order as order
from coach.homes.questionnaire import GROUPS
from greener_homes.homes import FactValue

NAMES = [question.name for group in GROUPS for question in group.questions]


def names(**facts: FactValue) -> list[str]:
    return [question.name for question in order.steps(facts)]


def test_every_question_has_its_place_and_no_other_has() -> None:
    assert sorted(order.ORDER) == sorted(NAMES)
    assert all(order.question(name) for name in NAMES)
    assert order.question("colour") is None


def test_a_home_of_which_nothing_is_known_is_asked_everything() -> None:
    assert names() == list(order.ORDER)


def test_the_front_doors_three_come_first_and_enough_is_a_third_of_all() -> None:
    assert names()[:3] == ["dwelling_type", "year_built", "heating_fuel"]
    assert set(names()[: len(order.ENOUGH)]) == order.ENOUGH
    assert len(order.ENOUGH) * 3 == len(order.ORDER)


@pytest.mark.parametrize(
    ("facts", "unasked"),
    [
        ({"tenure": "tenant"}, {"attic_r", "heating_year", "vermiculite", "knob_and_tube"}),
        ({"tenure": "owner"}, set()),
        ({"dwelling_type": "mobile"}, {"storeys", "basement_insulation"}),
        ({"heating_system": "heat_pump"}, {"cooling"}),
        ({"heating_system": "baseboard"}, {"heating_year"}),
        ({"year_built": 1949}, set()),
        ({"year_built": 1950}, {"knob_and_tube"}),
        ({"year_built": 1990}, {"knob_and_tube", "vermiculite"}),
        ({"year_built": None}, set()),
    ],
)
def test_what_cannot_matter_is_not_asked(facts: dict[str, FactValue], unasked: set[str]) -> None:
    assert set(NAMES) - set(names(**facts)) == unasked


def test_where_the_fuel_leaves_the_heating_open_it_is_asked_at_once() -> None:
    assert names(heating_fuel="electricity")[3] == "heating_system"
    assert names(heating_fuel="natural_gas")[3] != "heating_system"


def test_the_walk_goes_on_where_it_stopped_and_ends() -> None:
    facts: dict[str, FactValue] = {"tenure": "tenant"}
    answered: set[str] = set()
    seen = []
    name = order.first_open(facts, frozenset(answered))
    while name is not None:
        seen.append(name)
        answered.add(name)
        name = order.next_open(facts, frozenset(answered), name)
    assert seen == names(**facts)
    assert order.first_open(facts, frozenset(answered)) is None
    assert order.next_open(facts, frozenset({"year_built"}), "dwelling_type") == "heating_fuel"


def test_a_question_that_stopped_to_matter_leads_on_to_the_first_open_one() -> None:
    assert order.next_open({"tenure": "tenant"}, frozenset(), "attic_r") == "dwelling_type"


def test_back_is_the_question_before_answered_or_not() -> None:
    assert order.before({}, "year_built") == "dwelling_type"
    assert order.before({}, "dwelling_type") is None
    assert order.before({"tenure": "tenant"}, "attic_r") is None
