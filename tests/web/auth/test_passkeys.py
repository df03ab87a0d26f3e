"""A passkey in a real browser: added in the account, used instead of a password and its second step, taken away."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

from greener_homes import db
from greener_homes.identity import passkeys
from greener_homes.people import Audience
from greener_homes.settings import Settings
from tests import scenes
from tests.walk.looked_over import look_over
from tests.web.auth.letters import deliver
from tests.web.auth.test_second_step import password
from tests.web.browser import launch, whole
from tests.web.visiting import application, registered, signed_in
from web.app import create_app

EMAIL = "resident@mail.example"


@pytest.fixture
def site(engine: Engine, settings: Settings) -> Iterator[str]:
    """The site under a name of its own: a passkey belongs to a name."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://localhost:{listening.getsockname()[1]}"
        app = create_app(settings.model_copy(update={"public_url": address, "second_factor": True}), engine)
        server = make_server("127.0.0.1", 0, whole(app), threaded=True, fd=listening.fileno())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()
        server.server_close()


def device(page: Page) -> CDPSession:
    """The browser holds passkeys, and its person is always there."""
    told = page.context.new_cdp_session(page)
    told.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    told.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **always}})
    return told


@pytest.mark.browser
def test_a_passkey_is_added_used_and_taken_away(site: str, engine: Engine, settings: Settings) -> None:
    person = registered(engine, settings, EMAIL, Audience.RESIDENT)
    with sync_playwright() as play:
        browser = launch(play)
        page = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-CA").new_page()
        held = device(page)
        page.goto(f"{site}/sign-in?next=/account")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("No passkey was used.")).to_be_visible(timeout=15_000)
        look_over(page)
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(scenes.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text("From now on you can sign in with this passkey.")).to_be_visible(timeout=15_000)
        look_over(page)
        with db.reading(engine) as session:
            assert len(passkeys.listed(session, person.id)) == 1
        assert deliver(engine, settings)[-1].subject == "A passkey opens your account"

        page.context.clear_cookies()
        page.goto(f"{site}/sign-in?next=/account")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{site}/account")
        page.get_by_role("region", name="Passkeys").get_by_role("button", name="Take it away").click()
        expect(page.get_by_text("That passkey opens nothing any more.")).to_be_visible()
        page.context.clear_cookies()
        page.goto(f"{site}/sign-in")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("That passkey was not accepted.")).to_be_visible(timeout=15_000)
        held.detach()
        browser.close()


def test_without_a_name_there_are_none(engine: Engine, settings: Settings) -> None:
    registered(engine, settings, EMAIL, Audience.RESIDENT)
    app = application(engine, settings.model_copy(update={"public_url": None}))
    assert "passkey" not in app.test_client().get("/sign-in").get_data(as_text=True).casefold()
    assert "passkey" not in signed_in(app, EMAIL).get("/account").get_data(as_text=True).casefold()
    assert app.test_client().post("/sign-in/passkey/question").status_code == 404


def test_an_answer_that_is_none_leads_back_to_the_door(engine: Engine, settings: Settings) -> None:
    app = application(engine, settings.model_copy(update={"public_url": "https://homes.example"}))
    client = app.test_client()
    asked = client.post("/sign-in/passkey/question")
    assert asked.get_json()["rpId"] == "homes.example" and asked.headers["Cache-Control"] == "no-store"
    answered = client.post("/sign-in/passkey", data={"answer": "{}", "next": "/plan"})
    assert (answered.status_code, answered.headers["Location"]) == (303, "/sign-in?next=/plan")
    assert "That passkey was not accepted." in client.get("/sign-in").get_data(as_text=True)


def test_a_half_signed_in_browser_adds_none(engine: Engine, settings: Settings) -> None:
    change = {"public_url": "https://homes.example", "second_factor": True}
    app = application(engine, settings.model_copy(update=change))
    registered(engine, settings, "coach@mail.example", Audience.COACH)
    client = app.test_client()
    assert password(client) == "/sign-in/second-step"
    assert client.post("/account/passkeys/question").status_code == 303
