"""The database a command works on: the one that is set, or the embedded one while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from greener_homes import db
from greener_homes.db import Engine
from greener_homes.embedded import Postgres
from greener_homes.errors import Refusal
from greener_homes.settings import Settings
from web.codes_command import DATABASE_MISSING


def address(settings: Settings) -> str | None:
    """Where the database is; None when none is set and the embedded one does not run."""
    if settings.database_url is not None:
        return settings.database_url
    server = Postgres(settings.var)
    return server.url if any(server.sockets.glob(".s.PGSQL.*")) else None


@contextmanager
def opened(
    settings: Settings,
    *,
    statement_timeout_ms: int = db.STATEMENT_TIMEOUT_MS,
    lock_timeout_ms: int = db.LOCK_TIMEOUT_MS,
) -> Iterator[Engine]:
    """An engine on the database, given back at the end. Raises Refusal when there is none."""
    url = address(settings)
    if url is None:
        raise Refusal(DATABASE_MISSING)
    engine = db.create_engine(url, statement_timeout_ms=statement_timeout_ms, lock_timeout_ms=lock_timeout_ms)
    try:
        yield engine
    finally:
        engine.dispose()
