"""Matches as people see them: that there is one, what it rests on, since when and by whom. Never the numbers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes.tables.match import HomeMatch, MatchHow, MatchReason, MatchState
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class MatchView:
    """One home's claim to be one customer of one supplier."""

    id: uuid.UUID
    home_id: uuid.UUID
    supplier_id: uuid.UUID
    commodity: Commodity
    state: MatchState
    how: MatchHow
    made_by: uuid.UUID | None
    made_at: datetime
    changed_at: datetime
    token_expires_at: datetime | None
    reason: MatchReason | None = None
    decided_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether readings may come through it."""
        return self.state is MatchState.LIVE


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[MatchView]:
    """Every match of a home, also past ones, newest first: how, when and by whom."""
    rows = session.exec(
        select(HomeMatch).where(HomeMatch.home_id == home_id).order_by(col(HomeMatch.made_at).desc(), col(HomeMatch.id))
    )
    return [view(row) for row in rows]


def held(session: Session) -> Sequence[MatchView]:
    """Claims to a customer that another home already is, oldest first: for staff to decide."""
    rows = session.exec(
        select(HomeMatch).where(HomeMatch.state == MatchState.HELD).order_by(col(HomeMatch.made_at), col(HomeMatch.id))
    )
    return [view(row) for row in rows]


def view(row: HomeMatch) -> MatchView:
    """The row as people see it."""
    return MatchView(
        row.id,
        row.home_id,
        row.supplier_id,
        row.commodity,
        row.state,
        row.how,
        row.made_by,
        row.made_at,
        row.changed_at,
        row.token_expires_at,
        row.reason,
        row.decided_at,
    )
