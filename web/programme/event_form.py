"""The form of one event: what staff type, read as the service takes it, and shown again with what to mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for
from werkzeug.datastructures import MultiDict

from greener_homes import public_events
from greener_homes.errors import Refusal
from greener_homes.public_events import Announcement, EventView, SpokenThere
from web import forms
from web.components import Choice, Field, FieldError, Question
from web.formatting import TORONTO
from web.text import gettext as _

Value = TypeVar("Value")
WHY = ("why_en", "why_fr")
SEATS_WRONG = forms.BAD_NUMBER.code
FIELD_OF = {
    public_events.WORDS_NEEDED.code: "title_en",
    public_events.ABOUT_TWICE.code: "about_en",
    public_events.PLACE_NEEDED.code: "place",
    public_events.TIME_WRONG.code: "day",
    public_events.ANSWERS_NEEDED.code: "step_free",
    public_events.WHY_NEEDED.code: "why_en",
    forms.BAD_DATE.code: "day",
    forms.BAD_CHOICE.code: "step_free",
    SEATS_WRONG: "seats",
}
"""Which field a refusal is about; the others are about the words."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """The form, and for one that stands how to cancel it. One that is over or cancelled is only shown."""

    heading: str
    action: str
    all_url: str
    words: tuple[Field, ...]
    times: tuple[Field, ...]
    where: tuple[Field, ...]
    step_free: Question
    spoken: Question
    taking_part: tuple[Field, ...]
    can_change: bool
    cancel_url: str
    why: tuple[Field, ...]
    why_it_was: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.cancel_url


def announcement(given: forms.Form) -> Announcement:
    """What was typed, as the service takes it. Raises Refusal for what cannot be read."""
    step_free = given.get("step_free", "")
    if step_free not in ("", "yes", "no"):
        raise Refusal(forms.BAD_CHOICE)
    seats = forms.number(given, "seats", low=1, high=public_events.SEATS_MAXIMUM)
    return Announcement(
        title_en=forms.text(given, "title_en", maximum=public_events.TITLE_MAXIMUM),
        title_fr=forms.text(given, "title_fr", maximum=public_events.TITLE_MAXIMUM),
        about_en=forms.text(given, "about_en", maximum=public_events.ABOUT_MAXIMUM),
        about_fr=forms.text(given, "about_fr", maximum=public_events.ABOUT_MAXIMUM),
        day=forms.day(given, "day"),
        begins=forms.clock(given, "begins"),
        ends=forms.clock(given, "ends"),
        place=forms.text(given, "place", maximum=public_events.PLACE_MAXIMUM),
        address=forms.text(given, "address", maximum=public_events.ADDRESS_MAXIMUM),
        contact=forms.text(given, "contact", maximum=public_events.CONTACT_MAXIMUM),
        step_free={"yes": True, "no": False}.get(step_free),
        spoken=forms.choice(given, "spoken", SpokenThere),
        seats=int(seats) if seats is not None else None,
    )


def as_fields(event: EventView) -> forms.Form:
    """The event as its form holds it."""
    begins, ends = (one.astimezone(TORONTO) for one in (event.starts_at, event.ends_at))
    return MultiDict(
        {
            "title_en": event.title_en,
            "title_fr": event.title_fr,
            "about_en": event.about_en,
            "about_fr": event.about_fr,
            "day": begins.date().isoformat(),
            "begins": f"{begins:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "place": event.place,
            "address": event.address,
            "contact": event.contact,
            "step_free": "yes" if event.step_free else "no",
            "spoken": event.spoken.value,
            "seats": str(event.seats or ""),
        }
    )


def event_page(
    found: EventView | None, given: forms.Form, errors: tuple[FieldError, ...] = (), *, can_change: bool = True
) -> EventPage:
    """The form of a new event, or of one that stands, as it was typed."""
    wrong = {error.field: error.text for error in errors}

    def field(name: str, label: str, hint: str = "", kind: str = "text", value: str = "") -> Field:
        typed = forms.as_typed(given, name) or value
        return Field(name, label, typed, hint=hint, error=wrong.get(name, ""), kind=kind)

    in_both = _("As it should stand on the page.")
    return EventPage(
        heading=_("An event for everybody") if found is None else _("Change an event"),
        action=url_for("programme.event_announced")
        if found is None
        else url_for("programme.event_changed", event_id=found.id),
        all_url=url_for("programme.events"),
        words=(
            field("title_en", _("Title, in English"), in_both),
            field("title_fr", _("Title, in French"), in_both),
            field("about_en", _("What happens there, in English"), _("Optional."), "textarea"),
            field("about_fr", _("What happens there, in French"), _("Optional."), "textarea"),
        ),
        times=(
            field("day", _("Day"), kind="date"),
            field("begins", _("Begins"), kind="time", value="18:30" if found is None else ""),
            field("ends", _("Ends"), kind="time", value="20:30" if found is None else ""),
        ),
        where=(
            field("place", _("Place"), _("For example: Oshawa public library, McLaughlin branch.")),
            field("address", _("Address"), _("Street, number and town.")),
        ),
        step_free=_yes_or_no(given, wrong),
        spoken=_languages(given),
        taking_part=(
            field("contact", _("How to say that one comes"), _("A number or an e-mail address. Empty: just come.")),
            field("seats", _("Seats"), _("Empty: there is room for everybody."), "number"),
        ),
        can_change=can_change,
        cancel_url=url_for("programme.event_cancelled", event_id=found.id) if found else "",
        why=(
            field("why_en", _("Why, in English"), _("For example: the hall has no heat.")),
            field("why_fr", _("Why, in French")),
        ),
        why_it_was=found.why_en or "" if found else "",
        errors=errors,
    )


def _yes_or_no(given: forms.Form, wrong: dict[str, str]) -> Question:
    said = given.get("step_free", "")
    return Question(
        "step_free",
        _("Do people get in without steps?"),
        (
            Choice("yes", _("Yes, also with a wheelchair"), chosen=said == "yes"),
            Choice("no", _("No, there are steps"), chosen=said == "no"),
        ),
        error=wrong.get("step_free", ""),
    )


def _languages(given: forms.Form) -> Question:
    said = given.get("spoken", "")
    words: dict[SpokenThere, Callable[[], str]] = {
        SpokenThere.BOTH: lambda: _("Both languages"),
        SpokenThere.ENGLISH: lambda: _("English"),
        SpokenThere.FRENCH: lambda: _("French"),
    }
    return Question(
        "spoken",
        _("In which language are people served?"),
        tuple(Choice(one.value, say(), chosen=said == one.value) for one, say in words.items()),
    )
