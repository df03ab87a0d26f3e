"""Matches: exact or by token, explained, held when two claim one customer, undone with what came through them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import consent, homes, manifests, matches, privacy, privacy_endings
from greener_homes.errors import NotFound, Refusal
from greener_homes.manifests import Change
from greener_homes.matches import MatchHow, MatchState
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import partner_files, partner_intake

ELECTRICITY = Commodity.ELECTRICITY
BEGINNING = NOW - timedelta(days=400)


@pytest.fixture
def utility(session: Session) -> uuid.UUID:
    return partners.supplier(session)


def test_a_match_explains_itself_and_keeps_no_number(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    (match,) = matches.of_home(session, one.who.home.id)
    assert (match.state, match.how, match.made_at, match.made_by) == (
        MatchState.LIVE,
        MatchHow.ACCOUNT_AND_METER,
        NOW,
        one.who.person.id,
    )
    row = str(session.execute(text("SELECT home_match::text FROM home_match")).scalar_one())
    assert one.account not in row
    assert one.account.encode().hex() not in row


@pytest.mark.parametrize("number", ["", " ", " A1", "A1 ", "А1", "A\u00ad1", "=A1", "A|1", "A" * 65, "A\n1"])
def test_numbers_that_are_not_exact_are_refused(session: Session, keys: Vault, utility: uuid.UUID, number: str) -> None:
    who = scenes.resident(session, keys)
    for account, meter in ((number, "M1"), ("A1", number)):
        with pytest.raises(Refusal) as refused:
            partners.link(session, keys, utility, partners.Customer(who, account, meter))
        assert refused.value.code is matches.NUMBER


def test_linking_again_is_the_same_match(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    again = partners.link(session, keys, utility, one)
    assert [match.id for match in matches.of_home(session, one.who.home.id)] == [again.id]


def test_a_second_claim_is_held_until_staff_decide(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    other = partners.Customer(scenes.resident(session, keys), one.account, one.meter)
    claim = partners.link(session, keys, utility, other)
    staff = scenes.person(session, keys).actor
    assert claim.state is MatchState.HELD
    assert [match.id for match in matches.held(session)] == [claim.id]
    assert matches.customers(session, keys, utility).find(one.account, one.meter) == ((ELECTRICITY, one.who.home.id),)
    with pytest.raises(Refusal) as refused:
        matches.release(session, claim.id, actor=staff, now=NOW)
    assert refused.value.code is matches.STILL_HELD
    (first,) = matches.of_home(session, one.who.home.id)
    matches.undo(session, one.who.home.id, first.id, actor=staff, now=NOW)
    assert matches.release(session, claim.id, actor=staff, now=NOW).is_live
    assert matches.customers(session, keys, utility).find(one.account, one.meter) == ((ELECTRICITY, other.who.home.id),)


def test_undoing_deletes_what_came_through_and_nothing_else(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    second = partners.Customer(one.who, "A7", "M7")
    partners.link(session, keys, utility, second)
    lines = [*partners.rows(one.account, one.meter, 5), *partners.rows("A7", "M7", 7)]
    partners.stored(session, keys, utility, partners.written(lines))
    wrong = next(match for match in reversed(matches.of_home(session, one.who.home.id)))
    matches.undo(session, one.who.home.id, wrong.id, actor=one.who.person.actor, now=NOW)
    left = session.execute(text("SELECT sum(count) FROM interval_block")).scalar_one()
    found = matches.customers(session, keys, utility)
    assert {(left, bool(found.find(one.account, one.meter)), bool(found.find("A7", "M7")))} <= {
        (7, False, True),
        (5, True, False),
    }
    asked = session.execute(text("SELECT count(*) FROM work WHERE name = 'home.assess'")).scalar_one()
    assert asked == 1


def test_nothing_of_a_wrong_match_stays_wherever_it_went(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = [*partners.rows(one.account, one.meter, 5), f"{one.account},{one.meter},electricity,2026-03-01,no,1,kWh,,"]
    partners.stored(session, keys, utility, partners.written(lines))
    scenes.assessed(session, one.who, ("ENV-ATTIC-MID",))
    (match,) = matches.of_home(session, one.who.home.id)
    matches.undo(session, one.who.home.id, match.id, actor=one.who.person.actor, now=NOW)
    for table in ("usage_point", "interval_block", "import_run", "assessment", "opportunity", "review"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table
    about = text("SELECT count(*) FROM partner_reject WHERE home_id IS NOT NULL")
    assert session.execute(about).scalar_one() == 0


def test_a_match_undone_while_a_file_is_read_brings_nothing_in(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    one, other = (partners.customer(session, keys, utility, number) for number in (1, 2))
    lines = [*partners.rows(one.account, one.meter, 5), *partners.rows(other.account, other.meter, 7)]
    sent = partners.send(session, keys, utility, partners.written(lines))
    (match,) = matches.of_home(session, one.who.home.id)

    def undone(step: str) -> None:
        if step == partner_files.READ:
            matches.undo(session, one.who.home.id, match.id, actor=one.who.person.actor, now=NOW)

    partner_intake.store(session, keys, sent.id, now=NOW, step=undone)
    assert session.execute(text("SELECT sum(count) FROM interval_block")).scalar_one() == 7
    assert partner_files.get(session, utility, sent.id).counts["homes"] == 1


def test_a_claim_that_waits_for_staff_is_made_once(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    other = partners.Customer(scenes.resident(session, keys), one.account, one.meter)
    first, again = (partners.link(session, keys, utility, other) for _ in range(2))
    assert (again.id, again.state) == (first.id, MatchState.HELD)
    assert [match.id for match in matches.held(session)] == [first.id]


def test_anothers_match_is_not_found(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one, other = (partners.customer(session, keys, utility, number) for number in (1, 2))
    (match,) = matches.of_home(session, one.who.home.id)
    with pytest.raises(NotFound):
        matches.undo(session, other.who.home.id, match.id, actor=other.who.person.actor, now=NOW)


def token_of(session: Session, keys: Vault, utility: uuid.UUID, who: scenes.Resident) -> str:
    return matches.new_token(
        session, keys, who.home.id, who.person.id, utility, commodity=ELECTRICITY, actor=who.person.actor, now=NOW
    )


def test_a_token_works_once_in_time_for_its_own_supplier(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility)
    old, token = (token_of(session, keys, utility, who) for _ in range(2))
    given = {"account": "A1", "meter": "M1", "actor": partners.UTILITY}
    for wrong, supplier, now in (
        (old, utility, NOW),
        (token.lower(), utility, NOW),
        ("", utility, NOW),
        (token, partners.supplier(session), NOW),
        (token, utility, NOW + timedelta(days=31)),
    ):
        with pytest.raises(Refusal) as refused:
            matches.link_by_token(session, keys, supplier, token=wrong, now=now, **given)
        assert refused.value.code is matches.TOKEN_UNKNOWN
    match = matches.link_by_token(session, keys, utility, token=token, now=NOW, **given)
    assert (match.home_id, match.state, match.how) == (who.home.id, MatchState.LIVE, MatchHow.TOKEN)
    with pytest.raises(Refusal):
        matches.link_by_token(session, keys, utility, token=token, now=NOW, **given)


def test_the_manifest_names_customers_only_as_their_supplier_can(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    one = partners.customer(session, keys, utility, 1)
    partners.customer(session, keys, utility, 2, agreed=False)
    (entry,) = manifests.manifest(session, utility, at=NOW)
    key = matches.pseudonym_key(keys, utility)
    assert entry.pseudonym == matches.pseudonym(key, one.account, one.meter).hex()
    assert entry.data_from == scenes.MOVED_IN
    assert key != matches.pseudonym_key(keys, partners.supplier(session))
    partners.withdraw(session, keys, one.who, utility)
    assert list(manifests.manifest(session, utility, at=NOW)) == []


def test_a_customer_agrees_while_anybody_of_the_home_does(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    someone = scenes.person(session, keys)
    earlier = scenes.MOVED_IN - timedelta(days=100)
    homes.join(session, someone.id, one.who.home.id, relation=homes.Relation.MEMBER, moved_in=earlier, now=NOW)
    other = scenes.Resident(someone, one.who.home)
    partners.agree(session, other, utility, data_from=earlier, at=NOW)
    (entry,) = manifests.manifest(session, utility, at=NOW)
    assert (entry.data_from, entry.until) == (earlier, NOW + consent.LASTS)
    told = []
    for minutes, who in enumerate((one.who, other), start=1):
        at = NOW + timedelta(minutes=minutes)
        privacy.withdraw_everything(
            session, keys, one.who.home.id, actor=who.person.actor, now=at, person_id=who.person.id
        )
        told.append([change.change for change in manifests.consents_since(session, utility, BEGINNING, 10, at=at)])
    assert told == [[Change.GRANTED], [Change.GRANTED, Change.WITHDRAWN]]


def test_a_renewed_answer_ends_before_it_begins_anew(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    partners.agree(session, one.who, utility, data_from=scenes.MOVED_IN, at=NOW + timedelta(minutes=1))
    changes = manifests.consents_since(session, utility, NOW, 1, at=NOW + timedelta(minutes=1))
    assert [(change.change, change.data_from) for change in changes] == [
        (Change.WITHDRAWN, None),
        (Change.GRANTED, scenes.MOVED_IN),
    ]


def test_who_has_said_they_leave_is_in_the_manifest_until_that_day(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    one = partners.customer(session, keys, utility, 1)
    leaves = date(2026, 12, 1)
    privacy_endings.move_out(
        session, keys, one.who.person.id, one.who.home.id, leaves, actor=one.who.person.actor, now=NOW
    )
    midnight = datetime(2026, 12, 1, 5, tzinfo=UTC)
    (entry,) = manifests.manifest(session, utility, at=midnight - timedelta(seconds=1))
    assert entry.until == midnight
    assert list(manifests.manifest(session, utility, at=midnight)) == []


def test_a_supplier_hears_of_beginnings_and_ends_and_then_the_pseudonym_goes(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    one = partners.customer(session, keys, utility, 1)
    start = NOW - timedelta(days=2)
    changes = manifests.consents_since(session, utility, start, 10, at=NOW)
    assert [change.change for change in changes] == [Change.GRANTED]
    partners.withdraw(session, keys, one.who, utility)
    changes = manifests.consents_since(session, utility, start, 10, at=NOW + timedelta(seconds=1))
    assert [change.change for change in changes][-1:] == [Change.WITHDRAWN]
    assert manifests.consents_since(session, partners.supplier(session), start, 10, at=NOW) == []
    manifests.forget_ended(session, now=NOW + timedelta(days=31))
    assert session.execute(text("SELECT count(*) FROM home_match")).scalar_one() == 0
