"""One process that runs everything on one machine: the servers in wheels, the pages, the workers and the relay.

It starts them in order, starts again what ends by itself, and on Ctrl-C stops them, the servers last. Each writes to a
file of its own under `var/logs`, so that the terminal shows only what a person needs.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from greener_homes import db, homes, installation, jobs, people
from greener_homes.codes_work import NOT_HEALTHY
from greener_homes.embedded import Postgres, Valkey
from greener_homes.errors import Refusal
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from web.demo_sign_ins import STREET_HOMES, street_address
from web.run_guard import HOST, alone, remember, require_port, stop_leftovers
from web.sandbox import demonstration

ROOT = Path(__file__).resolve().parents[1]
HEALTHY_SECONDS = 120.0
HEAD_START_SECONDS = 20.0
STOP_SECONDS = 10.0
LONGEST_PAUSE_S = 30.0
"""Between two starts of a process that keeps ending."""
STEADY_S = 60.0
"""A process that ran so long is forgiven its earlier ends."""
LOG_BYTES = 10_000_000
PAGES = (sys.executable, "-m", "gunicorn", "--config", "python:web.serving", "wsgi:app")
"""How the pages are served."""

Say = Callable[[str], None]


def run(settings: Settings, welcome: str = "", *, say: Say | None = None) -> int:
    """Everything has run until Ctrl-C or SIGTERM, and has been stopped again; returns 0.

    `welcome` is said once the pages answer and the first home of the demonstration, if there is one, stands. Raises
    Refusal when the port is taken, the folder cannot hold the servers, or the pages do not come up.
    """
    say = say or _say
    told = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda number, frame: told.set())
    var = settings.var.resolve()
    with alone(var), contextlib.ExitStack() as running:
        stop_leftovers(var)
        require_port(settings.port)
        fleet = _Fleet(settings, var, running, say)
        fleet.start_servers()
        if told.is_set():
            return 0
        installation.prepare(fleet.environment["DATABASE_URL"], now=datetime.now(UTC))
        fleet.start_processes()
        if not fleet.wait_until_healthy(told):
            return 0
        say(f"Greener Homes is ready: http://{HOST}:{settings.port}")
        say(f"Data and logs are in {var}. Press Ctrl-C to stop.")
        fleet.watch(told, welcome)
        say("Stopping.")
    return 0


@dataclass(slots=True)
class _Process:
    """One child: how it is started, whether it should run on, and when it may start again."""

    name: str
    command: Sequence[str]
    log: Path
    once: bool = False
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    ends: int = 0
    again_at: float = field(default=0.0)
    asked: bool = False

    def start(self, environment: dict[str, str]) -> None:
        with _log_file(self.log) as log:
            self.child = subprocess.Popen(  # noqa: S603
                self.command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us alone; we stop our children in order
            )
        self.started = time.monotonic()

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.child.poll() if self.child else None

    def ask_to_stop(self) -> None:
        """It may end while others do; a second wish would make it drop what it is doing."""
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            self.asked = True

    def stop(self) -> None:
        """Ended: asked politely, if it was not, asked again, then killed."""
        if self.child is None:
            return
        for wish in (None if self.asked else signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            if self.child.poll() is None:
                if wish is not None:
                    self.child.send_signal(wish)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.child.wait(STOP_SECONDS)


class _Fleet:
    """All that runs: the servers, if they are ours, and the processes, in the order in which they start."""

    def __init__(self, settings: Settings, var: Path, running: contextlib.ExitStack, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._var = var
        self._running = running
        self._servers: list[Postgres | Valkey] = []
        self._processes: list[_Process] = []
        self.environment = {
            **os.environ,
            "GREENER_HOMES_VAR": str(var),
            "GREENER_HOMES_DEMO": str(settings.demo),
            "PORT": str(settings.port),
            "GREENER_HOMES_LOG_FORMAT": settings.log_format,
            "OMP_NUM_THREADS": "1",
            **({"DATABASE_URL": settings.database_url} if settings.database_url else {}),
            **({"REDIS_URL": settings.redis_url} if settings.redis_url else {}),
        }

    def start_servers(self) -> None:
        """The servers that nobody named an external one for are running."""
        for name, kind in (("DATABASE_URL", Postgres), ("REDIS_URL", Valkey)):
            if name not in self.environment:
                server = kind(self._var)
                self._running.callback(server.stop)
                server.start()
                self._servers.append(server)
                self.environment[name] = server.url

    def start_processes(self) -> None:
        """The pages, the relay, one worker a queue and, for the demonstration, what fills it have started.

        The pages come first, and beside them what makes the first home to look at: somebody is waiting for both.
        """
        python, worker = sys.executable, "greener_homes.worker"
        queues = sorted({job.queue for job in jobs.catalogue(self._settings).values()})
        self._start("web", PAGES)
        sandbox = self._sandbox() if self._settings.demo else {}
        if self._settings.demo and not self._stands(STREET_HOMES - 1):
            self._start("demo", [python, "-m", "web.cli", "demo"], once=True)
        _wait_for_pages(self._settings.port)
        for kind in (jobs.RELAY, *queues):
            self._start(kind, [python, "-m", worker, kind])
        for name, command in sandbox.items():
            self._start(name, command)
        self._running.callback(self._ask_all_to_stop)
        self._write_note()

    def _start(self, name: str, command: Sequence[str], *, once: bool = False) -> None:
        process = _Process(name, command, self._var / "logs" / f"{name}.log", once=once)
        self._processes.append(process)
        self._running.callback(process.stop)
        process.start(self.environment)

    def wait_until_healthy(self, told: threading.Event) -> bool:
        """True once the pages and all behind them answer; False when told to stop."""
        until = time.monotonic() + HEALTHY_SECONDS
        while not told.wait(1.0):
            self._mend()
            if _is_healthy(self._settings.port):
                return True
            if time.monotonic() > until:
                blamed = max(self._processes, key=lambda process: process.ends)
                raise Refusal(NOT_HEALTHY, process=blamed.name, log=str(blamed.log))
        return False

    def watch(self, told: threading.Event, welcome: str) -> None:
        """Whatever ends by itself is started again, until we are told to stop.

        `welcome` is said when the first home of the demonstration stands, or at once where there is none.
        """
        demo = next((process for process in self._processes if process.once), None)
        if demo and demo.exit_code() is None:
            self._say(f"An example street of {STREET_HOMES} homes is being made; its sign-ins follow with the first.")
        while not told.wait(0.5):
            self._mend()
            if demo and demo.exit_code():
                self._say(f"The example street could not be made. What went wrong is in {demo.log}")
                demo, welcome = None, ""
            if welcome and (demo is None or demo.exit_code() == 0 or self._stands(0)):
                self._say(welcome)
                welcome = ""

    def _sandbox(self) -> dict[str, list[str]]:
        """The simulated utility is known to the platform; how it is played, or nothing where it finds no place."""
        port = demonstration.free_port(self._settings)
        if port is None:
            self._say("The simulated utility found no free port and is left out.")
            return {}
        engine = db.create_engine(self.environment["DATABASE_URL"], pool_size=1)
        try:
            with db.transaction(engine) as session:
                vault = open_vault(self._settings)
                demonstration.register(session, vault, self._settings, port, now=datetime.now(UTC))
        finally:
            engine.dispose()
        return {"sandbox": [sys.executable, "-m", "web.cli", *demonstration.command(port)]}

    def _stands(self, place: int) -> bool:
        """Whether the demonstration's home at this place does. Cheap to ask: nothing is loaded that makes it."""
        engine = db.create_engine(self.environment["DATABASE_URL"], pool_size=1)
        try:
            with db.reading(engine) as session:
                found = people.find(session, open_vault(self._settings), street_address(place))
                return found is not None and homes.home_of(session, found.id) is not None
        finally:
            engine.dispose()

    def _mend(self) -> None:
        for server in self._servers:
            if server.pid is None:
                self._say(f"{server.name} ended by itself and is started again. What it said is in {server.log}")
                server.start()
        now = time.monotonic()
        for process in self._processes:
            if process.once or process.exit_code() is None:
                continue
            if process.again_at == 0.0:
                process.ends = 1 if now - process.started > STEADY_S else process.ends + 1
                self._say(f"{process.name} ended by itself and is started again. What it said is in {process.log}")
                process.again_at = now + min(LONGEST_PAUSE_S, 2.0 ** (process.ends - 1) - 0.5)
            elif now >= process.again_at:
                process.again_at = 0.0
                process.start(self.environment)
                self._write_note()

    def _ask_all_to_stop(self) -> None:
        """They end side by side: one after the other, ten of them can take a minute on a busy machine."""
        for process in reversed(self._processes):
            process.ask_to_stop()

    def _write_note(self) -> None:
        remember(self._var, [process.child.pid for process in self._processes if process.child])


def _say(text: str) -> None:
    print(text, flush=True)


def _is_healthy(port: int) -> bool:
    return _answers(port, "/readyz")


def _wait_for_pages(port: int) -> None:
    """Returns once the pages answer, or after the head start, whatever became of them."""
    until = time.monotonic() + HEAD_START_SECONDS
    while time.monotonic() < until and not _answers(port, "/healthz"):
        time.sleep(0.2)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def _log_file(path: Path) -> Iterator[IO[bytes]]:
    """Opened to append; what grew too long is put aside first."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".1.log"))
    with path.open("ab") as log:
        yield log
