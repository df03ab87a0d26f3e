"""When the database is away: pages say so, say when to come back, and nobody gets a bare error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from greener_homes import db
from greener_homes.settings import Settings
from tests.web.linting import LintingClient
from web.app import create_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = db.create_engine(f"postgresql://nobody@/nothing?host={tmp_path}")
    made = create_app(Settings(var=tmp_path / "var", log_format="console"), engine)
    made.config["WTF_CSRF_ENABLED"] = False
    made.test_client_class = LintingClient
    yield made
    engine.dispose()


def test_what_needs_no_record_is_served(app: Flask) -> None:
    assert app.test_client().get("/").status_code == 200
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/privacy?lang=fr").status_code == 200


def test_what_needs_a_record_says_when_to_come_back(app: Flask) -> None:
    answered = app.test_client().post("/sign-in", data={"email": "a@b.example", "password": "x" * 12})
    assert answered.status_code == 503
    assert int(answered.headers["Retry-After"]) > 0
    assert "Nothing you sent before is lost." in answered.get_data(as_text=True)


def test_a_signed_in_browser_is_told_the_same(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a token nobody can look up now"
    answered = client.get("/home")
    assert answered.status_code == 503
    assert "Retry-After" in answered.headers


def test_readiness_says_what_is_missing(app: Flask) -> None:
    assert app.test_client().get("/readyz").status_code == 503
