"""Facts that a coach writes down at a case: with how they are known, beside what others said, by that coach alone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach.cases import fact_changes, fact_questions, review
from coach.cases.review_codes import CLAIMED_BY_ANOTHER, NOT_ALLOWED
from coach.homes.questionnaire import Kind
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import FactValue, HowKnown, KnownHow, Provenance
from greener_homes.people import PersonView
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from models.house.facts import FACT_NAMES, LIMITS
from tests import scenes
from tests.scenes import NOW

LATER = NOW + timedelta(minutes=30)
BY_PHONE = HowKnown(KnownHow.TELEPHONE, date(2026, 11, 19))
ON_PHOTO = HowKnown(KnownHow.PHOTO, date(2026, 11, 20))


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    found = scenes.resident(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, found, purpose)
    told: dict[str, FactValue] = {"attic_r": 32, "window_type": "double", "goal": "comfort"}
    homes.state_facts(session, found.home.id, told, provenance=Provenance.RESIDENT, actor=found.person.actor, now=NOW)
    return found


@pytest.fixture
def case(session: Session, who: scenes.Resident, coach: PersonView) -> uuid.UUID:
    """A case that this coach has taken."""
    return review.claim(session, coach, scenes.assessed(session, who, ("ENV-AIR",)), now=NOW).id


def known(session: Session, who: scenes.Resident, name: str) -> tuple[object, Provenance, HowKnown | None]:
    (found,) = (one for one in homes.known_facts(session, who.home.id) if one.name == name)
    return found.value, found.provenance, found.how


def test_a_fact_stands_beside_the_residents_with_how_it_is_known_and_the_home_is_assessed_again(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    said = {"attic_r": 20}
    assert fact_changes.state(session, coach, case, said, BY_PHONE, alone=True, now=LATER) == ("attic_r",)
    assert known(session, who, "attic_r") == (20, Provenance.COACH, BY_PHONE)
    assert session.exec(select(Work.name).where(Work.subject_id == who.home.id)).all() == ["home.assess"]
    (stated,) = session.exec(
        select(AuditEvent).where(AuditEvent.actor_id == coach.id, AuditEvent.action == "home.facts_stated")
    )
    assert stated.home_id == who.home.id and stated.facts == {"changed": 1, "how": "telephone"}
    assert review.history(session, case)[-1].action == fact_changes.STATED

    fact_changes.state(session, coach, case, said, ON_PHOTO, alone=True, now=LATER + timedelta(minutes=10))
    told = [one for one in homes.statements(session, who.home.id) if one.fact.name == "attic_r"]
    assert [(one.fact.value, one.fact.how, one.ended_at is None) for one in told] == [
        (20, ON_PHOTO, True),
        (20, BY_PHONE, False),
        (32, None, True),
    ], "seen since, and nothing is overwritten"
    assert told[0].stated_by == coach.id

    newer = {"attic_r": 40}
    homes.state_facts(session, who.home.id, newer, provenance=Provenance.RESIDENT, actor=who.person.actor, now=LATER)
    assert known(session, who, "attic_r")[0] == 20, "what a coach saw counts before what is told later"
    fact_changes.state(session, coach, case, {"attic_r": None}, ON_PHOTO, alone=True, now=LATER + timedelta(minutes=20))
    assert known(session, who, "attic_r")[:2] == (40, Provenance.RESIDENT), "taken back: the household's counts again"


def test_of_a_group_only_what_differs_is_written_down(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    group: dict[str, FactValue] = {"attic_r": 32, "window_type": None, "basement_insulation": "full"}
    stated = fact_changes.state(session, coach, case, group, BY_PHONE, alone=False, now=LATER)
    assert stated == ("basement_insulation",)
    assert known(session, who, "window_type")[:2] == ("double", Provenance.RESIDENT)
    with pytest.raises(Refusal) as again:
        fact_changes.state(session, coach, case, group, BY_PHONE, alone=False, now=LATER)
    assert again.value.code is fact_changes.NOTHING_NEW


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(1989, 12, 31)])
def test_a_day_that_cannot_be_is_refused(session: Session, coach: PersonView, case: uuid.UUID, on: date) -> None:
    with pytest.raises(Refusal) as refused:
        fact_changes.state(session, coach, case, {"attic_r": 20}, HowKnown(KnownHow.PHOTO, on), alone=True, now=LATER)
    assert refused.value.code is fact_changes.DAY_WRONG


@pytest.mark.parametrize("name", ["goal", "budget_cad", "panel_amps", "hair_colour"])
def test_what_a_household_wants_is_theirs_to_say(
    session: Session, coach: PersonView, case: uuid.UUID, name: str
) -> None:
    with pytest.raises(NotFound):
        fact_changes.state(session, coach, case, {name: "bill"}, BY_PHONE, alone=True, now=LATER)


def test_only_the_coach_who_has_the_case_and_only_while_the_home_is_open(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    def code(by: PersonView) -> object:
        with pytest.raises(Refusal) as refused:
            fact_changes.state(session, by, case, {"attic_r": 20}, BY_PHONE, alone=True, now=LATER)
        return refused.value.code

    assert code(scenes.coach(session, keys)) is CLAIMED_BY_ANOTHER
    review.release(session, coach, case, now=LATER)
    assert code(coach) is NOT_ALLOWED
    review.claim(session, coach, case, now=LATER)
    scenes.end_consent(session, who, Purpose.COACH_ACCESS, at=LATER)
    assert code(coach) is consent.MISSING
    assert not [one for one in homes.statements(session, who.home.id) if one.fact.provenance is Provenance.COACH]


def test_a_coach_is_asked_for_every_fact_but_what_the_household_wants() -> None:
    asked = [one for found in fact_questions.GROUPS for one in found.questions]
    assert {one.name for one in asked} == set(FACT_NAMES) - fact_questions.THEIRS_TO_SAY
    assert len(asked) == len({one.name for one in asked})
    assert all((one.low, one.high) == LIMITS[one.name] for one in asked if one.kind is Kind.NUMBER)
