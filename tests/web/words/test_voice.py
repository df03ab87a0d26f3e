"""Every word of web/words keeps the house's voice, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.words.said import phrases
from web.words.measures import MEASURES
from web.words.phrase import NBSP, Phrase

ALL = phrases()
NOT_OUR_WORDS = re.compile(r"\b(unlock|journey|AI|powered|smart(?! thermostat))\b", re.IGNORECASE)
AS_PRINTED = re.compile(rf"  |['\"]|\.\.\.|[ {NBSP}][?!;,.]")
SOFT_COLON_OR_GUILLEMET = re.compile(rf"[^{NBSP}]:|«[^{NBSP}]|[^{NBSP}]»")
SOFT_UNIT = re.compile(r"[\d}] (?:%|\$|°C|m²|m³|Bq/m³|kWh|cm|mm|m|L|V|A|K|W|Pa)(?!\w)")
PLACES = re.compile(r"{\w+}")


def wrong(rule: Callable[[Phrase], object]) -> dict[str, Phrase]:
    """The phrases the rule finds fault with, by where they are written."""
    return {place: phrase for place, phrase in ALL.items() if rule(phrase)}


def test_the_walk_finds_the_words() -> None:
    assert len(ALL) > 600
    assert len(MEASURES) == 57


def test_everything_is_said_in_both_languages() -> None:
    assert not wrong(lambda words: not words.en.strip() or not words.fr.strip())
    assert not wrong(lambda words: words.en != words.en.strip() or words.fr != words.fr.strip())


def test_both_languages_leave_the_same_places() -> None:
    assert not wrong(lambda words: set(PLACES.findall(words.en)) != set(PLACES.findall(words.fr)))


def test_it_is_typeset_as_printed() -> None:
    assert not wrong(lambda words: AS_PRINTED.search(words.en) or AS_PRINTED.search(words.fr))


def test_each_language_has_its_own_quotation_marks() -> None:
    assert not wrong(lambda words: re.search("[“”]", words.fr) or re.search("[«»]", words.en))


def test_french_colons_and_guillemets_have_hard_spaces() -> None:
    assert not wrong(lambda words: SOFT_COLON_OR_GUILLEMET.search(words.fr))


def test_units_stay_with_their_number() -> None:
    assert not wrong(lambda words: SOFT_UNIT.search(words.en) or SOFT_UNIT.search(words.fr))


def test_no_price_and_no_date_is_in_the_words() -> None:
    assert not wrong(lambda words: re.search(r"\$|\b20[12]\d\b", words.en + words.fr))


def test_nobody_shouts_or_sells() -> None:
    assert not wrong(lambda words: "!" in words.en + words.fr or NOT_OUR_WORDS.search(words.en))


def test_a_sentence_in_english_is_a_sentence_in_french() -> None:
    assert not wrong(lambda words: (words.en[-1] in ".?") != (words.fr[-1] in ".?"))


def test_french_says_vous() -> None:
    assert not wrong(lambda words: re.search(r"\b(tu|ton|tes|toi)\b", words.fr))


def test_french_is_not_left_in_english() -> None:
    """Long phrases that read the same in both languages were never written in French."""
    assert not wrong(lambda words: words.en.count(" ") > 2 and words.en == words.fr)


def test_the_same_english_is_the_same_french() -> None:
    """What measures share reads alike everywhere; short labels may need another gender."""
    said: dict[str, set[str]] = {}
    for phrase in ALL.values():
        if phrase.en.count(" ") > 4:
            said.setdefault(phrase.en, set()).add(phrase.fr)
    assert {english: french for english, french in said.items() if len(french) > 1} == {}
