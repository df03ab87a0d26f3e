"""The second step: set up at the first sign-in of staff where it is required, and asked for at each one after."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlmodel import select

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.ways_in import RecoveryCode, SecondFactor
from tests import scenes
from tests.web.auth.letters import deliver
from tests.web.visiting import application, registered
from web.app import GreenerHomes

COACH = "coach@mail.example"


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings.model_copy(update={"second_factor": True}))


def password(client: FlaskClient, email: str = COACH, onward: str = "") -> str:
    answered = client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD, "next": onward})
    assert answered.status_code == 303
    return answered.headers["Location"]


def secret_on(page: str) -> str:
    found = re.search(r'class="key-to-type">([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def but_its_token(page: str) -> str:
    """A form's token says in which second it was made."""
    found = re.subn(r'(name="csrf_token"[^>]*value=)"[^"]+"', r"\1", page)
    assert found[1]
    return found[0]


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def forget_step(engine: Engine) -> None:
    """As if half a minute had passed: the code of this moment counts again."""
    with db.transaction(engine) as session:
        session.execute(update(SecondFactor).values(last_step=0))


def test_staff_set_it_up_first_and_give_a_code_ever_after(
    site: GreenerHomes, engine: Engine, settings: Settings
) -> None:
    registered(engine, settings, COACH, Audience.COACH)
    client = site.test_client()
    assert password(client, onward="/desk/mine") == "/sign-in/second-step"
    assert client.get("/desk/mine").status_code == 303, "half signed in opens nothing"
    assert client.get("/account").status_code == 303
    assert client.get("/sign-in/second-step").headers["Location"] == "/sign-in/second-step/set-up"
    page = client.get("/sign-in/second-step/set-up").get_data(as_text=True)
    again = client.get("/sign-in/second-step/set-up").get_data(as_text=True)
    assert "<svg" in page and but_its_token(page) == but_its_token(again), "the same key"
    secret = secret_on(page)
    assert client.post("/sign-in/second-step/set-up", data={"code": "000000"}).status_code == 422
    first = code(secret)
    shown = client.post("/sign-in/second-step/set-up", data={"code": first}).get_data(as_text=True)
    recovery = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", shown)
    assert len(recovery) == 10 and 'href="/desk/mine"' in shown
    assert client.get("/desk/mine").status_code == 200
    assert deliver(engine, settings)[-1].subject == "The second step of your sign-in has changed"
    with db.reading(engine) as session:
        kept = session.exec(select(SecondFactor)).one()
        assert secret.encode() not in kept.secret_sealed
        assert all(
            recovery[0].replace("-", "").encode() not in row.code_match for row in session.exec(select(RecoveryCode))
        )

    later = site.test_client()
    password(later)
    assert later.post("/sign-in/second-step", data={"code": first}).status_code == 422, "used already"
    forget_step(engine)
    assert later.post("/sign-in/second-step", data={"code": code(secret)}).status_code == 303
    assert later.get("/desk/mine").status_code == 200
    lost = site.test_client()
    for status in (303, 422):
        password(lost)
        answered = lost.post("/sign-in/second-step", data={"code": recovery[3].upper()})
        assert answered.status_code == status, "a recovery code counts once"
    assert "9 recovery codes are left" in later.get("/account").get_data(as_text=True)
    assert later.post("/account/second-step/end", data={"code": recovery[1]}).status_code == 404, "not for staff"


def test_guessing_closes_the_door(site: GreenerHomes, engine: Engine, settings: Settings) -> None:
    registered(engine, settings, COACH, Audience.COACH)
    client = site.test_client()
    password(client)
    secret = secret_on(client.get("/sign-in/second-step/set-up").get_data(as_text=True))
    for _ in range(10):
        client.post("/sign-in/second-step/set-up", data={"code": "12345x"})
    answered = client.post("/sign-in/second-step/set-up", data={"code": code(secret)})
    assert answered.status_code == 422 and "Too many tries" in answered.get_data(as_text=True)


def test_residents_may_have_it_and_may_end_it(site: GreenerHomes, engine: Engine, settings: Settings) -> None:
    registered(engine, settings, "resident@mail.example", Audience.RESIDENT)
    client = site.test_client()
    assert password(client, "resident@mail.example") == "/home"
    secret = secret_on(client.get("/sign-in/second-step/set-up").get_data(as_text=True))
    client.post("/sign-in/second-step/set-up", data={"code": code(secret)})
    other = site.test_client()
    assert password(other, "resident@mail.example") == "/sign-in/second-step"
    forget_step(engine)
    client.post("/account/second-step/end", data={"code": code(secret)})
    assert password(site.test_client(), "resident@mail.example") == "/home"
    assert other.post("/sign-in/second-step", data={"code": code(secret)}).headers["Location"] == "/sign-in"
