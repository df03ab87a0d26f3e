"""The document partners read: sound by its own standard, complete, and kept to by every answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from greener_homes import db
from tests.web.partner_api.conftest import Software
from web.access import Access, level_of
from web.partner_api.openapi import document

VALUES = st.sampled_from(
    [
        *("", "1", "0", "-1", "1001", "1_0", "true", "false", "x" * 5000, "é", "\x00", "' OR 1=1"),
        *("2026-01-01T00:00:00Z", "2026-01-01", "2099-12-31T23:59:59+14:00", "2026-02-30T00:00:00Z"),
        *("2026-01-01T00:00:00-23:59", str(uuid.UUID(int=1)), "a" * 64),
    ]
)


@pytest.fixture
def described(app: Flask) -> dict[str, Any]:
    return document(app)


@pytest.fixture
def held(software: Software, bearer: Callable[..., dict[str, str]]) -> dict[str, str]:
    return bearer(software)


def test_it_is_a_sound_document_and_is_served_to_all(browserless: FlaskClient, described: dict[str, Any]) -> None:
    answered = browserless.get("/api/v1/openapi.json")
    assert answered.status_code == 200
    assert answered.get_json() == described
    assert described["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(described).validate()


def test_every_address_for_clients_is_in_it_with_its_scope(app: Flask, described: dict[str, Any]) -> None:
    listed = {
        operation["operationId"]: operation["security"][0]["client"]
        for path in described["paths"].values()
        for operation in path.values()
    }
    clients = {rule.endpoint for rule in app.url_map.iter_rules() if level_of(app, rule.endpoint) is Access.CLIENT}
    assert listed.keys() == {endpoint.replace(".", "_") for endpoint in clients}
    assert all(len(scopes) == 1 for scopes in listed.values())
    named = described["components"]["securitySchemes"]["client"]["flows"]["clientCredentials"]["scopes"]
    assert {scope for scopes in listed.values() for scope in scopes} <= set(named)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_answer_is_one_the_document_names(
    browserless: FlaskClient,
    described: dict[str, Any],
    engine: Engine,
    held: dict[str, str],
    data: st.DataObject,
) -> None:
    """Strange questions, headers and bodies at every address: never a fault, always a described answer."""
    with db.transaction(engine) as session:
        session.execute(text("DELETE FROM partner_calls"))
    path = data.draw(st.sampled_from(sorted(described["paths"])))
    method = data.draw(st.sampled_from(sorted(described["paths"][path])))
    operation = described["paths"][path][method]
    names = [one["name"] for one in operation["parameters"] if one["in"] == "query"]
    questions = data.draw(st.dictionaries(st.sampled_from([*names, "other"]), VALUES, max_size=3))
    headers = held if data.draw(st.integers(0, 4)) else {}
    if key := data.draw(st.sampled_from(["", "night-1", "night-2"])):
        headers = headers | {"Idempotency-Key": key}
    answered = browserless.open(
        path.replace("{file_id}", str(uuid.UUID(int=data.draw(st.integers(0, 2))))),
        method=method.upper(),
        query_string=questions,
        headers=headers,
        data=data.draw(st.binary(max_size=60) | st.sampled_from([b"{}", b'{"token":"A","account":"B","meter":"C"}'])),
        content_type=data.draw(st.sampled_from(["application/json", "text/csv", "multipart/form-data", "text/plain"])),
    )
    named = operation["responses"].get(str(answered.status_code))
    assert named is not None, (path, method, answered.status_code, answered.get_data(as_text=True))
    assert answered.mimetype in named["content"]
    _holds(described, named["content"][answered.mimetype]["schema"], answered)
    assert "Set-Cookie" not in answered.headers


def _holds(described: dict[str, Any], schema: dict[str, Any], answered: TestResponse) -> None:
    if "json" in answered.mimetype:
        whole = schema | {"components": described["components"]}
        Draft202012Validator(whole).validate(answered.get_json())
