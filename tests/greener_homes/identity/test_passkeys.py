"""Passkeys against a device made of software: honest answers open an account, and no other answer does."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlmodel import Session, select

from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import passkeys
from greener_homes.identity.passkeys import Site
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

SITE = Site("homes.example", "https://homes.example")
BROWSER = "the secret of this browser"
KEPT = tried(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JUNK = st.binary(min_size=1, max_size=40)
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """An authenticator with one key; what it does wrong is said to it."""

    credential: bytes = b"a credential of sixteen bytes or more"
    flags: int = PRESENT | VERIFIED
    uses: int = 0
    origin: str = SITE.origin
    domain: str = SITE.domain
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""

    def creates(self, asked: Any, kind: str = "webauthn.create") -> str:
        """Its answer to a question for a new passkey."""
        self.handle = asked["user"]["id"].encode()
        attested = AttestedCredentialData.create(
            Aaguid.NONE, self.credential, ES256.from_cryptography_key(self.key.public_key())
        )
        made = AuthenticatorData.create(self._rp(), self.flags | ATTESTED, self.uses, attested)
        response = {
            "clientDataJSON": self._client(kind, asked["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        }
        return self._answer(response)

    def answers(self, asked: Any, kind: str = "webauthn.get", **other: object) -> str:
        """Its answer to a question for a passkey."""
        self.uses += 1
        seen = AuthenticatorData.create(self._rp(), self.flags, self.uses, b"")
        client = self._client(kind, asked["challenge"])
        told = hashlib.sha256(passkeys._bytes(client)).digest()
        response = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(self.key.sign(bytes(seen) + told, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.handle.decode(),
            **other,
        }
        return self._answer(response)

    def _rp(self) -> bytes:
        return hashlib.sha256(self.domain.encode()).digest()

    def _client(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return websafe_encode(json.dumps(said).encode())

    def _answer(self, response: dict[str, object]) -> str:
        name = websafe_encode(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response,
                           "clientExtensionResults": {}})  # fmt: skip


@pytest.fixture
def person(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys)


def added(session: Session, keys: Vault, person: PersonView) -> Device:
    device = Device()
    asked = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    passkeys.add(session, keys, person, SITE, device.creates(asked), BROWSER, "firefox android", now=NOW)
    return device


def sign_in(session: Session, keys: Vault, answer: str, browser: str = BROWSER) -> PersonView:
    return passkeys.sign_in(session, keys, SITE, answer, browser, now=NOW)


def ask(session: Session, keys: Vault, browser: str = BROWSER) -> Any:
    return passkeys.ask_to_sign_in(session, keys, SITE, browser, now=NOW)


def test_it_opens_the_account_of_whoever_made_it(session: Session, keys: Vault, person: PersonView) -> None:
    device = added(session, keys, person)
    assert sign_in(session, keys, device.answers(ask(session, keys))).id == person.id
    kept = passkeys.listed(session, person.id)
    assert [(one.device, one.used_at) for one in kept] == [("firefox android", NOW)]
    other = scenes.person(session, keys)
    with pytest.raises(NotFound):
        passkeys.remove(session, other, kept[0].id, now=NOW)
    passkeys.remove(session, person, kept[0].id, now=NOW)
    with pytest.raises(Refusal):
        sign_in(session, keys, device.answers(ask(session, keys)))


def test_the_question_names_nobody_and_wants_the_person_checked(
    session: Session, keys: Vault, person: PersonView
) -> None:
    added(session, keys, person)
    asked = ask(session, keys)
    assert set(asked) == {"challenge", "rpId", "userVerification"} and asked["userVerification"] == "required"
    again = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    assert len(again["excludeCredentials"]) == 1, "a device that has one is not asked to make another"
    assert again["authenticatorSelection"]["residentKey"] == "required"
    assert str(person.id) not in json.dumps(again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://homes.example.evil.example"},
        {"origin": "http://homes.example"},
        {"domain": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"credential": b"a credential that nobody here ever made"},
        {"uses": -1},
    ],
    ids=["a longer name", "without tls", "another site", "unchecked", "absent", "another key", "unknown", "a copy"],
)  # fmt: skip
def test_every_other_answer_is_refused_alike(
    session: Session, keys: Vault, person: PersonView, wrong: dict[str, Any]
) -> None:
    device = added(session, keys, person)
    device.uses = 7
    sign_in(session, keys, device.answers(ask(session, keys)))
    for name, value in wrong.items():
        setattr(device, name, value if name != "uses" else device.uses + value)
    with pytest.raises(Refusal) as refused:
        sign_in(session, keys, device.answers(ask(session, keys)))
    assert refused.value.code is passkeys.REFUSED
    said = session.exec(select(AuditEvent).where(AuditEvent.action == "person.passkey_refused")).all()
    assert len(said) == 1


def test_an_answer_counts_once_and_where_it_was_asked(session: Session, keys: Vault, person: PersonView) -> None:
    device = added(session, keys, person)
    asked = ask(session, keys)
    with pytest.raises(Refusal):
        sign_in(session, keys, device.answers(asked), browser="another browser")
    answer = device.answers(asked)
    sign_in(session, keys, answer)
    with pytest.raises(Refusal):
        sign_in(session, keys, answer)
    adding = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    with pytest.raises(Refusal):
        sign_in(session, keys, device.answers(adding))
    with pytest.raises(Refusal):
        sign_in(session, keys, device.answers(ask(session, keys), userHandle=websafe_encode(b"somebody else")))
    with pytest.raises(Refusal):
        sign_in(session, keys, device.answers(ask(session, keys), kind="webauthn.create"))


def test_a_challenge_that_no_browser_could_send_is_refused(session: Session, keys: Vault, person: PersonView) -> None:
    device = added(session, keys, person)
    said = json.loads(device.answers(ask(session, keys)))
    said["response"]["clientDataJSON"] = websafe_encode(b'{"challenge": "\\ud800"}')
    with pytest.raises(Refusal):
        sign_in(session, keys, json.dumps(said))


def test_a_fault_of_our_own_is_not_taken_for_a_wrong_answer(
    session: Session, keys: Vault, person: PersonView, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = added(session, keys, person)

    def broken(*_: object) -> PersonView:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr("greener_homes.people.view", broken)
    with pytest.raises(KeyError):
        sign_in(session, keys, device.answers(ask(session, keys)))


def test_a_key_that_is_somebodys_is_added_to_nobody_else(session: Session, keys: Vault, person: PersonView) -> None:
    device, other = added(session, keys, person), scenes.person(session, keys)
    asked = passkeys.ask_to_add(session, keys, other, SITE, BROWSER, now=NOW)
    with pytest.raises(Refusal):
        passkeys.add(session, keys, other, SITE, device.creates(asked), BROWSER, "", now=NOW)
    mine = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    with pytest.raises(Refusal):
        passkeys.add(session, keys, other, SITE, Device().creates(mine), BROWSER, "", now=NOW)
    assert passkeys.listed(session, other.id) == []


def test_one_too_many_is_not_made(session: Session, keys: Vault, person: PersonView) -> None:
    for number in range(passkeys.MOST):
        device = Device(credential=b"credential number %d" % number)
        asked = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
        passkeys.add(session, keys, person, SITE, device.creates(asked), BROWSER, "", now=NOW)
    with pytest.raises(Refusal) as refused:
        passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    assert refused.value.code is passkeys.MANY


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rawId", "response"]), inner),
    max_leaves=8,
)


@KEPT
@given(said=_JSON.map(json.dumps) | st.text(max_size=60))
def test_whatever_is_sent_is_a_refusal(session: Session, keys: Vault, said: str) -> None:
    with pytest.raises(Refusal):
        sign_in(session, keys, said)


def spoilt(answer: str, where: str, junk: bytes, data: st.DataObject) -> str:
    """The answer with some bytes of one part replaced by others."""
    said = json.loads(answer)
    whole = passkeys._bytes(said["response"][where])
    at = data.draw(st.integers(0, len(whole) - 1))
    other = whole[:at] + junk + whole[at + max(len(junk) - 1, 1) :]
    assume(other != whole)
    said["response"][where] = websafe_encode(other)
    return json.dumps(said)


@KEPT
@given(where=st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), junk=JUNK, data=st.data())
def test_a_spoilt_answer_signs_nobody_in(
    session: Session, keys: Vault, person: PersonView, where: str, junk: bytes, data: st.DataObject
) -> None:
    device = Device(credential=junk + os.urandom(16))
    asked = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    passkeys.add(session, keys, person, SITE, device.creates(asked), BROWSER, "", now=NOW)
    with pytest.raises(Refusal):
        sign_in(session, keys, spoilt(device.answers(ask(session, keys)), where, junk, data))
    sign_in(session, keys, device.answers(ask(session, keys)))
    passkeys.remove(session, person, passkeys.listed(session, person.id)[-1].id, now=NOW)


@KEPT
@given(where=st.sampled_from(["clientDataJSON", "attestationObject"]), junk=JUNK, data=st.data())
def test_a_spoilt_new_passkey_is_refused_or_another_passkey(
    session: Session, keys: Vault, person: PersonView, where: str, junk: bytes, data: st.DataObject
) -> None:
    """Nobody signs a new passkey, so what still makes sense is one; what does not is a refusal, and never a fault."""
    asked = passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)
    answer = spoilt(Device().creates(asked), where, junk, data)
    try:
        passkeys.add(session, keys, person, SITE, answer, BROWSER, "", now=NOW)
    except Refusal as refusal:
        assert refusal.code is passkeys.REFUSED
    for one in passkeys.listed(session, person.id):
        passkeys.remove(session, person, one.id, now=NOW)


def test_nesting_and_length_are_refusals(session: Session, keys: Vault, person: PersonView) -> None:
    deep = "[" * 9_000
    nested = b"\x81" * 8_000
    answer = json.loads(Device().creates(passkeys.ask_to_add(session, keys, person, SITE, BROWSER, now=NOW)))
    answer["response"]["attestationObject"] = websafe_encode(nested)
    for said in (deep, "1" * (passkeys.LONGEST_ANSWER + 1), json.dumps(answer)):
        with pytest.raises(Refusal):
            passkeys.add(session, keys, person, SITE, said, BROWSER, "", now=NOW)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://homes.example/", "homes.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]:8000", None),
    ],
)
def test_a_passkey_belongs_to_a_name(settings: Settings, address: str, domain: str | None) -> None:
    found = passkeys.site_of(settings.model_copy(update={"public_url": address}))
    assert (found.domain if found else None) == domain
