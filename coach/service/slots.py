"""Time that coaches offer for calls and visits.

No two slots of a coach share a quarter of an hour: that is a key of the database, not a check of ours. Times are kept
in UTC and offered in Durham's.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, delete, select

from greener_homes import db, homes
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.conversation import Appointment, AppointmentState, CoachQuarter, CoachSlot
from greener_homes.tables.conversation import MeetingKind as MeetingKind
from models.findings import Code, Severity

QUARTER = timedelta(minutes=15)
LENGTH = {MeetingKind.CALL: timedelta(minutes=30), MeetingKind.VISIT: timedelta(minutes=90)}
NOTICE = {MeetingKind.CALL: timedelta(hours=2), MeetingKind.VISIT: timedelta(hours=24)}
"""How long before its beginning a slot can still be booked."""
OPENS, CLOSES = time(7), time(21)
AHEAD = timedelta(days=90)
OFFERED_AT_ONCE = 24
SHOWN_AT_MOST = 60

SLOT_TAKEN = Code(
    "appointment.taken",
    Severity.REFUSAL,
    "Somebody was faster: that time is taken. Choose another.",
    "Quelqu’un a été plus rapide\u00a0: ce moment est pris. Choisissez-en un autre.",
)
SLOT_OVERLAPS = Code(
    "appointment.overlaps",
    Severity.REFUSAL,
    "Part of that time is offered already. Nothing was added.",
    "Une partie de ce temps est déjà offerte. Rien n’a été ajouté.",
)
TIMES_WRONG = Code(
    "appointment.times",
    Severity.REFUSAL,
    "Offer whole quarters of an hour between 7:00 and 21:00, from tomorrow to ninety days ahead, long enough for one.",
    "Offrez des quarts d’heure entiers entre 7\u00a0h et 21\u00a0h, de demain à quatre-vingt-dix jours, assez longs "
    "pour un rendez-vous.",
)
CODES = (SLOT_TAKEN, SLOT_OVERLAPS, TIMES_WRONG)


@dataclass(frozen=True, slots=True)
class SlotView:
    """Time a coach offers."""

    id: uuid.UUID
    coach_id: uuid.UUID
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    is_booked: bool = False


def offer(
    session: Session, coach: PersonView, kind: MeetingKind, day: date, begins: time, ends: time, *, now: datetime
) -> int:
    """The time is offered as so many slots as fit; returns how many. Raises Refusal, and then nothing was added."""
    first, last = (datetime.combine(day, one, homes.LOCAL).astimezone(now.tzinfo) for one in (begins, ends))
    slots = int((last - first) / LENGTH[kind])
    today = now.astimezone(homes.LOCAL).date()
    whole = all(one.minute % 15 == 0 and one.second == 0 and one.microsecond == 0 for one in (begins, ends))
    if not (
        whole and begins >= OPENS and ends <= CLOSES and today < day <= today + AHEAD and 0 < slots <= OFFERED_AT_ONCE
    ):
        raise Refusal(TIMES_WRONG)
    db.one_at_a_time(session, int.from_bytes(coach.id.bytes[-8:], signed=True))
    taken = select(CoachQuarter.slot_id).where(
        CoachQuarter.coach_id == coach.id,
        col(CoachQuarter.starts_at) >= first,
        col(CoachQuarter.starts_at) < first + slots * LENGTH[kind],
    )
    if session.exec(taken).first() is not None:
        raise Refusal(SLOT_OVERLAPS)
    for place in range(slots):
        _add(session, coach.id, kind, first + place * LENGTH[kind])
    return slots


def take_back(session: Session, coach: PersonView, slot_id: uuid.UUID) -> None:
    """The time is not offered any more; a cancelled appointment goes with it. Raises NotFound, Refusal when booked."""
    row = session.exec(
        select(CoachSlot).where(CoachSlot.id == slot_id, CoachSlot.coach_id == coach.id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    standing = (Appointment.slot_id == slot_id, Appointment.state == AppointmentState.BOOKED)
    if session.exec(select(Appointment.id).where(*standing)).first() is not None:
        raise Refusal(SLOT_TAKEN)
    session.exec(delete(CoachSlot).where(col(CoachSlot.id) == slot_id))


def free(session: Session, kind: MeetingKind, *, now: datetime) -> Sequence[SlotView]:
    """What can be booked, soonest first."""
    rows = session.exec(
        select(CoachSlot)
        .where(CoachSlot.kind == kind, col(CoachSlot.starts_at) >= now + NOTICE[kind], ~booked())
        .order_by(col(CoachSlot.starts_at), col(CoachSlot.id))
        .limit(SHOWN_AT_MOST)
    )
    return [slot_view(row) for row in rows]


def offered_by(session: Session, coach_id: uuid.UUID, *, now: datetime) -> Sequence[SlotView]:
    """The coach's slots from now on, soonest first."""
    rows = session.exec(
        select(CoachSlot, booked())
        .where(CoachSlot.coach_id == coach_id, col(CoachSlot.ends_at) > now)
        .order_by(col(CoachSlot.starts_at))
        .limit(4 * SHOWN_AT_MOST)
    )
    return [slot_view(row, taken) for row, taken in rows]


def slot_view(row: CoachSlot, taken: bool = False) -> SlotView:
    """The slot as others see it."""
    return SlotView(row.id, row.coach_id, row.kind, row.starts_at, row.ends_at, taken)


def _add(session: Session, coach_id: uuid.UUID, kind: MeetingKind, starts_at: datetime) -> None:
    row = CoachSlot(coach_id=coach_id, kind=kind, starts_at=starts_at, ends_at=starts_at + LENGTH[kind])
    session.add(row)
    session.flush()
    quarters = int(LENGTH[kind] / QUARTER)
    session.add_all(
        CoachQuarter(coach_id=coach_id, starts_at=starts_at + place * QUARTER, slot_id=row.id)
        for place in range(quarters)
    )
    session.flush()


def booked() -> ColumnElement[bool]:
    """SQL that a slot has an appointment that stands."""
    return exists().where(
        col(Appointment.slot_id) == col(CoachSlot.id), col(Appointment.state) == AppointmentState.BOOKED
    )
