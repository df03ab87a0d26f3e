"""Stored words of coach have words for people, and none is left over."""

from __future__ import annotations

from coach.advising.kinds_of_no import No
from models.incentives.said import Answer
from models.measures.enabling import Enabling
from models.measures.occasions import Trigger
from web.advice.groups import Purse
from web.words import worth


def test_every_kind_of_no_has_words() -> None:
    assert set(worth.NOS) == {each.value for each in No}


def test_every_answer_moment_work_and_purse_has_words() -> None:
    assert set(worth.ANSWERS) == {each.value for each in Answer}
    assert set(worth.WHEN) == {each.value for each in Trigger}
    assert set(worth.WORKS) == {each.value for each in Enabling}
    assert set(worth.KINDS) == {each.value for each in Purse}


def test_a_stored_word_without_words_is_shown_as_it_is() -> None:
    assert worth.word_for(worth.ANSWERS, "eligible", "fr") == "Vous y avez sans doute droit"
    assert worth.word_for(worth.ANSWERS, "later", "en") == "later"
