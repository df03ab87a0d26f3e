"""Promises, letters and appointments over HTTP: links that work once, one click to stop letters, times booked once.

Each way is gone once, in one language; tests/web/samples/service.py has every page in both.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import Engine
from sqlmodel import select

from coach.service import promises
from greener_homes import db, mail, people
from greener_homes.consent import Purpose
from greener_homes.mail import Topic
from greener_homes.people import Audience, PersonView
from greener_homes.settings import Settings
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import Appointment, ContactCheck
from greener_homes.tables.mail import Letter
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.web.visiting import application, registered, signed_in
from web import formatting
from web.app import GreenerHomes

RESIDENT, COACH, STAFF = "resident@test.example", "coach@test.example", "staff@test.example"
TODAY = datetime.now(UTC)


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def coach(engine: Engine, settings: Settings) -> PersonView:
    return registered(engine, settings, COACH, Audience.COACH)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    """A resident whose case has waited for three weeks, and who takes letters."""
    with db.transaction(engine) as session:
        found = scenes.resident(session, keys, email=RESIDENT)
        scenes.agree(session, found)
        scenes.by_telephone(session, keys, found, Purpose.CONTACT_EMAIL, at=TODAY)
        case = session.get_one(Review, scenes.assessed(session, found, ("ENV-AIR",)))
        case.waiting_since = TODAY - timedelta(days=21)
        session.add(case)
    return found


@pytest.fixture
def enter(site: GreenerHomes) -> Iterator[Callable[..., FlaskClient]]:
    def entered(email: str, language: str = "en") -> FlaskClient:
        client = signed_in(site, email)
        client.set_cookie("lang", language)
        return client

    yield entered


def link(engine: Engine, keys: Vault, who: scenes.Resident) -> str:
    """Where the letter leads that asks whether the household was contacted."""
    with db.transaction(engine) as session:
        promises.ask_due(session, keys, now=datetime.now(UTC))
        key = people.key_of(session, keys, who.person.id)
        row = session.exec(select(Letter).where(Letter.person_id == who.person.id)).one()
        assert key
        text = keys.open(key, row.text_sealed, f"letter|text|{who.person.id}")
    found = re.search(r"\{pages\}(/contacted/[\w-]+)", text)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["fr"])
def test_the_link_in_the_letter_works_once_without_signing_in(
    engine: Engine, keys: Vault, who: scenes.Resident, site: GreenerHomes, language: str
) -> None:
    anybody, address = site.test_client(), link(engine, keys, who)
    anybody.set_cookie("lang", language)
    assert anybody.get(address).status_code == 200
    assert anybody.post(address, data={"did": "Nothing yet"}).status_code == 422, "yes or no was not said"
    assert anybody.post(address, data={"contacted": "no", "did": "Sealed the hatch"}).status_code == 200
    for again in (anybody.get(address), anybody.post(address, data={"contacted": "yes"})):
        assert again.status_code == 404
    with db.reading(engine) as session:
        assert session.exec(select(ContactCheck.contacted)).one() is promises.Contacted.NO
    for wrong in ("x" * 43, "%00", "é" * 300):
        assert anybody.get(f"/contacted/{wrong}").status_code == 404


def test_the_same_question_stands_on_the_residents_page(
    engine: Engine, keys: Vault, who: scenes.Resident, enter: Callable[..., FlaskClient]
) -> None:
    link(engine, keys, who)
    resident = enter(RESIDENT)
    found = re.search(r'action="(/ask/heard/[^"]+)"', resident.get("/ask").get_data(as_text=True))
    assert found
    assert resident.post(found[1], data={"contacted": "yes"}).status_code == 303
    assert resident.post(found[1], data={"contacted": "no"}).status_code == 404
    assert "/ask/heard/" not in resident.get("/ask").get_data(as_text=True)


def test_one_click_stops_letters_and_looking_does_not(
    engine: Engine, keys: Vault, who: scenes.Resident, site: GreenerHomes
) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    anybody = site.test_client()
    address = f"/unsubscribe/{mail.unsubscribe_mark(keys, who.person.id, Topic.REMINDER)}"

    def off() -> frozenset[Topic]:
        with db.reading(engine) as session:
            return mail.turned_off(session, who.person.id)

    assert anybody.get(address).status_code == 200 and off() == frozenset()
    one_click = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        assert anybody.post(address, data=one_click).status_code == 200
    assert off() == {Topic.REMINDER}
    assert anybody.post(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404


@pytest.mark.parametrize("language", ["en"])
def test_a_call_is_offered_booked_moved_and_cancelled(
    engine: Engine, who: scenes.Resident, coach: PersonView, enter: Callable[..., FlaskClient], language: str
) -> None:
    desk, resident = enter(COACH, language), enter(RESIDENT, language)
    day = (TODAY + timedelta(days=3)).date().isoformat()
    offer = {"kind": "call", "day": day, "begins": "09:00", "ends": "10:00"}
    assert resident.get("/appointments/book/call").status_code == 200, "no time is free yet"
    assert desk.post("/desk/calendar", data=offer).status_code == 303
    assert desk.post("/desk/calendar", data=offer).status_code == 422
    for wrong in ({"begins": "9"}, {"day": "tomorrow"}, {"kind": "party"}, {"ends": "25:00"}):
        assert desk.post("/desk/calendar", data=offer | wrong).status_code in (409, 422), wrong
    page = resident.get("/appointments/book/call").get_data(as_text=True)
    first, second = re.findall(r'name="slot" value="([0-9a-f-]{36})"', page)
    for shown, with_weekday in ((language, page), ("fr", resident.get("/appointments/book/call?lang=fr").text)):
        said = formatting.full_day(date.fromisoformat(day), shown)
        assert said[0].upper() + said[1:] in html.unescape(with_weekday)
    resident.get(f"/appointments/book/call?lang={language}")
    assert resident.post("/appointments/book/call", data={"slot": first}).status_code == 422
    assert resident.post("/appointments/book/call", data={"slot": "x", "reach": "1"}).status_code == 422
    booked = {"slot": first, "reach": "905 555 0123", "wish": "The attic"}
    assert resident.post("/appointments/book/call", data=booked).status_code == 303
    taken = resident.post("/appointments/book/call", data=booked)
    assert taken.status_code == 422
    assert "905 555 0123" in desk.get("/desk/calendar").get_data(as_text=True)
    with db.reading(engine) as session:
        made = session.exec(select(Appointment.id)).one()
    assert resident.get(f"/appointments/{made}/move").status_code == 200
    assert resident.post(f"/appointments/{made}/move", data={"slot": second}).status_code == 303
    for client, address in (
        (resident, f"/appointments/{made}/calendar"),
        (desk, f"/desk/calendar/appointments/{made}"),
    ):
        file = client.get(address)
        assert file.mimetype == "text/calendar"
        assert Calendar.from_ical(file.data).walk("VEVENT")[0]["SEQUENCE"] == 1
    assert resident.post(f"/appointments/{made}/cancel").status_code == 303
    assert resident.post(f"/appointments/{made}/cancel").status_code == 409
    assert resident.get("/appointments").status_code == 200


def test_a_stranger_finds_no_appointment(
    engine: Engine, keys: Vault, who: scenes.Resident, coach: PersonView, enter: Callable[..., FlaskClient]
) -> None:
    desk, resident = enter(COACH), enter(RESIDENT)
    day = (TODAY + timedelta(days=3)).date().isoformat()
    desk.post("/desk/calendar", data={"kind": "call", "day": day, "begins": "09:00", "ends": "10:00"})
    slot = re.search(r'name="slot" value="([^"]+)"', resident.get("/appointments/book/call").get_data(as_text=True))
    assert slot
    resident.post("/appointments/book/call", data={"slot": slot[1], "reach": "905 555 0123"})
    with db.transaction(engine) as session:
        made = session.exec(select(Appointment.id)).one()
        scenes.resident(session, keys, email="stranger@test.example")
        scenes.person(session, keys, Audience.COACH, "other@test.example")
    stranger, other = enter("stranger@test.example"), enter("other@test.example")
    for address in (f"/appointments/{made}/calendar", f"/appointments/{made}/move"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/appointments/{made}/cancel").status_code == 404
    assert stranger.post(f"/appointments/{made}/move", data={"slot": slot[1]}).status_code == 404
    assert other.get(f"/desk/calendar/appointments/{made}").status_code == 404
    assert other.post(f"/desk/calendar/appointments/{made}/cancel").status_code == 404
    assert other.post(f"/desk/calendar/times/{slot[1]}/take-back").status_code == 404
    assert "905 555 0123" not in other.get("/desk/calendar").get_data(as_text=True)
    assert desk.post(f"/desk/calendar/appointments/{made}/cancel").status_code == 303


@pytest.mark.parametrize("language", ["fr"])
def test_staff_see_counts_and_that_letters_wait(
    engine: Engine,
    keys: Vault,
    settings: Settings,
    who: scenes.Resident,
    coach: PersonView,
    enter: Callable[..., FlaskClient],
    language: str,
) -> None:
    registered(engine, settings, STAFF, Audience.PROGRAMME)
    link(engine, keys, who)
    page = enter(STAFF, language).get("/programme/workload").get_data(as_text=True)
    assert "Test coach" in page and "GREENER_HOMES_SMTP_HOST" in page
    assert who.home.reference not in page
