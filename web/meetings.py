"""Appointments as pages of residents and coaches both show them: days, times and the file for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response

from coach.service.appointment_file import calendar_file
from coach.service.appointments import AppointmentView
from coach.service.slots import MeetingKind, SlotView
from web import i18n
from web.day_and_times import day_and_times
from web.formatting import TORONTO, capitalised, clock, full_day
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Time:
    """One time to choose or to show; `value` is what a form sends."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its times."""

    words: str
    times: tuple[Time, ...]


def kind_words(kind: MeetingKind) -> str:
    """“Call” or “Visit”."""
    return {MeetingKind.CALL: _("Call"), MeetingKind.VISIT: _("Visit at home")}[kind]


def when(slot: SlotView) -> str:
    """A slot as a line of its own: the day, its weekday said, and both times."""
    return capitalised(day_and_times(slot.starts_at, slot.ends_at, i18n.language()))


def days(slots: Sequence[SlotView]) -> tuple[Day, ...]:
    """Slots by day; slots of several coaches at one time are one time."""
    language = i18n.language()
    found = []
    for date, group in groupby(slots, key=lambda one: one.starts_at.astimezone(TORONTO).date()):
        times: dict[str, Time] = {}
        for one in group:
            words = clock(one.starts_at, language)
            times.setdefault(words, Time(str(one.id), words))
        found.append(Day(capitalised(full_day(date, language)), tuple(times.values())))
    return tuple(found)


def file_response(appointment: AppointmentView) -> Response:
    """The appointment for a calendar."""
    summary = {
        MeetingKind.CALL: _("Greener Homes: call with your coach"),
        MeetingKind.VISIT: _("Greener Homes: your coach visits"),
    }[appointment.slot.kind]
    data = calendar_file(appointment, summary, _("To move or cancel it, sign in to Greener Homes."))
    name = f"greener-homes-{str(appointment.id)[-12:]}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, mimetype="text/calendar", headers=headers)
