"""A visit over HTTP: begun from the calendar, written on two devices, signed off, given, and read by the household.

The forms work without script; tests/web/test_visit_script.py has what script adds.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import db, homes
from greener_homes.consent import Purpose
from greener_homes.homes import Provenance
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

RESIDENT, COACH, OTHER = "resident@test.example", "coach@test.example", "other@test.example"
TODAY = datetime.now(UTC)
PHOTO = b"%PDF-1.7 the attic %%EOF"


@pytest.fixture
def who(engine: Engine, settings: Settings) -> scenes.Resident:
    """A household whose case is open to coaches."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        found = scenes.resident(session, keys, email=RESIDENT)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, found, purpose)
        told = {"attic_r": 32, "goal": "comfort"}
        homes.state_facts(
            session, found.home.id, told, provenance=Provenance.RESIDENT, actor=found.person.actor, now=TODAY
        )
        scenes.assessed(session, found, ("ENV-AIR",))
        for email in (COACH, OTHER):
            scenes.coach(session, keys, email=email, at=TODAY)
    return found


@pytest.fixture
def site(engine: Engine, settings: Settings, who: scenes.Resident) -> dict[str, FlaskClient]:
    made = application(engine, settings)
    return {email: signed_in(made, email) for email in (RESIDENT, COACH, OTHER)}


def text(client: FlaskClient, address: str, language: str = "en") -> str:
    answer = client.get(f"{address}?lang={language}", follow_redirects=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def booked(site: dict[str, FlaskClient]) -> str:
    """Where the form of a booked visit is begun."""
    desk, resident = site[COACH], site[RESIDENT]
    day = (TODAY + timedelta(days=4)).date().isoformat()
    assert desk.post("/desk/calendar", data={"kind": "visit", "day": day, "begins": "09:00", "ends": "10:30"})
    (slot,) = re.findall(r'name="slot" value="([0-9a-f-]{36})"', text(resident, "/appointments/book/visit"))
    sent = {"slot": slot, "reach": "1 Sample Street", "wish": "The cold room"}
    assert resident.post("/appointments/book/visit", data=sent).status_code == 303
    found = re.search(r'action="(/desk/calendar/appointments/[0-9a-f-]+/visit)"', text(desk, "/desk/calendar"))
    assert found
    return found[1]


def begun(desk: FlaskClient) -> str:
    """The form of a visit to the household whose case waits."""
    case = re.search(r"/desk/cases/([0-9a-f-]{36})", text(desk, "/desk/queue"))
    assert case
    return desk.post(f"/desk/cases/{case[1]}/visit", data={"kind": "visit"}).location


def test_a_booked_visit_from_the_brief_to_the_households_plan(site: dict[str, FlaskClient]) -> None:
    desk, resident = site[COACH], site[RESIDENT]
    begin = booked(site)
    brief = desk.post(begin, data={"then": "brief"}).location
    printed = text(desk, brief)
    assert "The cold room" in printed and "1 Sample Street" in printed and "A more comfortable home" in printed
    visit = desk.post(begin).location
    assert brief == f"{visit}/brief", "the same form from either door"
    page = text(desk, visit)
    assert 'name="concern_1"' in page and "The cold room" in page and 'name="version" value="1"' in page

    today = TODAY.astimezone(homes.LOCAL).date().isoformat()
    said = {
        "version": "1",
        "held_on": today,
        "concern_1": "The cold room",
        "concern_2": "The bill",
        "seen_attic": ["hatch_leaks", "thin"],
        "seen_safety": "no_co_alarm",
        "attic_depth": "10",
        "attic_depth_unit": "in",
        "note_attic": "Boards over half of it",
        "step_1_what": "Get two quotes",
        "step_1_who": "household",
        "step_1_by": "2027-01-15",
        "summary": "A sound house.\nA thin attic.",
    }
    assert desk.post(visit, data=said | {"move": "2-up"}).location.endswith("#concerns")
    page = text(desk, visit)
    assert page.index(">The bill<") < page.index(">The cold room<"), "moved by a plain button"
    assert "Choose what the insulation is" in page, "kept, with what is missing said beside it"
    signing = text(desk, f"{visit}/sign")
    assert "Mend this first" in signing and 'name="fact"' not in signing

    mended = said | {"version": "3", "attic_material": "cellulose", "next": "sign"}
    mended |= {"concern_1": "The bill", "concern_2": "The cold room"}
    assert desk.post(visit, data=mended).location == f"{visit}/sign"
    signing = text(desk, f"{visit}/sign")
    assert "R-35" in signing and "R-32" in signing and 'value="attic_r" checked' in signing
    version = re.search(r'name="version" value="(\d+)"', signing)
    assert version
    assert desk.post(f"{visit}/sign", data={"version": "1", "fact": "attic_r"}).location == f"{visit}/sign"
    assert desk.post(f"{visit}/sign", data={"version": version[1], "fact": "attic_r"}).location == f"{visit}/plan"

    portal = visit.removeprefix("/desk")
    assert resident.get(portal).status_code == 404 == resident.get(f"{portal}/pdf").status_code, "not given yet"
    assert desk.get(f"{visit}/plan/pdf").data.startswith(b"%PDF-")
    assert desk.post(f"{visit}/give").status_code == 303
    assert "The household has its plan" in text(desk, f"{visit}/plan")
    assert portal in text(resident, "/appointments")
    for language, words in (("en", "What matters to you, in your words"), ("fr", "Ce qui compte pour vous")):
        plan = text(resident, portal, language)
        assert words in plan and "Boards over half of it" in plan and "R-35" in plan
        assert plan.index("R-32") < plan.index("R-35"), "what was known before stands beside what was found"
    assert resident.get(f"{portal}/pdf").data.startswith(b"%PDF-")
    assert "What a coach wrote down" in text(resident, "/who-looked", "en")
    assert desk.get(visit).location == f"{visit}/plan", "signed: the form leads to its plan"
    assert desk.post(f"{visit}/correct").location == visit
    assert "Being corrected" in text(desk, visit)


def test_two_devices_and_a_colleague_lose_nothing(site: dict[str, FlaskClient], engine: Engine) -> None:
    desk, other = site[COACH], site[OTHER]
    case = re.search(r"/desk/cases/([0-9a-f-]{36})", text(desk, "/desk/queue"))
    assert case
    visit = desk.post(f"/desk/cases/{case[1]}/visit", data={"kind": "call"}).location
    assert visit in text(desk, f"/desk/cases/{case[1]}"), "the case leads to it"
    as_script = {"Accept": "application/json"}
    one = desk.post(visit, data={"version": "1", "note_attic": "first", "blower": "99"}, headers=as_script)
    assert one.json and one.json["version"] == 2 and "blower" in one.json["wrong"] and one.json["aside"] == 0
    two = desk.post(visit, data={"version": "1", "note_attic": "second", "note_walls": "w"}, headers=as_script)
    assert two.json and two.json["aside"] == 1
    assert (two.json["answers"]["note_attic"], two.json["answers"]["note_walls"]) == ("first", "w")
    choosing = text(desk, f"{visit}/choose")
    assert "first" in choosing and "second" in choosing
    assert desk.post(f"{visit}/choose", data={"keep-note_attic": "1", "keep-note_walls": "7"}).status_code == 303
    assert ">second</textarea>" in text(desk, visit)

    refused = other.post(visit, data={"version": "3", "note_attic": "typed by a colleague"})
    assert refused.status_code == 409 and b"typed by a colleague" in refused.data, "what was typed is still there"
    refused = other.post(visit, data={"version": "3", "note_attic": "x"}, headers=as_script)
    assert refused.status_code == 409 and refused.json and refused.json["code"] == "visit.of_another"
    assert other.get(f"{visit}/sign").status_code == 409
    assert other.post(f"{visit}/take").status_code == 303
    assert other.post(visit, data={"version": "4", "note_attic": "taken over"}).status_code == 303
    assert desk.get(visit).status_code == 200, "a colleague may read where the household is open to coaches"


def test_what_no_field_can_hold_comes_back_as_it_was_typed(site: dict[str, FlaskClient]) -> None:
    desk = site[COACH]
    visit = begun(desk)
    for wrong in (
        {"note_attic": "x" * 1_501},
        {"note_attic": "a\x00b"},
        {"seen_attic": "everything"},
        {"fact_window_type": "golden"},
        {"held_on": "2026-02-30"},
    ):
        answer = desk.post(visit, data={"version": "1", "summary": "a long morning"} | wrong)
        assert answer.status_code == 422 and b"a long morning" in answer.data, wrong
    assert "a long morning" not in text(desk, visit)


def test_photos_are_added_shown_refused_and_removed(site: dict[str, FlaskClient]) -> None:
    desk = site[COACH]
    visit = begun(desk)

    def send(data: bytes) -> int:
        return desk.post(f"{visit}/photos", data={"part": "attic", "photos": (BytesIO(data), "a.pdf")}).status_code

    assert send(b"<script>") == 422 and send(PHOTO) == 303
    found = re.search(rf'href="({visit}/photos/[0-9a-f-]+)"', text(desk, visit))
    assert found and desk.get(found[1]).data == PHOTO
    assert site[RESIDENT].get(found[1].removeprefix("/desk")).status_code == 404, "not given"
    assert desk.post(f"{found[1]}/remove").status_code == 303 and desk.get(found[1]).status_code == 404


def test_what_a_device_keeps_for_a_basement_says_nothing_of_anybody(site: dict[str, FlaskClient]) -> None:
    desk = site[COACH]
    visit = begun(desk)
    page = text(desk, visit)
    assert 'data-empty="/desk/visits/without-signal" data-worker="/desk/visits/worker.js"' in page
    for language, words in (("en", "A visit, without a signal"), ("fr", "Une visite, sans signal")):
        empty = text(desk, "/desk/visits/without-signal", language)
        assert words in empty and 'name="csrf_token" value=""' in empty and empty.count("csrf_token") == 1
        assert "Test coach" not in empty and "GH-" not in empty and visit.rpartition("/")[2] not in empty
        assert set(re.findall(r' name="([a-z0-9_]+)"', page)) - {"photos", "part", "next"} <= set(
            re.findall(r' name="([a-z0-9_]+)"', empty)
        ), "whatever can be written with a signal can be without"
    assert site[RESIDENT].get("/desk/visits/without-signal").status_code == 404
    worker = site[RESIDENT].get("/desk/visits/worker.js")
    assert worker.mimetype == "text/javascript" and "no-cache" in worker.headers["Cache-Control"]
