"""What households are told when programmes change: kept once for a change and a home, under the permission it rests on.

The money is of their recommended work and theirs alone: nothing here is for anybody else. Gone with the permission.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from greener_homes.consent import LiveConsent
from greener_homes.incentive_changes import ChangeView, view
from greener_homes.tables.base import new_id
from greener_homes.tables.incentive import IncentiveChange, IncentiveNotice

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """What one household is told: the permissions it rests on, money before and after, answers that begin or end."""

    consents: Sequence[LiveConsent]
    before_cents: int
    after_cents: int
    answers: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its household reads it, with the change it is about."""

    id: uuid.UUID
    change: ChangeView
    before_cents: int
    after_cents: int
    answers: Sequence[str]
    made_at: datetime


def write(session: Session, change_id: uuid.UUID, told: Sequence[Told], *, now: datetime) -> list[uuid.UUID]:
    """Each household has one notice of this change; returns the homes that had none before. Safe to repeat."""
    made: list[uuid.UUID] = []
    for low in range(0, len(told), AT_ONCE):
        rows = [_row(change_id, each, now) for each in told[low : low + AT_ONCE]]
        statement = insert(IncentiveNotice).on_conflict_do_nothing(index_elements=["change_id", "home_id"])
        made += session.execute(statement.returning(col(IncentiveNotice.home_id)), rows).scalars()
    return made


def of_home(session: Session, home_id: uuid.UUID, *, since: datetime) -> Sequence[NoticeView]:
    """What a household was told since then, newest first."""
    told = session.exec(_OF_HOME, params={"home": home_id, "since": since}).all()
    return [
        NoticeView(row.id, view(change), row.before_cents, row.after_cents, tuple(row.answers), row.made_at)
        for row, change in told
    ]


_OF_HOME: Final = (
    select(IncentiveNotice, IncentiveChange)
    .join(IncentiveChange, col(IncentiveChange.id) == IncentiveNotice.change_id)
    .where(col(IncentiveNotice.home_id) == bindparam("home"), col(IncentiveNotice.made_at) > bindparam("since"))
    .order_by(col(IncentiveNotice.made_at).desc(), col(IncentiveChange.number).desc())
)
"""Put together once, for the pages that ask it."""


IS_TOLD: Final = exists().where(
    col(IncentiveNotice.home_id) == bindparam("home"), col(IncentiveNotice.made_at) > bindparam("told_since")
)
"""Whether `of_home` would find anything, for pages that ask it together with more."""


def made_since(session: Session, since: datetime) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Every notice made since then, as the home and the change."""
    query = select(IncentiveNotice.home_id, IncentiveNotice.change_id).where(col(IncentiveNotice.made_at) > since)
    return [(home, change) for home, change in session.exec(query.order_by(col(IncentiveNotice.id))).all()]


def _row(change_id: uuid.UUID, each: Told, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "change_id": change_id,
        "home_id": each.consents[0].home_id,
        "before_cents": each.before_cents,
        "after_cents": each.after_cents,
        "answers": list(each.answers),
        "grant_ids": [str(grant) for one in each.consents for grant in one.grant_ids],
        "made_at": now,
    }
