"""Every state of a project against every act: what is in the table happens, what is not is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach.projects import codes_projects as codes
from coach.projects import moves, notes, projects, starting
from coach.projects.moves import Move
from coach.projects.projects import GivenUp, Word
from coach.projects.states import ARROWS, UNDER_WAY, WORK_DONE, Act, ProjectState, possible
from greener_homes import audit
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.project import Project
from greener_homes.vault import Vault
from tests import scenes
from tests.coach.projects.begun import ATTIC, FURNACE, THERMOSTAT, advised, begun
from tests.scenes import NOW

TODAY = date(2026, 11, 21)


def full(act: Act) -> Move:
    """The act with all that it may need."""
    return Move(
        act,
        began_on=TODAY - timedelta(days=3) if act is Act.FINISH else None,
        done_on=TODAY if act is Act.FINISH else None,
        booked_for=TODAY + timedelta(days=9) if act in (Act.BOOK, Act.REDO) else None,
        reason=GivenUp.NOT_NOW,
        words="It drips." if act is Act.COMPLAIN else "",
    )


def test_every_state_and_act_is_as_the_table_says(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    row = session.get_one(Project, project)
    for state in ProjectState:
        for act in Act:
            row.state, row.work_began_on, row.done_on = state, None, None
            session.flush()
            before = len(projects.history(session, project))
            wanted = ARROWS.get((state, act))
            if wanted is None:
                with pytest.raises(Refusal) as refused:
                    moves.move(session, keys, who.home.id, project, full(act), actor=who.person.actor, now=NOW)
                assert refused.value.code is codes.NOT_ALLOWED
                assert row.state is state and len(projects.history(session, project)) == before
            else:
                reached = moves.move(session, keys, who.home.id, project, full(act), actor=who.person.actor, now=NOW)
                (*_, last) = projects.history(session, project)
                assert (reached, row.state, last.to_state, last.act) == (wanted, wanted, wanted, act.value)
                assert (last.actor_id, last.at) == (who.person.id, NOW)


def test_every_state_is_reached_from_a_plan_and_none_is_a_dead_end() -> None:
    reached, edge = {ProjectState.PLANNED}, {ProjectState.PLANNED}
    while edge:
        edge = {ARROWS[state, act] for state in edge for act in possible(state)} - reached
        reached |= edge
    assert reached == set(ProjectState)
    assert all(possible(state) for state in ProjectState)
    assert UNDER_WAY | WORK_DONE | {ProjectState.GIVEN_UP} == set(ProjectState)


WANTING = (
    (Move(Act.FINISH), codes.DAY_NEEDED),
    (Move(Act.FINISH, done_on=TODAY + timedelta(days=1)), codes.DAY_WRONG),
    (Move(Act.FINISH, began_on=TODAY, done_on=TODAY - timedelta(days=1)), codes.DAY_WRONG),
    (Move(Act.FINISH, done_on=date(1999, 1, 1)), codes.DAY_WRONG),
    (Move(Act.BOOK, booked_for=TODAY - timedelta(days=1)), codes.BOOKED_IN_PAST),
    (Move(Act.BOOK, booked_for=date(2031, 1, 1)), codes.BOOKED_IN_PAST),
    (Move(Act.GIVE_UP), codes.REASON_NEEDED),
)


def test_an_act_without_what_it_needs_changes_nothing(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    for move, code in WANTING:
        with pytest.raises(Refusal) as refused:
            moves.move(session, keys, who.home.id, project, move, actor=who.person.actor, now=NOW)
        assert refused.value.code is code
        assert projects.get(session, who.home.id, project).state is ProjectState.PLANNED


def test_not_satisfied_needs_words_which_are_sealed_and_read_by_both_sides(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    project = begun(session, who)
    finish(session, keys, who, project)
    with pytest.raises(Refusal) as refused:
        moves.move(session, keys, who.home.id, project, Move(Act.COMPLAIN), actor=who.person.actor, now=NOW)
    assert refused.value.code is codes.WORDS_NEEDED
    said = Move(Act.COMPLAIN, words="The hatch leaks cold air.")
    moves.move(session, keys, who.home.id, project, said, actor=who.person.actor, now=NOW)
    moves.move(session, keys, None, project, Move(Act.VERIFY, words="Seen: fixed."), actor=coach.actor, now=NOW)
    assert [note.text for note in notes.of_project(session, keys, project)] == [said.words, "Seen: fixed."]
    assert projects.get(session, who.home.id, project).word is Word.COACH


def finish(session: Session, keys: Vault, who: scenes.Resident, project: object) -> None:
    done = Move(Act.FINISH, done_on=TODAY)
    moves.move(session, keys, who.home.id, project, done, actor=who.person.actor, now=NOW)  # type: ignore[arg-type]


def test_another_household_finds_nothing_and_a_coach_only_what_is_open(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    project = begun(session, who)
    stranger = scenes.resident(session, keys)
    with pytest.raises(NotFound):
        moves.move(session, keys, stranger.home.id, project, Move(Act.BOOK), actor=stranger.person.actor, now=NOW)
    with pytest.raises(NotFound):  # a resident never passes for a coach
        moves.move(session, keys, None, project, Move(Act.BOOK), actor=stranger.person.actor, now=NOW)
    assert projects.for_coach(session, coach.actor, project, now=NOW).state is ProjectState.PLANNED
    assert any(
        one.action == audit.Action.PROJECT_VIEWED for one in audit.sittings(session, who.home.id, besides=who.person.id)
    )
    scenes.take_back(session, keys, who, Purpose.COACH_ACCESS)
    for closed in (
        lambda: moves.move(session, keys, None, project, Move(Act.BOOK), actor=coach.actor, now=NOW),
        lambda: projects.for_coach(session, coach.actor, project, now=NOW),
    ):
        with pytest.raises(Refusal):
            closed()
    assert projects.get(session, who.home.id, project).measures == (ATTIC,), "it is still the household's own"


def test_a_project_begins_once_and_only_from_what_is_recommended_now(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    begun(session, who, ATTIC, THERMOSTAT)
    for measures, code in (
        ((ATTIC,), codes.UNDER_WAY),
        (("ENV-WIN-ES",), codes.NOT_RECOMMENDED),
        ((FURNACE, "ENV-WIN-ES"), codes.NOT_RECOMMENDED),
        ((), codes.NOT_RECOMMENDED),
    ):
        with pytest.raises(Refusal) as refused:
            starting.start(session, who.home.id, measures, actor=who.person.actor, now=NOW)
        assert refused.value.code is code
    by_coach = starting.start(session, who.home.id, (FURNACE,), actor=coach.actor, now=NOW)
    (event,) = projects.history(session, by_coach)
    assert (event.act, event.actor_id, event.actor_audience) == ("start", coach.id, "coach")


def test_of_a_measures_projects_the_one_under_way_stands_for_it_else_the_newest(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    assert projects.begun(session, who.home.id) == {}
    rows = {
        name: Project(home_id=who.home.id, measures=measures, state=state, state_since=at, started_at=at)
        for name, measures, state, at in (
            ("planned", [ATTIC], ProjectState.PLANNED, NOW - timedelta(days=9)),
            ("done", [ATTIC, FURNACE], ProjectState.DONE, NOW - timedelta(days=5)),
            ("again", [FURNACE], ProjectState.VERIFIED, NOW - timedelta(days=2)),
            ("given up", [THERMOSTAT], ProjectState.GIVEN_UP, NOW),
        )
    }
    session.add_all(rows.values())
    session.flush()
    assert projects.begun(session, who.home.id) == {ATTIC: rows["planned"].id, FURNACE: rows["again"].id}
