"""Rules of the house that import contracts cannot say: who commits, who writes which row, who knows the time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from greener_homes.tables import __all__ as nouns
from greener_homes.tables.base import Row

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("models", "greener_homes", "utility_connectors", "coach", "web")
NO_ROOMS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "handler", "processor"}
)
THE_ONE_BASE = "greener_homes/tables/base.py"
COMMITS = frozenset({"greener_homes/db.py"})
BEGINS = frozenset({"greener_homes/migrations/__init__.py"})
"""Migrations run in one transaction of their own, before there is an application."""
WRITERS = {
    "advice": "coach",
    "connection": "utility_connectors",
    "conversation": "coach",
    "desk": "coach",
    "duplicate": "coach",
    "project": "coach",
    "referral": "coach",
    "report": "coach",
    "similar": "coach",
    "visit": "coach",
}
"""Which package writes the rows of which module of tables; the core writes all others."""
CLOCKS = frozenset(
    {
        "greener_homes/attempt.py",
        "greener_homes/worker.py",
        "greener_homes/embedded.py",
        "greener_homes/tables/base.py",
        "utility_connectors/http.py",
        "utility_connectors/inspect.py",
    }
)
"""Outside web, only processes, the command line and the patience of a connection know what time it is."""
CLOCK_CALLS = frozenset({"now", "utcnow", "today", "time", "time_ns", "monotonic"})
DEEPEST = 4
"""Parts of a path from the root: package, room, sub-room, file."""


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def files(*packages: str) -> list[str]:
    found = (path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def calls(path: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call in a file with the last part of what it calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node
            elif isinstance(called, ast.Name):
                yield called.id, node


def test_only_one_place_commits() -> None:
    enders = ("commit", "begin_nested")  # of a session; neither takes anything
    committing = {path for path in files() for name, node in calls(path) if name in enders and not node.args}
    assert committing <= COMMITS
    beginning = {path for path in files() for name, node in calls(path) if name == "begin" and not node.args}
    assert beginning <= BEGINS


def test_no_file_has_a_name_that_names_no_room() -> None:
    named = {path for path in files() if set(Path(path).stem.split("_")) & NO_ROOMS}
    rooms = {path for path in files() if set(Path(path).parts) & NO_ROOMS}
    assert named | rooms == {THE_ONE_BASE}


def test_the_tree_is_a_table_of_contents() -> None:
    assert [path for path in files() if len(Path(path).parts) > DEEPEST] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is(package: str) -> None:
    silent = [path for path in files(package) if tree(path).body and not ast.get_docstring(tree(path))]
    assert silent == []


def test_rows_are_made_only_by_the_package_that_writes_them() -> None:
    writers = {
        mapper.class_.__name__: WRITERS.get(mapper.class_.__module__.rpartition(".")[2], "greener_homes")
        for mapper in Row._sa_registry.mappers
    }
    assert writers, "no tables found"
    assert set(WRITERS) <= set(nouns)
    strays = [
        f"{path}:{node.lineno} makes a {name}"
        for path in files()
        if any(imported.startswith("greener_homes.tables") for imported in _imports(path))
        for name, node in calls(path)
        if name in writers and path.partition("/")[0] != writers[name]
    ]
    assert strays == []


@pytest.mark.parametrize("package", ["models", "greener_homes", "utility_connectors", "coach"])
def test_only_processes_know_the_time(package: str) -> None:
    knowing = [
        f"{path}:{node.lineno}"
        for path in files(package)
        if path not in CLOCKS
        for name, node in calls(path)
        if name in CLOCK_CALLS and _is_clock(node.func) and not node.args
    ]
    assert knowing == []


def test_nothing_is_unpickled_or_evaluated() -> None:
    unsafe = ("pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle")
    assert [path for path in files() if any(name.partition(".")[0] in unsafe for name in _imports(path))] == []
    assert [
        path for path in files() for name, node in calls(path) if name in ("eval", "exec") and _is_plain(node)
    ] == []


def test_nothing_is_left_for_later_and_no_trouble_is_swallowed() -> None:
    assert [path for path in files() if re.search(r"\b(TODO|FIXME)\b", (ROOT / path).read_text("utf-8"))] == []
    swallowed = [
        f"{path}:{node.lineno}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
        and all(isinstance(inside, ast.Pass | ast.Continue) for inside in node.body)
    ]
    assert swallowed == []


def test_no_path_of_one_machine_is_written_down() -> None:
    places = re.compile(r"(?<![\w.{])/(work|root|home)/\w")
    assert [path for path in files() if places.search((ROOT / path).read_text("utf-8"))] == []


def _imports(path: str) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _is_clock(called: ast.expr) -> bool:
    """`datetime.now`, `date.today`, `time.time` and their like, not a method of that name on something of ours."""
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id in ("datetime", "date", "time")
    )


def _is_plain(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name)
