"""Background work on permissions. Each is safe to run again: where a permission stands is in its row, never in a job.

None of them leaves anything to the job's own transaction: what is learnt from a utility is committed as it is learnt,
because the utility will not forget it when we roll back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import jobs, permissions
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import open_vault
from utility_connectors import codes_utility as codes
from utility_connectors import connecting, custodians, fetching, terminating

Step = Callable[[str], None]
AT_ONCE = 1_000
"""Permissions looked at in one round."""


def exchange(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """Permission `subject_id` has its tokens, or says why not."""
    step("asking")
    connecting.exchange(session, open_vault(settings), settings, subject_id, now=now)


def fetch(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """What permission `subject_id` allows and the utility has is on its way into store."""
    fetching.fetch(session, open_vault(settings), settings, subject_id, now=now, step=step)


def check(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """Permission `subject_id` has ended here if it has ended at the utility."""
    step("asking")
    fetching.check(session, open_vault(settings), settings, subject_id, now=now)


def terminate(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """The utility of permission `subject_id` has been asked to stop."""
    step("asking")
    terminating.terminate(session, open_vault(settings), settings, subject_id, now=now)


def catch_up(session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Step) -> None:
    """Whatever is due is asked for, and questions nobody came back from are closed.

    Notifications are a courtesy of the utility; this is what makes sure.
    """
    _close_unanswered(session, now)
    custodians.expect_only_of_the_connected(session, now=now)
    due = select(Permission).where(col(Permission.due_at) <= now).order_by(col(Permission.due_at)).limit(AT_ONCE)
    for row in session.exec(due.with_for_update(skip_locked=True)).all():
        if row.state is PermissionState.ACCEPTED:
            jobs.enqueue(session, "permission.fetch", row.id, now=now)
        elif row.state in permissions.ENDING:
            jobs.enqueue(session, "permission.terminate", row.id, now=now)


def _close_unanswered(session: Session, now: datetime) -> None:
    begun = select(Permission).where(
        col(Permission.state).in_([PermissionState.CREATED, PermissionState.SENT]),
        Permission.created_at < now - connecting.ANSWER_WITHIN,
    )
    for row in session.exec(begun.limit(AT_ONCE).with_for_update(skip_locked=True)).all():
        if row.code_sealed is None or row.created_at < now - connecting.EXCHANGE_WITHIN:
            permissions.end(session, row, PermissionState.TIMED_OUT, codes.NO_RETURN.code, now=now)
