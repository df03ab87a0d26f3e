"""`greener-homes add-partner`: an organisation, its people and a secret that is printed once."""

from __future__ import annotations

import io
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from greener_homes import db, organisations, partner_clients, partner_tokens
from greener_homes.partner_clients import Scope
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from web import cli, database_at_hand

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Settings:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    return Settings(database_url=database_url, var=tmp_path / "var")


def add(*more: str, key: str = "utility-a", kind: str = "utility") -> int:
    return cli.main(["add-partner", "--json", "--kind", kind, "--key", key, "--name", "Utility A", *more])


def test_a_utility_has_a_client_whose_secret_works(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = open_vault(on)
    with db.transaction(engine) as session:
        person = scenes.person(session, keys, Audience.UTILITY_PARTNER, "data@utility.example")
    assert add("--member", "data@utility.example") == 0
    told = json.loads(capsys.readouterr().out)
    with db.transaction(engine) as session:
        known = partner_tokens.authenticate(session, keys, told["client"], told["secret"], now=NOW)
        member = organisations.of_person(session, person.id)
    assert known is not None and member is not None
    assert uuid.UUID(told["organisation"]) == known.client.organisation_id == member.id


def test_a_lender_is_known_and_its_client_sends_offers_and_reads_referrals_only(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(kind="lender", key="lender-a") == 0
    told = json.loads(capsys.readouterr().out)
    with db.transaction(engine) as session:
        (client,) = partner_clients.of_organisation(session, uuid.UUID(told["organisation"]), now=NOW)
    assert told["client"] == str(client.id) and told["secret"]
    assert set(client.scopes) == {Scope.OFFERS_WRITE, Scope.REFERRALS_READ, Scope.REFERRALS_WRITE}


def test_a_municipality_has_people_and_a_client_too(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with db.transaction(engine) as session:
        person = scenes.person(session, open_vault(on), Audience.FINANCIAL_PARTNER, "treasury@town.example")
    assert add("--member", "treasury@town.example", kind="municipality", key="town-a") == 0
    told = json.loads(capsys.readouterr().out)
    with db.transaction(engine) as session:
        (client,) = partner_clients.of_organisation(session, uuid.UUID(told["organisation"]), now=NOW)
        member = organisations.of_person(session, person.id)
    assert Scope.OFFERS_WRITE in client.scopes and Scope.IMPORTS_WRITE not in client.scopes
    assert member is not None and str(member.id) == told["organisation"]


def test_people_read_it_too(on: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add-partner", "--kind", "utility", "--key", "utility-b", "--name", "Utility B"]) == 0
    assert "The secret is not shown again." in capsys.readouterr().out


@pytest.mark.parametrize("key", ["", "A", "utility a", "utility_a", "-a-", "x" * 61])
def test_a_key_that_is_no_key_is_refused(on: Settings, capsys: pytest.CaptureFixture[str], key: str) -> None:
    assert add(f"--key={key}") == 2
    assert "partner.key" in capsys.readouterr().err


def test_a_key_is_taken_once(on: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert (add(), add()) == (0, 2)
    assert "partner.key" in capsys.readouterr().err


def test_a_member_must_be_registered_for_that_kind_of_partner(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with db.transaction(engine) as session:
        scenes.person(session, open_vault(on), Audience.COACH, "coach@test.example")
    for email in ("nobody@test.example", "coach@test.example"):
        assert add("--member", email) == 2
    with db.reading(engine) as session:
        assert organisations.by_key(session, "utility-a") is None
    assert "partner.member" in capsys.readouterr().err


def test_the_database_that_runs_embedded_is_found(
    on: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    assert add() == 2 and "needs a database" in capsys.readouterr().err
    monkeypatch.setattr(database_at_hand, "address", lambda settings: on.database_url)
    assert add() == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough password\n"))
    person = ["add-person", "--email", "a@utility.example", "--name", "A", "--audience", "utility_partner"]
    assert cli.main(person) == 0
