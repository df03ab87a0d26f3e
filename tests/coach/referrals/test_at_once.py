"""Two at once about one referral: one order for everybody, so that nobody waits for ever and no end is overlooked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from coach.referrals import comparing, endings, fetching, held, lists, sending, telling
from coach.referrals.comparing import Listed
from coach.referrals.sending import Wanted
from coach.referrals.states import Told
from greener_homes import consent, db, privacy
from greener_homes.consent import Answer, Purpose, ReferralField, Source
from greener_homes.errors import NotFound
from greener_homes.tables.referral import Referral, ReferralEventKind, ReferralPackage, ReferralState
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.beside import beside
from tests.coach.referrals import referred
from tests.coach.referrals.referred import PLAN, SOFTWARE, Scene
from tests.scenes import BOTH, NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def scene(engine: Engine, keys: Vault) -> Scene:
    with db.transaction(engine) as session:
        return referred.sent(session, keys, referred.planned(session, keys), referred.lender(session))


def stop(keys: Vault, scene: Scene) -> Callable[[Session], object]:
    who, sent = scene.who, scene.sent
    return lambda session: endings.withdraw(session, keys, who.person, who.home.id, sent.referral_id, now=LATER)


def tell(session: Session, scene: Scene) -> object:
    said = Told("e", ReferralEventKind.APPROVED, NOW)
    return telling.tell(session, scene.lender.id, scene.sent.referral_id, said, actor=SOFTWARE, now=LATER)


def fetch(session: Session, keys: Vault, scene: Scene) -> object:
    return fetching.fetch(session, keys, scene.lender.id, scene.sent.referral_id, actor=SOFTWARE, now=LATER)


def test_what_was_read_before_an_end_lets_nobody_tell_after_it(engine: Engine, keys: Vault, scene: Scene) -> None:
    with db.transaction(engine) as session:
        read = lists.one_of_recipient(session, scene.lender.id, scene.sent.referral_id)
        kept = session.get(Referral, scene.sent.referral_id)
        assert read.withdrawn_at is None and kept is not None
        with db.transaction(engine) as other:
            stop(keys, scene)(other)
        with pytest.raises(NotFound):
            tell(session, scene)
        with pytest.raises(NotFound):
            fetch(session, keys, scene)


def test_a_fetch_a_word_and_a_stop_at_once_follow_each_other(engine: Engine, keys: Vault, scene: Scene) -> None:
    with db.transaction(engine) as holding:
        held.referral(holding, scene.sent.referral_id)
        three = [
            beside(engine, lambda session: fetch(session, keys, scene), waiting=1),
            beside(engine, stop(keys, scene), waiting=2),
            beside(engine, lambda session: tell(session, scene), waiting=3),
        ]
    failed = [error for one in three for error in one.over()]

    assert all(isinstance(error, NotFound) for error in failed), failed
    with db.reading(engine) as session:
        row = session.exec(select(Referral)).one()
        assert row.state is ReferralState.WITHDRAWN
        assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]


def test_a_plan_that_ends_while_it_is_sent_is_not_left_with_the_lender(engine: Engine, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who, to = referred.planned(session, keys), referred.lender(session)

    def end_the_plan(session: Session) -> None:
        privacy.withdraw(
            session, keys, who.home.id, Purpose.ADVICE, source=Source.UPLOAD, commodities=BOTH,
            actor=who.person.actor, now=LATER,
        )  # fmt: skip

    with db.transaction(engine) as session:
        referred.sent(session, keys, who, to)
        ending = beside(engine, end_the_plan)
    assert ending.over() == []

    with db.reading(engine) as session:
        assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]
        (notice,) = endings.notices(session, to.id, limit=2)
        assert notice.ended_as is endings.ReferralEnd.ADVICE_GONE


def test_a_yes_said_in_another_order_and_a_stop_do_not_wait_for_each_other(engine: Engine, keys: Vault) -> None:
    kinds = (Commodity.NATURAL_GAS, Commodity.ELECTRICITY)
    with db.transaction(engine) as session:
        who, to = referred.planned(session, keys), referred.lender(session)
        words = consent.statement(session, Purpose.REFERRAL, who.person.language)

    def agree(session: Session, said: tuple[Commodity, ...]) -> list[uuid.UUID]:
        answer = Answer(
            who.person.id, who.home.id, Source.UPLOAD, said, words.id, scenes.MOVED_IN,
            recipient_id=to.id, fields=(ReferralField.PLAN,),
        )  # fmt: skip
        return list(consent.grant(session, answer, actor=who.person.actor, now=NOW))

    def end(session: Session) -> None:
        privacy.withdraw(
            session, keys, who.home.id, Purpose.REFERRAL, source=Source.UPLOAD, commodities=BOTH,
            actor=who.person.actor, now=LATER, recipient_id=to.id,
        )  # fmt: skip

    with db.transaction(engine) as session:
        first, _second = agree(session, kinds)
    with db.transaction(engine) as holding:
        row = text("SELECT id FROM consent_grant WHERE id = :first FOR UPDATE")
        holding.execute(row, {"first": first})
        ending = beside(engine, end)
        again = beside(engine, lambda session: agree(session, kinds[::-1]), waiting=2)
    assert (ending.over(), again.over()) == ([], [])


def test_two_lists_of_one_lender_at_once_leave_the_last(engine: Engine, keys: Vault, scene: Scene) -> None:
    def compare(session: Session, listed: list[Listed], minutes: int) -> None:
        comparing.compare(session, scene.lender.id, listed, actor=SOFTWARE, now=NOW + timedelta(minutes=minutes))

    with db.transaction(engine) as session:
        compare(session, [], 1)
        line = Listed(scene.sent.referral_id, ReferralState.SENT)
        other = beside(engine, lambda session: compare(session, [line], 2))
    assert other.over() == []
    with db.reading(engine) as session:
        found = comparing.last(session, scene.lender.id)
        assert found is not None and (found.compared, found.at) == (1, NOW + timedelta(minutes=2))


def test_of_two_who_send_at_once_each_adds_a_version(engine: Engine, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who, to = referred.planned(session, keys), referred.lender(session)
        shown = sending.preview(session, keys, who.person, who.home, PLAN, now=NOW).digest(keys)
        words = consent.statement(session, Purpose.REFERRAL, who.person.language)

    def send(session: Session) -> None:
        sending.send(session, keys, who.person, who.home, Wanted(to.id, PLAN, words.id, shown), now=NOW)

    with db.transaction(engine) as session:
        send(session)
        other = beside(engine, send)
    assert other.over() == []
    with db.reading(engine) as session:
        assert len(session.exec(select(Referral)).all()) == 1
        assert sorted(session.exec(select(ReferralPackage.version))) == [1, 2]
