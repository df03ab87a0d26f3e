"""The scoreboard from the command line: tables for people, one document for programs, refusals for the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.coach import truth_sample
from web import cli


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    folder = truth_sample.write(tmp_path)
    return ["--physics", str(folder), "--measured", str(tmp_path / "effects.csv"), "--on", "2026-11-21"]


def test_tables_name_the_contenders_the_goals_and_the_losses(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["evaluate", *given]) == cli.DONE
    said = capsys.readouterr().out
    assert "== made-up: 2 homes; advice as physics alone, uncorrected" in said
    for words in ("deemed table", "degree-day rule", "advice without bills", "wanted 75%–85%", "Where advice loses"):
        assert words in said
    assert "furnace" in said.partition("Beside measured effects")[2]
    assert "Errors of savings, carbon_kg" not in said


def test_details_print_every_amount(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["evaluate", *given])
    brief = len(capsys.readouterr().out)
    cli.main(["evaluate", "--details", *given])
    said = capsys.readouterr().out
    assert "Errors of savings, carbon_kg" in said
    assert len(said) > brief


def test_json_is_one_document(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "--json", "--without", "DHW-TANKLESS", *given]) == cli.DONE
    document = json.loads(capsys.readouterr().out)
    assert document["on"] == "2026-11-21"
    assert document["truths"][0]["truth"] == "made-up without DHW-TANKLESS"
    assert set(document["truths"][0]) >= {"truth", "errors", "lists", "goals", "losses"}


def test_a_measure_that_is_left_out_must_be_one(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "--without", "ENV-MOAT", *given]) == cli.REFUSED
    assert "evaluation.measure_unknown" in capsys.readouterr().err


def test_without_a_truth_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate"]) == cli.REFUSED
    assert "evaluation.no_truth" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["homes.json", "truth.csv", "daily_temperature_2023.csv"])
def test_a_folder_without_its_files_is_refused(
    given: list[str], missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(given[1]) / missing).unlink()
    assert cli.main(["evaluate", *given]) == cli.REFUSED
    assert "command.file_missing" in capsys.readouterr().err


def test_simulated_homes_are_compared_without_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "--simulated", "2", "--seed", "5", "--on", "2026-11-21"]) == cli.DONE
    said = capsys.readouterr().out
    assert "== simulated homes held out (seed 5): 2 homes; advice as physics alone, uncorrected" in said
    assert "daily, questionnaire" in said


def test_no_simulated_homes_are_no_truth(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "--simulated", "0"]) == cli.REFUSED
    assert "evaluation.simulated_count" in capsys.readouterr().err
