"""The service clock and appointments: at the portal, at the desk, at the programme and behind links in letters."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from coach.fleet_wide.list_counts import First, ListCounts, Place
from coach.service.promises import Contacted
from coach.service.service_report import CoachLoad, ServiceReport
from coach.service.slots import MeetingKind, SlotView
from greener_homes.mail import LetterState, Topic
from tests.web.samples.pages import ANYONE, COACH, PROGRAMME, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web import meetings
from web.components import FieldError
from web.desk import calendar
from web.portal import appointments, visited
from web.programme import lists, workload
from web.public import contacted, unsubscribe
from web.text import gettext as _

FIRST = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
SLOTS = tuple(
    SlotView(
        uuid.UUID(int=place),
        uuid.UUID(int=1),
        MeetingKind.CALL,
        FIRST + timedelta(days=place // 5, minutes=30 * (place % 5)),
        FIRST + timedelta(days=place // 5, minutes=30 * (place % 5) + 30),
    )
    for place in range(13)
)


def lines() -> tuple[appointments.Line, ...]:
    slot = SLOTS[0]
    return (
        appointments.Line(
            meetings.kind_words(slot.kind),
            meetings.when(slot),
            "905 555 0123",
            "/file",
            "/appointment",
            "/appointments",
        ),
    )


def plans() -> tuple[visited.GivenPlan, ...]:
    return (visited.GivenPlan(meetings.kind_words(MeetingKind.VISIT), "25 November 2026", "/visited"),)


def booking(kind: MeetingKind = MeetingKind.CALL, *, free: bool = True, wrong: bool = False) -> appointments.Booking:
    errors = (FieldError("slot", _("Nothing is booked")), FieldError("reach", _("Number to call"))) if wrong else ()
    return appointments.booking_page(kind, SLOTS if free else (), MultiDict(), errors)


def desk(language: str, *, rows: bool = True, wrong: bool = False) -> calendar.CalendarPage:
    w = speaking(language)
    who, wish = w("Sample person", "Personne exemple"), w("The attic, and a quote", "Le grenier et une soumission")
    booked = calendar.Booked(
        meetings.when(SLOTS[0]), _("Call"), who, "GH-2041", "905 555 0123", wish, "/file", "/calendar", "/visit", True
    )
    offered = tuple(calendar.Offered(meetings.when(one), _("Call"), "/calendar") for one in SLOTS[1:4])
    errors = (FieldError("day", _("Nothing is booked")),) if wrong else ()
    return calendar.calendar_page((booked,) if rows else (), offered if rows else (), MultiDict(), "2026-11-25", errors)


def report(language: str, *, rows: bool = True, letters_go: bool = True) -> workload.Workload:
    w = speaking(language)
    names = (w("Sample coach", "Coach exemple"), w("Another coach", "Autre coach"))
    coaches = (CoachLoad(names[0], 7, 2, 41, 37, 1.0, 3), CoachLoad(names[1], 0, 0, 0, 0, None, 0))
    said = {Contacted.YES: 31, Contacted.NO: 4, Contacted.UNSURE: 2}
    letters = {LetterState.WAITING: 3, LetterState.SENT: 120, LetterState.FAILED: 1, LetterState.DROPPED: 2}
    found = ServiceReport(coaches, 5, 11, 1, 12, 52, said, 1, letters)
    if not rows:
        nothing, none = dict.fromkeys(Contacted, 0), dict.fromkeys(LetterState, 0)
        found = ServiceReport((), 0, 0, 0, 0, 0, nothing, 0, none)
    return workload.workload_page(found, language, letters_go=letters_go, lists_url="/lists")


def counted(language: str, *, rows: bool = True) -> lists.Lists:
    firsts = (First("ENV-AIR", 11_240), First("ENV-ATTIC-MID", 6_310), First("HVAC-TSTAT", 900), First(None, 2_450))
    places = (Place("Oshawa", firsts), Place("Whitby", firsts[1:]), Place(None, (First(None, 10),)))
    return lists.lists_page(ListCounts(places, FIRST) if rows else ListCounts((), None), language)


def asked(*, wrong: bool = False) -> contacted.Check:
    errors = (FieldError("contacted", _("I am not sure")),) if wrong else ()
    return contacted.check("/contacted", None, errors)


def letters(*, done: bool) -> unsubscribe.Unsubscribing:
    return unsubscribe.Unsubscribing(unsubscribe.topic_words(Topic.REMINDER), "/unsubscribe", done)


PAGES = {
    "appointments": Page(RESIDENT, "portal/appointments.html", lambda lang: {"lines": lines(), "plans": plans()}),
    "appointments_none": Page(RESIDENT, "portal/appointments.html", lambda lang: {"lines": ()}),
    "appointment": Page(RESIDENT, "portal/appointment_new.html", lambda lang: {"booking": booking()}),
    "appointment_visit": Page(
        RESIDENT, "portal/appointment_new.html", lambda lang: {"booking": booking(MeetingKind.VISIT, wrong=True)}
    ),
    "appointment_none": Page(RESIDENT, "portal/appointment_new.html", lambda lang: {"booking": booking(free=False)}),
    "calendar": Page(COACH, "desk/calendar.html", lambda lang: {"calendar": desk(lang)}),
    "calendar_none": Page(COACH, "desk/calendar.html", lambda lang: {"calendar": desk(lang, rows=False, wrong=True)}),
    "workload": Page(PROGRAMME, "programme/workload.html", lambda lang: {"workload": report(lang)}),
    "workload_none": Page(
        PROGRAMME, "programme/workload.html", lambda lang: {"workload": report(lang, rows=False, letters_go=False)}
    ),
    "lists": Page(PROGRAMME, "programme/lists.html", lambda lang: {"lists": counted(lang)}),
    "lists_none": Page(PROGRAMME, "programme/lists.html", lambda lang: {"lists": counted(lang, rows=False)}),
    "contacted": Page(ANYONE, "public/contacted.html", lambda lang: {"check": asked()}),
    "contacted_wrong": Page(ANYONE, "public/contacted.html", lambda lang: {"check": asked(wrong=True)}),
    "contacted_done": Page(ANYONE, "public/contacted_done.html", lambda lang: {}),
    "contacted_over": Page(ANYONE, "public/contacted_over.html", lambda lang: {}),
    "unsubscribe": Page(ANYONE, "public/unsubscribe.html", lambda lang: {"letters": letters(done=False)}),
    "unsubscribed": Page(ANYONE, "public/unsubscribe.html", lambda lang: {"letters": letters(done=True)}),
}
"""The pages of promises and appointments."""
