"""Matches: exact or by token, explained, held when two claim one customer, undone with what came through them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import manifests, matches
from greener_homes.errors import NotFound, Refusal
from greener_homes.manifests import Change
from greener_homes.matches import MatchHow, MatchState
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners

ELECTRICITY = Commodity.ELECTRICITY


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    return scenes.vault(tmp_path)


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
