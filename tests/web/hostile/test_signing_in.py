"""Signing in as nobody, and forms without their token: refused in words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.web.hostile.browsing import MARKUP, NEWCOMER, counts, sign_in, token
from web.app import GreenerHomes
from web.demo_sign_ins import PASSWORD


@pytest.mark.parametrize("email", ["r\u0435sident@demo.example", f'"{MARKUP}"@x.example', "%", "", "@", "a" * 254])
def test_signing_in_as_nobody_says_so_and_no_more(site: GreenerHomes, email: str) -> None:
    response = sign_in(site.test_client(), email, "x")
    assert response.status_code == 422
    assert "<script>alert" not in response.get_data(as_text=True)


@pytest.mark.parametrize("password", ["\x00", PASSWORD + "\x00", "x" * 100_000])
def test_no_password_but_the_right_one_signs_in(site: GreenerHomes, password: str) -> None:
    assert sign_in(site.test_client(), NEWCOMER, password).status_code == 422


@pytest.mark.parametrize("email", ["a\x00b@x.example", "x" * 255, "\ue000@x.example"])
def test_an_address_nobody_can_have_is_refused_in_words(site: GreenerHomes, email: str) -> None:
    assert 400 <= sign_in(site.test_client(), email, "x").status_code < 500


def test_signing_in_without_a_field_is_no_fault(site: GreenerHomes) -> None:
    client = site.test_client()
    assert client.post("/sign-in", data={"csrf_token": token(client, "/sign-in")}).status_code == 422


@pytest.mark.parametrize("fields", [{}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": "\x00"}])
def test_a_form_without_its_token_is_refused_in_words(resident: FlaskClient, fields: dict[str, str]) -> None:
    response = resident.post("/about/year_built", data=fields | {"year_built": "1901"})
    assert response.status_code == 400
    assert "did not save" in response.get_data(as_text=True)


def test_a_wrong_token_before_the_right_one_changes_nothing(resident: FlaskClient, engine_of: Engine) -> None:
    before = counts(engine_of)
    given = [("csrf_token", "bad"), ("csrf_token", token(resident, "/about/year_built")), ("year_built", "1901")]
    body = "&".join(f"{name}={value}" for name, value in given)
    response = resident.post("/about/year_built", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert counts(engine_of) == before
