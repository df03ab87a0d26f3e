"""What people type, send or ask for is in no line of the log, however a request ends."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.routing import Rule

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.test_access import EXAMPLE
from web.access import Access, access
from web.app import GreenerHomes, create_app

CANARY = "zyxwcanary"
EMAIL = f"{CANARY}@test.example"
FIELDS = (
    *(
        "email",
        "password",
        "next",
        "moved_in",
        "municipality",
        "dwelling_type",
        "year_built",
        "attic_r",
        "note",
        "reason",
        "reference",
        "said",
        "channel",
        "why",
        "leaving",
    ),
    *("granted", "statement", "decision", "question", "action", "move", "measure", "word", "name", "account", "meter"),
)


@pytest.fixture
def app(settings: Settings, engine: Engine) -> GreenerHomes:
    made = create_app(settings, engine)
    made.config["WTF_CSRF_ENABLED"] = False

    @access(Access.PUBLIC)
    def fault() -> str:
        raise RuntimeError(f"a row of {EMAIL}")

    @access(Access.PUBLIC)
    def refused_by_the_database() -> str:
        with db.transaction(engine) as session:
            session.execute(
                text("INSERT INTO heartbeat (kind, worker) VALUES (:kind, :worker)"), {"kind": EMAIL, "worker": CANARY}
            )
        return ""

    made.add_url_rule("/fault", "fault", fault)
    made.add_url_rule("/refused", "refused_by_the_database", refused_by_the_database)
    return made


def test_a_walk_with_canaries_in_every_input_leaves_none_in_the_log(
    app: GreenerHomes, engine: Engine, settings: Settings, logged: list[str]
) -> None:
    keys = open_vault(settings)
    clients = [app.test_client()]
    for audience in Audience:
        with db.transaction(engine) as session:
            make = scenes.resident if audience is Audience.RESIDENT else None
            email = f"{audience.value}.{EMAIL}"
            make(session, keys, email=email) if make else scenes.person(session, keys, audience, email)
        client = app.test_client()
        assert client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD}).status_code == 303
        clients.append(client)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "auth.sign_out":
            continue
        for client in clients:
            _try(client, rule)
    endings = {line.partition('"status": ')[2][:3] for line in logged if "request.answered" in line}
    assert endings >= {"200", "303", "404", "500"}, "the walk met every kind of end"
    assert any("request.fault" in line for line in logged)
    assert [line for line in logged if CANARY in line.lower()] == []
    with db.reading(engine) as session:
        recorded = [str(tuple(row)) for row in session.execute(text("SELECT * FROM audit_event"))]
    assert recorded and [event for event in recorded if CANARY in event.lower()] == []


def _try(client: FlaskClient, rule: Rule) -> None:
    app = client.application
    with app.test_request_context():
        values = {
            name: CANARY if name in ("name", "filename", "token", "caller") else EXAMPLE[name]
            for name in rule.arguments
        }
        address = app.url_for(rule.endpoint, **values)
    query = dict.fromkeys(FIELDS, f"{CANARY} {EMAIL}")
    headers = {"Referer": f"http://{CANARY}.example/?x={EMAIL}", "User-Agent": CANARY, "X-Forwarded-For": CANARY}
    if rule.methods and "GET" in rule.methods:
        client.get(address, query_string=query, headers=headers).close()
    if rule.methods and "POST" in rule.methods:
        file = (io.BytesIO(f"<feed>{EMAIL}".encode()), f"{CANARY}.xml")
        client.post(address, data=query | {"file": file}, headers=headers).close()
