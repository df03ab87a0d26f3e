"""Real servers for the tests: one PostgreSQL for the whole run, a database of its own for each test that commits.

Property tests try the same inputs in every run, so that a change is judged by what it changed. `make wander` tries
inputs nobody has tried, and more of them; what it finds becomes an `@example` beside the mending.

The server starts with the first test that wants it, is shared by all processes of the run, trades safety
for speed, and is stopped at the end. Nothing of the machine's own environment reaches a test.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import itertools
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import psutil
import psycopg
import pytest
import redis
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings as property_tests
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from psycopg import sql
from sqlalchemy import Engine
from sqlmodel import Session

from greener_homes import db, installation, log, people
from greener_homes.embedded import Postgres, Valkey
from greener_homes.settings import Settings

property_tests.register_profile("same", derandomize=True, deadline=None)
property_tests.register_profile("wander", max_examples=1000, deadline=None, print_blob=True)
property_tests.load_profile("same")

FOLDER = "GH_TEST_FOLDER"
TEMPLATE = "greener_homes"
REAL_HASHER = people.HASHER
"""What hashes passwords outside tests."""
OURS = ("GREENER_HOMES_", "DATABASE_URL", "REDIS_URL", "PORT")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the run, short enough for sockets and open enough for PostgreSQL's own user."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="gh-tests-"))
        folder.chmod(0o711)
        os.environ[FOLDER] = str(folder)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and FOLDER in os.environ:
        folder = Path(os.environ.pop(FOLDER))
        _stop_server(folder / "postgres" / "postmaster.pid")
        shutil.rmtree(folder, ignore_errors=True)


class Compiled(BytecodeCache):
    """Templates compiled by one application of a test process serve the next: most tests make one of their own."""

    kept: ClassVar[dict[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get(f"{bucket.key} {bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[f"{bucket.key} {bucket.checksum}"] = bucket.code


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


@pytest.fixture(autouse=True)
def _environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password takes real memory and time on purpose; one test holds it to that, the rest need neither."""
    monkeypatch.setattr(people, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def server() -> Callable[[str], str]:
    """The address of a database of the run's PostgreSQL, by name; the template is migrated to the head."""
    folder = Path(os.environ[FOLDER])
    postgres = Postgres(folder, durable=False, connections=300)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            postgres.start()
            postgres._process.returncode = 0  # it outlives this process: the end of the run stops it
            installation.prepare(postgres.url, now=datetime.now(UTC))
            (folder / "ready").touch()
    return lambda name: postgres.url.replace(f"/{TEMPLATE}?", f"/{name}?")


@pytest.fixture(scope="session")
def new_database(server: Callable[[str], str], worker_id: str) -> Iterator[Callable[[], str]]:
    """Makes empty, migrated databases; returns their addresses."""
    numbers = itertools.count()
    with psycopg.connect(server("postgres"), autocommit=True) as connection:

        def make() -> str:
            name = f"test_{worker_id}_{next(numbers)}"
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
            return server(name)

        yield make


@pytest.fixture(scope="session")
def _shared_engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = db.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def database_url(new_database: Callable[[], str], server: Callable[[str], str]) -> Iterator[str]:
    """A migrated database of this test's own."""
    url = new_database()
    yield url
    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of this test's own: for what commits, or runs in several processes."""
    engine = db.create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session whose work is undone after the test; on the test's own database when it asks for `engine` too."""
    own = {"engine", "database_url"}.intersection(request.fixturenames)
    engine: Engine = request.getfixturevalue("engine" if own else "_shared_engine")
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def _broker(worker_id: str) -> Iterator[str]:
    valkey = Valkey(Path(os.environ[FOLDER]) / worker_id)
    valkey.start()
    yield valkey.url
    valkey.stop()


@pytest.fixture
def valkey(_broker: str) -> str:
    """The address of an empty broker."""
    with redis.Redis.from_url(_broker) as client:
        client.flushall()
    return _broker


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a `var` of the test's own, and the database and broker that the test asks for."""
    wanted = set(request.fixturenames)
    own_database = wanted.intersection({"engine", "database_url"})
    return Settings(
        var=tmp_path / "var",
        log_format="console",
        database_url=request.getfixturevalue("database_url") if own_database else None,
        redis_url=request.getfixturevalue("valkey") if "valkey" in wanted else None,
    )


@pytest.fixture
def logged(settings: Settings) -> Iterator[list[str]]:
    """Every line of the log, as it would be written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log.configure(settings.model_copy(update={"log_format": "json", "log_level": "DEBUG"}))
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    kept = Kept()
    kept.setFormatter(root.handlers[0].formatter)
    root.handlers = [kept]
    yield lines
    root.handlers = before
    root.setLevel(level)


def _stop_server(note: Path) -> None:
    with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(note.read_text().split()[0]))
        process.send_signal(signal.SIGINT)
        until = time.monotonic() + 10
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            time.sleep(0.02)
