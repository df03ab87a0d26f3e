"""A yes to a lender by telephone or on paper: every field named, sent at once, told to the resident, and undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach.referrals import endings, fetching, sending, written
from coach.referrals.written import Heard
from greener_homes import (
    agreements,
    audit,
    consent,
    consent_receipts,
    mail,
    written_answers_kept,
    written_confirmations,
)
from greener_homes.agreements import AgreementPurpose, Signed
from greener_homes.consent import Answer, Channel, ConsentAction, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import Audience, PersonView
from greener_homes.tables.mail import Letter
from greener_homes.tables.referral import Referral, ReferralPackage
from greener_homes.vault import Vault
from greener_homes.written_answers import Said, WhyWritten, WrittenState
from tests import scenes
from tests.coach.referrals import referred
from tests.coach.referrals.referred import PLAN, SOFTWARE
from tests.scenes import BOTH, NOW, Resident

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def who(session: Session, keys: Vault) -> Resident:
    return referred.planned(session, keys)


@pytest.fixture
def staff(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME)


@pytest.fixture
def to(session: Session) -> OrganisationView:
    return referred.lender(session)


@pytest.fixture
def heard(session: Session, who: Resident, to: OrganisationView) -> Heard:
    words = consent.statement(session, Purpose.REFERRAL, who.person.language)
    return Heard(
        who.person.id, who.home.id, Said.YES, to.id, PLAN, words.id, Channel.PHONE, WhyWritten.NO_INTERNET, "tests"
    )


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as raised:
        call()
    return raised.value.code.code


def fetched(session: Session, keys: Vault, to: OrganisationView) -> set[str]:
    (referral,) = session.exec(select(Referral)).all()
    return set(fetching.fetch(session, keys, to.id, referral.id, actor=SOFTWARE, now=LATER).parts)


def test_a_yes_on_the_telephone_sends_exactly_what_was_named(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    done = written.write_down(session, keys, heard, staff=staff, now=NOW)

    assert (done.state, done.fields, done.channel) == (WrittenState.COUNTS, PLAN, Channel.PHONE)
    assert fetched(session, keys, to) == {field.value for field in PLAN}
    given, sent = (
        next(one for one in consent_receipts.of_person(session, who.person.id) if one.action is action)
        for action in (ConsentAction.GRANT, ConsentAction.SEND)
    )
    for receipt in (given, sent):
        assert receipt.recipient_id == to.id and receipt.fields == tuple(sorted(PLAN))
        assert (receipt.channel, receipt.on_behalf) == (Channel.PHONE, True)
        record = json.loads(consent_receipts.document(session, keys, who.person.id, receipt.id))["record"]
        assert record["event"]["entity_id"] == str(staff.id)
    assert done.receipt_id == given.id
    seen = audit.sittings(session, who.home.id, besides=who.person.id)
    assert staff.id not in {one.actor_id for one in seen if one.action == audit.Action.ADVICE_VIEWED}


def test_the_resident_is_written_to_once_whatever_they_turned_off(
    session: Session, keys: Vault, who: Resident, staff: PersonView, heard: Heard
) -> None:
    mail.turn_off(session, who.person.id, mail.Topic.REFERRAL, now=NOW)
    mail.turn_off(session, who.person.id, mail.Topic.WRITTEN, now=NOW)
    done = written.write_down(session, keys, heard, staff=staff, now=NOW)

    (letter,) = session.exec(select(Letter).where(Letter.topic == mail.Topic.WRITTEN)).all()
    assert (letter.person_id, letter.about_id) == (who.person.id, done.id)


def test_it_is_as_strict_as_their_own_page(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    idle = referred.lender(session, "idle-utility", OrganisationKind.UTILITY)
    today, later = NOW.date(), NOW.date() + timedelta(days=300)
    both = [AgreementPurpose.OFFERS, AgreementPurpose.REFERRALS]
    bound = referred.lender(session, "bound")
    signed = Signed(bound.id, "DUA-1", both, ["plan"], 30, "Ask the desk, 905 555 0100", today, today, later)
    agreements.enter(session, keys, signed, actor=audit.OPERATOR, now=NOW)
    nobody = scenes.resident(session, keys)
    for wrong, code in (
        (replace(heard, fields=()), "referral.nothing_chosen"),
        (replace(heard, recipient_id=idle.id), "referral.not_askable"),
        (replace(heard, recipient_id=bound.id), "agreement.beyond"),
        (replace(heard, person_id=nobody.person.id, home_id=nobody.home.id), "referral.no_plan"),
        (replace(heard, said=Said.STOP), "written.nothing_to_stop"),
    ):
        for channel in (Channel.PHONE, Channel.PAPER):
            attempt = replace(wrong, channel=channel)
            assert refused(lambda it=attempt: written.write_down(session, keys, it, staff=staff, now=NOW)) == code  # type: ignore[misc]
    with pytest.raises(NotFound):
        written.write_down(session, keys, heard, staff=who.person, now=NOW)
    assert not session.exec(select(Referral)).all()
    assert not written_answers_kept.of_person(session, who.person.id)
    assert not session.exec(select(Letter).where(Letter.topic == mail.Topic.WRITTEN)).all()


def test_a_yes_on_paper_sends_nothing_before_a_second_person_confirms_it(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    waits = written.write_down(session, keys, replace(heard, channel=Channel.PAPER), staff=staff, now=NOW)
    assert waits.state is WrittenState.WAITING and not session.exec(select(Referral)).all()
    assert refused(lambda: written.confirm(session, keys, waits.id, staff=staff, now=NOW)) == "written.same_person"
    assert not session.exec(select(Referral)).all()

    second = scenes.person(session, keys, Audience.PROGRAMME)
    done = written.confirm(session, keys, waits.id, staff=second, now=NOW)
    assert done.state is WrittenState.COUNTS
    assert fetched(session, keys, to) == {field.value for field in PLAN}
    assert len(session.exec(select(Letter).where(Letter.topic == mail.Topic.WRITTEN)).all()) == 1


def test_a_paper_that_rests_on_what_has_changed_is_not_confirmed(
    session: Session, keys: Vault, who: Resident, staff: PersonView, heard: Heard
) -> None:
    waits = written.write_down(session, keys, replace(heard, channel=Channel.PAPER), staff=staff, now=NOW)
    scenes.agree(session, who, data_from=scenes.MOVED_IN + timedelta(days=9), at=LATER)
    second = scenes.person(session, keys, Audience.PROGRAMME)

    code = refused(lambda: written.confirm(session, keys, waits.id, staff=second, now=LATER))
    assert code == "referral.rests_on_other"
    assert written_answers_kept.get(session, waits.id).state is WrittenState.WAITING
    assert not session.exec(select(Referral)).all()


def test_one_click_undoes_it(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    done = written.write_down(session, keys, heard, staff=staff, now=NOW)
    written_confirmations.contradict(session, keys, done.id, who.person, now=LATER)

    assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]
    assert len(endings.notices(session, to.id, limit=2)) == 1
    with pytest.raises(NotFound):
        fetched(session, keys, to)


def test_a_stop_on_the_telephone_stops_what_was_sent_on_the_pages_and_what_waits_on_paper(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    referred.sent(session, keys, who, to)
    waits = written.write_down(session, keys, replace(heard, channel=Channel.PAPER), staff=staff, now=NOW)
    done = written.write_down(session, keys, replace(heard, said=Said.STOP), staff=staff, now=LATER)

    assert (done.said, done.state) == (Said.STOP, WrittenState.COUNTS)
    assert written_answers_kept.get(session, waits.id).state is WrittenState.DECLINED
    assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]
    assert not [one for one in consent.in_force(session, who.home.id, at=LATER) if one.recipient_id == to.id]
    (receipt,) = (
        one for one in consent_receipts.of_person(session, who.person.id) if one.action is ConsentAction.WITHDRAW
    )
    assert (receipt.went["packages"], receipt.went["recipients"]) == (1, 1)


def test_a_no_is_remembered_and_sends_nothing(
    session: Session, keys: Vault, who: Resident, staff: PersonView, to: OrganisationView, heard: Heard
) -> None:
    done = written.write_down(session, keys, replace(heard, said=Said.NO), staff=staff, now=NOW)
    assert (done.said, done.fields) == (Said.NO, ())
    assert not session.exec(select(Referral)).all()
    assert not [one for one in consent.in_force(session, who.home.id, at=NOW) if one.purpose is Purpose.REFERRAL]


def test_whom_an_answer_can_be_about(session: Session, keys: Vault, who: Resident, to: OrganisationView) -> None:
    asked = referred.lender(session, "asked-utility", OrganisationKind.UTILITY)
    referred.lender(session, "idle-utility", OrganisationKind.UTILITY)
    referred.sent(session, keys, who, asked)
    assert {one.key for one in sending.nameable(session, now=NOW)} == {to.key, asked.key}


def test_what_went_under_another_source_is_not_kept_and_a_stop_ends_both(
    session: Session, keys: Vault, who: Resident, to: OrganisationView
) -> None:
    referred.sent(session, keys, who, to)
    supplier = referred.lender(session, "supplier", OrganisationKind.UTILITY)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    better = Answer(
        who.person.id, who.home.id, Source.PARTNER, BOTH, words.id, scenes.MOVED_IN,
        supplier_id=supplier.id, account_holder=True,
    )  # fmt: skip
    consent.grant(session, better, actor=who.person.actor, now=NOW)
    again = referred.sent(session, keys, who, to)

    first, second = session.exec(select(ReferralPackage).order_by(col(ReferralPackage.version))).all()
    assert (first.content_sealed, second.content_sealed is None) == (None, False)
    endings.withdraw(session, keys, who.person, who.home.id, again.sent.referral_id, now=LATER)
    assert not [one for one in consent.in_force(session, who.home.id, at=LATER) if one.recipient_id == to.id]
