"""Experts: coaches who may claim what others escalate, and what is kept for a colleague who is away."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session

from coach.cases.review_codes import NOT_A_COACH
from greener_homes.errors import Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.desk import DeskExpert


def is_expert(session: Session, person_id: uuid.UUID) -> bool:
    """Whether this coach may claim what others escalate."""
    return session.get(DeskExpert, person_id) is not None


def name_expert(session: Session, coach: PersonView, *, now: datetime) -> None:
    """This coach is an expert from now on; naming one again changes nothing. Raises Refusal for anybody but a coach."""
    if coach.audience is not Audience.COACH:
        raise Refusal(NOT_A_COACH)
    if not is_expert(session, coach.id):
        session.add(DeskExpert(person_id=coach.id, since=now))
        session.flush()


def end_expert(session: Session, person_id: uuid.UUID) -> None:
    """This coach is an expert no longer."""
    found = session.get(DeskExpert, person_id)
    if found is not None:
        session.delete(found)
        session.flush()
