"""Merging two homes and putting them back: what moves, what never does, races, objections, rows exactly as before."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session

from coach.asking import conversations, questions
from coach.asking.questions import About, Question
from coach.cases import queue, review
from coach.cases.queue import Listed
from coach.cases.review_codes import ANOTHER_STANDS
from coach.duplicates import merging, pairs
from coach.duplicates.duplicate_codes import (
    CASE_TAKEN,
    CHANGED,
    CHOOSE_ONE,
    DECIDED,
    MERGED_ALREADY,
    TOO_LATE,
    UNDONE,
)
from coach.duplicates.pairs import PairState
from coach.duplicates.plan import plan
from greener_homes import audit, consent, db, erasure_rows, home_marks, homes, invitations
from greener_homes.belongings import Whose
from greener_homes.civic_addresses import Written
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Provenance, Relation
from greener_homes.people import PersonView
from greener_homes.tables.base import Row
from greener_homes.vault import Vault
from models.findings import Code
from tests import scenes
from tests.scenes import NOW

HERE = Written("12 Simcoe St N", "", "L1G 4T2")
MEASURES = ("ENV-AIR", "HVAC-TSTAT")
NOT_COMPARED = {"audit_event", "audit_unsealed", "duplicate_pair", "home_merge", "home_merge_move", "letter", "work"}
"""Tables that say that a merge was and that it was undone, or what is to be done next."""


def household(session: Session, keys: Vault, **facts: object) -> scenes.Resident:
    """A home open to coaches, at one and the same address."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    home_marks.state_address(session, keys, who.person.id, who.home.id, HERE, now=NOW)
    tell(session, who, **facts)
    return who


def tell(session: Session, who: scenes.Resident, at: Any = NOW, **facts: Any) -> None:
    homes.state_facts(session, who.home.id, facts, provenance=Provenance.RESIDENT, actor=who.person.actor, now=at)


def pair_of(session: Session, *both: scenes.Resident) -> uuid.UUID:
    pairs.compare(session, now=NOW)
    ids = {who.home.id for who in both}
    return next(one.id for one in pairs.waiting(session, now=NOW) if set(one.home_ids) == ids)


def merge(session: Session, keys: Vault, coach: PersonView, stays: scenes.Resident, goes: scenes.Resident) -> uuid.UUID:
    pair = pair_of(session, stays, goes)
    seen = plan(session, stays.home.id, goes.home.id, now=NOW).seen
    return merging.merge(session, keys, coach, pair, stays.home.id, seen=seen, now=NOW)


def refused(code: Code, act: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code is code


def rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a merge could touch, as text."""
    session.flush()
    return {
        table.name: sorted(str(row) for row in session.execute(text(f'SELECT * FROM "{table.name}"')))
        for table in Row.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


def value_of(session: Session, home_id: uuid.UUID, name: str) -> object:
    return next((fact.value for fact in homes.known_facts(session, home_id) if fact.name == name), None)


def test_one_case_goes_on_and_the_other_rests(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    kept, rests = scenes.assessed(session, stays, MEASURES), scenes.assessed(session, goes, MEASURES)
    done = merge(session, keys, coach, stays, goes)
    assert [one.review.id for one in queue.page_of(session, Listed.WAITING, coach, now=NOW).entries] == [kept]
    refused(ANOTHER_STANDS, lambda: review.claim(session, coach, rests, now=NOW))
    merging.undo(session, keys, coach.actor, done, now=NOW)
    listed = {one.review.id for one in queue.page_of(session, Listed.WAITING, coach, now=NOW).entries}
    assert listed == {kept, rests}


def test_the_earlier_promise_of_the_two_counts(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    kept, rests = scenes.assessed(session, stays, MEASURES), scenes.assessed(session, goes, MEASURES)
    earlier = review.get(session, kept).promised_on - timedelta(days=6)
    session.execute(text("UPDATE review SET promised_on = :on WHERE id = :id"), {"on": earlier, "id": rests})
    session.expire_all()
    assert plan(session, stays.home.id, goes.home.id, now=NOW).earlier_promise == earlier
    merge(session, keys, coach, stays, goes)
    assert review.get(session, kept).promised_on == earlier


def test_nobody_is_let_in_and_no_permission_opens_more(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    before = {who.home.id: consent.live(session, who.home.id, Purpose.COACH_ACCESS, at=NOW) for who in (stays, goes)}
    merge(session, keys, coach, stays, goes)
    for who, other in ((stays, goes), (goes, stays)):
        assert homes.home_of(session, who.person.id, on=NOW.date()) == who.home
        with pytest.raises(NotFound):
            homes.get_member(session, who.person.id, other.home.id)
        opened = consent.live(session, who.home.id, Purpose.COACH_ACCESS, at=NOW)
        assert [one.grant_ids for one in opened] == [one.grant_ids for one in before[who.home.id]]


def test_whoever_lives_in_both_sees_the_home_that_stays(session: Session, keys: Vault, coach: PersonView) -> None:
    goes, stays = household(session, keys), household(session, keys)
    homes.join(session, goes.person.id, stays.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    before = homes.home_of(session, goes.person.id, on=NOW.date())
    assert before is not None and before.id == goes.home.id
    merge(session, keys, coach, stays, goes)
    after = homes.home_of(session, goes.person.id, on=NOW.date())
    assert after is not None and after.id == stays.home.id


def test_a_member_lets_the_other_in_who_leaves_nothing(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    merge(session, keys, coach, stays, goes)
    token = invitations.invite(session, keys, stays.person, stays.home.id, now=NOW)
    joined = invitations.accept(
        session, keys, token, goes.person, scenes.MOVED_IN, leaving=False, now=NOW + timedelta(hours=1)
    )
    assert joined is not None and joined.id == stays.home.id
    assert consent.in_force(session, goes.home.id, at=NOW), "what they permitted of their own readings still stands"
    lives_in = homes.home_of(session, goes.person.id, on=NOW.date())
    assert lives_in is not None and lives_in.id == stays.home.id


def test_facts_of_the_building_come_together_and_of_people_do_not(
    session: Session, keys: Vault, coach: PersonView
) -> None:
    stays = household(session, keys, attic_r=20, year_built=1970)
    goes = household(session, keys, occupants=4, income_qualified=True)
    tell(session, goes, NOW + timedelta(days=1), attic_r=40, window_type="double")
    tell(session, goes, NOW - timedelta(days=9), year_built=1968)
    agreed = plan(session, stays.home.id, goes.home.id, now=NOW)
    assert {one.name: one.newer_goes for one in agreed.conflicts} == {"attic_r": True, "year_built": False}
    assert agreed.facts_staying == 2
    done = merge(session, keys, coach, stays, goes)
    known = {one.name: one.value for one in homes.known_facts(session, stays.home.id)}
    assert known == {"attic_r": 40, "year_built": 1970, "window_type": "double"}
    history = session.execute(
        text("SELECT name, value, provenance, ended_at IS NULL FROM home_fact WHERE home_id = :id ORDER BY 1, 2::text"),
        {"id": stays.home.id},
    ).all()
    assert ("year_built", 1968, "resident", False) in [tuple(row) for row in history], "the older word is kept"
    assert ("attic_r", 20, "resident", False) in [tuple(row) for row in history]
    assert value_of(session, goes.home.id, "attic_r") == 40, "their own pages still have it"
    merging.undo(session, keys, coach.actor, done, now=NOW)
    known = {one.name: one.value for one in homes.known_facts(session, stays.home.id)}
    assert known == {"attic_r": 20, "year_built": 1970}


def test_general_questions_come_along_and_those_on_readings_stay(
    session: Session, keys: Vault, coach: PersonView
) -> None:
    stays, goes = household(session, keys), household(session, keys)
    general = questions.ask(session, keys, goes.person, goes.home.id, Question("Why?", goes.person.language), now=NOW)
    chart = Question("What?", goes.person.language, about=About.CHART, about_key="energy")
    questions.ask(session, keys, goes.person, goes.home.id, chart, now=NOW)
    agreed = plan(session, stays.home.id, goes.home.id, now=NOW)
    assert (agreed.questions, agreed.questions_staying) == (1, 1)
    merge(session, keys, coach, stays, goes)
    assert [one.id for one in conversations.of_home(session, stays.home.id)] == [general]
    assert len(conversations.of_person(session, keys, goes.person.id)) == 2, "both are still their own"
    assert conversations.of_person(session, keys, stays.person.id) == [], "and nobody else reads them"


facts = st.fixed_dictionaries(
    {},
    optional={
        "attic_r": st.sampled_from([12, 20, 40]),
        "year_built": st.sampled_from([1950, 1990]),
        "vermiculite": st.booleans(),
        "window_type": st.none() | st.just("double"),
        "occupants": st.integers(1, 4),
    },
)


@given(
    here=facts,
    there=facts,
    later=st.integers(-3, 3),
    cases=st.tuples(st.booleans(), st.booleans()),
    asked=st.integers(0, 2),
)
@property_settings(max_examples=8, phases=(Phase.explicit, Phase.generate))
def test_merged_and_undone_every_row_is_as_it_was(
    _shared_engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
    here: Any,
    there: Any,
    later: int,
    cases: Any,
    asked: int,
) -> None:
    keys = scenes.vault(tmp_path_factory.mktemp("keys"))
    with Session(_shared_engine, expire_on_commit=False) as session:
        coach = scenes.coach(session, keys)
        stays, goes = household(session, keys, **here), household(session, keys)
        tell(session, goes, NOW + timedelta(days=later), **there)
        for who, has_case in zip((stays, goes), cases, strict=True):
            if has_case:
                scenes.assessed(session, who, MEASURES)
        for _ in range(asked):
            questions.ask(session, keys, goes.person, goes.home.id, Question("Why?", goes.person.language), now=NOW)
        before = rows(session)
        done = merge(session, keys, coach, stays, goes)
        assert rows(session) != before
        merging.undo(session, keys, coach.actor, done, now=NOW + timedelta(days=29))
        assert rows(session) == before
        session.rollback()


def test_what_came_after_the_merge_stays_where_it_was_put(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys, attic_r=20), household(session, keys)
    tell(session, goes, NOW + timedelta(days=1), attic_r=40)
    done = merge(session, keys, coach, stays, goes)
    tell(session, stays, NOW + timedelta(days=2), attic_r=50, year_built=1970)
    tell(session, goes, NOW + timedelta(days=2), vermiculite=True)
    merging.undo(session, keys, coach.actor, done, now=NOW + timedelta(days=3))
    assert value_of(session, stays.home.id, "attic_r") == 50
    assert value_of(session, stays.home.id, "year_built") == 1970
    assert value_of(session, goes.home.id, "attic_r") == 40
    assert value_of(session, goes.home.id, "vermiculite") is True


def test_a_merge_is_of_what_was_read_and_by_whoever_was_first(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    pair = pair_of(session, stays, goes)
    seen = plan(session, stays.home.id, goes.home.id, now=NOW).seen

    def again(home: uuid.UUID | None = stays.home.id, read: str = seen) -> Any:
        return lambda: merging.merge(session, keys, coach, pair, home, seen=read, now=NOW)

    refused(CHOOSE_ONE, again(None))
    refused(CHOOSE_ONE, again(uuid.uuid4()))
    refused(CHANGED, again(goes.home.id))
    tell(session, goes, attic_r=40)
    refused(CHANGED, again())
    case = scenes.assessed(session, goes, MEASURES)
    review.claim(session, scenes.coach(session, keys), case, now=NOW)
    fresh = plan(session, stays.home.id, goes.home.id, now=NOW).seen
    refused(CASE_TAKEN, again(read=fresh))
    queue_time = NOW + timedelta(hours=3)
    review.expire_claims(session, now=queue_time)
    done = again(read=fresh)()
    refused(DECIDED, again(read=fresh))
    refused(DECIDED, lambda: pairs.keep_apart(session, coach, pair, now=NOW))
    third = household(session, keys)
    home_marks.state_address(session, keys, third.person.id, third.home.id, HERE, now=NOW)
    other = pair_of(session, stays, third)
    read = plan(session, third.home.id, stays.home.id, now=NOW).seen
    refused(MERGED_ALREADY, lambda: merging.merge(session, keys, coach, other, third.home.id, seen=read, now=NOW))
    refused(TOO_LATE, lambda: merging.undo(session, keys, coach.actor, done, now=NOW + timedelta(days=31)))
    merging.undo(session, keys, coach.actor, done, now=NOW)
    refused(UNDONE, lambda: merging.undo(session, keys, coach.actor, done, now=NOW))


def test_without_coach_access_to_both_there_is_no_pair(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    pair = pair_of(session, stays, goes)
    seen = plan(session, stays.home.id, goes.home.id, now=NOW).seen
    scenes.take_back(session, keys, goes, Purpose.COACH_ACCESS)
    assert pairs.waiting(session, now=NOW) == []
    for act in (
        lambda: pairs.get(session, pair, now=NOW),
        lambda: pairs.keep_apart(session, coach, pair, now=NOW),
        lambda: merging.merge(session, keys, coach, pair, stays.home.id, seen=seen, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_resident_objects_and_it_is_never_proposed_again(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys), household(session, keys)
    done = merge(session, keys, coach, stays, goes)
    stranger = household(session, keys)
    with pytest.raises(NotFound):
        merging.object_to(session, keys, stranger.person, done, now=NOW)
    assert [one.id for one in merging.of_person(session, goes.person.id, now=NOW)] == [done]
    merging.object_to(session, keys, goes.person, done, now=NOW)
    assert homes.stands_for(session, goes.home.id) is None
    pairs.compare(session, now=NOW)
    ids = {stays.home.id, goes.home.id}
    assert all(set(one.home_ids) != ids for one in pairs.waiting(session, now=NOW))
    states = session.execute(text("SELECT state FROM duplicate_pair WHERE state <> 'open'")).scalars().all()
    assert states == [PairState.APART.value]


def test_both_households_have_a_letter_where_they_agreed_to_letters(
    session: Session, keys: Vault, coach: PersonView
) -> None:
    stays, goes = household(session, keys), household(session, keys)
    scenes.by_telephone(session, keys, goes, Purpose.CONTACT_EMAIL)
    done = merge(session, keys, coach, stays, goes)
    merging.undo(session, keys, coach.actor, done, now=NOW)
    sent = session.execute(text("SELECT person_id FROM letter WHERE topic = 'household'")).scalars().all()
    assert sent == [goes.person.id, goes.person.id], "that it was done, and that it was undone"
    for home in (stays.home.id, goes.home.id):
        acts = session.execute(
            text("SELECT action FROM audit_event WHERE home_id = :home AND action LIKE 'homes.%' ORDER BY id"),
            {"home": home},
        ).scalars()
        assert list(acts) == [audit.Action.HOMES_MERGED.value, audit.Action.HOMES_PARTED.value]


def test_who_is_erased_leaves_nothing_in_the_other_home(session: Session, keys: Vault, coach: PersonView) -> None:
    stays, goes = household(session, keys, attic_r=20), household(session, keys)
    tell(session, goes, NOW + timedelta(days=1), attic_r=40, vermiculite=True)
    merge(session, keys, coach, stays, goes)
    erasure_rows.delete_rows(session, Whose(goes.person.id, [goes.home.id]))
    session.expire_all()
    known = {one.name: one.value for one in homes.known_facts(session, stays.home.id)}
    assert known == {"attic_r": 20}
    for table in ("duplicate_pair", "home_merge", "home_merge_move"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_two_who_merge_at_once_and_the_second_finds_it_done(engine: Engine, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    with db.transaction(engine) as session:
        coaches = [scenes.coach(session, keys) for _ in range(2)]
        stays, goes = household(session, keys), household(session, keys)
        pair = pair_of(session, stays, goes)
        ends = [
            (home, plan(session, home, other, now=NOW).seen)
            for home, other in ((stays.home.id, goes.home.id), (goes.home.id, stays.home.id))
        ]
    outcomes: list[object] = []
    gate = threading.Barrier(2)

    def act(coach: PersonView, home: uuid.UUID, seen: str) -> None:
        with db.transaction(engine) as own:
            gate.wait(10)
            try:
                outcomes.append(merging.merge(own, keys, coach, pair, home, seen=seen, now=NOW))
            except Refusal as refusal:
                outcomes.append(refusal.code)

    threads = [threading.Thread(target=act, args=(coach, *end)) for coach, end in zip(coaches, ends, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(type(one).__name__ for one in outcomes) == ["Code", "UUID"]
    assert DECIDED in outcomes
    with db.transaction(engine) as session:
        assert session.execute(text("SELECT count(*) FROM home_merge")).scalar_one() == 1
