"""The sandbox credit union answers late, twice and in the wrong order, and exactly one true state is left each time."""

from __future__ import annotations

import argparse
import base64
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.serving import make_server

from coach.referrals import endings
from greener_homes import audit, db, partner_clients
from greener_homes.partner_clients import Scope
from greener_homes.settings import Settings
from greener_homes.tables.referral import Referral
from greener_homes.vault import open_vault
from tests import scenes
from tests.coach.referrals import referred
from web.app import create_app
from web.sandbox import command, walk_referral
from web.sandbox.credit_union import SCOPE, Answered, CreditUnion
from web.sandbox.lender_scenarios import LENDER_SCENARIOS


@dataclass(frozen=True, slots=True)
class Union:
    """A credit union's credentials, and the platform it calls."""

    app: Flask
    id: str
    secret: str


def registered(settings: Settings, engine: Engine, residents: int) -> Union:
    """A credit union with so many referrals, one of them stopped."""
    keys, now = open_vault(settings), datetime.now(UTC)
    with db.transaction(engine) as session:
        lender, coach = referred.lender(session), scenes.coach(session, keys, at=now)
        planned = [referred.planned(session, keys, by=coach) for _ in range(residents)]
        sent = [referred.sent(session, keys, who, lender, at=now) for who in planned]
        last = sent[-1]
        endings.withdraw(session, keys, last.who.person, last.who.home.id, last.sent.referral_id, now=now)
        scopes = (Scope.REFERRALS_READ, Scope.REFERRALS_WRITE)
        made = partner_clients.make(session, keys, lender.id, "Loans", scopes, actor=audit.PLATFORM, now=now)
    return Union(create_app(settings, engine), str(made.client.id), made.secret)


def union_of(known: Union) -> CreditUnion:
    """The credit union, calling the platform in this process."""
    client = known.app.test_client(use_cookies=False)
    pair = base64.b64encode(f"{known.id}:{known.secret}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    token = client.post("/oauth/token", data=form, headers={"Authorization": f"Basic {pair}"}).get_json()

    def call(method: str, path: str, body: object | None) -> Answered:
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        answered = client.open(path, method=method, headers=headers, **({} if body is None else {"json": body}))
        return Answered(answered.status_code, answered.get_json())

    return CreditUnion(call)


def test_every_scenario_leaves_exactly_one_true_state(settings: Settings, engine: Engine) -> None:
    union = union_of(registered(settings, engine, len(LENDER_SCENARIOS) + 1))

    walked = list(walk_referral.walk(union))

    assert [one.reason for one in walked] == [""] * len(walked)
    assert [one.name for one in walked] == [*(one.name for one in LENDER_SCENARIOS), "stops", "reconciles"]
    assert [one.left for one in walked[:-2]] == [one.leaves.value for one in LENDER_SCENARIOS]
    assert [one.left for one in walked[-2:]] == ["1 stopped", "1 to look at"]
    with db.transaction(engine) as session:
        rows = session.exec(select(Referral)).all()
    funded = [one.funded_cents for one in rows if one.funded_cents is not None]
    assert funded == [1_850_000] * 5


def test_over_http_it_prints_what_it_left_and_finds_another_state(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = registered(settings, engine, 3)
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.declare(parser)
    server = make_server("127.0.0.1", 0, known.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    given = parser.parse_args(["--lender", f"http://127.0.0.1:{server.server_port}", "--client-id", known.id])
    try:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{known.secret}\n"))
        assert command.run(given) == 0
        assert "Exactly one true state was left of each." in capsys.readouterr().out
        monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
        assert command.run(given) == 1
    finally:
        server.shutdown()
        server.server_close()
    union = union_of(known)
    monkeypatch.setattr("web.sandbox.walk_referral.OVER", frozenset({"withdrawn"}))
    monkeypatch.setattr("web.sandbox.walk_referral._read", lambda _union, _one: {"state": "sent", "events": []})
    monkeypatch.setattr(CreditUnion, "referrals", lambda self: [one | {"events": []} for one in listed(self)])
    assert not next(iter(walk_referral.walk(union))).is_sound


def listed(union: CreditUnion) -> list[dict[str, Any]]:
    """What is sent to it, as it stands."""
    return [dict(one) for one in union.expect(200, "GET", "/api/v1/referrals")["items"]]


def test_what_must_stop_is_confirmed_on_every_page() -> None:
    confirmed: list[str] = []

    def platform(method: str, path: str, body: object | None) -> Answered:
        if method == "POST":
            confirmed.append(path)
            return Answered(200, {})
        first = "after" not in path
        told = {"confirmed_at": "2026-11-01T00:00:00Z" if first else None, "links": {"confirm": f"/{first}"}}
        return Answered(200, {"items": [told], "next": f"{path}&after=x" if first else None})

    assert CreditUnion(platform).confirm_all() == 1
    assert confirmed == ["/False"]
