"""Every measure of the catalogue has words, and they keep their shape and put safety first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from web.words.measures import MEASURES, NOBODY_COMES, measure_words
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

CATALOGUE = Path(__file__).resolve().parents[3] / "models" / "measures" / "data" / "measures.csv"
LONGEST_TITLE = 60
LONGEST_LINE = 150
LONGEST_LEAD = 260
LONGEST_STEP = 180


def catalogue_ids() -> list[str]:
    with CATALOGUE.open(encoding="utf-8", newline="") as rows:
        return [row["id"] for row in csv.DictReader(rows)]


def every_text(words: MeasureWords) -> tuple[Phrase, ...]:
    return (words.title, words.line, words.lead, *words.start, words.comfort, words.disruption)


def test_the_catalogue_and_the_words_name_the_same_measures() -> None:
    assert set(MEASURES) == set(catalogue_ids())


def test_a_measure_without_words_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure_words("ENV-NOTHING")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_texts_are_short_enough_for_their_place(measure: str, language: str) -> None:
    words = measure_words(measure)
    assert len(words.title(language, attic_r=22.5)) <= LONGEST_TITLE
    assert len(words.title(language)) <= LONGEST_TITLE
    assert len(words.line(language)) <= LONGEST_LINE
    assert len(words.lead(language)) <= LONGEST_LEAD
    assert 2 <= len(words.start) <= 4
    assert max(len(step(language)) for step in words.start) <= LONGEST_STEP


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_left_unfilled(measure: str, language: str) -> None:
    for text in every_text(measure_words(measure)):
        assert "…" not in text(language)
        assert "{" not in text(language)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_title_is_no_sentence_and_the_rest_is(measure: str, language: str) -> None:
    title, *sentences = every_text(measure_words(measure))
    assert not title(language).endswith(".")
    assert all(text(language)[-1] in ".?" for text in sentences if text)
    assert measure_words(measure).disruption


@pytest.mark.parametrize("language", ["en", "fr"])
def test_titles_tell_measures_apart(language: str) -> None:
    titles = [words.title(language) for words in MEASURES.values()]
    assert len(set(titles)) == len(titles)


def test_an_attic_title_names_what_is_there_when_it_is_known() -> None:
    words = measure_words("ENV-ATTIC-MID")
    assert words.title("en", attic_r=20.0) == "Top up the attic, from R-20 to R-60"
    assert words.title("en", attic_r=None) == "Top up the attic insulation"
    assert words.title("fr", attic_r=20.0) == "Mieux isoler le grenier, de R-20 à R-60"


@pytest.mark.parametrize("measure", ["ENV-ATTIC-LOW", "ENV-ATTIC-MID", "ENV-ATTIC-HI"])
def test_attic_work_begins_with_vermiculite_and_old_wires(measure: str) -> None:
    first = measure_words(measure).start[0]
    assert "vermiculite" in first.en and "vermiculite" in first.fr
    assert "wires" in first.en and "fils" in first.fr


@pytest.mark.parametrize(
    ("measure", "english", "french"),
    [
        ("ENV-AIR", "carbon monoxide", "monoxyde de carbone"),
        ("ENV-AIR", "radon", "radon"),
        ("ENV-BSMT", "radon", "radon"),
        ("ENV-BSMT-PART", "radon", "radon"),
        ("ENV-BSMT-UP", "radon", "radon"),
        ("ENV-CRAWL", "radon", "radon"),
        ("ENV-FLOOR", "carbon monoxide", "monoxyde de carbone"),
        ("ENV-HEADER", "fire", "feu"),
        ("ENV-WALL-CAV", "asbestos", "amiante"),
        ("ENV-WALL-EXT", "lead paint", "peinture au plomb"),
        ("ENV-WIN-ES", "asbestos", "amiante"),
        ("ENV-FILM", "fire", "feu"),
        ("HVAC-FURN", "chimney", "cheminée"),
        ("HVAC-FURN", "F280", "F280"),
        ("HVAC-ASHP-D", "F280", "F280"),
        ("HVAC-ASHP-HYB", "F280", "F280"),
        ("HVAC-GSHP", "Ontario One Call", "Ontario One Call"),
        ("HVAC-OIL-HP", "TSSA", "TSSA"),
        ("HVAC-DUCT", "asbestos", "amiante"),
        ("HVAC-ZONE", "16", "16"),
        ("DHW-HPWH-GAS", "chimney", "cheminée"),
        ("DHW-TEMP", "49", "49"),
        ("BEH-SHIFT", "asleep", "dort"),
        ("COOL-FAN", "26", "26"),
        ("GEN-PV", "net metering", "facturation nette"),
        ("HS-RADON", "200", "200"),
        ("HS-CO", "911", "911"),
        ("APP-FRIDGE", "no child", "aucun enfant"),
    ],
)
def test_what_could_hurt_is_among_the_first_steps(measure: str, english: str, french: str) -> None:
    start = measure_words(measure).start
    assert any(english in step.en for step in start)
    assert any(french in step.fr for step in start)


@pytest.mark.parametrize("measure", ["HVAC-ASHP-D", "HVAC-ASHP-HYB", "DHW-HPWH-GAS"])
def test_a_bill_that_may_rise_is_said_before_the_start(measure: str) -> None:
    lead = measure_words(measure).lead
    assert "gas" in lead.en
    assert "gaz" in lead.fr


def test_work_sold_at_the_door_is_warned_about() -> None:
    for measure in ("HVAC-FURN", "HVAC-ASHP-D", "DHW-TANKLESS", "ENV-WIN-ES", "GEN-PV"):
        last = measure_words(measure).start[-1]
        assert "Nobody from this program" in last.en
        assert "Personne de ce programme" in last.fr
    assert NOBODY_COMES("en") == "Nobody from this program will come to your door to sell you work."
