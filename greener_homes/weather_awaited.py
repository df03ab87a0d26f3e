"""Homes whose advice rests on a typical year because no measured weather was held: worked out again when some comes."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from greener_homes import jobs
from greener_homes.tables.advice import Assessment

ASSUMED = "temperature.assumed_typical"
"""What coach says of such advice."""
MOST_AT_ONCE = 5_000


def homes_waiting(session: Session, limit: int = MOST_AT_ONCE) -> list[uuid.UUID]:
    """Homes whose newest assessment says so, the longest waiting first."""
    newer = aliased(Assessment)
    newest = select(func.max(col(newer.created_at))).where(newer.home_id == Assessment.home_id).scalar_subquery()
    says_so = col(Assessment.findings).contains([{"code": ASSUMED}])
    waiting = select(Assessment.home_id).where(col(Assessment.created_at) == newest, says_so)
    return list(session.exec(waiting.order_by(col(Assessment.created_at), col(Assessment.home_id)).limit(limit)))


def assess_waiting(session: Session, *, now: datetime) -> int:
    """Each such home is assessed again; returns how many were asked for. Where nothing came for it, nothing changes."""
    waiting = homes_waiting(session)
    for home_id in waiting:
        jobs.enqueue(session, "home.assess", home_id, now=now)
    return len(waiting)
