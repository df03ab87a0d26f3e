"""The processes behind the pages: a worker for each queue, and the relay that wakes the workers up.

`python -m greener_homes.worker QUEUE` works; `python -m greener_homes.worker relay` dispatches, sweeps and
keeps the schedule. The broker carries only signed, opaque identifiers of rows in the ledger: losing it,
emptying it or hearing from it twice changes nothing but the time.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import hmac
import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.timeouts import JobTimeoutException
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from greener_homes import attempt, db, jobs, ledger, log
from greener_homes.errors import Refusal
from greener_homes.settings import Settings, load

PERFORM = "greener_homes.worker.perform"
SIGNED_FOR = b"greener-homes wake-up 1"
WINDOW = 500
"""Wake-ups that may lie in a queue of the broker at once; the rest wait in the ledger."""
TIMES = (b"created_at", b"enqueued_at", b"started_at", b"last_heartbeat", b"timeout", b"result_ttl", b"failure_ttl")
READ_BACK = frozenset((*TIMES, b"data", b"origin", b"status", b"worker_name"))
FAILURE_TTL_S = 60
BEAT_S = 10.0
AGAIN_S = 1.0
"""Pause before a process tries a database or broker again."""
JOB_STATEMENT_TIMEOUT_MS = 120_000
JOB_LOCK_TIMEOUT_MS = 20_000

logger = log.get(__name__)


class SignedJson:
    """RQ's serializer: JSON that carries a keyed digest; what was not signed by us is not read."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, SIGNED_FOR, hashlib.sha256)
        self.__qualname__ = type(self).__qualname__  # RQ asks a serializer for its name

    def dumps(self, value: object) -> bytes:
        """The value as signed JSON."""
        body = json.dumps(value, separators=(",", ":")).encode()
        return hmac.digest(self._key, body, hashlib.sha256).hex().encode() + b"." + body

    def loads(self, message: bytes) -> Any:
        """The value of a message of ours; raises ValueError for any other."""
        digest, _, body = message.partition(b".")
        if not hmac.compare_digest(digest, hmac.digest(self._key, body, hashlib.sha256).hex().encode()):
            raise ValueError("a message in the broker is not signed by us")
        return json.loads(body)


class WakeUp(Job):
    """An RQ job that can be one thing only: `perform` with the identifier of one row."""

    @property
    def func(self) -> Callable[[str], None]:
        """`perform`; raises PermissionError for anything else that a message asks for."""
        if self.func_name != PERFORM or self.instance is not None or self.kwargs or len(self.args) != 1:
            raise PermissionError("the broker asked for a function that is not on the list")
        return perform

    def restore(self, raw_data: Mapping[Any, Any]) -> None:
        """Only what is needed is read back; callbacks, hooks and dependencies are unsigned, and dropped."""
        super().restore({key: value for key, value in raw_data.items() if key in READ_BACK})


class QueueWorker(Worker):
    """An RQ worker that listens to one queue, tells the ledger it is alive, and takes no orders by broadcast."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._settings = settings
        self._last_beat = 0.0
        here = [job for job in jobs.catalogue(settings).values() if job.queue == queue.name]
        self._prepared_by = {job.prepare for job in here if job.prepare}
        self._is_prepared = not self._prepared_by
        self.stopping = False
        super().__init__(
            [queue],
            connection=queue.connection,
            serializer=queue.serializer,
            job_class=WakeUp,
            default_result_ttl=0,
            worker_ttl=30,
            maintenance_interval=10,
            job_monitoring_interval=5,
            log_job_description=False,
            work_horse_killed_handler=self._let_go,
        )

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """RQ's own heartbeat, and every few seconds one in the ledger."""
        super().heartbeat(timeout, pipeline)
        if time.monotonic() - self._last_beat < BEAT_S:
            return
        self._last_beat = time.monotonic()
        with _ledger_if_it_answers(self._settings) as session:
            ledger.beat(session, self.queues[0].name, worker=attempt.worker_name(os.getpid()), now=_now())

    def execute_job(self, job: Job, queue: Queue) -> None:
        """The job runs in a child, which finds loaded what jobs of this queue need."""
        for path in self._prepared_by:
            attempt.named(path)()
        if not self._is_prepared:
            keep_loaded()
            self._is_prepared = True
        super().execute_job(job, queue)

    def request_stop(self, signum: int, frame: Any) -> None:
        """Stop after the current job; a second request stops at once."""
        self.stopping = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def subscribe(self) -> None:
        """Orders by broadcast are unsigned: nobody listens to them."""

    def unsubscribe(self) -> None:
        """See `subscribe`."""

    def _let_go(self, job: Job, pid: int, status: int, usage: object) -> None:
        """The work of a child that died is to be had at once, without waiting for its lease."""
        logger.error("job.crashed", work=job.args[0], status=status)
        crashed = not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL)
        with _ledger_if_it_answers(self._settings) as session:
            worker = attempt.worker_name(pid)
            ledger.let_go(session, uuid.UUID(job.args[0]), worker=worker, now=_now(), crashed=crashed)


def keep_loaded() -> None:
    """What is loaded stays to the end, so garbage is not looked for in it: a child that does not, copies none of it."""
    gc.collect()
    gc.freeze()


def perform(work_id: str) -> None:
    """The one function that messages may ask for: one attempt at the work with this identifier."""
    settings = load()
    engine = _engine_of_jobs(_database(settings))
    try:
        attempt.run(engine, settings, uuid.UUID(work_id), too_long=JobTimeoutException)
    finally:
        engine.dispose()


def work(queue: str, settings: Settings) -> None:
    """Works on one queue until told to stop; waits for a broker or database that is away."""
    for job in jobs.catalogue(settings).values():
        if job.queue == queue:
            attempt.named(job.path)  # loaded once here, not in every child
    configure_mappers()
    _rehearse(queue, settings)
    keep_loaded()
    while True:
        try:
            with jobs.connect(settings) as broker:
                worker = QueueWorker(_queue(broker, queue, settings), settings)
                worker.work(logging_level="WARNING")
                if worker.stopping:
                    return
        except (RedisError, SQLAlchemyError) as error:
            logger.warning("worker.waiting", queue=queue, error=type(error).__name__)
        _stop_when_told()
        _reap()
        time.sleep(AGAIN_S)


def _rehearse(queue: str, settings: Settings) -> None:
    """Every child finds its engine made, with what each attempt asks put together once, and no connection."""
    engine = _engine_of_jobs(_database(settings))
    try:
        with db.transaction(engine) as session:
            ledger.rehearse(session, now=_now())
        for path in {job.rehearse for job in jobs.catalogue(settings).values() if job.queue == queue and job.rehearse}:
            attempt.named(path)(engine, now=_now())
    except (SQLAlchemyError, Refusal, OSError) as error:  # then each does it for itself
        logger.warning("worker.not_rehearsed", error=type(error).__name__)
    finally:
        engine.dispose()


def relay(settings: Settings) -> None:
    """Dispatches, sweeps and keeps the schedule until told to stop; waits for a database that is away."""
    while True:
        try:
            with _ledger(settings) as engine, _bell(_database(settings)) as wait, jobs.connect(settings) as broker:
                while True:
                    tick(engine, broker, settings)
                    wait(settings.relay_seconds)
        except (SQLAlchemyError, psycopg.Error) as error:
            logger.warning("relay.waiting", error=type(error).__name__)
        time.sleep(AGAIN_S)


def tick(engine: Engine, broker: Redis, settings: Settings) -> None:
    """A wake-up for all that is due is in the broker, and scheduled work whose time has come is in the ledger.

    In that order: somebody may be waiting for what is due. What is scheduled rings the bell, and the next tick
    sends it.
    """
    catalogue = jobs.catalogue(settings).values()
    _dispatch_all(engine, broker, catalogue, settings)
    with db.transaction(engine) as session:
        ledger.beat(session, jobs.RELAY, worker=attempt.worker_name(os.getpid()), now=_now())
        ledger.start_scheduled(session, catalogue, now=_now())


def main(arguments: list[str]) -> int:
    """Runs the process that is named: a queue, or the relay. 0 when told to stop, 2 when there is no such thing."""
    settings = load()
    log.configure(settings)
    known = {job.queue for job in jobs.catalogue(settings).values()} | {jobs.RELAY}
    if len(arguments) != 1 or arguments[0] not in known:
        sys.stderr.write(f"usage: python -m greener_homes.worker {{{'|'.join(sorted(known))}}}\n")
        return 2
    _stop_when_told()
    _keep_compiled(settings)
    if arguments[0] == jobs.RELAY:
        relay(settings)
    else:
        work(arguments[0], settings)
    return 0


def _keep_compiled(settings: Settings) -> None:
    """What jobs compile is kept beside the source, else under var for this user alone (models/compiled.py)."""
    if "NUMBA_CACHE_DIR" in os.environ or os.access(Path(__file__).parent, os.W_OK):
        return
    folder = settings.var.resolve() / "compiled"
    with contextlib.suppress(OSError):  # then every process compiles for itself
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["NUMBA_CACHE_DIR"] = str(folder)


def _dispatch_all(engine: Engine, broker: Redis, catalogue: Collection[jobs.JobSpec], settings: Settings) -> None:
    """Wake-ups lie in every queue for what is due, unless the broker is away."""
    timeouts: dict[str, dict[str, int]] = {}
    for job in catalogue:
        timeouts.setdefault(job.queue, {})[job.name] = job.timeout_s
    with db.transaction(engine) as session:
        waiting = ledger.queues_due(session, timeouts, now=_now(), unsent_since=_unsent_since(settings))
    for queue in waiting:
        try:
            _dispatch(engine, _queue(broker, queue, settings), timeouts[queue], settings)
        except RedisError as error:
            logger.warning("relay.broker_away", queue=queue, error=type(error).__name__)
            return


def _dispatch(engine: Engine, queue: Queue, timeouts: Mapping[str, int], settings: Settings) -> None:
    """Wake-ups lie in the queue for what is due. When the broker fails half-way, the rows stay unsent."""
    now, unsent_since = _now(), _unsent_since(settings)
    lying = set(_work_ids(queue.get_job_ids()))
    with db.transaction(engine) as session:
        rows = ledger.due(
            session, timeouts, now=now, unsent_since=unsent_since, known=lying, limit=max(0, WINDOW - len(lying))
        )
        for row in rows:
            queue.enqueue_call(
                PERFORM,
                args=(str(row.id),),
                timeout=timeouts[row.name],
                result_ttl=0,
                failure_ttl=FAILURE_TTL_S,
                description="wake-up",
                job_id=f"{row.id}_{uuid.uuid4().hex[:12]}",
            )
            row.dispatched_at = now


def _unsent_since(settings: Settings) -> datetime:
    return _now() - timedelta(seconds=settings.resend_seconds)


def _work_ids(job_ids: list[str]) -> Iterator[uuid.UUID]:
    for job_id in job_ids:
        with contextlib.suppress(ValueError):
            yield uuid.UUID(job_id.partition("_")[0])


def _queue(broker: Redis, name: str, settings: Settings) -> Queue:
    return Queue(name, connection=broker, job_class=WakeUp, serializer=SignedJson(settings.signing_key()))


@contextlib.contextmanager
def _bell(database_url: str) -> Iterator[Callable[[float], None]]:
    """A function that returns when the ledger's bell rings, or after so many seconds."""
    plain = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(jobs.BELL)))

        def wait(seconds: float) -> None:
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                return

        yield wait


@functools.cache
def _engine_of_jobs(database_url: str) -> Engine:
    """For attempts. Made in the worker, which leaves no connection in it: none is ever shared with a child."""
    return db.create_engine(
        database_url,
        pool_size=2,
        statement_timeout_ms=JOB_STATEMENT_TIMEOUT_MS,
        lock_timeout_ms=JOB_LOCK_TIMEOUT_MS,
    )


@functools.cache
def _own_engine(database_url: str) -> Engine:
    """For what a worker or the relay itself says in the ledger."""
    return db.create_engine(database_url, pool_size=1)


@contextlib.contextmanager
def _ledger(settings: Settings) -> Iterator[Engine]:
    """An engine that has no connection when the block ends, so that none is ever shared with a child."""
    engine = _own_engine(_database(settings))
    try:
        yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def _ledger_if_it_answers(settings: Settings) -> Iterator[Session]:
    """A transaction whose failure is noted and does no more: the lease says the same a little later."""
    try:
        with _ledger(settings) as engine, db.transaction(engine) as session:
            yield session
    except SQLAlchemyError as error:
        logger.warning("ledger.away", error=type(error).__name__)


def _reap() -> None:
    """Children that went on after RQ lost the broker are laid to rest once they have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


def _database(settings: Settings) -> str:
    if settings.database_url is None:
        raise LookupError("DATABASE_URL is not set: start with `greener-homes run`, or name a database")
    return settings.database_url


def _stop_when_told() -> None:
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda number, frame: sys.exit(0))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
