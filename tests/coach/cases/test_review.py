"""Review: one coach at a time, every arrow legal, and nothing reaches a resident without a person's decision."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coach.cases import order, recommendation, review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.recommendation import RecommendationView
from coach.cases.review import ARROWS, OPEN, Act, Decision, ReviewState
from coach.cases.review_moves import move
from greener_homes import audit, consent, privacy
from greener_homes.consent import Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.advice import Assessment, Override, Recommendation, Review, ReviewEvent
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def who(session: Session, folder: Path) -> scenes.Resident:
    keys = scenes.vault(folder)
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    return who


@pytest.fixture
def coach(session: Session, folder: Path) -> PersonView:
    return scenes.person(session, scenes.vault(folder), Audience.COACH)


@pytest.fixture
def other(session: Session, folder: Path) -> PersonView:
    return scenes.person(session, scenes.vault(folder), Audience.COACH)


@pytest.fixture
def case(session: Session, who: scenes.Resident) -> uuid.UUID:
    return scenes.assessed(session, who, MEASURES)


def read(session: Session, who: scenes.Resident) -> list[RecommendationView]:
    return list(recommendation.for_home(session, who.home.id, viewer=who.person.actor, now=NOW))


def test_the_resident_sees_nothing_until_a_coach_approves(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    assert read(session, who) == []
    review.claim(session, coach, case, now=NOW)
    assert read(session, who) == []
    decided = review.decide(session, coach, case, Decision.APPROVE, "Good house.", now=NOW)
    assert decided.state is ReviewState.APPROVED
    shown = read(session, who)
    assert [one.measure for one in shown] == list(MEASURES)
    assert {one.reviewed_by for one in shown} == {coach.id}


def test_every_published_recommendation_points_to_a_persons_decision(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    for row in session.exec(select(Recommendation)):
        event = session.get_one(ReviewEvent, row.review_event_id)
        assert event.actor_id == coach.id
        assert event.action in {Act.APPROVE, Act.CHANGE}


def test_a_changed_order_is_published_as_the_coach_left_it(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    review.change(session, coach, case, Change("HVAC-TSTAT", ChangeAction.MOVE, Reason.COST_TOO_HIGH, rank=1), now=NOW)
    removed = Change("ENV-AIR", ChangeAction.REMOVE, Reason.ALREADY_DONE, note="You told us it was done in 2024.")
    review.change(session, coach, case, removed, now=NOW)
    decided = review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    assert decided.state is ReviewState.CHANGED
    assert [one.measure for one in read(session, who)] == ["HVAC-TSTAT", "ENV-ATTIC-MID"]


def test_a_resident_is_given_eight_and_whatever_the_coach_said_something_of(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    names = tuple(f"MEASURE-{place:02d}" for place in range(12))
    case = scenes.assessed(session, who, names)
    review.claim(session, coach, case, now=NOW)
    later = Change(names[0], ChangeAction.LATER, Reason.BETTER_TIMING, note="When it wears out.")
    review.change(session, coach, case, later, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    shown = [one.measure for one in read(session, who)]
    assert shown == [*names[1 : 1 + review.SHOWN_AT_MOST], names[0]]


def test_removing_or_postponing_needs_words_for_the_resident(
    session: Session, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    with pytest.raises(Refusal) as refusal:
        review.change(session, coach, case, Change("ENV-AIR", ChangeAction.REMOVE, Reason.OTHER, note="  "), now=NOW)
    assert refusal.value.code is review.NOTE_NEEDED


def test_a_case_with_everything_removed_cannot_be_approved(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    for measure in MEASURES:
        review.change(session, coach, case, Change(measure, ChangeAction.REMOVE, Reason.OTHER, note="no"), now=NOW)
    with pytest.raises(Refusal) as refusal:
        review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    assert refusal.value.code is review.NOTHING_LEFT


def test_a_measure_that_is_not_in_the_case_cannot_be_changed(
    session: Session, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    with pytest.raises(NotFound):
        review.change(session, coach, case, Change("GEN-PV", ChangeAction.MOVE, Reason.OTHER, rank=1), now=NOW)


def test_only_the_claiming_coach_may_decide(
    session: Session, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    for attempt in (
        lambda: review.claim(session, other, case, now=NOW),
        lambda: review.release(session, other, case, now=NOW),
        lambda: review.decide(session, other, case, Decision.APPROVE, "", now=NOW),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code is review.CLAIMED_BY_ANOTHER


def test_a_claim_runs_out_and_the_case_waits_again(
    session: Session, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    later = NOW + review.CLAIM_LASTS
    assert review.expire_claims(session, now=later) == 1
    assert review.get(session, case).state is ReviewState.WAITING
    assert review.claim(session, other, case, now=later).claimed_by == other.id


def test_a_coach_whose_claim_ran_out_cannot_decide(session: Session, coach: PersonView, case: uuid.UUID) -> None:
    review.claim(session, coach, case, now=NOW)
    with pytest.raises(Refusal) as refusal:
        review.decide(session, coach, case, Decision.APPROVE, "", now=NOW + review.CLAIM_LASTS)
    assert refusal.value.code is review.NOT_ALLOWED


def test_asking_for_information_and_its_answer_bring_the_case_back(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    asked = review.decide(session, coach, case, Decision.ASK, "How deep is the attic insulation?", now=NOW)
    assert (asked.state, asked.question) == (ReviewState.NEEDS_INFORMATION, "How deep is the attic insulation?")
    review.answer(session, who.home.id, actor=who.person.actor, now=NOW)
    assert review.get(session, case).state is ReviewState.WAITING


def test_newer_evidence_supersedes_and_keeps_the_place_in_the_queue(
    session: Session, who: scenes.Resident, case: uuid.UUID
) -> None:
    row = session.get_one(Review, case)
    row.waiting_since = NOW - timedelta(days=5)
    session.add(row)
    newer = scenes.assessed(session, who, MEASURES)
    assert review.get(session, case).state is ReviewState.SUPERSEDED
    assert review.get(session, newer).waiting_since == NOW - timedelta(days=5)


def test_a_change_survives_recomputation_and_is_raised_when_the_machine_moves_far(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    review.change(session, coach, case, Change("HVAC-TSTAT", ChangeAction.MOVE, Reason.OTHER, rank=1), now=NOW)
    near = review.get(session, scenes.assessed(session, who, MEASURES, bill=55.0))
    first = order.worked_order(session, near.home_id, near.assessment_id)[0]
    assert (first.measure, first.override is not None and first.override.diverged) == ("HVAC-TSTAT", False)
    far = review.get(session, scenes.assessed(session, who, MEASURES, bill=80.0))
    first = order.worked_order(session, far.home_id, far.assessment_id)[0]
    assert first.override is not None
    assert first.override.diverged


def test_without_coach_access_a_decision_is_refused(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    scenes.end_consent(session, who, Purpose.COACH_ACCESS)
    with pytest.raises(Refusal) as refusal:
        review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    assert refusal.value.code is consent.MISSING


def test_withdrawing_advice_removes_everything_made_from_the_readings(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID, folder: Path
) -> None:
    review.claim(session, coach, case, now=NOW)
    review.change(session, coach, case, Change("HVAC-TSTAT", ChangeAction.MOVE, Reason.OTHER, rank=1), now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    receipt = privacy.withdraw(
        session,
        scenes.vault(folder),
        who.home.id,
        Purpose.ADVICE,
        source=Source.UPLOAD,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=NOW,
    )
    assert (receipt.permissions, receipt.assessments, receipt.opportunities, receipt.recommendations) == (2, 1, 3, 3)
    for table in (Assessment, Review, Override, Recommendation):
        assert session.exec(select(table).where(table.home_id == who.home.id)).all() == []  # type: ignore[attr-defined]


def test_no_act_outside_the_table_changes_a_review(session: Session, coach: PersonView, case: uuid.UUID) -> None:
    row = session.get_one(Review, case)
    for state, act in product(ReviewState, Act):
        row.state = state
        if (state, act) in ARROWS:
            assert state in OPEN
            event = move(session, row, act, actor_id=coach.id, now=NOW)
            assert (event.from_state, event.to_state, row.state) == (state, *[ARROWS[state, act]] * 2)
            continue
        with pytest.raises(Refusal):
            move(session, row, act, actor_id=coach.id, now=NOW)
        assert row.state is state


def test_reading_advice_is_on_record(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    recommendation.for_home(session, who.home.id, viewer=coach.actor, now=NOW)
    seen = audit.looked_at(session, who.home.id, besides=who.person.id)
    assert [one.actor_id for one in seen] == [coach.id]
