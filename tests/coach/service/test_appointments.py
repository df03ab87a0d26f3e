"""Calls and visits: offered without overlap, booked once, moved, cancelled, reminded, and a file calendars take."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from coach.service import appointments, slots
from coach.service.appointment_file import calendar_file
from coach.service.appointments import AppointmentState
from coach.service.slots import MeetingKind, SlotView
from greener_homes import db
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.conversation import Appointment, CoachQuarter, CoachSlot
from greener_homes.tables.mail import Letter
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

DAY = date(2026, 11, 25)
REACH, WISH = "905 555 0123 canary", "The attic, and the quote"


@pytest.fixture
def coach(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.COACH)


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys)


def offered(
    session: Session, coach: PersonView, kind: MeetingKind = MeetingKind.CALL, ends: time = time(11)
) -> list[SlotView]:
    slots.offer(session, coach, kind, DAY, time(9), ends, now=NOW)
    return [one for one in slots.offered_by(session, coach.id, now=NOW) if one.kind is kind]


def booked(session: Session, keys: Vault, who: scenes.Resident, slot: SlotView) -> Appointment:
    made = appointments.book(session, keys, who.person, who.home.id, slot.id, REACH, WISH, now=NOW)
    return session.get_one(Appointment, made)


def test_time_is_offered_in_pieces_of_durhams_clock(session: Session, coach: PersonView) -> None:
    found = offered(session, coach)
    assert [one.starts_at for one in found] == [
        datetime(2026, 11, 25, 14, 30 * place % 60, tzinfo=UTC) + timedelta(hours=place // 2) for place in range(4)
    ]
    in_summer = slots.offer(
        session, coach, MeetingKind.VISIT, date(2026, 7, 6), time(9), time(10, 30), now=datetime(2026, 7, 1, tzinfo=UTC)
    )
    assert in_summer == 1
    assert (
        session.exec(
            select(CoachSlot.starts_at).where(CoachSlot.coach_id == coach.id, CoachSlot.kind == MeetingKind.VISIT)
        )
        .one()
        .hour
        == 13
    )


@pytest.mark.parametrize(
    ("begins", "ends"), [(time(9, 15), time(9, 45)), (time(8, 30), time(9, 30)), (time(10, 45), time(12, 15))]
)
def test_no_two_slots_of_a_coach_overlap_and_nothing_is_half_added(
    session: Session, coach: PersonView, begins: time, ends: time
) -> None:
    before = offered(session, coach)
    with pytest.raises(Refusal) as refused:
        slots.offer(session, coach, MeetingKind.CALL, DAY, begins, ends, now=NOW)
    assert refused.value.code is slots.SLOT_OVERLAPS
    assert slots.offered_by(session, coach.id, now=NOW) == before
    assert slots.offer(session, coach, MeetingKind.CALL, DAY, time(11), time(11, 30), now=NOW) == 1


def test_the_database_itself_keeps_bookings_and_quarters_apart(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    first = offered(session, coach)[0]
    row = booked(session, keys, who, first)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Appointment(**row.model_dump(exclude={"id"})))
        session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(CoachQuarter(coach_id=coach.id, starts_at=first.starts_at, slot_id=first.id))
        session.flush()


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (NOW.date(), time(18), time(19)),
        (NOW.date() - timedelta(days=1), time(9), time(10)),
        (NOW.date() + timedelta(days=91), time(9), time(10)),
        (DAY, time(6, 45), time(8)),
        (DAY, time(20), time(21, 15)),
        (DAY, time(9, 10), time(10)),
        (DAY, time(10), time(9)),
        (DAY, time(9), time(9, 15)),
    ],
)
def test_odd_times_are_refused(session: Session, coach: PersonView, day: date, begins: time, ends: time) -> None:
    with pytest.raises(Refusal) as refused:
        slots.offer(session, coach, MeetingKind.CALL, day, begins, ends, now=NOW)
    assert refused.value.code is slots.TIMES_WRONG


def test_a_slot_is_booked_once(session: Session, keys: Vault, coach: PersonView, who: scenes.Resident) -> None:
    first, *rest = offered(session, coach)
    row = booked(session, keys, who, first)
    assert b"canary" not in bytes(row.reach_sealed)
    assert first.id not in {one.id for one in slots.free(session, MeetingKind.CALL, now=NOW)}
    assert {one.id for one in rest} <= {one.id for one in slots.free(session, MeetingKind.CALL, now=NOW)}
    other = scenes.resident(session, keys)
    with pytest.raises(Refusal) as refused:
        booked(session, keys, other, first)
    assert refused.value.code is slots.SLOT_TAKEN
    with pytest.raises(Refusal):
        slots.take_back(session, coach, first.id)


def test_two_who_press_at_once_get_one_appointment(engine: Engine, database_url: str, keys: Vault) -> None:
    impatient = db.create_engine(database_url, lock_timeout_ms=100)
    with db.transaction(engine) as session:
        coach = scenes.person(session, keys, Audience.COACH)
        people = [scenes.resident(session, keys) for _ in range(2)]
        slot = offered(session, coach)[0]
    with Session(engine) as first, Session(impatient) as second:
        booked(first, keys, people[0], slot)
        with pytest.raises(db.DatabaseAway):
            booked(second, keys, people[1], slot)
        second.rollback()
        first.commit()
        with pytest.raises(Refusal):
            booked(second, keys, people[1], slot)
    impatient.dispose()


def test_an_appointment_moves_and_is_cancelled_and_its_time_is_free_again(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    first, second, *_ = offered(session, coach)
    row = booked(session, keys, who, first)
    appointments.move(session, who.person, row.id, second.id, now=NOW)
    (mine,) = appointments.of_person(session, keys, who.person.id, now=NOW)
    assert (mine.slot.id, mine.sequence, mine.reach, mine.wish) == (second.id, 1, REACH, WISH)
    booked(session, keys, scenes.resident(session, keys), first)
    with pytest.raises(Refusal):
        appointments.move(session, who.person, row.id, first.id, now=NOW)
    appointments.cancel(session, who.person, row.id, now=NOW)
    assert appointments.of_person(session, keys, who.person.id, now=NOW) == []
    with pytest.raises(Refusal) as refused:
        appointments.cancel(session, who.person, row.id, now=NOW)
    assert refused.value.code is appointments.OVER
    assert second.id in {one.id for one in slots.free(session, MeetingKind.CALL, now=NOW)}


def test_a_coach_cancels_and_the_resident_is_written_to(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    row = booked(session, keys, who, offered(session, coach)[0])
    (theirs,) = appointments.of_coach(session, keys, coach, now=NOW)
    assert (theirs.reach, theirs.wish) == (REACH, WISH)
    other = scenes.person(session, keys, Audience.COACH)
    with pytest.raises(NotFound):
        appointments.cancel_as_coach(session, keys, other, row.id, now=NOW)
    appointments.cancel_as_coach(session, keys, coach, row.id, now=NOW)
    assert row.state is AppointmentState.CANCELLED
    assert len(session.exec(select(Letter).where(Letter.person_id == who.person.id)).all()) == 1


def test_nobody_else_finds_an_appointment(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    row = booked(session, keys, who, offered(session, coach)[0])
    assert appointments.get(session, keys, who.person, row.id).reach == REACH
    for other in (scenes.resident(session, keys).person, scenes.person(session, keys, Audience.COACH)):
        with pytest.raises(NotFound):
            appointments.get(session, keys, other, row.id)
    with pytest.raises(NotFound):
        appointments.cancel(session, scenes.resident(session, keys).person, row.id, now=NOW)


def test_late_many_and_unreachable_are_refused(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    first, second, third, fourth = offered(session, coach)
    with pytest.raises(Refusal) as refused:
        appointments.book(session, keys, who.person, None, first.id, "  ", "", now=NOW)
    assert refused.value.code is appointments.REACH_NEEDED
    with pytest.raises(Refusal) as refused:
        appointments.book(
            session, keys, who.person, None, first.id, REACH, "", now=first.starts_at - timedelta(hours=1)
        )
    assert refused.value.code is slots.SLOT_TAKEN
    for one in (first, second, third):
        booked(session, keys, who, one)
    with pytest.raises(Refusal) as refused:
        booked(session, keys, who, fourth)
    assert refused.value.code is appointments.TOO_MANY


def test_a_reminder_is_written_once_for_each_time_it_has(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    first, second, *_ = offered(session, coach)
    row = booked(session, keys, who, first)
    the_day_before = first.starts_at - timedelta(hours=24)
    appointments.remind_due(session, keys, now=the_day_before - timedelta(hours=3))
    assert row.reminded_at is None
    for _ in range(2):
        appointments.remind_due(session, keys, now=the_day_before)
    appointments.move(session, who.person, row.id, second.id, now=the_day_before)
    appointments.remind_due(session, keys, now=the_day_before)
    assert len(session.exec(select(Letter).where(Letter.person_id == who.person.id)).all()) == 2


def test_a_calendar_reads_the_file(session: Session, keys: Vault, coach: PersonView, who: scenes.Resident) -> None:
    slot = offered(session, coach, MeetingKind.VISIT)[0]
    reach = "12 Elm Street, Oshawa; side door\nring twice, é" + "x" * 100
    made = appointments.book(session, keys, who.person, who.home.id, slot.id, reach, "", now=NOW)
    found = appointments.get(session, keys, who.person, made)
    file = calendar_file(found, "Visit; your coach, at home", "Line one\nLine two, with a comma")
    lines = file.split(b"\r\n")
    assert lines[-1] == b"" and max(map(len, lines)) <= 75, "folded as RFC 5545 wants it"
    assert b"DTSTART:20261125T140000Z" in lines and b"METHOD:PUBLISH" in lines
    assert b"Visit\\; your coach\\, at home" in file
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event["LOCATION"] == reach and event["SEQUENCE"] == 0
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
    appointments.cancel(session, who.person, made, now=NOW)
    gone = calendar_file(appointments.get(session, keys, who.person, made), "Visit", "x")
    assert b"STATUS:CANCELLED" in gone and b"SEQUENCE:1" in gone and b"METHOD:CANCEL" in gone


def test_a_call_says_no_number_in_the_file(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    row = booked(session, keys, who, offered(session, coach)[0])
    assert b"canary" not in calendar_file(appointments.get(session, keys, who.person, row.id), "Call", "x")
