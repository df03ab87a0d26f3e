"""The way to rebates: order, days, what is marked, and the next day that matters."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach.projects import codes_projects as codes
from coach.projects import deadlines, moves, predictions, projects, rebate_steps, step_marks
from coach.projects.deadlines import DueWhat
from coach.projects.moves import Move
from coach.projects.rebate_steps import Way
from coach.projects.states import Act
from greener_homes.errors import Refusal
from greener_homes.tables.project import Project
from greener_homes.vault import Vault
from tests import scenes
from tests.coach.projects.begun import advised, at, begun
from tests.scenes import NOW

PATH = "HRS-ASSESSED"
TODAY = date(2026, 11, 21)
BEFORE = rebate_steps.BEFORE


def way_of(session: Session, home_id: uuid.UUID, project: uuid.UUID, today: date = TODAY) -> Way:
    found = rebate_steps.ways(
        projects.get(session, home_id, project),
        predictions.of_project(session, project),
        rebate_steps.done_of(session, project),
        rebate_steps.programmes(session, today),
        today,
    )
    (only,) = found
    return only


def test_steps_stand_in_order_and_the_second_assessment_is_due_from_the_first(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    way = way_of(session, who.home.id, project)
    assert [each.step for each in way.steps] == [BEFORE, "work", "assessment_after", "claim"]
    assert way.needs_assessment_first and way.next_step is way.steps[0]
    assert (way.closes, way.closes_certain) == (date(2026, 11, 30), False)
    assert way.keep and way.said
    mark(session, who, project, BEFORE, date(2026, 9, 1))
    way = way_of(session, who.home.id, project)
    assert way.steps[0].done_on == date(2026, 9, 1)
    assert way.steps[2].due_on == date(2026, 9, 1) + timedelta(days=180)
    assert way.steps[2].is_late(date(2027, 3, 1)) and not way.steps[2].is_late(TODAY)
    mark(session, who, project, BEFORE, None)
    assert way_of(session, who.home.id, project).steps[0].done_on is None


def mark(
    session: Session, who: scenes.Resident, project: uuid.UUID, step: str, day: date | None, path: str = PATH
) -> None:
    step_marks.mark(session, who.home.id, project, path, step, day, actor=who.person.actor, now=NOW)


NO_STEPS = (
    ("NOT-A-PATH", BEFORE, TODAY, codes.STEP_WRONG),
    (PATH, "enrol", TODAY, codes.STEP_WRONG),
    (PATH, "work", TODAY, codes.STEP_WRONG),
    (PATH, BEFORE, TODAY + timedelta(days=1), codes.STEP_LATER),
    (PATH, BEFORE, date(1999, 1, 1), codes.STEP_LATER),
)


def test_a_step_that_is_none_is_refused(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    for path, step, day, code in NO_STEPS:
        with pytest.raises(Refusal) as refused:
            mark(session, who, project, step, day, path)
        assert refused.value.code is code


def test_an_assessment_after_the_work_began_is_no_first_one(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    done = Move(Act.FINISH, began_on=date(2026, 11, 10), done_on=date(2026, 11, 12))
    moves.move(session, keys, who.home.id, project, done, actor=who.person.actor, now=NOW)
    with pytest.raises(Refusal) as refused:
        mark(session, who, project, BEFORE, date(2026, 11, 11))
    assert refused.value.code is codes.STEP_BEFORE
    mark(session, who, project, BEFORE, date(2026, 11, 10))


def test_the_next_day_follows_what_is_done(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    row = session.get_one(Project, project)
    assert (row.due_on, row.due_what) == (date(2026, 11, 30), DueWhat.PROGRAMME_CLOSES)
    booked = Move(Act.BOOK, booked_for=date(2026, 11, 25))
    moves.move(session, keys, who.home.id, project, booked, actor=who.person.actor, now=NOW)
    assert (row.due_on, row.due_what) == (date(2026, 11, 25), DueWhat.ASSESS_FIRST)
    mark(session, who, project, BEFORE, TODAY)
    assert (row.due_on, row.due_what) == (date(2026, 11, 30), DueWhat.PROGRAMME_CLOSES)
    deadlines.refresh(session, row, now=at("2026-12-05"))
    assert (row.due_on, row.due_what) == (date(2026, 12, 2), DueWhat.IS_IT_DONE), "a window that shut hurries nobody"
    done = Move(Act.FINISH, done_on=date(2026, 12, 1))
    moves.move(session, keys, who.home.id, project, done, actor=who.person.actor, now=at("2026-12-05"))
    assert (row.due_on, row.due_what) == (TODAY + timedelta(days=180), DueWhat.REBATE_STEP)
    deadlines.refresh(session, row, now=at("2028-12-05"))
    assert row.due_on is None, "nobody is reminded for ever"


def test_where_the_prediction_was_withdrawn_the_programmes_of_the_work_are_shown(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    view = projects.get(session, who.home.id, begun(session, who))
    found = rebate_steps.ways(view, (), {}, rebate_steps.programmes(session, TODAY), TODAY)
    assert any(offer.id == "HRS-ATTIC-12-25" for way in found for offer in way.offers)
