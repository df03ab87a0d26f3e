"""The database's history: numbered steps, each readable, each able to go back, each tested with data in it.

The newest number must describe exactly the tables of `greener_homes.tables`; a test compares them. Alembic is loaded by
what needs it: it takes a third of a second, and most processes only know that there are migrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlmodel import Session

from greener_homes import db

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
ONE_AT_A_TIME = 0x6772_6E68
"""The advisory lock that lets only one process migrate a database."""
PATIENCE_MS = 600_000


def migrate(database_url: str, to: str = "head") -> None:
    """The database stands at revision `to` or later; safe to call from several processes at once."""
    from alembic import command

    with _alone(database_url) as connection:
        command.upgrade(_config(connection), to)


def go_back(database_url: str, to: str = "base") -> None:
    """The database stands at the earlier revision `to`; what later steps added is gone."""
    from alembic import command

    with _alone(database_url) as connection:
        command.downgrade(_config(connection), to)


@cache
def head() -> str:
    """The newest revision there is, "0001" and so on. Every step is read to know it, so it is asked once a process."""
    from alembic.script import ScriptDirectory

    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise LookupError("there are no migrations")
    return newest


def current(session: Session) -> str | None:
    """The revision the database stands at, None before the first."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(session.connection()).get_current_revision()


@contextmanager
def _alone(database_url: str) -> Iterator[Connection]:
    """One transaction that no other migration shares: an interrupted one leaves the database where it was."""
    engine = db.create_engine(database_url, pool_size=1, statement_timeout_ms=PATIENCE_MS, lock_timeout_ms=PATIENCE_MS)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            yield connection
    finally:
        engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
