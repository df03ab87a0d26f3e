"""Partner organisations and who works for them. Tenancy begins here: staff act only for their own."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col, select

from greener_homes.errors import NotFound
from greener_homes.page_questions import plain
from greener_homes.tables.programme import Organisation, OrganisationMember
from greener_homes.tables.programme import OrganisationKind as OrganisationKind

KEY = re.compile(r"[a-z][a-z0-9-]{1,58}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """A partner as others see it."""

    id: uuid.UUID
    kind: OrganisationKind
    key: str
    name: str


def register(session: Session, kind: OrganisationKind, key: str, name: str, *, now: datetime) -> OrganisationView:
    """The partner is known. ValueError for a key that is not short, lower case and dashed, or is taken."""
    if KEY.fullmatch(key) is None:
        raise ValueError(f"an organisation's key is lower-case letters, digits and dashes: {key!r}")
    if by_key(session, key) is not None:
        raise ValueError(f"there already is an organisation {key!r}")
    row = Organisation(kind=kind, key=key, name=name, created_at=now)
    session.add(row)
    session.flush()
    return _view(row)


def by_key(session: Session, key: str) -> OrganisationView | None:
    """The partner with this key, also one that has closed."""
    row = session.exec(select(Organisation).where(Organisation.key == key)).one_or_none()
    return _view(row) if row else None


def get(session: Session, organisation_id: uuid.UUID) -> OrganisationView:
    """One partner. Raises NotFound."""
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound
    return _view(row)


def open_ones(session: Session, kind: OrganisationKind) -> Sequence[OrganisationView]:
    """Partners of a kind that have not closed, by name."""
    return [_view(row) for row in session.exec(_OPEN, params={"kind": kind})]


_OPEN: Final = (
    select(Organisation)
    .where(col(Organisation.kind) == bindparam("kind"), col(Organisation.closed_at).is_(None))
    .order_by(col(Organisation.name), col(Organisation.id))
)
"""Put together once, for the pages that ask it."""


_PARTNER: Final = plain(Organisation)
IS_ANY_UTILITY: Final = exists().where(_PARTNER.c.kind == OrganisationKind.UTILITY, _PARTNER.c.closed_at.is_(None))
"""Whether `open_ones` would find a utility, for pages that ask it together with more."""


def add_member(session: Session, organisation_id: uuid.UUID, person_id: uuid.UUID, *, now: datetime) -> None:
    """The person signs in for this partner from now on. Their audience is set where they are registered."""
    session.merge(OrganisationMember(person_id=person_id, organisation_id=organisation_id, joined_at=now))
    session.flush()


def of_person(session: Session, person_id: uuid.UUID) -> OrganisationView | None:
    """The open partner this person works for, or None."""
    row = session.exec(
        select(Organisation)
        .join(OrganisationMember, col(OrganisationMember.organisation_id) == Organisation.id)
        .where(OrganisationMember.person_id == person_id, col(Organisation.closed_at).is_(None))
    ).one_or_none()
    return _view(row) if row else None


def _view(row: Organisation) -> OrganisationView:
    return OrganisationView(row.id, row.kind, row.key, row.name)
