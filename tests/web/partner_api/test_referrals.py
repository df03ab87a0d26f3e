"""A lender's software: it fetches what was agreed to and says what happened; all else is refused and on record."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from coach.referrals import endings
from greener_homes import db, organisations
from greener_homes.audit import Action
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_clients import Scope
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.referral import Referral, ReferralEventKind
from greener_homes.vault import Vault
from tests.coach.referrals import referred
from tests.coach.referrals.referred import Scene
from tests.web.partner_api.conftest import Software
from web.access import Access, level_of
from web.partner_api.guard import scope_of

LENDS = (Scope.REFERRALS_READ, Scope.REFERRALS_WRITE)
AT = datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Caller:
    """A lender's program with its token, and what was sent to the lender."""

    client: FlaskClient
    headers: dict[str, str]
    scene: Scene

    @property
    def url(self) -> str:
        return f"/api/v1/referrals/{self.scene.sent.referral_id}"

    def get(self, path: str = "") -> TestResponse:
        return self.client.get(path if path.startswith("/api") else self.url + path, headers=self.headers)

    def post(self, path: str, body: object) -> TestResponse:
        where = path if path.startswith("/api") else self.url + path
        return self.client.post(where, json=body, headers=self.headers)

    def tell(self, key: str, kind: str, minutes: int = 1, **more: object) -> TestResponse:
        at = (AT + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        return self.post("/events", {"event_id": key, "kind": kind, "occurred_at": at, **more})


@pytest.fixture
def caller(
    engine: Engine,
    keys: Vault,
    browserless: FlaskClient,
    new_software: Callable[..., Software],
    bearer: Callable[..., dict[str, str]],
) -> Caller:
    with db.transaction(engine) as session:
        lender = referred.lender(session)
        scene = referred.sent(session, keys, referred.planned(session, keys), lender)
    return Caller(browserless, bearer(new_software(LENDS, lender.id)), scene)


def refusals(engine: Engine, action: Action = Action.REFERRAL_REFUSED) -> list[object]:
    with db.transaction(engine) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == action.value)).all()
        return [row.facts["code"] for row in rows if "code" in row.facts]


def test_a_lender_reads_its_list_fetches_once_more_and_says_what_happened(caller: Caller, engine: Engine) -> None:
    listed = caller.get("/api/v1/referrals").get_json()
    assert [one["id"] for one in listed["items"]] == [str(caller.scene.sent.referral_id)]
    assert "Test resident" not in json.dumps(listed)
    package = caller.get("/package")
    assert package.get_json()["parts"]["contact"]["name"] == "Test resident"
    assert package.headers["Cache-Control"] == "no-store"

    assert caller.tell("f", "funded", amount="18500.01").get_json()["referral"]["state"] == "funded"
    assert caller.tell("a", "approved", minutes=0).get_json()["is_new"] is True
    again = caller.tell("a", "approved", minutes=0).get_json()
    assert (again["is_new"], again["referral"]["state"], again["referral"]["funded"]) == (False, "funded", "18500.01")

    listing = [{"referral_id": str(caller.scene.sent.referral_id), "state": "approved"}]
    compared = caller.post("/api/v1/referrals/comparison", {"items": listing}).get_json()
    assert {one["how"] for one in compared["differences"]} == {"state", "amount"}
    assert not refusals(engine)


def test_after_a_withdrawal_it_is_not_found_and_the_notice_can_be_confirmed(
    caller: Caller, engine: Engine, keys: Vault
) -> None:
    who = caller.scene.who
    with db.transaction(engine) as session:
        endings.withdraw(session, keys, who.person, who.home.id, caller.scene.sent.referral_id, now=datetime.now(UTC))

    never = caller.client.get(f"/api/v1/referrals/{uuid.uuid4()}/package", headers=caller.headers)
    gone, told = caller.get("/package"), caller.tell("late", "funded")
    assert (gone.status_code, told.status_code) == (404, 404)
    assert gone.get_json()["code"] == never.get_json()["code"] == told.get_json()["code"]
    assert refusals(engine) == ["page.not_found"] * 3
    assert caller.get().get_json()["state"] == "withdrawn"
    (notice,) = caller.get("/api/v1/referral-notices").get_json()["items"]
    assert (notice["why"], notice["confirmed_at"]) == ("withdrawn", None)
    done = caller.client.post(notice["links"]["confirm"], headers=caller.headers).get_json()
    assert done["confirmed_at"]


def test_another_lenders_looks_like_none_at_all(
    caller: Caller,
    engine: Engine,
    new_software: Callable[..., Software],
    bearer: Callable[..., dict[str, str]],
) -> None:
    with db.transaction(engine) as session:
        other = organisations.register(session, OrganisationKind.LENDER, "other", "Other", now=AT).id
    strange = Caller(caller.client, bearer(new_software(LENDS, other)), caller.scene)
    for theirs in (strange.get(), strange.get("/package"), strange.get("/schedule"), strange.tell("e", "approved")):
        assert (theirs.status_code, theirs.get_json()["code"]) == (404, "page.not_found")
    assert strange.get("/api/v1/referrals").get_json()["items"] == []
    assert len(refusals(engine)) == 4


def test_more_than_was_agreed_to_is_refused_and_on_record(caller: Caller, engine: Engine) -> None:
    refused = caller.get("/package?fields=contact,intervals")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "referral.extra_fields")
    assert caller.get("/package?fields=everything").status_code == 400
    assert refusals(engine) == ["referral.extra_fields", "api.query"]
    assert set(caller.get("/package?fields=plan").get_json()["parts"]) == {"plan"}


def test_a_lenders_token_opens_referrals_and_nothing_else(caller: Caller, app: Flask, engine: Engine) -> None:
    for rule in app.url_map.iter_rules():
        if level_of(app, rule.endpoint) is not Access.CLIENT or scope_of(app, rule.endpoint) in LENDS:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<uuid:{name}>", str(uuid.UUID(int=1))).replace(f"<{name}>", "x")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answered = caller.client.open(path, method=method, headers=caller.headers)
            assert (answered.status_code, answered.get_json()["code"]) == (403, "api.scope_missing"), path
    assert set(refusals(engine, Action.TOKEN_REFUSED)) == {"api.scope_missing"}


def test_reading_alone_cannot_write(
    caller: Caller, new_software: Callable[..., Software], bearer: Callable[..., dict[str, str]]
) -> None:
    reads = bearer(new_software((Scope.REFERRALS_READ,), caller.scene.lender.id))
    only = Caller(caller.client, reads, caller.scene)
    assert only.get("/package").status_code == 200
    assert only.tell("e", "approved").status_code == 403


WELL = {"event_id": "e", "kind": "approved", "occurred_at": AT.isoformat().replace("+00:00", "Z")}
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, [], {}, "", " ", "\u0000", "a" * 200, "é", "✓", "../..", "<script>",
    "'; DROP TABLE referral",
    "1_000.00", "١٢.٠٠", "1e9", "NaN", "-5.00", "0.00", "18500.001", "99999999.00",
)  # fmt: skip
RAW = (
    b"", b"null", b"[]", b"{", b"{}", b"\xff\xfe", b'{"event_id":"e","event_id":"f"}', b"[" * 5_000,
    b'{"a":' * 200 + b"1",
    b'{"event_id": NaN}', b'{"event_id": 1e999}', b'{"amount": 184467440737095516160000}', b'"approved"',
)  # fmt: skip
MOMENTS = (
    "yesterday", "1764000000", "2026-11-22", "2026-11-22T10:00:00", "2026-13-40T99:99:99Z", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "2026-02-30T10:00:00Z", "2020-01-01T00:00:00Z",
)  # fmt: skip


def hostile() -> list[tuple[bytes, str]]:
    bodies = [(raw, "application/json") for raw in RAW]
    bodies += [(json.dumps(WELL).encode(), kind) for kind in ("text/plain", "application/xml", "")]
    bodies += [
        (json.dumps(WELL | {name: value}).encode(), "application/json")
        for name, value in product(("event_id", "kind", "amount", "needs"), STRANGE)
        if (name, value) not in (("amount", None), ("needs", []))
        and not (name == "event_id" and isinstance(value, str) and re.fullmatch("[A-Za-z0-9._:-]{1,100}", value))
    ]
    bodies += [(json.dumps(WELL | {"occurred_at": value}).encode(), "application/json") for value in MOMENTS]
    extra = {
        "note": "call me",
        "needs": ["income"],
        "years": 5,
        "rate_percent": "4.5",
        "state": "repaid",
        "__proto__": {},
    }
    bodies += [(json.dumps(WELL | {name: value}).encode(), "application/json") for name, value in extra.items()]
    return bodies


def test_no_hostile_event_is_taken_and_each_refusal_has_its_code(
    caller: Caller, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.partner_api.guard.partner_calls.note", lambda *_args, **_more: None)
    bodies = hostile()
    assert len(bodies) > 100
    for body, kind in bodies:
        answered = caller.client.post(
            f"{caller.url}/events", data=body, content_type=kind or None, headers=caller.headers
        )
        assert 400 <= answered.status_code < 500 and answered.get_json()["code"], (body[:80], answered.status_code)
        assert b"DROP TABLE" not in answered.data
    with db.transaction(engine) as session:
        row = session.exec(select(Referral)).one()
        assert (row.state.value, row.conflicts) == ("sent", 0)
    assert len(refusals(engine)) == len(bodies)


def test_every_kind_of_event_has_its_word_in_the_document(app: Flask) -> None:
    schemas = app.test_client().get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    assert set(schemas["ReferralEventKind"]["enum"]) == {kind.value for kind in ReferralEventKind}
