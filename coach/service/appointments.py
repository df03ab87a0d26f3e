"""Calls and visits: booked by residents in the time that coaches offer (`slots`), moved and cancelled by either.

Nothing is booked twice: no two booked appointments share a slot, which is a key of the database, not a check of ours.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from coach.asking import letters
from coach.service.slots import NOTICE, SLOT_TAKEN, MeetingKind, SlotView, slot_view
from greener_homes import audit, mail, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Language, PersonView
from greener_homes.tables.conversation import Appointment, CoachSlot
from greener_homes.tables.conversation import AppointmentState as AppointmentState
from greener_homes.vault import Vault
from models.findings import Code, Severity

BOOKED_AT_ONCE = 3
"""Appointments one resident may have before them."""
REACH_MAXIMUM = 200
WISH_MAXIMUM = 500
REMINDS = timedelta(hours=26)

REACH_NEEDED = Code(
    "appointment.reach",
    Severity.REFUSAL,
    "Write where to reach you: the number for a call, the address for a visit.",
    "Écrivez où vous joindre\u00a0: le numéro pour un appel, l’adresse pour une visite.",
)
TOO_MANY = Code(
    "appointment.too_many",
    Severity.REFUSAL,
    "You have {maximum} appointments already. Move or cancel one first.",
    "Vous avez déjà {maximum} rendez-vous. Déplacez-en ou annulez-en un d’abord.",
)
OVER = Code(
    "appointment.over",
    Severity.REFUSAL,
    "This appointment has begun or was cancelled, and cannot be changed any more.",
    "Ce rendez-vous a commencé ou a été annulé, et ne peut plus être changé.",
)
CODES = (REACH_NEEDED, TOO_MANY, OVER)


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment, opened for its resident or its coach."""

    id: uuid.UUID
    person_id: uuid.UUID
    home_id: uuid.UUID | None
    slot: SlotView
    state: AppointmentState
    reach: str
    wish: str
    sequence: int
    changed_at: datetime

    def can_change(self, now: datetime) -> bool:
        return self.state is AppointmentState.BOOKED and self.slot.starts_at > now


def book(
    session: Session,
    vault: Vault,
    person: PersonView,
    home_id: uuid.UUID | None,
    slot_id: uuid.UUID,
    reach: str,
    wish: str,
    *,
    now: datetime,
) -> uuid.UUID:
    """The slot is this resident's. Raises Refusal, NotFound."""
    if not reach.strip():
        raise Refusal(REACH_NEEDED)
    key = people.key_of(session, vault, person.id)
    if key is None:
        raise NotFound
    if len(_before(session, person.id, now)) >= BOOKED_AT_ONCE:
        raise Refusal(TOO_MANY, maximum=BOOKED_AT_ONCE)
    _bookable(session, slot_id, None, now)
    row = Appointment(
        person_id=person.id,
        home_id=home_id,
        slot_id=slot_id,
        reach_sealed=vault.seal(key, reach.strip()[:REACH_MAXIMUM], f"appointment|reach|{person.id}"),
        wish_sealed=vault.seal(key, wish.strip()[:WISH_MAXIMUM], f"appointment|wish|{person.id}")
        if wish.strip()
        else None,
        booked_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, person, audit.Action.APPOINTMENT_BOOKED, row, now)
    return row.id


def move(session: Session, person: PersonView, appointment_id: uuid.UUID, slot_id: uuid.UUID, *, now: datetime) -> None:
    """The appointment is at another time, of the same kind; the old one is free again. Raises Refusal, NotFound."""
    row, held = _mine(session, person, appointment_id, now)
    _bookable(session, slot_id, held.kind, now)
    row.slot_id, row.reminded_at = slot_id, None
    row.sequence, row.changed_at = row.sequence + 1, now
    session.add(row)
    session.flush()
    _record(session, person, audit.Action.APPOINTMENT_MOVED, row, now)


def cancel(session: Session, person: PersonView, appointment_id: uuid.UUID, *, now: datetime) -> None:
    """The appointment will not take place; its time is free again. Raises Refusal, NotFound."""
    row, _held = _mine(session, person, appointment_id, now)
    _cancel(session, person, row, now)


def cancel_as_coach(
    session: Session, vault: Vault, coach: PersonView, appointment_id: uuid.UUID, *, now: datetime
) -> None:
    """As `cancel`, by the coach whose time it is; the resident is written to. Raises Refusal, NotFound."""
    found = session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(Appointment.id == appointment_id, CoachSlot.coach_id == coach.id)
        .with_for_update(of=Appointment)
    ).one_or_none()
    if found is None:
        raise NotFound
    row, slot = found
    if row.state is not AppointmentState.BOOKED or slot.starts_at <= now:
        raise Refusal(OVER)
    _cancel(session, coach, row, now)
    language = people.language_of(session, row.person_id) or Language.ENGLISH
    words = letters.cancelled(slot.starts_at, slot.kind is MeetingKind.VISIT, language)
    _letter(session, vault, row, words, language, now)


def of_person(session: Session, vault: Vault, person_id: uuid.UUID, *, now: datetime) -> Sequence[AppointmentView]:
    """The resident's appointments that are still before them, soonest first."""
    rows = _before(session, person_id, now)
    key = people.key_of(session, vault, person_id)
    return [_view(vault, key, row, slot) for row, slot in rows] if key else []


def get(session: Session, vault: Vault, person: PersonView, appointment_id: uuid.UUID) -> AppointmentView:
    """One appointment, for its resident or its coach. Raises NotFound for anybody else."""
    found = session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(Appointment.id == appointment_id)
    ).one_or_none()
    if found is None or person.id not in (found[0].person_id, found[1].coach_id):
        raise NotFound
    key = people.key_of(session, vault, found[0].person_id)
    if key is None:
        raise NotFound
    return _view(vault, key, *found)


def of_coach(session: Session, vault: Vault, coach: PersonView, *, now: datetime) -> Sequence[AppointmentView]:
    """What is booked with this coach from now on, soonest first; residents can read that it was looked at."""
    rows = session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(
            Appointment.state == AppointmentState.BOOKED, CoachSlot.coach_id == coach.id, col(CoachSlot.ends_at) > now
        )
        .order_by(col(CoachSlot.starts_at))
    ).all()
    seen = [row.home_id for row, _slot_row in rows if row.home_id]
    audit.record_looks(session, coach.actor, audit.Action.QUESTION_READ, seen, at=now, purpose="question")
    opened = ((people.key_of(session, vault, row.person_id), row, slot) for row, slot in rows)
    return [_view(vault, key, row, slot) for key, row, slot in opened if key]


def remind_due(session: Session, vault: Vault, *, now: datetime) -> int:
    """Whoever has an appointment within a day is reminded, once for each time it has; returns how many."""
    rows = session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(
            Appointment.state == AppointmentState.BOOKED,
            col(Appointment.reminded_at).is_(None),
            col(CoachSlot.starts_at) > now,
            col(CoachSlot.starts_at) <= now + REMINDS,
        )
        .with_for_update(of=Appointment, skip_locked=True)
    ).all()
    for row, slot in rows:
        language = people.language_of(session, row.person_id) or Language.ENGLISH
        words = letters.reminder(slot.starts_at, slot.kind is MeetingKind.VISIT, language)
        _letter(session, vault, row, words, language, now)
        row.reminded_at = now
        session.add(row)
    session.flush()
    return len(rows)


def _bookable(session: Session, slot_id: uuid.UUID, kind: MeetingKind | None, now: datetime) -> None:
    """The slot can be booked, and is held until this transaction ends. Raises NotFound, Refusal."""
    slot = session.exec(select(CoachSlot).where(CoachSlot.id == slot_id).with_for_update()).one_or_none()
    if slot is None or (kind is not None and slot.kind is not kind):
        raise NotFound
    standing = select(Appointment.id).where(
        Appointment.slot_id == slot_id, Appointment.state == AppointmentState.BOOKED
    )
    if slot.starts_at < now + NOTICE[slot.kind] or session.exec(standing).first() is not None:
        raise Refusal(SLOT_TAKEN)


def _mine(
    session: Session, person: PersonView, appointment_id: uuid.UUID, now: datetime
) -> tuple[Appointment, CoachSlot]:
    found = session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(Appointment.id == appointment_id, Appointment.person_id == person.id)
        .with_for_update(of=Appointment)
    ).one_or_none()
    if found is None:
        raise NotFound
    if found[0].state is not AppointmentState.BOOKED or found[1].starts_at <= now:
        raise Refusal(OVER)
    return found


def _cancel(session: Session, by: PersonView, row: Appointment, now: datetime) -> None:
    row.state, row.changed_at = AppointmentState.CANCELLED, now
    row.sequence += 1
    session.add(row)
    _record(session, by, audit.Action.APPOINTMENT_CANCELLED, row, now)
    session.flush()


def _before(session: Session, person_id: uuid.UUID, now: datetime) -> Sequence[tuple[Appointment, CoachSlot]]:
    return session.exec(
        select(Appointment, CoachSlot)
        .join(CoachSlot, col(CoachSlot.id) == Appointment.slot_id)
        .where(
            Appointment.person_id == person_id,
            Appointment.state == AppointmentState.BOOKED,
            col(CoachSlot.ends_at) > now,
        )
        .order_by(col(CoachSlot.starts_at))
    ).all()


def _letter(
    session: Session, vault: Vault, row: Appointment, words: mail.Words, language: Language, now: datetime
) -> None:
    about = uuid.uuid5(row.id, str(row.sequence))
    mail.write(session, vault, row.person_id, mail.Topic.REMINDER, about, words, language, now=now)


def _record(session: Session, by: PersonView, action: audit.Action, row: Appointment, now: datetime) -> None:
    audit.record(session, by.actor, action, at=now, home_id=row.home_id, object_id=row.id)


def _view(vault: Vault, key: bytes, row: Appointment, slot: CoachSlot) -> AppointmentView:
    person = row.person_id
    return AppointmentView(
        row.id,
        person,
        row.home_id,
        slot_view(slot, row.state is AppointmentState.BOOKED),
        row.state,
        vault.open(key, row.reach_sealed, f"appointment|reach|{person}"),
        vault.open(key, row.wish_sealed, f"appointment|wish|{person}") if row.wish_sealed else "",
        row.sequence,
        row.changed_at,
    )
