"""Cases that wait for somebody else: a resident, a day, an expert; each comes back to the coach who knows it first."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach import jobs
from coach.cases import experts, queue, review
from coach.cases.queue import Listed
from coach.cases.review import Decision, Lane, ReviewState, WaitingReason
from coach.clock import promise, working_days
from greener_homes.errors import Refusal
from greener_homes.jobs import NOBODY
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment, Review
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT")
TODAY = NOW.astimezone(LOCAL).date()
IN_A_WEEK = TODAY + timedelta(days=7)
AFTER_GRACE = promise.kept_until(NOW)


@pytest.fixture
def other(session: Session, keys: Vault) -> PersonView:
    return scenes.coach(session, keys)


@pytest.fixture
def expert(session: Session, keys: Vault) -> PersonView:
    found = scenes.coach(session, keys)
    experts.name_expert(session, found, now=NOW)
    return found


@pytest.fixture
def case(session: Session, who: scenes.Resident, coach: PersonView) -> uuid.UUID:
    """A case that the coach has in hand."""
    found = scenes.assessed(session, who, MEASURES)
    review.claim(session, coach, found, now=NOW)
    return found


def refused(code: object, act: object) -> None:
    with pytest.raises(Refusal) as refusal:
        act()  # type: ignore[operator]
    assert refusal.value.code is code


def test_an_answer_brings_the_case_to_the_coach_who_asked_and_later_to_anyone(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    review.decide(session, coach, case, Decision.ASK, "How deep is the attic?", now=NOW)
    review.answer(session, who.home.id, actor=who.person.actor, now=NOW)
    assert review.get(session, case).reason is WaitingReason.ANSWERED
    refused(review.KEPT_FOR_ANOTHER, lambda: review.claim(session, other, case, now=NOW))
    assert queue.claim_next(session, other, now=NOW) is None
    assert queue.claim_next(session, other, now=AFTER_GRACE) is not None


def test_the_coach_who_asked_gets_the_answer_next(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.decide(session, coach, case, Decision.ASK, "How deep is the attic?", now=NOW)
    review.answer(session, who.home.id, actor=who.person.actor, now=NOW)
    taken = queue.claim_next(session, coach, now=NOW)
    assert taken is not None and taken.id == case


def test_the_coach_who_asked_may_take_the_case_before_an_answer(
    session: Session, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    review.decide(session, coach, case, Decision.ASK, "How deep is the attic?", now=NOW)
    refused(review.KEPT_FOR_ANOTHER, lambda: review.claim(session, other, case, now=AFTER_GRACE))
    assert review.claim(session, coach, case, now=NOW).state is ReviewState.CLAIMED


def test_a_held_case_rests_until_its_day_and_comes_back_by_itself(
    session: Session, settings: Settings, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    held = review.hold(session, coach, case, IN_A_WEEK, "Blower door on Friday.", now=NOW)
    assert (held.state, held.held_until, held.claimed_by) == (ReviewState.HELD, IN_A_WEEK, None)
    assert queue.count(session, Listed.HELD, other) == 1
    assert queue.claim_next(session, other, now=NOW) is None
    assert review.come_back(session, now=NOW + timedelta(days=6)) == 0
    later = NOW + timedelta(days=7)
    jobs.expire_claims(session, NOBODY, now=later, settings=settings, step=lambda _: None)
    assert review.come_back(session, now=later) == 0, "safe to run again"
    back = review.get(session, case)
    assert (back.state, back.reason, back.preferred_coach) == (
        ReviewState.WAITING,
        WaitingReason.BACK_FROM_HOLD,
        coach.id,
    )
    refused(review.KEPT_FOR_ANOTHER, lambda: review.claim(session, other, case, now=later))


@pytest.mark.parametrize("days", [None, 0, -1, review.HELD_AT_MOST + 1])
def test_a_hold_is_for_a_day_to_come_within_half_a_year(
    session: Session, coach: PersonView, case: uuid.UUID, days: int | None
) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    refused(review.HOLD_DATE, lambda: review.hold(session, coach, case, until, "Later.", now=NOW))
    refused(review.COLLEAGUE_NOTE_NEEDED, lambda: review.hold(session, coach, case, IN_A_WEEK, " ", now=NOW))


def test_a_case_that_comes_back_is_promised_no_earlier_than_a_fair_while(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    before = review.get(session, case).promised_on
    review.decide(session, coach, case, Decision.ASK, "How deep is the attic?", now=NOW)
    late = NOW + timedelta(days=40)
    review.answer(session, who.home.id, actor=who.person.actor, now=late)
    promised = review.get(session, case).promised_on
    assert promised == working_days.after(late.astimezone(LOCAL).date(), promise.BACK_DAYS) > before


def test_an_escalated_case_is_an_experts_and_keeps_its_promise(
    session: Session, coach: PersonView, other: PersonView, expert: PersonView, case: uuid.UUID
) -> None:
    before = review.get(session, case).promised_on
    up = review.escalate(session, coach, case, "The chimney worries me.", now=NOW)
    assert (up.state, up.lane, up.reason, up.promised_on) == (
        ReviewState.WAITING,
        Lane.EXPERTS,
        WaitingReason.ESCALATED,
        before,
    )
    for somebody in (coach, other):
        refused(review.EXPERTS_ONLY, lambda one=somebody: review.claim(session, one, case, now=NOW))
        assert queue.claim_next(session, somebody, now=NOW) is None
    assert queue.count(session, Listed.ESCALATED, other) == 1
    taken = queue.claim_next(session, expert, now=NOW)
    assert taken is not None and taken.id == case
    review.release(session, expert, case, now=NOW)
    assert review.get(session, case).lane is Lane.EXPERTS, "given back, it still waits for an expert"


def test_an_expert_hands_a_case_back_to_the_coach_who_escalated_it(
    session: Session, coach: PersonView, other: PersonView, expert: PersonView, case: uuid.UUID
) -> None:
    refused(review.NOT_ALLOWED, lambda: review.hand_back(session, coach, case, "Nothing was asked.", now=NOW))
    review.escalate(session, coach, case, "The chimney worries me.", now=NOW)
    review.claim(session, expert, case, now=NOW)
    refused(review.NOT_ALLOWED, lambda: review.escalate(session, expert, case, "Higher?", now=NOW))
    back = review.hand_back(session, expert, case, "It is lined: go on.", now=NOW)
    assert (back.lane, back.preferred_coach) == (Lane.COACHES, coach.id)
    refused(review.KEPT_FOR_ANOTHER, lambda: review.claim(session, other, case, now=NOW))
    assert review.claim(session, coach, case, now=NOW).was_escalated


def test_an_expert_may_take_what_is_kept_for_a_colleague_who_is_away(
    session: Session, coach: PersonView, expert: PersonView, case: uuid.UUID
) -> None:
    review.hold(session, coach, case, IN_A_WEEK, "Blower door on Friday.", now=NOW)
    assert review.claim(session, expert, case, now=NOW).held_until is None


def test_newer_data_in_mid_review_keeps_the_case_for_its_coach(
    session: Session, who: scenes.Resident, coach: PersonView, other: PersonView, case: uuid.UUID
) -> None:
    newer = scenes.assessed(session, who, MEASURES)
    refused(review.NOT_ALLOWED, lambda: review.decide(session, coach, case, Decision.APPROVE, "", now=NOW))
    found = review.get(session, newer)
    assert (found.reason, found.preferred_coach) == (WaitingReason.SUPERSEDED, coach.id)
    refused(review.KEPT_FOR_ANOTHER, lambda: review.claim(session, other, newer, now=NOW))


def test_only_newer_prices_leave_a_question_with_its_resident(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.decide(session, coach, case, Decision.ASK, "How deep is the attic?", now=NOW)
    same = review.get(session, scenes.assessed(session, who, MEASURES, bill=70.0))
    assert (same.state, same.question) == (ReviewState.NEEDS_INFORMATION, "How deep is the attic?")
    assessed = session.get_one(Assessment, same.assessment_id)
    assessed.evidence = {**assessed.evidence, "facts": {"attic_r": 20}}
    session.add(assessed)
    newer = review.get(session, scenes.assessed(session, who, MEASURES))
    assert (newer.state, newer.reason) == (ReviewState.WAITING, WaitingReason.SUPERSEDED)
    assert newer.preferred_coach == coach.id


def test_newer_data_leaves_a_held_case_on_hold(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    review.hold(session, coach, case, IN_A_WEEK, "Blower door on Friday.", now=NOW)
    newer = review.get(session, scenes.assessed(session, who, MEASURES))
    assert (newer.state, newer.held_until) == (ReviewState.HELD, IN_A_WEEK)


def test_an_escalated_case_stays_with_the_experts_when_newer_data_come(
    session: Session, who: scenes.Resident, coach: PersonView, expert: PersonView, case: uuid.UUID
) -> None:
    review.escalate(session, coach, case, "The chimney worries me.", now=NOW)
    newer = scenes.assessed(session, who, MEASURES)
    assert review.get(session, newer).lane is Lane.EXPERTS
    review.claim(session, expert, newer, now=NOW)
    back = review.hand_back(session, expert, newer, "Go on.", now=NOW)
    assert back.preferred_coach == coach.id


def test_what_lists_are_narrowed_by_is_taken_from_the_assessment_when_a_case_opens(
    session: Session, who: scenes.Resident
) -> None:
    earlier = scenes.assessed(session, who, MEASURES)
    assessed = session.get_one(Assessment, session.get_one(Review, earlier).assessment_id)
    facts = {"municipality": "Ajax", "heating_fuel": "oil", "goal": "carbon", "income_qualified": True}
    assessed.evidence = {"facts": facts, "measured": [{"fuel": "oil", "total": 900.0}]}
    assessed.findings = [{"code": "baseline.coverage", "severity": "warning", "facts": {}}]
    session.add(assessed)
    session.flush()
    row = session.get_one(Review, review.open_for(session, who.home.id, assessed.id, now=NOW))
    assert (row.municipality, row.heating_fuel, row.goal, row.language) == ("Ajax", "oil", "carbon", "en")
    assert (row.income_qualified, row.data_problem) == (True, queue.DataProblem.QUESTIONS)
