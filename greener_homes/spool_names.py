"""Which sealed files of the spool somebody still needs, whichever table speaks of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from greener_homes.tables.base import Row


def kept(session: Session) -> set[str]:
    """Names that a row of any table with a column `spool_name` refers to."""
    tables = [table for table in Row.metadata.sorted_tables if "spool_name" in table.c]
    return {
        name
        for table in tables
        for name in session.execute(select(table.c.spool_name).where(table.c.spool_name.is_not(None))).scalars()
    }
