"""One line an event, with the ids of what it belongs to, and without anybody in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
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


def test_fields_about_persons_and_secrets_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings())
    log.get("here").info("x", email="a@b.example", token="t", name="N", home="h1")
    (line,) = said(capsys)
    assert line["home"] == "h1"
    assert {line["email"], line["token"], line["name"]} == {log.BLANK}


@pytest.mark.parametrize("library", [False, True])
def test_an_exception_is_a_type_and_places_without_its_message(
    capsys: pytest.CaptureFixture[str], library: bool
) -> None:
    log.configure(Settings())
    logger = logging.getLogger("some.library") if library else log.get("here")
    try:
        raise ValueError("reading of 12 Any Street")
    except ValueError:
        logger.exception("job.fault")
    (line,) = said(capsys)
    assert line["error"] == "builtins.ValueError"
    assert any("test_log.py" in place for place in line["places"])
    assert "Any Street" not in json.dumps(line)


def test_people_get_lines_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings(log_format="console"))
    log.get("here").warning("worker.waiting", queue="imports")
    assert "worker.waiting" in capsys.readouterr().err


def test_the_level_is_kept_and_chatty_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(Settings(log_level="warning"))
    log.get("here").info("unheard")
    logging.getLogger("alembic.runtime").info("unheard")
    log.get("here").warning("heard")
    assert [line["event"] for line in said(capsys)] == ["heard"]
