"""Workers and relays forked from a process that has loaded their code: the same processes, two seconds sooner each.

What `python -m greener_homes.worker` does before its first line is loading; tests that kill it forty times need to
load once. The parent holds no connection, no thread and no setting: only modules. It ends when its own parent does.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psutil
from sqlalchemy.orm import configure_mappers

from greener_homes import attempt, jobs, worker
from greener_homes.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


class Forked:
    """A worker or relay of which only the number is known: it is the child of another process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def kill(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.kill()

    def terminate(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.terminate()

    def wait(self) -> None:
        self._process.wait()


def start(kind: str, environment: Mapping[str, str], log: Path) -> Forked:
    """The worker of a queue, or the relay, with this environment and no other; its output is added to the log."""
    parent = _parent()
    assert parent.stdin is not None and parent.stdout is not None
    parent.stdin.write(json.dumps([kind, dict(environment), str(log)]) + "\n")
    parent.stdin.flush()
    return Forked(int(parent.stdout.readline()))


@functools.cache
def _parent() -> subprocess.Popen[str]:
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.greener_homes.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(parent.communicate)  # it ends when nobody can ask any more
    return parent


def _serve() -> None:
    for job in jobs.catalogue(Settings()).values():
        attempt.named(job.path)
    configure_mappers()  # as a worker does before its first job: of modules and tables there is nothing left to do
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        kind, environment, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(kind, environment, log)
        print(pid, flush=True)


def _bury(_signal: int, _frame: FrameType | None) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(kind: str, environment: Mapping[str, str], log: str) -> NoReturn:
    """The child is a worker or relay from here on: what is left of its parent is modules."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for one, place in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(one, place)
    sys.exit(worker.main([kind]))


if __name__ == "__main__":
    _serve()
