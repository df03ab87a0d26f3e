"""Changing the key-encryption key while everything runs on: add one, wrap all keys again, take the old one away.

Processes notice a changed key file by themselves (greener_homes/vault.py): whoever meets a key they do not know, or is
about to wrap one, reads it again. A transaction that was under way when the new key came may still have wrapped
something with the old one, which is why an old key is taken away only after `SETTLED`, and never while anything is
still wrapped by it. Digests, signatures and what persons' keys seal stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, RowMapping, Table, select, update
from sqlmodel import Session

from greener_homes import jobs, key_file
from greener_homes.errors import Refusal
from greener_homes.tables.base import Row
from greener_homes.vault import Vault
from models.findings import Code, Severity

SETTLED = timedelta(seconds=max(job.timeout_s for job in jobs.JOBS)) + timedelta(minutes=15)
"""Longer than any transaction of ours lasts: those of the longest job."""
AT_ONCE = 500

TOO_SOON = Code(
    "keys.too_soon",
    Severity.REFUSAL,
    "The newest key came {minutes} minutes ago. Old keys can go {settled} minutes after it, not before.",
    "La clé la plus récente date de {minutes} minutes. Les anciennes peuvent partir {settled} minutes après elle, pas "
    "avant.",
)
STILL_USED = Code(
    "keys.still_used",
    Severity.REFUSAL,
    "{count} keys were still wrapped by an old key. Run rotate-keys --rewrap, and ask once more.",
    "{count} clés dépendaient encore d’une ancienne clé. Lancez rotate-keys --rewrap, puis redemandez.",
)
CODES = (TOO_SOON, STILL_USED)

WRAPPED: Mapping[tuple[str, str], Callable[[RowMapping], str]] = {
    ("person_key", "wrapped"): lambda row: f"person_key|{row['person_id']}",
    ("import_run", "spool_key"): lambda row: f"spool|{row['spool_name']}",
    ("person_export", "spool_key"): lambda row: f"spool|{row['spool_name']}",
    ("partner_file", "spool_key"): lambda row: f"spool|{row['spool_name']}",
    ("partner_file", "report_key"): lambda row: f"partner_file|report_key|{row['id']}",
    ("profile_draft", "spool_key"): lambda row: f"spool|{row['spool_name']}",
    ("custodian", "secret_key"): lambda row: f"custodian|{row['organisation_id']}",
}
"""Every column that holds a wrapped key, and the place it was wrapped for."""


def add_key(file: Path) -> None:
    """A fresh key is the newest in the file; whatever is wrapped from now on is wrapped by it."""
    key_file.write(file, key_file.read(file).rotated)


def rewrap(session: Session, vault: Vault) -> int:
    """Every wrapped key is wrapped by the newest; returns how many were not. Safe to run again."""
    return sum(_rewrap_column(session, vault, *name) for name in WRAPPED)


def remove_old_keys(session: Session, vault: Vault, file: Path, *, now: datetime) -> None:
    """The file holds the newest key only.

    Raises Refusal while a transaction from before that key may still be under way, and when anything was wrapped by an
    older one: what this transaction wraps again is safe only once it is committed.
    """
    minutes = int(SETTLED.total_seconds() // 60)
    age = now.timestamp() - file.stat().st_mtime
    if age < SETTLED.total_seconds():
        raise Refusal(TOO_SOON, minutes=int(age // 60), settled=minutes)
    if changed := rewrap(session, vault):
        raise Refusal(STILL_USED, count=changed)
    key_file.write(file, key_file.read(file).newest_only)


def wrapped_columns() -> set[tuple[str, str]]:
    """Columns that look as if they held a wrapped key, for the test that finds one nobody listed."""
    return {
        (table.name, column.name)
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and (column.name == "wrapped" or column.name.endswith("_key"))
    }


def _rewrap_column(session: Session, vault: Vault, table_name: str, column_name: str) -> int:
    table = Row.metadata.tables[table_name]
    column, place = table.c[column_name], WRAPPED[table_name, column_name]
    key = next(iter(table.primary_key.columns))
    changed, last = 0, None
    while rows := _next(session, table, column, key, last):
        for row in rows:
            if (again := vault.rewrap(row[column_name], place(row))) is not None:
                session.execute(update(table).where(key == row[key.name]).values({column_name: again}))
                changed += 1
        last = rows[-1][key.name]
    session.expire_all()
    return changed


def _next(session: Session, table: Table, column: Column[Any], key: Column[Any], last: object) -> list[RowMapping]:
    """The next rows with a wrapped key, held until this transaction ends."""
    query = select(table).where(column.is_not(None)).order_by(key).limit(AT_ONCE).with_for_update()
    if last is not None:
        query = query.where(key > last)
    return list(session.execute(query).mappings())
