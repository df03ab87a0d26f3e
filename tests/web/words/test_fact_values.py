"""Dates among the facts of a sentence are said as dates."""

from __future__ import annotations

import pytest

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
