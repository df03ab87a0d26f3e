"""The reference implementation beside ours: optional, for it needs the `[mv]` extra and some minutes.

It runs where opendsm can be imported, or where OPENDSM_PYTHON names an interpreter that can.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "benchmarks" / "baseline_against_opendsm.py"
SAMPLES = ROOT / ".." / "shared" / "samples" / "meters"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not SAMPLES.is_dir(), reason="../shared is not here: the sample meters are not part of this project"
    ),
]


def run(*arguments: str) -> str:
    finished = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.mark.skipif(
    importlib.util.find_spec("opendsm") is not None or "OPENDSM_PYTHON" in os.environ, reason="opendsm is here"
)
def test_without_opendsm_the_benchmark_says_so_and_shows_our_side() -> None:
    said = run("--meters", "64")

    assert "opendsm is NOT installed" in said
    assert "daily meters a second" in said


@pytest.mark.skipif(
    importlib.util.find_spec("opendsm") is None and "OPENDSM_PYTHON" not in os.environ,
    reason="opendsm is not installed: see benchmarks/baseline_against_opendsm.py",
)
def test_our_error_on_unseen_days_is_within_two_percent_of_opendsms_caltrack_model() -> None:
    said = run("--meters", "64")
    summary = next(line for line in said.splitlines() if line.startswith("ours / opendsm legacy"))

    assert float(summary.split("geometric mean ")[1].split(",")[0]) == pytest.approx(1.0, abs=0.02)
    assert np.isfinite(float(summary.split("worst ")[1].split(" ")[0]))
