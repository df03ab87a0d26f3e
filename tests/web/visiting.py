"""The application as tests visit it: forms need no token, every page is read strictly, and somebody is signed in."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import db
from greener_homes.people import Audience, PersonView
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.linting import LintingClient
from web.app import GreenerHomes, create_app

STAFF = "staff@test.example"


def application(engine: Engine, settings: Settings) -> GreenerHomes:
    """The application on this database; its clients refuse a page that a strict reader would not accept."""
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = LintingClient
    return app


def registered(
    engine: Engine, settings: Settings, email: str = STAFF, audience: Audience = Audience.PROGRAMME
) -> PersonView:
    """Somebody who can sign in."""
    with db.transaction(engine) as session:
        return scenes.person(session, open_vault(settings), audience, email)


def signed_in(app: GreenerHomes, email: str = STAFF) -> FlaskClient:
    """A browser of its own, in which the person of `email` is signed in."""
    client = app.test_client()
    answered = client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD})
    assert answered.status_code == 303, "nobody was let in"
    return client
