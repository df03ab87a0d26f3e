"""The words of projects cover what is stored, and nothing else."""

from __future__ import annotations

from coach.asking import letters
from coach.projects.deadlines import DueWhat
from coach.projects.projects import GivenUp, Word
from coach.projects.quotes import Pressure
from coach.projects.scope_rules import Licence, Say
from coach.projects.states import Act, ProjectState
from greener_homes.people import Language
from web.words import projects as words


def test_every_stored_word_has_its_phrase() -> None:
    assert set(words.STATES) == set(words.HEADINGS) == set(words.TEXTS) == set(ProjectState)
    assert set(words.ACTS) == {"start", *Act}
    assert set(words.GIVEN_UP) == set(GivenUp)
    assert set(words.WORDS_OF) == set(Word)
    assert set(words.PRESSURE) == set(Pressure)
    assert set(words.DUES) == set(DueWhat)
    assert set(words.ASK_ABOUT) <= {*Say, *Licence}


def test_every_reminder_has_its_letter_in_both_languages() -> None:
    for kind in (*DueWhat, "result", "stalled"):
        english, french = (letters.project(kind, None, "x", language) for language in Language)
        assert english.subject != french.subject and english.paragraphs[-1] == french.paragraphs[-1]
