"""A phrase speaks two languages, fills its places and keeps its hard spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.words.phrase import NBSP, NOTHING, Phrase, french_spaces, plain_number


def test_it_speaks_the_language_it_is_asked_for() -> None:
    attic = Phrase("attic", "grenier")
    assert attic("en") == "attic"
    assert attic("fr") == "grenier"


def test_it_says_more_when_every_fact_it_needs_is_known() -> None:
    words = Phrase("Insulate", "Isoler", known=Phrase("From R-{attic_r}", "De R-{attic_r}"))
    assert words("en", attic_r=20.0, year_built=1978) == "From R-20"
    assert words("fr", attic_r=12.5) == "De R-12,5"


def test_it_says_less_when_a_fact_is_missing_or_not_known() -> None:
    words = Phrase("Insulate", "Isoler", known=Phrase("From R-{attic_r}", "De R-{attic_r}"))
    assert words("en") == "Insulate"
    assert words("fr", attic_r=None) == "Isoler"


def test_zero_is_a_known_fact() -> None:
    words = Phrase("Insulate", "Isoler", known=Phrase("From R-{attic_r}", "De R-{attic_r}"))
    assert words("en", attic_r=0) == "From R-0"


def test_a_missing_fact_reads_as_an_ellipsis() -> None:
    assert Phrase("Was {rank}", "Était {rank}")("en") == "Was …"


def test_nothing_to_say_is_false_and_empty() -> None:
    assert not NOTHING
    assert NOTHING("en") == NOTHING("fr") == ""
    assert Phrase("a", "b")


def test_an_answer_with_braces_in_it_is_said_as_it_is() -> None:
    assert Phrase("{note}", "{note}")("en", note="{rank}") == "{rank}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Le plus simple d’abord: un filtre", f"Le plus simple d’abord{NBSP}: un filtre"),
        ("Le plus simple d’abord : un filtre", f"Le plus simple d’abord{NBSP}: un filtre"),
        ("« oui » (peut-être): non", f"«{NBSP}oui{NBSP}» (peut-être){NBSP}: non"),
        ("à 50 % et 18 °C", f"à 50{NBSP}% et 18{NBSP}°C"),
        ("{value} m²", f"{{value}}{NBSP}m²"),
        ("2 700 K", f"2{NBSP}700{NBSP}K"),
        ("au moins 3 mois, 4 lampes", "au moins 3 mois, 4 lampes"),
    ],
)
def test_french_gets_its_hard_spaces(written: str, said: str) -> None:
    assert french_spaces(written) == said


@given(st.text(alphabet="ab1 :«»%°Cm{}" + NBSP))
def test_hard_spaces_are_put_in_once(text: str) -> None:
    once = french_spaces(text)
    assert french_spaces(once) == once
    assert once.replace(NBSP, "").replace(" ", "") == text.replace(NBSP, "").replace(" ", "")


def test_english_units_keep_their_number() -> None:
    assert Phrase("Set 18 °C in 4 Latin words", "…").en == f"Set 18{NBSP}°C in 4 Latin words"


@pytest.mark.parametrize(
    ("value", "english", "french"), [(1978.0, "1978", "1978"), (20.5, "20.5", "20,5"), (3, "3", "3"), (0, "0", "0")]
)
def test_plain_numbers_are_not_grouped(value: float, english: str, french: str) -> None:
    assert plain_number(value, "en") == english
    assert plain_number(value, "fr") == french
