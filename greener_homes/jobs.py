"""Every background job on one page: its name, where it lives, its queue, its patience and its schedule.

Asking for work means writing a row in the ledger inside the caller's own transaction. PostgreSQL rings the
relay's bell when that transaction commits, and only then; the broker may be down, and nothing is lost.
"""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.work import OPEN, Heartbeat, Work, WorkState

JobName = Literal[
    "permission.exchange",
    "permission.fetch",
    "permission.check",
    "permission.terminate",
    "permission.catch_up",
    "import.run",
    "partner_file.check",
    "partner_file.store",
    "partner_files.forget",
    "home.assess",
    "home.clear",
    "home.expire",
    "programme.screen",
    "programme.screen_part",
    "consent.expire",
    "review.expire_claims",
    "sign_in.forget_failures",
    "email_link.write",
    "email_link.forget",
    "partners.forget",
    "spool.sweep",
    "audit.seal",
    "retention.sweep",
    "person.export",
    "person.withdraw",
    "person.erase",
    "erasure.sweep",
    "weather.plan",
    "weather.fetch",
    "feeds.check",
    "mail.send",
    "mail.sweep",
    "service.ask",
    "service.digest",
    "service.remind",
    "service.write",
    "home.compare",
    "homes.compare",
    "report.plan",
    "report.make",
    "project.measure",
    "project.measure_due",
    "project.remind",
    "similar_homes.work_out",
    "incentives.tell",
]
NOBODY = uuid.UUID(int=0)
"""The subject of scheduled jobs, which are about nothing in particular."""
RELAY = "relay"
BELL = "greener_homes_work"
ENQUEUED_AT_ONCE = 5_000
BULK = "utility_connectors.jobs:prepare_bulk"
FIRST_FILE = "utility_connectors.jobs:rehearse_import"
BACKOFF_S = (30, 120, 600, 3600, 21_600)


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A background job.

    `path` is `module:function`, called as `function(session, subject_id, now=…, settings=…, step=…)` inside
    one transaction. `timeout_s` ends an attempt; `retry_delays` are the seconds to wait after each outage
    or fault; `schedule` starts it by itself so often. A job may ask for other work, never for itself.
    `prepare` is `module:function`, called without arguments in the worker before each job of its queue: what takes long
    to load is loaded once, by the one process that needs it, and every job's own process finds it there.
    `rehearse` is called as `function(engine, now=…)` when a worker of its queue begins: what it asks of the
    database, and undoes, is put together for every job's own process.
    """

    name: str
    path: str
    queue: str
    timeout_s: int
    retry_delays: tuple[int, ...] = BACKOFF_S
    schedule: timedelta | None = None
    prepare: str | None = None
    rehearse: str | None = None


def _every(schedule: timedelta, name: JobName, path: str, *, timeout_s: int = 60) -> JobSpec:
    """Upkeep that starts by itself. It is not tried again after a fault: its next time comes soon enough."""
    return JobSpec(name, path, "maintenance", timeout_s, retry_delays=(), schedule=schedule)


JOBS = (
    JobSpec("import.run", "utility_connectors.jobs:run_import", "imports", timeout_s=900, rehearse=FIRST_FILE),
    JobSpec("permission.exchange", "utility_connectors.permission_jobs:exchange", "connections", timeout_s=60),
    JobSpec("permission.fetch", "utility_connectors.permission_jobs:fetch", "utilities", timeout_s=1800),
    JobSpec("permission.check", "utility_connectors.permission_jobs:check", "connections", timeout_s=60),
    JobSpec("permission.terminate", "utility_connectors.permission_jobs:terminate", "connections", timeout_s=120),
    _every(timedelta(minutes=5), "permission.catch_up", "utility_connectors.permission_jobs:catch_up", timeout_s=120),
    JobSpec("partner_file.check", "utility_connectors.jobs:check_partner_file", "bulk", timeout_s=1800, prepare=BULK),
    JobSpec("partner_file.store", "utility_connectors.jobs:store_partner_file", "bulk", timeout_s=3600, prepare=BULK),
    _every(timedelta(hours=6), "partner_files.forget", "utility_connectors.jobs:forget_partner_files", timeout_s=300),
    JobSpec("home.assess", "coach.jobs:assess_home", "assessments", timeout_s=300, prepare="coach.jobs:prepare"),
    _every(timedelta(days=1), "programme.screen", "coach.fleet_wide.programme_jobs:plan", timeout_s=120),
    JobSpec("programme.screen_part", "coach.fleet_wide.programme_jobs:screen_part", "assessments", timeout_s=600),
    JobSpec("home.clear", "greener_homes.privacy_endings:run_clear", "maintenance", timeout_s=120),
    JobSpec("home.expire", "greener_homes.privacy_endings:run_end_due", "maintenance", timeout_s=120),
    _every(timedelta(hours=1), "consent.expire", "greener_homes.privacy_endings:run_expire", timeout_s=300),
    _every(timedelta(minutes=1), "review.expire_claims", "coach.jobs:expire_claims"),
    _every(timedelta(hours=1), "sign_in.forget_failures", "greener_homes.people:forget_failures"),
    JobSpec("email_link.write", "greener_homes.identity.link_letters:write", "connections", timeout_s=60),
    _every(timedelta(hours=1), "email_link.forget", "greener_homes.identity.link_letters:forget"),
    _every(timedelta(hours=1), "partners.forget", "greener_homes.partner_tokens:forget"),
    JobSpec("person.export", "utility_connectors.person_export:make", "imports", timeout_s=900),
    JobSpec("person.withdraw", "greener_homes.erasure:withdraw_all", "maintenance", timeout_s=300),
    JobSpec("person.erase", "greener_homes.erasure:erase", "maintenance", timeout_s=300),
    _every(timedelta(minutes=1), "erasure.sweep", "greener_homes.erasure:sweep"),
    _every(timedelta(hours=1), "retention.sweep", "greener_homes.retention:sweep", timeout_s=300),
    _every(timedelta(seconds=60), "audit.seal", "greener_homes.audit_sealing:run", timeout_s=300),
    _every(timedelta(days=1), "weather.plan", "utility_connectors.weather.jobs:plan"),
    JobSpec("weather.fetch", "utility_connectors.weather.jobs:fetch", "utilities", timeout_s=900),
    _every(timedelta(hours=1), "feeds.check", "greener_homes.feeds:check_all"),
    _every(timedelta(minutes=15), "spool.sweep", "utility_connectors.jobs:sweep_spool"),
    JobSpec("mail.send", "greener_homes.mail_send:send", "connections", timeout_s=60),
    _every(timedelta(minutes=15), "mail.sweep", "greener_homes.mail_send:sweep"),
    _every(timedelta(hours=1), "service.ask", "coach.service.service_jobs:ask_due", timeout_s=300),
    _every(timedelta(hours=1), "service.digest", "coach.service.service_jobs:write_digests"),
    _every(timedelta(hours=1), "service.remind", "coach.service.service_jobs:remind"),
    _every(timedelta(hours=1), "service.write", "coach.service.service_jobs:write_to_residents", timeout_s=300),
    JobSpec("home.compare", "coach.duplicates.duplicate_jobs:compare_home", "maintenance", timeout_s=120),
    _every(timedelta(days=1), "homes.compare", "coach.duplicates.duplicate_jobs:compare_all", timeout_s=900),
    _every(timedelta(hours=12), "report.plan", "coach.reports.report_jobs:plan", timeout_s=600),
    JobSpec("report.make", "coach.reports.report_jobs:make", "assessments", timeout_s=120),
    JobSpec("project.measure", "coach.projects.project_jobs:measure", "assessments", timeout_s=300),
    _every(timedelta(days=1), "project.measure_due", "coach.projects.project_jobs:measure_due", timeout_s=300),
    _every(timedelta(days=1), "project.remind", "coach.projects.project_jobs:remind", timeout_s=300),
    JobSpec("incentives.tell", "coach.fleet_wide.incentive_notices:tell", "assessments", timeout_s=600),
    _every(timedelta(days=1), "similar_homes.work_out", "coach.homes.similar_jobs:work_out", timeout_s=600),
)
QUEUES = tuple(sorted({job.queue for job in JOBS}))


@dataclass(frozen=True, slots=True)
class WorkView:
    """Where the newest piece of work of one name about one subject stands."""

    id: uuid.UUID
    state: WorkState
    step: str | None
    attempts: int
    error_code: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """True while it waits or runs."""
        return self.state in (WorkState.QUEUED, WorkState.RUNNING)

    @property
    def was_given_up(self) -> bool:
        """True when we stopped trying: nobody's file or consent was at fault."""
        return self.state in (WorkState.FAILED, WorkState.DEAD)


def enqueue(session: Session, name: JobName, subject_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """The work is in the ledger once the caller's transaction commits; returns its identifier.

    Idempotent: work that still waits is not doubled. Work that already runs may have read older facts, so
    it is run once more after its end.
    """
    return open_row(session, name, subject_id, now=now)


def open_row(session: Session, name: str, subject_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """As `enqueue`, for the ledger itself, which knows names only as text."""
    statement = (
        insert(Work)
        .values(
            id=new_id(),
            name=name,
            subject_id=subject_id,
            state=WorkState.QUEUED,
            again=False,
            attempts=0,
            crashes=0,
            available_at=now,
            created_at=now,
        )
        .on_conflict_do_update(
            index_elements=["name", "subject_id"],
            index_where=OPEN,
            set_={"again": col(Work.again) | (col(Work.state) == WorkState.RUNNING)},
        )
        .returning(col(Work.id))
    )
    identifier: uuid.UUID = session.execute(statement).scalar_one()
    ring(session)
    return identifier


def enqueue_each(session: Session, name: JobName, subject_ids: Sequence[uuid.UUID], *, now: datetime) -> None:
    """As `enqueue`, for many subjects at once; they are told apart by nothing but their subject."""
    statement = text(
        "INSERT INTO work (id, name, subject_id, state, again, attempts, crashes, available_at, created_at) "
        "SELECT id, :name, subject_id, 'queued', false, 0, 0, :now, :now "
        "FROM unnest(CAST(:ids AS uuid[]), CAST(:subjects AS uuid[])) AS asked (id, subject_id) "
        "ORDER BY subject_id "
        "ON CONFLICT (name, subject_id) WHERE state IN ('queued', 'running') "
        "DO UPDATE SET again = work.again OR work.state = 'running'"
    )
    subjects = sorted(set(subject_ids), key=lambda subject: subject.int)
    for at in range(0, len(subjects), ENQUEUED_AT_ONCE):
        part = subjects[at : at + ENQUEUED_AT_ONCE]
        values = {"name": name, "now": now, "ids": [new_id() for _ in part], "subjects": part}
        session.execute(statement, values)
    ring(session)


def ring(session: Session) -> None:
    """The relay wakes up once this session's transaction commits."""
    session.execute(text("SELECT pg_notify(:bell, '')"), {"bell": BELL})


def state_of(session: Session, name: JobName, subject_id: uuid.UUID) -> WorkView | None:
    """The newest work of this name about this subject; None when there never was any."""
    newest = col(Work.created_at).desc(), col(Work.id).desc()
    row = session.exec(select(Work).where(Work.name == name, Work.subject_id == subject_id).order_by(*newest)).first()
    if row is None:
        return None
    return WorkView(
        row.id, row.state, row.step, row.attempts, row.error_code, row.created_at, row.started_at, row.finished_at
    )


def worker_seen(session: Session) -> datetime | None:
    """When the quietest of the processes that do background work was last alive; None when one never was."""
    seen = {row.kind: row.seen_at for row in session.exec(select(Heartbeat))}
    expected = (*QUEUES, RELAY)
    return min(seen[kind] for kind in expected) if seen.keys() >= set(expected) else None


def broker_answers(settings: Settings) -> bool:
    """Whether the broker can be reached right now."""
    try:
        with connect(settings) as broker:
            return bool(broker.ping())
    except RedisError:
        return False


def connect(settings: Settings) -> Redis:
    """A client of the broker; it connects when it is first used."""
    if settings.redis_url is None:
        raise LookupError("REDIS_URL is not set: start with `greener-homes run`, or name a broker")
    return Redis.from_url(settings.redis_url, socket_connect_timeout=5)


def catalogue(settings: Settings) -> Mapping[str, JobSpec]:
    """Every job by name, with those that a test adds."""
    extra = importlib.import_module(settings.extra_jobs).JOBS if settings.extra_jobs else ()
    return {job.name: job for job in (*JOBS, *extra)}
