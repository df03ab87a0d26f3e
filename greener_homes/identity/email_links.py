"""Links by e-mail: asked for, found again by their token, and used once.

Whoever asks is answered alike, in words and in time, whether or not the address is known: asking keeps a row and rings
a worker, and only the worker looks who has the address (greener_homes/identity/link_letters.py). Five requests an hour
for one address and thirty from one network are enough for anybody.

A link opens nothing by being looked at: mail programs look at every link. It is used by a button, in the browser that
asked, or in another one after its reader said that the request was theirs.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from greener_homes import audit, jobs, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.home_facts import FactValue
from greener_homes.people import Language
from greener_homes.tables.base import new_id
from greener_homes.tables.people import Person
from greener_homes.tables.ways_in import EmailLink
from greener_homes.tables.ways_in import LinkKind as LinkKind
from greener_homes.vault import Vault
from models.findings import Code, Severity

LASTS = timedelta(minutes=15)
SIGN_UP_LASTS = timedelta(hours=24)
WINDOW = timedelta(hours=1)
FOR_ONE_ADDRESS, FROM_ONE_NETWORK = 5, 30
ADDRESS_MAXIMUM = 254
ONWARD_MAXIMUM = 300
ADDRESS = re.compile(r"[^@\s,;<>\"()\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
PLATFORM_KEY = "email links"

BAD_ADDRESS = Code(
    "link.address",
    Severity.REFUSAL,
    "Write the whole e-mail address, for example name@example.ca.",
    "Écrivez l’adresse courriel au complet, par exemple nom@exemple.ca.",
)
TOO_MANY = Code(
    "link.too_many",
    Severity.REFUSAL,
    "We have written often enough for now. Look through your mail, or try again in {minutes} minutes.",
    "Nous avons assez écrit pour l’instant. Regardez vos courriels, ou réessayez dans {minutes} minutes.",
)
CODES = (BAD_ADDRESS, TOO_MANY)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks a link for. `onward` is a path of ours; `facts` are what a visitor said of their home."""

    kind: LinkKind
    email: str
    language: Language
    network: str
    onward: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    provider: str = ""
    subject: str = field(default="", repr=False)
    """Of a CONNECT link: who the provider says they are, as it names them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that can be used. `same_browser`: it is looked at in the browser that asked for it."""

    id: uuid.UUID
    kind: LinkKind
    person_id: uuid.UUID
    language: Language
    same_browser: bool
    onward: str
    facts: Mapping[str, FactValue]
    provider: str
    subject: str = field(repr=False)


def ask(session: Session, vault: Vault, asked: Asked, browser: str, *, now: datetime) -> uuid.UUID:
    """A letter will be written to whom it concerns, if anybody. `browser` is a secret only the asking browser holds.

    Raises Refusal for what is no address, and for too many requests; both say nothing of who is known here.
    """
    if not ADDRESS.fullmatch(asked.email) or len(asked.email) > ADDRESS_MAXIMUM:
        raise Refusal(BAD_ADDRESS)
    match, origin = people.email_match(vault, asked.email), vault.match("network", asked.network)
    _refuse_too_many(session, col(EmailLink.email_match) == match, FOR_ONE_ADDRESS, now)
    _refuse_too_many(session, col(EmailLink.origin_match) == origin, FROM_ONE_NETWORK, now)
    row_id = new_id()
    said = {
        "email": asked.email,
        "onward": asked.onward[:ONWARD_MAXIMUM],
        "facts": dict(asked.facts),
        "provider": asked.provider,
        "subject": asked.subject,
    }
    session.add(
        EmailLink(
            id=row_id,
            kind=asked.kind,
            email_match=match,
            origin_match=origin,
            language=asked.language,
            asked_sealed=vault.seal(vault.key_for(PLATFORM_KEY), json.dumps(said), _waiting_place(row_id)),
            browser_digest=digest(browser),
            asked_at=now,
            expires_at=now + (SIGN_UP_LASTS if asked.kind is LinkKind.SIGN_UP else LASTS),
        )
    )
    audit.record(session, audit.ANONYMOUS, audit.Action.EMAIL_LINK_ASKED, at=now, kind=asked.kind.value)
    session.flush()
    jobs.enqueue(session, "email_link.write", row_id, now=now)
    return row_id


def look(session: Session, vault: Vault, token: str, browser: str, *, now: datetime) -> Link:
    """The link, unused by this. Raises NotFound, always alike, for one that was used, is over or never was."""
    return _view(session, vault, _usable(session, token, now, lock=False), browser)


def use(session: Session, vault: Vault, token: str, browser: str, *, now: datetime) -> Link:
    """The link is used up, by whoever comes first. Raises NotFound as `look` does."""
    row = _usable(session, token, now, lock=True)
    link = _view(session, vault, row, browser)
    row.used_at, row.asked_sealed = now, None
    session.add(row)
    person = people.view(session, vault, link.person_id)
    if person is None:
        raise NotFound
    audit.record(session, person.actor, audit.Action.EMAIL_LINK_USED, at=now, object_id=row.id, kind=row.kind.value)
    session.flush()
    return link


def end_links(session: Session, person_id: uuid.UUID, *, now: datetime) -> None:
    """No link written to this person so far can be used any more."""
    for row in session.exec(
        select(EmailLink).where(EmailLink.person_id == person_id, col(EmailLink.used_at).is_(None))
    ):
        row.used_at, row.asked_sealed = now, None
        session.add(row)
    session.flush()


def digest(secret: str) -> bytes:
    """How a token or a browser's secret is kept."""
    return hashlib.sha256(secret.encode()).digest()


def new_secret() -> str:
    """A secret nobody can guess."""
    return secrets.token_urlsafe(32)


def read_waiting(vault: Vault, row: EmailLink) -> dict[str, object] | None:
    """What was asked, while no letter is written yet; None afterwards."""
    if row.asked_sealed is None or row.person_id is not None:
        return None
    said: dict[str, object] = json.loads(
        vault.open(vault.key_for(PLATFORM_KEY), row.asked_sealed, _waiting_place(row.id))
    )
    return said


def kept_place(person_id: uuid.UUID) -> str:
    """Where what was asked is sealed once it is known whose it is."""
    return f"email_link|asked|{person_id}"


def _waiting_place(row_id: uuid.UUID) -> str:
    return f"email_link|waiting|{row_id}"


def _usable(session: Session, token: str, now: datetime, *, lock: bool) -> EmailLink:
    query = (
        select(EmailLink)
        .join(Person, col(Person.id) == EmailLink.person_id)
        .where(
            EmailLink.token_digest == digest(token),
            col(EmailLink.used_at).is_(None),
            EmailLink.expires_at > now,
            col(Person.closed_at).is_(None),
        )
    )
    if lock:
        query = query.with_for_update(of=EmailLink).execution_options(populate_existing=True)
    row = session.exec(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _view(session: Session, vault: Vault, row: EmailLink, browser: str) -> Link:
    key = people.key_of(session, vault, row.person_id) if row.person_id else None
    if row.person_id is None or key is None or row.asked_sealed is None:
        raise NotFound
    said = json.loads(vault.open(key, row.asked_sealed, kept_place(row.person_id)))
    return Link(
        id=row.id,
        kind=row.kind,
        person_id=row.person_id,
        language=row.language,
        same_browser=secrets.compare_digest(row.browser_digest, digest(browser)),
        onward=said["onward"],
        facts=said["facts"],
        provider=said["provider"],
        subject=said["subject"],
    )


def _refuse_too_many(session: Session, whose: ColumnElement[bool], allowed: int, now: datetime) -> None:
    asked, first = session.exec(
        select(func.count(), func.min(EmailLink.asked_at)).where(whose, col(EmailLink.asked_at) > now - WINDOW)
    ).one()
    if asked >= allowed:
        raise Refusal(TOO_MANY, minutes=max(1, round((first + WINDOW - now).total_seconds() / 60)))
