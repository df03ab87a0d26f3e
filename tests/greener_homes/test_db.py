"""The database: connections that its server closed while they rested, and values that are kept as JSON."""

from __future__ import annotations

import time

from sqlalchemy import text

from greener_homes import db


def test_a_connection_that_was_closed_while_it_rested_is_not_lent_again(database_url: str) -> None:
    engine, other = db.create_engine(database_url, pool_size=1), db.create_engine(database_url, pool_size=1)
    try:
        ended = _backend(engine)
        with db.transaction(other) as session:
            assert session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": ended}).scalar_one()
        _until_gone(other, ended)
        assert _backend(engine) != ended
    finally:
        engine.dispose()
        other.dispose()


def test_a_connection_that_rested_is_lent_again(database_url: str) -> None:
    engine = db.create_engine(database_url, pool_size=1)
    try:
        assert len({_backend(engine) for _ in range(3)}) == 1
    finally:
        engine.dispose()


def test_a_connection_says_by_itself_whether_its_server_is_still_there(database_url: str) -> None:
    engine = db.create_engine(database_url, pool_size=1)
    try:
        with engine.connect() as lent:
            asked = lent.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
        assert {name: int(asked[name]) for name in db.KEPT_ALIVE} == db.KEPT_ALIVE
    finally:
        engine.dispose()


def test_json_comes_back_as_it_was_kept(database_url: str) -> None:
    engine = db.create_engine(database_url, pool_size=1)
    try:
        with db.reading(engine) as session:
            kept = session.execute(text("""SELECT CAST(' {"é": [1, 2.5, null, "\\u00e9"]} ' AS json)""")).scalar_one()
        assert kept == {"é": [1, 2.5, None, "é"]}
    finally:
        engine.dispose()


def _backend(engine: db.Engine) -> int:
    with db.transaction(engine) as session:
        return int(session.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _until_gone(engine: db.Engine, backend: int) -> None:
    for _ in range(200):
        with db.transaction(engine) as session:
            left = session.execute(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"), {"pid": backend})
            if not left.scalar_one():
                return
        time.sleep(0.02)
    raise AssertionError("the server did not end the connection")
