"""What of a person is deleted, table by table, and the short list of what is kept and why.

Deletes by default: a table that is about a person or a home (greener_homes/belongings.py) loses those rows unless
`KEPT` says why not. One of the three modules that delete across packages; `privacy` and `retention` are the others.
"""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy import CursorResult, Delete, delete, select
from sqlmodel import Session, col

from greener_homes import belongings, moved_rows, people
from greener_homes.belongings import Whose
from greener_homes.tables.base import Row
from greener_homes.tables.people import Person, SignInFailure
from greener_homes.tables.work import Work, WorkState

KEPT = {
    "person": "an empty row, so that the answers below still belong to one and the same nobody",
    "home": "its number and the day it was made; nothing says where it is",
    "consent_grant": "that somebody agreed to which words, from when to when: the law wants us to be able to show it",
    "consent_event": "the same, answer by answer; never changed, opaque",
    "consent_receipt": "the same, as it was signed; opaque",
    "home_match": "a keyed digest by which the supplier hears that it must send no more; gone thirty days after",
    "audit_event": "who did what, by opaque ids that now lead to nobody",
    "erasure": "that this was done, for restores: a keyed digest of an opaque id",
}
"""What outlives a person, and why. All else that is about them goes."""
STAYS_IN_SHARED_HOMES = frozenset({"import_run"})
"""Rows naming the person on which other members' readings rest; they hold counts and digests."""


def delete_rows(session: Session, whose: Whose) -> int:
    """Rows of every table that is not kept, children before parents; returns how many.

    What a merge of homes moved is put back first: rows are found by their home.
    """
    moved_rows.put_back_of(session, whose.home_ids)
    deleted = 0
    for table in reversed(belongings.tables()):
        if table.name in KEPT:
            continue
        about = belongings.rows_about(table, whose)
        if table.name in STAYS_IN_SHARED_HOMES:
            about = belongings.in_these_homes(table, whose)
        deleted += _count(session, delete(table).where(about))
    return deleted


def forget_work(session: Session, whose: Whose) -> int:
    """Waiting and past work about the person or anything of theirs is gone; what runs ends and finds nothing."""
    subjects = {whose.person_id, *whose.home_ids}
    for table in belongings.tables():
        if "id" in table.c and table.name != "erasure":
            subjects.update(session.execute(select(table.c.id).where(belongings.rows_about(table, whose))).scalars())
    gone = delete(Work).where(col(Work.subject_id).in_(list(subjects)), col(Work.state) != WorkState.RUNNING)
    return _count(session, gone)


def empty_person(session: Session, person_id: uuid.UUID) -> int:
    """The person's row names nobody and nobody can sign in as it; returns how many failed sign-ins went with it."""
    person = session.get_one(Person, person_id)
    failures = _count(session, delete(SignInFailure).where(col(SignInFailure.email_match) == person.email_match))
    person.email_match = secrets.token_bytes(32)
    person.email_sealed = person.name_sealed = b""
    person.password_hash = people.NO_PASSWORD
    session.add(person)
    session.flush()
    return failures


def spooled(session: Session, person_id: uuid.UUID) -> list[str]:
    """Sealed files of the person's in the spool."""
    tables = [table for table in Row.metadata.sorted_tables if {"spool_name", "person_id"} <= set(table.c.keys())]
    return [
        name
        for table in tables
        for name in session.execute(
            select(table.c.spool_name).where(table.c.person_id == person_id, table.c.spool_name.is_not(None))
        ).scalars()
    ]


def _count(session: Session, statement: Delete) -> int:
    found = session.execute(statement)
    return found.rowcount if isinstance(found, CursorResult) else 0
