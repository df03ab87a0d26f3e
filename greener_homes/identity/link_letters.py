"""The letters of a sign-in: written by a worker, which alone looks who has an address.

Somebody who signs up with an address that is known here is told by letter that they have an account; somebody who asks
for a link with an address that is not known is written nothing. The page they asked on has said the same in both cases.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from greener_homes import mail, people
from greener_homes.identity import letter_words
from greener_homes.identity.email_links import SIGN_UP_LASTS, digest, kept_place, new_secret, read_waiting
from greener_homes.mail import PAGES, Topic
from greener_homes.people import Audience, Language, PersonView, Registration
from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.people import Person
from greener_homes.tables.ways_in import EmailLink, LinkKind, ProviderVisit
from greener_homes.vault import Vault, open_vault

UNCONFIRMED_LASTS = timedelta(hours=25)
REQUESTS_LAST = timedelta(days=1)


def write(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: the letter is in the outbox, or there is nobody to write to. Safe to run again."""
    row = session.exec(select(EmailLink).where(EmailLink.id == subject_id).with_for_update()).one_or_none()
    vault = open_vault(settings)
    said = read_waiting(vault, row) if row is not None else None
    if row is None or said is None:
        return
    person = _known(session, row.email_match)
    if row.kind is LinkKind.CONNECT and not _may_connect(settings, str(said["provider"]), person):
        person = None
    elif row.kind is LinkKind.CONNECT and (person is None or person.confirmed_at is None):
        row.kind, row.expires_at = LinkKind.SIGN_UP, now + SIGN_UP_LASTS  # their first time here: both are confirmed
    if row.kind is LinkKind.SIGN_UP and person is None:
        new = Registration(str(said["email"]), "", None, Audience.RESIDENT, Language(row.language), confirmed=False)
        person = session.get_one(Person, people.register(session, vault, new, now=now).id)
    key = people.key_of(session, vault, person.id) if person is not None and person.closed_at is None else None
    if person is None or key is None or (person.confirmed_at is None and row.kind is not LinkKind.SIGN_UP):
        row.asked_sealed = None
        session.add(row)
        return
    already = row.kind is LinkKind.SIGN_UP and person.confirmed_at is not None
    if already:
        row.kind, row.expires_at = LinkKind.SIGN_IN, now + timedelta(minutes=15)
        said["facts"] = {}  # what a visitor said is of a home still to come, not of one that is there
    token = new_secret()
    row.person_id, row.token_digest = person.id, digest(token)
    row.asked_sealed = vault.seal(key, json.dumps(said), kept_place(person.id))
    session.add(row)
    session.flush()
    step("linked")
    words = letter_words.link(row.kind, Language(row.language), f"{PAGES}/letter/{token}", already=already)
    mail.write(session, vault, person.id, Topic.SIGN_IN, row.id, words, Language(row.language), now=now)
    step("written")


def forget(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: requests of the day before, ways to providers that are over, and addresses that nobody confirmed
    are gone. Safe to run again."""
    vault = open_vault(settings)
    session.exec(delete(EmailLink).where(col(EmailLink.asked_at) < now - REQUESTS_LAST))
    session.exec(delete(ProviderVisit).where(col(ProviderVisit.expires_at) < now))
    nobody = select(Person).where(col(Person.confirmed_at).is_(None), Person.created_at < now - UNCONFIRMED_LASTS)
    for person in session.exec(nobody.limit(1_000)).all():
        people.forget_unconfirmed(session, vault, person)


def password_changed(session: Session, vault: Vault, person: PersonView, *, now: datetime) -> None:
    """The person is told by letter that their password is another now."""
    words = letter_words.password_changed(person.language, f"{PAGES}/sign-in/letter?recover=yes")
    mail.write(session, vault, person.id, Topic.SIGN_IN, new_id(), words, person.language, now=now)


def second_factor_changed(session: Session, vault: Vault, person: PersonView, *, made: bool, now: datetime) -> None:
    """The person is told by letter that an app for codes was added, or taken away."""
    words = letter_words.second_factor_changed(person.language, made=made)
    mail.write(session, vault, person.id, Topic.SIGN_IN, new_id(), words, person.language, now=now)


def passkey_added(session: Session, vault: Vault, person: PersonView, *, now: datetime) -> None:
    """The person is told by letter that a passkey opens their account."""
    words = letter_words.passkey_added(person.language, f"{PAGES}/account")
    mail.write(session, vault, person.id, Topic.SIGN_IN, new_id(), words, person.language, now=now)


def identity_linked(session: Session, vault: Vault, person: PersonView, provider: str, *, now: datetime) -> None:
    """The person is told by letter that a provider's sign-in opens their account."""
    words = letter_words.identity_linked(person.language, provider, f"{PAGES}/account")
    mail.write(session, vault, person.id, Topic.SIGN_IN, new_id(), words, person.language, now=now)


def _may_connect(settings: Settings, provider: str, person: Person | None) -> bool:
    """Whether the provider may sign in this person; somebody new would be a resident."""
    found = settings.identity_provider(provider)
    audience = person.audience if person is not None else Audience.RESIDENT
    return found is not None and audience.value in found.audiences


def _known(session: Session, email_match: bytes) -> Person | None:
    return session.exec(select(Person).where(Person.email_match == email_match)).one_or_none()
