"""The life of a row in the ledger of work: due, claimed with a lease, renewed, ended by whoever still holds it.

Only functions over a session: no broker, no clock, no commit. An attempt owns its row while the row is
running under the attempt's number; every change an attempt makes is fenced by that number.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, text, update
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from greener_homes import jobs, log
from greener_homes.codes_work import JOB_CRASHED
from greener_homes.tables.work import Heartbeat, Work, WorkState

CRASH_LIMIT = 3
"""Attempts whose process crashed before the work is set aside."""
FORGIVEN_ATTEMPTS = 20
"""Attempts that may be ended from outside without counting as a crash. Later ones do: it may be that the work eats
the machine's memory, or takes its worker along."""
RENEW_PATIENCE = "2s"
"""How long a heartbeat waits for whoever is just asking for the same work again."""
SCHEDULES_LOCK = 0x6772_6E73
KEEP_SCHEDULED = timedelta(days=1)
"""How long the finished rows of scheduled jobs stay."""

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at one piece of work: its row's identifier and the number that fences it."""

    id: uuid.UUID
    name: str
    subject_id: uuid.UUID
    attempt: int


def claim(session: Session, work_id: uuid.UUID, *, worker: str, now: datetime, lease: timedelta) -> Claim | None:
    """The work is ours until the lease ends, its crash already counted; None when it is not to be had.

    Work that has crashed three times is set aside as dead instead. An attempt that was ended from outside (killed,
    or lost with its worker or its machine) counts as a crash only from the twenty-first on.
    """
    row = session.exec(select(Work).where(Work.id == work_id, _claimable(now)).with_for_update()).first()
    if row is None:
        return None
    if row.state is WorkState.RUNNING and row.worker is not None and row.attempts <= FORGIVEN_ATTEMPTS:
        row.crashes -= 1
    if row.crashes >= CRASH_LIMIT:
        _end(session, row, WorkState.DEAD, JOB_CRASHED.code, now)
        logger.error("job.dead", work=str(row.id), job=row.name)
        return None
    row.state, row.again, row.step, row.worker = WorkState.RUNNING, False, None, worker
    row.attempts += 1
    row.crashes += 1
    row.lease_until, row.started_at = now + lease, now
    session.flush()
    return Claim(row.id, row.name, row.subject_id, row.attempts)


def renew(session: Session, held: Claim, *, until: datetime, step: str | None = None) -> bool:
    """The lease lasts until then, and the step is shown; False when the attempt no longer holds the work."""
    session.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": RENEW_PATIENCE})
    change = {"lease_until": until} if step is None else {"lease_until": until, "step": step}
    found = session.execute(update(Work).where(_is_held(held)).values(change).returning(col(Work.id))).first()
    return found is not None


def finish(session: Session, held: Claim, *, now: datetime, code: str | None = None) -> bool:
    """The work is done, or refused with `code`; False, and nothing changed, when it is no longer held."""
    row = _held(session, held)
    if row is None:
        return False
    _end(session, row, WorkState.DONE if code is None else WorkState.REFUSED, code, now)
    return True


def put_off(session: Session, held: Claim, *, code: str, now: datetime, delay: timedelta | None) -> bool:
    """The work waits for `delay`, or has failed for good when there is none; False when it is no longer held."""
    row = _held(session, held)
    if row is None:
        return False
    if delay is None:
        _end(session, row, WorkState.FAILED, code, now)
        return True
    row.state, row.crashes, row.lease_until, row.dispatched_at = WorkState.QUEUED, 0, None, None
    row.available_at, row.error_code = now + delay, code
    session.flush()
    return True


def let_go(session: Session, work_id: uuid.UUID, *, worker: str, now: datetime, crashed: bool) -> None:
    """The lease of a process whose death was seen is over, and the relay is told.

    One that `crashed` stays counted; one that was killed from outside is left to the next claim to judge.
    """
    gone = and_(col(Work.id) == work_id, col(Work.state) == WorkState.RUNNING, col(Work.worker) == worker)
    over: dict[str, object] = {"lease_until": now - timedelta(seconds=1), "dispatched_at": None}
    session.execute(update(Work).where(gone).values(over | ({"worker": None} if crashed else {})))
    jobs.ring(session)


def rehearse(session: Session, *, now: datetime) -> None:
    """What every attempt asks has been asked once, about work that there is not: an engine remembers how it is put."""
    nothing = Claim(jobs.NOBODY, "", jobs.NOBODY, 0)
    claim(session, nothing.id, worker="", now=now, lease=timedelta())
    renew(session, nothing, until=now, step="")
    finish(session, nothing, now=now)


def due(
    session: Session,
    names: Collection[str],
    *,
    now: datetime,
    unsent_since: datetime,
    known: Iterable[uuid.UUID],
    limit: int,
) -> list[Work]:
    """Work of these names that somebody should be told about, oldest first, locked against other relays.

    That is: waiting and available, or running with its lease over; and not among the wake-ups that are
    `known` to lie in the broker, nor sent after `unsent_since`.
    """
    waiting = _unsent(names, now, unsent_since), not_(col(Work.id).in_(list(known)))
    wanted = select(Work).where(*waiting).order_by(col(Work.available_at)).limit(limit)
    return list(session.exec(wanted.with_for_update(skip_locked=True)))


def queues_due(
    session: Session, queues: Mapping[str, Collection[str]], *, now: datetime, unsent_since: datetime
) -> set[str]:
    """The queues, of these with the names of their jobs, for which anything may be `due`: one question for all."""
    asked = [exists().where(_unsent(names, now, unsent_since)) for names in queues.values()]
    answers = session.execute(sqlalchemy_select(*asked)).one()
    return {queue for queue, answer in zip(queues, answers, strict=True) if answer}


def start_scheduled(session: Session, scheduled: Iterable[jobs.JobSpec], *, now: datetime) -> None:
    """Each scheduled job whose time has come is in the ledger, once, however many relays there are."""
    if not session.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SCHEDULES_LOCK}).scalar_one():
        return
    periods = {job.name: job.schedule for job in scheduled if job.schedule is not None}
    newest = (
        select(Work.name, func.max(col(Work.created_at)))
        .where(Work.subject_id == jobs.NOBODY, col(Work.name).in_(periods))  # an index begins with the subject
        .group_by(Work.name)
    )
    last = dict(session.exec(newest).all())
    for name, period in periods.items():
        if name not in last or now - last[name] >= period:
            jobs.open_row(session, name, jobs.NOBODY, now=now)
            old = col(Work.finished_at) < now - KEEP_SCHEDULED
            session.execute(delete(Work).where(col(Work.name) == name, old))


def beat(session: Session, kind: str, *, worker: str, now: datetime) -> None:
    """A process of this kind was alive at `now`."""
    row = insert(Heartbeat).values(kind=kind, worker=worker, seen_at=now)
    changed = {"worker": row.excluded.worker, "seen_at": row.excluded.seen_at}
    session.execute(row.on_conflict_do_update(index_elements=["kind"], set_=changed))


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(col(Work.state) == WorkState.QUEUED, col(Work.available_at) <= now)
    return or_(waiting, and_(col(Work.state) == WorkState.RUNNING, col(Work.lease_until) < now))


def _unsent(names: Collection[str], now: datetime, unsent_since: datetime) -> ColumnElement[bool]:
    unsent = or_(col(Work.dispatched_at).is_(None), col(Work.dispatched_at) < unsent_since)
    return and_(col(Work.name).in_(names), _claimable(now), unsent)


def _is_held(held: Claim) -> ColumnElement[bool]:
    return and_(col(Work.id) == held.id, col(Work.state) == WorkState.RUNNING, col(Work.attempts) == held.attempt)


def _held(session: Session, held: Claim) -> Work | None:
    return session.exec(
        select(Work).where(_is_held(held)).with_for_update().execution_options(populate_existing=True)
    ).first()


def _end(session: Session, row: Work, state: WorkState, code: str | None, now: datetime) -> None:
    """The row is closed; when somebody asked again while it ran, the next row is open."""
    row.state, row.error_code, row.finished_at, row.lease_until = state, code, now, None
    row.crashes = 0 if state is not WorkState.DEAD else row.crashes
    session.flush()
    if row.again:
        jobs.open_row(session, row.name, row.subject_id, now=now)
