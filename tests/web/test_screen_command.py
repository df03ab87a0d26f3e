"""`greener-homes screen` says what became of the homes; the work itself is tested beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.fleet_wide import programme_run
from coach.fleet_wide.fleet_run import Counts
from coach.fleet_wide.programme_run import Screened
from web import cli

ADDRESS = "postgresql://nowhere.example/homes"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    seen: list[tuple[str, int]] = []

    def run(url: str, *, processes: int, **_: object) -> Screened:
        seen.append((url, processes))
        return Screened(Counts(listed=7, not_plain=2, not_permitted=1), 3.14, {})

    monkeypatch.setattr(programme_run, "run", run)
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    return seen


def test_counts_are_printed(asked: list[tuple[str, int]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["screen"]) == cli.DONE
    lines = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert asked == [(ADDRESS, 1)] and lines == ["7", "2", "1"]
    assert cli.main(["screen", "--json", "--processes", "2"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert said == {"listed": 7, "not_plain": 2, "not_permitted": 1, "processor_s": 3.1} and asked[1][1] == 2


@pytest.mark.parametrize("count", ["0", "65", "two"])
def test_a_number_of_processes_out_of_bounds_is_refused(asked: list[tuple[str, int]], count: str) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["screen", "--processes", count])
    assert end.value.code == cli.REFUSED and not asked


def test_without_a_database_there_is_nothing_to_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path))
    assert cli.main(["screen"]) == cli.REFUSED
    assert "database" in capsys.readouterr().err
