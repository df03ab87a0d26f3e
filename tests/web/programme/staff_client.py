"""Members of staff signed in, each in a browser of their own, whose every page is read strictly."""

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


def application(engine: Engine, settings: Settings) -> GreenerHomes:
    """The application, whose forms need no token."""
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = LintingClient
    return app


def registered(
    engine: Engine, settings: Settings, email: str = "staff@test.example", audience: Audience = Audience.PROGRAMME
) -> PersonView:
    """Somebody who can sign in."""
    with db.transaction(engine) as session:
        return scenes.person(session, open_vault(settings), audience, email)


def signed_in(app: GreenerHomes, email: str = "staff@test.example") -> FlaskClient:
    """Their browser."""
    client = app.test_client()
    assert client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD}).status_code == 303
    return client
