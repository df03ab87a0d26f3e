"""Registering a utility: exactly as documented or not at all, its secret sealed; and the breaker's patience."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import Session

from greener_homes.errors import NotFound, Refusal
from greener_homes.settings import Settings
from greener_homes.tables.connection import Custodian
from greener_homes.vault import Vault
from tests.scenes import NOW
from tests.utility_connectors.green_button.rogue_utility import SECRET, RogueUtility
from utility_connectors import custodians

UTILITY = RogueUtility(port=4443)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"allow_loopback": True})


def described(**changes: object) -> bytes:
    return UTILITY.description(**changes)


def test_a_description_as_documented_is_registered_and_its_secret_sealed(
    session: Session, keys: Vault, settings: Settings
) -> None:
    made = custodians.register(session, keys, described(), settings, now=NOW)
    row = session.get_one(Custodian, made.id)
    assert SECRET.encode() not in row.secret_sealed + row.secret_key
    assert custodians.peer(session, keys, made.id, settings).client_secret == SECRET
    assert SECRET not in repr(custodians.peer(session, keys, made.id, settings))


def test_described_again_it_is_spoken_to_the_new_way(session: Session, keys: Vault, settings: Settings) -> None:
    first = custodians.register(session, keys, described(), settings, now=NOW)
    again = custodians.register(session, keys, described(client_secret="another", look_back_days=3), settings, now=NOW)
    peer = custodians.peer(session, keys, again.id, settings)
    assert (first.id, peer.client_secret, peer.look_back) == (again.id, "another", timedelta(days=3))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"key": "Not A Key"}, "key"),
        ({"token_url": "http://utility.example/token"}, "token_url"),
        ({"token_url": "file:///etc/passwd"}, "token_url"),
        ({"authorize_url": "https://user@utility.example/"}, "authorize_url"),
        ({"resource_url": "https://utility.example/espi?x=1"}, "resource_url"),
        ({"resource_url": "https://utility.example"}, "resource_url"),
        ({"client_id": "with:colon"}, "client_id"),
        ({"client_id": ""}, "client_id"),
        ({"client_secret": "line\nbreak"}, "client_secret"),
        ({"scope": ""}, "scope"),
        ({"scope": "FB=4\\5"}, "scope"),
        ({"look_back_days": "ten"}, "look_back_days"),
        ({"look_back_days": 1_000}, "look_back_days"),
        ({"enabled": "yes"}, "enabled"),
        ({"fetch_by": "magic"}, "JSON, fetch_by"),
        ({"surprise": 1}, "surprise"),
        ({"name": None}, "name"),
    ],
)
def test_anything_else_is_refused_by_the_name_of_what_is_wrong(
    session: Session, keys: Vault, settings: Settings, changes: dict[str, object], problem: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        custodians.register(session, keys, described(**changes), settings, now=NOW)
    assert (refusal.value.code.code, refusal.value.facts) == ("utility.registration", {"problem": problem})


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"key":1,"key":2}', b"x" * 200_000])
def test_what_is_no_json_object_is_refused(session: Session, keys: Vault, settings: Settings, content: bytes) -> None:
    with pytest.raises(Refusal):
        custodians.register(session, keys, content, settings, now=NOW)


def test_plain_http_is_refused_where_the_settings_do_not_allow_it(
    session: Session, keys: Vault, settings: Settings
) -> None:
    strict = settings.model_copy(update={"allow_loopback": False})
    with pytest.raises(Refusal):
        custodians.register(session, keys, described(), strict, now=NOW)
    secure = json.loads(described())
    secure = {
        name: value.replace("http://", "https://") if isinstance(value, str) else value
        for name, value in secure.items()
    }
    assert custodians.register(session, keys, json.dumps(secure).encode(), strict, now=NOW).enabled


def test_a_utility_nobody_registered_or_that_was_switched_off_is_not_spoken_to(
    session: Session, keys: Vault, settings: Settings
) -> None:
    made = custodians.register(session, keys, described(enabled=False), settings, now=NOW)
    with pytest.raises(Refusal):
        custodians.peer(session, keys, made.id, settings)
    assert custodians.peer(session, keys, made.id, settings, even_disabled=True).key == "rogue"
    with pytest.raises(NotFound):
        custodians.by_key(session, "nobody")


def test_after_five_failures_in_a_row_it_is_left_alone_for_twice_as_long_each_time(
    session: Session, keys: Vault, settings: Settings
) -> None:
    made = custodians.register(session, keys, described(), settings, now=NOW)
    pauses = []
    for _ in range(12):
        custodians.note_failure(session, made.id, "utility.unavailable", now=NOW, at_once=False)
        until = custodians.by_key(session, "rogue").closed_until
        pauses.append(None if until is None else (until - NOW).total_seconds() / 60)
    assert pauses == [None, None, None, None, 1, 2, 4, 8, 16, 32, 60, 60]
    custodians.note_answer(session, made.id, now=NOW)
    assert custodians.by_key(session, "rogue").closed_until is None
    custodians.note_failure(session, made.id, "utility.client_refused", now=NOW, at_once=True)
    assert custodians.by_key(session, "rogue").closed_until == NOW + timedelta(hours=1)
