"""What a merge of two homes would do, worked out before anybody agrees to it, and again at the moment it is done.

Nobody is let into another's pages by it, and no permission opens more than it named: memberships, permissions, readings
and whatever is made of readings stay with the person and the usage point they were given for. What comes together is
the coach's side: one case in the queue, what is known of the building, questions, appointments.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from coach.cases.review_states import OPEN
from greener_homes import consent, facts_merged, homes
from greener_homes.consent import Source
from greener_homes.facts_merged import Meeting
from greener_homes.local_days import LOCAL
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import About, Appointment, AppointmentState, Thread
from greener_homes.tables.project import Project
from models.house.facts import FACT_NAMES

KNOWN_NAMES = frozenset((*FACT_NAMES, "municipality"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen, in counts and days. People and their permissions are counted, never named."""

    kept_id: uuid.UUID
    gone_id: uuid.UUID
    kept_reference: str
    gone_reference: str
    people_in_both: int
    people_apart: int
    permissions: int
    sources: tuple[Source, ...]
    facts: tuple[Meeting, ...]
    facts_staying: int
    gone_has_case: bool
    kept_has_case: bool
    promised_on: date | None
    earlier_promise: date | None
    questions: int
    questions_staying: int
    appointments: int
    projects: int

    @property
    def conflicts(self) -> tuple[Meeting, ...]:
        return tuple(one for one in self.facts if one.is_conflict)

    @property
    def seen(self) -> str:
        """A digest of all of this: whoever agrees sends it back, so that nobody agrees to what they did not read."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "facts"}
        said["facts"] = [[one.name, one.provenance, one.kept, one.gone, one.newer_goes] for one in self.facts]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def plan(session: Session, kept_id: uuid.UUID, gone_id: uuid.UUID, *, now: datetime) -> Plan:
    """What a merge would do now. Changes nothing and holds nothing back."""
    names = homes.references(session, (kept_id, gone_id))
    today = now.astimezone(LOCAL).date()
    here, there = ({one.person_id for one in homes.members(session, home, on=today)} for home in (kept_id, gone_id))
    grants = consent.in_force(session, gone_id, at=now)
    kept, gone = open_case(session, kept_id), open_case(session, gone_id)
    earlier = gone.promised_on if kept and gone and gone.promised_on < kept.promised_on else None
    return Plan(
        kept_id=kept_id,
        gone_id=gone_id,
        kept_reference=names[kept_id],
        gone_reference=names[gone_id],
        people_in_both=len(here & there),
        people_apart=len(there - here),
        permissions=len(grants),
        sources=tuple(sorted({one.source for one in grants if one.source})),
        facts=tuple(facts_merged.meetings(session, kept_id, gone_id, KNOWN_NAMES)),
        facts_staying=facts_merged.staying(session, gone_id, KNOWN_NAMES),
        gone_has_case=gone is not None,
        kept_has_case=kept is not None,
        promised_on=kept.promised_on if kept else None,
        earlier_promise=earlier,
        questions=len(movable_questions(session, gone_id)),
        questions_staying=_count(session, Thread, gone_id) - len(movable_questions(session, gone_id)),
        appointments=len(booked(session, gone_id)),
        projects=_count(session, Project, gone_id),
    )


def open_case(session: Session, home_id: uuid.UUID) -> Review | None:
    """The home's case that is not decided, if it has one."""
    query = select(Review).where(Review.home_id == home_id, col(Review.state).in_(list(OPEN)))
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def movable_questions(session: Session, home_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Questions that are about nothing of the home's own readings or advice: a coach can see them anywhere."""
    query = select(Thread.id).where(Thread.home_id == home_id, Thread.about == About.GENERAL)
    return session.exec(query.order_by(col(Thread.id))).all()


def booked(session: Session, home_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Calls and visits of the home that are booked."""
    query = select(Appointment.id).where(Appointment.home_id == home_id, Appointment.state == AppointmentState.BOOKED)
    return session.exec(query.order_by(col(Appointment.id))).all()


def _count(session: Session, table: type[Thread] | type[Project], home_id: uuid.UUID) -> int:
    return session.exec(select(func.count()).select_from(table).where(table.home_id == home_id)).one()
