"""Tokens for partners' software: the protocol as written, and every shortcut around it closed."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from greener_homes import audit, db, partner_calls, partner_clients
from greener_homes.partner_calls import LIMITS, CallKind
from greener_homes.partner_clients import Scope
from greener_homes.vault import Vault
from tests.web.partner_api.conftest import Software
from web import current

GRANT = {"grant_type": "client_credentials"}


def error_of(answered: TestResponse) -> tuple[int, str]:
    return answered.status_code, answered.get_json()["error"]


@pytest.mark.parametrize("way", ["header", "form"])
def test_a_client_gets_a_token_for_an_hour(browserless: FlaskClient, software: Software, way: str) -> None:
    posted = {"client_id": software.id, "client_secret": software.secret} if way == "form" else {}
    headers = software.basic if way == "header" else {}
    answered = browserless.post("/oauth/token", data=GRANT | posted, headers=headers)
    body = answered.get_json()
    assert answered.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert set(body["scope"].split()) == {"imports:read", "imports:write", "consents:read", "matches:write"}
    assert answered.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answered.headers


def test_a_token_carries_only_what_was_asked_for(browserless: FlaskClient, software: Software) -> None:
    answered = browserless.post("/oauth/token", data=GRANT | {"scope": "imports:read"}, headers=software.basic)
    assert answered.get_json()["scope"] == "imports:read"


@pytest.mark.parametrize(
    "scope", ["offers:write", "imports:read offers:write", "everything", "imports:read  imports:write", "IMPORTS:READ"]
)
def test_a_scope_the_client_lacks_is_refused_whole(browserless: FlaskClient, software: Software, scope: str) -> None:
    answered = browserless.post("/oauth/token", data=GRANT | {"scope": scope}, headers=software.basic)
    assert error_of(answered) == (400, "invalid_scope")
    assert scope not in answered.get_data(as_text=True)


def test_wrong_secret_and_unknown_client_are_answered_alike(browserless: FlaskClient, software: Software) -> None:
    wrong = Software(software.organisation, software.id, "ghs_wrong")
    unknown = Software(software.organisation, str(uuid.uuid4()), software.secret)
    answers = [browserless.post("/oauth/token", data=GRANT, headers=one.basic) for one in (wrong, unknown)]
    assert [error_of(one) for one in answers] == [(401, "invalid_client")] * 2
    assert answers[0].data == answers[1].data
    assert answers[0].headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b":").decode(),
        "Bearer abc",
        "Basic " + base64.b64encode(b"a" * 100_000 + b":b").decode()[:60_000],
    ],
)
def test_a_broken_header_is_nobodys(browserless: FlaskClient, header: str) -> None:
    answered = browserless.post("/oauth/token", data=GRANT, headers={"Authorization": header})
    assert error_of(answered) == (401, "invalid_client")


def test_only_the_body_counts(browserless: FlaskClient, software: Software) -> None:
    answered = browserless.post(
        f"/oauth/token?grant_type=client_credentials&client_id={software.id}&client_secret={software.secret}",
        data={"nothing": "here"},
    )
    assert answered.status_code in (400, 401)


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
    ],
)
def test_no_other_grant_is_known(
    browserless: FlaskClient, software: Software, form: dict[str, str], error: str
) -> None:
    answered = browserless.post("/oauth/token", data=form, headers=software.basic)
    assert answered.status_code == 400
    assert answered.get_json()["error"] in (error, "invalid_request")


def test_a_parameter_twice_two_ways_at_once_and_json_are_refused(browserless: FlaskClient, software: Software) -> None:
    form = "application/x-www-form-urlencoded"
    twice = "grant_type=client_credentials&scope=imports:read&scope=imports:write"
    both = GRANT | {"client_id": software.id, "client_secret": software.secret}
    for answered in (
        browserless.post("/oauth/token", data=twice, content_type=form, headers=software.basic),
        browserless.post("/oauth/token", data=both, headers=software.basic),
        browserless.post("/oauth/token", json=GRANT, headers=software.basic),
    ):
        assert error_of(answered) == (400, "invalid_request")


def test_a_revoked_token_opens_nothing_and_revoking_says_nothing(
    browserless: FlaskClient,
    software: Software,
    new_software: Callable[..., Software],
    bearer: Callable[..., dict[str, str]],
) -> None:
    header = bearer(software)
    token = header["Authorization"].removeprefix("Bearer ")
    other = new_software()
    for who, lives in ((other, 200), (software, 401)):
        answered = browserless.post("/oauth/revoke", data={"token": token}, headers=who.basic)
        assert (answered.status_code, answered.get_json()) == (200, {})
        assert browserless.get("/api/v1/imports", headers=header).status_code == lives
    answered = browserless.post("/oauth/revoke", data={"token": "never was"}, headers=software.basic)
    assert answered.status_code == 200


def test_introspection_speaks_only_of_the_clients_own_tokens(
    browserless: FlaskClient,
    software: Software,
    new_software: Callable[..., Software],
    bearer: Callable[..., dict[str, str]],
) -> None:
    token = bearer(software, "imports:read")["Authorization"].removeprefix("Bearer ")
    own = browserless.post("/oauth/introspect", data={"token": token}, headers=software.basic).get_json()
    assert (own["active"], own["client_id"], own["scope"]) == (True, software.id, "imports:read")
    assert own["exp"] - own["iat"] == 3600
    for form, who in (({"token": token}, new_software()), ({"token": "never was"}, software)):
        assert browserless.post("/oauth/introspect", data=form, headers=who.basic).get_json() == {"active": False}
    assert browserless.post("/oauth/introspect", data={"token": token}).status_code == 401
    assert browserless.post("/oauth/introspect", data={}, headers=software.basic).status_code == 400


def test_guessing_closes_the_door_for_the_guesser_and_not_for_the_owner(
    browserless: FlaskClient, software: Software
) -> None:
    wrong = Software(software.organisation, software.id, "ghs_wrong")
    far = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(LIMITS[CallKind.FAILED].count):
        assert browserless.post("/oauth/token", data=GRANT, headers=wrong.basic, environ_base=far).status_code == 401
    paused = browserless.post("/oauth/token", data=GRANT, headers=software.basic, environ_base=far)
    assert paused.status_code == 429
    assert int(paused.headers["Retry-After"]) > 0
    assert paused.mimetype == "application/problem+json"
    assert browserless.post("/oauth/token", data=GRANT, headers=software.basic).status_code == 200


def test_failures_are_on_record_without_what_was_tried(
    browserless: FlaskClient, software: Software, engine: Engine
) -> None:
    wrong = Software(software.organisation, software.id, "ghs_wrong")
    browserless.post("/oauth/token", data=GRANT, headers=wrong.basic)
    with db.reading(engine) as session:
        facts = session.execute(
            text("SELECT facts::text FROM audit_event WHERE action = 'client.token_refused'")
        ).scalars()
        assert list(facts) == ["{}"]


def test_too_many_calls_in_a_minute_are_told_when_to_go_on(
    browserless: FlaskClient,
    software: Software,
    bearer: Callable[..., dict[str, str]],
    engine: Engine,
    keys: Vault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    header = bearer(software)
    moment = audit_moment(engine)
    monkeypatch.setattr(current, "now", lambda: moment)
    with db.transaction(engine) as session:
        for _ in range(LIMITS[CallKind.CALL].count):
            partner_calls.note(session, keys, software.id, CallKind.CALL, now=moment)
    answered = browserless.get("/api/v1/imports", headers=header)
    assert answered.status_code == 429
    assert 1 <= int(answered.headers["Retry-After"]) <= 60


def audit_moment(engine: Engine):  # type: ignore[no-untyped-def]
    with db.reading(engine) as session:
        return session.execute(text("SELECT max(issued_at) FROM partner_token")).scalar_one()


def test_plain_http_to_another_machine_is_refused(browserless: FlaskClient, software: Software) -> None:
    answered = browserless.post("/oauth/token", data=GRANT, headers=software.basic, base_url="http://homes.example")
    assert error_of(answered) == (400, "insecure_transport")


def test_a_session_opens_nothing_here(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "somebody"
    answered = client.get("/api/v1/imports")
    assert answered.status_code == 401
    assert answered.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Set-Cookie" not in answered.headers


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 5000, "Bearer é", "nonsense"])
def test_what_is_not_a_token_of_ours_is_refused(browserless: FlaskClient, header: str) -> None:
    answered = browserless.get("/api/v1/imports", headers={"Authorization": header})
    assert answered.status_code == 401
    assert answered.get_json()["code"] == "api.token_invalid"


def test_every_address_asks_for_its_own_scope(
    browserless: FlaskClient, new_software: Callable[..., Software], bearer: Callable[..., dict[str, str]]
) -> None:
    header = bearer(new_software((Scope.CONSENTS_READ,)))
    answered = browserless.get("/api/v1/imports", headers=header)
    assert answered.status_code == 403
    assert 'scope="imports:read"' in answered.headers["WWW-Authenticate"]
    assert answered.get_json()["code"] == "api.scope_missing"


def test_an_ended_secret_ends_its_tokens_in_the_same_moment(
    browserless: FlaskClient, software: Software, bearer: Callable[..., dict[str, str]], engine: Engine, keys: Vault
) -> None:
    header = bearer(software)
    now = audit_moment(engine)
    with db.transaction(engine) as session:
        client = partner_clients.get(session, software.organisation, uuid.UUID(software.id), now=now)
        partner_clients.end_secret(
            session, software.organisation, client.id, client.secrets[0].id, actor=audit.PLATFORM, now=now
        )
    assert browserless.get("/api/v1/imports", headers=header).status_code == 401


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.dictionaries(
        st.sampled_from(["grant_type", "scope", "client_id", "client_secret", "token", "token_type_hint", "x"]),
        st.text(max_size=40) | st.sampled_from(["client_credentials", "imports:read", "access_token"]),
        max_size=6,
    ),
    address=st.sampled_from(["token", "revoke", "introspect"]),
    authenticated=st.booleans(),
)
def test_no_form_breaks_it(
    browserless: FlaskClient,
    software: Software,
    engine: Engine,
    form: dict[str, str],
    address: str,
    authenticated: bool,
) -> None:
    with db.transaction(engine) as session:
        session.execute(text("DELETE FROM partner_calls"))
    headers = software.basic if authenticated else {}
    answered = browserless.post(f"/oauth/{address}", data=form, headers=headers)
    assert answered.status_code in (200, 400, 401)
    assert answered.mimetype == "application/json"
    assert answered.get_json() is not None
