"""Around each question: what it changes, what is assumed instead of an answer; and drawings to choose one by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.homes.questionnaire import GROUPS, Kind
from coach.homes.questionnaire_assumed import assumption
from coach.homes.questionnaire_wishes import Wish
from greener_homes.homes import FactValue
from web.portal import about_pages
from web.words import about_home, assumed, home_facts
from web.words.answers_change import CHANGES
from web.words.wishes import WISHES

QUESTIONS = {question.name: question for group in GROUPS for question in group.questions}
PICTURES = Path(about_pages.__file__).parents[1] / "templates" / "components" / "pictures.html"
HOMES: tuple[dict[str, FactValue], ...] = ({}, {"dwelling_type": "semi", "year_built": 1955, "heating_fuel": "oil"})


def test_every_question_says_what_it_changes_and_nothing_else_does() -> None:
    assert set(CHANGES) == {*QUESTIONS, "moved_in"}
    for said in CHANGES.values():
        for language in ("en", "fr"):
            assert said(language).endswith(".")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_assumed_reads_as_a_sentence(language: str) -> None:
    for home in HOMES:
        for name in QUESTIONS:
            said = assumed.assumed(assumption(home, name), language)
            assert said.endswith("."), name
            assert not re.search(r"[a-z]_[a-z]|…|None|True|False", said), said


def test_what_is_assumed_is_said_as_what_it_is() -> None:
    def of(name: str, home: dict[str, FactValue]) -> str:
        return assumed.assumed(assumption(home, name), "en")

    assert (
        of("attic_r", {"year_built": 1975}) == "Then we assume R-21. Eight in ten homes like yours have R-12 to R-36."
    )
    assert of("budget_cad", {}) == "Then nothing above $5,000 comes first on your list."
    assert of("municipality", {}) == "Then we use the weather of Oshawa."
    assert of("heating_year", {"year_built": 1975}) == "Then we assume that it makes 80% of its fuel into heat."
    assert of("vermiculite", {"year_built": 1975}) == "Then somebody looks before any work starts there."
    assert of("vermiculite", {"year_built": 1995}).startswith("Then we assume nothing.")


def test_every_wish_and_every_group_has_words() -> None:
    assert set(WISHES) == set(Wish)
    assert set(about_home.GROUPS) == {group.key for group in GROUPS}
    said = home_facts.describe_fact("priorities", "health,bill,comfort,carbon,upfront", "en")
    assert said.startswith("1. Health, 2. Lower bills, 3. Comfort")
    assert home_facts.describe_fact("priorities", "fame", "fr") == "Non précisé"


def test_a_question_with_drawings_has_one_for_each_answer() -> None:
    found = re.findall(r"^  '(\w+)': \{(.*?)\n?(?=^  '|^\} %\})", PICTURES.read_text("utf-8"), re.M | re.S)
    drawn = {name: re.findall(r"^    '(\w+)':", body, re.M) for name, body in found}
    assert set(drawn) == {
        "dwelling_type",
        "heating_fuel",
        "heating_system",
        "cooling",
        "basement_insulation",
        "window_type",
        "unknown",
        about_pages.DEPTH,
    }
    for name, values in drawn.items():
        if name in QUESTIONS:
            assert QUESTIONS[name].kind is Kind.CHOICE
            assert tuple(values) == QUESTIONS[name].options
    assert drawn[about_pages.DEPTH] == [str(cm) for cm in about_home.DEPTHS]


def test_deeper_insulation_is_worth_more() -> None:
    worth = [about_pages.depth_of(str(cm)) for cm in about_home.DEPTHS]
    assert worth == sorted(worth, key=lambda each: float(each or 0))
    assert worth[0] == 1.0
    assert about_pages.depth_of("7") is None
