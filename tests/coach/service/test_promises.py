"""The service clock: asked once after ten working days, answered once, reported; a coach's week in one letter."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach.asking import letters, questions
from coach.asking.questions import Question
from coach.cases import review, review_unheard
from coach.service import digest, promises, resident_letters, service_report
from coach.service.promises import Contacted
from greener_homes import mail, people
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience, Language, PersonView
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import ContactCheck
from greener_homes.tables.mail import Letter
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

TEN_DAYS_ON = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
"""The tenth working day after NOW, which is a Saturday."""


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    found = scenes.resident(session, keys)
    scenes.assessed(session, found, ("ENV-AIR",))
    return found


@pytest.fixture
def coach(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.COACH)


def letters_to(session: Session, keys: Vault, person: PersonView) -> list[str]:
    key = people.key_of(session, keys, person.id)
    assert key
    rows = session.exec(select(Letter).where(Letter.person_id == person.id)).all()
    return [keys.open(key, row.text_sealed, f"letter|text|{person.id}") for row in rows]


def asked(session: Session, keys: Vault, who: scenes.Resident) -> str:
    """The token in the letter that asks."""
    scenes.by_telephone(session, keys, who, Purpose.CONTACT_EMAIL)
    promises.ask_due(session, keys, now=TEN_DAYS_ON)
    (said,) = letters_to(session, keys, who.person)
    found = re.search(r"\{pages\}/contacted/([\w-]{43})", said)
    assert found
    return found[1]


def test_a_household_is_asked_after_ten_working_days_and_once(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    promises.ask_due(session, keys, now=TEN_DAYS_ON - timedelta(days=1))
    assert promises.open_for(session, who.person.id, now=TEN_DAYS_ON) == []
    for at in (TEN_DAYS_ON, TEN_DAYS_ON + timedelta(hours=1), TEN_DAYS_ON + timedelta(days=3)):
        promises.ask_due(session, keys, now=at)
    assert len(promises.open_for(session, who.person.id, now=TEN_DAYS_ON)) == 1


def test_a_case_decided_in_time_is_asked_about_as_well(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    case = session.exec(select(Review.id).where(Review.home_id == who.home.id)).one()
    review.claim(session, coach, case, now=NOW)
    promises.ask_due(session, keys, now=TEN_DAYS_ON)
    assert len(promises.open_for(session, who.person.id, now=TEN_DAYS_ON)) == 1


def test_without_permission_for_letters_the_question_stands_on_the_page_only(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    promises.ask_due(session, keys, now=TEN_DAYS_ON)
    assert letters_to(session, keys, who.person) == []
    (check,) = promises.open_for(session, who.person.id, now=TEN_DAYS_ON)
    promises.answer_signed_in(session, keys, who.person, check.id, Contacted.YES, "", now=TEN_DAYS_ON)
    assert promises.open_for(session, who.person.id, now=TEN_DAYS_ON) == []
    with pytest.raises(NotFound):
        promises.answer_signed_in(session, keys, who.person, check.id, Contacted.NO, "", now=TEN_DAYS_ON)


def test_the_link_works_once(session: Session, keys: Vault, who: scenes.Resident) -> None:
    token = asked(session, keys, who)
    assert promises.find(session, keys, token, now=TEN_DAYS_ON).home_id == who.home.id
    with pytest.raises(Refusal) as refused:
        promises.answer(session, keys, token, None, "nothing", now=TEN_DAYS_ON)
    assert refused.value.code is promises.CHOICE_NEEDED
    promises.answer(session, keys, token, Contacted.NO, "We sealed the hatch, canary.", now=TEN_DAYS_ON)
    row = session.exec(select(ContactCheck).where(ContactCheck.home_id == who.home.id)).one()
    assert row.contacted is Contacted.NO and b"canary" not in bytes(row.did_sealed or b"")
    assert token.encode() not in bytes(row.token_digest)
    for again in (promises.find, lambda *given, now: promises.answer(*given, Contacted.YES, "", now=now)):
        with pytest.raises(NotFound):
            again(session, keys, token, now=TEN_DAYS_ON)


@pytest.mark.parametrize("said", Contacted)
def test_nobody_came_moves_the_case_up_and_any_other_answer_does_not(
    session: Session, keys: Vault, who: scenes.Resident, said: Contacted
) -> None:
    token = asked(session, keys, who)
    before = review.latest(session, who.home.id)
    promises.answer(session, keys, token, said, "", now=TEN_DAYS_ON)
    after = review.latest(session, who.home.id)
    assert before and after and after.promised_on == before.promised_on
    unheard = said is Contacted.NO
    assert (after.not_contacted, after.lift_days - before.lift_days) == (unheard, 2 if unheard else 0)
    done = [event.action for event in review.history(session, after.id)]
    assert (review_unheard.UNHEARD in done) is unheard
    newer = scenes.assessed(session, who, ("ENV-AIR",))
    assert review.get(session, newer).not_contacted is unheard, "newer evidence does not make them wait anew"


def test_nobody_came_of_a_decided_case_moves_nothing(session: Session, keys: Vault, who: scenes.Resident) -> None:
    token = asked(session, keys, who)
    row = session.exec(select(Review).where(Review.home_id == who.home.id)).one()
    row.state = review.ReviewState.DECLINED
    session.add(row)
    promises.answer(session, keys, token, Contacted.NO, "", now=TEN_DAYS_ON)
    found = review.latest(session, who.home.id)
    assert found and not found.not_contacted


def test_the_link_ends_after_thirty_days_and_another_opens_nothing(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    token = asked(session, keys, who)
    for wrong, at in ((token, TEN_DAYS_ON + promises.LASTS), ("x" * 43, TEN_DAYS_ON), ("", TEN_DAYS_ON)):
        with pytest.raises(NotFound):
            promises.find(session, keys, wrong, now=at)


def test_a_strangers_check_cannot_be_answered(session: Session, keys: Vault, who: scenes.Resident) -> None:
    promises.ask_due(session, keys, now=TEN_DAYS_ON)
    (check,) = promises.open_for(session, who.person.id, now=TEN_DAYS_ON)
    stranger = scenes.resident(session, keys)
    with pytest.raises(NotFound):
        promises.answer_signed_in(session, keys, stranger.person, check.id, Contacted.YES, "", now=TEN_DAYS_ON)


def test_a_coach_has_one_letter_a_week_from_monday_morning(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    thread = questions.ask(session, keys, who.person, who.home.id, Question("When?", Language.ENGLISH), now=NOW)
    questions.take(session, coach, thread, seen_owner=None, now=NOW)
    monday = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # five in the morning in Durham
    digest.write_due(session, keys, now=monday)
    assert letters_to(session, keys, coach) == []
    for hours in (1, 2, 80):
        digest.write_due(session, keys, now=monday + timedelta(hours=hours))
    (said,) = letters_to(session, keys, coach)
    assert "1  of your questions are overdue" in said
    digest.write_due(session, keys, now=monday + timedelta(days=7, hours=3))
    assert len(letters_to(session, keys, coach)) == 2


def test_an_answer_goes_by_letter_to_whoever_asked_for_that(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    by_mail = Question("When?", Language.FRENCH, reply_by=questions.ReplyBy.EMAIL)
    thread = questions.ask(session, keys, who.person, who.home.id, by_mail, now=NOW)
    here = questions.ask(session, keys, who.person, who.home.id, Question("Where?", Language.ENGLISH), now=NOW)
    for one in (thread, here):
        questions.answer(session, keys, coach, one, "Demain.", asks_back=False, now=NOW)
    (said,) = letters_to(session, keys, who.person)
    assert "Votre coach écrit" in said and "Demain." in said and f"/ask/{thread}" in said


def test_the_report_counts_what_was_promised_and_kept(
    session: Session, keys: Vault, who: scenes.Resident, coach: PersonView
) -> None:
    before = service_report.report(session, keys, now=TEN_DAYS_ON)
    for days in (0, 5):
        thread = questions.ask(session, keys, who.person, who.home.id, Question("When?", Language.ENGLISH), now=NOW)
        questions.answer(session, keys, coach, thread, "Now.", asks_back=False, now=NOW + timedelta(days=days))
    questions.ask(session, keys, who.person, who.home.id, Question("And?", Language.ENGLISH), now=NOW)
    token = asked(session, keys, who)
    promises.answer(session, keys, token, Contacted.NO, "", now=TEN_DAYS_ON)
    found = service_report.report(session, keys, now=TEN_DAYS_ON)
    (mine,) = [one for one in found.coaches if (one.answered, one.kept) == (2, 1)]
    assert (mine.kept_share, mine.days_to_answer) == (0.5, 2.0)
    assert found.questions_free == before.questions_free + 1
    assert found.said[Contacted.NO] == before.said[Contacted.NO] + 1 and found.answered_checks <= found.asked
    assert found.letters[mail.LetterState.WAITING] >= 1
    assert found.cases_waiting >= 1 and found.oldest_days >= 10


@pytest.mark.parametrize("language", Language)
def test_every_letter_is_said_in_both_languages(language: Language) -> None:
    made = [
        letters.answered("Words", 7, language, asks_back=False),
        letters.answered("Words", 7, language, asks_back=True),
        letters.contact_check("token", language),
        letters.reminder(NOW, True, language),
        letters.reminder(NOW, False, language),
        letters.cancelled(NOW, True, language),
        letters.cancelled(NOW, False, language),
        letters.visit_written(7, language),
        letters.digest([("overdue", "en retard", 2)], NOW.date(), language),
    ]
    for one in made:
        whole = " ".join((one.subject, *one.paragraphs))
        assert "'" not in whole and "!" not in whole
        assert any(part.startswith("{pages}/") for part in one.paragraphs), "one thing to do, and where"
    french = {"Votre", "votre", "Vous", "rendez-vous", "vous", "semaine"}
    assert all(bool(french & set(re.findall(r"[\w-]+", one.subject))) == (language is Language.FRENCH) for one in made)


def test_a_new_plan_is_written_about_once_to_whoever_wants_letters(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, who, purpose)
    maker, case = scenes.coach(session, keys), scenes.assessed(session, who, ("ENV-AIR",))
    review.claim(session, maker, case, now=NOW)
    review.decide(session, maker, case, review.Decision.APPROVE, "", now=NOW)
    assert resident_letters.plans_ready(session, keys, now=NOW) == 0, "nobody agreed to letters"
    scenes.by_telephone(session, keys, who, Purpose.CONTACT_EMAIL)
    assert resident_letters.plans_ready(session, keys, now=NOW) == 1
    assert resident_letters.plans_ready(session, keys, now=NOW) == 0
    assert resident_letters.plans_ready(session, keys, now=NOW + timedelta(days=3)) == 0
