"""A permission at a utility as a state machine: the states, the legal arrows in one table, and how to end one.

The core keeps the states and can end a permission, because withdrawal must never depend on another package. Speaking
with the utility, which asks for and uses what it gives, is utility_connectors' work. Every arrow leaves an event.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session, col, func, select

from greener_homes import audit, jobs
from greener_homes.tables.connection import Permission
from greener_homes.tables.connection import PermissionState as PermissionState
from greener_homes.tables.permission import PermissionEvent
from models.findings import Code, Severity

_S = PermissionState

ARROWS: Mapping[PermissionState, frozenset[PermissionState]] = MappingProxyType(
    {
        _S.CREATED: frozenset({_S.SENT, _S.TIMED_OUT, _S.TERMINATED}),
        _S.SENT: frozenset({_S.ACCEPTED, _S.REJECTED, _S.TIMED_OUT, _S.INVALID, _S.UNFULFILLABLE, _S.REVOKED}),
        _S.ACCEPTED: frozenset({_S.REVOKED, _S.FULFILLED, _S.UNFULFILLABLE, _S.INVALID, _S.EXTERNALLY_TERMINATED}),
        _S.REVOKED: frozenset({_S.TERMINATED, _S.FAILED_TO_TERMINATE}),
        _S.FULFILLED: frozenset({_S.TERMINATED, _S.FAILED_TO_TERMINATE}),
        _S.UNFULFILLABLE: frozenset({_S.TERMINATED, _S.FAILED_TO_TERMINATE}),
        _S.FAILED_TO_TERMINATE: frozenset({_S.TERMINATED}),
        _S.REJECTED: frozenset(),
        _S.TIMED_OUT: frozenset(),
        _S.INVALID: frozenset(),
        _S.TERMINATED: frozenset(),
        _S.EXTERNALLY_TERMINATED: frozenset(),
    }
)
"""From each state, the states it may go to. What goes nowhere is an end."""
BEGUN = frozenset({_S.CREATED, _S.SENT})
"""The resident was sent to the utility and has not come back with an answer."""
ENDING = frozenset({_S.REVOKED, _S.FULFILLED, _S.UNFULFILLABLE, _S.FAILED_TO_TERMINATE})
"""We use it no more, and the utility has still to confirm that it has stopped."""

STOPPED_BY_RESIDENT = Code(
    "permission.stopped",
    Severity.NOTE,
    "You asked us to stop.",
    "Vous nous avez demandé d’arrêter.",
)
CODES = (STOPPED_BY_RESIDENT,)


class IllegalArrow(Exception):  # noqa: N818
    """A permission was to go where no arrow leads: a fault of ours, never of a person."""


def move(
    session: Session, permission: Permission, to: PermissionState, *, now: datetime, code: str | None = None
) -> None:
    """The permission is in its new state, with an event and an audit entry that say so. Raises IllegalArrow."""
    if to not in ARROWS[permission.state]:
        raise IllegalArrow(f"{permission.state} -> {to}")
    came_from, permission.state = permission.state, to
    permission.moved_at, permission.code, permission.tries = now, code, 0
    session.add(permission)
    _note(session, permission, came_from, now)


def create(session: Session, permission: Permission, *, now: datetime) -> None:
    """The permission exists in its first state, with the event that says so."""
    session.add(permission)
    session.flush()
    _note(session, permission, None, now)


def stop(session: Session, home_id: uuid.UUID, supplier_id: uuid.UUID, *, now: datetime) -> int:
    """Nothing more is fetched from this supplier for this home, and it will be asked to stop; returns how many ended.

    Safe to run again. The tokens stay, used for nothing else, until the supplier has confirmed.
    """
    rows = session.exec(
        select(Permission)
        .where(
            Permission.home_id == home_id,
            Permission.supplier_id == supplier_id,
            col(Permission.state).in_([_S.CREATED, _S.SENT, _S.ACCEPTED]),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        end(session, row, _S.TERMINATED if row.state is _S.CREATED else _S.REVOKED, STOPPED_BY_RESIDENT.code, now=now)
    session.flush()
    return len(rows)


def end(session: Session, row: Permission, to: PermissionState, code: str | None, *, now: datetime) -> None:
    """The permission is used no more; where the utility must still be told, that is asked for in this transaction."""
    move(session, row, to, now=now, code=code)
    row.state_match = row.browser_match = row.asked_sealed = None
    row.held_until = None
    row.due_at = now if to in ENDING else None
    if to in ENDING:
        jobs.enqueue(session, "permission.terminate", row.id, now=now)
    else:
        forget_credentials(row)
    session.add(row)


def forget_credentials(row: Permission) -> None:
    """Nothing is left in the row that opens anything at the utility."""
    row.code_sealed = row.access_sealed = row.refresh_sealed = row.previous_sealed = None
    row.access_until = None


def events(session: Session, permission_id: uuid.UUID) -> Sequence[tuple[datetime, PermissionState, str | None]]:
    """When the permission came into each of its states, and why; oldest first."""
    rows = session.exec(
        select(PermissionEvent)
        .where(PermissionEvent.permission_id == permission_id)
        .order_by(col(PermissionEvent.number))
    )
    return [(row.at, row.state, row.code) for row in rows]


def _note(session: Session, row: Permission, came_from: PermissionState | None, now: datetime) -> None:
    last = session.exec(select(func.max(PermissionEvent.number)).where(PermissionEvent.permission_id == row.id)).one()
    session.add(
        PermissionEvent(
            permission_id=row.id, number=(last or 0) + 1, came_from=came_from, state=row.state, code=row.code, at=now
        )
    )
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.PERMISSION_MOVED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        state=row.state.value,
    )
