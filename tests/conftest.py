"""Real servers for the tests: one PostgreSQL for the whole run, a database of its own for each test that commits.

Property tests try the same inputs in every run, so that a change is judged by what it changed. `make wander` tries
inputs nobody has tried, and more of them; what it finds becomes an `@example` beside the mending.

The server starts with the first test that wants it, is shared by all processes of the run, trades safety
for speed, and is stopped at the end: it lies in memory where there is plenty, because a database made on a disk
costs ten times the processor. Nothing of the machine's own environment reaches a test.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
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
from threading import get_ident
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
from sqlalchemy import Engine, event
from sqlmodel import Session
from werkzeug.routing import Rule

from greener_homes import db, installation, log, people
from greener_homes.embedded import Postgres, Valkey
from greener_homes.settings import Settings
from greener_homes.vault import Vault

property_tests.register_profile("same", derandomize=True, deadline=None)
property_tests.register_profile("wander", max_examples=1000, deadline=None, print_blob=True)
property_tests.load_profile("same")

Builder = Callable[..., tuple[str, str]]
HERE = Path(__file__).resolve().parent
FOLDER = "GH_TEST_FOLDER"
TEMPLATE = "greener_homes"
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free in memory before the server is put there; it takes less than a quarter of it."""
REAL_HASHER = people.HASHER
"""What hashes passwords outside tests."""
OURS = ("GREENER_HOMES_", "DATABASE_URL", "REDIS_URL", "PORT")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the run, short enough for sockets and open enough for PostgreSQL's own user."""
    gc.set_threshold(50_000, 20, 20)
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="gh-tests-", dir=_memory()))
        folder.chmod(0o711)
        os.environ[FOLDER] = str(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each process of the run begins to read at a place of its own: what one has compiled, the others find compiled."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or [Path(given).resolve() for given in session.config.args] != [HERE]:
        return
    files = sorted(HERE.rglob("test_*.py"))
    begin = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for file in files[begin:] + files[:begin]:
        with contextlib.suppress(Exception):  # what cannot be read is said when its tests are collected
            importlib.import_module(".".join(file.relative_to(HERE.parent).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: a run ends with small files, and no process is left alone with a long one."""
    for marker in ("slow", "browser"):
        long = {item.path for item in items if item.get_closest_marker(marker)}
        items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and FOLDER in os.environ:
        folder = Path(os.environ.pop(FOLDER))
        _stop_server(folder / "postgres" / "postmaster.pid")
        shutil.rmtree(folder, ignore_errors=True)


class Compiled(BytecodeCache):
    """Templates compiled by one application of the run serve the next: most tests make one of their own.

    What another process of the run compiled lies in the run's folder.
    """

    kept: ClassVar[dict[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        key = self._key(bucket)
        bucket.code = self.kept.get(key)
        if bucket.code is None and (file := self._file(key)) and file.exists():
            bucket.bytecode_from_string(file.read_bytes())
            self.kept[key] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = self._key(bucket)
        self.kept[key] = bucket.code
        if file := self._file(key):
            draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")  # nobody reads what is half written
            draft.write_bytes(bucket.bytecode_to_string())
            draft.rename(file)

    def _key(self, bucket: Bucket) -> str:
        """Applications whose environment writes templates in another way do not share them."""
        return f"{bucket.key}-{bucket.checksum}-{bucket.environment.code_generator_class.__name__}"

    def _file(self, key: str) -> Path | None:
        folder = Path(os.environ[FOLDER], "templates") if FOLDER in os.environ else None
        if folder is None:
            return None
        folder.mkdir(exist_ok=True)
        return folder / f"{key}.compiled"


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def _built_once(compiled: Callable[[Rule, bool], Builder]) -> Callable[..., Builder]:
    """Of the same rule always the same: what writes the addresses of a rule is compiled for the first application."""
    kept: dict[tuple[object, ...], Builder] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Builder:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compiled(rule, append_unknown)
        return kept[key]

    return builder


Rule._compile_builder = _built_once(Rule._compile_builder)


@pytest.fixture(scope="session", autouse=True)
def _environment_of_its_own() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(OURS):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hashing a password takes real memory and time on purpose; one test holds it to that, the rest need neither.

    For the whole run: towns of people are made once for many tests too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


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
    name = _name(url)
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def _engine_to(server: Callable[[str], str]) -> Iterator[Callable[[str], Engine]]:
    """One engine, led to the database of each test in turn: SQL that it has compiled once stays compiled."""
    engine = db.create_engine(server("nowhere"))
    leads: dict[str, str] = {}

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters.update(leads)

    def lead(url: str) -> Engine:
        engine.dispose()
        leads["dbname"] = _name(url)
        return engine

    yield lead
    engine.dispose()


@pytest.fixture
def engine(database_url: str, _engine_to: Callable[[str], Engine]) -> Iterator[Engine]:
    """An engine on a database of this test's own: for what commits, or runs in several processes."""
    engine = _engine_to(database_url)
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
def keys(tmp_path: Path) -> Vault:
    """A vault of the test's own. Where the site under test has one, a test's own `keys` open that."""
    return Vault((os.urandom(32),), tmp_path / "spool")


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


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def _memory() -> Path | None:
    """Where files lie in memory, where there is room for the run's server."""
    with contextlib.suppress(OSError):
        if MEMORY.is_dir() and min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > ROOM:
            return MEMORY
    return None


def _stop_server(note: Path) -> None:
    with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(note.read_text().split()[0]))
        process.send_signal(signal.SIGINT)
        until = time.monotonic() + 10
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            time.sleep(0.02)
