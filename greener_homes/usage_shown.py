"""What was worked out of a home's readings for its pages: kept with what it was made of, and given back only for that.

Its bytes are those of whoever works it out (coach/homes/usage_shown.py). It counts while the same permissions stand in
the same order, over the same blocks, by the same method; anything else is as if nothing were kept. Readings that go
take it with them (greener_homes/privacy_usage.py).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, ScalarSelect, bindparam, extract, literal
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlmodel import Session, col, delete, func, select

from greener_homes.consent import LiveConsent
from greener_homes.tables.usage import IntervalBlock, UsagePoint, UsageShown


def read(session: Session, consents: Sequence[LiveConsent], method: str) -> bytes | None:
    """What is kept of the home of these permissions, worked out under them by this method from what is stored now."""
    if not consents:
        return None
    found = session.exec(_KEPT, params={"home": consents[0].home_id}).one_or_none()
    if found is None:
        return None
    digest, payload, state = found
    return payload if digest == _basis(consents, method, state) else None


def basis(session: Session, consents: Sequence[LiveConsent], method: str) -> str:
    """What anything worked out from now on under these permissions by this method will rest on."""
    state = session.exec(select(_state(bindparam("home"))), params={"home": consents[0].home_id}).one()
    return _basis(consents, method, state)


def keep(session: Session, home_id: uuid.UUID, basis: str, payload: bytes, *, now: datetime) -> None:
    """This is what the home's pages show until anything it rests on changes.

    `basis` must have been taken before the readings were opened, under permissions taken with `lock`: what arrives
    meanwhile then makes what is kept old, and never passes for part of it.
    """
    made = {"basis_digest": basis, "payload": payload, "made_at": now}
    newest = insert(UsageShown).values(home_id=home_id, **made)
    session.execute(newest.on_conflict_do_update(index_elements=["home_id"], set_=made))


def forget(session: Session, home_ids: Collection[uuid.UUID]) -> None:
    """Nothing is kept of these homes."""
    if home_ids:
        session.exec(delete(UsageShown).where(col(UsageShown.home_id).in_(list(home_ids))))


def _basis(consents: Sequence[LiveConsent], method: str, state: str | None) -> str:
    opened = [(one.purpose.value, one.source.value, str(one.supplier_id), _days(one)) for one in consents]
    return hashlib.sha256(repr((method, opened, state)).encode()).hexdigest()


def _days(one: LiveConsent) -> list[tuple[str, str, str]]:
    return [(window.commodity.value, str(window.since), str(window.until)) for window in one.covered]


def _state(home_id: BindParameter[uuid.UUID]) -> ScalarSelect[str]:
    """A text that changes whenever the blocks of a home do: a write moves their times, an erasure their counts."""
    block = (IntervalBlock.count, IntervalBlock.total, IntervalBlock.estimated, IntervalBlock.exponent)
    sums = [func.sum(column) for column in (*block, extract("epoch", col(IntervalBlock.stored_at)))]
    points = (
        select(UsagePoint.id, func.concat_ws("|", UsagePoint.id, func.count(), *sums).label("said"))
        .join(IntervalBlock, col(IntervalBlock.usage_point_id) == UsagePoint.id)
        .where(col(UsagePoint.home_id) == home_id)
        .group_by(col(UsagePoint.id))
        .subquery()
    )
    return select(func.string_agg(points.c.said, aggregate_order_by(literal(";"), points.c.id))).scalar_subquery()


_KEPT: Final = select(UsageShown.basis_digest, UsageShown.payload, _state(bindparam("home"))).where(
    col(UsageShown.home_id) == bindparam("home")
)
"""Put together once, for the pages that ask it."""
