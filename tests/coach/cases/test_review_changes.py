"""Changes beside the machine's values: of place, range, words, and work that only a coach put forward."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from coach.cases import order, recommendation, review
from coach.cases.changes import Aspect, Change, ChangeAction, Range, Ranges, Reason
from coach.cases.order import CaseOpportunity
from coach.cases.recommendation import RecommendationView
from coach.cases.review import Decision, WaitingReason
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Opportunity, Review
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT")
OWN = Ranges(bill=Range(80.0, 120.0), cost=Range(1000.0, 1400.0))
RANGED = Change("ENV-AIR", ChangeAction.RANGE, Reason.A_QUOTE, "Your quote says so.", ranges=OWN)
WORDED = Change("ENV-AIR", ChangeAction.WORDING, Reason.OTHER, wording="Start with the hatch.")
ADDED = Change("GEN-PV", ChangeAction.ADD, Reason.HOUSEHOLD_PRIORITY, "You asked for it.", ranges=OWN)


@pytest.fixture
def case(session: Session, who: scenes.Resident, coach: PersonView) -> uuid.UUID:
    found = scenes.assessed(session, who, MEASURES)
    review.claim(session, coach, found, now=NOW)
    return found


def change(session: Session, coach: PersonView, case: uuid.UUID, *changes: Change) -> None:
    for one in changes:
        review.change(session, coach, case, one, now=NOW)


def shown(session: Session, case: uuid.UUID) -> dict[str, CaseOpportunity]:
    found = review.get(session, case)
    return {item.measure: item for item in order.worked_order(session, found.home_id, found.assessment_id)}


def read(session: Session, who: scenes.Resident) -> dict[str, RecommendationView]:
    found = recommendation.for_home(session, who.home.id, viewer=who.person.actor, now=NOW)
    return {one.measure: one for one in found}


def test_a_coachs_range_stands_beside_the_machines_and_is_what_the_resident_reads(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, RANGED)
    item = shown(session, case)["ENV-AIR"]
    assert item.numbers["bill_cad_per_year"] == {"p10": 80.0, "p50": 100.0, "p90": 120.0}
    assert item.machine_numbers["bill_cad_per_year"] == {"p10": 25.0, "p50": 50.0, "p90": 100.0}
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    given = read(session, who)["ENV-AIR"]
    assert given.numbers["cost_cad"] == {"low": 1000.0, "typical": 1200.0, "high": 1400.0}
    assert (given.note, set(given.coach_numbers)) == ("Your quote says so.", {"bill_cad_per_year", "cost_cad"})


def test_without_its_whole_trace_a_recommendation_says_how_long_it_lasts_and_is_else_the_same(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    row = session.exec(select(Opportunity).where(Opportunity.measure == "ENV-AIR")).one()
    lasts, fact = {"label": "trace.life", "value": 20.0}, {"label": "trace.fact", "name": "storeys", "value": 2}
    row.trace = [fact, lasts]
    session.add(row)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    whole = read(session, who)
    short = recommendation.for_home(session, who.home.id, viewer=who.person.actor, now=NOW, whole_trace=False)
    assert whole["ENV-AIR"].trace == [fact, lasts]
    assert [one.trace for one in short if one.measure == "ENV-AIR"] == [[lasts]]
    assert [replace(one, trace=whole[one.measure].trace) for one in short] == list(whole.values())


def test_what_the_machine_worked_out_of_its_own_range_is_not_said_beside_a_coachs(
    session: Session, coach: PersonView, case: uuid.UUID
) -> None:
    row = session.exec(select(Opportunity).where(Opportunity.measure == "ENV-AIR")).one()
    row.numbers = {**row.numbers, "simple_payback_years": {"p50": 40.0}, "carbon_kg_per_year": {"p50": 9.0}}
    session.add(row)
    change(session, coach, case, RANGED)
    found = shown(session, case)["ENV-AIR"].numbers
    assert "simple_payback_years" not in found and "carbon_kg_per_year" in found


def test_place_range_words_and_note_stand_side_by_side(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    moved = Change("ENV-AIR", ChangeAction.MOVE, Reason.HOUSEHOLD_PRIORITY, rank=1)
    noted = Change("ENV-AIR", ChangeAction.NOTE, Reason.OTHER, "Ask me first.")
    change(session, coach, case, moved, RANGED, WORDED, noted)
    item = shown(session, case)["ENV-AIR"]
    assert [one.aspect for one in item.overrides] == [Aspect.PLACE, Aspect.RANGE, Aspect.WORDING, Aspect.NOTE]
    assert (item.place, item.wording, item.note) == (1, "Start with the hatch.", "Your quote says so.\nAsk me first.")
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    assert read(session, who)["ENV-AIR"].wording == "Start with the hatch."
    assert review.get(session, case).state is review.ReviewState.CHANGED


def test_taking_changes_back_lets_the_machines_values_count_again(
    session: Session, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, RANGED, WORDED)
    review.undo_change(session, coach, case, "ENV-AIR", now=NOW)
    item = shown(session, case)["ENV-AIR"]
    assert (item.overrides, item.numbers) == ((), item.machine_numbers)


@pytest.mark.parametrize(
    "ranges",
    [
        Ranges(),
        Ranges(bill=Range(10.0, 5.0)),
        Ranges(cost=Range(-5.0, 5.0)),
        Ranges(bill=Range(0.0, 1e9)),
        Ranges(bill=Range(float("nan"), 5.0)),
    ],
)
def test_a_range_has_two_ends_in_order_and_within_reason(
    session: Session, coach: PersonView, case: uuid.UUID, ranges: Ranges
) -> None:
    with pytest.raises(Refusal) as refusal:
        change(session, coach, case, Change("ENV-AIR", ChangeAction.RANGE, Reason.OTHER, "Why.", ranges=ranges))
    assert refusal.value.code is review.RANGE_WRONG


@pytest.mark.parametrize("words", ["", "   ", "x" * (review.WORDING_MAXIMUM + 1)])
def test_own_words_are_some_and_short(session: Session, coach: PersonView, case: uuid.UUID, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        change(session, coach, case, Change("ENV-AIR", ChangeAction.WORDING, Reason.OTHER, wording=words))
    assert refusal.value.code is review.WORDING_NEEDED


def test_added_work_is_published_with_the_coachs_numbers_and_survives_recomputation(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, ADDED)
    item = shown(session, case)["GEN-PV"]
    assert (item.id, item.machine_rank, item.is_added, item.place) == (None, 0, True, 4)
    change(session, coach, case, Change("GEN-PV", ChangeAction.MOVE, Reason.HOUSEHOLD_PRIORITY, rank=1))
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    given = read(session, who)["GEN-PV"]
    assert (given.rank, given.note, given.trace) == (1, "You asked for it.", ())
    newer = scenes.assessed(session, who, MEASURES)
    assert shown(session, newer)["GEN-PV"].place == 1


def test_work_can_be_added_once_from_the_catalogue_and_with_both_ranges(
    session: Session, coach: PersonView, case: uuid.UUID
) -> None:
    with pytest.raises(NotFound):
        change(session, coach, case, Change("ENV-MAGIC", ChangeAction.ADD, Reason.OTHER, "Why.", ranges=OWN))
    for measure, ranges, code in (
        ("ENV-AIR", OWN, review.ADDED_ALREADY),
        ("GEN-PV", Ranges(bill=Range(1.0, 2.0)), review.RANGE_WRONG),
    ):
        with pytest.raises(Refusal) as refusal:
            change(session, coach, case, Change(measure, ChangeAction.ADD, Reason.OTHER, "Why.", ranges=ranges))
        assert refusal.value.code is code


def test_an_added_measure_the_machine_then_puts_forward_is_raised_where_they_disagree(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, ADDED)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    agreeing = scenes.assessed(session, who, (*MEASURES, "GEN-PV"), bill=100.0)
    item = shown(session, agreeing)["GEN-PV"]
    assert not item.is_added and item.diverged, "the machine's range is far wider than the coach's"
    assert review.get(session, agreeing).reason is WaitingReason.DIVERGED


def test_a_change_the_machine_moved_far_from_is_why_the_case_waits(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, RANGED)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    near = review.get(session, scenes.assessed(session, who, MEASURES, bill=52.0))
    assert near.reason is WaitingReason.SUPERSEDED
    far = review.get(session, scenes.assessed(session, who, MEASURES, bill=90.0))
    assert (far.reason, far.lift_days) == (WaitingReason.DIVERGED, 2)
    assert shown(session, far.id)["ENV-AIR"].diverged


def test_a_changed_measure_that_the_machine_drops_is_raised(
    session: Session, who: scenes.Resident, coach: PersonView, case: uuid.UUID
) -> None:
    change(session, coach, case, RANGED, Change("HVAC-TSTAT", ChangeAction.REMOVE, Reason.OTHER, "Not here."))
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    newer = session.get_one(Review, scenes.assessed(session, who, MEASURES[:1]))
    assert newer.reason is WaitingReason.DIVERGED
    assert order.vanished(session, newer.home_id, newer.assessment_id) == ["ENV-AIR"]
