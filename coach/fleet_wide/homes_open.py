"""Which homes of a programme may be listed at all: those that agreed to advice, in the order of their identifiers."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import Session

from greener_homes import consent
from greener_homes.consent import Purpose


def open_home_ids(
    session: Session, *, at: datetime, since: uuid.UUID | None = None, most: int | None = None
) -> list[uuid.UUID]:
    """Homes with a permission for advice in force, at most so many, from the identifier `since` on."""
    opened = consent.open_homes(Purpose.ADVICE, at=at).subquery()
    query = select(opened.c.home_id).distinct().order_by(opened.c.home_id).limit(most)
    homes = (query if since is None else query.where(opened.c.home_id >= since)).subquery().c.home_id
    together = select(func.array_agg(aggregate_order_by(homes, homes)))  # a row for each takes thrice as long
    return session.execute(together).scalar_one() or []


def first_of_each_part(session: Session, size: int, *, at: datetime) -> list[uuid.UUID]:
    """Of all such homes the first of every `size`: where parts begin."""
    opened = consent.open_homes(Purpose.ADVICE, at=at).subquery()
    homes = select(opened.c.home_id).distinct().subquery()
    numbered = select(homes.c.home_id, func.row_number().over(order_by=homes.c.home_id).label("number")).subquery()
    query = select(numbered.c.home_id).where((numbered.c.number - 1) % size == 0).order_by(numbered.c.home_id)
    return list(session.execute(query).scalars())
