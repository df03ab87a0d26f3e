"""Three thousand customers who agreed to nothing: not one byte of them anywhere, while a file is stored and after."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.conftest import FOLDER
from tests.greener_homes.processes import Processes
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import partner_files

CANARIES, HOURS = 3_000, 3
MARK = "77"
"""Every number of a canary, and every amount, holds a run of letters that nothing else here does."""


def account(number: int) -> str:
    return f"AQ{MARK}{number:05}QA"


def meter(number: int) -> str:
    return f"MQ{MARK}{number:05}QM"


def amount(number: int) -> str:
    return f"000037.{MARK}{number % 10_000:04}"


PATTERN = re.compile(rb"[AM]Q77[0-9]{5}Q[AM]|000037\.77[0-9]{4}")


@pytest.fixture(autouse=True)
def journal_is_kept(engine: Engine) -> Iterator[None]:
    """Nothing of the server's journal is put away during a test: other tests write into it too."""
    slot = {"name": f"canaries_{uuid.uuid4().hex}"}
    with db.transaction(engine) as session:
        session.execute(text("SELECT pg_create_physical_replication_slot(:name, true)"), slot)
    yield
    with db.transaction(engine) as session:
        session.execute(text("SELECT pg_drop_replication_slot(:name)"), slot)


def lines() -> Iterator[str]:
    """Canaries' rows: most good, some refused for each reason, some of a link whose resident agreed to nothing."""
    for number in range(CANARIES):
        for line in partners.rows(account(number), meter(number), HOURS):
            fields = line.split(",")
            fields[5] = amount(number)
            if number % 50 == 0:
                fields[6] = "furlong"
            elif number % 50 == 1:
                fields = fields[:7]
            elif number % 50 == 2:
                fields[3] = "noon"
            elif number % 50 == 3:
                fields[0] = f'"{fields[0]}"'
            elif number % 50 == 4:
                fields[1] = fields[1] + "é"
            yield ",".join(fields)


@pytest.mark.slow
@pytest.mark.parametrize("halt", ["read", "recorded"])
def test_nothing_of_strangers_is_anywhere(engine: Engine, database_url: str, settings: Settings, halt: str) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        one = partners.customer(session, keys, utility, 1)
        silent = [partners.customer(session, keys, utility, n, agreed=False) for n in (2, 3)]
        mine = partners.rows(one.account, one.meter, 48)
        theirs = [
            line.replace(line.split(",")[5], amount(number))
            for number, who in enumerate(silent)
            for line in partners.rows(who.account, who.meter, 48)
        ]
        data = partners.written(list(partners.shuffled([*mine, *theirs, *lines()])))
        preview = partners.send(session, keys, utility, data + b"\r\n", commit=False, at=datetime.now(UTC))
        view = partners.send(session, keys, utility, data, at=datetime.now(UTC))
    assert len(set(PATTERN.findall(data))) > 2 * CANARIES, "the search finds what it looks for"
    with Processes(engine, database_url, settings.var, queue="bulk", halt_at_step=halt) as processes:
        processes.wait_for_halt(halt)
        assert found(engine, database_url, settings, processes) == {}, "while the work is on"
        processes.go_on(halt)
        processes.wait_until_done(view.id, "partner_file.store")
        processes.wait_until_done(preview.id, "partner_file.check")
        assert found(engine, database_url, settings, processes) == {}, "and afterwards"
    with db.reading(engine) as session:
        counts = partner_files.get(session, utility, view.id).counts
        report = partner_files.report(session, utility, view.id, vault=keys)
    assert (counts["added"], counts["not_consented"]) == (48, 96)
    assert counts["not_customers"] + counts["refused"] == CANARIES * HOURS
    assert all(row.value is None for row in report.rows)


def found(engine: Engine, database_url: str, settings: Settings, processes: Processes) -> dict[str, int]:
    """Where anything of a canary is, and how much of it."""
    places = {
        **{f"table {name}": content for name, content in tables(database_url)},
        **{f"file {path.name}": path.read_bytes() for path in settings.var.rglob("*") if path.is_file()},
        **{f"write-ahead log {path.name}": bytes_of(path) for path in journal(engine)},
        **{f"broker {name}": content for name, content in broker(processes.broker.url)},
    }
    hits = {name: len(PATTERN.findall(content)) for name, content in places.items()}
    return {name: count for name, count in hits.items() if count}


def tables(database_url: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table as text, and every column of bytes as it is."""
    with psycopg.connect(database_url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                content = b"".join(bytes(part) for part in copy)
            raw = re.sub(rb"\\\\x([0-9a-f]+)", lambda hexed: bytes.fromhex(hexed[1].decode()), content)
            yield name, content + raw


def bytes_of(path: Path) -> bytes:
    """What the file holds; nothing where the server has put it to other use since it was listed."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def journal(engine: Engine) -> list[Path]:
    """The server's write-ahead log, written out to this moment."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_switch_wal()"))
    files = list((Path(os.environ[FOLDER]) / "postgres" / "pg_wal").glob("0*"))
    assert files
    return files


def broker(url: str) -> Iterator[tuple[str, bytes]]:
    """Everything the broker holds."""
    with redis.Redis.from_url(url) as client:
        for key in client.keys("*"):
            yield key.decode(), key + (client.dump(key) or b"")


LEAKED = ("AQ7800007QA", "MQ7800007QM")
"""Not a canary's: the server's journal is shared with other tests."""
LEAKS = re.compile(rb"[AM]Q78[0-9]{5}Q[AM]")


def test_the_search_would_find_a_leak(engine: Engine, database_url: str) -> None:
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        session.execute(
            text(
                "INSERT INTO partner_file (id, organisation_id, state, sha256, size_bytes, facts, counts, findings, "
                "report_key, received_at, content) VALUES (:id, :utility, 'stored', 'x', 1, CAST(:facts AS jsonb), "
                "'{}', '[]', :bytes, now(), 'usage')"
            ),
            {
                "id": uuid.uuid4(),
                "utility": utility,
                "facts": f'{{"leak": "{LEAKED[0]}"}}',
                "bytes": LEAKED[1].encode(),
            },
        )
    content = dict(tables(database_url))["partner_file"]
    assert set(LEAKS.findall(content)) == {LEAKED[0].encode(), LEAKED[1].encode()}
    assert any(LEAKS.search(bytes_of(path)) for path in journal(engine))
