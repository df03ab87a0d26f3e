"""The utilities' pages: what a partner sees of its own, and that another's answers like what never was."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from greener_homes import db, partner_clients, partner_tokens
from greener_homes.people import Audience
from greener_homes.vault import Vault
from tests import scenes
from tests.web.partners.conftest import HEADER, Utility, rows, sent
from web.access import Access, level_of

CHANGING = ("partner_client", "partner_secret", "partner_file", "partner_reject", "organisation", "work")


@pytest.fixture
def one(new_utility: Callable[[str], Utility]) -> Utility:
    return new_utility("one")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_a_utility_is_sound_in_both_languages(one: Utility, language: str) -> None:
    for path in (
        "/partner/",
        "/partner/files",
        "/partner/files/send",
        f"/partner/files/{one.looked_at}",
        f"/partner/files/{one.stored}",
        f"/partner/files/send?corrects={one.stored}",
        "/partner/customers",
        "/partner/clients",
    ):
        separator = "&" if "?" in path else "?"
        assert one.browser.get(f"{path}{separator}lang={language}").status_code == 200, path


def test_a_file_that_was_looked_at_says_what_would_be_stored_and_waits(one: Utility, engine: Engine) -> None:
    page = one.browser.get(f"/partner/files/{one.looked_at}").get_data(as_text=True)
    assert "3 of 5 rows can be stored." in page
    assert "2 of people who are not here, dropped" in page
    assert "ACCOUNT-4242" not in page
    with db.reading(engine) as session:
        sent_in = session.execute(text("SELECT count(*) FROM import_run")).scalar_one()
    answered = one.browser.post(f"/partner/files/{one.looked_at}/commit")
    assert answered.headers["Location"] == f"/partner/files/{one.looked_at}"
    assert "Your file is being stored." in one.browser.get(f"/partner/files/{one.looked_at}").get_data(as_text=True)
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM import_run")).scalar_one() == sent_in


def test_a_stored_file_names_the_refused_row_and_gives_it_back(one: Utility) -> None:
    page = one.browser.get(f"/partner/files/{one.stored}").get_data(as_text=True)
    assert re.search(r"[34] of 5 rows are in\.", page)
    assert "Download the refused rows (CSV)" in page and ">lots<" in page
    rejects = one.browser.get(f"/partner/files/{one.stored}/rejects.csv")
    assert rejects.mimetype == "text/csv"
    assert rejects.get_data(as_text=True).splitlines()[0].startswith(HEADER.strip())
    report = one.browser.get(f"/partner/files/{one.stored}/report.csv").get_data(as_text=True)
    assert report.splitlines()[0] == "line,column,code,value,reason"
    assert len(report.splitlines()) == len(rejects.get_data(as_text=True).splitlines())


def test_a_file_sent_by_hand_waits_for_a_yes_and_can_be_stopped(one: Utility, keys: Vault) -> None:
    before = len(list(keys.spooled_names()))
    form = {"file": (io.BytesIO((HEADER + rows("A9", "M9", 1)).encode()), "night.csv")}
    where = one.browser.post("/partner/files/send", data=form).headers["Location"]
    assert "We are looking at your file." in one.browser.get(where).get_data(as_text=True)
    assert len(list(keys.spooled_names())) == before + 1
    assert one.browser.post(f"{where}/cancel").status_code == 303
    assert "This file was not stored." in one.browser.get(where).get_data(as_text=True)
    assert len(list(keys.spooled_names())) == before


def test_no_file_and_an_empty_one_are_said_on_the_form(one: Utility) -> None:
    for form in ({}, {"file": (io.BytesIO(b""), "empty.csv")}, {"file": "not a file"}):
        answered = one.browser.post("/partner/files/send", data=form, content_type="multipart/form-data")
        assert answered.status_code == 422
        assert "Nothing was stored." in answered.get_data(as_text=True)


def test_a_file_that_cannot_be_read_says_why(one: Utility, engine: Engine, keys: Vault) -> None:
    bad = sent(engine, keys, one.id, "not,a,known\nheader,at,all\n", store=False)
    page = one.browser.get(f"/partner/files/{bad}").get_data(as_text=True)
    assert "We could not read this file." in page
    assert "could not be read" in one.browser.get("/partner/").get_data(as_text=True)


def test_a_secret_is_shown_once_and_works(one: Utility, engine: Engine, keys: Vault) -> None:
    answered = one.browser.post("/partner/clients", data={"name": "Export", "scope": ["imports:read", "imports:write"]})
    page = answered.get_data(as_text=True)
    secret, client = re.search(r"ghs_[\w-]{43}", page), re.findall(r'class="mono">([0-9a-f-]{36})<', page)
    assert secret is not None and answered.headers["Cache-Control"] == "no-store"
    with db.transaction(engine) as session:
        assert partner_tokens.authenticate(session, keys, client[0], secret[0], now=datetime.now(UTC)) is not None
    assert "ghs_" not in one.browser.get("/partner/clients").get_data(as_text=True)


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "scope": "imports:read"},
        {"name": "x"},
        {"name": "x" * 81, "scope": "imports:read"},
        {"name": "x\x00", "scope": "imports:read"},
        {"name": "x", "scope": "everything"},
    ],
)
def test_a_client_that_cannot_be_is_said_on_the_form(one: Utility, form: dict[str, str], engine: Engine) -> None:
    assert one.browser.post("/partner/clients", data=form).status_code == 422
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM partner_client")).scalar_one() == 1


def test_secrets_are_changed_and_ended_and_clients_closed(one: Utility, engine: Engine) -> None:
    again = one.browser.post(f"/partner/clients/{one.client_id}/secret")
    assert "ghs_" in again.get_data(as_text=True)
    assert one.browser.post(f"/partner/clients/{one.client_id}/secret").status_code == 409
    ended = one.browser.post(f"/partner/clients/{one.client_id}/secrets/{one.secret_id}/end")
    assert ended.status_code == 303
    with db.reading(engine) as session:
        client = partner_clients.get(session, one.id, one.client_id, now=datetime.now(UTC))
    assert len(client.secrets) == 1 and client.secrets[0].id != one.secret_id
    assert one.browser.post(f"/partner/clients/{one.client_id}/close").status_code == 303
    assert "No software yet" in one.browser.get("/partner/clients").get_data(as_text=True)


def test_customers_are_counts_and_pseudonyms(one: Utility) -> None:
    page = one.browser.get("/partner/customers").get_data(as_text=True)
    assert "One customer" in page and "Agreed" in page
    assert "ACCOUNT-7731" not in page
    assert one.browser.get("/partner/customers?since=yesterday").status_code == 422
    assert one.browser.get("/partner/customers?after=nonsense").status_code == 200


def test_every_object_of_another_utility_is_like_a_missing_one(
    app: Flask, one: Utility, new_utility: Callable[[str], Utility], engine: Engine
) -> None:
    other = new_utility("two")
    nobody = Utility(uuid.uuid4(), "x", one.browser, *(uuid.uuid4() for _ in range(4)))

    def contents() -> list[object]:
        with db.reading(engine) as session:
            return [
                sorted(repr(row) for row in session.execute(text(f"SELECT * FROM {name}")).all()) for name in CHANGING
            ]

    levels = (Access.UTILITY, Access.PARTNER)
    rules = [rule for rule in app.url_map.iter_rules() if level_of(app, rule.endpoint) in levels and rule.arguments]
    assert len(rules) >= 15
    before = contents()
    for rule in rules:
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        for owner in (other, nobody):
            for file_id in (owner.looked_at, owner.stored):
                address = rule.rule
                for name, value in (
                    ("file_id", file_id),
                    ("client_id", owner.client_id),
                    ("secret_id", owner.secret_id),
                ):
                    address = address.replace(f"<uuid:{name}>", str(value))
                address = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), address).replace("<key>", "home-loan")
                answered = one.browser.open(address, method=method)
                assert answered.status_code == 404, (rule, owner.key)
    own_client = f"/partner/clients/{one.client_id}/secrets/{other.secret_id}/end"
    assert one.browser.post(own_client).status_code == 404
    for query in (f"/partner/files?before={other.stored}", f"/partner/files/send?corrects={other.stored}"):
        assert one.browser.get(query).status_code == 404
    assert contents() == before
    pages = [
        one.browser.get(path).get_data(as_text=True) for path in ("/partner/files", "/partner/", "/partner/clients")
    ]
    assert not any(str(other.stored) in page or str(other.client_id) in page for page in pages)


def test_who_works_for_nobody_is_told_so(app: Flask, engine: Engine, keys: Vault) -> None:
    for audience, path in ((Audience.UTILITY_PARTNER, "/partner/"), (Audience.FINANCIAL_PARTNER, "/partner/lending")):
        email = f"{audience.value}@test.example"
        with db.transaction(engine) as session:
            scenes.person(session, keys, audience, email)
        browser = app.test_client()
        arrived = browser.post("/sign-in", data={"email": email, "password": scenes.PASSWORD}).headers["Location"]
        assert arrived == path
        assert "belongs to no organisation yet" in browser.get(path).get_data(as_text=True)
        assert browser.get("/partner/files").status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "resident"])
def test_a_strangers_file_is_not_kept_even_for_a_moment(
    app: Flask, engine: Engine, keys: Vault, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = app.test_client()
    if who == "resident":
        with db.transaction(engine) as session:
            scenes.resident(session, keys, email="resident@test.example")
        browser.post("/sign-in", data={"email": "resident@test.example", "password": scenes.PASSWORD})
    app.config["WTF_CSRF_ENABLED"] = True  # whose check reads the form before anybody asks who sent it

    def fail(_self: Vault) -> None:
        raise AssertionError("a stranger's file reached the spool")

    monkeypatch.setattr(Vault, "spool", fail)
    form = {"file": (io.BytesIO(b"x" * 1000), "night.csv")}
    assert browser.post("/partner/files/send", data=form).status_code == 400
