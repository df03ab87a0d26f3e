"""Sentences of codes: facts in their place, one and many told apart, seconds as people say them."""

from __future__ import annotations

import pytest

from models.findings import Code, Severity, length

ROWS = Code(
    "a.rows",
    Severity.WARNING,
    "{count} row[|s] [has|have] {limit} hour[|s]: we left [it|them] out.",
    "{count} ligne[|s] [a|ont] {limit} heure[|s].",
)
LONG = Code("a.long", Severity.NOTE, "{missing_s} in all.", "{missing_s} en tout.")


@pytest.mark.parametrize(
    ("count", "limit", "english", "french"),
    [
        (1, 2, "1 row has 2 hours: we left them out.", "1 ligne a 2 heures."),
        (2, 1, "2 rows have 1 hour: we left it out.", "2 lignes ont 1 heure."),
        (0, 0, "0 rows have 0 hours: we left them out.", "0 ligne a 0 heure."),
    ],
)
def test_words_follow_the_number_named_last(count: int, limit: int, english: str, french: str) -> None:
    facts = {"count": count, "limit": limit}
    assert ROWS.sentence("en", facts) == english
    assert ROWS.sentence("fr", facts) == french


def test_a_fact_that_is_missing_reads_as_an_ellipsis_and_braces_in_facts_stay() -> None:
    assert ROWS.sentence("en", {"limit": "{count} [a|b]"}).startswith("… row has {count} [a|b] hour")


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (7200, "2 hours", "2 heures"),
        (3600, "1 hour", "1 heure"),
        (93_600, "1 day 2 hours", "1 jour 2 heures"),
        (2_509_200, "29 days 1 hour", "29 jours 1 heure"),
        (5_400, "1 hour 30 minutes", "1 heure 30 minutes"),
        (1, "1 second", "1 seconde"),
        (0, "0 seconds", "0 seconde"),
        (-18_000, "5 hours", "5 heures"),
    ],
)
def test_seconds_are_said_in_their_two_largest_units(seconds: int, english: str, french: str) -> None:
    assert length(seconds, "en").replace("\u00a0", " ") == english
    assert length(seconds, "fr").replace("\u00a0", " ") == french
    assert LONG.sentence("en", {"missing_s": seconds}).replace("\u00a0", " ") == f"{english} in all."
