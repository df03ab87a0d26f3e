"""A second pair of eyes: who is drawn, who may look, and what agreeing and returning leave behind."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coach.cases import experts, recommendation, review, second_look
from coach.cases.review import Decision, ReviewState, WaitingReason
from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED, NOT_ALLOWED, OWN_DECISION
from coach.cases.review_opening import return_to
from coach.cases.second_look import Figures, LookReason
from coach.cases.second_look_sample import Sampling, is_drawn, secret_of
from greener_homes import consent, db
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Review
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

ALWAYS, NEVER = Sampling(1.0, 1.0), Sampling(0.0, 0.0)
MEASURES = ("ENV-ATTIC-MID", "ENV-AIR")


@pytest.fixture
def other(session: Session, keys: Vault) -> PersonView:
    return scenes.coach(session, keys)


def decided(session: Session, who: scenes.Resident, coach: PersonView, sampling: Sampling = ALWAYS) -> uuid.UUID:
    case = scenes.assessed(session, who, MEASURES)
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW, sampling=sampling)
    return case


def refused(code: object, act: object) -> None:
    with pytest.raises(Refusal) as refusal:
        act()  # type: ignore[operator]
    assert refusal.value.code is code


def test_the_draw_is_the_same_for_ever_and_as_large_as_asked() -> None:
    ids, secret = [uuid.UUID(int=number) for number in range(4000)], b"of one installation"
    drawn = [one for one in ids if is_drawn(one, 0.05, secret)]
    assert drawn == [one for one in ids if is_drawn(one, 0.05, secret)]
    assert 0.035 < len(drawn) / len(ids) < 0.065
    assert set(drawn) <= {one for one in ids if is_drawn(one, 0.25, secret)}
    assert not any(is_drawn(one, 0.0, secret) for one in ids) and all(is_drawn(one, 1.0, secret) for one in ids)


def test_another_installation_draws_others_so_that_the_code_foretells_nothing(keys: Vault, tmp_path: Path) -> None:
    ids = [uuid.UUID(int=number) for number in range(2000)]
    here, there = secret_of(keys), secret_of(scenes.vault(tmp_path))
    assert here == secret_of(keys) != there
    drawn = [{one for one in ids if is_drawn(one, 0.25, secret)} for secret in (here, there, b"")]
    for one in drawn[1:]:
        assert len(drawn[0] & one) < 0.4 * len(drawn[0]), "no more than chance would have it"


def test_a_case_that_newer_evidence_opens_at_the_same_moment_is_no_fault(engine: Engine, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    with db.transaction(engine) as own:
        who = scenes.resident(own, keys)
        scenes.agree(own, who)
        scenes.agree(own, who, Purpose.COACH_ACCESS)
        first, second = scenes.coach(own, keys), scenes.coach(own, keys)
        case = decided(own, who, first)
    asked, opened = threading.Event(), threading.Event()

    def newer_evidence() -> None:
        with db.transaction(engine) as own:
            asked.wait(10)
            scenes.assessed(own, who, MEASURES)
        opened.set()

    def returned(*given: object, **named: object) -> uuid.UUID:
        asked.set()  # nothing is open, the second coach was told: now something is
        opened.wait(10)
        return return_to(*given, **named)  # type: ignore[arg-type]

    thread = threading.Thread(target=newer_evidence)
    thread.start()
    with pytest.MonkeyPatch.context() as patched, db.transaction(engine) as own:
        patched.setattr(second_look, "return_to", returned)
        second_look.send_back(own, second, case, "Look at the attic again.", now=NOW)
    thread.join(20)
    with db.transaction(engine) as own:
        assert [one.state for one in own.exec(select(Review).where(Review.home_id == who.home.id))].count(
            ReviewState.WAITING
        ) == 1
        look = second_look.of_review(own, case)
        assert look is not None and look.note == "Look at the attic again."


def test_the_plan_is_published_before_the_second_look(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    decided(session, who, coach)
    assert len(recommendation.for_home(session, who.home.id, viewer=who.person.actor, now=NOW)) == len(MEASURES)
    assert [one.why for one in second_look.waiting(session, other, now=NOW)] == [LookReason.NEW_COACH]


def test_a_coach_with_experience_is_drawn_less_and_what_was_escalated_always(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    assert second_look.of_review(session, decided(session, who, coach, Sampling(1.0, 0.0, 20))) is None
    known = second_look.of_review(session, decided(session, who, coach, Sampling(1.0, 0.0, 0)))
    assert known is not None and known.why is LookReason.SAMPLE
    case = scenes.assessed(session, who, MEASURES)
    review.claim(session, coach, case, now=NOW)
    review.escalate(session, coach, case, "Look at the chimney.", now=NOW)
    experts.name_expert(session, other, now=NOW)
    review.claim(session, other, case, now=NOW)
    review.decide(session, other, case, Decision.APPROVE, "", now=NOW, sampling=NEVER)
    found = second_look.of_review(session, case)
    assert found is not None and found.why is LookReason.ESCALATED


def test_nobody_takes_a_second_look_at_their_own_decision(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    case = decided(session, who, coach)
    assert second_look.waiting(session, coach, now=NOW) == []
    refused(OWN_DECISION, lambda: second_look.agree(session, coach, case, "", now=NOW))


def test_what_was_not_drawn_has_no_second_look(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    case = decided(session, who, coach, NEVER)
    with pytest.raises(NotFound):
        second_look.agree(session, other, case, "", now=NOW)


def test_agreeing_is_in_the_history_and_the_figures_and_happens_once(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    case = decided(session, who, coach)
    second_look.agree(session, other, case, "Well seen.", now=NOW)
    assert second_look.waiting(session, other, now=NOW) == []
    assert review.history(session, case)[-1].action == second_look.AGREED
    assert second_look.figures(session, since=NOW - timedelta(days=1)) == Figures(1, 1, 1, 0)
    refused(NOT_ALLOWED, lambda: second_look.send_back(session, other, case, "Wait.", now=NOW))


def test_returning_opens_the_case_again_for_who_decided_it_and_the_plan_stands_meanwhile(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    case = decided(session, who, coach)
    refused(COLLEAGUE_NOTE_NEEDED, lambda: second_look.send_back(session, other, case, " ", now=NOW))
    second_look.send_back(session, other, case, "The chimney is shared.", now=NOW)
    again = review.latest(session, who.home.id)
    assert again is not None and again.id != case
    assert (again.state, again.reason, again.preferred_coach) == (
        ReviewState.WAITING,
        WaitingReason.RETURNED,
        coach.id,
    )
    told = review.history_of_home(session, who.home.id)
    assert (told[-1].action, told[-1].note) == (second_look.RETURNED, "The chimney is shared.")
    assert len(recommendation.for_home(session, who.home.id, viewer=who.person.actor, now=NOW)) == len(MEASURES)
    assert second_look.figures(session, since=NOW).returned == 1


def test_returning_what_newer_data_have_opened_again_joins_that_cases_history(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    case = decided(session, who, coach)
    newer = scenes.assessed(session, who, MEASURES)
    second_look.send_back(session, other, case, "The chimney is shared.", now=NOW)
    found = review.latest(session, who.home.id)
    assert found is not None and found.id == newer


def test_without_coach_access_there_is_no_second_look(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView
) -> None:
    case = decided(session, who, coach)
    later = NOW + consent.LASTS
    assert second_look.waiting(session, other, now=later) == []
    refused(consent.MISSING, lambda: second_look.agree(session, other, case, "", now=later))
