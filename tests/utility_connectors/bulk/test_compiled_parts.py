"""Compiled loops that were kept are never older than the parts they were made of."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import pytest

from utility_connectors.bulk import eight, kernels, pairs

BULK = Path(eight.__file__).parent


@pytest.mark.parametrize("made", [kernels.MADE_WITH, pairs.MADE_WITH])
def test_files_of_loops_change_with_the_parts_they_take_from_another_file(made: str) -> None:
    """If this fails you changed eight.py: write the new digest into MADE_WITH of both files."""
    assert hashlib.sha256(Path(eight.__file__).read_bytes()).hexdigest().startswith(made)
    assert len(made) == 16


def test_every_file_of_loops_that_takes_parts_says_which() -> None:
    takers = [
        path.stem
        for path in BULK.glob("*.py")
        if any(
            isinstance(line, ast.ImportFrom) and line.module == "utility_connectors.bulk.eight"
            for line in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert sorted(takers) == ["kernels", "pairs"]
