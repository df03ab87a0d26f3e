"""A call or a visit: choosing a time that coaches offer, moving it, cancelling it, and taking it into a calendar."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach.service import appointments as booking
from coach.service import slots
from coach.service.slots import MeetingKind, SlotView
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from web import current, forms, i18n, meetings, messages
from web.access import Access, access
from web.components import Field, FieldError
from web.day_and_times import day_and_times
from web.meetings import Day
from web.portal import visited
from web.portal.blueprint import portal
from web.text import gettext as _

OF_THE_FORM = {
    slots.SLOT_TAKEN.code: "slot",
    booking.TOO_MANY.code: "slot",
    booking.REACH_NEEDED.code: "reach",
    forms.BAD_TEXT.code: "wish",
    forms.BAD_CHOICE.code: "slot",
}
"""Which field a refusal is about; others have a page of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment that is before the resident."""

    kind: str
    when: str
    reach: str
    file_url: str
    move_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Booking:
    """Times to choose from. Without `reach` an appointment is being moved, and only the time is asked for."""

    heading: str
    lead: str
    action: str
    days: tuple[Day, ...]
    chosen: str
    reach: Field | None
    wish: Field | None
    errors: tuple[FieldError, ...] = ()

    @property
    def slot_error(self) -> str:
        return next((error.text for error in self.errors if error.field == "slot"), "")


@portal.get("/appointments")
@access(Access.RESIDENT)
def appointments() -> str:
    """What is booked, and the two ways to meet a coach."""
    found = booking.of_person(current.session(), current.vault(), current.person().id, now=current.now())
    lines = tuple(
        Line(
            meetings.kind_words(one.slot.kind),
            meetings.when(one.slot),
            one.reach,
            url_for("portal.appointment_file", appointment_id=one.id),
            url_for("portal.appointment_move", appointment_id=one.id) if one.can_change(current.now()) else "",
            url_for("portal.appointment_cancelled", appointment_id=one.id) if one.can_change(current.now()) else "",
        )
        for one in found
    )
    return render_template("portal/appointments.html", lines=lines, plans=visited.plans())


@portal.get("/appointments/book/<kind>")
@access(Access.RESIDENT)
def appointment_new(kind: str) -> str:
    """The times that are free."""
    wanted = _kind(kind)
    return _page(booking_page(wanted, _free(wanted), MultiDict()))


@portal.post("/appointments/book/<kind>")
@access(Access.RESIDENT)
def appointment_booked(kind: str) -> Response | tuple[str, int]:
    """The time is the resident's; or the form comes back with the times that are still free."""
    wanted, person = _kind(kind), current.person()
    home = homes.home_of(current.session(), person.id, on=current.now().astimezone(homes.LOCAL).date())
    try:
        booking.book(
            current.session(),
            current.vault(),
            person,
            home.id if home else None,
            _slot_asked(),
            forms.text(request.form, "reach", maximum=booking.REACH_MAXIMUM),
            forms.text(request.form, "wish", maximum=booking.WISH_MAXIMUM),
            now=current.now(),
        )
    except Refusal as refusal:
        return _page(booking_page(wanted, _free(wanted), request.form, _errors(refusal))), 422
    flash(_("Booked. We remind you by e-mail the day before."), "success")
    return redirect(url_for("portal.appointments"), code=303)


@portal.get("/appointments/<uuid:appointment_id>/move")
@access(Access.RESIDENT)
def appointment_move(appointment_id: uuid.UUID) -> str:
    """Other times of the same kind. Another's appointment is not found."""
    return _page(_moving(appointment_id, ()))


@portal.post("/appointments/<uuid:appointment_id>/move")
@access(Access.RESIDENT)
def appointment_moved(appointment_id: uuid.UUID) -> Response | tuple[str, int]:
    """The appointment is at the other time; the old one is free again."""
    try:
        booking.move(current.session(), current.person(), appointment_id, _slot_asked(), now=current.now())
    except Refusal as refusal:
        return _page(_moving(appointment_id, _errors(refusal))), 422
    flash(_("Moved. Take the new file into your calendar: it replaces the old one."), "success")
    return redirect(url_for("portal.appointments"), code=303)


@portal.post("/appointments/<uuid:appointment_id>/cancel")
@access(Access.RESIDENT)
def appointment_cancelled(appointment_id: uuid.UUID) -> Response:
    """The appointment will not take place."""
    booking.cancel(current.session(), current.person(), appointment_id, now=current.now())
    flash(_("Cancelled. Somebody else can have that time now."), "success")
    return redirect(url_for("portal.appointments"), code=303)


@portal.get("/appointments/<uuid:appointment_id>/calendar")
@access(Access.RESIDENT)
def appointment_file(appointment_id: uuid.UUID) -> FlaskResponse:
    """The appointment for a calendar. Another's is not found."""
    found = booking.get(current.session(), current.vault(), current.person(), appointment_id)
    return meetings.file_response(found)


def booking_page(
    kind: MeetingKind, free: Sequence[SlotView], given: forms.Form, errors: tuple[FieldError, ...] = ()
) -> Booking:
    """The form of a new appointment."""
    by_field = {error.field: error.text for error in errors}
    is_visit = kind is MeetingKind.VISIT
    return Booking(
        heading=_("When may a coach visit?") if is_visit else _("When may a coach call?"),
        lead=_("A visit takes an hour and a half. It is free, and it is not an audit.")
        if is_visit
        else _("A call takes half an hour. It is free."),
        action=url_for("portal.appointment_booked", kind=kind.value),
        days=meetings.days(free),
        chosen=given.get("slot", ""),
        reach=Field(
            "reach",
            _("Address of the home") if is_visit else _("Number to call"),
            value=forms.as_typed(given, "reach"),
            hint=_("Only the coach of this appointment sees it. It is sealed with your own key."),
            error=by_field.get("reach", ""),
            kind="text" if is_visit else "tel",
            autocomplete="street-address" if is_visit else "tel",
        ),
        wish=Field(
            "wish",
            _("What would you like to talk about?"),
            value=forms.as_typed(given, "wish"),
            error=by_field.get("wish", ""),
            kind="textarea",
        ),
        errors=errors,
    )


def _moving(appointment_id: uuid.UUID, errors: tuple[FieldError, ...]) -> Booking:
    found = booking.get(current.session(), current.vault(), current.person(), appointment_id)
    return Booking(
        heading=_("Which time suits better?"),
        lead=_("So far: %(when)s.", when=day_and_times(found.slot.starts_at, found.slot.ends_at, i18n.language())),
        action=url_for("portal.appointment_moved", appointment_id=appointment_id),
        days=meetings.days(_free(found.slot.kind)),
        chosen="",
        reach=None,
        wish=None,
        errors=errors,
    )


def _page(view: Booking) -> str:
    return render_template("portal/appointment_new.html", booking=view)


def _free(kind: MeetingKind) -> Sequence[SlotView]:
    return slots.free(current.session(), kind, now=current.now())


def _errors(refusal: Refusal) -> tuple[FieldError, ...]:
    field = OF_THE_FORM.get(refusal.code.code)
    if field is None:
        raise refusal
    return (FieldError(field, messages.sentence(refusal.code.code, refusal.facts)),)


def _slot_asked() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("slot", ""))
    except ValueError:
        raise Refusal(forms.BAD_CHOICE) from None


def _kind(kind: str) -> MeetingKind:
    try:
        return MeetingKind(kind)
    except ValueError:
        raise NotFound from None
