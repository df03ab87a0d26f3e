"""Stages have names, and seasons are said as people say them on the day they read."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.words import stages
from web.words.stages import Season, season_of, season_words

CATALOGUE = Path(__file__).resolve().parents[3] / "models" / "measures" / "data" / "measures.csv"
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def test_every_stage_of_the_catalogue_has_a_name() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as rows:
        used = {int(row["stage"]) for row in csv.DictReader(rows)}
    assert used <= set(stages.STAGES) == set(range(8))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_stages_tell_themselves_apart(language: str) -> None:
    assert len({stages.stage_name(stage, language) for stage in stages.STAGES}) == len(stages.STAGES)
    assert all(stages.stage_when(stage, language) for stage in stages.STAGES)


def test_a_stage_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        stages.stage_name(8, "en")


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 12, 1), Season.WINTER),
        (date(2027, 2, 28), Season.WINTER),
        (date(2027, 3, 1), Season.SPRING),
        (date(2027, 6, 1), Season.SUMMER),
        (date(2027, 8, 31), Season.SUMMER),
        (date(2027, 9, 1), Season.FALL),
        (date(2027, 11, 30), Season.FALL),
    ],
)
def test_a_season_is_three_months(day: date, season: Season) -> None:
    assert season_of(day) is season


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (date(2026, 11, 25), "This fall", "Cet automne"),
        (date(2027, 1, 15), "This winter", "Cet hiver"),
        (date(2027, 4, 1), "Next spring", "Le printemps prochain"),
        (date(2027, 7, 1), "Next summer", "L’été prochain"),
        (date(2027, 10, 1), "Next fall", "L’automne prochain"),
        (date(2028, 1, 1), "Winter 2027–2028", "Hiver 2027-2028"),
        (date(2031, 7, 1), "Summer 2031", "Été 2031"),
        (date(2026, 7, 1), "Summer 2026", "Été 2026"),
    ],
)
def test_seasons_are_said_from_a_november_evening(day: date, english: str, french: str) -> None:
    today = date(2026, 11, 21)
    assert season_words(day, today, "en") == english
    assert season_words(day, today, "fr") == french


@given(DAYS, DAYS)
def test_a_season_is_never_said_as_another(day: date, today: date) -> None:
    assert season_of(day).value in season_words(day, today, "en").lower()
