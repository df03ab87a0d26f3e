"""Events for everybody as pages show them: the day as on a calendar's leaf, when and where, and how to come."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from greener_homes.public_events import EventView, SpokenThere
from web.components import Chip, Tone
from web.day_and_times import day_and_times
from web.formatting import TORONTO, capitalised, month_short, number
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event in the reader's language. `why` is empty unless it is cancelled."""

    key: str
    day: str
    month: str
    title: str
    when: str
    place: str
    address: str
    about: str
    coming: str
    chips: tuple[Chip, ...]
    why: str
    file_url: str

    @property
    def is_cancelled(self) -> bool:
        return bool(self.why)


def event_shown(event: EventView, language: str) -> EventShown:
    """The event in words of `language`."""
    local = event.starts_at.astimezone(TORONTO)
    return EventShown(
        key=f"event-{event.id.hex[-12:]}",
        day=str(local.day),
        month=month_short(local.date(), language),
        title=event.title(language),
        when=when(event, language),
        place=event.place,
        address=event.address,
        about=event.about(language),
        coming=coming(event, language),
        chips=chips(event),
        why=event.why(language),
        file_url="" if event.is_cancelled else url_for("public.event_file", event_id=event.id),
    )


def when(event: EventView, language: str) -> str:
    """“Thursday 3 December 2026, 18:30 to 20:30” in Durham's time."""
    return capitalised(day_and_times(event.starts_at, event.ends_at, language))


def coming(event: EventView, language: str) -> str:
    """How to take part, and how many can."""
    how = _("To come: %(contact)s.", contact=event.contact.rstrip(".")) if event.contact else _("Just come.")
    if event.seats is None:
        return how
    room = ngettext(
        "There is one seat.", "There are %(count)s seats.", event.seats, count=number(event.seats, language)
    )
    return f"{how} {room}"


def chips(event: EventView) -> tuple[Chip, ...]:
    """Whether one gets in without steps, and the languages people are served in; that it is cancelled comes first."""
    spoken = {
        SpokenThere.ENGLISH: _("In English"),
        SpokenThere.FRENCH: _("In French"),
        SpokenThere.BOTH: _("In English and French"),
    }[event.spoken]
    way_in = Chip(_("No steps to get in")) if event.step_free else Chip(_("There are steps to get in"), Tone.WARN)
    cancelled = (Chip(_("Cancelled"), Tone.BAD),) if event.is_cancelled else ()
    return (*cancelled, way_in, Chip(spoken))
