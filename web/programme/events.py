"""Events for everybody, as programme staff keep them: what is to come, what was, and the form of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from greener_homes import public_events
from greener_homes.errors import NotFound, Refusal
from greener_homes.public_events import EventView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import FieldError
from web.events_shown import event_shown
from web.programme import event_form
from web.programme.blueprint import programme
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event, as a line."""

    title: str
    when: str
    place: str
    is_cancelled: bool
    href: str


@dataclass(frozen=True, slots=True)
class EventList:
    """What is to come, what is over, and where a new one is written."""

    to_come: tuple[EventRow, ...]
    over: tuple[EventRow, ...]
    new_url: str
    public_url: str


@programme.get("/events")
@access(Access.PROGRAMME)
def events() -> str:
    """Every event, those to come first."""
    session, now = current.session(), current.now()
    view = event_list(public_events.to_come(session, now=now), public_events.over(session, now=now), i18n.language())
    return render_template("programme/events.html", events=view)


@programme.get("/events/new")
@access(Access.PROGRAMME)
def event_new() -> str:
    """The form of an event, empty."""
    return _form(None, MultiDict())


@programme.post("/events/new")
@access(Access.PROGRAMME)
def event_announced() -> Response | tuple[str, int]:
    """Everybody sees the event; or the form comes back with what to mend."""
    try:
        said = event_form.announcement(request.form)
        public_events.announce(current.session(), current.person(), said, now=current.now())
    except Refusal as refusal:
        return _form(None, request.form, _error(refusal)), 422
    flash(_("Announced. It stands on the front door until it is over."), "success")
    return redirect(url_for("programme.events"), code=303)


@programme.get("/events/<uuid:event_id>")
@access(Access.PROGRAMME)
def event(event_id: uuid.UUID) -> str:
    """The form with the event as it stands, and below it how to cancel it."""
    found = public_events.get(current.session(), event_id)
    return _form(found, event_form.as_fields(found))


@programme.post("/events/<uuid:event_id>")
@access(Access.PROGRAMME)
def event_changed(event_id: uuid.UUID) -> Response | tuple[str, int]:
    """Everybody sees the change; or the form comes back with what to mend."""
    try:
        said = event_form.announcement(request.form)
        public_events.change(current.session(), current.person(), event_id, said, now=current.now())
    except Refusal as refusal:
        return _again(event_id, request.form, refusal)
    flash(_("Changed. Calendars that took it take the change when they ask again."), "success")
    return redirect(url_for("programme.events"), code=303)


@programme.post("/events/<uuid:event_id>/cancel")
@access(Access.PROGRAMME)
def event_cancelled(event_id: uuid.UUID) -> Response | tuple[str, int]:
    """The event stays on the page as cancelled, and says why."""
    try:
        why = tuple(forms.text(request.form, name, maximum=public_events.WHY_MAXIMUM) for name in event_form.WHY)
        public_events.cancel(current.session(), current.person(), event_id, *why, now=current.now())
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        found = public_events.get(current.session(), event_id)
        typed = event_form.as_fields(found)
        typed.update({name: forms.as_typed(request.form, name) for name in event_form.WHY})
        return _form(found, typed, (_said(refusal, "why_en"),)), 422
    flash(_("Cancelled. It says so until it would have ended."), "success")
    return redirect(url_for("programme.events"), code=303)


def event_list(to_come: Sequence[EventView], over: Sequence[EventView], language: str) -> EventList:
    """What the list shows."""
    return EventList(
        to_come=tuple(_row(one, language) for one in to_come),
        over=tuple(_row(one, language) for one in over),
        new_url=url_for("programme.event_new"),
        public_url=url_for("public.events"),
    )


def _row(event: EventView, language: str) -> EventRow:
    shown = event_shown(event, language)
    href = url_for("programme.event", event_id=event.id)
    return EventRow(shown.title, shown.when, shown.place, event.is_cancelled, href)


def _again(event_id: uuid.UUID, given: forms.Form, refusal: Refusal) -> tuple[str, int]:
    if isinstance(refusal, NotFound):
        raise refusal
    return _form(public_events.get(current.session(), event_id), given, _error(refusal)), 422


def _error(refusal: Refusal) -> tuple[FieldError, ...]:
    return (_said(refusal, event_form.FIELD_OF.get(refusal.code.code, "title_en")),)


def _said(refusal: Refusal, field: str) -> FieldError:
    return FieldError(field, messages.sentence(refusal.code.code, refusal.facts))


def _form(found: EventView | None, given: forms.Form, errors: tuple[FieldError, ...] = ()) -> str:
    view = event_form.event_page(found, given, errors, can_change=found is None or found.can_change(current.now()))
    return render_template("programme/event.html", event=view)
