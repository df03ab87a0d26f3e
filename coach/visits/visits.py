"""Visits and calls as a coach writes them down: begun, read, kept, chosen between two devices, taken over.

What a resident booked is open to the coach they booked; every other way in is the household's permission for coaches.
That a form was opened is on record for the resident.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from coach.homes import permitted
from coach.service import appointments
from coach.service.appointments import AppointmentState
from coach.visits import codes_visits as codes
from coach.visits import merging, revisions, visit_photos
from coach.visits.form import CONCERN_MAXIMUM, CONCERNS, Answers, concerns, moved
from coach.visits.merging import Form
from coach.visits.visit_views import MeetingKind, VisitLine, VisitState, VisitView, line
from greener_homes import audit, consent, homes, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Language, PersonView
from greener_homes.photos import Photo
from greener_homes.tables.visit import Visit
from greener_homes.vault import Vault


def begin_at_home(
    session: Session, vault: Vault, coach: PersonView, home_id: uuid.UUID, kind: MeetingKind, *, now: datetime
) -> uuid.UUID:
    """This coach writes down a visit or call with a household whose case they work on; one of that kind that is not
    signed yet is gone on with. Raises NotFound, Refusal without the household's permission for coaches.
    """
    if not permitted.for_coaches(session, home_id, at=now):
        raise Refusal(consent.MISSING)
    homes.lock(session, home_id)
    standing = session.exec(
        select(Visit.id).where(
            Visit.home_id == home_id,
            Visit.coach_id == coach.id,
            Visit.kind == kind,
            Visit.state == VisitState.OPEN,
            col(Visit.signed_at).is_(None),
        )
    ).first()
    if standing is not None:
        return standing
    today = now.astimezone(homes.LOCAL).date()
    living = [one.person_id for one in homes.members(session, home_id, on=today)]
    person_id = next((one for one in living if people.key_of(session, vault, one) is not None), None)
    if person_id is None:
        raise NotFound
    row = Visit(
        person_id=person_id,
        home_id=home_id,
        coach_id=coach.id,
        kind=kind,
        language=people.language_of(session, person_id) or Language.ENGLISH,
        begun_at=now,
        saved_at=now,
    )
    return _begun(session, vault, coach, row, {"held_on": today.isoformat()}, now)


def begin_at_appointment(
    session: Session, vault: Vault, coach: PersonView, appointment_id: uuid.UUID, *, now: datetime
) -> uuid.UUID:
    """The form of what was booked with this coach, with what the resident wished to speak of; the same one each time.

    Raises NotFound for another coach's or a cancelled appointment, Refusal where the resident has no home.
    """
    booked = appointments.get(session, vault, coach, appointment_id)
    if booked.state is not AppointmentState.BOOKED:
        raise NotFound
    if booked.home_id is None:
        raise Refusal(codes.NO_HOME)
    homes.lock(session, booked.home_id)
    standing = session.exec(select(Visit.id).where(Visit.appointment_id == appointment_id)).first()
    if standing is not None:
        return standing
    row = Visit(
        person_id=booked.person_id,
        home_id=booked.home_id,
        coach_id=coach.id,
        appointment_id=appointment_id,
        kind=booked.slot.kind,
        language=people.language_of(session, booked.person_id) or Language.ENGLISH,
        begun_at=now,
        saved_at=now,
    )
    wish = {CONCERNS[0]: booked.wish[:CONCERN_MAXIMUM]} if booked.wish else {}
    day = booked.slot.starts_at.astimezone(homes.LOCAL).date().isoformat()
    return _begun(session, vault, coach, row, {"held_on": day} | wish, now)


def get(session: Session, vault: Vault, coach: PersonView, visit_id: uuid.UUID, *, now: datetime) -> VisitView:
    """The visit, opened; that it was read is on record. Raises NotFound, Refusal."""
    row = _readable(session, coach, visit_id, now)
    _looked(session, coach, row, now)
    return VisitView(line(row), revisions.present(session, vault, row), visit_photos.listed(session, row.id))


def photo(
    session: Session, vault: Vault, coach: PersonView, visit_id: uuid.UUID, photo_id: uuid.UUID, *, now: datetime
) -> Photo:
    """A photo of a visit this coach may read; that it was opened is on record. Raises NotFound, Refusal."""
    row = _readable(session, coach, visit_id, now)
    _looked(session, coach, row, now)
    return visit_photos.opened(session, vault, row, photo_id)


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[VisitLine]:
    """The visits of a home, the newest first; what was written stays closed."""
    rows = session.exec(select(Visit).where(Visit.home_id == home_id).order_by(col(Visit.id).desc()))
    return [line(row) for row in rows]


def in_their_words(
    session: Session, vault: Vault, coach: PersonView, home_id: uuid.UUID, *, now: datetime
) -> tuple[str, ...]:
    """What the household said matters, at its newest visit or call that was signed off; that it was read is on record.

    For a page that is opened under the household's permission for coaches.
    """
    row = session.exec(
        select(Visit)
        .where(Visit.home_id == home_id, Visit.state == VisitState.SIGNED)
        .order_by(col(Visit.signed_at).desc())
        .limit(1)
    ).first()
    if row is None or people.key_of(session, vault, row.person_id) is None:
        return ()
    said = concerns(revisions.present(session, vault, row).answers)
    if said:
        _looked(session, coach, row, now)
    return said


def of_appointments(session: Session, appointment_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, VisitLine]:
    """The visits that belong to these appointments, by appointment."""
    rows = session.exec(select(Visit).where(col(Visit.appointment_id).in_(list(appointment_ids))))
    return {row.appointment_id: line(row) for row in rows if row.appointment_id}


def save(
    session: Session,
    vault: Vault,
    coach: PersonView,
    visit_id: uuid.UUID,
    answers: Answers,
    *,
    based_on: int,
    now: datetime,
) -> VisitView:
    """The form is kept. `based_on` is the version it was written on: where a newer one stands, both are brought
    together, and answers that differ wait beside each other. The same form again changes nothing.

    Raises NotFound, Refusal.
    """
    row = writable(session, coach, visit_id, now)
    stands = revisions.present(session, vault, row)
    base = revisions.form_at(session, vault, row, based_on) if 0 <= based_on <= row.version else None
    return _kept(session, vault, coach, row, merging.merged(base.answers if base else None, stands, answers), now)


def move(
    session: Session, vault: Vault, coach: PersonView, visit_id: uuid.UUID, place: int, by: int, *, now: datetime
) -> VisitView:
    """A concern (from 0) is a step further up (-1) or down (1). Raises NotFound, Refusal."""
    row = writable(session, coach, visit_id, now)
    stands = revisions.present(session, vault, row)
    return _kept(session, vault, coach, row, Form(moved(stands.answers, place, by), stands.aside), now)


def choose(
    session: Session, vault: Vault, coach: PersonView, visit_id: uuid.UUID, choices: Mapping[str, str], *, now: datetime
) -> VisitView:
    """Of answers that differed between devices these count. Raises NotFound, Refusal."""
    row = writable(session, coach, visit_id, now)
    return _kept(session, vault, coach, row, merging.chosen(revisions.present(session, vault, row), choices), now)


def take(session: Session, coach: PersonView, visit_id: uuid.UUID, *, now: datetime) -> None:
    """This coach writes the visit down from here on, where the household is open to coaches. Raises NotFound, Refusal.

    Colleagues fall ill; that it moved is on record.
    """
    row = _locked(session, visit_id)
    if not permitted.for_coaches(session, row.home_id, at=now):
        raise Refusal(consent.MISSING)
    if row.coach_id == coach.id:
        return
    row.coach_id = coach.id
    session.add(row)
    audit.record(session, coach.actor, audit.Action.VISIT_BEGUN, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()


def writable(session: Session, coach: PersonView, visit_id: uuid.UUID, now: datetime) -> Visit:
    """The row, locked, for the coach who writes it. Raises NotFound, Refusal when it is another's or signed off."""
    row = own(session, coach, visit_id, now)
    if row.state is not VisitState.OPEN:
        raise Refusal(codes.SIGNED)
    return row


def own(session: Session, coach: PersonView, visit_id: uuid.UUID, now: datetime) -> Visit:
    """The row, locked, for the coach whose visit it is, whether signed off or not. Raises NotFound, Refusal."""
    row = _locked(session, visit_id)
    _require_readable(session, coach, row, now)
    if row.coach_id != coach.id:
        raise Refusal(codes.OF_ANOTHER)
    return row


def _begun(
    session: Session, vault: Vault, coach: PersonView, row: Visit, answers: Mapping[str, str], now: datetime
) -> uuid.UUID:
    session.add(row)
    session.flush()
    revisions.keep(session, vault, row, Form(answers), coach, now=now)
    audit.record(session, coach.actor, audit.Action.VISIT_BEGUN, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()
    return row.id


def _kept(session: Session, vault: Vault, coach: PersonView, row: Visit, form: Form, now: datetime) -> VisitView:
    if form != revisions.present(session, vault, row):
        revisions.keep(session, vault, row, form, coach, now=now)
    return VisitView(line(row), form, visit_photos.listed(session, row.id))


def _readable(session: Session, coach: PersonView, visit_id: uuid.UUID, now: datetime) -> Visit:
    row = session.get(Visit, visit_id)
    if row is None:
        raise NotFound
    _require_readable(session, coach, row, now)
    return row


def _looked(session: Session, coach: PersonView, row: Visit, now: datetime) -> None:
    audit.record(
        session, coach.actor, audit.Action.VISIT_READ, at=now, home_id=row.home_id, object_id=row.id, purpose="visit"
    )


def _require_readable(session: Session, coach: PersonView, row: Visit, now: datetime) -> None:
    """Raises Refusal where neither the resident booked this coach nor the household is open to coaches."""
    booked = row.coach_id == coach.id and row.appointment_id is not None
    if not booked and not permitted.for_coaches(session, row.home_id, at=now):
        raise Refusal(consent.MISSING)


def _locked(session: Session, visit_id: uuid.UUID) -> Visit:
    row = session.exec(select(Visit).where(Visit.id == visit_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row
