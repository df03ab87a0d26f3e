"""How the team is doing: how many cases each coach holds, since when, and what they decided this week."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from coach.cases.review_states import DECIDED, ReviewState
from greener_homes.local_days import LOCAL, begins
from greener_homes.tables.advice import Review


@dataclass(frozen=True, slots=True)
class CoachLoad:
    """One coach's share: cases in hand (claimed), asked and on hold, the oldest in hand, and decided this week."""

    coach_id: uuid.UUID
    in_hand: int
    asked: int
    held: int
    oldest: datetime | None
    decided: int

    @property
    def is_idle(self) -> bool:
        return not (self.in_hand or self.asked or self.held or self.decided)


def team_load(session: Session, *, now: datetime) -> Sequence[CoachLoad]:
    """Every coach with a case in hand, asked, on hold or decided this week; those who hold most first."""
    claimed = col(Review.state) == ReviewState.CLAIMED
    found: dict[uuid.UUID, CoachLoad] = {}
    in_hand = session.exec(
        select(Review.claimed_by, func.count(), func.min(Review.waiting_since))
        .where(claimed, col(Review.claimed_by).is_not(None))
        .group_by(col(Review.claimed_by))
    ).all()
    paused = session.exec(
        select(Review.preferred_coach, Review.state, func.count())
        .where(
            col(Review.state).in_((ReviewState.NEEDS_INFORMATION, ReviewState.HELD)),
            col(Review.preferred_coach).is_not(None),
        )
        .group_by(col(Review.preferred_coach), col(Review.state))
    ).all()
    decided = session.exec(
        select(Review.claimed_by, func.count())
        .where(
            col(Review.decided_at) >= week_began(now),
            col(Review.state).in_(list(DECIDED)),
            col(Review.claimed_by).is_not(None),
        )
        .group_by(col(Review.claimed_by))
    ).all()
    waits = {(coach, state): number for coach, state, number in paused}
    hands = {coach: (number, oldest) for coach, number, oldest in in_hand}
    week = dict(decided)
    for coach in {*hands, *week, *(coach for coach, _ in waits)}:
        if coach is not None:
            number, oldest = hands.get(coach, (0, None))
            found[coach] = CoachLoad(
                coach_id=coach,
                in_hand=number,
                asked=waits.get((coach, ReviewState.NEEDS_INFORMATION), 0),
                held=waits.get((coach, ReviewState.HELD), 0),
                oldest=oldest,
                decided=week.get(coach, 0),
            )
    return sorted(found.values(), key=lambda one: (-one.in_hand, -one.decided, str(one.coach_id)))


def week_began(now: datetime) -> datetime:
    """The moment this week's Monday began here."""
    today = now.astimezone(LOCAL).date()
    return begins(today - timedelta(days=today.weekday()))


def quarter_ago(now: datetime) -> datetime:
    """Ninety days ago: what figures of quality look back over."""
    return now - timedelta(days=90)
