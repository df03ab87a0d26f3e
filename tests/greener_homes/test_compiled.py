"""Where compiled code is kept, and that nothing but time depends on it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from greener_homes import block_loops, compiled, worker
from greener_homes.settings import Settings


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source may not be written, whoever runs the tests."""
    monkeypatch.setattr("greener_homes.worker.os.access", lambda *_: False)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set here is undone afterwards."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")


def test_it_is_kept_beside_the_source_where_that_may_be_written(settings: Settings) -> None:
    worker._keep_compiled(settings)
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_it_is_kept_under_var_for_this_user_alone_where_it_may_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(monkeypatch)
    worker._keep_compiled(settings)
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder == settings.var.resolve() / "compiled"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_was_named_is_left_alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    read_only(monkeypatch)
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere")
    worker._keep_compiled(settings)
    assert os.environ["NUMBA_CACHE_DIR"] == "/somewhere"
    assert not (settings.var / "compiled").exists()


def test_where_no_folder_can_be_made_the_worker_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(monkeypatch)
    (tmp_path / "file").write_text("")
    worker._keep_compiled(settings.model_copy(update={"var": tmp_path / "file" / "var"}))
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_without_any_folder_loops_are_compiled_all_the_same() -> None:
    program = (
        "import numpy as np\n"
        "from greener_homes.compiled import compiled\n"
        "print(compiled(lambda numbers: numbers.sum())(np.arange(5)))\n"
    )
    nowhere = os.environ | {compiled.WHERE_KEPT: "IPythonCacheLocator"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=nowhere)
    assert done.stdout == "10\n"


def test_when_a_loop_of_another_module_changes_what_calls_it_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "loops"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "caller.py").write_text(
        "from greener_homes.compiled import compiled\n"
        "from loops.part import part\n"
        "@compiled\n"
        "def whole(numbers):\n"
        "    return part(numbers[0])\n"
    )
    program = "import numpy as np; from loops.caller import whole; print(whole(np.arange(1, 5)))"
    paths = os.pathsep.join((str(tmp_path), str(Path(block_loops.__file__).parents[1])))
    found = []
    for factor in (2, 3, 3):
        part = f"from greener_homes.compiled import inlined\n@inlined\ndef part(one):\n    return {factor} * one\n"
        (folder / "part.py").write_text(part)
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        found.append(done.stdout.strip())
    assert found == ["2", "3", "3"]
    assert list(folder.glob("__pycache__/caller.whole*.nbi")), "it is kept"


def test_a_loop_says_what_it_says_uncompiled() -> None:
    kept = np.array([[10], [5], [7], [0], [1]], dtype=np.int64)
    borders, one = np.array([0, 1]), np.array([1])
    found = []
    for loop in (block_loops._as_kept, block_loops._as_kept.py_func):  # type: ignore[attr-defined]
        out = np.zeros((5, 2), dtype=np.int64)
        assert loop(kept, borders[0], borders[1], one[0] * 3, out, 0) == 1
        found.append(out.tolist())
    assert found[0] == found[1] == [[10, 0], [5, 0], [21, 0], [0, 0], [1, 0]]
