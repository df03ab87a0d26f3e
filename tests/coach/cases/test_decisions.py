"""What may be learned from: newest decisions on homes whose permissions stand, never notes; withdrawal ends it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from coach.cases import review
from coach.cases.changes import Change, ChangeAction, Range, Ranges, Reason
from coach.cases.decisions import decided_homes
from coach.cases.review import Decision
from greener_homes import consent
from greener_homes.consent import Purpose, Source
from greener_homes.people import Audience, PersonView
from greener_homes.tables.advice import Assessment, Opportunity, Recommendation, Review
from models.house.facts import Goal
from models.ranking.candidate import Candidate, Span
from models.ranking.decided import Adoption, Group
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT", "DHW-SHOWER")
SECRET = "Her daughter sleeps in the cold room."


def seen(measure: str) -> Candidate:
    return Candidate(measure, Span(20.0, 60.0), Span(100.0, 300.0), 2, 800.0, 20.0, measured=True)


@pytest.fixture
def coach(session: Session, tmp_path: Path) -> PersonView:
    return scenes.person(session, scenes.vault(tmp_path), Audience.COACH)


def resident(session: Session, folder: Path, *purposes: Purpose) -> scenes.Resident:
    who = scenes.resident(session, scenes.vault(folder))
    for purpose in purposes:
        scenes.agree(session, who, purpose)
    return who


def case(session: Session, who: scenes.Resident, *, kept: bool = True) -> uuid.UUID:
    """A case whose opportunities are kept with what the ranker saw of them, as an assessment keeps them."""
    found = scenes.assessed(session, who, MEASURES)
    assessed = session.get_one(Assessment, session.get_one(Review, found).assessment_id)
    facts = {"goal": "carbon", "budget_cad": 9000, "heating_fuel": "oil", "year_built": 1955, "municipality": "Brock"}
    assessed.evidence = {"facts": {**facts, "tenure": "owner", "income_qualified": True}, "opened": []}
    session.add(assessed)
    if kept:
        for row in session.exec(select(Opportunity).where(Opportunity.assessment_id == assessed.id)):
            row.numbers = {**row.numbers, "ranked_as": seen(row.measure).as_json()}
            session.add(row)
    session.flush()
    return found


ALL = (Purpose.ADVICE, Purpose.COACH_ACCESS, Purpose.RESEARCH)


@pytest.fixture
def who(session: Session, tmp_path: Path) -> scenes.Resident:
    return resident(session, tmp_path, *ALL)


def decide(session: Session, coach: PersonView, found: uuid.UUID, *changes: Change) -> None:
    review.claim(session, coach, found, now=NOW)
    for change in changes:
        review.change(session, coach, found, change, now=NOW)
    review.decide(session, coach, found, Decision.APPROVE, "", now=NOW)


def test_a_decision_is_drawn_as_the_coach_left_it_and_without_a_word_of_notes(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    decide(
        session,
        coach,
        case(session, who),
        Change("HVAC-TSTAT", ChangeAction.MOVE, Reason.HOUSEHOLD_PRIORITY, rank=1),
        Change("ENV-AIR", ChangeAction.LATER, Reason.BETTER_TIMING, note=SECRET),
        Change("DHW-SHOWER", ChangeAction.REMOVE, Reason.NOT_SUITABLE, note=SECRET),
    )
    (found,) = decided_homes(session, at=NOW)
    assert found.order == ("HVAC-TSTAT", "ENV-ATTIC-MID")
    assert (found.later, found.left_out) == ({"ENV-AIR"}, {"DHW-SHOWER"})
    assert found.candidates == tuple(seen(measure) for measure in MEASURES)
    assert (found.goal, found.budget_cad) == (Goal.CARBON, 9000)
    assert found.groups[Group.FUEL] == "oil" and found.groups[Group.TENURE] == "owner"
    assert SECRET not in repr(found) and "income" not in repr(found)


@pytest.mark.parametrize("reason", [Reason.ALREADY_DONE, Reason.FACT_IS_WRONG])
def test_what_was_done_already_says_nothing_of_a_preference(
    session: Session, who: scenes.Resident, coach: PersonView, reason: Reason
) -> None:
    decide(session, coach, case(session, who), Change("ENV-AIR", ChangeAction.REMOVE, reason, note="Done in 2024."))
    (found,) = decided_homes(session, at=NOW)
    assert "ENV-AIR" not in {each.measure_id for each in found.candidates} | found.left_out


def test_added_work_was_no_candidate_and_own_ranges_and_words_say_nothing_of_a_place(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    own = Ranges(bill=Range(1.0, 2.0), cost=Range(3.0, 4.0))
    decide(
        session,
        coach,
        case(session, who),
        Change("GEN-PV", ChangeAction.ADD, Reason.HOUSEHOLD_PRIORITY, "You asked for it.", rank=1, ranges=own),
        Change("ENV-AIR", ChangeAction.REMOVE, Reason.NOT_SUITABLE, SECRET),
        Change("ENV-AIR", ChangeAction.NOTE, Reason.OTHER, SECRET),
        Change("HVAC-TSTAT", ChangeAction.RANGE, Reason.A_QUOTE, SECRET, ranges=own),
        Change("HVAC-TSTAT", ChangeAction.WORDING, Reason.OTHER, wording=SECRET),
    )
    (found,) = decided_homes(session, at=NOW)
    assert found.order == ("ENV-ATTIC-MID", "HVAC-TSTAT", "DHW-SHOWER")
    assert found.left_out == {"ENV-AIR"}, "a note after it was left out does not bring it back"
    assert SECRET not in repr(found)


def test_what_residents_answered_is_counted(session: Session, who: scenes.Resident, coach: PersonView) -> None:
    decide(session, coach, case(session, who))
    second = session.exec(select(Recommendation).where(col(Recommendation.rank) == 2)).one()
    (found,) = decided_homes(session, at=NOW, answers={second.id: Adoption.NOT_FOR_ME})
    assert found.adopted == {"ENV-AIR": Adoption.NOT_FOR_ME}


@pytest.mark.parametrize("missing", [Purpose.ADVICE, Purpose.RESEARCH])
def test_a_home_that_withdraws_is_in_no_later_training(
    session: Session, who: scenes.Resident, coach: PersonView, tmp_path: Path, missing: Purpose
) -> None:
    other = resident(session, tmp_path, *ALL)
    for each in (who, other):
        decide(session, coach, case(session, each))
    assert {each.home for each in decided_homes(session, at=NOW)} == {str(who.home.id), str(other.home.id)}
    consent.withdraw(
        session,
        who.home.id,
        missing,
        source=Source.UPLOAD,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=NOW,
    )
    assert [each.home for each in decided_homes(session, at=NOW)] == [str(other.home.id)]


@pytest.mark.parametrize("given", [ALL[:2], ALL[1:]])
def test_advice_or_research_alone_is_not_enough(
    session: Session, coach: PersonView, tmp_path: Path, given: tuple[Purpose, ...]
) -> None:
    who = resident(session, tmp_path, *given)
    row = session.get_one(Review, case(session, who))
    row.state = review.ReviewState.APPROVED
    session.add(row)
    session.flush()
    assert decided_homes(session, at=NOW) == []


def test_an_expired_permission_ends_it(session: Session, who: scenes.Resident, coach: PersonView) -> None:
    decide(session, coach, case(session, who))
    assert decided_homes(session, at=NOW + consent.LASTS) == []


def test_what_rests_on_more_than_is_permitted_now_is_left_out(
    session: Session, who: scenes.Resident, coach: PersonView
) -> None:
    found = case(session, who)
    decide(session, coach, found)
    assessed = session.get_one(Assessment, session.get_one(Review, found).assessment_id)
    assessed.evidence = {**assessed.evidence, "opened": [f"{Source.UTILITY}||electricity"]}
    session.add(assessed)
    session.flush()
    assert decided_homes(session, at=NOW) == []


def test_undecided_and_older_cases_are_left_out(
    session: Session, who: scenes.Resident, coach: PersonView, tmp_path: Path
) -> None:
    case(session, who)
    older = resident(session, tmp_path, *ALL)
    decide(session, coach, case(session, older, kept=False))
    assert decided_homes(session, at=NOW) == []
