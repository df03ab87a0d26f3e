"""Letters on a referral's news: one for all that came together, never twice, none after an end, nothing told."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach.asking import letters
from coach.referrals import endings, news, telling
from coach.referrals.states import ReferralEventKind, ReferralNeed, Told
from coach.service import service_jobs
from greener_homes import mail, people
from greener_homes.jobs import NOBODY
from greener_homes.mail import LetterState, Topic
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.coach.referrals import referred
from tests.coach.referrals.referred import SOFTWARE, Scene
from tests.scenes import NOW

K = ReferralEventKind


@pytest.fixture
def scene(session: Session, keys: Vault) -> Scene:
    return referred.sent(session, keys, referred.planned(session, keys), referred.lender(session))


def told(session: Session, scene: Scene, kind: K, hours: int, **more: object) -> None:
    event = Told(f"e{hours}", kind, NOW + timedelta(hours=hours), **more)  # type: ignore[arg-type]
    now = NOW + timedelta(hours=hours)
    telling.tell(session, scene.lender.id, scene.sent.referral_id, event, actor=SOFTWARE, now=now)


def written(session: Session, keys: Vault, hours: int) -> int:
    """How many letters are written at that hour; asked twice, the second time none."""
    now = NOW + timedelta(hours=hours)
    made = news.write_due(session, keys, now=now)
    assert news.write_due(session, keys, now=now) == 0
    return made


def subjects(session: Session, keys: Vault, who: scenes.Resident) -> list[str]:
    key = people.key_of(session, keys, who.person.id)
    assert key is not None
    rows = session.exec(select(Letter).where(Letter.topic == Topic.REFERRAL).order_by(col(Letter.written_at)))
    return [keys.open(key, row.subject_sealed, f"letter|subject|{who.person.id}") for row in rows]


def test_several_events_that_come_together_make_one_letter_and_none_twice(
    session: Session, keys: Vault, scene: Scene
) -> None:
    told(session, scene, K.RECEIVED, 1)
    assert written(session, keys, 2) == 0, "that it arrived asks nothing of anybody"
    told(session, scene, K.NEEDS_INFORMATION, 3, needs=(ReferralNeed.INCOME,))
    told(session, scene, K.APPROVED, 5)
    told(session, scene, K.RECEIVED, 4)
    assert written(session, keys, 6) == 1
    told(session, scene, K.APPROVED, 7)
    assert written(session, keys, 8) == 0, "the same answer again is no news"
    told(session, scene, K.FUNDED, 9, amount_cents=1_850_000)
    assert written(session, keys, 10) == 1
    assert subjects(session, keys, scene.who) == ["News of your request"] * 2


def test_the_job_of_every_hour_writes_them(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    scene = referred.sent(session, keys, referred.planned(session, keys), referred.lender(session))
    told(session, scene, K.APPROVED, 1)
    now = NOW + timedelta(hours=2)
    service_jobs.write_to_residents(session, NOBODY, now=now, settings=settings, step=lambda _name: None)
    assert subjects(session, keys, scene.who) == ["News of your request"]


def test_what_is_needed_again_is_written_of_again(session: Session, keys: Vault, scene: Scene) -> None:
    told(session, scene, K.NEEDS_INFORMATION, 1, needs=(ReferralNeed.INCOME,))
    assert written(session, keys, 2) == 1
    told(session, scene, K.NEEDS_INFORMATION, 3, needs=(ReferralNeed.INCOME, ReferralNeed.QUOTE))
    assert written(session, keys, 4) == 1
    told(session, scene, K.RECEIVED, 5)
    assert written(session, keys, 6) == 0
    told(session, scene, K.NEEDS_INFORMATION, 7, needs=(ReferralNeed.INCOME, ReferralNeed.QUOTE))
    assert written(session, keys, 8) == 1
    assert subjects(session, keys, scene.who) == ["Your request needs something from you"] * 3


def test_after_an_end_no_letter_is_written_and_one_that_waits_is_not_sent(
    session: Session, keys: Vault, scene: Scene
) -> None:
    told(session, scene, K.DECLINED, 1)
    assert written(session, keys, 2) == 1
    told(session, scene, K.APPROVED, 3)
    later = NOW + timedelta(hours=4)
    endings.withdraw(session, keys, scene.who.person, scene.who.home.id, scene.sent.referral_id, now=later)
    assert written(session, keys, 5) == 0
    session.expire_all()
    assert session.exec(select(Letter.state).where(Letter.topic == Topic.REFERRAL)).all() == [LetterState.DROPPED]


def test_who_turned_these_letters_off_has_none_also_not_later(session: Session, keys: Vault, scene: Scene) -> None:
    mail.turn_off(session, scene.who.person.id, Topic.REFERRAL, now=NOW)
    told(session, scene, K.APPROVED, 1)
    assert written(session, keys, 2) == 0
    mail.turn_on(session, scene.who.person.id, Topic.REFERRAL)
    assert written(session, keys, 3) == 0


@pytest.mark.parametrize("language", list(Language))
def test_a_letter_says_neither_who_nor_what(language: Language) -> None:
    number = uuid.uuid4()
    asks, tells = (letters.referral_news(number, language, asks=one) for one in (True, False))
    assert asks.subject != tells.subject
    for one in (asks, tells):
        assert one.paragraphs[-1] == f"{mail.PAGES}/referrals/{number}"
        said = " ".join((one.subject, *one.paragraphs[:-1])).lower()
        assert not any(word in said for word in ("credit", "loan", "prêt", "approved", "accept", "refus", "$", "union"))
    sent = letters.sent_on_their_word(number, language, by_telephone=True)
    assert {f"{mail.PAGES}/referrals/{number}", f"{mail.PAGES}/sharing/written-down"} <= set(sent.paragraphs)
