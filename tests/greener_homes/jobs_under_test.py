"""Small jobs that do, on purpose, everything a background job may do; tests add them to the catalogue."""

from __future__ import annotations

import os
import signal
import time
import uuid
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from greener_homes.attempt import CLAIMED, SETTLED, SETTLING, Step
from greener_homes.errors import Outage, Refusal
from greener_homes.jobs import JobSpec
from greener_homes.settings import Settings
from models.findings import Code, Severity

QUEUE = "testing"
OWN_STEPS = ("first", "second", "third")
STEPS = (CLAIMED, *OWN_STEPS, SETTLING, SETTLED)
REFUSED = Code("test.refused", Severity.REFUSAL, "We cannot do that.", "Nous ne pouvons pas faire cela.")
AWAY = Code("test.away", Severity.OUTAGE, "It does not answer.", "Cela ne répond pas.")
HERE = "tests.greener_homes.jobs_under_test"
EFFECTS = "CREATE TABLE effect (subject_id uuid NOT NULL, step text NOT NULL)"


def write_steps(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """Leaves one row a step: a lost attempt would leave too few in the end, a doubled one too many."""
    for name in OWN_STEPS:
        step(name)
        session.execute(text("INSERT INTO effect VALUES (:subject, :step)"), {"subject": subject_id, "step": name})


def refuse(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    raise Refusal(REFUSED)


def be_away(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    raise Outage(AWAY)


def have_a_bug(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    raise ZeroDivisionError


def crash(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    os.kill(os.getpid(), signal.SIGSEGV)


def be_killed(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """As the system does to whatever takes too much memory."""
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    os.kill(os.getpid(), signal.SIGKILL)


def hang(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    write_steps(session, subject_id, now=now, settings=settings, step=step)
    time.sleep(60)


JOBS = (
    JobSpec("test.write", f"{HERE}:write_steps", QUEUE, timeout_s=60),
    JobSpec("test.refuse", f"{HERE}:refuse", QUEUE, timeout_s=60),
    JobSpec("test.away", f"{HERE}:be_away", QUEUE, timeout_s=60, retry_delays=(60, 600)),
    JobSpec("test.bug", f"{HERE}:have_a_bug", QUEUE, timeout_s=60, retry_delays=(60,)),
    JobSpec("test.crash", f"{HERE}:crash", QUEUE, timeout_s=60),
    JobSpec("test.killed", f"{HERE}:be_killed", QUEUE, timeout_s=60),
    JobSpec("test.hang", f"{HERE}:hang", QUEUE, timeout_s=1, retry_delays=()),
)
