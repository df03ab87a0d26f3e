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

from sqlalchemy import ScalarSelect, bindparam, extract, literal
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlmodel import Session, col, delete, func

from greener_homes.consent import LiveConsent
from greener_homes.page_questions import plain
from greener_homes.tables.usage import IntervalBlock, UsagePoint, UsageShown


def read(session: Session, consents: Sequence[LiveConsent], method: str) -> bytes | None:
    """What is kept of the home of these permissions, worked out under them by this method from what is stored now."""
    if not consents:
        return None
    found = session.execute(_KEPT, {"home": consents[0].home_id}).one_or_none()
    if found is None:
        return None
    digest, payload, state = found
    return payload if digest == _basis(consents, method, state) else None


def basis(session: Session, consents: Sequence[LiveConsent], method: str) -> str:
    """What anything worked out from now on under these permissions by this method will rest on."""
    state = session.execute(sqlalchemy_select(_STATE), {"home": consents[0].home_id}).scalar_one()
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


def _state() -> ScalarSelect[str]:
    """A text that changes whenever the blocks of a home do: a write moves their times, an erasure their counts."""
    point, block = plain(UsagePoint), plain(IntervalBlock)
    counted = (block.c.count, block.c.total, block.c.estimated, block.c.exponent)
    sums = [func.sum(column) for column in (*counted, extract("epoch", block.c.stored_at))]
    points = (
        sqlalchemy_select(point.c.id, func.concat_ws("|", point.c.id, func.count(), *sums).label("said"))
        .join(block, block.c.usage_point_id == point.c.id)
        .where(point.c.home_id == bindparam("home"))
        .group_by(point.c.id)
        .subquery()
    )
    said = func.string_agg(points.c.said, aggregate_order_by(literal(";"), points.c.id))
    return sqlalchemy_select(said).scalar_subquery()


_STATE: Final = _state()
_SHOWN: Final = plain(UsageShown)
_KEPT: Final = sqlalchemy_select(_SHOWN.c.basis_digest, _SHOWN.c.payload, _STATE).where(
    _SHOWN.c.home_id == bindparam("home")
)
"""Put together once, for the pages that ask it."""
