"""Events for everybody: programme staff announce, change and cancel them; everybody reads what is to come.

An event is about nobody and nobody registers: whoever comes, comes. One that is over is not shown any more; one that
is cancelled is shown, with why, until it would have ended, so that nobody stands before a locked door.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from greener_homes import audit
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import LOCAL
from greener_homes.people import PersonView
from greener_homes.tables.public_event import PublicEvent
from greener_homes.tables.public_event import SpokenThere as SpokenThere
from models.findings import Code, Severity

TITLE_MAXIMUM = 100
ABOUT_MAXIMUM = 600
PLACE_MAXIMUM = 100
ADDRESS_MAXIMUM = 160
CONTACT_MAXIMUM = 120
WHY_MAXIMUM = 200
SEATS_MAXIMUM = 5_000
AHEAD = timedelta(days=366)
LONGEST = timedelta(hours=14)
SHOWN_AT_MOST = 50

WORDS_NEEDED = Code(
    "event.words_needed",
    Severity.REFUSAL,
    "An event needs a title in both languages.",
    "Un événement a besoin d’un titre dans les deux langues.",
)
ABOUT_TWICE = Code(
    "event.about_twice",
    Severity.REFUSAL,
    "Say what happens there in both languages, or in neither.",
    "Dites ce qui s’y passe dans les deux langues, ou dans aucune.",
)
PLACE_NEEDED = Code(
    "event.place_needed",
    Severity.REFUSAL,
    "Write the place and its full address, so that people find it.",
    "Écrivez le lieu et son adresse complète, pour que les gens le trouvent.",
)
TIME_WRONG = Code(
    "event.time",
    Severity.REFUSAL,
    "Choose a day from today to a year ahead, and an end later that day than the beginning.",
    "Choisissez un jour d’aujourd’hui à dans un an, et une fin plus tard ce jour-là que le début.",
)
ANSWERS_NEEDED = Code(
    "event.answers_needed",
    Severity.REFUSAL,
    "Say whether people get in without steps, and in which language they are served.",
    "Dites si l’on entre sans marches, et dans quelle langue les gens sont servis.",
)
WHY_NEEDED = Code(
    "event.why_needed",
    Severity.REFUSAL,
    "Say why it is cancelled, in both languages. A few words are enough.",
    "Dites pourquoi il est annulé, dans les deux langues. Quelques mots suffisent.",
)
OVER = Code(
    "event.over",
    Severity.REFUSAL,
    "This event is over or cancelled. Nothing was changed.",
    "Cet événement est terminé ou annulé. Rien n’a été changé.",
)
CODES = (WORDS_NEEDED, ABOUT_TWICE, PLACE_NEEDED, TIME_WRONG, ANSWERS_NEEDED, WHY_NEEDED, OVER)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What staff say of an event. Times are Durham's; None where nothing was answered."""

    title_en: str
    title_fr: str
    about_en: str
    about_fr: str
    day: date | None
    begins: time | None
    ends: time | None
    place: str
    address: str
    contact: str
    step_free: bool | None
    spoken: SpokenThere | None
    seats: int | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One event as everybody may see it."""

    id: uuid.UUID
    title_en: str
    title_fr: str
    about_en: str
    about_fr: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    contact: str
    step_free: bool
    spoken: SpokenThere
    seats: int | None
    changed_at: datetime
    sequence: int
    why_en: str | None
    why_fr: str | None

    @property
    def is_cancelled(self) -> bool:
        return self.why_en is not None

    def can_change(self, now: datetime) -> bool:
        """Whether staff can still change or cancel it."""
        return not self.is_cancelled and self.ends_at > now

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en

    def about(self, language: str) -> str:
        return self.about_fr if language == "fr" else self.about_en

    def why(self, language: str) -> str:
        """Why it is cancelled; empty while it is not."""
        return (self.why_fr if language == "fr" else self.why_en) or ""


def to_come(session: Session, *, now: datetime, limit: int = SHOWN_AT_MOST) -> Sequence[EventView]:
    """What has not ended yet, cancelled ones among them, soonest first."""
    rows = session.exec(
        select(PublicEvent)
        .where(col(PublicEvent.ends_at) > now)
        .order_by(col(PublicEvent.starts_at), col(PublicEvent.id))
        .limit(limit)
    )
    return [_view(row) for row in rows]


def over(session: Session, *, now: datetime) -> Sequence[EventView]:
    """What is over, newest first."""
    rows = session.exec(
        select(PublicEvent)
        .where(col(PublicEvent.ends_at) <= now)
        .order_by(col(PublicEvent.starts_at).desc(), col(PublicEvent.id))
        .limit(SHOWN_AT_MOST)
    )
    return [_view(row) for row in rows]


def get(session: Session, event_id: uuid.UUID) -> EventView:
    """This event, over or not. Raises NotFound."""
    row = session.get(PublicEvent, event_id)
    if row is None:
        raise NotFound
    return _view(row)


def announce(session: Session, staff: PersonView, said: Announcement, *, now: datetime) -> EventView:
    """Everybody sees the event from now on. Raises Refusal, and then nothing was kept."""
    return _kept(session, staff, PublicEvent(sequence=0, **_checked(said, now)), audit.Action.EVENT_ANNOUNCED, now)


def change(session: Session, staff: PersonView, event_id: uuid.UUID, said: Announcement, *, now: datetime) -> EventView:
    """The event is as said from now on; a calendar that takes its file again takes the change. Raises Refusal."""
    row = _open(session, event_id, now)
    row.sqlmodel_update(_checked(said, now))
    row.sequence += 1
    return _kept(session, staff, row, audit.Action.EVENT_CHANGED, now)


def cancel(
    session: Session, staff: PersonView, event_id: uuid.UUID, why_en: str, why_fr: str, *, now: datetime
) -> EventView:
    """The event does not take place, and says so and why until it would have ended. Raises Refusal."""
    row = _open(session, event_id, now)
    if not why_en or not why_fr:
        raise Refusal(WHY_NEEDED)
    row.cancelled_at, row.why_en, row.why_fr = now, why_en, why_fr
    row.sequence += 1
    row.changed_at = now
    return _kept(session, staff, row, audit.Action.EVENT_CANCELLED, now)


def _open(session: Session, event_id: uuid.UUID, now: datetime) -> PublicEvent:
    row = session.exec(select(PublicEvent).where(PublicEvent.id == event_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if not _view(row).can_change(now):
        raise Refusal(OVER)
    return row


def _kept(session: Session, staff: PersonView, row: PublicEvent, action: audit.Action, now: datetime) -> EventView:
    session.add(row)
    session.flush()
    audit.record(session, audit.Actor(staff.id, staff.audience.value), action, at=now, object_id=row.id)
    return _view(row)


def _checked(said: Announcement, now: datetime) -> dict[str, Any]:
    """The columns that staff fill, read and checked."""
    if not said.title_en or not said.title_fr:
        raise Refusal(WORDS_NEEDED)
    if bool(said.about_en) != bool(said.about_fr):
        raise Refusal(ABOUT_TWICE)
    starts_at, ends_at = _times(said, now)
    if not said.place or not said.address:
        raise Refusal(PLACE_NEEDED)
    if said.step_free is None or said.spoken is None:
        raise Refusal(ANSWERS_NEEDED)
    return {
        "title_en": said.title_en,
        "title_fr": said.title_fr,
        "about_en": said.about_en,
        "about_fr": said.about_fr,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": said.place,
        "address": said.address,
        "contact": said.contact,
        "step_free": said.step_free,
        "spoken": said.spoken,
        "seats": said.seats,
        "changed_at": now,
    }


def _times(said: Announcement, now: datetime) -> tuple[datetime, datetime]:
    if said.day is None or said.begins is None or said.ends is None:
        raise Refusal(TIME_WRONG)
    first, last = (datetime.combine(said.day, one, LOCAL).astimezone(now.tzinfo) for one in (said.begins, said.ends))
    if not now < last or first > now + AHEAD or not timedelta() < last - first <= LONGEST:
        raise Refusal(TIME_WRONG)
    return first, last


def _view(row: PublicEvent) -> EventView:
    return EventView(
        id=row.id,
        title_en=row.title_en,
        title_fr=row.title_fr,
        about_en=row.about_en,
        about_fr=row.about_fr,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        address=row.address,
        contact=row.contact,
        step_free=row.step_free,
        spoken=row.spoken,
        seats=row.seats,
        changed_at=row.changed_at,
        sequence=row.sequence,
        why_en=row.why_en,
        why_fr=row.why_fr,
    )
