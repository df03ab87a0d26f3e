"""Consent: only what was asked in words and answered yes, for as long as it stands, opens personal usage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from greener_homes import consent
from greener_homes.consent import Answer, LiveConsent, Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.tables.consent import ConsentAction, ConsentEvent, ConsentStatement
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW


def require(session: Session, who: scenes.Resident, purpose: Purpose = Purpose.ADVICE, **when: object) -> LiveConsent:
    return consent.require(session, who.home.id, purpose, Source.UPLOAD, at=when.get("at", NOW))  # type: ignore[arg-type]


@pytest.fixture
def who(session: Session, tmp_path: Path) -> scenes.Resident:
    keys = scenes.vault(tmp_path)
    stranger = scenes.resident(session, keys)
    scenes.agree(session, stranger)
    scenes.agree(session, stranger, Purpose.COACH_ACCESS)
    return scenes.resident(session, keys)


def test_nothing_is_open_before_an_answer(session: Session, who: scenes.Resident) -> None:
    with pytest.raises(Refusal) as refusal:
        require(session, who)
    assert refusal.value.code is consent.MISSING


def test_a_yes_opens_its_own_purpose_and_no_other(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    assert require(session, who).commodities == set(scenes.BOTH)
    with pytest.raises(Refusal):
        require(session, who, Purpose.COACH_ACCESS)


def test_a_commodity_not_named_is_not_covered(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who, commodities=(Commodity.ELECTRICITY,))
    live = require(session, who)
    assert live.covers_from(Commodity.ELECTRICITY) == scenes.MOVED_IN
    assert live.covers_from(Commodity.NATURAL_GAS) is None


def test_a_yes_ends_after_twelve_months(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    require(session, who, at=NOW + timedelta(days=364))
    with pytest.raises(Refusal):
        require(session, who, at=NOW + timedelta(days=365))


def test_withdrawal_closes_at_once_and_is_history(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    ended = consent.withdraw(
        session,
        who.home.id,
        Purpose.ADVICE,
        source=Source.UPLOAD,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=NOW,
    )
    assert ended == 2
    with pytest.raises(Refusal):
        require(session, who)
    actions = session.exec(select(ConsentEvent.action).where(ConsentEvent.home_id == who.home.id)).all()
    assert sorted(actions) == [ConsentAction.GRANT, ConsentAction.GRANT, ConsentAction.WITHDRAW, ConsentAction.WITHDRAW]


def test_answering_again_replaces_the_earlier_answer(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    scenes.agree(session, who, data_from=date(2025, 6, 1), at=NOW + timedelta(days=1))
    live = require(session, who, at=NOW + timedelta(days=2))
    assert live.covers_from(Commodity.ELECTRICITY) == date(2025, 6, 1)
    assert len(consent.in_force(session, who.home.id, at=NOW + timedelta(days=2))) == 2


def test_words_that_are_no_longer_the_newest_cannot_be_answered(session: Session, who: scenes.Resident) -> None:
    consent.publish_statements(session, now=NOW)
    old = consent.statement(session, Purpose.ADVICE, who.person.language)
    row = session.get_one(ConsentStatement, old.id)
    session.add(
        ConsentStatement(
            purpose=row.purpose, version=99, language=row.language, text=row.text, sha256="x", published_at=NOW
        )
    )
    session.flush()
    answer = Answer(who.person.id, who.home.id, Source.UPLOAD, scenes.BOTH, old.id, scenes.MOVED_IN)
    with pytest.raises(Refusal) as refusal:
        consent.grant(session, answer, actor=who.person.actor, now=NOW)
    assert refusal.value.code is consent.STATEMENT_CHANGED


def test_published_words_cannot_be_changed(session: Session) -> None:
    consent.publish_statements(session, now=NOW)
    row = session.exec(select(ConsentStatement)).first()
    assert row is not None
    row.sha256 = "altered"
    session.add(row)
    session.flush()
    with pytest.raises(ValueError, match="add a new version"):
        consent.publish_statements(session, now=NOW)


def test_a_move_in_date_in_the_future_is_refused(session: Session, who: scenes.Resident) -> None:
    with pytest.raises(Refusal) as refusal:
        scenes.agree(session, who, data_from=date(2030, 1, 1))
    assert refusal.value.code is consent.MOVED_IN_LATER


def test_what_is_open_in_many_homes_is_what_is_open_in_each(
    session: Session, who: scenes.Resident, tmp_path: Path
) -> None:
    keys = scenes.vault(tmp_path)
    several, one = scenes.resident(session, keys), scenes.resident(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        words = consent.statement(session, purpose, several.person.language)
        for place, source in enumerate((Source.BILLS, Source.UPLOAD)):  # the best source is asked last, and comes first
            answer = Answer(several.person.id, several.home.id, source, scenes.BOTH, words.id, scenes.MOVED_IN)
            consent.grant(session, answer, actor=several.person.actor, now=NOW - timedelta(days=2 - place))
    scenes.agree(session, one, commodities=(Commodity.ELECTRICITY,))
    ids = [who.home.id, several.home.id, one.home.id]
    found = consent.live_each_of(session, ids, (Purpose.ADVICE, Purpose.COACH_ACCESS), at=NOW)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        alone = {home: list(consent.live(session, home, purpose, at=NOW)) for home in ids}
        assert found[purpose] == {home: proofs for home, proofs in alone.items() if proofs}
    assert [each.source for each in found[Purpose.ADVICE][several.home.id]] == [Source.UPLOAD, Source.BILLS]
    assert who.home.id not in found[Purpose.ADVICE] and one.home.id not in found[Purpose.COACH_ACCESS]


def test_live_consent_cannot_be_made_by_hand(session: Session, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    live = require(session, who)
    with pytest.raises(TypeError):
        replace(live, mint=object())


def test_every_statement_says_all_elements_in_both_languages(session: Session) -> None:
    consent.publish_statements(session, now=NOW)
    for purpose in Purpose:
        for language in consent.Language:
            words = consent.statement(session, purpose, language)
            assert all(getattr(words, name) for name in consent.ELEMENTS)
