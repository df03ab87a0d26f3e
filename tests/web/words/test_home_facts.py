"""Facts, questions and answers read as a person would say them, and none is without words."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum

import pytest

from coach.homes import energuide, questionnaire_wishes
from coach.homes.questionnaire import GROUPS, Kind, Question
from coach.visits import measurements
from models.house.facts import FACT_NAMES, BasementInsulation, DwellingType, HeatingSystem, HomeFacts
from models.quantities import Fuel
from web.words import home_facts, options, questions
from web.words.fact_names import FACT_NAMES as NAMES

QUESTIONS = [question for group in GROUPS for question in group.questions]
LANGUAGES = ("en", "fr")


def named(questions_: list[Question]) -> list[str]:
    return [question.name for question in questions_]


def test_every_fact_of_a_home_has_a_name_and_no_other_has() -> None:
    asked = {*FACT_NAMES, questionnaire_wishes.PRIORITIES}
    assert set(NAMES) == asked | {energuide.RATING, energuide.EVALUATED, *measurements.SAID_HERE}
    assert home_facts.label("attic_r", "en") == "Attic insulation"
    assert home_facts.has_label("attic_r")
    assert not home_facts.has_label("colour")
    assert home_facts.label("colour", "fr") == "colour"


def test_what_an_energuide_file_says_reads_as_words() -> None:
    assert home_facts.describe_fact(energuide.RATING, 108.0, "en") == "108 GJ a year"
    assert home_facts.describe_fact(energuide.RATING, 108.0, "fr") == "108\u00a0GJ par année"
    assert home_facts.describe_fact(energuide.EVALUATED, "2024-03-09", "en") == "9 March 2024"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_tell_facts_apart(language: str) -> None:
    said = [home_facts.label(name, language) for name in FACT_NAMES]
    assert len(set(said)) == len(said)


def test_every_question_has_words_and_no_other_has() -> None:
    assert set(questions.QUESTIONS) == set(named(QUESTIONS))


@pytest.mark.parametrize("question", QUESTIONS, ids=named(QUESTIONS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asks_and_says_why(question: Question, language: str) -> None:
    words = home_facts.question(question.name)
    assert words.legend(language).endswith("?")
    assert words.help(language).endswith(".")


@pytest.mark.parametrize("question", QUESTIONS, ids=named(QUESTIONS))
def test_every_answer_offered_has_words_in_the_order_offered(question: Question) -> None:
    if question.kind is Kind.CHOICE:
        assert tuple(options.OPTIONS[question.name]) == question.options
    else:
        assert question.name not in options.OPTIONS


@pytest.mark.parametrize("question", QUESTIONS, ids=named(QUESTIONS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_tell_themselves_apart(question: Question, language: str) -> None:
    said = [home_facts.option_label(question.name, option, language) for option in question.options]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [("yes", "Yes", "Oui"), ("no", "No", "Non"), ("unknown", "I don’t know", "Je ne sais pas")],
)
def test_yes_no_and_not_knowing_can_answer_any_question(value: str, english: str, french: str) -> None:
    assert home_facts.option_label("vermiculite", value, "en") == english
    assert home_facts.option_label("goal", value, "fr") == french


def test_an_answer_without_words_is_shown_as_it_is() -> None:
    assert home_facts.option_label("goal", "fame", "en") == "fame"
    assert home_facts.option_hint("goal", "fame", "en") == ""
    assert home_facts.option_hint("dwelling_type", "semi", "en") == "Shares one wall with one neighbour"


@pytest.mark.parametrize(
    ("name", "value", "english", "french"),
    [
        ("attic_r", 20.0, "R-20", "R-20"),
        ("wall_r", 12.5, "R-12.5", "R-12,5"),
        ("year_built", 1978, "1978", "1978"),
        ("year_built", 1978.0, "1978", "1978"),
        ("heated_area_m2", 172.4, "172\u00a0m²", "172\u00a0m²"),
        ("heated_area_m2", 1172, "1,172\u00a0m²", "1\u00a0172\u00a0m²"),
        ("storeys", 1, "1 storey", "1 étage"),
        ("storeys", 1.5, "1.5 storeys", "1,5 étage"),
        ("storeys", 2, "2 storeys", "2 étages"),
        ("occupants", 1, "1 person", "1 personne"),
        ("occupants", 4, "4 people", "4 personnes"),
        ("heating_efficiency_pct", 95.0, "95%", "95\u00a0%"),
        ("setpoint_day_c", 20.5, "20.5\u00a0°C", "20,5\u00a0°C"),
        ("ach50", 6.8, "6.8 air changes an hour at 50\u00a0Pa", "6,8 renouvellements d’air à l’heure à 50\u00a0Pa"),
        ("budget_cad", 5000, "$5,000", "5\u00a0000\u00a0$"),
        ("heating_fuel", Fuel.NATURAL_GAS, "Natural gas", "Gaz naturel"),
        ("heating_fuel", "natural_gas", "Natural gas", "Gaz naturel"),
        ("basement_insulation", BasementInsulation.PARTIAL, "Part of them", "Une partie"),
        ("municipality", "Oshawa", "Oshawa", "Oshawa"),
        ("smart_thermostat", True, "Yes", "Oui"),
        ("vermiculite", False, "No", "Non"),
        ("vermiculite", None, "Not known", "Non précisé"),
        ("colour", "green", "green", "green"),
    ],
)
def test_a_value_is_said_in_words(name: str, value: object, english: str, french: str) -> None:
    assert home_facts.describe_fact(name, value, "en") == english
    assert home_facts.describe_fact(name, value, "fr") == french


def test_a_home_is_one_line() -> None:
    facts = {
        "dwelling_type": "detached",
        "year_built": 1978.0,
        "municipality": "Oshawa",
        "heating_fuel": "natural_gas",
        "heating_system": "furnace",
        "cooling": "central",
        "occupants": 3,
        "attic_r": 20,
    }
    assert (
        home_facts.home_sentence(facts, "en") == "Detached, built 1978 · Oshawa · gas furnace, central air · 3 people"
    )
    assert home_facts.home_sentence(facts, "fr") == (
        "Maison individuelle, construite en 1978 · Oshawa · fournaise au gaz, climatisation centrale · 3 personnes"
    )


@pytest.mark.parametrize(
    ("facts", "english", "french"),
    [
        ({}, "A home we know little about yet", "Une maison que nous connaissons encore peu"),
        (asdict(HomeFacts()), "A home we know little about yet", "Une maison que nous connaissons encore peu"),
        ({"year_built": 1950}, "Built 1950", "Construite en 1950"),
        ({"dwelling_type": DwellingType.SEMI}, "Semi-detached", "Maison jumelée"),
        ({"municipality": "Whitby", "occupants": 1}, "Whitby · 1 person", "Whitby · 1 personne"),
        ({"heating_fuel": "wood"}, "Wood heating", "Chauffage au bois"),
        ({"heating_fuel": "wood", "heating_system": "stove"}, "Wood stove", "Poêle à bois"),
        ({"heating_system": HeatingSystem.FURNACE}, "Furnace", "Fournaise"),
        ({"heating_system": "baseboard", "heating_fuel": "electricity"}, "Electric baseboards", "Plinthes électriques"),
        ({"heating_system": "heat_pump", "cooling": "heat_pump"}, "Heat pump", "Thermopompe"),
        ({"cooling": "none", "heating_fuel": None}, "No air conditioning", "Sans climatisation"),
    ],
)
def test_what_is_not_known_is_left_out(facts: dict[str, object], english: str, french: str) -> None:
    assert home_facts.home_sentence(facts, "en") == english
    assert home_facts.home_sentence(facts, "fr") == french


@pytest.mark.parametrize("name", ["dwelling_type", "heating_system", "heating_fuel", "cooling"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_home_has_a_place_in_the_line(name: str, language: str) -> None:
    question = next(each for each in QUESTIONS if each.name == name)
    said = {home_facts.home_sentence({name: option}, language) for option in question.options}
    assert len(said) == len(question.options)
    assert home_facts.home_sentence({}, language) not in said


@pytest.mark.parametrize("system", list(HeatingSystem))
@pytest.mark.parametrize("fuel", list(Fuel))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heating_can_be_said(system: StrEnum, fuel: StrEnum, language: str) -> None:
    line = home_facts.home_sentence({"heating_system": system, "heating_fuel": fuel}, language)
    assert "_" not in line
    assert "…" not in line
