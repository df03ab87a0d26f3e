"""The coach's words cover every state, act, change and reason there is, and no other."""

from __future__ import annotations

import pytest

from coach.cases import bills_left_out, fact_changes, queue, review, review_unheard, second_look
from coach.cases.order import ChangeAction, Reason
from coach.cases.review import Act, ReviewState
from coach.homes.left_out_kept import LeftOutWhy
from greener_homes.homes import KnownHow
from web.words import desk, known_how


def test_every_reason_has_words() -> None:
    assert set(desk.REASONS) == {one.value for one in Reason}


def test_every_change_has_words() -> None:
    assert set(desk.CHANGES) == {one.value for one in ChangeAction}


def test_every_state_has_words() -> None:
    assert set(desk.STATES) == {one.value for one in ReviewState}


def test_everything_that_can_happen_to_a_review_has_words() -> None:
    acts = {one.value for one in Act}
    changes = {f"override.{one.value}" for one in ChangeAction}
    looks = {second_look.AGREED, second_look.RETURNED}
    bills = {bills_left_out.LEFT_OUT, bills_left_out.TAKEN_BACK}
    others = {"override.undone", review_unheard.UNHEARD, fact_changes.STATED} | bills
    assert set(desk.HISTORY) == acts | changes | looks | others
    assert set(desk.LEFT_OUT) == {one.value for one in LeftOutWhy}


def test_every_reason_to_wait_to_rise_and_to_look_again_has_words() -> None:
    assert set(desk.WAITING) == {one.value for one in review.WaitingReason}
    assert set(desk.LIFTS) == {one.value for one in queue.Lift}
    assert set(desk.DATA) == {one.value for one in queue.DataProblem}
    assert set(desk.LOOKS) == {one.value for one in second_look.LookReason}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_labels_tell_their_values_apart(language: str) -> None:
    tables = (desk.REASONS, desk.CHANGES, desk.STATES, desk.HISTORY, desk.WAITING, desk.LIFTS, desk.DATA, desk.LOOKS)
    for words in tables:
        said = [phrase(language) for phrase in words.values()]
        assert len(set(said)) == len(said)


def test_labels_take_the_enum_or_its_word() -> None:
    assert desk.reason_label(Reason.OTHER, "en") == desk.reason_label("other", "en") == "Another reason"
    assert desk.change_label(ChangeAction.LATER, "fr") == "Garder pour plus tard"
    assert desk.state_label(ReviewState.WAITING, "en") == "Waiting for a coach"
    assert desk.state_label("gone", "en") == "gone"


def test_a_line_of_history_says_what_where_and_why() -> None:
    line = desk.history_line("override.move", "ENV-AIR", "bill_must_not_rise", "Wait for spring.", "en")
    assert line == "Moved in the order: Seal the air leaks (Bill must not rise). “Wait for spring.”"
    line = desk.history_line("override.later", "ENV-AIR", None, "Au printemps.", "fr")
    assert line == "Gardé pour plus tard\u00a0: Colmater les fuites d’air. «\u00a0Au printemps.\u00a0»"


def test_a_line_of_history_may_be_short() -> None:
    assert desk.history_line("claim", None, None, None, "en") == "Taken for review"
    assert desk.history_line("claim", "", "", "", "fr") == "Dossier pris en charge"


def test_a_line_of_history_survives_words_that_are_gone() -> None:
    assert desk.history_line("painted", "ENV-OLD", "mood", None, "en") == "painted: ENV-OLD (mood)"


def test_a_note_is_repeated_to_the_letter() -> None:
    assert desk.history_line("ask", None, None, "{title} : 5 %", "fr").endswith("«\u00a0{title} : 5 %\u00a0»")


@pytest.mark.parametrize("how", list(KnownHow))
def test_every_way_to_know_a_fact_has_words(how: KnownHow) -> None:
    assert how in known_how.KNOWN_HOW and how in known_how.CHOICES
