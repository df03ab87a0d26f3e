"""A first time that is rehearsed: everything it asks is put together, and nothing of it is ever there."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, SQLModel

from greener_homes import db, worker
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.scenes import NOW
from utility_connectors import imports, rehearsal
from utility_connectors.green_button import writer


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table holds."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(table.select().with_only_columns(text("count(*)"))).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }


def heard(engine: Engine, told: list[str]) -> Any:
    """Notes of every statement whether the engine had put it together before."""

    def note(_connection: Any, _cursor: Any, said: str, _values: Any, context: Any, _many: bool) -> None:
        told.append(f"{context.cache_hit.name}: {said}")

    event.listen(engine, "before_cursor_execute", note)
    return note


def missed(told: Sequence[str]) -> list[str]:
    return [one for one in told if not one.startswith("CACHE_HIT")]


def test_nothing_of_it_is_kept_and_nobody_is_told(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = rows(engine)
    with engine.connect() as listening:
        listening.execute(text("LISTEN greener_homes_work"))
        listening.commit()
        rehearsal.first_time(engine, now=NOW, with_file=True)
        heard_of = list(listening.connection.driver_connection.notifies(timeout=0.2))  # type: ignore[union-attr]
    assert rows(engine) == before
    assert heard_of == []
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_read_to_its_end(engine: Engine) -> None:
    told: list[str] = []
    heard(engine, told)
    rehearsal.first_time(engine, now=NOW, with_file=True)
    assert any("INSERT INTO interval_block" in one for one in told)
    assert any("INSERT INTO consent_receipt" in one for one in told)


def test_a_worker_that_rehearsed_finds_what_a_file_asks_put_together(
    engine: Engine, settings: Settings, database_url: str
) -> None:
    ready = settings.model_copy(update={"database_url": database_url})
    keys = open_vault(ready)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        scenes.agree(session, who)
        run = sent(session, keys, who)
    kept = {path for path in ready.var.rglob("*") if path.is_file()}
    worker._rehearse("imports", ready)
    assert {path for path in ready.var.rglob("*") if path.is_file()} == kept, "no key and no file among people's own"
    made = worker._engine_of_jobs(worker._database(ready))
    told: list[str] = []
    note = heard(made, told)
    try:
        with db.transaction(made) as session:
            imports.run(session, keys, run, now=NOW, step=lambda _name: None)
    finally:
        event.remove(made, "before_cursor_execute", note)
        made.dispose()
    assert any("INSERT INTO interval_block" in one for one in told)
    assert missed(told) == []


def sent(session: Session, keys: Vault, who: scenes.Resident) -> Any:
    upload = keys.spool()
    upload.write(writer.write([rehearsal._two_days(one, NOW) for one in rehearsal.SHARED], updated=1))
    return imports.accept(session, keys, who.home.id, upload.finish(), actor=who.person.actor, now=NOW).id
