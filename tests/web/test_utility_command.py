"""`greener-homes add-utility`: registered and told where to send residents back to, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from greener_homes import db
from greener_homes.tables.connection import Custodian
from tests.utility_connectors.green_button.rogue_utility import SECRET, RogueUtility
from utility_connectors import custodians
from web import cli

UTILITY = RogueUtility(port=4443)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("GREENER_HOMES_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("GREENER_HOMES_PUBLIC_URL", "https://homes.example/")


@pytest.mark.usefixtures("environment")
def test_a_utility_is_registered_and_its_secret_never_shown(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "utility.json"
    file.write_bytes(UTILITY.description(key="lakeshore"))
    assert cli.main(["add-utility", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["redirect_uri"] == "https://homes.example/green-button/return/lakeshore"
    assert said["notify_uri"] == "https://homes.example/green-button/notifications"
    assert SECRET not in json.dumps(said)
    with db.reading(engine) as session:
        found = custodians.by_key(session, "lakeshore")
        assert SECRET.encode() not in session.get_one(Custodian, found.id).secret_sealed


@pytest.mark.usefixtures("environment")
def test_a_description_that_is_wrong_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "utility.json"
    file.write_bytes(UTILITY.description(token_url="http://utility.example/token"))
    assert cli.main(["add-utility", str(file)]) == 2
    assert "token_url" in capsys.readouterr().err
    assert cli.main(["add-utility", str(tmp_path / "missing.json")]) == 2
