"""A household said, ten working days on, that nobody had been in touch: its case is moved up, and says why."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, col, select

from coach.cases.review_moves import place, remark
from coach.cases.review_states import OPEN
from greener_homes import audit, homes
from greener_homes.tables.advice import Review

UNHEARD = "household.not_contacted"


def nobody_came(session: Session, home_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> bool:
    """The home's open case is moved up; False where it has none, or says so already. Safe to call again.

    Of a home that another stands for, the case that goes on is the other's.
    """
    row = session.exec(
        select(Review)
        .where(
            Review.home_id == (homes.stands_for(session, home_id) or home_id),
            col(Review.state).in_(list(OPEN)),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row.not_contacted:
        return False
    row.not_contacted = True
    place(row, row.promised_on, row.reason)
    session.add(row)
    remark(session, row, UNHEARD, actor_id=actor.id, now=now)
    return True
