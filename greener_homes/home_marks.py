"""Marks by which a home is compared with others: keyed digests of an address and of e-mail addresses, nothing in clear.

An address is a member's own word, given for this alone, and taken back at any time. E-mail addresses are brought to one
form first, since mail programs take several spellings for the same box.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from greener_homes import people
from greener_homes.civic_addresses import CODES as CODES
from greener_homes.civic_addresses import Written, read
from greener_homes.tables.base import new_id
from greener_homes.tables.duplicate import HomeMark, MarkKind
from greener_homes.tables.home import HomeMember
from greener_homes.tables.people import Audience, Person
from greener_homes.vault import Vault

OF_ADDRESS = (MarkKind.ADDRESS, MarkKind.WRITING)
DOTS_DO_NOT_COUNT = frozenset(("gmail.com", "googlemail.com"))
AT_ONCE = 2_000


def state_address(
    session: Session, vault: Vault, person_id: uuid.UUID, home_id: uuid.UUID, written: Written, *, now: datetime
) -> None:
    """The home is marked with this address, in the place of what this person said before. Raises Refusal."""
    found = read(written)
    for kind, value in ((MarkKind.ADDRESS, found.place), (MarkKind.WRITING, found.writing)):
        _mark(session, home_id, person_id, kind, vault.match(f"home_mark|{kind}", value), now)


def forget_address(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> None:
    """The home is not compared by this person's word on its address any more."""
    session.exec(
        delete(HomeMark).where(
            col(HomeMark.home_id) == home_id, col(HomeMark.person_id) == person_id, col(HomeMark.kind).in_(OF_ADDRESS)
        )
    )


def address_said_at(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> datetime | None:
    """When this person gave the home's address; None when they did not."""
    return session.exec(
        select(HomeMark.said_at).where(
            HomeMark.home_id == home_id, HomeMark.person_id == person_id, HomeMark.kind == MarkKind.ADDRESS
        )
    ).one_or_none()


def mark_emails(session: Session, vault: Vault, *, now: datetime, home_id: uuid.UUID | None = None) -> int:
    """Every member who lives in a home is marked with their e-mail address; returns how many were not before."""
    marked = exists().where(
        col(HomeMark.person_id) == col(HomeMember.person_id),
        col(HomeMark.home_id) == col(HomeMember.home_id),
        col(HomeMark.kind) == MarkKind.EMAIL,
    )
    query = (
        select(HomeMember.home_id, Person)
        .join(Person, col(Person.id) == HomeMember.person_id)
        .where(
            ~marked,
            col(HomeMember.left_on).is_(None),
            Person.audience == Audience.RESIDENT,
            col(Person.closed_at).is_(None),
        )
        .limit(AT_ONCE)
    )
    if home_id is not None:
        query = query.where(HomeMember.home_id == home_id)
    count = 0
    for lived_in, person in session.exec(query).all():
        key = people.key_of(session, vault, person.id)
        if key is None:
            continue
        box = one_box(vault.open(key, person.email_sealed, f"person|email|{person.id}"))
        _mark(session, lived_in, person.id, MarkKind.EMAIL, vault.match(f"home_mark|{MarkKind.EMAIL}", box), now)
        count += 1
    return count


def one_box(email: str) -> str:
    """An e-mail address without what its mail program ignores: case, what follows a plus, dots where they do not count.

    "J.Doe+bills@Gmail.com" and "jdoe@gmail.com" are one box.
    """
    user, _, domain = email.strip().lower().rpartition("@")
    user = user.partition("+")[0] or user
    if domain in DOTS_DO_NOT_COUNT:
        user, domain = user.replace(".", ""), "gmail.com"
    return f"{user}@{domain}"


def _mark(
    session: Session, home_id: uuid.UUID, person_id: uuid.UUID, kind: MarkKind, match: bytes, now: datetime
) -> None:
    values = {"match": match, "said_at": now}
    statement = insert(HomeMark).values(id=new_id(), home_id=home_id, person_id=person_id, kind=kind, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["home_id", "person_id", "kind"], set_=values))
