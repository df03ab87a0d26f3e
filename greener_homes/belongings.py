"""Which rows are about a person: worked out from the tables themselves, so that a new table is never forgotten.

A table belongs to a person by its column `person_id`, to a home by `home_id`, or by a foreign key to a table that
does. Export and erasure go by this, and both name, with a reason, what they treat otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Table, and_, false, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from greener_homes.tables.base import Row
from greener_homes.tables.home import HomeMember

AROUND = frozenset({"organisation", "consent_statement"})
"""Tables that many rows point to and that are about nobody."""


@dataclass(frozen=True, slots=True)
class Whose:
    """A person, and the homes that are meant with them."""

    person_id: uuid.UUID
    home_ids: Collection[uuid.UUID]


def homes_of(session: Session, person_id: uuid.UUID) -> list[uuid.UUID]:
    """Every home this person lives or lived in."""
    return list(session.exec(select_rows(HomeMember.home_id).where(HomeMember.person_id == person_id)))


def homes_open_to(session: Session, person_id: uuid.UUID, *, on: date | None = None) -> list[uuid.UUID]:
    """Homes all of which is this person's to know: where they live, and where they lived and nobody else did.

    They live there on a local day (None: and have not said they leave). What came after they moved out of a home that
    others live in is those others'.
    """
    stays = col(HomeMember.left_on).is_(None)
    still = select_rows(HomeMember.home_id).where(
        HomeMember.person_id == person_id, stays if on is None else or_(stays, col(HomeMember.left_on) > on)
    )
    return sorted({*session.exec(still), *homes_of_nobody_else(session, person_id)})


def homes_of_nobody_else(session: Session, person_id: uuid.UUID) -> list[uuid.UUID]:
    """Those of the person's homes that no other person lives or lived in."""
    mine = homes_of(session, person_id)
    others = select_rows(HomeMember.home_id).where(HomeMember.person_id != person_id, col(HomeMember.home_id).in_(mine))
    shared = set(session.exec(others))
    return [home_id for home_id in mine if home_id not in shared]


def tables() -> list[Table]:
    """Every table with rows about a person or a home, parents before children."""
    return [table for table in Row.metadata.sorted_tables if leads(table)]


def leads(table: Table) -> bool:
    """Whether rows of this table are about a person or a home."""
    return (
        table.name in ("person", "home")
        or bool({"person_id", "home_id"} & set(table.columns.keys()))
        or bool(_parent(table, ()))
    )


def rows_about(table: Table, whose: Whose, *, seen: tuple[str, ...] = ()) -> ColumnElement[bool]:
    """The condition that picks the table's rows about this person, or about these homes where it names no person."""
    if table.name == "person":
        return table.c.id == whose.person_id
    if table.name == "home":
        return table.c.id.in_(list(whose.home_ids))
    if "person_id" in table.c:
        return table.c.person_id == whose.person_id
    if "home_id" in table.c:
        about_home = table.c.home_id.in_(list(whose.home_ids))
        return about_home | (table.c.actor_id == whose.person_id) if table.name == "audit_event" else about_home
    homes = [key.parent for key in table.foreign_keys if key.column.table.name == "home"]
    if homes:
        return or_(*(column.in_(list(whose.home_ids)) for column in homes))
    found = _parent(table, seen)
    if found is None:
        return false()
    column, parent = found
    key = next(key for key in table.c[column].foreign_keys if key.column.table is parent)
    return table.c[column].in_(select(key.column).where(rows_about(parent, whose, seen=(*seen, table.name))))


def in_these_homes(table: Table, whose: Whose) -> ColumnElement[bool]:
    """As `rows_about`; of a table that names both a person and a home, only rows of these homes."""
    about = rows_about(table, whose)
    if "person_id" in table.c and "home_id" in table.c:
        return and_(about, table.c.home_id.in_(list(whose.home_ids)))
    return about


def _parent(table: Table, seen: tuple[str, ...]) -> tuple[str, Table] | None:
    """The column by which the table's rows hang on something that is about a person or a home, and that table."""
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            if parent.name in ("person", table.name, *AROUND, *seen):
                continue
            if {"person_id", "home_id"} & set(parent.columns.keys()) or parent.name == "home":
                return column.name, parent
            if _parent(parent, (*seen, table.name)) is not None:
                return column.name, parent
    return None
