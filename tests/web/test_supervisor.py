"""`greener-homes run` as a person at a terminal meets it: it starts, mends itself, says no plainly, and stops clean."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from greener_homes import jobs
from tests.greener_homes.processes import until

ROOT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).with_name("greener-homes"))
START_S = 180.0
"""Generous: other tests run beside this one."""


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gh-") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "var"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Terminal:
    """`greener-homes run` started as from a terminal, with all it says."""

    def __init__(self, var: Path, port: int) -> None:
        descriptor, said = tempfile.mkstemp(dir=var.parent)
        os.close(descriptor)
        self.said = Path(said)
        known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        with self.said.open("ab") as output:
            self.process = subprocess.Popen(
                [COMMAND, "run"],
                cwd=ROOT,
                env={**known, "GREENER_HOMES_VAR": str(var), "PORT": str(port), "GREENER_HOMES_WEB_WORKERS": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        until(lambda: "is ready" in self.text() or self.process.poll() is not None, "the address", START_S)
        assert self.process.poll() is None, self.text()

    def children(self) -> dict[int, str]:
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                found[child.pid] = " ".join(child.cmdline())
        return found

    def child(self, words: str) -> int:
        return next(pid for pid, command in self.children().items() if words in command)

    def end(self, wish: signal.Signals) -> int:
        self.process.send_signal(wish)
        return self.process.wait(60)


def readiness(port: int) -> dict[str, bool]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        found: dict[str, bool] = json.loads(connection.getresponse().read())["checks"]
        return found
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()


def everything_is_ready(port: int) -> bool:
    found = readiness(port)
    return bool(found) and all(found.values())


@pytest.mark.slow
def test_it_starts_mends_itself_stops_and_starts_again(var: Path, port: int) -> None:
    terminal = Terminal(var, port)
    try:
        terminal.wait_until_ready()
        assert f"http://127.0.0.1:{port}" in terminal.text()
        assert everything_is_ready(port)
        running = terminal.children()
        for kind in (*jobs.QUEUES, jobs.RELAY):
            assert any(command.endswith(f"greener_homes.worker {kind}") for command in running.values())

        again = Terminal(var, port + 1 if port < 65_535 else port - 1)
        assert again.process.wait(60) == 2
        assert "already running" in again.text()

        for victim in ("greener_homes.worker imports", "valkey-server", "bin/postgres"):
            pid = terminal.child(victim)
            os.kill(pid, signal.SIGKILL)
            until(lambda pid=pid, victim=victim: _is_replaced(terminal, pid, victim), f"another {victim}")
            until(lambda: everything_is_ready(port), f"readiness without the first {victim}")

        orphans = terminal.children()
        terminal.end(signal.SIGKILL)
        assert any(_is_alive(pid) for pid in orphans)

        terminal = Terminal(var, port)
        terminal.wait_until_ready()
        assert [pid for pid in orphans if _is_alive(pid)] == []
        assert everything_is_ready(port)
        last = terminal.children()
        assert terminal.end(signal.SIGTERM) == 0
        assert [pid for pid in last if _is_alive(pid)] == []

        terminal = Terminal(var, port)
        until(lambda: len(terminal.children()) > 2, "the first processes", START_S)
        last = terminal.children()
        assert terminal.end(signal.SIGINT) == 0, "also while it starts"
        assert [pid for pid in last if _is_alive(pid)] == []
    finally:
        terminal.process.kill()
        terminal.process.wait()
        _end_all_under(var)


def test_a_port_that_is_taken_is_said_plainly_and_nothing_is_started(var: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        terminal = Terminal(var, port)
        assert terminal.process.wait(60) == 2
    assert f"Port {port} is taken" in terminal.text()
    assert re.search(r"PORT=\d+ make run", terminal.text())
    assert "Traceback" not in terminal.text()
    assert not (var / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_said_plainly(var: Path, port: int) -> None:
    var.write_text("in the way")
    terminal = Terminal(var, port)
    assert terminal.process.wait(60) == 2
    assert str(var) in terminal.text()
    assert "Traceback" not in terminal.text()


def test_unsafe_settings_are_said_plainly(var: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"PATH": os.environ["PATH"], "GREENER_HOMES_PRODUCTION": "true", "GREENER_HOMES_DEMO": "true"}
    ended = subprocess.run([COMMAND, "run"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert "cannot run in production" in ended.stderr
    assert "Traceback" not in ended.stderr


def _is_replaced(terminal: Terminal, pid: int, words: str) -> bool:
    return any(words in command and other != pid for other, command in terminal.children().items())


def _is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _end_all_under(var: Path) -> None:
    """Whatever a failed test left running with this folder is ended, so that nothing outlives the tests."""
    for process in psutil.process_iter(["cmdline", "environ"]):
        command, environment = process.info["cmdline"] or [], process.info["environ"] or {}
        if any(str(var) in word for word in command) or environment.get("GREENER_HOMES_VAR") == str(var):
            process.kill()
    time.sleep(0.2)
