"""How the service does, for programme staff: load and lateness by coach, what households say, what waits.

Counts of threads, cases and answers; nothing of any home, and no text of anybody's.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlmodel import Session, col, func, select

from coach.asking import knowledge
from coach.asking.questions import REPLY_DAYS
from coach.asking.thread_states import ThreadState
from coach.cases.review_states import ReviewState
from coach.clock import working_days
from greener_homes import homes, mail, people
from greener_homes.mail import LetterState
from greener_homes.people import Audience
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import ContactCheck, Contacted, Thread
from greener_homes.vault import Vault

LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CoachLoad:
    """One coach's questions and cases. `days_to_answer` is the middle of their first answers, in working days."""

    name: str
    to_answer: int
    overdue: int
    answered: int
    kept: int
    days_to_answer: float | None
    cases: int

    @property
    def kept_share(self) -> float | None:
        """The share of first answers that came by the promised day."""
        return self.kept / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """The whole, for the last ninety days and now."""

    coaches: tuple[CoachLoad, ...]
    questions_free: int
    cases_waiting: int
    cases_overdue: int
    oldest_days: int
    asked: int
    said: dict[Contacted, int]
    articles_due: int
    letters: dict[LetterState, int]

    @property
    def answered_checks(self) -> int:
        return sum(self.said.values())


def report(session: Session, vault: Vault, *, now: datetime) -> ServiceReport:
    """The report as of now."""
    since, today = now - LOOKS_BACK, now.astimezone(homes.LOCAL).date()
    waiting = session.exec(select(Review.waiting_since).where(Review.state == ReviewState.WAITING)).all()
    days = [working_days.between(one.astimezone(homes.LOCAL).date(), today) for one in waiting]
    overdue = session.exec(
        select(func.count())
        .select_from(Review)
        .where(Review.state == ReviewState.WAITING, col(Review.promised_on) < today)
    ).one()
    said = dict.fromkeys(Contacted, 0)
    said.update(
        {
            Contacted(str(answer)): count
            for answer, count in session.exec(
                select(ContactCheck.contacted, func.count())
                .where(col(ContactCheck.asked_at) >= since, col(ContactCheck.contacted).is_not(None))
                .group_by(col(ContactCheck.contacted))
            )
        }
    )
    return ServiceReport(
        coaches=tuple(_loads(session, vault, since, now)),
        questions_free=session.exec(
            select(func.count())
            .select_from(Thread)
            .where(Thread.state == ThreadState.OPEN, col(Thread.owner_id).is_(None))
        ).one(),
        cases_waiting=len(days),
        cases_overdue=overdue,
        oldest_days=max(days, default=0),
        asked=session.exec(
            select(func.count()).select_from(ContactCheck).where(col(ContactCheck.asked_at) >= since)
        ).one(),
        said=said,
        articles_due=sum(one.is_due(today) for one in knowledge.all_articles(session)),
        letters=mail.counts(session, since=since),
    )


def _loads(session: Session, vault: Vault, since: datetime, now: datetime) -> Sequence[CoachLoad]:
    today = now.astimezone(homes.LOCAL).date()
    rows = session.exec(
        select(Thread).where(
            col(Thread.owner_id).is_not(None),
            (col(Thread.state) == ThreadState.OPEN) | (col(Thread.first_answered_at) >= since),
        )
    ).all()
    cases: dict[uuid.UUID | None, int] = dict(
        session.exec(
            select(Review.claimed_by, func.count())
            .where(Review.state == ReviewState.CLAIMED)
            .group_by(col(Review.claimed_by))
        ).all()
    )
    found = []
    for coach_id, _language in people.everybody(session, Audience.COACH):
        mine = [row for row in rows if row.owner_id == coach_id]
        to_answer = [row for row in mine if row.state is ThreadState.OPEN]
        first = [
            (row, row.first_answered_at) for row in mine if row.first_answered_at and row.first_answered_at >= since
        ]
        waits = [
            working_days.between(row.asked_at.astimezone(homes.LOCAL).date(), at.astimezone(homes.LOCAL).date())
            for row, at in first
        ]
        found.append(
            CoachLoad(
                name=people.name_of(session, vault, coach_id) or "",
                to_answer=len(to_answer),
                overdue=sum(row.promised_on < today for row in to_answer),
                answered=len(first),
                kept=sum(one <= REPLY_DAYS for one in waits),
                days_to_answer=float(median(waits)) if waits else None,
                cases=cases.get(coach_id, 0),
            )
        )
    return sorted(found, key=lambda one: one.name)
