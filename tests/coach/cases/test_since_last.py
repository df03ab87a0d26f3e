"""What changed since last time: material differences only, from what a coach decided on, under the permission."""

from __future__ import annotations

import uuid

from sqlmodel import Session

from coach.cases import review, since_last
from coach.cases.review import Decision
from coach.cases.since_last import FactChange, Since, UseChange
from coach.homes import permitted
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT", "DHW-SHOWER")


def assessed(session: Session, who: scenes.Resident, measures: tuple[str, ...] = MEASURES, **kept: object) -> uuid.UUID:
    """A case of an assessment that keeps this evidence (and these findings)."""
    bill = kept.pop("bill", 50.0)
    found = scenes.assessed(session, who, measures, bill=bill)  # type: ignore[arg-type]
    row = session.get_one(Assessment, review.get(session, found).assessment_id)
    row.findings = kept.pop("findings", [])  # type: ignore[assignment]
    row.evidence = {**row.evidence, **kept}
    session.add(row)
    session.flush()
    return found


def since(session: Session, case: uuid.UUID) -> Since | None:
    found = review.get(session, case)
    opened = permitted.for_coaches(session, found.home_id, at=NOW)
    return since_last.since_last(session, opened, found.assessment_id)


def gas(total: float) -> list[dict[str, object]]:
    return [{"fuel": "natural_gas", "total": total}]


def test_there_is_no_last_time_before_the_second_assessment(session: Session, who: scenes.Resident) -> None:
    assert since(session, assessed(session, who)) is None


def test_facts_uses_opportunities_and_doubts_that_differ_are_named(session: Session, who: scenes.Resident) -> None:
    doubt = {"code": "baseline.coverage", "severity": "warning", "facts": {}}
    assessed(session, who, MEASURES, facts={"attic_r": 20, "occupants": 2}, measured=gas(2000.0), findings=[doubt])
    moved = ("DHW-SHOWER", "ENV-AIR", "GEN-PV", "ENV-ATTIC-MID")
    newer = assessed(session, who, moved, facts={"attic_r": 40, "occupants": 2}, measured=gas(2400.0))
    found = since(session, newer)
    assert found is not None
    assert found.facts == (FactChange("attic_r", 20, 40),)
    assert found.uses == (UseChange("natural_gas", 2000.0, 2400.0),)
    assert (found.appeared, found.gone) == (("GEN-PV",), ("HVAC-TSTAT",))
    assert {(one.measure, one.rank_before, one.rank_after) for one in found.standing} == {
        ("DHW-SHOWER", 4, 1),
        ("ENV-ATTIC-MID", 1, 4),
    }
    assert (found.doubts, found.settled) == ((), (doubt,))


def test_what_a_coach_would_not_act_on_is_left_out(session: Session, who: scenes.Resident) -> None:
    assessed(session, who, facts={"attic_r": 20}, measured=gas(2000.0))
    note = {"code": "shape.pool", "severity": "note", "facts": {}}
    newer = assessed(session, who, facts={"attic_r": 20}, measured=gas(2050.0), bill=52.0, findings=[note])
    found = since(session, newer)
    assert found is not None and found.is_nothing


def test_a_range_that_moved_far_is_said_with_both(session: Session, who: scenes.Resident) -> None:
    assessed(session, who)
    found = since(session, assessed(session, who, bill=120.0))
    assert found is not None
    assert {(one.bill_before, one.bill_after, one.moved) for one in found.standing} == {
        ((25.0, 100.0), (60.0, 240.0), False)
    }


def test_last_time_is_what_a_coach_decided_on(session: Session, who: scenes.Resident, coach: PersonView) -> None:
    first = assessed(session, who, facts={"attic_r": 10})
    review.claim(session, coach, first, now=NOW)
    review.decide(session, coach, first, Decision.APPROVE, "", now=NOW)
    assessed(session, who, facts={"attic_r": 20})
    found = since(session, assessed(session, who, facts={"attic_r": 40}))
    assert found is not None and found.facts == (FactChange("attic_r", 10, 40),)


def test_an_earlier_assessment_that_rests_on_more_than_is_open_now_is_not_compared_with(
    session: Session, who: scenes.Resident
) -> None:
    assessed(session, who, opened=["utility||electricity"])
    assert since(session, assessed(session, who)) is None
