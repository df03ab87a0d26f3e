"""People: known again by what they alone know, and never more revealed than that."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select

from greener_homes import passwords, people
from greener_homes.errors import Refusal
from greener_homes.identity import browsers
from greener_homes.people import Attempt, Audience, PersonView, Registration
from greener_homes.settings import Settings
from greener_homes.tables.people import Person, PersonKey, SignIn, SignInFailure
from greener_homes.vault import SealBroken, Vault
from tests import scenes
from tests.scenes import NOW

EMAIL = "somebody@test.example"


@pytest.fixture
def somebody(session: Session, keys: Vault) -> PersonView:
    scenes.person(session, keys, email="stranger@test.example")
    return scenes.person(session, keys, email=EMAIL)


def attempt(session: Session, keys: Vault, password: str, email: str = EMAIL, network: str = "10.0.0.0/24") -> bool:
    return people.authenticate(session, keys, Attempt(email, password, network), now=NOW) is not None


def test_the_right_password_signs_in_whatever_the_case_of_the_address(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    found = people.authenticate(
        session, keys, Attempt(" Somebody@TEST.example ", scenes.PASSWORD, "10.0.0.0/24"), now=NOW
    )
    assert found == somebody


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    assert not attempt(session, keys, "wrong")
    assert not attempt(session, keys, "wrong", email="nobody@test.example")


def test_ten_failures_close_the_door_even_to_the_right_password(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    for _ in range(people.FAILURES_ALLOWED):
        assert not attempt(session, keys, "wrong")
    with pytest.raises(Refusal) as refusal:
        attempt(session, keys, scenes.PASSWORD)
    assert refusal.value.code is people.SIGN_IN_PAUSED
    later = NOW + people.FAILURE_WINDOW + timedelta(seconds=1)
    assert people.authenticate(session, keys, Attempt(EMAIL, scenes.PASSWORD, "n"), now=later) == somebody


def test_failures_that_no_longer_count_are_forgotten(
    session: Session, keys: Vault, settings: Settings, somebody: PersonView
) -> None:
    attempt(session, keys, "wrong")
    for later, left in ((people.FAILURE_WINDOW, 1), (people.FAILURE_WINDOW + timedelta(seconds=1), 0)):
        people.forget_failures(session, somebody.id, now=NOW + later, settings=settings, step=lambda name: None)
        assert len(session.exec(select(SignInFailure)).all()) == left


def test_a_hundred_failures_from_one_network_close_its_door_and_no_other(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    for place in range(people.FAILURES_ALLOWED_PER_NETWORK):
        attempt(session, keys, "wrong", email=f"guess{place}@test.example")
    with pytest.raises(Refusal):
        attempt(session, keys, scenes.PASSWORD)
    assert attempt(session, keys, scenes.PASSWORD, network="10.9.9.0/24")


def test_a_token_signs_in_until_it_ends_and_only_its_digest_is_kept(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    token = browsers.start(session, somebody, now=NOW, hours=12)
    found = browsers.signed_in(session, keys, token, now=NOW)
    assert found is not None
    assert (found.person, found.home) == (somebody, None)
    assert browsers.signed_in(session, keys, token, now=NOW + timedelta(hours=12)) is None
    assert token.encode() not in session.exec(select(SignIn.token_digest)).all()
    browsers.end(session, token, now=NOW)
    assert browsers.signed_in(session, keys, token, now=NOW) is None


def test_contact_details_are_not_readable_in_the_database(session: Session, keys: Vault, somebody: PersonView) -> None:
    row = session.get_one(Person, somebody.id)
    stored = row.email_sealed + row.name_sealed + row.email_match
    assert b"somebody" not in stored
    assert b"Test" not in stored


def test_without_its_key_a_persons_name_is_gone(session: Session, keys: Vault, somebody: PersonView) -> None:
    other = session.get_one(PersonKey, scenes.person(session, keys).id)
    row = session.get_one(PersonKey, somebody.id)
    row.wrapped = other.wrapped
    session.add(row)
    session.flush()
    with pytest.raises(SealBroken):
        people.name_of(session, keys, somebody.id)


@pytest.mark.parametrize("password", ["short", "x" * 257])
def test_passwords_outside_the_length_are_refused(session: Session, keys: Vault, password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        people.register(session, keys, Registration("a@b.example", "A", password, Audience.RESIDENT), now=NOW)
    assert refusal.value.code is passwords.LENGTH


def test_an_address_registers_once(session: Session, keys: Vault, somebody: PersonView) -> None:
    with pytest.raises(Refusal) as refusal:
        scenes.person(session, keys, email=EMAIL.upper())
    assert refusal.value.code is people.EMAIL_TAKEN


def test_nobody_signs_in_to_an_account_without_a_password(session: Session, keys: Vault) -> None:
    people.register(session, keys, Registration("op@test.example", "A", None, Audience.RESIDENT), now=NOW)
    assert not attempt(session, keys, "!", email="op@test.example")
    assert not attempt(session, keys, "", email="op@test.example")


def test_passwords_are_hashed_with_argon2id_over_64_mib() -> None:
    real = importlib.import_module("tests.conftest").REAL_HASHER
    assert real.memory_cost >= 64 * 1024
    assert real.hash("x").startswith("$argon2id$")


def test_a_password_hashed_another_way_is_hashed_as_all_are_when_it_is_next_used(
    session: Session, keys: Vault, somebody: PersonView
) -> None:
    usual = people.HASHER
    other = PasswordHasher(usual.time_cost + 1, usual.memory_cost, usual.parallelism)
    session.get_one(Person, somebody.id).password_hash = other.hash(scenes.PASSWORD)
    assert not attempt(session, keys, "wrong")
    assert people.HASHER.check_needs_rehash(session.get_one(Person, somebody.id).password_hash)
    assert attempt(session, keys, scenes.PASSWORD)
    assert not people.HASHER.check_needs_rehash(session.get_one(Person, somebody.id).password_hash)
    assert attempt(session, keys, scenes.PASSWORD)
