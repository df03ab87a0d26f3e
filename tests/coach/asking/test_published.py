"""What residents may read beside their recommendations: only what rests on the assessment a coach approved."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coach.asking import published
from coach.asking.published import LeftOut, Published
from coach.cases import review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.review import Decision
from greener_homes.consent import Purpose
from greener_homes.page_questions import AtOnce
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "PLAN-SWITCH")
STANDING = AtOnce(published.STANDING)
ROADMAP = {
    "stages": [
        {
            "stage": 1,
            "year": 2026,
            "steps": [
                {"measure": name, "work": None, "goes_with": [], "trigger": "now", "net_cost_cad": 100}
                for name in (*MEASURES, "GEN-PV")
            ],
        }
    ],
    "alternatives": {"free": {"measures": ["PLAN-SWITCH"]}, "target": {"measures": ["GEN-PV"]}},
}
EVIDENCE = {"municipality": "Oshawa", "roadmap": ROADMAP, "price_plans": {"current": "tou"}, "facts": {"storeys": 2}}
REFUSED = [{"measure": "ENV-DOOR", "reason": "payback.never", "facts": {"years": 25}, "kind": "never_pays"}]
FOUND = [{"code": "plan.is_cheapest", "severity": "note", "facts": {}}, {"code": "home.odd", "severity": "note"}]


@pytest.fixture
def who(session: Session, tmp_path: Path) -> scenes.Resident:
    who = scenes.resident(session, scenes.vault(tmp_path))
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    return who


@pytest.fixture
def coach(session: Session, tmp_path: Path) -> PersonView:
    return scenes.coach(session, scenes.vault(tmp_path))


def case(session: Session, who: scenes.Resident, **changed: object) -> uuid.UUID:
    """A case whose assessment holds all of these."""
    review_id = scenes.assessed(session, who, MEASURES)
    row = session.exec(select(Assessment).order_by(Assessment.id.desc()).limit(1)).one()  # type: ignore[attr-defined]
    row.evidence, row.not_advised, row.findings = {**EVIDENCE, **changed}, list(REFUSED), list(FOUND)
    session.add(row)
    session.flush()
    return review_id


def approve(session: Session, coach: PersonView, review_id: uuid.UUID) -> None:
    review.decide(session, coach, review_id, Decision.APPROVE, "", now=NOW)


def shown(session: Session, home_id: uuid.UUID) -> Published | None:
    (standing,) = STANDING.ask(session, {"home": home_id})
    return published.of_standing(session, standing)


def test_nothing_is_published_before_a_decision(session: Session, who: scenes.Resident, coach: PersonView) -> None:
    review_id = case(session, who)
    assert shown(session, who.home.id) is None
    review.claim(session, coach, review_id, now=NOW)
    assert shown(session, who.home.id) is None
    review.decide(session, coach, review_id, Decision.ASK, "How deep is the attic?", now=NOW)
    assert shown(session, who.home.id) is None


def test_an_approval_covers_its_own_assessment(session: Session, who: scenes.Resident, coach: PersonView) -> None:
    review_id = case(session, who)
    review.claim(session, coach, review_id, now=NOW)
    approve(session, coach, review_id)
    found = shown(session, who.home.id)
    assert found is not None
    assert [step.measure for step in found.roadmap.steps] == list(MEASURES), "solar was never recommended"
    assert set(found.roadmap.others or {}) == {"free"}
    assert found.price_plans == {"current": "tou"}
    assert [each["code"] for each in found.about_plans] == ["plan.is_cheapest"]
    assert found.not_advised == REFUSED
    assert (found.left_out, found.facts, found.decided_at) == ([], {"storeys": 2}, NOW)


def test_a_newer_assessment_nobody_approved_is_not_shown(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    review_id = case(session, who)
    review.claim(session, coach, review_id, now=NOW)
    approve(session, coach, review_id)
    case(session, who, roadmap={}, price_plans={"current": "ulo"})
    found = shown(session, who.home.id)
    assert found is not None and found.price_plans == {"current": "tou"} and found.roadmap.steps


def test_what_the_coach_took_out_is_said_and_nothing_speaks_for_it(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    review_id = case(session, who)
    review.claim(session, coach, review_id, now=NOW)
    for measure, action in (("PLAN-SWITCH", ChangeAction.REMOVE), ("ENV-AIR", ChangeAction.LATER)):
        what = Change(measure, action, Reason.NOT_SUITABLE, "Not here.")
        review.change(session, coach, review_id, what, now=NOW)
    review.change(
        session, coach, review_id, Change("PLAN-SWITCH", ChangeAction.NOTE, Reason.OTHER, "A word on it."), now=NOW
    )
    approve(session, coach, review_id)
    found = shown(session, who.home.id)
    assert found is not None
    assert found.left_out == [LeftOut("PLAN-SWITCH", "Not here.")], "a later note does not bring it back"
    assert list(found.about_plans) == [], "no sentence argues for what the coach removed"
    assert [step.measure for step in found.roadmap.steps] == ["ENV-ATTIC-MID"]


def test_another_home_has_its_own(session: Session, who: scenes.Resident, coach: PersonView, tmp_path: Path) -> None:
    review_id = case(session, who)
    review.claim(session, coach, review_id, now=NOW)
    approve(session, coach, review_id)
    stranger = scenes.resident(session, scenes.vault(tmp_path))
    assert shown(session, stranger.home.id) is None


def test_what_was_taken_out_and_brought_back_is_not_left_out(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    review_id = case(session, who)
    review.claim(session, coach, review_id, now=NOW)
    what = Change("ENV-AIR", ChangeAction.REMOVE, Reason.NOT_SUITABLE, "Not here.")
    review.change(session, coach, review_id, what, now=NOW)
    review.undo_change(session, coach, review_id, "ENV-AIR", now=NOW)
    approve(session, coach, review_id)
    found = shown(session, who.home.id)
    assert found is not None and found.left_out == []
