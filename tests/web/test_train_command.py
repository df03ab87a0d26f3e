"""`greener-homes train` writes each model to its folder and prints its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.learning.train_types import Trained
from web import cli

MADE = Trained("savings", {"manifest.json": b"{}", "CARD.md": b"# Card"}, {"seed": 3}, ("Savings: 40 homes",))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []

    def train(seed: int, homes: int, step: Callable[[str], None], **_: object) -> Iterator[Trained]:
        seen.append((seed, homes))
        step("savings: trees")
        yield MADE

    monkeypatch.setattr("coach.learning.train.train", train)
    return seen


def test_the_files_of_a_model_lie_in_its_folder(
    asked: list[tuple[int, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["train", "--seed", "3", "--homes", "40", "--out", str(tmp_path / "new")]) == cli.DONE
    assert asked == [(3, 40)]
    assert {each.name: each.read_bytes() for each in (tmp_path / "new/savings").iterdir()} == MADE.files
    said = capsys.readouterr()
    assert said.out == "Savings: 40 homes\n" and "savings: trees" in said.err


def test_figures_as_json(asked: list[tuple[int, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["train", "--json", "--out", str(tmp_path)])
    assert json.loads(capsys.readouterr().out) == {"model": "savings", "seed": 3}
    assert asked[0][0] == 1 and asked[0][1] >= 1000


def test_a_folder_that_cannot_be_written_is_refused(asked: list[tuple[int, int]], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert cli.main(["train", "--out", str(tmp_path / "taken")]) == cli.REFUSED
    assert asked


def test_a_count_out_of_bounds_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["train", "--homes", "5", "--out", str(tmp_path)]) == cli.REFUSED
    assert "evaluation.training_count" in capsys.readouterr().err


def test_what_coaches_decided_trains_the_ranking_in_use(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path))
    assert cli.main(["train", "--decisions"]) == cli.DONE
    assert "The rule ranks: no coach has decided anything" in capsys.readouterr().out
    assert {each.name for each in (tmp_path / "trained/ranking").iterdir()} == {"manifest.json", "CARD.md"}
