"""Where compiled code is kept, and that nothing but time depends on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from greener_homes import block_loops
from tests.programs import printed


def test_without_any_folder_loops_are_compiled_all_the_same() -> None:
    program = (
        "import numpy as np\n"
        "from models import compiled\n"
        "compiled.PLACES = ()\n"
        "for kind in (compiled.compiled, compiled.compiled_figures):\n"
        "    print(kind(lambda numbers: numbers.sum())(np.arange(5)))\n"
    )
    assert printed(program) == "10\n10"


def test_when_a_loop_of_another_module_changes_what_calls_it_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "loops"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "caller.py").write_text(
        "from models.compiled import compiled\n"
        "from loops.part import part\n"
        "@compiled\n"
        "def whole(numbers):\n"
        "    return part(numbers[0])\n"
    )
    program = "import numpy as np; from loops.caller import whole; print(whole(np.arange(1, 5)))"
    paths = os.pathsep.join((str(tmp_path), str(Path(block_loops.__file__).parents[1])))
    found = []
    for factor in (2, 3, 3):
        part = f"from models.compiled import inlined\n@inlined\ndef part(one):\n    return {factor} * one\n"
        (folder / "part.py").write_text(part)
        found.append(printed(program, {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}))
    assert found == ["2", "3", "3"]
    assert list(folder.glob("__pycache__/*caller.whole*.nbi")), "it is kept"


def test_a_loop_says_what_it_says_uncompiled() -> None:
    kept = np.array([[10], [5], [7], [0], [1]], dtype=np.int64)
    borders, one = np.array([0, 1]), np.array([1])
    found = []
    for loop in (block_loops._as_kept, block_loops._as_kept.py_func):  # type: ignore[attr-defined]
        out = np.zeros((5, 2), dtype=np.int64)
        assert loop(kept, borders[0], borders[1], one[0] * 3, out, 0) == 1
        found.append(out.tolist())
    assert found[0] == found[1] == [[10, 0], [5, 0], [21, 0], [0, 0], [1, 0]]


def test_a_process_that_loads_what_was_kept_compiles_nothing_and_two_at_once_compile_once(tmp_path: Path) -> None:
    folder = tmp_path / "loops"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "one.py").write_text(
        "from models.compiled import compiled\n@compiled\ndef whole(numbers):\n    return numbers.sum()\n"
    )
    program = (
        "import sys, numpy as np; from models import compiled; from loops.one import whole\n"
        "'load' in sys.argv and compiled.load_kept(); ready = len(whole.overloads)\n"
        "whole(np.arange(3)); print(ready, sum(whole.stats.cache_misses.values()))"
    )
    paths = os.pathsep.join((str(tmp_path), str(Path(block_loops.__file__).parents[1])))

    def start(*given: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *given]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths})

    said = sorted(one.communicate()[0].split()[1] for one in (start(), start()))
    assert said == ["0", "1"], "one compiled it, the other waited"
    assert start("load").communicate()[0].split() == ["1", "0"]
