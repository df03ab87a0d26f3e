"""Invitations to a household: good once, for a while, for whom they were meant, and never a consent."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from greener_homes import (
    consent,
    db,
    erasure,
    erasure_rows,
    export,
    homes,
    invitations,
    people,
    privacy_endings,
    retention,
)
from greener_homes.belongings import Whose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import LOCAL, Relation
from greener_homes.people import Audience, PersonView
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.home import HomeInvitation
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.scenes import NOW

TODAY = NOW.astimezone(LOCAL).date()
EMAIL = "second@test.example"


def open_count(session: Session, keys: Vault, who: scenes.Resident) -> int:
    return len(invitations.open_ones(session, keys, who.home.id, viewer=who.person.id, now=NOW))


def joined(session: Session, keys: Vault, token: str, person: PersonView, *, leaving: bool = False) -> bool:
    return invitations.accept(session, keys, token, person, TODAY, leaving=leaving, now=NOW) is not None


def test_somebody_invited_joins_with_answers_of_their_own(session: Session, keys: Vault) -> None:
    who, second = scenes.resident(session, keys), scenes.person(session, keys, email=EMAIL)
    scenes.agree(session, who)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    offer = invitations.look(session, keys, token, second, now=NOW)
    assert offer is not None
    assert (offer.reference, offer.invited_by, offer.lives_here, offer.leaves) == (
        who.home.reference,
        "Test resident",
        False,
        None,
    )
    home = invitations.accept(session, keys, token, second, date(2025, 5, 1), leaving=False, now=NOW)
    assert home is not None and home.id == who.home.id and home.relation is Relation.MEMBER
    assert [one.person_id for one in homes.members(session, who.home.id, on=TODAY)] == [who.person.id, second.id]
    assert {one.person_id for one in consent.in_force(session, who.home.id, at=NOW)} == {who.person.id}
    scenes.agree(session, scenes.Resident(second, home), data_from=date(2025, 5, 1))
    assert len(consent.in_force(session, who.home.id, at=NOW)) == 4


def test_a_newcomers_answer_never_reaches_before_an_earlier_household_left(session: Session, keys: Vault) -> None:
    who, earlier, second = scenes.resident(session, keys), scenes.person(session, keys), scenes.person(session, keys)
    homes.join(session, earlier.id, who.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    homes.set_move_out(session, earlier.id, who.home.id, date(2025, 3, 1))
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    assert joined(session, keys, token, second)
    scenes.agree(session, scenes.Resident(second, who.home))
    mine = [one for one in consent.in_force(session, who.home.id, at=NOW) if one.person_id == second.id]
    assert {one.data_from for one in mine} == {date(2025, 3, 1)}


def test_an_invitation_is_used_once(session: Session, keys: Vault) -> None:
    who, second, third = scenes.resident(session, keys), scenes.person(session, keys), scenes.person(session, keys)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    assert open_count(session, keys, who) == 1
    assert joined(session, keys, token, second)
    assert not joined(session, keys, token, third)
    assert open_count(session, keys, who) == 0


def test_two_people_with_one_link_at_once_are_one_member_more(engine: Engine, keys: Vault) -> None:
    import threading

    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        both = [scenes.person(session, keys) for _ in range(2)]
        token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    said: list[bool] = []

    def take(person: PersonView) -> None:
        with db.transaction(engine) as session:
            said.append(joined(session, keys, token, person))

    threads = [threading.Thread(target=take, args=(person,)) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, True]


@pytest.mark.parametrize("how", ["revoked", "expired", "maker moved out", "maker came back", "maker erased", "other"])
def test_an_invitation_that_ended_lets_nobody_in(session: Session, keys: Vault, how: str) -> None:
    who, second = scenes.resident(session, keys), scenes.person(session, keys)
    token = invitations.invite(session, keys, who.person, who.home.id, email=EMAIL if how == "other" else "", now=NOW)
    now = NOW
    if how == "revoked":
        (made,) = invitations.open_ones(session, keys, who.home.id, viewer=who.person.id, now=NOW)
        invitations.revoke(session, who.home.id, made.id, actor=who.person.actor, now=NOW)
    elif how == "expired":
        now = NOW + invitations.LASTS
    elif how.startswith("maker moved") or how == "maker came back":
        privacy_endings.move_out(session, keys, who.person.id, who.home.id, TODAY, actor=who.person.actor, now=NOW)
        if how == "maker came back":
            now = NOW + timedelta(days=1)
            homes.join(session, who.person.id, who.home.id, relation=Relation.OWNER, moved_in=TODAY, now=now)
    elif how == "maker erased":
        erasure.begin(session, keys, who.person.id, "reference", now=NOW)
    assert invitations.look(session, keys, token, second, now=now) is None
    assert invitations.accept(session, keys, token, second, TODAY, leaving=True, now=now) is None
    assert second.id not in {one.person_id for one in homes.members(session, who.home.id, on=TODAY)}


def test_an_invitation_with_an_address_is_for_that_person_only(session: Session, keys: Vault) -> None:
    who, meant = scenes.resident(session, keys), scenes.person(session, keys, email=EMAIL)
    token = invitations.invite(session, keys, who.person, who.home.id, email=f"  {EMAIL.upper()}".strip(), now=NOW)
    (shown,) = invitations.open_ones(session, keys, who.home.id, viewer=who.person.id, now=NOW)
    assert (shown.email, shown.named) == (EMAIL.upper(), True)
    (others,) = invitations.open_ones(session, keys, who.home.id, viewer=meant.id, now=NOW)
    assert (others.email, others.named) == ("", True)
    assert joined(session, keys, token, meant)


@pytest.mark.parametrize("email", ["x", "a b@c.example", "@c.example", "a@", "a@b@c", "x" * 300 + "@c.example"])
def test_what_is_no_address_is_refused(session: Session, keys: Vault, email: str) -> None:
    who = scenes.resident(session, keys)
    with pytest.raises(Refusal) as refused:
        invitations.invite(session, keys, who.person, who.home.id, email=email, now=NOW)
    assert refused.value.code is invitations.BAD_ADDRESS


def test_nobody_invites_to_a_home_they_do_not_live_in(session: Session, keys: Vault) -> None:
    who, stranger = scenes.resident(session, keys), scenes.resident(session, keys)
    with pytest.raises(NotFound):
        invitations.invite(session, keys, stranger.person, who.home.id, now=NOW)
    invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    (made,) = invitations.open_ones(session, keys, who.home.id, viewer=who.person.id, now=NOW)
    with pytest.raises(NotFound):
        invitations.revoke(session, stranger.home.id, made.id, actor=stranger.person.actor, now=NOW)


def test_five_may_be_open_at_once(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    for _ in range(invitations.OPEN_AT_ONCE):
        invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    with pytest.raises(Refusal) as refused:
        invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    assert refused.value.code is invitations.TOO_MANY


def test_guesses_are_counted_and_then_even_the_right_one_waits(session: Session, keys: Vault) -> None:
    who, second = scenes.resident(session, keys), scenes.person(session, keys)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    for _ in range(people.FAILURES_ALLOWED):
        assert invitations.look(session, keys, secrets.token_urlsafe(8), second, now=NOW) is None
    for what in (invitations.look, None):
        with pytest.raises(Refusal) as refused:
            what(session, keys, token, second, now=NOW) if what else joined(session, keys, token, second)
        assert refused.value.code is people.SIGN_IN_PAUSED
    later = NOW + people.FAILURE_WINDOW + timedelta(seconds=1)
    assert invitations.look(session, keys, token, second, now=later) is not None
    assert invitations.look(session, keys, token, scenes.person(session, keys), now=NOW) is not None, "others may"


def test_who_lives_elsewhere_leaves_that_home_by_joining_if_they_say_so(session: Session, keys: Vault) -> None:
    who, second = scenes.resident(session, keys), scenes.resident(session, keys)
    scenes.agree(session, second)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    with pytest.raises(Refusal) as refused:
        joined(session, keys, token, second.person)
    assert refused.value.code is invitations.LIVES_ELSEWHERE
    assert open_count(session, keys, who) == 1
    assert joined(session, keys, token, second.person, leaving=True)
    home = homes.home_of(session, second.person.id, on=TODAY)
    assert home is not None and home.id == who.home.id
    assert homes.get_member(session, second.person.id, second.home.id).left_on == TODAY
    assert consent.in_force(session, second.home.id, at=NOW) == []


def test_a_member_and_a_day_ahead_are_refused_and_use_nothing_up(session: Session, keys: Vault) -> None:
    who, second = scenes.resident(session, keys), scenes.person(session, keys)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    for person, day, code in (
        (who.person, TODAY, invitations.LIVES_HERE),
        (second, TODAY + timedelta(days=1), consent.MOVED_IN_LATER),
    ):
        with pytest.raises(Refusal) as refused:
            invitations.accept(session, keys, token, person, day, leaving=True, now=NOW)
        assert refused.value.code is code
    assert open_count(session, keys, who) == 1


def test_who_joined_leaves_by_themselves_and_the_others_keep_theirs(session: Session, keys: Vault) -> None:
    who, second = scenes.resident(session, keys), scenes.person(session, keys)
    scenes.agree(session, who)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    assert joined(session, keys, token, second)
    scenes.agree(session, scenes.Resident(second, who.home), data_from=TODAY)
    privacy_endings.move_out(session, keys, second.id, who.home.id, TODAY, actor=second.actor, now=NOW)
    assert homes.home_of(session, second.id, on=TODAY) is None
    assert {one.person_id for one in consent.in_force(session, who.home.id, at=NOW)} == {who.person.id}
    acts = session.exec(select(AuditEvent.action).where(AuditEvent.home_id == who.home.id)).all()
    assert {"household.invited", "household.joined", "household.left"} <= set(acts)


def test_neither_token_nor_address_is_kept_in_clear(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    token = invitations.invite(session, keys, who.person, who.home.id, email=EMAIL, now=NOW)
    row = session.exec(select(HomeInvitation)).one()
    held = b"".join(value for value in row.model_dump().values() if isinstance(value, bytes))
    assert token.encode() not in held and EMAIL.encode() not in held
    copy = dict(export.documents(session, keys, who.person.id))
    assert EMAIL.encode() in b"".join(copy["data/home_invitation.json"]), "its maker gets it back"


def test_an_erased_maker_takes_their_invitations_along(session: Session, keys: Vault) -> None:
    who, stranger = scenes.resident(session, keys), scenes.resident(session, keys)
    for one in (who, stranger):
        invitations.invite(session, keys, one.person, one.home.id, now=NOW)
    erasure_rows.delete_rows(session, Whose(who.person.id, [who.home.id]))
    assert session.exec(select(HomeInvitation.person_id)).all() == [stranger.person.id]


def test_ended_invitations_go_after_a_month(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    for days in (45, 43):
        invitations.invite(session, keys, who.person, who.home.id, now=NOW - timedelta(days=days))
    retention.sweep(session, uuid.uuid4(), now=NOW, settings=settings, step=lambda _: None)
    assert len(session.exec(select(HomeInvitation)).all()) == 1


def test_staff_are_not_invited_into_homes(session: Session, keys: Vault) -> None:
    who, coach = scenes.resident(session, keys), scenes.person(session, keys, Audience.COACH)
    token = invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    assert invitations.look(session, keys, token, coach, now=NOW) is None
    assert not joined(session, keys, token, coach)
