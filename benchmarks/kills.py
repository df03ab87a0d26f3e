"""What a running installation loses when its processes are killed at random while many files are imported.

    .venv/bin/python -m benchmarks.kills [--kills N] [--seed S]

Starts a PostgreSQL, a broker, a relay and workers of its own, sends residents' files and suppliers' files without
pause, and kills (SIGKILL) a worker, a work-horse, the relay or the broker N times (40), each time at a random moment.
When all work has ended it compares what is stored with what was sent, reading by reading. Prints the figures as one
JSON object; exits with 1 when a reading was lost, doubled or changed, or a file never ended.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psutil
from argon2 import PasswordHasher
from sqlalchemy import Engine, text
from sqlmodel import Session

from greener_homes import db, installation, jobs, people
from greener_homes.embedded import Postgres
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.greener_homes.processes import Processes
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import imports
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

IMPORTS, BULK, HORSE = "imports", "bulk", "work-horse"
RESIDENT_HOURS, CUSTOMERS, CUSTOMER_HOURS = 24 * 60, 40, 24 * 60
AT_ONCE = 6
"""How many files wait at any time, so that there is always work to be killed in."""
PATIENCE_S = 300.0
HORSE_PATIENCE_S = 8.0
FIRST = datetime(2026, 3, 1, 5, tzinfo=UTC)
OURS = "('import.run', 'partner_file.store')"
OPEN = f"SELECT count(*) FROM work WHERE name IN {OURS} AND state IN ('queued', 'running')"  # noqa: S608
ENDED = (
    "SELECT name, state, error_code, sum(attempts), count(*), max(attempts) FROM work "  # noqa: S608
    f"WHERE name IN {OURS} GROUP BY name, state, error_code ORDER BY 1, 2"
)
HELD = (
    "SELECT home_id, sum(count), sum(total * power(10::numeric, exponent)) FROM interval_block "
    "JOIN usage_point ON usage_point.id = usage_point_id GROUP BY home_id"
)
NOT_STORED = (
    "SELECT count(*) FROM import_run WHERE state <> 'stored'",
    "SELECT count(*) FROM partner_file WHERE state <> 'stored'",
)


@dataclass(slots=True)
class Sent:
    """What was sent: homes with the readings and the sum (in thousandths) each must have."""

    homes: dict[uuid.UUID, tuple[int, int]] = field(default_factory=dict)
    files: int = 0


def main(kills: int, seed: int) -> int:
    """The figures are printed; 0 when nothing was lost, doubled or changed, and everything ended."""
    with tempfile.TemporaryDirectory(prefix="gh-kills-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        postgres = Postgres(folder, durable=True)
        postgres.start()
        try:
            installation.prepare(postgres.url, now=datetime.now(UTC))
            figures = _play(postgres.url, folder / "var", kills, Random(seed))
        finally:
            postgres.stop()
    print(json.dumps(figures))
    sound = not (figures["homes_wrong"] or figures["files_not_stored"] or figures["left_in_spool"])
    return 0 if sound and not figures["work_not_done"] else 1


def _play(url: str, var: Path, kills: int, random: Random) -> dict[str, object]:
    settings = Settings(var=var, log_format="console", database_url=url)
    engine = db.create_engine(url)
    vault = open_vault(settings)
    people.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # nobody signs in here
    sent, done = Sent(), Counter[str]()
    begun = time.monotonic()
    with db.transaction(engine) as session:
        supplier = partners.supplier(session)
    with Processes(engine, url, var, queue=IMPORTS) as processes:
        processes.start(BULK)
        while sum(done.values()) < kills:
            for _ in range(max(0, AT_ONCE - _waiting(engine))):
                _send(engine, vault, supplier, sent, random)
            time.sleep(random.uniform(0.02, 1.0))
            victim = random.choice((IMPORTS, BULK, HORSE, HORSE, jobs.RELAY, "broker"))
            done[_kill(processes, victim, random)] += 1
        killed_for = time.monotonic() - begun
        until = time.monotonic() + PATIENCE_S
        while _waiting(engine) and time.monotonic() < until:
            time.sleep(0.5)
    figures = _figures(engine, sent)
    engine.dispose()
    left = sum(1 for _ in vault.spooled_names())
    return {
        **{"kills": sum(done.values()), "killed": dict(done), "files": sent.files, "homes": len(sent.homes)},
        **{"readings": sum(count for count, _ in sent.homes.values()), **figures, "left_in_spool": left},
        **{"seconds": round(time.monotonic() - begun), "seconds_of_kills": round(killed_for)},
    }


def _kill(processes: Processes, victim: str, random: Random) -> str:
    """One process is gone; what was killed. A broker comes back at once, as whoever watches over it would see to."""
    if victim == "broker":
        processes.kill_broker()
        processes.broker.start()
    elif victim == HORSE:
        until = time.monotonic() + HORSE_PATIENCE_S
        while not (horses := _horses(processes)) and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.3))
        if not horses:
            return _kill(processes, random.choice((IMPORTS, BULK)), random)
        with contextlib.suppress(psutil.Error):
            random.choice(horses).kill()
    else:
        processes.kill(victim)
    return victim


def _horses(processes: Processes) -> list[psutil.Process]:
    """The processes in which work is done at this moment."""
    found: list[psutil.Process] = []
    for queue in (IMPORTS, BULK):
        with contextlib.suppress(psutil.Error):
            found += psutil.Process(processes.pid(queue)).children()
    return found


def _send(engine: Engine, vault: Vault, supplier: uuid.UUID, sent: Sent, random: Random) -> None:
    """One more file waits: mostly a resident's, sometimes a supplier's of many homes."""
    with db.transaction(engine) as session:
        if random.random() < 0.25:
            lines: list[str] = []
            for _ in range(CUSTOMERS):
                number = len(sent.homes)
                one = partners.customer(session, vault, supplier, number)
                rows = partners.rows(one.account, one.meter, CUSTOMER_HOURS, seed=number)
                total = sum(round(float(line.split(",")[5]) * 1000) for line in rows)
                sent.homes[one.who.home.id] = (CUSTOMER_HOURS, total)
                lines += rows
            data = partners.written(list(partners.shuffled([*lines, *rows])))  # some of them twice
            partners.send(session, vault, supplier, data, at=datetime.now(UTC))
        else:
            _send_resident(session, vault, sent, random)
    sent.files += 1


def _send_resident(session: Session, vault: Vault, sent: Sent, random: Random) -> None:
    now = datetime.now(UTC)
    watt_hours, litres = random.randint(100, 900), random.randint(50, 300)
    series = [
        scenes.hourly(FIRST, RESIDENT_HOURS, wh=watt_hours),
        scenes.hourly(FIRST, RESIDENT_HOURS, wh=litres, commodity=Commodity.NATURAL_GAS, unit=Unit.M3),
    ]
    streams = [
        UsageStream(one.commodity.value, one.commodity, one.flow, one.unit, 3600, len(one), one) for one in series
    ]
    who = scenes.resident(session, vault)
    scenes.agree(session, who, at=now - timedelta(minutes=1))
    upload = vault.spool()
    upload.write(writer.write(streams, updated=int(now.timestamp())))
    imports.accept(session, vault, who.home.id, upload.finish(), actor=who.person.actor, now=now)
    sent.homes[who.home.id] = (2 * RESIDENT_HOURS, RESIDENT_HOURS * (watt_hours + litres))


def _waiting(engine: Engine) -> int:
    """Files whose work has not ended."""
    with db.reading(engine) as session:
        return int(session.execute(text(OPEN)).scalar_one())


def _figures(engine: Engine, sent: Sent) -> dict[str, object]:
    with db.reading(engine) as session:
        held = {row[0]: (int(row[1]), round(row[2] * 1000)) for row in session.execute(text(HELD))}
        states = session.execute(text(ENDED)).all()
        not_stored = sum(session.execute(text(each)).scalar_one() for each in NOT_STORED)
    wrong = [home for home, right in sent.homes.items() if held.get(home) != right]
    lost = sum(max(0, right[0] - held.get(home, (0, 0))[0]) for home, right in sent.homes.items())
    doubled = sum(max(0, held.get(home, (0, 0))[0] - right[0]) for home, right in sent.homes.items())
    return {
        **{"lost": lost, "doubled": doubled, "homes_wrong": len(wrong), "files_not_stored": int(not_stored)},
        "attempts": sum(row[3] for row in states),
        "work": [f"{row[0]} {row[1]} {row[2] or ''} ×{row[4]}, at most {row[5]} attempts" for row in states],
        "work_not_done": sum(row[4] for row in states if row[1] != "done"),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args()
    sys.exit(main(given.kills, given.seed))
