"""Two at once about one home's answers: everybody takes them in one order, so that nobody waits for ever."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session, select

from greener_homes import db, privacy_endings, written_confirmations
from greener_homes.consent import Purpose
from greener_homes.tables.consent import ConsentGrant
from greener_homes.vault import Vault
from tests import scenes
from tests.beside import beside
from tests.scenes import NOW

LATER = NOW + timedelta(hours=1)
HOLD = text("SELECT id FROM consent_grant WHERE purpose = :purpose FOR UPDATE")


def test_who_moves_out_and_agrees_at_the_same_time_does_both(engine: Engine, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        scenes.agree(session, who, Purpose.ADVICE)

    def move_out(session: Session) -> None:
        on = date(2027, 1, 15)
        privacy_endings.move_out(session, keys, who.person.id, who.home.id, on, actor=who.person.actor, now=LATER)

    with db.transaction(engine) as holding:
        holding.execute(HOLD, {"purpose": Purpose.ADVICE.value})
        leaving = beside(engine, move_out)
        agreeing = beside(engine, lambda session: scenes.agree(session, who, Purpose.ADVICE, at=LATER), waiting=2)
    assert (leaving.over(), agreeing.over()) == ([], [])


def test_a_word_taken_back_and_an_end_at_the_same_time_follow_each_other(engine: Engine, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        scenes.agree(session, who, Purpose.ADVICE)
        said = scenes.by_telephone(session, keys, who, Purpose.COACH_ACCESS)

    with db.transaction(engine) as holding:
        holding.execute(HOLD, {"purpose": Purpose.ADVICE.value})
        ending = beside(engine, lambda session: scenes.take_back(session, keys, who, Purpose.COACH_ACCESS, at=LATER))
        never = beside(
            engine,
            lambda session: written_confirmations.contradict(session, keys, said.id, who.person, now=LATER),
            waiting=2,
        )
    assert (ending.over(), never.over()) == ([], [])
    with db.reading(engine) as session:
        coaches = select(ConsentGrant.withdrawn_at).where(ConsentGrant.purpose == Purpose.COACH_ACCESS)
        assert all(session.exec(coaches).all())
