"""Referrals: exactly what was agreed to goes to one lender, until it ends; and the lender's word comes back once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlmodel import Session, select

from coach.referrals import charges, comparing, content, endings, fetching, lists, sending, telling
from coach.referrals.comparing import Differs, Listed
from coach.referrals.sending import Wanted
from coach.referrals.states import Told
from greener_homes import (
    agreements,
    audit,
    consent,
    consent_receipts,
    erasure_rows,
    finance_offers_decided,
    privacy,
)
from greener_homes.agreements import AgreementPurpose, Signed
from greener_homes.belongings import Whose
from greener_homes.consent import Purpose, ReferralField, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationKind
from greener_homes.tables.consent import ConsentAction
from greener_homes.tables.referral import Referral, ReferralEventKind, ReferralNeed, ReferralPackage, ReferralState
from greener_homes.vault import Vault
from models.money.loan import LoanTerms, loan
from tests import finance_scenes, scenes
from tests.coach.referrals import referred
from tests.coach.referrals.referred import PLAN, SOFTWARE, Scene
from tests.scenes import BOTH, NOW

Kind = ReferralEventKind
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def scene(session: Session, keys: Vault) -> Scene:
    return referred.sent(session, keys, referred.planned(session, keys), referred.lender(session))


def fetched(session: Session, keys: Vault, scene: Scene, **more: object) -> fetching.Fetched:
    return fetching.fetch(  # type: ignore[arg-type]
        session, keys, scene.lender.id, scene.sent.referral_id, actor=SOFTWARE, **({"now": LATER} | more)
    )


def told(session: Session, scene: Scene, key: str, kind: Kind, hours: float = 1, **more: object) -> bool:
    event = Told(key, kind, NOW + timedelta(hours=hours), **more)  # type: ignore[arg-type]
    now = NOW + timedelta(days=2)
    return telling.tell(session, scene.lender.id, scene.sent.referral_id, event, actor=SOFTWARE, now=now)[1]


def stands(session: Session, scene: Scene) -> lists.ReferralView:
    return lists.one_of_recipient(session, scene.lender.id, scene.sent.referral_id)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as raised:
        call()
    return raised.value.code.code


def test_exactly_the_fields_agreed_to_go_and_the_receipt_says_so(session: Session, keys: Vault, scene: Scene) -> None:
    given = fetched(session, keys, scene)

    assert set(given.parts) == {field.value for field in PLAN}
    assert given.parts["contact"]["name"] == "Test resident"  # type: ignore[index]
    assert [one["measure"] for one in given.parts["work"]] == ["ENV-AIR", "HVAC-TSTAT"]  # type: ignore[attr-defined]
    receipt = consent_receipts.get(session, scene.who.person.id, scene.sent.receipt_id)
    package = session.exec(select(ReferralPackage)).one()
    assert (receipt.action, receipt.fields) == (ConsentAction.SEND, tuple(sorted(PLAN)))
    assert receipt.recipient_id == scene.lender.id
    assert receipt.sent["digest"] == package.digest
    signed = json.loads(consent_receipts.document(session, keys, scene.who.person.id, receipt.id))
    assert consent_receipts.verify(keys, signed["signature"]) == signed["record"]
    assert "Test resident" not in json.dumps(signed)
    assert b"Test resident" not in (package.content_sealed or b"")


def test_interval_data_goes_only_when_it_is_named(session: Session, keys: Vault) -> None:
    who = referred.planned(session, keys, readings_too=True)
    without, named = (referred.lender(session, name) for name in ("without", "named"))
    every = tuple(ReferralField)
    quiet = tuple(field for field in every if field is not ReferralField.INTERVALS)

    first = fetched(session, keys, referred.sent(session, keys, who, without, quiet))
    second = fetched(session, keys, referred.sent(session, keys, who, named, every))

    assert "intervals" not in first.parts
    (use,) = first.parts["yearly_use"]  # type: ignore[misc]
    assert (use["from"], use["until"], use["days"], use["total"]) == ("2026-11-14", "2026-11-15", 2, 24.0)
    assert len(second.parts["intervals"][0]["amounts"]) == 48  # type: ignore[index]


def test_what_is_sent_is_what_was_shown_or_nothing_is(session: Session, keys: Vault) -> None:
    who, to = referred.planned(session, keys), referred.lender(session)
    words = consent.statement(session, Purpose.REFERRAL, who.person.language)

    def send(fields: tuple[ReferralField, ...], shown: str) -> object:
        wanted = Wanted(to.id, fields, words.id, shown)
        return sending.send(session, keys, who.person, who.home, wanted, now=NOW)

    shown = sending.preview(session, keys, who.person, who.home, PLAN, now=NOW).digest(keys)
    assert refused(lambda: send(tuple(ReferralField), shown)) == "referral.changed"
    assert refused(lambda: send((), shown)) == "referral.nothing_chosen"
    assert not [one for one in consent.in_force(session, who.home.id, at=NOW) if one.purpose is Purpose.REFERRAL]
    assert not session.exec(select(Referral)).all()


def test_without_an_approved_plan_or_a_permission_nothing_can_be_sent(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    consent.publish_statements(session, now=NOW)
    assert refused(lambda: sending.preview(session, keys, who.person, who.home, PLAN, now=NOW)) == "referral.no_plan"
    scenes.agree(session, who)
    assert refused(lambda: sending.preview(session, keys, who.person, who.home, PLAN, now=NOW)) == "referral.no_plan"


def test_whom_a_resident_can_ask(session: Session, keys: Vault) -> None:
    open_one, bound = (referred.lender(session, name) for name in ("open", "bound"))
    referred.lender(session, "utility", OrganisationKind.UTILITY)  # offers nothing
    today = NOW.date()
    days = (today, today, today + timedelta(days=300))
    signed = Signed(bound.id, "DUA-1", [AgreementPurpose.OFFERS], [], 30, "Ask the desk, 905 555 0100", *days)
    agreements.enter(session, keys, signed, actor=audit.OPERATOR, now=NOW)

    assert sending.lenders(session, now=NOW) == [open_one]
    assert sending.lender(session, "open", now=NOW) == open_one
    for key in ("bound", "utility", "nobody"):
        with pytest.raises(NotFound):
            sending.lender(session, key, now=NOW)


def test_a_municipality_can_be_asked_while_its_charge_is_shown(session: Session) -> None:
    town = referred.lender(session, "town", OrganisationKind.MUNICIPALITY)
    charge = {"kind": "local_improvement_charge", "security": "property_tax_bill", "on_moving": "stays_with_home"}
    stated = finance_scenes.put(session, town.id, **charge)
    assert sending.lenders(session, now=NOW) == []
    finance_offers_decided.approve(session, stated.offer.id, by=None, now=NOW)
    assert sending.lenders(session, now=NOW) == [town]


def test_every_fetch_is_on_record_and_the_household_reads_of_it(session: Session, keys: Vault, scene: Scene) -> None:
    fetched(session, keys, scene)
    fetched(session, keys, scene)

    seen = audit.sittings(session, scene.who.home.id, besides=scene.who.person.id)
    given = [one for one in seen if one.action == audit.Action.DATA_GIVEN_OUT]
    assert [(one.purpose, one.times, one.actor_id) for one in given] == [("referral", 2, SOFTWARE.id)]
    assert stands(session, scene).packages[0].fetches == 2


def test_a_lender_gets_its_own_and_never_more_than_was_agreed_to(session: Session, keys: Vault, scene: Scene) -> None:
    other = referred.lender(session, "other")
    with pytest.raises(NotFound):
        fetching.fetch(session, keys, other.id, scene.sent.referral_id, actor=SOFTWARE, now=LATER)
    with pytest.raises(NotFound):
        fetched(session, keys, scene, version=2)
    assert refused(lambda: fetched(session, keys, scene, fields=[ReferralField.INTERVALS])) == "referral.extra_fields"
    assert set(fetched(session, keys, scene, fields=[ReferralField.PLAN]).parts) == {"plan"}


def test_asking_again_adds_a_version_and_less_closes_the_older(session: Session, keys: Vault, scene: Scene) -> None:
    again = referred.sent(session, keys, scene.who, scene.lender, (ReferralField.PLAN,), at=LATER)

    assert (again.sent.referral_id, again.sent.version) == (scene.sent.referral_id, 2)
    later = LATER + timedelta(minutes=1)
    assert set(fetched(session, keys, again, now=later).parts) == {"plan"}
    with pytest.raises(NotFound):
        fetched(session, keys, scene, now=later, version=1)


def test_after_a_year_or_a_withdrawal_a_package_is_not_found(session: Session, keys: Vault, scene: Scene) -> None:
    with pytest.raises(NotFound):
        fetched(session, keys, scene, now=NOW + timedelta(days=366))
    endings.withdraw(session, keys, scene.who.person, scene.who.home.id, scene.sent.referral_id, now=LATER)
    endings.withdraw(session, keys, scene.who.person, scene.who.home.id, scene.sent.referral_id, now=LATER)
    with pytest.raises(NotFound):
        fetched(session, keys, scene, now=LATER)
    with pytest.raises(NotFound):
        told(session, scene, "late", Kind.FUNDED)

    package = session.exec(select(ReferralPackage)).one()
    assert package.content_sealed is None and package.erased_at == LATER
    assert stands(session, scene).state is ReferralState.WITHDRAWN
    assert consent_receipts.get(session, scene.who.person.id, scene.sent.receipt_id).fields
    (notice,) = endings.notices(session, scene.lender.id, limit=10, waiting=True)
    assert notice.referral_number == scene.sent.referral_id
    late = lists.CONFIRMS_WITHIN + timedelta(hours=1)
    assert stands(session, scene).confirms_late(LATER + late)
    assert lists.counts(session, now=LATER + late)[0].unconfirmed == 1
    with pytest.raises(NotFound):
        endings.confirm(session, uuid.uuid4(), notice.id, actor=SOFTWARE, now=LATER)
    endings.confirm(session, scene.lender.id, notice.id, actor=SOFTWARE, now=LATER)
    assert not stands(session, scene).confirms_late(LATER + late)
    assert not endings.notices(session, scene.lender.id, limit=10, waiting=True)


@pytest.mark.parametrize("purpose", [Purpose.REFERRAL, Purpose.ADVICE, Purpose.COACH_ACCESS])
def test_it_ends_with_the_permission_and_with_the_advice_it_was_made_of(
    session: Session, keys: Vault, scene: Scene, purpose: Purpose
) -> None:
    privacy.withdraw(
        session,
        keys,
        scene.who.home.id,
        purpose,
        source=Source.UPLOAD,
        commodities=BOTH,
        actor=scene.who.person.actor,
        now=LATER,
        recipient_id=scene.lender.id if purpose is Purpose.REFERRAL else None,
    )

    assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]
    assert len(endings.notices(session, scene.lender.id, limit=10)) == 1
    with pytest.raises(NotFound):
        fetched(session, keys, scene)


def test_the_lender_hears_of_an_erasure_by_number_alone(session: Session, keys: Vault, scene: Scene) -> None:
    privacy.withdraw_everything(
        session, keys, scene.who.home.id, actor=scene.who.person.actor, now=LATER, person_id=scene.who.person.id
    )
    erasure_rows.delete_rows(session, Whose(scene.who.person.id, [scene.who.home.id]))

    assert not session.exec(select(Referral)).all()
    (notice,) = endings.notices(session, scene.lender.id, limit=10)
    assert notice.referral_number == scene.sent.referral_id


def test_statuses_late_twice_and_out_of_order_leave_one_state(session: Session, keys: Vault, scene: Scene) -> None:
    told(session, scene, "f", Kind.FUNDED, 5, amount_cents=1_850_001)
    told(session, scene, "a", Kind.APPROVED, 3)
    needed = told(session, scene, "n", Kind.NEEDS_INFORMATION, 2, needs=(ReferralNeed.INCOME,))
    again = told(session, scene, "n", Kind.NEEDS_INFORMATION, 2, needs=(ReferralNeed.INCOME,))
    told(session, scene, "d", Kind.DECLINED, 6)

    assert (needed, again) == (True, False)
    row = session.exec(select(Referral)).one()
    assert (row.state, row.funded_cents, row.conflicts) == (ReferralState.FUNDED, 1_850_001, 1)
    assert lists.funded(session, scene.who.home.id, ["ENV-AIR"]) == [(scene.lender.id, row.funded_on)]
    assert not lists.funded(session, scene.who.home.id, ["GEN-PV"])
    assert len(stands(session, scene).told) == 4


def test_what_cannot_be_is_refused(session: Session, scene: Scene) -> None:
    wrong: list[tuple[Kind, float, dict[str, object], str]] = [
        (Kind.APPROVED, 90, {}, "not_then"),
        (Kind.APPROVED, -2, {}, "not_then"),
        (Kind.DECLINED, 1, {"amount_cents": 5}, "does_not_go_with"),
        (Kind.NEEDS_INFORMATION, 1, {}, "does_not_go_with"),
        (Kind.APPROVED, 1, {"needs": (ReferralNeed.QUOTE,)}, "does_not_go_with"),
        (Kind.FUNDED, 1, {"years": 5}, "does_not_go_with"),
        (Kind.ENROLLED, 1, {}, "not_yours_to_say"),
    ]
    for kind, hours, more, code in wrong:
        call = partial(told, session, scene, "e", kind, hours, **more)
        assert refused(call) == f"referral.{code}"
    assert not stands(session, scene).told


def test_an_event_id_means_one_thing(session: Session, keys: Vault, scene: Scene) -> None:
    told(session, scene, "e", Kind.APPROVED)
    assert refused(lambda: told(session, scene, "e", Kind.DECLINED)) == "referral.event_used"
    second = referred.sent(session, keys, referred.planned(session, keys), scene.lender)
    assert refused(lambda: told(session, second, "e", Kind.APPROVED)) == "referral.event_used"


def test_lists_are_compared_and_what_differs_is_kept(session: Session, keys: Vault, scene: Scene) -> None:
    second = referred.sent(session, keys, referred.planned(session, keys), scene.lender)
    third = referred.sent(session, keys, referred.planned(session, keys), scene.lender)
    told(session, scene, "f", Kind.FUNDED, amount_cents=100)
    told(session, third, "a", Kind.APPROVED)
    endings.withdraw(session, keys, second.who.person, second.who.home.id, second.sent.referral_id, now=LATER)
    unknown = uuid.uuid4()

    found = comparing.compare(
        session,
        scene.lender.id,
        [
            Listed(scene.sent.referral_id, ReferralState.FUNDED, 200),
            Listed(second.sent.referral_id, ReferralState.APPROVED),
            Listed(unknown, ReferralState.APPROVED),
        ],
        actor=SOFTWARE,
        now=LATER,
    )

    assert {(one.referral_id, one.how) for one in found.differences} == {
        (scene.sent.referral_id, Differs.AMOUNT),
        (second.sent.referral_id, Differs.STOPPED_HERE),
        (third.sent.referral_id, Differs.MISSING_THERE),
        (unknown, Differs.UNKNOWN_HERE),
    }
    assert comparing.last(session, scene.lender.id) == found
    twice = [Listed(unknown, ReferralState.SENT)] * 2
    assert refused(lambda: comparing.compare(session, scene.lender.id, twice, actor=SOFTWARE, now=LATER))


def test_a_utility_charges_on_its_bill_to_the_cent_until_the_household_moves(session: Session, keys: Vault) -> None:
    utility = referred.lender(session, "utility", OrganisationKind.UTILITY)
    scene = referred.sent(session, keys, referred.planned(session, keys), utility)
    told(session, scene, "on", Kind.ENROLLED, amount_cents=600_000, rate_thousandths=4_500, years=5)

    found = charges.charges(stands(session, scene).standing)
    whole = loan(6_000.0, LoanTerms(4.5, 5))
    assert (len(found), sum(one.amount for one in found)) == (60, Decimal(str(whole.total_cad)))
    assert found[0].month.isoformat() == "2026-12-01"
    told(session, scene, "out", Kind.TRANSFERRED, 2)
    assert stands(session, scene).state is ReferralState.TRANSFERRED
    assert not charges.charges(stands(session, scene).standing)


def test_no_readings_are_opened_for_what_needs_none(
    session: Session, keys: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = referred.planned(session, keys, readings_too=True)
    opened: list[object] = []

    def series_for(*told: object, **more: object) -> list[object]:
        opened.append(more["commodity"])
        return []

    monkeypatch.setattr(content.readings, "series_for", series_for)
    sending.preview(session, keys, who.person, who.home, PLAN, now=NOW)
    assert not opened
    sending.preview(session, keys, who.person, who.home, (ReferralField.YEARLY_USE,), now=NOW)
    assert opened == list(BOTH)


def test_parts_exist_for_every_field_and_only_for_those(session: Session, keys: Vault) -> None:
    who = referred.planned(session, keys)
    made = sending.preview(session, keys, who.person, who.home, tuple(ReferralField), now=NOW)

    assert tuple(made.parts) == tuple(ReferralField)
    assert made.parts[ReferralField.MUNICIPALITY] == "Oshawa"
    assert content.SCHEMA.endswith("/1")
