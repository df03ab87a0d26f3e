"""What lets one run at a time be sure of itself: its folder, its port, and no children of an earlier run.

A note of our children's process numbers and birth times is kept in `var/run`; it is trusted only where both
still fit, so that a stranger with an old number is left alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from greener_homes.codes_work import ALREADY_RUNNING, FOLDER_UNWRITABLE, PORT_TAKEN
from greener_homes.errors import Refusal

HOST = "127.0.0.1"
LEFTOVER_SECONDS = 5.0


def require_port(port: int) -> None:
    """The port is free; raises Refusal, naming another, when it is not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refusal(PORT_TAKEN, port=port, other=port + 1 if port < 65_535 else port - 1) from error


@contextlib.contextmanager
def alone(var: Path) -> Iterator[None]:
    """No other supervisor runs on this folder; the lock goes with the process, however that ends."""
    try:
        _note(var).parent.mkdir(parents=True, exist_ok=True)
        (var / "logs").mkdir(exist_ok=True)
        lock = (var / "run" / "lock").open("w")
    except OSError as error:
        raise Refusal(FOLDER_UNWRITABLE, folder=str(var)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refusal(ALREADY_RUNNING, folder=str(var)) from error
        yield


def stop_leftovers(var: Path) -> None:
    """The children of an earlier run that could not stop them are gone."""
    left: list[psutil.Process] = []
    with contextlib.suppress(OSError, ValueError, TypeError):
        for pid, created in json.loads(_note(var).read_text(encoding="ascii")):
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                if abs(process.create_time() - created) < 1:
                    left += [process, *process.children(recursive=True)]
    for wish in (signal.SIGTERM, signal.SIGKILL):
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.send_signal(wish)
        until = time.monotonic() + LEFTOVER_SECONDS
        while (left := [process for process in left if _is_alive(process)]) and time.monotonic() < until:
            time.sleep(0.05)
    _note(var).unlink(missing_ok=True)


def remember(var: Path, children: Sequence[int]) -> None:
    """Who our children are is noted for the next start, should this run end without stopping them."""
    known = [(pid, psutil.Process(pid).create_time()) for pid in children if psutil.pid_exists(pid)]
    _note(var).write_text(json.dumps(known), encoding="ascii")


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _note(var: Path) -> Path:
    return var / "run" / "processes.json"
