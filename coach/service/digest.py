"""A coach's week in one letter: what waits, what is late, what is booked. Counts only; the homes stand at the desk."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, func, select

from coach.asking import letters
from coach.asking.thread_states import ThreadState
from coach.cases.review_states import ReviewState
from coach.projects import hands
from coach.projects.hands import Which
from greener_homes import homes, mail, people
from greener_homes.people import Audience
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import Appointment, AppointmentState, CoachSlot, Thread
from greener_homes.vault import Vault

WEEK = timedelta(days=7)
FROM_HOUR = 6
"""Local hour of Monday from which the week's letter is written."""
NAMESPACE = uuid.UUID("6f1c1d3e-2b0a-5a77-9a53-0d1d1d6a2c11")


def write_due(session: Session, vault: Vault, *, now: datetime) -> int:
    """Every coach has this week's letter; returns how many were written. Safe to run again: one letter a week.

    From Monday at six; whoever was away from the machine gets it when the machine is back.
    """
    local = now.astimezone(homes.LOCAL)
    monday = local.date() - timedelta(days=local.weekday())
    if local.weekday() == 0 and local.hour < FROM_HOUR:
        return 0
    about = uuid.uuid5(NAMESPACE, monday.isoformat())
    written = 0
    for coach_id, language in people.everybody(session, Audience.COACH):
        words = letters.digest(lines(session, coach_id, now=now), monday, language)
        made = mail.write(session, vault, coach_id, mail.Topic.DIGEST, about, words, language, now=now)
        written += made is not None
    return written


def lines(session: Session, coach_id: uuid.UUID, *, now: datetime) -> list[tuple[str, str, int]]:
    """What the letter says: English, French, how many."""
    today = now.astimezone(homes.LOCAL).date()
    mine, open_ones = col(Thread.owner_id) == coach_id, col(Thread.state) == ThreadState.OPEN
    return [
        (
            "of your questions are overdue",
            "de vos questions sont en retard",
            _count(session, Thread, mine & open_ones & (col(Thread.promised_on) < today)),
        ),
        (
            "of your questions are due this week",
            "de vos questions sont promises pour cette semaine",
            _count(session, Thread, mine & open_ones & _in_week(col(Thread.promised_on), today)),
        ),
        (
            "questions nobody has taken",
            "questions que personne n’a prises",
            _count(session, Thread, open_ones & col(Thread.owner_id).is_(None)),
        ),
        (
            "homes you have taken",
            "maisons que vous avez prises",
            _count(session, Review, (col(Review.claimed_by) == coach_id) & (col(Review.state) == ReviewState.CLAIMED)),
        ),
        (
            "projects that need a hand",
            "projets qui ont besoin d’un coup de main",
            hands.counts(session, now=now)[Which.ALL],
        ),
        (
            "calls and visits in the next seven days",
            "appels et visites dans les sept prochains jours",
            _booked(session, coach_id, now),
        ),
    ]


def _booked(session: Session, coach_id: uuid.UUID, now: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(Appointment)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(
            Appointment.state == AppointmentState.BOOKED,
            CoachSlot.coach_id == coach_id,
            col(CoachSlot.starts_at) >= now,
            col(CoachSlot.starts_at) < now + WEEK,
        )
    ).one()


def _in_week(column: Mapped[date], today: date) -> ColumnElement[bool]:
    return (column >= today) & (column < today + WEEK)


def _count(session: Session, table: type[SQLModel], which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(which)).one()
