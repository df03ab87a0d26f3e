"""Signing up, links by e-mail, recovery and the list of browsers, over HTTP and as a worker would write the letters."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlmodel import select

from greener_homes import db, homes, people
from greener_homes.home_facts import known_facts
from greener_homes.homes import Provenance
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.people import SignIn
from greener_homes.tables.ways_in import EmailLink
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.auth.letters import deliver
from tests.web.visiting import application, registered
from web.app import GreenerHomes

EMAIL = "newcomer@mail.example"
PASSWORD = "trombone gravel atlas"


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


def sign_up(client: FlaskClient, email: str = EMAIL, **more: str) -> str:
    answered = client.post("/sign-up", data={"email": email, "language": "en", **more})
    assert answered.status_code == 303
    return answered.headers["Location"]


def test_from_the_three_questions_to_an_account_with_what_was_said(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    client = site.test_client()
    front = client.get("/?type=detached&age=1970_1979&fuel=natural_gas").get_data(as_text=True)
    address = re.search(r'href="(/sign-up\?home=[^"]+)"', front)
    assert address, "the estimate leads to signing up"
    page = client.get(address[1]).get_data(as_text=True)
    carried = re.search(r'name="home" value="([^"]+)"', page)
    assert carried and "We take along what you said" in page
    assert sign_up(client, home=carried[1]) == "/sign-in/letter-sent"
    assert client.get("/sign-in/letter-sent").status_code == 200
    (letter,) = deliver(engine, settings)
    assert (letter.to, letter.subject) == (EMAIL, "Confirm your e-mail address")
    for _ in range(3):
        opened = client.get(letter.path).get_data(as_text=True)  # mail programs look first
        assert "n•••@mail.example" in opened and "another browser" not in opened
    weak = client.post(letter.path, data={"name": "Sam", "password": "password1234"})
    assert weak.status_code == 422 and "Many people use this password" in weak.get_data(as_text=True)
    assert "A first name is enough" in client.post(letter.path, data={"name": " "}).get_data(as_text=True)
    entered = client.post(letter.path, data={"name": "Sam", "password": PASSWORD})
    assert entered.headers["Location"] == client.get("/about/go-on").headers["Location"] == "/about/tenure"
    assert client.get("/home").status_code == 200
    again = site.test_client()
    assert again.get(letter.path).status_code == 404 and again.post(letter.path).status_code == 404
    assert again.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 303
    with db.reading(engine) as session:
        person = people.find(session, open_vault(settings), EMAIL)
        assert person and person.name == "Sam"
        home = homes.home_of(session, person.id, on=datetime.now(UTC).date())
        assert home
        said = {fact.name: (fact.value, fact.provenance) for fact in known_facts(session, home.id)}
        assert said["heating_fuel"] == ("natural_gas", Provenance.RESIDENT) and said["year_built"][0] == 1975


def test_a_known_address_is_answered_alike_and_told_by_letter(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, "known@mail.example", Audience.RESIDENT)
    known, unknown = site.test_client(), site.test_client()
    for path, data in (("/sign-up", {}), ("/sign-in/letter", {}), ("/sign-in/letter", {"recover": "yes"})):
        first = known.post(path, data={"email": "known@mail.example", **data})
        second = unknown.post(path, data={"email": "unknown@mail.example", **data})
        assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
        assert first.get_data() == second.get_data()
    letters = deliver(engine, settings)
    assert sorted((one.to, one.subject) for one in letters) == [
        ("known@mail.example", "Choose a new password"),
        ("known@mail.example", "You have an account already"),
        ("known@mail.example", "Your link to sign in"),
        ("unknown@mail.example", "Confirm your e-mail address"),
    ]
    with db.reading(engine) as session:
        assert people.find(session, open_vault(settings), "unknown@mail.example") is None, "until it is confirmed"


def test_a_link_opened_elsewhere_asks_whose_it_is_and_leads_only_to_our_pages(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    client, elsewhere = site.test_client(), site.test_client()
    for onward in ("/sharing", "https://evil.example/"):
        client.post("/sign-in/letter", data={"email": EMAIL, "next": onward})
    ours, theirs = (one.path for one in deliver(engine, settings))
    assert "another browser" in elsewhere.get(ours).get_data(as_text=True)
    assert elsewhere.post(ours).status_code == 422, "the button says that it was me"
    assert elsewhere.post(ours, data={"mine": "yes"}).headers["Location"] == "/sharing"
    assert client.post(ours).status_code == 404, "once"
    assert client.post(theirs).headers["Location"] == "/home"


def test_links_are_kept_as_digests_and_are_over_in_a_quarter_of_an_hour(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    client = site.test_client()
    client.post("/sign-in/letter", data={"email": EMAIL})
    (letter,) = deliver(engine, settings)
    token = letter.path.rpartition("/")[2]
    with db.transaction(engine) as session:
        row = session.exec(select(EmailLink)).one()
        assert token not in str(row) and EMAIL not in str(row) and b"mail.example" not in (row.asked_sealed or b"")
        assert row.expires_at - row.asked_at == timedelta(minutes=15)
        session.execute(update(EmailLink).values(expires_at=datetime.now(UTC)))
    assert client.get(letter.path).status_code == 404 and client.post(letter.path).status_code == 404


def test_asking_too_often_is_refused_for_any_address_alike(site: GreenerHomes) -> None:
    client = site.test_client()
    for _ in range(5):
        sign_up(client)
    answered = client.post("/sign-in/letter", data={"email": EMAIL.upper()})
    assert answered.status_code == 429 and "We have written often enough" in answered.get_data(as_text=True)
    assert client.post("/sign-up", data={"email": "not an address"}).status_code == 422


def test_a_forgotten_password_is_chosen_anew_and_ends_every_other_sign_in(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    before, client = site.test_client(), site.test_client()
    before.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD})
    assert before.get("/account").status_code == 200
    for _ in range(2):
        client.post("/sign-in/letter", data={"email": EMAIL, "recover": "yes"})
    link, unused = (one.path for one in deliver(engine, settings))
    assert client.post(link, data={"password": "too short"}).status_code == 422
    assert client.post(link, data={"password": PASSWORD}).status_code == 303
    assert client.get("/account").status_code == 200
    assert before.get("/account").status_code == 303, "signed out"
    assert client.get(unused).status_code == 404, "other links are void"
    assert deliver(engine, settings)[-1].subject == "Your password was changed"
    assert client.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD}).status_code == 422


def test_browsers_are_listed_and_ended_one_by_one_and_all_together(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    for email in (EMAIL, "stranger@mail.example"):
        registered(engine, settings, email, Audience.RESIDENT)
    first, second, third, stranger = (site.test_client() for _ in range(4))
    agents = {
        first: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        second: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
        third: "curl/8",
    }
    for client, agent in agents.items():
        client.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD}, headers={"User-Agent": agent})
    stranger.post("/sign-in", data={"email": "stranger@mail.example", "password": scenes.PASSWORD})
    page = first.get("/account").get_data(as_text=True)
    assert "Firefox on a Linux computer" in page and "Safari on an iPhone or iPad" in page
    assert "A browser we do not know" in page and "Mozilla" not in page
    ends = re.findall(r'action="(/account/devices/[0-9a-f-]{36}/end)"', page)
    assert len(ends) == 2, "not this one"
    assert stranger.post(ends[0]).status_code == 404 and first.post(ends[0]).status_code == 303
    assert sorted((second.get("/account").status_code, third.get("/account").status_code)) == [200, 303]
    assert first.post("/account/devices/end-others").status_code == 303
    assert {one.get("/account").status_code for one in (second, third)} == {303}
    assert first.post("/account/devices/end-all").status_code == 303 and first.get("/account").status_code == 303
    assert stranger.get("/account").status_code == 200


def test_a_browser_nobody_used_for_hours_is_signed_out(site: GreenerHomes, engine: Engine, settings: Settings) -> None:
    for email, audience in ((EMAIL, Audience.RESIDENT), ("coach@mail.example", Audience.COACH)):
        registered(engine, settings, email, audience)
    resident, coach = site.test_client(), site.test_client()
    resident.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD})
    coach.post("/sign-in", data={"email": "coach@mail.example", "password": scenes.PASSWORD})
    with db.transaction(engine) as session:
        session.execute(update(SignIn).values(seen_at=datetime.now(UTC) - timedelta(hours=2)))
    assert resident.get("/account").status_code == 200 and coach.get("/account").status_code == 303
    with db.reading(engine) as session:
        seen = session.exec(select(SignIn.seen_at)).all()
    assert max(seen) > datetime.now(UTC) - timedelta(minutes=5), "using it is noted"


def test_a_password_is_changed_by_who_knows_the_present_one(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    client, other = site.test_client(), site.test_client()
    for one in (client, other):
        one.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD})
    wrong = client.post("/account/password", data={"present": "wrong", "password": PASSWORD})
    assert wrong.status_code == 422 and "not your present password" in wrong.get_data(as_text=True)
    assert client.post("/account/password", data={"present": scenes.PASSWORD, "password": "short"}).status_code == 422
    assert client.post("/account/password", data={"present": scenes.PASSWORD, "password": PASSWORD}).status_code == 303
    assert client.get("/account").status_code == 200 and other.get("/account").status_code == 303


def test_pages_are_there_in_french(site: GreenerHomes, engine: Engine, settings: Settings) -> None:
    client = site.test_client()
    client.set_cookie("lang", "fr")
    for path, words in {
        "/sign-up": "Commencez par votre adresse courriel",
        "/sign-in/letter": "Se connecter par courriel",
        "/sign-in/letter?recover=yes": "Choisir un nouveau mot de passe",
        "/sign-in/letter-sent": "Regardez vos courriels",
    }.items():
        assert words in client.get(path).get_data(as_text=True), path


def test_only_the_demonstration_shows_the_letter_and_only_to_who_asked(engine: Engine, settings: Settings) -> None:
    plain, demo = application(engine, settings), application(engine, settings.model_copy(update={"demo": True}))
    client, other = demo.test_client(), demo.test_client()
    sign_up(client)
    assert "being written" in client.get("/sign-in/letter-sent").get_data(as_text=True)
    (letter,) = deliver(engine, settings)
    assert letter.path in client.get("/sign-in/letter-sent").get_data(as_text=True)
    assert letter.path not in other.get("/sign-in/letter-sent").get_data(as_text=True)
    real = plain.test_client()
    real.set_cookie("greener_homes", client.get_cookie("greener_homes").value)  # type: ignore[union-attr]
    assert letter.path not in real.get("/sign-in/letter-sent").get_data(as_text=True)


def test_who_never_chose_a_password_chooses_one_before_everything_goes(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    client = site.test_client()
    sign_up(client, next="/join/nothing")
    (letter,) = deliver(engine, settings)
    assert client.post(letter.path, data={"name": "Sam"}).headers["Location"] == "/join/nothing"
    assert client.get("/home").headers["Location"] == "/begin"
    assert client.post("/begin").headers["Location"] == "/about/go-on"
    assert client.get("/home").status_code == 200
    assert client.get("/my-data/delete").headers["Location"] == "/account"
    assert client.post("/account/password", data={"password": PASSWORD}).status_code == 303
    assert client.get("/my-data/delete").status_code == 200


def test_a_link_is_used_only_by_its_own_button(site: GreenerHomes, engine: Engine, settings: Settings) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    site.config["WTF_CSRF_ENABLED"] = True
    client = site.test_client()

    def token(path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))
        assert found
        return found[1]

    asked = {"email": EMAIL, "csrf_token": token("/sign-in/letter")}
    assert client.post("/sign-in/letter", data=asked).status_code == 303
    (letter,) = deliver(engine, settings)
    assert client.post(letter.path).status_code == 400
    assert client.post(letter.path, data={"csrf_token": token(letter.path)}).headers["Location"] == "/home"
