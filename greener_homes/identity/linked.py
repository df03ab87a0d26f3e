"""Identities that a provider vouches for, and whose account here each opens: kept as keyed digests."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, select

from greener_homes import audit, people
from greener_homes.errors import NotFound
from greener_homes.identity import link_letters
from greener_homes.page_questions import plain, rows_as_one
from greener_homes.people import PersonView
from greener_homes.settings import IdentityProvider
from greener_homes.tables.ways_in import LinkedIdentity
from greener_homes.vault import Vault


@dataclass(frozen=True, slots=True)
class LinkedView:
    """A provider that opens a person's account, by the key the settings know it by."""

    id: uuid.UUID
    provider: str
    linked_at: datetime


def find(session: Session, vault: Vault, provider: str, subject: str) -> PersonView | None:
    """Whose account this provider's identity opens; None when nobody's."""
    row = session.exec(
        select(LinkedIdentity).where(LinkedIdentity.subject_match == _match(vault, provider, subject))
    ).one_or_none()
    return people.view(session, vault, row.person_id) if row else None


def link(
    session: Session, vault: Vault, person: PersonView, provider: IdentityProvider, subject: str, *, now: datetime
) -> None:
    """The identity opens this account from now on, and its person is told by letter. Linking again changes nothing.

    Raises NotFound for one that opens another account, and for somebody whom this provider may not sign in.
    """
    if person.audience.value not in provider.audiences:
        raise NotFound
    match = _match(vault, provider.key, subject)
    row = session.exec(select(LinkedIdentity).where(LinkedIdentity.subject_match == match)).one_or_none()
    if row is not None and row.person_id != person.id:
        raise NotFound
    if row is not None:
        return
    session.add(LinkedIdentity(person_id=person.id, provider=provider.key, subject_match=match, linked_at=now))
    audit.record(session, person.actor, audit.Action.IDENTITY_LINKED, at=now)
    session.flush()
    link_letters.identity_linked(session, vault, person, provider.name, now=now)


def listed(standing: Sequence[Sequence[str]] | None) -> Sequence[LinkedView]:
    """The providers of `LISTED`, which answers None for none: the first linked first."""
    return [
        LinkedView(uuid.UUID(each), provider, datetime.fromisoformat(linked_at))
        for each, provider, linked_at in standing or ()
    ]


_LINKED: Final = plain(LinkedIdentity)
LISTED: Final = (
    rows_as_one(_LINKED.c.id, _LINKED.c.provider, _LINKED.c.linked_at, order=(_LINKED.c.linked_at,))
    .where(_LINKED.c.person_id == bindparam("person"))
    .scalar_subquery()
)
"""The providers that open a person's account as one value, for `listed`: asked together with more."""


def unlink(session: Session, person: PersonView, linked_id: uuid.UUID, *, now: datetime) -> None:
    """The identity opens the account no more. Raises NotFound for one that is not this person's."""
    row = session.get(LinkedIdentity, linked_id)
    if row is None or row.person_id != person.id:
        raise NotFound
    session.delete(row)
    audit.record(session, person.actor, audit.Action.IDENTITY_UNLINKED, at=now)
    session.flush()


def _match(vault: Vault, provider: str, subject: str) -> bytes:
    return vault.match("identity", f"{provider}|{subject}")
