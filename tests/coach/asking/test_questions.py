"""Threads: whose turn it is, who owns them, what was promised, and that only its people read one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach.asking import question_lists, questions
from coach.asking.question_lists import Which
from coach.asking.questions import About, Question, ReplyBy
from coach.asking.thread_states import ARROWS, ThreadState, Turn
from coach.cases import review
from greener_homes import audit, belongings, export
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience, Language, PersonView
from greener_homes.photos import PhotoKind
from greener_homes.tables.conversation import Thread, ThreadAttachment, ThreadMessage
from greener_homes.vault import Vault
from tests import scenes
from tests.greener_homes.test_photos import jpeg
from tests.scenes import NOW

WORDS = "Is the attic worth it? canary words"


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys)


@pytest.fixture
def coach(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.COACH)


def asked(session: Session, keys: Vault, who: scenes.Resident, **other: object) -> Thread:
    question = Question(**{"text": WORDS, "language": Language.ENGLISH, **other})  # type: ignore[arg-type]
    return session.get_one(Thread, questions.ask(session, keys, who.person, who.home.id, question, now=NOW))


def test_a_question_is_answered(session: Session, keys: Vault, who: scenes.Resident, coach: PersonView) -> None:
    row = asked(session, keys, who, about=About.RECOMMENDATION, about_key="ENV-ATTIC-MID")
    assert (row.state, row.owner_id) == (ThreadState.OPEN, None)
    assert row.promised_on == date(2026, 11, 24), "asked on a Saturday; two working days on"
    questions.answer(session, keys, coach, row.id, "Yes, and seal it first.", asks_back=False, now=NOW)
    assert (row.state, row.owner_id, row.first_answered_at) == (ThreadState.ANSWERED, coach.id, NOW)
    read = questions.for_resident(session, keys, who.person, row.id)
    assert [(one.author.value, one.text) for one in read.messages] == [
        ("resident", WORDS),
        ("coach", "Yes, and seal it first."),
    ]


def test_the_coach_of_the_case_owns_its_questions(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    case = scenes.assessed(session, who, ("ENV-AIR",))
    review.claim(session, coach, case, now=NOW)
    row = asked(session, keys, who)
    assert row.owner_id == coach.id
    other = scenes.person(session, keys, Audience.COACH)
    with pytest.raises(Refusal) as refused:
        questions.answer(session, keys, other, row.id, "Me too", asks_back=False, now=NOW)
    assert refused.value.code is questions.OF_ANOTHER
    with pytest.raises(Refusal):
        questions.take(session, other, row.id, seen_owner=None, now=NOW)  # it was nobody's when they looked
    questions.take(session, other, row.id, seen_owner=coach.id, now=NOW)
    questions.answer(session, keys, other, row.id, "Taken over", asks_back=False, now=NOW)
    assert row.owner_id == other.id


def test_what_is_written_stands_nowhere_in_clear(session: Session, keys: Vault, who: scenes.Resident) -> None:
    row = asked(session, keys, who, reply_by=ReplyBy.PHONE, phone="905 555 0123")
    message = session.exec(select(ThreadMessage)).one()
    kept = bytes(message.text_sealed) + bytes(row.phone_sealed or b"")
    assert b"canary" not in kept and b"555" not in kept
    assert questions.for_resident(session, keys, who.person, row.id).thread.phone == "905 555 0123"


def test_a_photo_comes_with_it_and_is_opened_for_its_people_only(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    from greener_homes.photos import read_photo

    photo = read_photo(jpeg())
    asked(session, keys, who, photos=(photo,))
    row = session.exec(select(ThreadAttachment)).one()
    assert photo.data not in bytes(row.data_sealed)
    for reader in (who.person, coach):
        opened = questions.attachment(session, keys, reader, row.id, now=NOW)
        assert (opened.kind, opened.data) == (PhotoKind.JPEG, jpeg())
    stranger = scenes.resident(session, keys)
    with pytest.raises(NotFound):
        questions.attachment(session, keys, stranger.person, row.id, now=NOW)
    looks = audit.looked_at(session, who.home.id, besides=who.person.id)
    assert [(look.action, look.actor_id) for look in looks] == [("question.read", coach.id)]


def test_another_residents_thread_is_not_there(session: Session, keys: Vault, who: scenes.Resident) -> None:
    row, stranger = asked(session, keys, who), scenes.resident(session, keys)
    with pytest.raises(NotFound):
        questions.for_resident(session, keys, stranger.person, row.id)
    with pytest.raises(NotFound):
        questions.write(session, keys, stranger.person, row.id, "x", now=NOW)
    with pytest.raises(NotFound):
        questions.close(session, stranger.person, row.id, now=NOW)


def test_writing_again_opens_a_thread_with_a_new_promise(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    row = asked(session, keys, who)
    later = NOW + timedelta(days=2)
    questions.write(session, keys, who.person, row.id, "And the walls?", now=later)
    assert row.promised_on == date(2026, 11, 24), "a second word does not put the first promise off"
    questions.answer(session, keys, coach, row.id, "How old are they?", asks_back=True, now=later)
    assert row.state is ThreadState.WAITING
    questions.write(session, keys, who.person, row.id, "1960", now=later)
    assert (row.state, row.promised_on) == (ThreadState.OPEN, date(2026, 11, 25))
    questions.close(session, who.person, row.id, now=later)
    questions.write(session, keys, who.person, row.id, "One more thing", now=later)
    assert row.state is ThreadState.OPEN


@pytest.mark.parametrize("state", ThreadState)
@pytest.mark.parametrize("turn", Turn)
def test_an_arrow_that_is_not_in_the_table_is_refused(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView, state: ThreadState, turn: Turn
) -> None:
    row = asked(session, keys, who)
    row.state = state
    session.add(row)
    do = {
        Turn.WRITE: lambda: questions.write(session, keys, who.person, row.id, "x", now=NOW),
        Turn.ANSWER: lambda: questions.answer(session, keys, coach, row.id, "x", asks_back=False, now=NOW),
        Turn.ASK_BACK: lambda: questions.answer(session, keys, coach, row.id, "x", asks_back=True, now=NOW),
        Turn.CLOSE: lambda: questions.close_as_coach(session, coach, row.id, now=NOW),
    }[turn]
    if (state, turn) in ARROWS:
        do()
        assert row.state is ARROWS[state, turn]
    else:
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.code is questions.NOT_ALLOWED


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"text": "  \n "}, questions.TEXT_NEEDED),
        ({"text": "x" * 4_001}, questions.TEXT_LONG),
        ({"reply_by": ReplyBy.PHONE}, questions.PHONE_NEEDED),
        ({"reply_by": ReplyBy.PHONE, "phone": "call me 905 555 0123"}, questions.PHONE_NEEDED),
        ({"reply_by": ReplyBy.PHONE, "phone": "٩٠٥٥٥٥٠١٢٣"}, questions.PHONE_NEEDED),
    ],
)
def test_what_cannot_be_answered_is_refused(
    session: Session, keys: Vault, who: scenes.Resident, other: dict[str, object], code: object
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(session, keys, who, **other)
    assert refused.value.code is code


def test_nobody_floods_the_desk(session: Session, keys: Vault, who: scenes.Resident) -> None:
    row = asked(session, keys, who)
    for _ in range(questions.MESSAGES_A_DAY - 1):
        questions.write(session, keys, who.person, row.id, "again", now=NOW)
    with pytest.raises(Refusal) as refused:
        questions.write(session, keys, who.person, row.id, "again", now=NOW)
    assert refused.value.code is questions.TOO_MANY
    questions.write(session, keys, who.person, row.id, "the next day", now=NOW + timedelta(days=1))


def test_lists_hold_what_they_say_and_what_is_due_first_stands_first(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    late, soon = asked(session, keys, who), asked(session, keys, who)
    late.promised_on = date(2026, 11, 19)
    session.add(late)
    waiting = asked(session, keys, who)
    waiting.promised_on, waiting.state = date(2026, 11, 1), ThreadState.WAITING
    session.add(waiting)
    session.flush()
    mine = {late.id, soon.id, waiting.id}
    found = [one for one in question_lists.listed(session, keys, coach, Which.FREE).lines if one.id in mine]
    assert [one.id for one in found] == [late.id, soon.id, waiting.id], "whose turn is the resident's waits at the end"
    assert [one.is_overdue(date(2026, 11, 22)) for one in found] == [True, False, False]
    assert found[0].words == WORDS and found[0].reference == who.home.reference
    before = question_lists.counts(session, coach)
    questions.take(session, coach, late.id, seen_owner=None, now=NOW)
    after = question_lists.counts(session, coach)
    assert (after[Which.MINE], after[Which.FREE]) == (before[Which.MINE] + 1, before[Which.FREE] - 1)


def test_a_thread_is_in_the_copy_of_its_persons_data_and_in_nobody_elses(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    asked(session, keys, who)
    stranger = scenes.resident(session, keys)

    def copy_of(one: scenes.Resident) -> bytes:
        return b"".join(piece for _, pieces in export.documents(session, keys, one.person.id) for piece in pieces)

    assert b"canary words" in copy_of(who)
    assert b"canary words" not in copy_of(stranger)
    assert {"thread", "thread_message", "thread_attachment"} <= {table.name for table in belongings.tables()}
