"""What a coach cannot have decided or written: nothing is decided, and markup stays text."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.web.hostile.browsing import MARKUP, post, with_case

TEXTS = ("a\x00b", "x" * 2_001, "\ue000", "\ud7ff\ufdd0", "\x1b[31m")


def test_a_note_we_cannot_keep_comes_back_with_what_to_mend(coach: FlaskClient) -> None:
    with_case(coach, lambda case: [_refused_in_place(coach, case, note) for note in TEXTS])


def _refused_in_place(coach: FlaskClient, case: str, note: str) -> None:
    for decision in ("approve", "ask", "decline"):
        response = post(coach, f"{case}/decide", {"decision": decision, "note": note}, page=case)
        assert response.status_code == 422
        page = response.get_data(as_text=True)
        assert f'href="#f-{decision}-note"' in page
        assert f'aria-describedby="f-{decision}-note-error"' in page


def test_a_decision_nobody_offered_decides_nothing(coach: FlaskClient) -> None:
    def sent(case: str) -> None:
        for decision in ("", "approved", "APPROVE", "\x00", "x" * 10_000):
            undecided(case, decision)

    def undecided(case: str, decision: str) -> None:
        assert 400 <= post(coach, f"{case}/decide", {"decision": decision}, page=case).status_code < 500
        assert "Give back" in coach.get(case).get_data(as_text=True)

    with_case(coach, sent)


def test_markup_in_a_note_stays_text(coach: FlaskClient) -> None:
    def noted(case: str) -> None:
        measure = re.findall(rf"{case}/measures/([A-Z0-9-]+)", coach.get(case).get_data(as_text=True))[0]
        address = f"{case}/measures/{measure}"
        given = {"action": "note", "reason": "household_priority", "note": MARKUP}
        assert post(coach, address, given, page=case).status_code == 303
        shown = coach.get(case).get_data(as_text=True)
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown
        assert post(coach, address, {"action": "undo"}, page=case).status_code == 303

    with_case(coach, noted)


def test_a_measure_that_is_not_on_the_case_is_not_found(coach: FlaskClient) -> None:
    given = {"action": "later", "reason": "household_priority", "note": "Later."}

    def sent(case: str) -> None:
        for measure in ("%00", "NO-SUCH", "x" * 500):
            assert 400 <= post(coach, f"{case}/measures/{measure}", given, page=case).status_code < 500

    with_case(coach, sent)
