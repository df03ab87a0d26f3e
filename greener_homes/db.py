"""The database: one engine a process, one transaction a request or job, and the only place that commits.

Services take `session` first, flush and never commit. What must happen only once the transaction is safe
(waking a worker) is registered with `after_commit`; it is best effort by design, since the ledger and the
sweeper hold the truth.
"""

from __future__ import annotations

import json
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, event, text
from sqlalchemy import create_engine as sqlalchemy_engine
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import OperationalError as DatabaseAway
from sqlmodel import Session

__all__ = [
    "DatabaseAway",
    "Engine",
    "Session",
    "after_commit",
    "answers",
    "beside",
    "create_engine",
    "one_at_a_time",
    "part",
    "reading",
    "transaction",
]

AFTER_COMMIT = "greener_homes.after_commit"
STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 3_000
KEPT_ALIVE = {"keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and how often nothing may come back: a network that drops a connection without a word is noticed so. Counts
for servers on other machines only."""
PREPARED_MOST = 400
"""How many statements a connection keeps prepared: all pages together ask more than psycopg's hundred."""


def create_engine(
    url: str,
    *,
    pool_size: int = 4,
    statement_timeout_ms: int = STATEMENT_TIMEOUT_MS,
    lock_timeout_ms: int = LOCK_TIMEOUT_MS,
) -> Engine:
    """An engine on PostgreSQL that notices dead connections and never waits for ever."""
    engine = sqlalchemy_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=4,
        json_deserializer=_from_json,
        hide_parameters=True,  # an error's message reaches logs; the rows it was about must not
        pool_timeout=5,
        connect_args={
            "connect_timeout": 5,
            **KEPT_ALIVE,
            "options": f"-c statement_timeout={statement_timeout_ms} -c lock_timeout={lock_timeout_ms} -c timezone=UTC",
        },
    )
    event.listen(engine, "connect", _keep_prepared)
    event.listen(engine, "checkout", _refuse_closed)
    return engine


def _from_json(said: bytes) -> object:
    """What `json.loads` makes of it, without asking in which encoding: the database speaks UTF-8."""
    return _DECODER.decode(str(said, "utf-8"))


_DECODER = json.JSONDecoder()


def _keep_prepared(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.prepared_max = PREPARED_MOST


def _refuse_closed(connection: psycopg.Connection[Any], _record: object, _lent: object) -> None:
    """A connection that its server closed while it rested is not lent, nor any made before it: the pool makes another.

    A server that goes says so, or the system does in its place, and nothing else is said to a connection that rests:
    so there is no need to ask it anything before each transaction.
    """
    if connection.closed:
        raise InvalidatePoolError
    resting = select.poll()
    resting.register(connection.fileno(), select.POLLIN)
    if resting.poll(0):
        raise InvalidatePoolError


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed when the block ends and undone when it raises.

    After the commit, and only then, the callables given to `after_commit` run in order.
    """
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()
        for call in session.info.pop(AFTER_COMMIT, []):
            call()


@contextmanager
def beside(session: Session) -> Iterator[Session]:
    """A transaction of its own on the same database: for what must be kept whatever becomes of the work around it.

    It sees nothing that `session` has not committed, and waits in vain for a row that `session` holds.
    """
    bind = session.get_bind()
    with transaction(bind if isinstance(bind, Engine) else bind.engine) as own:
        yield own


@contextmanager
def reading(engine: Engine, *, one_moment: bool = False) -> Iterator[Session]:
    """A session in a read-only transaction that is always rolled back; of `one_moment`, all it reads is from then."""
    with Session(engine, expire_on_commit=False) as session:
        session.execute(text(f"SET TRANSACTION {'ISOLATION LEVEL REPEATABLE READ, ' if one_moment else ''}READ ONLY"))
        yield session
        session.rollback()


@contextmanager
def undone(engine: Engine) -> Iterator[Session]:
    """A session that may write whatever it likes: nothing of it is ever committed, nor anybody told."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.rollback()


@contextmanager
def part(session: Session) -> Iterator[None]:
    """A part of the session's transaction: when the block raises, it alone is undone, and the rest goes on."""
    with session.begin_nested():
        yield


def answers(session: Session) -> bool:
    """True when the database answers; raises DatabaseAway when it does not."""
    return bool(session.execute(text("SELECT 1")).scalar_one() == 1)


def one_at_a_time(session: Session, key: int) -> None:
    """No other transaction that asks for `key` goes on until this one ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """`call` will run once this session's transaction is committed; never if it is undone."""
    session.info.setdefault(AFTER_COMMIT, []).append(call)
