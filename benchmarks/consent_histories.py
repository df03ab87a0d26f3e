"""How many random histories of consent the code and the written rules agree about (docs/explanation/consent.md).

    .venv/bin/python -m benchmarks.consent_histories [HISTORIES] [PROCESSES]

Plays HISTORIES (10,000) on a PostgreSQL of its own, each in one transaction that is undone, and prints how many
questions were asked and how many answers differ. Exits with 1 when any does. Each history is known by its number:
`tests.consent_histories.play(session, vault, NUMBER)` plays it again.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from greener_homes import db, installation
from greener_homes.embedded import Postgres
from greener_homes.vault import Vault
from tests import consent_histories

HISTORIES, PROCESSES, PART = 10_000, 2, 250


def main(histories: int, processes: int) -> int:
    """The figures are printed, one JSON object; 0 when nothing differs."""
    with tempfile.TemporaryDirectory(prefix="gh-consent-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        postgres = Postgres(folder, durable=False)
        postgres.start()
        try:
            installation.prepare(postgres.url, now=datetime.now(UTC))
            begun = time.monotonic()
            parts = [range(first, min(first + PART, histories)) for first in range(0, histories, PART)]
            with ProcessPoolExecutor(processes) as pool:
                done = list(pool.map(_play, [postgres.url] * len(parts), parts, [name] * len(parts)))
        finally:
            postgres.stop()
    differing = [each for _, found in done for each in found]
    figures = {
        "histories": histories,
        "questions": sum(asked for asked, _ in done),
        "disagreements": len(differing),
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(figures))
    for each in differing[:20]:
        print(each)
    return 1 if differing else 0


def _play(url: str, numbers: range, folder: str) -> tuple[int, list[str]]:
    engine = db.create_engine(url, pool_size=1)
    vault = Vault((os.urandom(32),), Path(folder) / "spool")
    asked, differing = 0, []
    with Session(engine) as session:
        for number in numbers:
            played = consent_histories.play(session, vault, number)
            session.rollback()
            asked += played.asked
            differing.extend(str(one) for one in played.disagreements)
    engine.dispose()
    return asked, differing


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given + [HISTORIES, PROCESSES][len(given) :])))
