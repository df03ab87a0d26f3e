"""Projects over HTTP: begun on a card, quoted, booked, done, complained of and put right; a stranger finds nothing."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from coach.cases import review
from coach.cases.review import Decision
from coach.projects.states import ProjectState
from greener_homes import db
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.project import Project, ProjectQuote
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.greener_homes.test_photos import jpeg
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes

RESIDENT, STRANGER, COACH = "resident@test.example", "stranger@test.example", "coach@test.example"
TODAY = datetime.now(UTC).astimezone(LOCAL).date()


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def who(engine: Engine, keys: Vault, settings: Settings) -> scenes.Resident:
    """A resident with published advice that coaches may see, and a stranger with a home."""
    coach = registered(engine, settings, COACH, Audience.COACH)
    with db.transaction(engine) as session:
        found = scenes.resident(session, keys, email=RESIDENT)
        scenes.resident(session, keys, email=STRANGER)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, found, purpose)
        case = scenes.assessed(session, found, ("HVAC-FURN", "HVAC-TSTAT"))
        review.claim(session, coach, case, now=datetime.now(UTC))
        review.decide(session, coach, case, Decision.APPROVE, "", now=datetime.now(UTC))
    return found


@pytest.fixture
def enter(site: GreenerHomes) -> Callable[[str], FlaskClient]:
    return lambda email: signed_in(site, email)


def begun(client: FlaskClient) -> str:
    """A project of the first card of the plan."""
    plan = client.get("/plan").get_data(as_text=True)
    assert 'action="/projects"' in plan and "Start this" in plan
    sent = client.post("/projects", data={"measure": "HVAC-FURN"})
    assert sent.status_code == 303
    return sent.headers["Location"]


def state(engine: Engine) -> ProjectState:
    with db.reading(engine) as session:
        return session.exec(select(Project.state)).one()


def test_a_project_goes_its_whole_way(
    engine: Engine, who: scenes.Resident, enter: Callable[[str], FlaskClient]
) -> None:
    resident, coach = enter(RESIDENT), enter(COACH)
    assert "No project yet" in resident.get("/projects").get_data(as_text=True)
    here = begun(resident)
    page = resident.get(here).get_data(as_text=True)
    assert "may sell this at your door" in page and "CSA F280" in page
    assert "To the project" in resident.get("/plan").get_data(as_text=True)
    quote = {
        "contractor": "Warm & Co",
        "given_on": TODAY.isoformat(),
        "total": "$9,900.00",
        "tax": "without",
        "size-0": "200,000",
        "size_unit-0": "btu_h",
        "pressure": ["today_only", "came_unasked"],
    }
    assert resident.post(f"{here}/quote", data=quote).status_code == 303
    page = resident.get(here).get_data(as_text=True)
    for said in ("Warm &amp; Co", "$11,187.00", "price for today only", "may sell this at your door", "names no model"):
        assert said in page, said
    assert "more than your home needs" in page and "above what such work" in page
    with db.reading(engine) as session:
        chosen = session.exec(select(ProjectQuote.id)).one()
    assert resident.post(f"{here}/quotes/{chosen}/choose").status_code == 303
    soon = (TODAY + timedelta(days=5)).isoformat()
    assert resident.post(f"{here}/move", data={"act": "book", "booked_for": soon}).status_code == 303
    assert resident.post(f"{here}/move", data={"act": "finish", "done_on": TODAY.isoformat()}).status_code == 303
    assert state(engine) is ProjectState.DONE
    empty = resident.post(f"{here}/move", data={"act": "complain", "words": " "})
    assert empty.status_code == 422 and "what is wrong" in empty.get_data(as_text=True)
    resident.post(f"{here}/move", data={"act": "complain", "words": "It rattles at night."})
    listed = coach.get("/desk/projects").get_data(as_text=True)
    assert who.home.reference in listed and "Not as it should be" in listed
    at_desk = here.replace("/projects", "/desk/projects")
    shown = coach.get(at_desk).get_data(as_text=True)
    assert "It rattles at night." in shown and "Warm &amp; Co" in shown
    refused = coach.post(f"{at_desk}/move", data={"act": "book"})
    assert refused.status_code == 422 and state(engine) is ProjectState.UNSATISFACTORY
    assert coach.post(f"{at_desk}/move", data={"act": "verify", "words": "Fan replaced."}).status_code == 303
    page = resident.get(here).get_data(as_text=True)
    assert "Well done" in page and "Fan replaced." in page and "a coach said so" in page
    assert "A project of your household" in resident.get("/who-looked").get_data(as_text=True)
    case = re.search(r'href="(/desk/cases/[^"]+)"', shown)
    assert case and at_desk in coach.get(case[1]).get_data(as_text=True), "the case shows the home's projects"


def test_what_cannot_be_read_comes_back_to_its_field(who: scenes.Resident, enter: Callable[[str], FlaskClient]) -> None:
    resident = enter(RESIDENT)
    here = begun(resident)
    wrong = {
        "contractor": "x",
        "total": "1.234",
        "tax": "both",
        "given_on": "yesterday",
        "size-0": "-4",
        "model-0": "\x07",
    }
    back = resident.post(f"{here}/quote", data=wrong)
    page = back.get_data(as_text=True)
    assert back.status_code == 422
    assert {f"#f-{name}" for name in ("total", "tax", "given_on", "size-0", "model-0")} <= set(
        re.findall(r'href="(#f-[^"]+)"', page)
    )
    assert 'value="1.234"' in page, "what was typed stays"
    assert resident.post(f"{here}/quote", data={}).status_code == 422
    late = resident.post(f"{here}/move", data={"act": "finish", "done_on": "2999-01-01"})
    assert late.status_code == 422 and "cannot be right" in late.get_data(as_text=True)
    assert resident.post(f"{here}/move", data={"act": "verify"}).status_code == 409
    assert resident.post(f"{here}/step", data={"path": "../x", "step": "claim"}).status_code == 404
    assert resident.post("/projects", data={"measure": "HVAC-FURN"}).status_code == 409, "begun twice"


def test_photos_are_kept_shown_and_taken_away(who: scenes.Resident, enter: Callable[[str], FlaskClient]) -> None:
    resident, stranger, coach = enter(RESIDENT), enter(STRANGER), enter(COACH)
    here = begun(resident)
    sent = {"photos": (io.BytesIO(jpeg()), "furnace.jpg")}
    assert resident.post(f"{here}/photos", data=sent, content_type="multipart/form-data").status_code == 303
    none = resident.post(f"{here}/photos", data={}, content_type="multipart/form-data")
    assert none.status_code == 422
    address = re.search(rf'src="({here}/photos/[^"]+)"', resident.get(here).get_data(as_text=True))
    assert address and resident.get(address[1]).mimetype == "image/jpeg"
    photo = address[1].rpartition("/")[2]
    assert coach.get(f"/desk/projects/photos/{photo}").mimetype == "image/jpeg"
    for method, path in (
        ("get", here),
        ("get", address[1]),
        ("get", f"{here}/quote"),
        ("post", f"{here}/move"),
        ("post", f"{here}/reminders"),
        ("post", f"{address[1]}/remove"),
        ("post", f"{here}/quotes/{uuid.uuid4()}/choose"),
    ):
        data = {"act": "book"} if method == "post" else None
        assert getattr(stranger, method)(path, data=data).status_code == 404, path
    assert resident.post(f"{address[1]}/remove").status_code == 303
    assert resident.get(address[1]).status_code == 404


def test_a_coach_begins_one_for_the_household(who: scenes.Resident, enter: Callable[[str], FlaskClient]) -> None:
    desk, home, stranger = enter(COACH), enter(RESIDENT), enter(STRANGER)
    own = begun(home)
    case = re.search(r"/desk/cases/[0-9a-f-]{36}", desk.get(f"/desk{own}?lang=en").text)
    assert case
    assert f'href="{case[0]}/project"' in desk.get(case[0]).text
    assert "HVAC-TSTAT" in desk.get(f"{case[0]}/project").text
    for sent, words in (
        ({}, "Choose what it is of."),
        ({"measure": "ENV-AIR"}, "recommend"),
        ({"measure": "HVAC-FURN"}, "project"),
    ):
        answer = desk.post(f"{case[0]}/project", data=sent)
        assert answer.status_code == 422 and words in answer.text
    made = desk.post(f"{case[0]}/project", data={"measure": "HVAC-TSTAT"}).location
    assert "a coach" in desk.get(made).text
    assert made.removeprefix("/desk") in home.get("/projects").text
    assert stranger.get(made.removeprefix("/desk")).status_code == 404
    assert "Nothing to begin" in desk.get(f"{case[0]}/project").text
    assert f'href="{case[0]}/project"' not in desk.get(case[0]).text
