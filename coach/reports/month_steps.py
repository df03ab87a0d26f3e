"""One thing to do this month: the first open step of the household's reviewed plan, else a free one of the season.

The season's step is the same for every home, costs nothing, touches no equipment and cannot harm; it is named as such.
What changed in the plan is what a coach published since a moment.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, or_, select

from coach.projects import projects
from greener_homes.tables.advice import Recommendation

SEASON: Final[Mapping[int, str]] = {month: "COOL-FAN" if month in (6, 7, 8) else "APP-LINE" for month in range(1, 13)}
"""A step anybody can take, whatever their prices, by the month it is read in."""
PLAN, FOR_SEASON = "plan", "season"


@dataclass(frozen=True, slots=True)
class Step:
    """A measure to begin with this month, and whether a coach gave it or the season did."""

    measure: str
    origin: str


def one_step(session: Session, home_id: uuid.UUID, *, now: datetime, month: int) -> Step:
    """The first step that the plan gives to do now and nobody began; where there is none, the season's."""
    begun = projects.begun(session, home_id)
    for row in _standing(session, home_id, now):
        if not row.later and row.measure not in begun:
            return Step(row.measure, PLAN)
    return Step(SEASON[month], FOR_SEASON)


def changed(session: Session, home_id: uuid.UUID, *, since: datetime, now: datetime) -> tuple[list[str], list[str]]:
    """Measures that the plan has now and did not have, and those it had and has no more, in the coach's order.

    Nothing is called new in a plan that is new itself.
    """
    before, after = _measures(_standing(session, home_id, since)), _measures(_standing(session, home_id, now))
    if not before:
        return [], []
    return _without(after, before), _without(before, after)


def _standing(session: Session, home_id: uuid.UUID, at: datetime) -> Sequence[Recommendation]:
    """The recommendations that stood at a moment."""
    return session.exec(
        select(Recommendation)
        .where(
            Recommendation.home_id == home_id,
            col(Recommendation.published_at) <= at,
            or_(col(Recommendation.replaced_at).is_(None), col(Recommendation.replaced_at) > at),
        )
        .order_by(col(Recommendation.rank))
    ).all()


def _measures(rows: Sequence[Recommendation]) -> list[str]:
    return [row.measure for row in rows]


def _without(some: Sequence[str], others: Collection[str]) -> list[str]:
    return [each for each in some if each not in others]
