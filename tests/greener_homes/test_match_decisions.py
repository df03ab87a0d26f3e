"""What staff decide about claims to one customer: with a reason, on record, read by both sides, and taken back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import export, manifests, match_decisions, matches
from greener_homes.errors import NotFound, Refusal
from greener_homes.matches import MatchReason, MatchState, MatchView
from greener_homes.people import PersonView
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners
from tests.utility_connectors.partner_scenes import Customer

ELECTRICITY = Commodity.ELECTRICITY
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def utility(session: Session) -> uuid.UUID:
    return partners.supplier(session)


@pytest.fixture
def staff(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, scenes.Audience.PROGRAMME)


def claimed(session: Session, keys: Vault, utility: uuid.UUID) -> tuple[Customer, Customer, MatchView]:
    """A customer, somebody else who claims to be the same one, and that claim, held."""
    one = partners.customer(session, keys, utility, 1)
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility)
    other = Customer(who, one.account, one.meter)
    return one, other, partners.link(session, keys, utility, other)


def found(session: Session, keys: Vault, utility: uuid.UUID, one: Customer) -> list[uuid.UUID]:
    return [home for _, home in matches.customers(session, keys, utility).find(one.account, one.meter)]


def acts(session: Session, staff: PersonView) -> list[tuple[str, str | None]]:
    query = "SELECT action, facts->>'reason' FROM audit_event WHERE actor_id = :staff ORDER BY at, id"
    return [(row[0], row[1]) for row in session.execute(text(query), {"staff": staff.id})]


def test_staff_see_the_ends_of_the_numbers_and_nothing_more(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one, _, claim = claimed(session, keys, utility)
    (waiting,) = match_decisions.waiting(session, keys)
    assert (waiting.match.id, waiting.account_end, waiting.meter_end) == (claim.id, one.account[-2:], one.meter[-2:])
    assert waiting.standing is not None and waiting.standing.home_id == one.who.home.id
    row = str(session.execute(text("SELECT home_match::text FROM home_match WHERE state = 'held'")).scalar_one())
    assert one.account not in row and one.account.encode().hex() not in row


@pytest.mark.parametrize(
    ("number", "end"), [("1", ""), ("12", ""), ("123", "3"), ("123456789", "789"), ("1" * 40, "111")]
)
def test_short_numbers_show_less(session: Session, keys: Vault, utility: uuid.UUID, number: str, end: str) -> None:
    for _ in range(2):
        partners.link(session, keys, utility, Customer(scenes.resident(session, keys), number, "M"))
    (waiting,) = match_decisions.waiting(session, keys)
    assert (waiting.account_end, waiting.meter_end) == (end, "")


def test_a_claim_is_let_through_only_after_the_match_in_its_way_is_undone(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    one, other, claim = claimed(session, keys, utility)
    reason = MatchReason.SUPPLIER_SAYS_THIS
    with pytest.raises(Refusal) as refused:
        match_decisions.release(session, claim.id, reason, actor=staff.actor, now=NOW)
    assert refused.value.code is matches.STILL_HELD
    partners.stored(session, keys, utility, partners.written(partners.rows(one.account, one.meter, 5)))
    match_decisions.undo_standing(session, claim.id, reason, actor=staff.actor, now=NOW)
    assert session.execute(text("SELECT count(*) FROM interval_block")).scalar_one() == 0
    assert found(session, keys, utility, one) == []
    let = match_decisions.release(session, claim.id, reason, actor=staff.actor, now=LATER)
    assert (let.is_live, let.reason, let.decided_at) == (True, reason, LATER)
    assert found(session, keys, utility, one) == [other.who.home.id]
    assert acts(session, staff) == [("match.undone", reason.value), ("match.linked", reason.value)]
    assert match_decisions.waiting(session, keys) == []
    with pytest.raises(NotFound):
        match_decisions.undo_standing(session, claim.id, reason, actor=staff.actor, now=LATER)


def test_a_refused_claim_changes_nothing_for_the_other_home_and_says_why(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    one, other, claim = claimed(session, keys, utility)
    match_decisions.refuse(session, claim.id, MatchReason.NOT_SHOWN, actor=staff.actor, now=NOW)
    (told,) = matches.of_home(session, other.who.home.id)
    assert (told.state, told.reason) == (MatchState.REFUSED, MatchReason.NOT_SHOWN)
    assert found(session, keys, utility, one) == [one.who.home.id]
    assert acts(session, staff) == [("match.refused", "not_shown")]
    for act in (match_decisions.refuse, match_decisions.release):
        with pytest.raises((NotFound, Refusal)):
            act(session, claim.id, MatchReason.NOT_SHOWN, actor=staff.actor, now=NOW)


@pytest.mark.parametrize("reason", [None, *MatchReason])
def test_a_decision_takes_only_reasons_that_go_with_it(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView, reason: MatchReason | None
) -> None:
    _, _, claim = claimed(session, keys, utility)
    for name, act in (("refuse", match_decisions.refuse), ("undo", match_decisions.undo_standing)):
        if reason not in match_decisions.REASONS[name]:
            with pytest.raises(Refusal) as refused:
                act(session, claim.id, reason, actor=staff.actor, now=NOW)
            assert refused.value.code is match_decisions.REASON_NEEDED
    assert acts(session, staff) == []


def test_either_decision_can_be_taken_back(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    one, other, claim = claimed(session, keys, utility)
    match_decisions.refuse(session, claim.id, MatchReason.NOT_SHOWN, actor=staff.actor, now=NOW)
    again = match_decisions.reopen(session, claim.id, actor=staff.actor, now=LATER)
    assert (again.id, again.state, again.reason) == (claim.id, MatchState.HELD, None)
    match_decisions.undo_standing(session, claim.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=LATER)
    match_decisions.release(session, claim.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=LATER)
    partners.stored(session, keys, utility, partners.written(partners.rows(one.account, one.meter, 5)))
    third = match_decisions.reopen(session, claim.id, actor=staff.actor, now=LATER)
    assert session.execute(text("SELECT count(*) FROM interval_block")).scalar_one() == 0
    (waiting,) = match_decisions.waiting(session, keys)
    assert (waiting.match.id, waiting.match.home_id, waiting.standing) == (third.id, other.who.home.id, None)
    assert waiting.account_end == one.account[-2:]
    assert [name for name, _ in acts(session, staff)].count("match.reopened") == 2
    assert match_decisions.release(session, third.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=LATER).is_live


def test_after_thirty_days_a_decision_stands_and_the_ends_are_gone(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    _, other, claim = claimed(session, keys, utility)
    match_decisions.undo_standing(session, claim.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=NOW)
    match_decisions.release(session, claim.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=LATER)
    assert [one.id for one in match_decisions.decided(session, now=LATER)][:1] == [claim.id]
    after = NOW + timedelta(days=31)
    manifests.forget_ended(session, now=after)
    assert match_decisions.decided(session, now=after) == []
    with pytest.raises(NotFound):
        match_decisions.reopen(session, claim.id, actor=staff.actor, now=after)
    assert session.execute(text("SELECT count(*) FROM home_match WHERE ends_sealed IS NOT NULL")).scalar_one() == 0
    assert matches.of_home(session, other.who.home.id)[0].is_live


def test_who_nobody_disputes_is_not_staffs_to_touch(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    one = partners.customer(session, keys, utility, 1)
    (live,) = matches.of_home(session, one.who.home.id)
    for act in (match_decisions.release, match_decisions.undo_standing):
        with pytest.raises(NotFound):
            act(session, live.id, MatchReason.OTHER_LEFT, actor=staff.actor, now=NOW)
    with pytest.raises(NotFound):
        match_decisions.reopen(session, live.id, actor=staff.actor, now=NOW)
    for unknown in (live.id, uuid.uuid4()):
        with pytest.raises(NotFound):
            match_decisions.one(session, keys, unknown)


def test_the_supplier_reads_of_its_own_customers_only_and_by_pseudonym(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView
) -> None:
    one, _, claim = claimed(session, keys, utility)
    name = matches.pseudonym(matches.pseudonym_key(keys, utility), one.account, one.meter).hex()
    (told,) = match_decisions.of_supplier(session, utility, now=NOW)
    assert (told.pseudonym, told.match.state) == (name, MatchState.HELD)
    assert match_decisions.of_supplier(session, partners.supplier(session), now=NOW) == []
    match_decisions.refuse(session, claim.id, MatchReason.SUPPLIER_SAYS_OTHER, actor=staff.actor, now=NOW)
    (told,) = match_decisions.of_supplier(session, utility, now=LATER)
    assert told.match.reason is MatchReason.SUPPLIER_SAYS_OTHER
    assert match_decisions.of_supplier(session, utility, now=NOW + timedelta(days=31)) == []


@pytest.mark.parametrize("refused", [False, True])
def test_a_claim_that_never_stood_ends_without_a_word_to_the_supplier(
    session: Session, keys: Vault, utility: uuid.UUID, staff: PersonView, refused: bool
) -> None:
    """Else the supplier would hear that its customer withdrew, whose own home still agrees."""
    _, other, claim = claimed(session, keys, utility)
    if refused:
        match_decisions.refuse(session, claim.id, MatchReason.NOT_SHOWN, actor=staff.actor, now=NOW)
        partners.withdraw(session, keys, other.who, utility)
    else:
        matches.undo(session, other.who.home.id, claim.id, actor=other.who.person.actor, now=NOW)
    changes = manifests.consents_since(session, utility, NOW - timedelta(days=9), 10, at=LATER)
    assert [change.change for change in changes] == [manifests.Change.GRANTED]
    assert session.execute(text("SELECT count(*) FROM home_match WHERE ends_sealed IS NOT NULL")).scalar_one() == 0


def test_a_copy_of_everything_says_which_numbers_were_claimed(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    one, other, _ = claimed(session, keys, utility)
    files = {name: b"".join(pieces) for name, pieces in export.documents(session, keys, other.who.person.id)}
    assert f"{one.account[-2:]}|{one.meter[-2:]}".encode() in files["data/home_match.json"]
