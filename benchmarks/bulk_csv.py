"""Bulk CSV to stored blocks in PostgreSQL, beside pyarrow's bare typed parse of the same file, in one run.

    .venv/bin/python benchmarks/bulk_csv.py [--homes 2000] [--hours 744] [--order account|time] [--runs 3]
    .venv/bin/python benchmarks/bulk_csv.py --agreed 0.05        most customers are strangers
    .venv/bin/python benchmarks/bulk_csv.py --nightly            20,000 homes: a day into months that hold 29 days
    .venv/bin/python benchmarks/bulk_csv.py --twenty-million

Ours is the whole way of a supplier's file: unseal, parse strictly, match, ask for consent, sort, pack, write, commit.
pyarrow only parses the plain file into typed columns, with both cores. `--twenty-million` is 26,882 homes with a month
of hours. Every home agrees, which is the most work there can be, unless `--agreed` says otherwise. A small file is
stored first, so that loading compiled code is not counted; what it took is printed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import psutil
from sqlalchemy import text

from greener_homes import copying, db, installation, matches, organisations
from greener_homes.audit import Actor
from greener_homes.db import Engine, Session
from greener_homes.embedded import Postgres
from greener_homes.organisations import OrganisationKind
from greener_homes.tables.base import new_id
from greener_homes.vault import SpooledFile, Vault
from utility_connectors import partner_files, partner_intake

HEADER = "account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quality,flow\r\n"
LOCAL = ZoneInfo("America/Toronto")
FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
TWENTY_MILLION = 26_882
NIGHTLY_HOMES, NIGHTLY_DAYS = 20_000, 29
PEER = """
import json, sys, time
import pyarrow as pa, pyarrow.csv as pc
text, when = pa.string(), pa.timestamp("s", "UTC")
types = dict(account_number=text, meter_id=text, commodity=text, interval_start=when, interval_end=when,
             quantity=pa.decimal128(15, 6), unit=text, quality=text, flow=text)
begun, used, rows = time.perf_counter(), time.process_time(), 0
for batch in pc.open_csv(sys.argv[1], convert_options=pc.ConvertOptions(column_types=types)):
    rows += batch.num_rows
print(json.dumps([rows, time.perf_counter() - begun, time.process_time() - used]))
"""


def numbers(home: int) -> tuple[str, str]:
    """The account and meter of a home."""
    return f"A{20_000_000 + home}", f"M{10_000_000 + home}"


def write(path: Path, homes: int, hours: int, order: str, *, after: int = 0) -> int:
    """The file, of so many hours `after` the first; returns how many readings it holds."""
    first = FIRST + timedelta(hours=after)
    moments = [(first + timedelta(hours=hour)).astimezone(LOCAL).isoformat() for hour in range(hours + 1)]
    random = np.random.default_rng(1)
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(HEADER)
        if order == "account":
            spans = [f"{moments[hour]},{moments[hour + 1]}," for hour in range(hours)]
            for home in range(homes):
                account, meter = numbers(home)
                start = f"{account},{meter},electricity,"
                values = random.integers(0, 5000, hours).tolist()
                file.write(
                    "".join(
                        f"{start}{span}{value / 1000:.3f},kWh,actual,import\r\n"
                        for span, value in zip(spans, values, strict=True)
                    )
                )
            return homes * hours
        starts = ["{},{},electricity,".format(*numbers(home)) for home in range(homes)]
        for hour in range(hours):
            span = f"{moments[hour]},{moments[hour + 1]},"
            values = random.integers(0, 5000, homes).tolist()
            file.write(
                "".join(
                    f"{start}{span}{value / 1000:.3f},kWh,actual,import\r\n"
                    for start, value in zip(starts, values, strict=True)
                )
            )
    return homes * hours


def settle_in(session: Session, vault: Vault, homes: int, agreed: float) -> uuid.UUID:
    """A supplier with so many matched homes, of which this share agreed; all other customers are strangers."""
    utility = organisations.register(session, OrganisationKind.UTILITY, "lakeshore", "Lakeshore", now=NOW).id
    statement = session.execute(
        text("SELECT id FROM consent_statement WHERE purpose = 'advice' ORDER BY version DESC LIMIT 1")
    ).scalar_one()
    ids = [(new_id(), new_id(), home) for home in range(round(homes * agreed))]
    when, label = NOW - timedelta(days=1), f"partner_pair|{utility}"
    copying.copy_in(
        session,
        "person",
        ("id", "audience", "language", "email_match", "email_sealed", "name_sealed", "password_hash", "created_at"),
        ("uuid", "varchar", "varchar", "bytea", "bytea", "bytea", "varchar", "timestamptz"),
        ((one, "resident", "en", one.bytes, b"", b"", "", when) for one, _, _ in ids),
    )
    copying.copy_in(
        session, "home", ("id", "created_at"), ("uuid", "timestamptz"), ((home, when) for _, home, _ in ids)
    )
    copying.copy_in(
        session,
        "consent_grant",
        (
            "id",
            "person_id",
            "home_id",
            "source",
            "supplier_id",
            "commodity",
            "purpose",
            "statement_id",
            "channel",
            "account_holder",
            "data_from",
            "granted_at",
            "expires_at",
        ),
        (
            *("uuid", "uuid", "uuid", "varchar", "uuid", "varchar", "varchar", "uuid", "varchar", "bool"),
            *("date", "timestamptz", "timestamptz"),
        ),
        (
            (
                *(new_id(), person, home, "partner", utility, "electricity", "advice", statement, "web", True),
                *(date(2024, 1, 1), when, when + timedelta(days=365)),
            )
            for person, home, _ in ids
        ),
    )
    copying.copy_in(
        session,
        "home_match",
        (
            *("id", "home_id", "person_id", "supplier_id", "commodity", "state", "how"),
            *("pair_match", "point_match", "made_at", "changed_at"),
        ),
        (
            *("uuid", "uuid", "uuid", "uuid", "varchar", "varchar", "varchar"),
            *("bytea", "bytea", "timestamptz", "timestamptz"),
        ),
        (
            (
                *(new_id(), home, person, utility, "electricity", "live", "account_and_meter"),
                vault.match(label, "|".join(numbers(number))),
                *(matches.point_of(vault, home, "|".join(numbers(number))), when, when),
            )
            for person, home, number in ids
        ),
    )
    return utility


def sealed(vault: Vault, path: Path) -> SpooledFile:
    """The file as it lies in the spool."""
    upload = vault.spool()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            upload.write(data)
    return upload.finish()


def ours(engine: Engine, vault: Vault, utility: uuid.UUID, file: SpooledFile) -> dict[str, float]:
    """One file stored, from the sealed file to the commit: seconds, processor seconds and readings."""
    with db.transaction(engine) as session:
        view = partner_files.accept(
            session,
            vault,
            utility,
            file,
            named="",
            idempotency_key=None,
            commit=True,
            actor=Actor(None, "utility_partner"),
            now=NOW,
        )
    before = resource.getrusage(resource.RUSAGE_SELF)
    marks: dict[str, float] = {}
    begun = time.perf_counter()
    with db.transaction(engine) as session:
        backend = psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one())
        idle = sum(backend.cpu_times()[:2])
        partner_intake.store(
            session,
            vault,
            view.id,
            now=NOW,
            step=lambda name: marks.__setitem__(name.partition(" ")[0], time.perf_counter() - begun),
        )
        session.flush()
        busy = sum(backend.cpu_times()[:2]) - idle
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF)
    with db.reading(engine) as session:
        counts = partner_files.get(session, utility, view.id).counts
    return {
        "readings": counts["rows"],
        "stored": counts["added"],
        "wall_s": wall,
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "postgres_cpu_s": busy,
        "read_s": marks.get("read", 0.0),
        "rss_growth_mb": (after.ru_maxrss - before.ru_maxrss) / 1024,
    }


def empty(engine: Engine) -> None:
    """As before the file came."""
    with db.transaction(engine) as session:
        session.execute(text("TRUNCATE usage_point, import_run, partner_file, work CASCADE"))


def peer(path: Path) -> tuple[int, float, float]:
    """pyarrow's rows, seconds and processor seconds, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PEER, str(path)], capture_output=True, check=True)  # noqa: S603
    rows, wall, cpu = json.loads(done.stdout)
    return rows, wall, cpu


def main() -> None:
    """Prints one line a run, then the best of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=2_000)
    parser.add_argument("--hours", type=int, default=744)
    parser.add_argument("--order", choices=("account", "time"), default="account")
    parser.add_argument("--agreed", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--nightly", action="store_true")
    parser.add_argument("--twenty-million", action="store_true")
    asked = parser.parse_args()
    homes = TWENTY_MILLION if asked.twenty_million else NIGHTLY_HOMES if asked.nightly else asked.homes
    before = 24 * NIGHTLY_DAYS if asked.nightly else 0
    hours = 24 if asked.nightly else asked.hours
    with tempfile.TemporaryDirectory(prefix="gh-bulk-") as folder_name:
        folder = Path(folder_name)
        folder.chmod(0o711)
        path = folder / "bulk.csv"
        readings = write(path, homes, hours, asked.order, after=before)
        print(f"{readings:,} readings of {homes:,} customers by {asked.order}, {path.stat().st_size / 1e6:,.0f} MB")
        postgres = Postgres(folder)
        postgres.start()
        try:
            installation.prepare(postgres.url, now=NOW)
            engine = db.create_engine(postgres.url, statement_timeout_ms=600_000)
            vault = Vault((bytes(32),), folder / "spool")
            with db.transaction(engine) as session:
                utility = settle_in(session, vault, homes, asked.agreed)
            month = folder / "month.csv"
            write(month, homes if before else 10, before or 10, "account")
            warm_up(engine, vault, utility, month, keep=before > 0)
            compare(engine, vault, utility, path, asked.runs, keep=before > 0)
            engine.dispose()
        finally:
            postgres.stop()


def warm_up(engine: Engine, vault: Vault, utility: uuid.UUID, path: Path, *, keep: bool) -> None:
    """Everything is compiled and loaded; what the file holds is stored, if it is to be kept."""
    found = ours(engine, vault, utility, sealed(vault, path))
    print(f"before: {found['stored']:,.0f} stored in {found['wall_s']:.2f} s, {found['cpu_s']:.2f} s CPU")
    if not keep:
        empty(engine)


def undo_day(engine: Engine) -> None:
    """Blocks are again as they were before the day came."""
    with db.transaction(engine) as session:
        session.execute(text("TRUNCATE work"))
        session.execute(text("DELETE FROM interval_block"))
        session.execute(text("INSERT INTO interval_block SELECT * FROM month_before"))
        session.execute(
            text(
                "DELETE FROM import_run AS run WHERE NOT EXISTS (SELECT FROM month_before WHERE import_run_id = run.id)"
            )
        )


def compare(engine: Engine, vault: Vault, utility: uuid.UUID, path: Path, runs: int, *, keep: bool) -> None:
    """Runs both by turns. With `keep`, each run finds what was stored before it."""
    if keep:
        with db.transaction(engine) as session:
            session.execute(text("CREATE TABLE month_before AS SELECT * FROM interval_block"))
    best, best_peer, leanest, leanest_peer = 0.0, 0.0, float("inf"), float("inf")
    for number in range(runs):
        rows, wall, cpu = peer(path)
        best_peer, leanest_peer = max(best_peer, rows / wall), min(leanest_peer, cpu / rows)
        found = ours(engine, vault, utility, sealed(vault, path))
        undo_day(engine) if keep else empty(engine)
        rate = found["readings"] / found["wall_s"]
        used = found["cpu_s"] + found["postgres_cpu_s"]
        best, leanest = max(best, rate), min(leanest, used / rows)
        print(
            f"run {number + 1}: pyarrow {rows / wall / 1e6:.2f} M/s ({cpu / rows * 1e9:.0f} ns CPU a row); ours "
            f"{rate / 1e6:.2f} M/s, {found['stored']:,.0f} stored in {found['wall_s']:.2f} s "
            f"(read {found['read_s']:.2f}), "
            f"CPU {found['cpu_s'] / rows * 1e9:.0f} + PostgreSQL {found['postgres_cpu_s'] / rows * 1e9:.0f} ns a row, "
            f"memory +{found['rss_growth_mb']:.0f} MB",
            flush=True,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"best: pyarrow {best_peer / 1e6:.2f} M/s, ours {best / 1e6:.2f} M/s, ratio {best / best_peer:.2f}")
    print(f"CPU: ours takes {leanest / leanest_peer:.2f} × pyarrow's processor time a row; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
