"""A resident who asks in person: nothing of them on any page, nothing before it is confirmed, all of it seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.test_my_data import work_off
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes

RESIDENT, COLLEAGUE = "resident@test.example", "colleague@test.example"
NAME = "Test resident"


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Iterator[GreenerHomes]:
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(settings), email=RESIDENT)
    registered(engine, settings)
    registered(engine, settings, COLLEAGUE)
    yield application(engine, settings)


@pytest.fixture
def staff(app: GreenerHomes) -> FlaskClient:
    return signed_in(app)


def begun(staff: FlaskClient, kind: str) -> str:
    answered = staff.post("/programme/requests", data={"kind": kind, "grounds": "in_person", "email": RESIDENT})
    assert answered.status_code == 303
    return answered.headers["Location"]


CONFIRMED = {"email": RESIDENT, "password": scenes.PASSWORD, "word": "DELETE"}


def test_a_copy_is_made_that_only_the_resident_can_fetch(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, settings: Settings
) -> None:
    request = begun(staff, "export")
    page = staff.get(request).text
    assert NAME not in page and RESIDENT not in page
    done = staff.post(f"{request}/confirm", data=CONFIRMED, follow_redirects=True)
    assert "Their copy is being made." in done.text and RESIDENT not in done.text
    work_off(engine, settings, "person.export")
    resident = signed_in(app, RESIDENT)
    found = re.search(r"/my-data/copy/[0-9a-f-]{36}", resident.get("/my-data").text)
    assert found is not None
    assert staff.get(found.group()).status_code == 404
    fetched = resident.get(found.group())
    assert (fetched.status_code, fetched.data[:2]) == (200, b"PK")
    looked = resident.get("/who-looked?lang=en").text
    assert "A request was taken down in your name" in looked and "You asked us in person for a copy" in looked
    assert "Vous nous avez demandé en personne" in resident.get("/who-looked?lang=fr").text
    assert staff.get(request).status_code == 404


def test_an_erasure_takes_a_colleague_and_gives_a_receipt_once(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, settings: Settings
) -> None:
    request = begun(staff, "erasure")
    assert "A colleague confirms it" in staff.get(request).text
    own = staff.post(f"{request}/confirm", data=CONFIRMED)
    assert own.status_code == 422 and "Another member of staff" in own.text
    colleague = signed_in(app, COLLEAGUE)
    assert "That everything on them is deleted" in colleague.get("/programme/requests").text
    assert colleague.post(f"{request}/confirm", data=CONFIRMED | {"word": "yes"}).status_code == 422
    done = colleague.post(f"{request}/confirm", data=CONFIRMED | {"word": "supprimer"})
    receipt = re.search(r"/gone/[\w-]+", done.text)
    assert done.status_code == 200 and receipt is not None
    assert colleague.post(f"{request}/confirm", data=CONFIRMED).status_code == 404
    work_off(engine, settings, "person.withdraw", "person.erase")
    assert "Everything is deleted." in app.test_client().get(receipt.group()).text
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM staff_request")).scalar_one() == 0


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": RESIDENT, "grounds": "in_person"}, "Say what they ask for."),
        ({"email": RESIDENT, "kind": "export"}, "Say how you know that it is them."),
        ({"email": RESIDENT, "kind": "all", "grounds": "in_person"}, "Choose one of the answers shown."),
        (
            {"email": "nobody@test.example", "kind": "export", "grounds": "in_person"},
            "No resident signs in with exactly",
        ),
        ({"email": "%", "kind": "export", "grounds": "in_person"}, "No resident signs in with exactly"),
        ({"email": COLLEAGUE, "kind": "export", "grounds": "in_person"}, "No resident signs in with exactly"),
        ({"email": "a" * 255, "kind": "export", "grounds": "in_person"}, "longer than"),
    ],
)
def test_a_slip_begins_nothing(staff: FlaskClient, engine: Engine, form: dict[str, str], said: str) -> None:
    answered = staff.post("/programme/requests?lang=en", data=form)
    assert answered.status_code == 422 and said in answered.text
    kept = [answer for answer in ("export", "in_person") if answer in form.values()]
    assert re.findall(r'value="(\w+)" checked', answered.text) == kept
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM staff_request")).scalar_one() == 0


def test_addresses_cannot_be_tried_out(staff: FlaskClient) -> None:
    form = {"kind": "export", "grounds": "in_person"}
    for number in range(20):
        staff.post("/programme/requests", data=form | {"email": f"guess{number}@test.example"})
    answered = staff.post("/programme/requests", data=form | {"email": RESIDENT})
    assert answered.status_code == 422 and "You have tried 20 addresses today." in answered.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"email": COLLEAGUE}, "not the address"), ({"password": "not mine at all"}, "not your own password")],
)
def test_a_slip_confirms_nothing(staff: FlaskClient, engine: Engine, wrong: dict[str, str], said: str) -> None:
    request = begun(staff, "export")
    answered = staff.post(f"{request}/confirm", data=CONFIRMED | wrong)
    assert answered.status_code == 422 and said in answered.text and scenes.PASSWORD not in answered.text
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM person_export")).scalar_one() == 0


def test_a_fourth_copy_in_a_day_is_refused_in_words_for_staff(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, settings: Settings
) -> None:
    resident = signed_in(app, RESIDENT)
    for _ in range(3):
        resident.post("/my-data/copy")
        work_off(engine, settings, "person.export")
    answered = staff.post(f"{begun(staff, 'export')}/confirm", data=CONFIRMED)
    assert answered.status_code == 422 and "They have had as many copies today" in answered.text


def test_a_dropped_request_is_over_and_said_so(app: GreenerHomes, staff: FlaskClient) -> None:
    request = begun(staff, "erasure")
    assert "Dropped." in staff.post(f"{request}/drop", follow_redirects=True).text
    assert staff.post(f"{request}/drop").status_code == 404
    looked = signed_in(app, RESIDENT).get("/who-looked?lang=en").text
    assert "The request in your name was dropped" in looked


def test_the_pages_are_whole_in_french(app: GreenerHomes, staff: FlaskClient) -> None:
    assert "Quelqu’un demande en personne" in staff.get("/programme/requests?lang=fr").text
    for kind in ("export", "erasure"):
        staff.get(f"{begun(staff, kind)}?lang=fr")
    signed_in(app, COLLEAGUE).get(f"{begun(staff, 'erasure')}?lang=fr")


def test_other_audiences_find_no_request(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, settings: Settings
) -> None:
    request = begun(staff, "export")
    registered(engine, settings, "coach@test.example", Audience.COACH)
    for email in (RESIDENT, "coach@test.example"):
        client = signed_in(app, email)
        assert client.get(request).status_code == client.post(f"{request}/confirm", data=CONFIRMED).status_code == 404
