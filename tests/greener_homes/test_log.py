"""One line an event, with the ids of what it belongs to, and without anybody in it."""

from __future__ import annotations

import ast
import json
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from greener_homes import log
from greener_homes.settings import Settings


@pytest.fixture(autouse=True)
def _loggers_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings())
    with log.context(work="w1", job="import.run"):
        log.get("here").info("job.done", count=3)
    log.get("here").info("after")
    inside, after = said(capsys)
    assert (
        inside.items() >= {"event": "job.done", "work": "w1", "job": "import.run", "count": 3, "level": "info"}.items()
    )
    assert "work" not in after


def test_only_fields_on_the_list_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings())
    log.get("here").info("x", email="a@b.example", token="t", name="N", reading=12.5, anything=[1], home="h1")
    (line,) = said(capsys)
    assert line["home"] == "h1"
    assert {line[field] for field in ("email", "token", "name", "reading", "anything")} == {log.BLANK}


@pytest.mark.parametrize(
    "text",
    [
        "somebody@test.example",
        "account 7700123456",
        "770-012-3456",
        "L1G 4Y5",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "/energy?email=x",
    ],
)
def test_text_that_looks_personal_or_secret_is_left_out_of_any_field(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    log.configure(Settings())
    log.get("here").info(f"said {text}", code=text, status=text)
    line = capsys.readouterr().err
    assert text not in line and line.count(log.BLANK) >= 3


def test_ids_codes_and_counts_of_ours_are_written_whole(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings())
    fields = {
        "work": str(uuid.uuid4()),
        "code": "import.nothing_covered",
        "rows": 12_345_678,
        "endpoint": "portal.home",
    }
    log.get("here").info("x", **fields)
    (line,) = said(capsys)
    assert line.items() >= fields.items()


def test_every_field_our_code_logs_is_on_the_list() -> None:
    """A field that is forgotten on the list is blank in every line: nobody would notice until it is needed."""
    root = Path(log.__file__).resolve().parents[1]
    paths = [
        path
        for package in ("greener_homes", "utility_connectors", "coach", "web")
        for path in (root / package).rglob("*.py")
    ]
    calls = [
        node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    logging_calls = [call for call in calls if _logs(call)]
    fields = {word.arg for call in logging_calls for word in call.keywords if word.arg} - {"exc_info"}
    assert len(logging_calls) > 10
    assert fields - log.OURS - log.PLAIN == set()


def _logs(call: ast.Call) -> bool:
    called = call.func
    if not isinstance(called, ast.Attribute) or called.attr not in ("debug", "info", "warning", "error", "exception"):
        return False
    return "logger" in ast.unparse(called.value) or "log.get" in ast.unparse(called.value)


def test_of_a_librarys_line_only_its_pattern_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings())
    logging.getLogger("werkzeug").info("%s asked for %s", "192.0.2.77", "/energy?name=Canary")
    (line,) = said(capsys)
    assert line["event"] == "%s asked for %s"


@pytest.mark.parametrize("library", [False, True])
def test_an_exception_is_a_type_and_places_without_its_message(
    capsys: pytest.CaptureFixture[str], library: bool
) -> None:
    log.configure(Settings())
    address = "12 Any Street"
    logger = logging.getLogger("some.library") if library else log.get("here")
    try:
        raise ValueError(f"reading of {address}")
    except ValueError:
        logger.exception("job.fault")
    (line,) = said(capsys)
    assert line["error"] == "builtins.ValueError"
    assert any("test_log.py" in place for place in line["places"])
    assert "Any Street" not in json.dumps(line)


def test_people_get_lines_to_read_and_no_more_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings(log_format="console"))
    try:
        raise ValueError("Canary Street")
    except ValueError:
        log.get("here").exception("worker.waiting", queue="imports", address="Canary Street")
    line = capsys.readouterr().err
    assert "worker.waiting" in line and "builtins.ValueError" in line and "test_log.py" in line
    assert "Canary" not in line


def test_the_level_is_kept_and_chatty_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings(log_level="warning"))
    log.get("here").info("unheard")
    logging.getLogger("alembic.runtime").info("unheard")
    log.get("here").warning("heard")
    assert [line["event"] for line in said(capsys)] == ["heard"]
