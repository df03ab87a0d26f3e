"""Receipts: one for every act, holding opaque ids, signed so that nobody can change a letter of them."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey
from sqlmodel import Session, select

from greener_homes import consent, consent_receipts, privacy
from greener_homes.consent import Answer, Channel, ConsentAction, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.consent import ConsentEvent, ConsentReceipt
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys, email="canary.name@test.example")


def answer(session: Session, who: scenes.Resident, **more: object) -> Answer:
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    return Answer(who.person.id, who.home.id, Source.UPLOAD, scenes.BOTH, words.id, scenes.MOVED_IN, **more)  # type: ignore[arg-type]


def test_every_act_leaves_a_receipt_that_its_events_name(session: Session, keys: Vault, who: scenes.Resident) -> None:
    consent.refuse(session, answer(session, who), actor=who.person.actor, now=NOW, vault=keys)
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW, vault=keys)
    done = privacy.withdraw(
        session,
        keys,
        who.home.id,
        Purpose.ADVICE,
        source=Source.UPLOAD,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=NOW,
    )
    found = consent_receipts.of_person(session, who.person.id)
    assert [one.action for one in reversed(found)] == [
        ConsentAction.REFUSE,
        ConsentAction.GRANT,
        ConsentAction.WITHDRAW,
    ]
    assert (found[0].id,) == done.receipt_ids
    assert found[0].went == done.went
    named = session.exec(select(ConsentEvent.receipt_id).where(ConsentEvent.home_id == who.home.id)).all()
    assert {one.id for one in found} == set(named)
    assert len(named) == 6


def test_a_receipt_says_which_words_and_nothing_of_who(session: Session, keys: Vault, who: scenes.Resident) -> None:
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW, vault=keys)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    row = session.exec(select(ConsentReceipt).where(ConsentReceipt.person_id == who.person.id)).one()
    record = json.loads(row.record)
    assert record["pii_processing"]["privacy_notice"] == {
        "statement_id": str(words.id),
        "version": words.version,
        "sha256": words.sha256,
    }
    assert record["pii_processing"]["language"] == who.person.language.value
    assert [one["commodity"] for one in record["pii_processing"]["purposes"][0]["pii_information"]] == list(scenes.BOTH)
    assert "canary" not in row.record
    assert who.person.name not in row.record


def test_anybody_with_the_public_key_can_check_a_download(session: Session, keys: Vault, who: scenes.Resident) -> None:
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW, vault=keys)
    receipt = consent_receipts.of_person(session, who.person.id)[0]
    document = json.loads(consent_receipts.document(session, keys, who.person.id, receipt.id))
    public = OKPKey.import_key(document["verify_with"])
    assert not public.is_private
    checked = jws.deserialize_compact(document["signature"], public, algorithms=["Ed25519"])
    assert json.loads(checked.payload) == document["record"]
    assert consent_receipts.verify(keys, document["signature"]) == document["record"]


def test_a_changed_or_foreign_receipt_is_refused(
    session: Session, keys: Vault, who: scenes.Resident, tmp_path: Path
) -> None:
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW, vault=keys)
    signature = session.exec(select(ConsentReceipt.signature)).one() or ""
    head, payload, seal = signature.split(".")
    other = consent_receipts.sign(scenes.vault(tmp_path / "other"), "{}")
    for forged in (f"{head}.{payload[:-2]}AA.{seal}", f"{head}.{payload}.{seal[:-4]}AAAA", other, "", "a.b.c", "é.é.é"):
        with pytest.raises(Refusal) as refusal:
            consent_receipts.verify(keys, forged)
        assert refusal.value.code is consent.RECEIPT_NOT_OURS


def test_a_receipt_written_without_a_key_is_signed_later_over_the_same_bytes(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW)
    row = session.exec(select(ConsentReceipt)).one()
    assert row.signature is None
    assert consent_receipts.sign_waiting(session, keys) == 1
    assert row.signature == consent_receipts.sign(keys, row.record)
    assert consent_receipts.sign_waiting(session, keys) == 0


def test_another_persons_receipt_is_not_found(session: Session, keys: Vault, who: scenes.Resident) -> None:
    consent.grant(session, answer(session, who), actor=who.person.actor, now=NOW)
    receipt = consent_receipts.of_person(session, who.person.id)[0]
    stranger = scenes.resident(session, keys)
    for asked in (receipt.id, uuid.uuid4()):
        with pytest.raises(NotFound):
            consent_receipts.get(session, stranger.person.id, asked)


def test_an_answer_written_down_for_somebody_needs_a_reason(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    clerk = scenes.person(session, keys)
    with pytest.raises(Refusal) as refusal:
        consent.grant(session, answer(session, who, channel=Channel.PHONE), actor=clerk.actor, now=NOW)
    assert refusal.value.code is consent.REASON_NEEDED
    said = answer(session, who, channel=Channel.PHONE, on_behalf_reason="called, cannot use the pages")
    consent.grant(session, said, actor=clerk.actor, now=NOW)
    event = session.exec(select(ConsentEvent).limit(1)).one()
    assert (event.person_id, event.actor_id, event.channel) == (who.person.id, clerk.id, Channel.PHONE)


def test_an_answer_about_another_persons_home_is_not_kept(session: Session, keys: Vault, who: scenes.Resident) -> None:
    stranger = scenes.resident(session, keys)
    taken = Answer(
        stranger.person.id, who.home.id, Source.UPLOAD, scenes.BOTH, answer(session, who).statement_id, scenes.MOVED_IN
    )
    with pytest.raises(NotFound):
        consent.grant(session, taken, actor=stranger.person.actor, now=NOW)
