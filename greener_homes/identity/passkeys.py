"""Passkeys (WebAuthn): keys that a person's device holds, and that sign in without a password.

The device checks its person, by fingerprint, face or PIN, before it answers; so an answer stands for both steps of a
sign-in. Each question counts once, for ten minutes, in the browser it was asked in (`provider_visits`). A device whose
count of uses goes backwards may have been copied, and is refused. Nothing secret is kept here.
"""

from __future__ import annotations

import hashlib
import json
import struct
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from greener_homes import audit, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import link_letters, provider_visits
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.people import Person
from greener_homes.tables.ways_in import Passkey
from greener_homes.vault import Vault
from models.findings import Code, Severity

NAME: Final = "Greener Homes"
LONGEST_ANSWER: Final = 16_384
"""Characters of a device's answer; what real ones send has a tenth of it."""
MOST: Final = 20
"""Passkeys of one person."""
SIGN_IN: Final = "passkey sign-in"
_REQUIRED: Final = "required"
_HOSTILE: Final = (
    *(AssertionError, AttributeError, IndexError, KeyError, NotImplementedError, OverflowError, RecursionError),
    *(TypeError, ValueError, struct.error, InvalidSignature, UnsupportedAlgorithm),
)
"""What the library and the reading of JSON raise for an answer that is not one, or not to our question."""

REFUSED = Code(
    "passkey.refused",
    Severity.REFUSAL,
    "That passkey was not accepted. Try once more, or come in another way.",
    "Cette clé d’accès n’a pas été acceptée. Réessayez, ou entrez d’une autre façon.",
)
MANY = Code(
    "passkey.many",
    Severity.REFUSAL,
    "Your account has {most} passkeys, which is all it can have. Take one away first.",
    "Votre compte a {most} clés d’accès, le plus qu’il puisse avoir. Enlevez-en une d’abord.",
)
CODES = (REFUSED, MANY)


class _Unaccepted(Exception):  # noqa: N818  a reason, not a fault
    """Why an answer is not taken, as a code: for the record, never for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys these are: a domain, and the one address pages are served from."""

    domain: str
    origin: str


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its person sees it; `device` as `browsers.device_of` says it."""

    id: uuid.UUID
    device: str
    made_at: datetime
    used_at: datetime | None


def site_of(settings: Settings) -> Site | None:
    """The site of these settings; None where pages have no domain of their own: a passkey belongs to a name."""
    address = settings.pages_url()
    parts = urlsplit(address or "")
    domain = parts.hostname or ""
    is_name = bool(domain) and ":" not in domain and not domain.rpartition(".")[2].isdigit()
    return Site(domain, f"{parts.scheme}://{parts.netloc}") if is_name else None


def ask_to_add(
    session: Session, vault: Vault, person: PersonView, site: Site, browser: str, *, now: datetime
) -> Mapping[str, Any]:
    """The question for a device that shall hold a new passkey, as JSON. Raises Refusal for one too many."""
    kept = _of(session, person.id)
    if len(kept) >= MOST:
        raise Refusal(MANY, most=MOST)
    asked, state = _server(site).register_begin(
        {"id": _handle(person.id), "name": people.address_of(session, vault, person.id), "displayName": person.name},
        [_attested(row) for row in kept],
        resident_key_requirement=_REQUIRED,
        user_verification=_REQUIRED,
    )
    _remember(session, vault, _adding(person.id), state, browser, now)
    return _plain(asked.public_key)


def add(
    session: Session, vault: Vault, person: PersonView, site: Site, answer: str, browser: str, device: str,
    *, now: datetime,
) -> None:  # fmt: skip
    """The device's passkey opens this account from now on, and a letter says so. Raises Refusal."""
    server = _server(site)
    with _refused(session, person.actor, now):
        said = _read(answer)
        state = _take(session, vault, _adding(person.id), said, browser, now)
        with _hostile():
            made = server.register_complete(state, said)
            attested = made.credential_data
        if attested is None:
            raise _Unaccepted("no_key")
        session.get_one(Person, person.id, with_for_update=True)  # counted one after the other
        if session.exec(select(func.count()).where(Passkey.person_id == person.id)).one() >= MOST:
            raise Refusal(MANY, most=MOST)
        written = session.execute(
            insert(Passkey)
            .values(
                id=new_id(),
                person_id=person.id,
                credential_digest=_digest(attested.credential_id),
                attested=bytes(attested),
                uses=made.counter,
                device=device[:40],
                made_at=now,
            )
            .on_conflict_do_nothing()
            .returning(col(Passkey.id))
        )
        if written.scalar_one_or_none() is None:
            raise _Unaccepted("held_already")
    audit.record(session, person.actor, audit.Action.PASSKEY_ADDED, at=now)
    link_letters.passkey_added(session, vault, person, now=now)


def ask_to_sign_in(session: Session, vault: Vault, site: Site, browser: str, *, now: datetime) -> Mapping[str, Any]:
    """The question for any device that holds a passkey of this site, as JSON; it names nobody."""
    asked, state = _server(site).authenticate_begin(user_verification=_REQUIRED)
    _remember(session, vault, SIGN_IN, state, browser, now)
    return _plain(asked.public_key)


def sign_in(session: Session, vault: Vault, site: Site, answer: str, browser: str, *, now: datetime) -> PersonView:
    """Whose passkey answered. Raises Refusal, for every reason alike."""
    server = _server(site)
    with _refused(session, audit.ANONYMOUS, now):
        said = _read(answer)
        state = _take(session, vault, SIGN_IN, said, browser, now)
        with _hostile():
            credential = _bytes(said.get("rawId") or said["id"])
        row = session.exec(
            select(Passkey).where(Passkey.credential_digest == _digest(credential)).with_for_update()
        ).one_or_none()
        if row is None:
            raise _Unaccepted("nobodys")
        held = _attested(row)
        with _hostile():
            server.authenticate_complete(state, [held], said)
            handle = said["response"].get("userHandle")
            whose = _bytes(handle) if handle else None
            uses = _uses(said)
        if whose is not None and whose != _handle(row.person_id):
            raise _Unaccepted("handle_of_another")
        if (uses or row.uses) and uses <= row.uses:
            raise _Unaccepted("may_be_a_copy")
        person = people.view(session, vault, row.person_id)
        if person is None:
            raise _Unaccepted("gone")
        row.uses, row.used_at = uses, now
        session.add(row)
        session.flush()
    return person


def listed(session: Session, person_id: uuid.UUID) -> Sequence[PasskeyView]:
    """This person's passkeys, the first made first."""
    return [PasskeyView(row.id, row.device, row.made_at, row.used_at) for row in _of(session, person_id)]


def remove(
    session: Session, person: PersonView, passkey_id: uuid.UUID, *, actor: audit.Actor | None = None, now: datetime
) -> None:
    """The passkey opens nothing any more. Raises NotFound for one that is not this person's."""
    row = session.get(Passkey, passkey_id)
    if row is None or row.person_id != person.id:
        raise NotFound
    session.delete(row)
    audit.record(session, actor or person.actor, audit.Action.PASSKEY_REMOVED, at=now, object_id=person.id)
    session.flush()


@contextmanager
def _refused(session: Session, actor: audit.Actor, now: datetime) -> Iterator[None]:
    """Whatever is wrong with an answer is one refusal to the world, and on record."""
    try:
        yield
    except (_Unaccepted, NotFound) as error:
        audit.record(session, actor, audit.Action.PASSKEY_REFUSED, at=now, why=str(error) or "not_asked")
        raise Refusal(REFUSED) from None


@contextmanager
def _hostile() -> Iterator[None]:
    """Around what reads a stranger's answer, and around nothing else: a fault of our own stays a fault."""
    try:
        yield
    except _HOSTILE as error:
        raise _Unaccepted(type(error).__name__.casefold()) from error


def _server(site: Site) -> Any:
    from fido2.server import Fido2Server  # a tenth of a second that most processes never need
    from fido2.webauthn import PublicKeyCredentialRpEntity

    rp = PublicKeyCredentialRpEntity(name=NAME, id=site.domain)
    return Fido2Server(rp, verify_origin=lambda origin: origin == site.origin)


def _remember(
    session: Session, vault: Vault, asked: str, state: Mapping[str, str], browser: str, now: datetime
) -> None:
    provider_visits.begin(session, vault, asked, state["challenge"], {}, browser, now=now)


def _take(
    session: Session, vault: Vault, asked: str, said: Mapping[str, Any], browser: str, now: datetime
) -> Mapping[str, str]:
    """The state of the question that is answered here, which can be answered no more. Raises NotFound."""
    with _hostile():
        challenge = json.loads(_bytes(said["response"]["clientDataJSON"]))["challenge"]
    if not isinstance(challenge, str) or not challenge.isascii():
        raise _Unaccepted("no_challenge")
    provider_visits.take(session, vault, asked, challenge, browser, now=now)
    return {"challenge": challenge, "user_verification": _REQUIRED}


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise _Unaccepted("too_long")
    with _hostile():
        said = json.loads(answer)
    if not isinstance(said, dict) or not isinstance(said.get("response"), dict):
        raise _Unaccepted("no_answer")
    return said


def _plain(asked: Any) -> Mapping[str, Any]:
    """The question as JSON says it."""
    found: dict[str, Any] = json.loads(json.dumps(asked, default=dict))
    return found


def _bytes(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)


def _uses(said: Mapping[str, Any]) -> int:
    from fido2.webauthn import AuthenticatorData

    return AuthenticatorData(_bytes(said["response"]["authenticatorData"])).counter


def _attested(row: Passkey) -> Any:
    from fido2.webauthn import AttestedCredentialData

    return AttestedCredentialData(row.attested)


def _of(session: Session, person_id: uuid.UUID) -> Sequence[Passkey]:
    return session.exec(select(Passkey).where(Passkey.person_id == person_id).order_by(col(Passkey.made_at))).all()


def _adding(person_id: uuid.UUID) -> str:
    return f"passkey {person_id}"


def _handle(person_id: uuid.UUID) -> bytes:
    """What devices keep a person's passkeys under: always the same, and it tells nothing."""
    return hashlib.sha256(b"passkey|" + person_id.bytes).digest()


def _digest(credential_id: bytes) -> bytes:
    return hashlib.sha256(credential_id).digest()
