"""Real worker, relay and broker processes for tests that kill them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
import redis
from sqlalchemy import Engine, text

from greener_homes import db, jobs
from greener_homes.attempt import GO_ON
from greener_homes.embedded import Valkey
from tests.greener_homes import forked, jobs_under_test
from tests.greener_homes.jobs_under_test import OWN_STEPS, QUEUE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 180.0
"""Interrupted work runs again within a minute of a process that runs; on a busy machine it compiles its loops first."""
SHORT = {
    "GREENER_HOMES_LEASE_SECONDS": "3",
    "GREENER_HOMES_HEARTBEAT_SECONDS": "0.5",
    "GREENER_HOMES_RELAY_SECONDS": "0.3",
    "GREENER_HOMES_RESEND_SECONDS": "0.5",
}


class Processes:
    """A worker, a relay and a broker on one database; each can be killed and started again."""

    def __init__(
        self,
        engine: Engine,
        database_url: str,
        var: Path,
        *,
        halt_at_step: str | None = None,
        broker: Valkey | None = None,
        queue: str = QUEUE,
        environment: dict[str, str] | None = None,
        afresh: bool = False,
    ) -> None:
        """`afresh` starts each process as the supervisor does; else it is forked from one that has loaded its code."""
        self.engine = engine
        self.broker = broker or Valkey(var)
        self.queue = queue
        self.halted = var / "halted"
        self._var = var
        self._afresh = afresh
        self._running: dict[str, subprocess.Popen[bytes] | forked.Forked] = {}
        self._environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
            **SHORT,
            "DATABASE_URL": database_url,
            "REDIS_URL": self.broker.url,
            "GREENER_HOMES_VAR": str(var),
            "GREENER_HOMES_EXTRA_JOBS": jobs_under_test.HERE,
            **({"GREENER_HOMES_HALT_AT_STEP": halt_at_step} if halt_at_step else {}),
            **(environment or {}),
        }
        with db.transaction(engine) as session:
            session.execute(text(jobs_under_test.EFFECTS))

    def __enter__(self) -> Processes:
        self.broker.start()
        (self._var / "logs").mkdir(parents=True, exist_ok=True)
        for kind in (self.queue, jobs.RELAY):
            self.start(kind)
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait()
        for mark in self.halted.glob("*"):
            mark.write_text(GO_ON)
        self.broker.stop()

    def start(self, kind: str) -> None:
        place = self._var / "logs" / f"{kind}.log"
        if not self._afresh:
            self._running[kind] = forked.start(kind, self._environment, place)
            return
        with place.open("ab") as log:
            self._running[kind] = subprocess.Popen(
                [sys.executable, "-m", "greener_homes.worker", kind],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, kind: str) -> None:
        """Kills the worker or the relay outright, and starts another."""
        self._running[kind].kill()
        self._running[kind].wait()
        self.start(kind)

    def kill_horse(self) -> None:
        """Kills whatever the worker is running a job in, if anything."""
        with contextlib.suppress(psutil.Error):
            for horse in psutil.Process(self.pid(self.queue)).children():
                horse.kill()

    def kill_broker(self) -> None:
        """Kills the broker outright; it stays away."""
        assert self.broker.pid is not None
        os.kill(self.broker.pid, signal.SIGKILL)

    def kill_at(self, step: str, victim: str, horse: int) -> None:
        """Kills the broker, the worker or what runs the job while it is halted at this step; all go on after it."""
        if victim == "broker":
            self.kill_broker()
            self.broker.start()
            self.go_on(step)
            return
        if victim == "worker":
            self.kill(self.queue)
        os.kill(horse, signal.SIGKILL)

    def empty_broker(self) -> None:
        with redis.Redis.from_url(self.broker.url) as client:
            client.flushall()

    def tell_to_stop(self, kind: str) -> subprocess.Popen[bytes]:
        """Of processes that were started afresh: how one ends is known to its own parent only."""
        stopped = self._running[kind]
        assert isinstance(stopped, subprocess.Popen)
        stopped.terminate()
        return stopped

    def pid(self, kind: str) -> int:
        return self._running[kind].pid

    def ask(self, name: str = "test.write", subject: uuid.UUID | None = None) -> uuid.UUID:
        """Asks for work about a new subject."""
        subject = subject or uuid.uuid4()
        with db.transaction(self.engine) as session:
            jobs.enqueue(session, name, subject, now=datetime.now(UTC))
        return subject

    def wait_for_halt(self, step: str) -> tuple[int, int]:
        """The halted work-horse and its worker."""
        mark = self.halted / step
        until(lambda: mark.exists() and mark.read_text() not in ("", GO_ON), f"halt at {step}")
        horse, worker = mark.read_text().split()
        return int(horse), int(worker)

    def halt_next_at(self, step: str, steps: Sequence[str]) -> None:
        """The next job halts at this one of the steps that were chosen at the start, and at no other."""
        self.halted.mkdir(parents=True, exist_ok=True)
        for other in steps:
            self.go_on(other)
        self.rearm(step)

    def rearm(self, step: str) -> None:
        """The next job halts again."""
        (self.halted / step).unlink(missing_ok=True)

    def go_on(self, step: str) -> None:
        """The halted job goes on."""
        (self.halted / step).write_text(GO_ON)

    def wait_until_done(self, subject: uuid.UUID, name: str = "test.write") -> jobs.WorkView:
        """The work has ended one way or another."""

        def ended() -> bool:
            view = self.state(subject, name)
            return view is not None and not view.is_open

        until(ended, f"end of {name}")
        view = self.state(subject, name)
        assert view is not None
        return view

    def state(self, subject: uuid.UUID, name: str = "test.write") -> jobs.WorkView | None:
        with db.reading(self.engine) as session:
            return jobs.state_of(session, name, subject)

    def wrong_effects(self) -> dict[str, int]:
        """Subjects whose steps were lost or doubled, with how many there are."""
        query = text(
            "SELECT work.subject_id::text, count(effect.step) FROM work LEFT JOIN effect USING (subject_id) "
            "WHERE name = 'test.write' GROUP BY work.subject_id HAVING count(effect.step) <> :right"
        )
        with db.reading(self.engine) as session:
            return {row[0]: row[1] for row in session.execute(query, {"right": len(OWN_STEPS)})}

    def log(self, kind: str) -> str:
        return (self._var / "logs" / f"{kind}.log").read_text()


def until(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> float:
    """Seconds it took for the condition to hold; fails after three minutes."""
    start = time.monotonic()
    while time.monotonic() - start < patience_s:
        if condition():
            return time.monotonic() - start
        time.sleep(0.05)
    raise AssertionError(f"waited {patience_s:.0f} s in vain for: {what}")
