"""`greener-homes desk-expert`: only a registered coach, and saying it twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from coach.cases import experts
from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import load
from greener_homes.vault import open_vault
from tests import scenes
from web import cli


def test_a_coach_is_made_an_expert_and_is_one_no_longer(
    engine: Engine,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    with db.transaction(engine) as session:
        keys = open_vault(load())
        coach = scenes.person(session, keys, Audience.COACH, "coach@test.example")
        scenes.person(session, keys, Audience.RESIDENT, "resident@test.example")

    def is_expert() -> bool:
        with db.reading(engine) as session:
            return experts.is_expert(session, coach.id)

    for _ in range(2):
        assert cli.main(["desk-expert", "coach@test.example"]) == 0
        assert is_expert()
    for _ in range(2):
        assert cli.main(["desk-expert", "coach@test.example", "--end"]) == 0
        assert not is_expert()
    for email in ("resident@test.example", "nobody@test.example"):
        assert cli.main(["desk-expert", email]) == 2
        assert "desk.not_a_coach" in capsys.readouterr().err
