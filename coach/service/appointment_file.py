"""An appointment as a calendar takes it (RFC 5545). The library that writes it is loaded when a file is asked for."""

from __future__ import annotations

from datetime import UTC, timedelta

from coach.service.appointments import AppointmentState, AppointmentView
from coach.service.slots import MeetingKind

PRODUCT = "-//Region of Durham//Greener Homes//EN"
ALARM = timedelta(hours=-2)


def calendar_file(appointment: AppointmentView, summary: str, description: str) -> bytes:
    """The file: times in UTC, one event that a newer file of the same appointment replaces.

    Where a visit is stands in it; the number of a call does not.
    """
    from icalendar import Alarm, Calendar, Event

    event = Event()
    event.add("uid", f"{appointment.id}@greener-homes")
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.slot.starts_at.astimezone(UTC))
    event.add("dtend", appointment.slot.ends_at.astimezone(UTC))
    event.add("summary", summary)
    event.add("description", description)
    event.add("status", "CONFIRMED" if appointment.state is AppointmentState.BOOKED else "CANCELLED")
    event.add("class", "PRIVATE")
    if appointment.slot.kind is MeetingKind.VISIT:
        event.add("location", appointment.reach)
    if appointment.state is AppointmentState.BOOKED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", ALARM)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if appointment.state is AppointmentState.BOOKED else "CANCEL")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
