"""One attempt at one piece of work: claim it, keep the lease alive, run the job, end it in the job's own transaction.

Knows nothing of the broker. Safe to run twice, at once or again: an attempt that no longer holds its row
undoes everything it did, and work that is done cannot be claimed.
"""

from __future__ import annotations

import importlib
import os
import random
import re
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from greener_homes import db, jobs, ledger, log
from greener_homes.codes_work import JOB_FAULT, JOB_TIMED_OUT
from greener_homes.errors import Outage, Refusal
from greener_homes.settings import Settings

CLAIMED = "claimed"
SETTLING = "settling"
SETTLED = "settled"
"""The steps that every job has around its own: work claimed, work written but not committed, work committed."""
GO_ON = "go on"
JITTER = 0.2
GRACE_S = 10
"""How long past its timeout a job that does not stop keeps its lease."""

Step = Callable[[str], None]
"""What a job calls to say where it is; raises FencedOut when the work is no longer its own."""

logger = log.get(__name__)


class FencedOut(Exception):  # noqa: N818  nothing is wrong: another attempt holds the work now
    """This attempt lost its lease, and another may have begun: everything it did must be undone."""


def run(engine: Engine, settings: Settings, work_id: uuid.UUID, *, too_long: type[Exception] = TimeoutError) -> None:
    """The work has had one attempt, if it was to be had; its row says how that ended.

    `too_long` is the exception with which the caller interrupts a job past its timeout.
    """
    lease = timedelta(seconds=settings.lease_seconds)
    with db.transaction(engine) as session:
        held = ledger.claim(session, work_id, worker=worker_name(os.getpid()), now=_now(), lease=lease)
    if held is None:
        logger.info("job.not_claimed", work=str(work_id))
        return
    job = jobs.catalogue(settings)[held.name]
    with log.context(work=str(held.id), job=held.name, attempt=str(held.attempt)):
        try:
            with Lease(engine, held, settings, timeout_s=job.timeout_s) as step:
                _run_in_one_transaction(engine, settings, job, held, step)
            logger.info("job.done")
            halt(settings, SETTLED)
        except FencedOut:
            logger.warning("job.fenced_out")
        except Refusal as refusal:
            logger.info("job.refused", code=refusal.code.code)
            with db.transaction(engine) as session:
                ledger.finish(session, held, now=_now(), code=refusal.code.code)
        except Outage as outage:
            logger.warning("job.outage", code=outage.code.code)
            _put_off(engine, job, held, outage.code.code)
        except too_long:
            logger.error("job.timed_out")
            _put_off(engine, job, held, JOB_TIMED_OUT.code)
        except Exception:
            logger.exception("job.fault")
            _put_off(engine, job, held, JOB_FAULT.code)


def worker_name(pid: int) -> str:
    """How the process that makes an attempt is written in the row."""
    return f"{socket.gethostname()}:{pid}"


def named(path: str) -> Callable[..., None]:
    """The function of `module:function`, its module loaded."""
    module, _, function = path.partition(":")
    found: Callable[..., None] = getattr(importlib.import_module(module), function)
    return found


def halt(settings: Settings, step: str) -> None:
    """Tests only: at a chosen step (several are parted by commas), once, say so in a file under `var/halted` and wait
    to be killed.

    The file holds the process and its parent; a test that writes GO_ON into it lets the job go on.
    """
    if settings.halt_at_step is None or step not in settings.halt_at_step.split(","):
        return
    mark = settings.var / "halted" / re.sub(r"\W", "_", step)
    mark.parent.mkdir(parents=True, exist_ok=True)
    draft = mark.with_suffix(f".{os.getpid()}")
    draft.write_text(f"{os.getpid()} {os.getppid()}", encoding="ascii")
    try:
        os.link(draft, mark)
    except FileExistsError:
        return
    while mark.read_text(encoding="ascii") != GO_ON:
        time.sleep(0.05)


class Lease:
    """Renews the lease on a claim from a thread and a connection of its own, until the block ends.

    The thread stops at the job's timeout, so that a job that hangs loses its work; and it ends the process
    when the worker that started it is gone, so that nothing runs that nobody watches.
    """

    def __init__(self, engine: Engine, held: ledger.Claim, settings: Settings, *, timeout_s: float) -> None:
        self._engine = engine
        self._held = held
        self._settings = settings
        self._until = time.monotonic() + timeout_s + GRACE_S
        self._parent = os.getppid()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self(CLAIMED)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def __call__(self, step: str) -> None:
        """The step is shown in the row; raises FencedOut when the work is no longer ours."""
        if not self._renew(step):
            raise FencedOut
        halt(self._settings, step)

    def _renew(self, step: str | None = None) -> bool:
        """False when the work is not ours; a ledger that does not answer leaves the question to the end."""
        until = _now() + timedelta(seconds=self._settings.lease_seconds)
        try:
            with db.transaction(self._engine) as session:
                return ledger.renew(session, self._held, until=until, step=step)
        except SQLAlchemyError as error:
            logger.warning("job.heartbeat_missed", work=str(self._held.id), error=type(error).__name__)
            return True

    def _beat(self) -> None:
        while not self._stop.wait(self._settings.heartbeat_seconds) and time.monotonic() < self._until:
            if os.getppid() != self._parent:
                logger.error("job.orphaned", work=str(self._held.id))
                os._exit(1)
            if not self._renew():
                return


def _run_in_one_transaction(
    engine: Engine, settings: Settings, job: jobs.JobSpec, held: ledger.Claim, step: Step
) -> None:
    """What the job wrote and the end of its work are committed together, or neither is."""
    work = named(job.path)
    with db.transaction(engine) as session:
        work(session, held.subject_id, now=_now(), settings=settings, step=step)
        step(SETTLING)
        session.flush()
        if not ledger.finish(session, held, now=_now()):
            raise FencedOut


def _put_off(engine: Engine, job: jobs.JobSpec, held: ledger.Claim, code: str) -> None:
    left = job.retry_delays[held.attempt - 1 :]
    delay = timedelta(seconds=left[0] * random.uniform(1 - JITTER, 1 + JITTER)) if left else None
    with db.transaction(engine) as session:
        ledger.put_off(session, held, code=code, now=_now(), delay=delay)
    if delay is None:
        logger.error("job.given_up", code=code)


def _now() -> datetime:
    return datetime.now(UTC)
