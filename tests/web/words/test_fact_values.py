"""Dates among the facts of a sentence are said as dates."""

from __future__ import annotations

import pytest

from models.findings import Code, Severity
from web.words.fact_values import spoken, spoken_day


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2026-11-30", "30 November 2026", "30 novembre 2026"),
        ("2026-04", "April 2026", "avril 2026"),
        ("2025", "2025", "2025"),
        ("2026-13-40", "2026-13-40", "2026-13-40"),
        ("Home Renovation Savings", "Home Renovation Savings", "Home Renovation Savings"),
    ],
)
def test_a_date_is_said_in_words(written: str, english: str, french: str) -> None:
    assert (spoken_day(written, "en"), spoken_day(written, "fr")) == (english, french)


def test_other_facts_are_left_alone() -> None:
    assert spoken({"count": 3, "until": "2026-11-30", "open": True}, "en") == {
        "count": 3,
        "until": "30 November 2026",
        "open": True,
    }


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (11.3, "11.3", "11,3"),
        (0.39, "0.39", "0,39"),
        (2.0, "2", "2"),
        (-0.5, "-0.5", "-0,5"),
        (12345.5, "12,345.5", "12\u00a0345,5"),
        (1200, "1,200", "1\u00a0200"),
        (14400, "14,400", "14\u00a0400"),
        (-2600, "−2,600", "−2\u00a0600"),
        (999, "999", "999"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(value: float, english: str, french: str) -> None:
    assert [str(spoken({"cad": value}, language)["cad"]) for language in ("en", "fr")] == [english, french]
    assert spoken({"cad": value}, "fr")["cad"] == value


def test_a_year_is_never_grouped_and_nouns_still_agree_with_numbers() -> None:
    assert str(spoken({"year": 2031}, "fr")["year"]) == "2031"
    code = Code("test.rows", Severity.NOTE, "{count} row[|s]", "{count} rangée[|s]")
    assert code.sentence("en", spoken({"count": 1.0}, "en")) == "1 row"  # type: ignore[arg-type]
    assert code.sentence("en", spoken({"count": 1200}, "en")) == "1,200 rows"  # type: ignore[arg-type]
    assert code.sentence("fr", spoken({"count": 1.5}, "fr")) == "1,5 rangée"  # type: ignore[arg-type]
