"""Events for everybody: the public page, and the pages by which staff keep them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from greener_homes.public_events import EventView, SpokenThere
from tests.web.samples.pages import ANYONE, PROGRAMME, Page
from tests.web.samples.speaking import speaking
from web.components import FieldError, Link
from web.events_shown import EventShown, event_shown
from web.programme import event_form
from web.programme import events as staff
from web.public import events
from web.text import gettext as _

BEGINS = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
EVENT = EventView(
    id=uuid.UUID(int=36),
    title_en="One-stop evening: heat, rebates and loans",
    title_fr="Soirée tout-en-un\u00a0: chauffage, remises et prêts",
    about_en="A coach, the gas and the electricity utility, and a lender at one table. Bring a bill if you have one.",
    about_fr="Un coach, les distributeurs de gaz et d’électricité et un prêteur à une table. Apportez une facture.",
    starts_at=BEGINS,
    ends_at=BEGINS + timedelta(hours=2),
    place="Sample library",
    address="65 Example Street, Oshawa",
    contact="",
    step_free=True,
    spoken=SpokenThere.BOTH,
    seats=60,
    changed_at=BEGINS - timedelta(days=30),
    sequence=1,
    why_en=None,
    why_fr=None,
)
CANCELLED = replace(
    EVENT,
    id=uuid.UUID(int=37),
    title_en="Ask a coach at the market",
    title_fr="Un coach au marché",
    starts_at=BEGINS + timedelta(days=9),
    ends_at=BEGINS + timedelta(days=9, hours=2),
    why_en="The square is closed that day.",
    why_fr="La place est fermée ce jour-là.",
)
BOOKED = replace(
    EVENT,
    id=uuid.UUID(int=38),
    title_en="Draughts, and what to do about them",
    title_fr="Les courants d’air, et quoi y faire",
    starts_at=BEGINS + timedelta(days=41),
    ends_at=BEGINS + timedelta(days=41, hours=2),
    about_en="",
    about_fr="",
    contact="905 555 0100",
    step_free=False,
    spoken=SpokenThere.ENGLISH,
    seats=None,
)


def shown(language: str) -> tuple[EventShown, ...]:
    return tuple(replace(event_shown(one, language), file_url="/events") for one in (EVENT, BOOKED))


def everybody(language: str, *, some: bool = True) -> events.Events:
    w = speaking(language)
    person = Link(w("Ask a coach", "Poser une question à un coach"), "/ask")
    cancelled = event_shown(CANCELLED, language)
    return events.Events((*shown(language)[:1], cancelled, *shown(language)[1:]) if some else (), person)


def kept(language: str, *, some: bool = True) -> staff.EventList:
    return staff.event_list([EVENT, CANCELLED] if some else [], [BOOKED] if some else [], language)


def form(*, wrong: bool = False) -> event_form.EventPage:
    if not wrong:
        return event_form.event_page(None, MultiDict())
    errors = (FieldError("why_en", _("Why, in English")),)
    return event_form.event_page(EVENT, event_form.as_fields(EVENT), errors)


PAGES = {
    "events": Page(ANYONE, "public/events.html", lambda lang: {"events": everybody(lang)}),
    "events_none": Page(ANYONE, "public/events.html", lambda lang: {"events": everybody(lang, some=False)}),
    "staff_events": Page(PROGRAMME, "programme/events.html", lambda lang: {"events": kept(lang)}),
    "staff_event": Page(PROGRAMME, "programme/event.html", lambda lang: {"event": form(wrong=True)}),
}
"""Full pages, the empty one that visitors meet, and the form with something to mend."""
STATES = {
    "staff_events_none": Page(PROGRAMME, "programme/events.html", lambda lang: {"events": kept(lang, some=False)}),
    "staff_event_new": Page(PROGRAMME, "programme/event.html", lambda lang: {"event": form()}),
    "staff_event_over": Page(
        PROGRAMME,
        "programme/event.html",
        lambda lang: {"event": event_form.event_page(CANCELLED, event_form.as_fields(CANCELLED), can_change=False)},
    ),
}
"""The list without a row, the form without a word, and an event that cannot be changed any more."""
