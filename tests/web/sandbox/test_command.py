"""`greener-homes sandbox` as a person at a terminal meets it, and the demonstration that starts it."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.web.sandbox.test_conformance import agreeing
from tests.web.sandbox.third_party import ask
from utility_connectors import custodians
from web import cli
from web.sandbox import command, demonstration

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


def started(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.Popen(
        [sys.executable, "-m", "web.cli", "sandbox", *arguments],
        cwd=ROOT,
        env={**known, "GREENER_HOMES_VAR": str(tmp_path / "var"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_plays_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with started(tmp_path, "normal", "--port", "0", "--json") as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        assert said["address"].startswith("http://127.0.0.1:")
        described = custodians.Description.model_validate(said["utility"])
        assert described.key == "lakeshore-power"
        assert ask("GET", described.service_status_url or "").status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def test_quiet_says_no_secret(tmp_path: Path) -> None:
    with started(tmp_path, "late", "--port", "0", "--quiet") as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert "secret" not in process.communicate(timeout=60)[0]


def test_production_refuses_it(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("00" * 32)
    production = {
        "GREENER_HOMES_PRODUCTION": "true",
        "GREENER_HOMES_SECRET_KEY": "x" * 40,
        "GREENER_HOMES_VAULT_KEY_FILE": str(tmp_path / "vault"),
        "GREENER_HOMES_SECURE_COOKIES": "true",
        "GREENER_HOMES_PUBLIC_URL": "https://homes.example",
    }
    with started(tmp_path, "normal", **production) as process:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 2
        assert errors.startswith("sandbox.in_production")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "sandbox.no_scenario"),
        (["unheard-of"], "sandbox.no_scenario"),
        (["--check", "http://127.0.0.1:1"], "sandbox.utility_file"),
        (["--check", "http://127.0.0.1:1", "--utility", "nowhere.json"], "command.file_missing"),
        (["normal", "--redirect-uri", "https://elsewhere.invalid/"], "sandbox.not_loopback"),
        (["normal", "--notify-uri", "http://10.0.0.1/"], "sandbox.not_loopback"),
    ],
)
def test_what_cannot_be_played_or_checked_is_said_plainly(
    arguments: list[str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    assert cli.main(["sandbox", *arguments, "--port", "0"]) == 2
    assert capsys.readouterr().err.startswith(f"{code}: ")


@pytest.mark.parametrize("content", ["", "[]", '{"key": 1}', '{"key": "a", "key": "a"}', "nonsense"])
def test_a_utility_file_that_is_none_is_refused(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    (tmp_path / "utility.json").write_text(content)
    arguments = ["sandbox", "--check", "http://127.0.0.1:1", "--utility", str(tmp_path / "utility.json")]
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err.startswith("sandbox.utility_file: ")


def test_a_check_prints_each_step_and_fails_when_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with started(tmp_path, "late", "--port", "0", "--json") as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        (tmp_path / "utility.json").write_text(json.dumps(said["utility"]))
        monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
        monkeypatch.setattr(command, "_ask_somebody", agreeing)
        arguments = ["sandbox", "--check", said["address"], "--utility", str(tmp_path / "utility.json")]
        assert cli.main(arguments) == 1
        lines = capsys.readouterr().out.splitlines()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert [line.split()[1] for line in lines if line.startswith("failed")] == ["fresh"]
    assert lines[-1] == "1 failed."
    assert lines[0].startswith("passed   transport")


def test_somebody_is_asked_to_agree_and_to_paste_where_it_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("http://127.0.0.1:8000/return?code=1\n"))
    assert command._ask_somebody("http://utility/authorize") == "http://127.0.0.1:8000/return?code=1"
    assert "http://utility/authorize" in capsys.readouterr().err


def test_the_demonstration_registers_it_and_again_when_it_has_moved(session: Session, settings: Settings) -> None:
    demo = settings.model_copy(update={"demo": True})
    vault = open_vault(demo)
    for port in (8_101, 8_102):
        known = demonstration.register(session, vault, demo, port, now=NOW)
        peer = custodians.peer(session, vault, known.id, demo)
        assert str(peer.token) == f"http://127.0.0.1:{port}/oauth/token"
    assert [one.key for one in custodians.all_of_them(session)].count("lakeshore-power") == 1


def test_it_finds_the_next_free_port(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        before = settings.model_copy(update={"port": taken.getsockname()[1] - 1})
        found = demonstration.free_port(before)
        assert found is not None
        assert found > taken.getsockname()[1]
