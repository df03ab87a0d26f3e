"""The bench command finds what is in benchmarks/ and says so when asked for something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from greener_homes.errors import Refusal
from web import bench_command, cli


def test_every_script_in_the_folder_is_known() -> None:
    folder = Path(__file__).resolve().parents[2] / "benchmarks"
    assert bench_command.known() == sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    assert "baseline_against_opendsm" in bench_command.known()


def test_an_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "nothing"]) == cli.REFUSED
    assert "baseline_against_opendsm" in capsys.readouterr().err


def test_arguments_are_passed_on_and_a_failure_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "quick.py").write_text("import sys; print(sys.argv[1:]); sys.exit(int(sys.argv[1]))")
    monkeypatch.setattr(bench_command, "FOLDER", tmp_path)
    assert bench_command.run("quick", ["0", "--twice"]) == 0
    assert "['0', '--twice']" in capfd.readouterr().out
    assert bench_command.run(None, ["3"]) == 3
    monkeypatch.setattr(bench_command, "FOLDER", tmp_path / "nowhere")
    with pytest.raises(Refusal):
        bench_command.run(None, [])
