"""Compiled loops are kept beside their source, and only as long as it says the same."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np

SOURCE = """
from models.house.compiled import compiled


def _added(values, more):
    return values.sum() {sign} more


added = compiled(_added)
"""


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("some_loops", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_kept_code_counts_until_its_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "some_loops.py"
    path.write_text(SOURCE.format(sign="+"), encoding="utf-8")
    assert load(path).added(np.ones(3), 2.0) == 5.0
    kept = set(tmp_path.glob("__pycache__/*.nbc"))
    assert len(kept) == 1
    assert load(path).added(np.ones(3), 2.0) == 5.0
    assert set(tmp_path.glob("__pycache__/*.nbc")) == kept
    path.write_text(SOURCE.format(sign="-"), encoding="utf-8")
    (tmp_path / "__pycache__" / "some_loops.cpython-311.pyc").unlink(missing_ok=True)
    assert load(path).added(np.ones(3), 2.0) == 1.0


def test_what_the_environment_says_of_places_is_for_others(tmp_path: Path) -> None:
    """The core keeps its loops by rules of its own; ours follow none of them."""
    import models.house.hourly_loop as loop

    assert type(loop.simulate_block._cache).__module__ == "models.house.compiled"
