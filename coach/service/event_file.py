"""An event for everybody as a calendar takes it (RFC 5545). The library is loaded when a file is asked for."""

from __future__ import annotations

from datetime import UTC

from coach.service.appointment_file import PRODUCT
from greener_homes.public_events import EventView


def event_file(event: EventView, language: str) -> bytes:
    """The file: times in UTC, where it is, and one event that a newer file of the same one replaces or cancels."""
    from icalendar import Calendar, Event

    entry = Event()
    entry.add("uid", f"event-{event.id}@greener-homes")
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title(language))
    words = "\n".join(part for part in (event.why(language), event.about(language), event.contact) if part)
    if words:
        entry.add("description", words)
    entry.add("location", f"{event.place}, {event.address}")
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("class", "PUBLIC")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.is_cancelled else "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
