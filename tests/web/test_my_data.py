"""A copy of everything and an erasure, as a person asks for them; and who looked, as they read it."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from greener_homes import attempt, audit, db
from greener_homes.audit import Action
from greener_homes.consent import Purpose
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.work import Work
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in
from web.access import Access, level_of
from web.app import GreenerHomes

RESIDENT, OTHER, COACH = "resident@test.example", "other@test.example", "coach@test.example"
WRONG = "not the password at all"


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Iterator[GreenerHomes]:
    made = application(engine, settings)
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email=RESIDENT)
        scenes.agree(session, who, at=datetime.now(UTC) - timedelta(hours=1))
        scenes.agree(session, who, Purpose.COACH_ACCESS, at=datetime.now(UTC) - timedelta(hours=1))
        scenes.assessed(session, who, ("ENV-AIR", "HVAC-TSTAT"))
        scenes.resident(session, keys, email=OTHER)
        scenes.coach(session, keys, email=COACH, at=datetime.now(UTC))
    yield made


def work_off(engine: Engine, settings: Settings, *names: str) -> None:
    for name in names:
        with db.reading(engine) as session:
            waiting = session.exec(select(Work.id).where(Work.name == name, Work.state == "queued")).all()
        for work_id in waiting:
            attempt.run(engine, settings, work_id)


def test_a_copy_is_asked_for_made_and_fetched_by_its_owner_only(
    app: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    client = signed_in(app, RESIDENT)
    assert "Make my copy" in client.get("/my-data").text
    assert client.post("/my-data/copy").status_code == 303
    assert "being made" in client.get("/my-data").text
    work_off(engine, settings, "person.export")
    page = client.get("/my-data").text
    found = re.search(r"/my-data/copy/[0-9a-f-]{36}", page)
    assert found is not None
    fetched = client.get(found.group())
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(fetched.data))
    assert RESIDENT.encode() in archive.read("data/person.json")
    assert signed_in(app, OTHER).get(found.group()).status_code == 404
    assert app.test_client().get(found.group()).status_code == 303


def test_a_fourth_copy_in_a_day_is_refused_in_words(app: GreenerHomes, engine: Engine, settings: Settings) -> None:
    client = signed_in(app, RESIDENT)
    for _ in range(3):
        client.post("/my-data/copy")
        work_off(engine, settings, "person.export")
    client.post("/my-data/copy")
    assert "You have asked for 3 copies today." in client.get("/my-data").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"word": "yes", "password": scenes.PASSWORD}, "Type the word DELETE."),
        ({"word": "DELETE", "password": WRONG}, "That is not your password. Nothing was deleted."),
        ({"word": "DELETE"}, "That is not your password. Nothing was deleted."),
        ({}, "Type the word DELETE."),
    ],
)
def test_a_slip_deletes_nothing(app: GreenerHomes, engine: Engine, form: dict[str, str], said: str) -> None:
    client = signed_in(app, RESIDENT)
    answered = client.post("/my-data/delete", data=form)
    assert answered.status_code == 422 and said in answered.text
    assert scenes.PASSWORD not in answered.text
    assert client.get("/home").status_code == 200
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM erasure")).scalar_one() == 0


def test_passwords_cannot_be_guessed_on_the_page_that_deletes(app: GreenerHomes) -> None:
    client = signed_in(app, RESIDENT)
    for _ in range(10):
        client.post("/my-data/delete", data={"word": "DELETE", "password": WRONG})
    answered = client.post("/my-data/delete", data={"word": "DELETE", "password": scenes.PASSWORD})
    assert answered.status_code == 422 and "Too many tries" in answered.text


def test_everything_goes_and_the_receipt_says_so(app: GreenerHomes, engine: Engine, settings: Settings) -> None:
    client = signed_in(app, RESIDENT)
    assert "There is no way back" in client.get("/my-data/delete").text
    answered = client.post("/my-data/delete", data={"word": "supprimer", "password": scenes.PASSWORD})
    receipt = answered.headers["Location"]
    assert "We are deleting everything." in client.get(receipt).text
    assert client.get("/home").status_code == 303
    work_off(engine, settings, "person.withdraw", "person.erase")
    page = app.test_client().get(receipt).text
    assert "Everything is deleted." in page and RESIDENT not in page
    again = app.test_client().post("/sign-in", data={"email": RESIDENT, "password": scenes.PASSWORD})
    assert again.status_code == 422
    assert app.test_client().get("/gone/another").status_code == 404
    assert signed_in(app, OTHER).get("/home").status_code == 200


def test_the_pages_are_whole_in_french(app: GreenerHomes) -> None:
    client = signed_in(app, RESIDENT)
    for address in ("/my-data", "/my-data/delete", "/who-looked"):
        assert '<html lang="fr">' in client.get(f"{address}?lang=fr").text


def test_looks_of_one_sitting_are_one_line_with_who_what_and_why(app: GreenerHomes, engine: Engine) -> None:
    coach = signed_in(app, COACH)
    case = _case(engine)
    coach.post(f"/desk/cases/{case}/take")
    for _ in range(10):
        assert coach.get(f"/desk/cases/{case}").status_code == 200
    page = signed_in(app, RESIDENT).get("/who-looked").text
    assert page.count("Your readings and the charts made from them") == 1
    assert "10 times in one sitting" in page
    assert "A Home Energy Coach" in page and "To check your advice" in page
    assert "Test coach" not in page


def test_every_view_of_the_desk_that_opens_a_home_leaves_a_look(app: GreenerHomes, engine: Engine) -> None:
    """Whatever page of the desk names the home, the home's resident can read that it was looked at."""
    coach = signed_in(app, COACH)
    case, reference = _case(engine), _reference(engine)
    coach.post(f"/desk/cases/{case}/take")
    opened = 0
    for rule in app.url_map.iter_rules():
        if level_of(app, rule.endpoint) is not Access.COACH or "GET" not in (rule.methods or ()):
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, case))
        before = _looks(engine)
        answered = coach.get(address)
        is_paper = answered.mimetype == "application/pdf"
        if answered.status_code == 200 and (is_paper or reference in answered.text):
            opened += 1
            assert _looks(engine) > before, f"{rule.endpoint} shows the home and leaves no look"
    assert opened >= 3, "the case, its paper and a list show the home"


def test_a_partner_is_named_as_an_organisation(app: GreenerHomes, engine: Engine, settings: Settings) -> None:
    from greener_homes import organisations
    from greener_homes.organisations import OrganisationKind

    with db.transaction(engine) as session:
        utility = organisations.register(
            session, OrganisationKind.UTILITY, "lakeside", "Lakeside Hydro", now=scenes.NOW
        )
        worker = scenes.person(session, open_vault(settings), Audience.UTILITY_PARTNER)
        organisations.add_member(session, utility.id, worker.id, now=scenes.NOW)
        home_id = uuid.UUID(str(session.execute(text("SELECT home_id FROM review")).scalar_one()))
        audit.record_looks(
            session, worker.actor, Action.DATA_GIVEN_OUT, [home_id], at=datetime.now(UTC), purpose="referral"
        )
    page = signed_in(app, RESIDENT).get("/who-looked").text
    assert "Lakeside" in page and "Because you asked to be referred" in page


def _case(engine: Engine) -> uuid.UUID:
    with db.reading(engine) as session:
        return uuid.UUID(str(session.execute(text("SELECT id FROM review")).scalar_one()))


def _reference(engine: Engine) -> str:
    with db.reading(engine) as session:
        query = "SELECT number FROM home JOIN review ON review.home_id = home.id"
        return f"GH-{session.execute(text(query)).scalar_one()}"


def _looks(engine: Engine) -> int:
    with db.reading(engine) as session:
        looks = [action.value for action in audit.LOOKS]
        query = text("SELECT count(*) FROM audit_event WHERE action = ANY(:looks) AND actor_audience = 'coach'")
        return int(session.execute(query, {"looks": looks}).scalar_one())
