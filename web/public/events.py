"""Events and one-stop evenings: what is to come, for everybody, and the file that a calendar takes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response, render_template

from coach.service.event_file import event_file as calendar_file
from greener_homes import public_events
from greener_homes.errors import NotFound
from web import current, i18n
from web.access import Access, access
from web.components import Link
from web.events_shown import EventShown, event_shown
from web.public.help import person_link
from web.public.routes import public


@dataclass(frozen=True, slots=True)
class Events:
    """What is to come, soonest first, and the way to a person for whoever cannot wait."""

    events: tuple[EventShown, ...]
    person: Link


@public.get("/events")
@access(Access.PUBLIC)
def events() -> str:
    """Every event that has not ended."""
    language = i18n.language()
    found = public_events.to_come(current.session(), now=current.now())
    view = Events(tuple(event_shown(one, language) for one in found), person_link())
    return render_template("public/events.html", events=view)


@public.get("/events/<uuid:event_id>.ics")
@access(Access.PUBLIC)
def event_file(event_id: uuid.UUID) -> Response:
    """The event for a calendar; one that was cancelled takes itself out of it. One that is over is not found."""
    found = public_events.get(current.session(), event_id)
    if found.ends_at <= current.now():
        raise NotFound
    name = f"greener-homes-{found.id.hex[-12:]}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(calendar_file(found, i18n.language()), mimetype="text/calendar", headers=headers)
