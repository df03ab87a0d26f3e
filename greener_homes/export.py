"""Everything held on a person, for that person: what there is, as JSON by table, and as series of readings.

Tables are found by what they point to (greener_homes/belongings.py), so that a new one is in the copy by itself.
Columns that are left out are named here, with the reason. The files are put together by
utility_connectors/person_export.py, and greener_homes/person_exports.py keeps them until they are fetched.

A person may have what is held on them whatever they agreed to: no consent is asked for, and nobody else is ever given
this.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, LargeBinary, Table
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from greener_homes import belongings, blocks, homes
from greener_homes.belongings import Whose
from greener_homes.local_days import midnight
from greener_homes.tables.base import Row
from greener_homes.tables.consent import ConsentGrant, ConsentStatement
from greener_homes.tables.people import PersonKey
from greener_homes.tables.usage import IntervalBlock, UsagePoint
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries

SCHEMA = "greener-homes/person-export/1"
READ_AT_ONCE = 500
OPENED = {
    ("person", "email_sealed"): "email",
    ("person", "name_sealed"): "name",
    ("home_match", "ends_sealed"): "ends",
    ("home_invitation", "email_sealed"): "email",
    ("conduct_declaration", "interests_sealed"): "interests",
    ("thread", "phone_sealed"): "phone",
    ("thread_message", "text_sealed"): "text",
    ("thread_attachment", "data_sealed"): "data",
    ("appointment", "reach_sealed"): "reach",
    ("appointment", "wish_sealed"): "wish",
    ("contact_check", "did_sealed"): "did",
    ("visit_revision", "form_sealed"): "form",
    ("visit_photo", "data_sealed"): "data",
    ("project_note", "text_sealed"): "text",
    ("project_quote", "words_sealed"): "words",
    ("project_photo", "data_sealed"): "data",
    ("referral_package", "content_sealed"): "content",
    ("email_link", "asked_sealed"): "asked",
    ("letter", "subject_sealed"): "subject",
    ("letter", "text_sealed"): "text",
    ("written_answer", "note_sealed"): "note",
    ("written_answer", "evidence_sealed"): "evidence",
}
"""Sealed columns that are given out in clear, under these names."""
LEFT_OUT = (
    (r".*_match|match|.*digest", "keyed digests: they find a row again and say nothing"),
    (r"password_hash|wrapped|.*_key|spool_name", "keys and passwords: they open things, and are not about a person"),
    (r"attested", "the public half of a passkey: what opens the account with it never leaves the device"),
    (
        r".*_sealed",
        "what opens something at a utility, or a supplier's row under the supplier's key, gone after 30 days",
    ),
    (r"payload", "readings, packed: they are in the folder usage"),
)
"""Columns that are not given out, by pattern, and why."""
LEFT_OUT_TABLES = {
    "person_key": "the key to the sealed columns, which are given out in clear",
    "interval_block": "readings, packed by month: they are in the folder usage",
    "block_revision": "readings that a correction replaced: the corrected ones are in the folder usage",
    "duplicate_pair": "that two homes look alike: it speaks of another household's home as well",
    "second_factor": "what an app for codes is set up with: it opens the account",
    "home_merge_move": "how a merge of two homes is put back: what it moved is given out where it lies",
    "partner_reject": "rows a supplier sent that could not be read; sealed, and gone after 30 days",
}
"""Tables about a person that are not given out, and why."""


@dataclass(frozen=True, slots=True)
class PointUsage:
    """All readings of one usage point of one kind, oldest first."""

    usage_point_id: uuid.UUID
    commodity: Commodity
    flow: Flow
    unit: Unit
    series: UsageSeries


def given_out() -> list[Table]:
    """The tables in a copy, parents before children."""
    return [table for table in belongings.tables() if table.name not in LEFT_OUT_TABLES]


def columns_given_out(table: Table) -> list[Column[Any]]:
    """The columns of a table that are in a copy."""
    return [
        column
        for column in table.columns
        if (table.name, column.name) in OPENED or not any(re.fullmatch(pattern, column.name) for pattern, _ in LEFT_OUT)
    ]


def documents(
    session: Session, vault: Vault, person_id: uuid.UUID, *, on: date | None = None
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A JSON file for each table with rows about the person, as a name and its pieces; pieces are read as they come.

    `on` is the local day for which it is made; None takes a person who has said they leave for gone already.
    """
    whose = Whose(person_id, belongings.homes_open_to(session, person_id, on=on))
    for table in given_out():
        yield f"data/{table.name}.json", _array(_objects(session, vault, table, whose))
    yield "data/consent_statement.json", _array(_statements(session, person_id))


def usage(session: Session, person_id: uuid.UUID, *, on: date | None = None) -> Iterator[PointUsage]:
    """Readings held for the person's homes, one usage point, flow and unit at a time; `on` as for `documents`.

    From the day they moved in, and never of an earlier household's days.
    """
    for home_id in belongings.homes_open_to(session, person_id, on=on):
        first = homes.theirs_from(session, person_id, home_id)
        since = midnight(first) if first else 0
        kinds = session.exec(
            select(UsagePoint.id, UsagePoint.commodity, IntervalBlock.flow, IntervalBlock.unit)
            .join(IntervalBlock, col(IntervalBlock.usage_point_id) == UsagePoint.id)
            .where(UsagePoint.home_id == home_id)
            .distinct()
            .order_by(col(UsagePoint.id), col(IntervalBlock.flow), col(IntervalBlock.unit))
        ).all()
        for point_id, *kind in kinds:
            commodity, flow, unit = Commodity(kind[0]), Flow(kind[1]), Unit(kind[2])
            months = session.exec(
                select(IntervalBlock.payload)
                .where(IntervalBlock.usage_point_id == point_id, IntervalBlock.flow == flow, IntervalBlock.unit == unit)
                .order_by(col(IntervalBlock.month))
            )
            parts = [blocks.unpack(payload) for payload in months]
            parts = [blocks.select(part, part.starts >= since) for part in parts]
            yield PointUsage(point_id, commodity, flow, unit, blocks.series_of(parts, commodity, flow, unit))


def _objects(session: Session, vault: Vault, table: Table, whose: Whose) -> Iterator[dict[str, object]]:
    columns = columns_given_out(table)
    order = list(table.primary_key.columns)
    query = select_columns(*columns).where(belongings.rows_about(table, whose)).order_by(*order)
    key = _key(session, vault, whose.person_id)
    for row in session.execute(query.execution_options(yield_per=READ_AT_ONCE)):
        values = dict(zip((column.name for column in columns), row, strict=True))
        yield {
            OPENED.get((table.name, name), name): _said(table, name, value, whose.person_id, vault, key)
            for name, value in values.items()
        }


def _said(table: Table, name: str, value: object, me: uuid.UUID, vault: Vault, key: bytes) -> object:
    if (table.name, name) in OPENED and isinstance(value, bytes):
        return vault.open(key, value, f"{table.name}|{OPENED[table.name, name]}|{me}")
    if value is not None and name != "person_id" and _is_person(table.c[name]):
        return "you" if value == me else "somebody else"
    return _plain(value)


def _is_person(column: Column[Any]) -> bool:
    """Whether a column names a person; who the others are is theirs, and not given out."""
    if column.table.name == "person":
        return False
    return column.name == "actor_id" or any(key.column.table.name == "person" for key in column.foreign_keys)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes):
        raise TypeError("a column of bytes must be left out or opened, and say so in this module")
    return value


def _statements(session: Session, person_id: uuid.UUID) -> Iterator[dict[str, object]]:
    """The exact words of everything the person agreed to."""
    agreed = select(ConsentGrant.statement_id).where(ConsentGrant.person_id == person_id)
    for row in session.exec(select(ConsentStatement).where(col(ConsentStatement.id).in_(agreed))):
        yield {
            "id": str(row.id),
            "purpose": row.purpose.value,
            "version": row.version,
            "language": row.language.value,
            "text": json.loads(row.text),
            "sha256": row.sha256,
            "published_at": row.published_at.isoformat(),
        }


def _array(objects: Iterator[dict[str, object]]) -> Iterator[bytes]:
    yield b"["
    for place, found in enumerate(objects):
        yield (b",\n" if place else b"\n") + json.dumps(found, ensure_ascii=False).encode()
    yield b"\n]\n"


def _key(session: Session, vault: Vault, person_id: uuid.UUID) -> bytes:
    return vault.unwrap(session.get_one(PersonKey, person_id).wrapped, f"person_key|{person_id}")


def bytes_columns() -> list[tuple[Table, Column[Any]]]:
    """Every column of bytes in the tables given out: each must be opened or left out."""
    return [
        (table, column)
        for table in (*given_out(), *(Row.metadata.tables[name] for name in LEFT_OUT_TABLES))
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    ]
