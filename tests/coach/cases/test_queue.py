"""The lists of the desk: in turn, narrowed by any mix of filters, page by page, and claimed by one coach at a time."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coach.cases import queue, review
from coach.cases.queue import DataProblem, Filters, Listed, Mark
from coach.cases.queue_lists import next_in_turn
from coach.cases.review import Decision, WaitingReason
from coach.cases.review_codes import DECLARATION_NEEDED
from greener_homes import consent, db
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.advice import Review
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

MEASURES = ("ENV-ATTIC-MID", "ENV-AIR")


def case(session: Session, keys: Vault, **values: object) -> Review:
    """A waiting case of a home of its own, with these columns."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    row = session.get_one(Review, scenes.assessed(session, who, MEASURES))
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def listed(session: Session, coach: PersonView, filters: Filters = queue.NO_FILTERS) -> list[uuid.UUID]:
    page = queue.page_of(session, Listed.WAITING, coach, now=NOW, filters=filters)
    assert page.total == len(page.entries)
    return [entry.review.id for entry in page.entries]


def test_the_earliest_turn_comes_first_then_the_longest_wait(session: Session, keys: Vault, coach: PersonView) -> None:
    plain = case(session, keys)
    sooner = case(session, keys, turn_on=plain.turn_on - timedelta(days=1))
    longer = case(session, keys, waiting_since=NOW - timedelta(hours=1))
    assert listed(session, coach) == [sooner.id, longer.id, plain.id]
    taken = queue.claim_next(session, coach, now=NOW)
    assert taken is not None and taken.id == sooner.id


FILTERED = [
    ({"municipality": "Ajax"}, Filters(municipality="Ajax")),
    ({"heating_fuel": "oil"}, Filters(heating_fuel="oil")),
    ({"reason": WaitingReason.ANSWERED}, Filters(reason=WaitingReason.ANSWERED)),
    ({"goal": "carbon"}, Filters(goal="carbon")),
    ({"language": "fr"}, Filters(language="fr")),
    ({"income_qualified": True}, Filters(income_qualified=True)),
    ({"data_problem": DataProblem.QUESTIONS}, Filters(data_problem=DataProblem.QUESTIONS)),
]


@pytest.mark.parametrize(("columns", "filters"), FILTERED)
def test_each_filter_leaves_its_cases_and_claim_next_honours_it(
    session: Session, keys: Vault, coach: PersonView, columns: dict[str, object], filters: Filters
) -> None:
    case(session, keys, income_qualified=False)
    wanted = case(session, keys, **columns)
    assert listed(session, coach, filters) == [wanted.id]
    taken = queue.claim_next(session, coach, now=NOW, filters=filters)
    assert taken is not None and taken.id == wanted.id
    assert queue.claim_next(session, coach, now=NOW, filters=filters) is None


def test_filters_are_combined(session: Session, keys: Vault, coach: PersonView) -> None:
    both = case(session, keys, municipality="Ajax", goal="carbon")
    case(session, keys, municipality="Ajax")
    case(session, keys, goal="carbon")
    assert listed(session, coach, Filters(municipality="Ajax", goal="carbon")) == [both.id]


def test_pages_follow_each_other_both_ways_and_lose_nobody(
    session: Session, keys: Vault, coach: PersonView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.cases.queue_lists.PAGE_SIZE", 2)
    made = [case(session, keys, waiting_since=NOW - timedelta(minutes=place)).id for place in range(5)][::-1]
    first = queue.page_of(session, Listed.WAITING, coach, now=NOW)
    second = queue.page_of(session, Listed.WAITING, coach, now=NOW, after=first.after)
    last = queue.page_of(session, Listed.WAITING, coach, now=NOW, after=second.after)
    assert [entry.review.id for page in (first, second, last) for entry in page.entries] == made
    assert (first.before, last.after, first.total) == (None, None, 5)
    back = queue.page_of(session, Listed.WAITING, coach, now=NOW, before=last.before)
    assert [entry.review.id for entry in back.entries] == [entry.review.id for entry in second.entries]
    assert queue.page_of(session, Listed.WAITING, coach, now=NOW, before=back.before).before is None


def test_a_place_in_a_list_is_read_back_as_it_was_written(session: Session, keys: Vault, coach: PersonView) -> None:
    row = case(session, keys, waiting_since=NOW + timedelta(microseconds=123_457))
    mark = queue.page_of(session, Listed.WAITING, coach, now=NOW).entries[0].mark
    assert Mark.of(str(mark)) == mark
    assert queue.page_of(session, Listed.WAITING, coach, now=NOW, after=mark).entries == []
    assert mark.review_id == row.id


@pytest.mark.parametrize(
    "text", ["", "1", "2026-13-01.1.0", f"2026-01-01.{'9' * 18}.{'a' * 32}", "x" * 90, "2026-01-01.٣." + "a" * 32]
)
def test_a_place_that_is_none_is_none(text: str) -> None:
    assert Mark.of(text) is None


def test_every_list_counts_what_it_shows(session: Session, keys: Vault, coach: PersonView) -> None:
    taken, asked, held = (case(session, keys) for _ in range(3))
    case(session, keys)
    for row in (taken, asked, held):
        review.claim(session, coach, row.id, now=NOW)
    review.decide(session, coach, asked.id, Decision.ASK, "How deep?", now=NOW)
    review.hold(session, coach, held.id, NOW.date() + timedelta(days=9), "A visit.", now=NOW)
    counts = queue.totals(session, coach, now=NOW).of
    for one in Listed:
        page = queue.page_of(session, one, coach, now=NOW)
        assert counts[one] == page.total == len(page.entries) == (0 if one is Listed.ESCALATED else 1)


def test_the_load_of_the_team_is_what_each_holds_and_did_this_week(
    session: Session, keys: Vault, coach: PersonView
) -> None:
    other = scenes.coach(session, keys)
    done, mine, theirs = (case(session, keys) for _ in range(3))
    review.claim(session, coach, done.id, now=NOW)
    review.decide(session, coach, done.id, Decision.APPROVE, "", now=NOW)
    review.claim(session, coach, mine.id, now=NOW)
    review.claim(session, other, theirs.id, now=NOW)
    review.decide(session, other, theirs.id, Decision.ASK, "How deep?", now=NOW)
    load = {one.coach_id: one for one in queue.team_load(session, now=NOW)}
    assert (load[coach.id].in_hand, load[coach.id].decided, load[coach.id].oldest) == (1, 1, NOW)
    assert (load[other.id].in_hand, load[other.id].asked, load[other.id].decided) == (0, 1, 0)
    next_week = {one.coach_id: one for one in queue.team_load(session, now=NOW + timedelta(days=7))}
    assert next_week[coach.id].decided == 0


def test_an_expired_permission_takes_the_home_off_every_list(session: Session, keys: Vault, coach: PersonView) -> None:
    case(session, keys)
    later = NOW + consent.LASTS
    assert len(queue.page_of(session, Listed.WAITING, coach, now=NOW).entries) == 1
    page = queue.page_of(session, Listed.WAITING, coach, now=later)
    assert (page.entries, page.total) == ([], 0)
    assert next_in_turn(session, coach, expert=False, now=later, filters=queue.NO_FILTERS) is None


def test_nobody_takes_a_home_before_declaring_their_interests(session: Session, keys: Vault) -> None:
    row = case(session, keys)
    newcomer = scenes.person(session, keys, Audience.COACH)
    for act in (
        lambda: queue.claim_next(session, newcomer, now=NOW),
        lambda: queue.take(session, newcomer, row.id, now=NOW),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code is DECLARATION_NEEDED


def test_coaches_who_ask_at_once_never_get_the_same_case(engine: Engine, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    with db.transaction(engine) as session:
        made = {case(session, keys).id for _ in range(6)}
        coaches = [scenes.coach(session, keys) for _ in range(3)]
    start, taken = threading.Barrier(len(coaches), timeout=30), []

    def work(coach: PersonView) -> None:
        for _ in range(2):
            with db.transaction(engine) as session:
                start.wait()  # each round begins at the same moment
                found = queue.claim_next(session, coach, now=NOW)
                taken.append(found.id if found else None)

    threads = [threading.Thread(target=work, args=(one,)) for one in coaches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(taken) == made and len(taken) == len(made)
