"""The coach's calendar: what is booked, what is offered, and offering more."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach.service import appointments, slots
from coach.service.appointments import AppointmentView
from coach.service.slots import MeetingKind, SlotView
from coach.visits import visits
from greener_homes import homes
from greener_homes.errors import Refusal
from web import current, forms, meetings, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError, Question
from web.desk.blueprint import desk
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class Booked:
    """One appointment."""

    when: str
    kind: str
    who: str
    home: str
    reach: str
    wish: str
    file_url: str
    cancel_url: str
    visit_url: str = ""
    """Where its form is begun, or gone on with; empty for a resident without a home."""
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """One time that is free."""

    when: str
    kind: str
    take_back_url: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The page and its form."""

    booked: tuple[Booked, ...]
    offered: tuple[Offered, ...]
    action: str
    kind: Question
    day: Field
    begins: Field
    ends: Field
    errors: tuple[FieldError, ...] = ()


@desk.get("/calendar")
@access(Access.COACH)
def calendar() -> str:
    """The coach's appointments and times from now on."""
    return _page()


@desk.post("/calendar")
@access(Access.COACH)
def times_offered() -> Response | tuple[str, int]:
    """The time is offered in pieces; or the form comes back, and nothing was added."""
    kind, day = forms.choice(request.form, "kind", MeetingKind), None
    begins, ends = forms.clock(request.form, "begins"), forms.clock(request.form, "ends")
    try:
        day = forms.day(request.form, "day")
        if kind is None or day is None or begins is None or ends is None:
            raise Refusal(slots.TIMES_WRONG)
        count = slots.offer(current.session(), current.person(), kind, day, begins, ends, now=current.now())
    except Refusal as refusal:
        return _page((FieldError("day", messages.sentence(refusal.code.code, refusal.facts)),)), 422
    flash(ngettext("One time is offered.", "%(num)s times are offered.", count), "success")
    return redirect(url_for("desk.calendar"), code=303)


@desk.post("/calendar/times/<uuid:slot_id>/take-back")
@access(Access.COACH)
def time_taken_back(slot_id: uuid.UUID) -> Response:
    """The time is not offered any more."""
    slots.take_back(current.session(), current.person(), slot_id)
    flash(_("Taken back."), "success")
    return redirect(url_for("desk.calendar"), code=303)


@desk.post("/calendar/appointments/<uuid:appointment_id>/cancel")
@access(Access.COACH)
def meeting_cancelled(appointment_id: uuid.UUID) -> Response:
    """The appointment will not take place, and its resident is written to."""
    appointments.cancel_as_coach(
        current.session(), current.vault(), current.person(), appointment_id, now=current.now()
    )
    flash(_("Cancelled. The resident is written to."), "success")
    return redirect(url_for("desk.calendar"), code=303)


@desk.get("/calendar/appointments/<uuid:appointment_id>")
@access(Access.COACH)
def meeting_file(appointment_id: uuid.UUID) -> FlaskResponse:
    """The appointment for the coach's own calendar. A colleague's is not found."""
    found = appointments.get(current.session(), current.vault(), current.person(), appointment_id)
    return meetings.file_response(found)


def calendar_page(
    booked: tuple[Booked, ...],
    offered: tuple[Offered, ...],
    given: forms.Form,
    tomorrow: str,
    errors: tuple[FieldError, ...] = (),
) -> CalendarPage:
    """The page, with the form as it was sent."""
    wrong = errors[0].text if errors else ""
    kind = given.get("kind") or MeetingKind.CALL.value
    return CalendarPage(
        booked=booked,
        offered=offered,
        action=url_for("desk.times_offered"),
        kind=Question(
            "kind",
            _("What for?"),
            (
                Choice("call", _("Calls"), _("Half an hour each"), chosen=kind == "call"),
                Choice("visit", _("Visits"), _("An hour and a half each"), chosen=kind == "visit"),
            ),
        ),
        day=Field("day", _("Day"), value=forms.as_typed(given, "day") or tomorrow, error=wrong, kind="date"),
        begins=Field("begins", _("From"), value=forms.as_typed(given, "begins") or "09:00", kind="time"),
        ends=Field("ends", _("Until"), value=forms.as_typed(given, "ends") or "12:00", kind="time"),
        errors=errors,
    )


def _page(errors: tuple[FieldError, ...] = ()) -> str:
    session, coach, now = current.session(), current.person(), current.now()
    booked = appointments.of_coach(session, current.vault(), coach, now=now)
    offered = [one for one in slots.offered_by(session, coach.id, now=now) if not one.is_booked]
    names = homes.references(session, [one.home_id for one in booked if one.home_id])
    written = visits.of_appointments(session, [one.id for one in booked])
    tomorrow = (now.astimezone(homes.LOCAL).date() + timedelta(days=1)).isoformat()
    view = calendar_page(
        tuple(
            _booked(one, names.get(one.home_id, "") if one.home_id else "", is_written=one.id in written)
            for one in booked
        ),
        tuple(_offered(one) for one in offered),
        request.form if errors else MultiDict(),
        tomorrow,
        errors,
    )
    return render_template("desk/calendar.html", calendar=view)


def _booked(one: AppointmentView, home: str, *, is_written: bool) -> Booked:
    return Booked(
        when=meetings.when(one.slot),
        kind=meetings.kind_words(one.slot.kind),
        who=current.name_of(one.person_id) or "",
        home=home,
        reach=one.reach,
        wish=one.wish,
        file_url=url_for("desk.meeting_file", appointment_id=one.id),
        cancel_url=url_for("desk.meeting_cancelled", appointment_id=one.id) if one.can_change(current.now()) else "",
        visit_url=url_for("desk.appointment_visit_begun", appointment_id=one.id) if one.home_id else "",
        is_written=is_written,
    )


def _offered(one: SlotView) -> Offered:
    return Offered(meetings.when(one), meetings.kind_words(one.kind), url_for("desk.time_taken_back", slot_id=one.id))
