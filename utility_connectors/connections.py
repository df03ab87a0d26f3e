"""What a resident can see of their home's connections to utilities, and the one thing they can do from there: stop."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from greener_homes import permissions
from greener_homes.consent import Source
from greener_homes.permissions import PermissionState
from greener_homes.tables.connection import ImportRun, ImportState, Permission


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """The newest permission of a home at one utility."""

    id: uuid.UUID
    supplier_id: uuid.UUID
    state: PermissionState
    code: str | None
    created_at: datetime
    moved_at: datetime
    is_exchanging: bool
    """The resident came back, and we are asking the utility for the rest."""
    filled: float
    """How much of the time agreed to has been asked for, 0 to 1."""
    fetched_at: datetime | None
    due_at: datetime | None
    waiting: int
    """Answers of the utility that arrived and are still to be read."""
    history: tuple[tuple[datetime, PermissionState, str | None], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is in use, or on its way to be."""
        return self.state in permissions.BEGUN or self.state is PermissionState.ACCEPTED

    @property
    def is_filling(self) -> bool:
        """Whether more of what was agreed to is still to come in."""
        return self.state is PermissionState.ACCEPTED and (self.filled < 1 or self.waiting > 0)


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[ConnectionView]:
    """The newest permission at each utility, the one changed last first."""
    newest: dict[uuid.UUID, Permission] = {}
    rows = session.exec(
        select(Permission).where(Permission.home_id == home_id).order_by(col(Permission.created_at), col(Permission.id))
    )
    for row in rows:
        newest[row.supplier_id] = row
    return sorted((_view(session, row) for row in newest.values()), key=lambda one: one.moved_at, reverse=True)


def at(session: Session, home_id: uuid.UUID, supplier_id: uuid.UUID) -> ConnectionView | None:
    """The newest permission of a home at one utility, or None when it was never asked."""
    return next((one for one in of_home(session, home_id) if one.supplier_id == supplier_id), None)


def _view(session: Session, row: Permission) -> ConnectionView:
    waiting = session.exec(
        select(func.count())
        .select_from(ImportRun)
        .where(
            ImportRun.home_id == row.home_id,
            ImportRun.source == Source.UTILITY,
            ImportRun.supplier_id == row.supplier_id,
            ImportRun.state == ImportState.RECEIVED,
        )
    ).one()
    return ConnectionView(
        id=row.id,
        supplier_id=row.supplier_id,
        state=row.state,
        code=row.code,
        created_at=row.created_at,
        moved_at=row.moved_at,
        is_exchanging=row.state is PermissionState.SENT and row.code_sealed is not None,
        filled=_filled(row),
        fetched_at=row.fetched_at,
        due_at=row.due_at,
        waiting=waiting,
        history=tuple(permissions.events(session, row.id)),
    )


def _filled(row: Permission) -> float:
    if row.filled_from is None or row.filled_back_to is None or row.fetched_to is None:
        return 0.0
    whole = (row.fetched_to - row.filled_from).total_seconds()
    return 1.0 if whole <= 0 else min(1.0, (row.fetched_to - row.filled_back_to).total_seconds() / whole)
