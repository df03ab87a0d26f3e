"""`greener-homes audit`, `rotate-keys`, `retention` and `erasures`: what operators ask for, and what they are told."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, text

from greener_homes import audit, audit_chain, db, erasure, key_rotation
from greener_homes.audit_chain import Signer
from greener_homes.settings import Settings
from greener_homes.tables.people import PersonKey
from greener_homes.vault import open_vault
from tests import scenes
from web import cli


@pytest.fixture(autouse=True)
def _loggers_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Settings:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    return Settings(database_url=database_url, var=tmp_path / "var")


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def recorded(engine: Engine, on: Settings, count: int = 3) -> None:
    with db.transaction(engine) as session:
        for _ in range(count):
            audit.record(session, audit.PLATFORM, audit.Action.USAGE_VIEWED, at=datetime.now(UTC))
        session.flush()
        audit_chain.seal(session, Signer(open_vault(on)), now=datetime.now(UTC))


def tampered(engine: Engine, statement: str) -> None:
    with db.transaction(engine) as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))


def test_a_whole_audit_is_told_and_exits_with_0(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(engine, on)
    assert cli.main(["audit", "verify", "--json"]) == 0
    told = said(capsys)
    assert (told["sound"], told["sealed"], told["heads"], told["faults"]) == (True, 3, 1, [])
    assert cli.main(["audit", "verify"]) == 0
    assert "The audit is whole" in capsys.readouterr().out


def test_a_broken_audit_says_where_and_exits_with_2(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(engine, on)
    tampered(
        engine,
        "UPDATE audit_event SET purpose = 'x' WHERE id = (SELECT event_id FROM audit_seal WHERE number = 2)",
    )
    assert cli.main(["audit", "verify", "--json"]) == 2
    assert said(capsys)["faults"] == [{"code": "audit.link_broken", "number": 2}]
    assert cli.main(["audit", "verify"]) == 2
    assert "BROKEN: audit.link_broken at 2" in capsys.readouterr().out


def test_an_anchor_kept_outside_finds_a_tail_that_was_cut(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    outside = tmp_path / "anchors"
    recorded(engine, on)
    assert cli.main(["audit", "anchor", "--anchor", str(outside), "--json"]) == 0
    assert said(capsys)["number"] == 3
    for table in ("audit_event", "audit_seal", "audit_head", "audit_unsealed"):
        tampered(engine, f"DELETE FROM {table}")
    assert cli.main(["audit", "verify", "--json"]) == 0
    capsys.readouterr()
    assert cli.main(["audit", "verify", "--anchor", str(outside), "--json"]) == 2
    assert said(capsys)["faults"][0]["code"] == "audit.cut_short"


def test_anchoring_seals_what_waits(on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "anchor", "--json"]) == 0
    assert said(capsys)["number"] == 0
    with db.transaction(engine) as session:
        audit.record(session, audit.PLATFORM, audit.Action.USAGE_VIEWED, at=datetime.now(UTC))
    assert cli.main(["audit", "anchor", "--json"]) == 0
    assert said(capsys)["number"] == 1


@pytest.mark.parametrize("content", [None, "not a head\n", '{"audit_head": {}}\n'])
def test_an_anchor_file_that_is_none_is_refused(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None
) -> None:
    outside = tmp_path / "anchors"
    if content is not None:
        outside.write_text(content)
    assert cli.main(["audit", "verify", "--anchor", str(outside), "--json"]) == 2
    assert said(capsys)["code"] in ("command.file_missing", "command.anchor_damaged")


def test_keys_are_rotated_in_three_steps(on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(on))
    assert cli.main(["rotate-keys", "--json"]) == 0
    assert said(capsys) == {"keys": 2, "rewrapped": 1}
    assert cli.main(["rotate-keys", "--finish", "--json"]) == 2
    assert said(capsys)["code"] == "keys.too_soon"
    long_ago = time.time() - key_rotation.SETTLED.total_seconds() - 60
    os.utime(on.key_file(), (long_ago, long_ago))
    assert cli.main(["rotate-keys", "--rewrap", "--json"]) == 0
    assert said(capsys) == {"keys": 2, "rewrapped": 0}
    assert cli.main(["rotate-keys", "--finish", "--json"]) == 0
    assert len(on.vault_keys()) == 1


def test_the_backlog_of_retention_is_told(on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["retention", "--json"]) == 0
    told = said(capsys)
    assert told["backlog"] == 0 and {rule["name"] for rule in told["rules"]} >= {"exports", "sign_ins", "work"}
    assert cli.main(["retention"]) == 0
    assert "past  90 days" in capsys.readouterr().out


def test_the_list_of_erasures_is_printed_and_replayed(
    on: Settings, engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keys, listed = open_vault(on), tmp_path / "erasures"
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        erasure.ask(session, keys, who.person, scenes.PASSWORD, now=datetime.now(UTC))
    assert cli.main(["erasures"]) == 0
    listed.write_text(capsys.readouterr().out)
    tampered(engine, "DELETE FROM erasure")  # as after a restore from before it was asked for
    assert cli.main(["erasures", "--replay", str(listed), "--json"]) == 0
    assert said(capsys) == {"listed": 1, "again": 1}
    listed.write_text("nobody\n")
    assert cli.main(["erasures", "--replay", str(listed), "--json"]) == 2
    assert said(capsys)["code"] == "command.list_damaged"
    with db.reading(engine) as session:
        assert session.get(PersonKey, who.person.id) is not None, "the queue does it, not the command"


@pytest.mark.parametrize("command", [["audit", "verify"], ["rotate-keys"], ["retention"], ["erasures"]])
def test_without_a_database_the_commands_say_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path))
    assert cli.main([*command, "--json"]) == 2
    assert said(capsys)["code"] == "command.database_missing"
