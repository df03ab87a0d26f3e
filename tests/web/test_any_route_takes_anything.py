"""Every address, asked by everybody with anything: never a fault, never markup given back, problems as documents."""

from __future__ import annotations

import io
from random import Random
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import settings as property_tests
from sqlalchemy import Engine, text
from werkzeug.routing import Rule

from greener_homes import db, organisations, partner_clients
from greener_homes.audit import PLATFORM
from greener_homes.identity import browsers
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_clients import OPEN_TO
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.test_access import EXAMPLE
from tests.web.test_logs_carry_nobody import FIELDS
from web.app import GreenerHomes, create_app

ROUNDS = property_tests().max_examples // 25
"""Four, or as many more as `make wander` asks for."""
MARKUP = "<zyxw onx='1'>\""
VALUES = (
    "",
    "\x00",
    "a\x00b",
    MARKUP,
    "x" * 3_000,
    "٣",
    "1_0",
    "1e999",
    "NaN",
    "-1",
    "99999999999999999999",
    "２０２６-01-01",
    "' OR 1=1 --",
    "{{7*7}}",
    "%s%n",
    "\ud7ff\ufdd0\ue000",
    "\u202e",
    "../../etc/passwd",
    "http://127.0.0.1:9/",
    "//evil.example",
    "/\r\nSet-Cookie: x=1",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "yes",
    "on",
    "true",
    "null",
    "[]",
    "\\",
    "é" * 300,
    "\x1b[31m",
)
BODIES = (
    b"",
    b"{",
    b"[]",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b"[" * 50_000,
    b'{"a": "\\ud800"}',
    b"\xff\xfe",
    b"\x00" * 100,
    b"<a/>",
    b"<!DOCTYPE a>" + b"<a/>",
    b'{"token": "<zyxw onx=\'1\'>\\"", "account": 1, "meter": []}',
    b"a=%00&b=%ff&granted=yes",
    b"PK\x03\x04",
)
KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "text/plain",
    "application/xml",
    "text/csv",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/json; charset=x",
    "\udcff/x",
)
NAMES = (
    *FIELDS,
    "since",
    "limit",
    "after",
    "page",
    "home",
    "file",
    "code",
    "state",
    "error",
    "iss",
    "scope",
    "grant_type",
    "token",
)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")


@pytest.fixture
def app(settings: Settings, engine: Engine, valkey: str) -> GreenerHomes:
    made = create_app(settings, engine)
    made.config["WTF_CSRF_ENABLED"] = False  # so that what lies behind it is reached
    return made


def _askers(app: GreenerHomes, engine: Engine, settings: Settings) -> list[tuple[FlaskClient, dict[str, str]]]:
    keys = open_vault(settings)
    found: list[tuple[FlaskClient, dict[str, str]]] = [(app.test_client(), {})]
    with db.transaction(engine) as session:
        supplier = organisations.register(session, OrganisationKind.UTILITY, "lakeshore", "Lakeshore", now=scenes.NOW)
        made = partner_clients.make(
            session, keys, supplier.id, "Nightly", OPEN_TO[OrganisationKind.UTILITY], actor=PLATFORM, now=scenes.NOW
        )
    basic = {"client_id": str(made.client.id), "client_secret": made.secret, "grant_type": "client_credentials"}
    token = app.test_client().post("/oauth/token", data=basic).get_json()["access_token"]
    found.append((app.test_client(use_cookies=False), {"Authorization": f"Bearer {token}"}))
    for audience in Audience:
        email = f"{audience.value}@test.example"
        with db.transaction(engine) as session:
            make = scenes.resident if audience is Audience.RESIDENT else None
            someone = make(session, keys, email=email).person if make else scenes.person(session, keys, audience, email)
            browsers.start(session, someone, now=scenes.NOW, hours=1)
        client = app.test_client()
        assert client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD}).status_code == 303
        found.append((client, {}))
    return found


@pytest.mark.slow
def test_nothing_that_is_asked_is_a_fault(app: GreenerHomes, engine: Engine, settings: Settings) -> None:
    random = Random(0)
    asked, wrong = 0, []
    askers = _askers(app, engine, settings)
    for number in range(ROUNDS):
        with db.transaction(engine) as session:
            session.execute(text("DELETE FROM partner_calls"))
        for rule in app.url_map.iter_rules():
            if rule.endpoint in ("auth.sign_out", "static"):
                continue
            for client, headers in askers:
                asked += 1
                problem = _asked(client, rule, headers, random)
                if problem:
                    wrong.append(f"round {number}: {problem}")
    assert asked > 500
    assert not wrong, "\n".join(wrong[:60])


def _asked(client: FlaskClient, rule: Rule, headers: dict[str, str], random: Random) -> str | None:
    """What was wrong with the answer to one question, if anything."""
    address = _address(rule, random)
    method = random.choice(METHODS) if random.random() < 0.2 else random.choice(sorted(rule.methods or {"GET"}))
    fields = {name: random.choice(VALUES) for name in random.sample(NAMES, random.randint(0, 12))}
    more = {"Idempotency-Key": random.choice(("night", "x" * 900, "é", ""))} if random.random() < 0.3 else {}
    sent: dict[str, object]
    if random.random() < 0.5:
        file = (io.BytesIO(random.choice(BODIES)), random.choice(("a.csv", "../x", "\x00", MARKUP)))
        sent = {"data": fields | {"file": file}, "content_type": "multipart/form-data"}
    elif random.random() < 0.5:
        sent = {"data": fields}
    else:
        sent = {"data": random.choice(BODIES), "content_type": random.choice(KINDS)}
    if method in ("GET", "HEAD", "OPTIONS"):
        sent = {}
    answer = client.open(
        address, method=method, query_string={} if random.random() < 0.4 else fields, headers=headers | more, **sent
    )  # type: ignore[arg-type]
    body = answer.get_data()
    said = f"{method} {address[:120]!r} {ascii(sent)[:300]} -> {answer.status_code}"
    answer.close()
    if answer.status_code >= 500 and not (address == "/readyz" and answer.status_code == 503):
        return said
    if MARKUP.encode() in body:
        return f"{said}: markup given back"
    if "Set-Cookie: x" in str(answer.headers) or urlsplit(answer.headers.get("Location", "")).hostname not in (
        None,
        "localhost",
    ):
        return f"{said}: {answer.headers}"
    is_api = address.startswith(("/api/", "/oauth/"))
    if is_api and answer.status_code >= 400 and method != "HEAD" and "json" not in answer.mimetype:
        return f"{said}: an error that is no document, {answer.mimetype}"
    return None


def _address(rule: Rule, random: Random) -> str:
    """The rule's address, with good or strange parts."""
    parts = []
    for is_variable, part in rule._trace:
        if not is_variable:
            parts.append(part.lstrip("|"))
        elif random.random() < 0.6:
            parts.append(quote(str(EXAMPLE.get(part, "x"))))
        else:
            parts.append(quote(random.choice(VALUES)[:200] or "-", safe=""))
    return "".join(parts)
