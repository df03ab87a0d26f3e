"""What a change of programmes does to plans: the page that staff decide on, and the job that tells households.

    python benchmarks/incentive_preview.py [--homes 20000]

Homes are rows of an embedded PostgreSQL of the run's own: each with a resident, permissions, twelve facts of its own
and three to five recommended measures. The change halves the attic rebate and its limit. Timed are the page's preview
(at most `incentive_effect.SAMPLE` homes, drawn from all) and all homes, as the job does. Printed: seconds of
processor time of ours and of the database, the first time and again. On a busy machine believe the processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from sqlalchemy import text

from coach.fleet_wide import incentive_effect
from coach.fleet_wide import incentive_proposals as proposals
from greener_homes import consent, db, installation, people
from greener_homes.db import Engine
from greener_homes.embedded import Postgres
from greener_homes.incentive_changes import ChangedPart, Proposal
from greener_homes.local_days import LOCAL
from greener_homes.people import Audience, Registration
from greener_homes.settings import Settings
from greener_homes.vault import open_vault

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
HALVED = {"pay.cad": 600, "pay.max_cad": 750}
FILL = (
    "INSERT INTO home (id, number, created_at) OVERRIDING SYSTEM VALUE"
    " SELECT gen_random_uuid(), 100000 + n, now() FROM generate_series(1, :homes) AS n",
    "INSERT INTO home_member (person_id, home_id, relation) SELECT :resident, id, 'owner' FROM home",
    """
    INSERT INTO consent_grant (id, person_id, home_id, source, commodity, purpose, statement_id, channel,
                               account_holder, data_from, granted_at, expires_at)
    SELECT gen_random_uuid(), :resident, home.id, 'upload', commodity, purpose, :statement, 'web', false,
           '2024-01-01', :began, :ends
    FROM home, unnest(ARRAY['electricity', 'natural_gas']) AS commodity,
         unnest(ARRAY['advice', 'coach_access']) AS purpose
    """,
    """
    INSERT INTO home_fact (id, home_id, name, value, provenance, stated_at)
    SELECT gen_random_uuid(), home.id, name, value, 'resident', :began
    FROM home, LATERAL (VALUES
      ('municipality', to_jsonb((CAST(:towns AS text[]))[1 + (number % 8)::int])),
      ('dwelling_type', to_jsonb((CAST(:kinds AS text[]))[1 + (number / 8 % 4)::int])),
      ('heating_fuel', to_jsonb((CAST(:fuels AS text[]))[1 + (number / 3 % 5)::int])),
      ('hot_water_fuel', to_jsonb((CAST(:fuels AS text[]))[1 + (number / 7 % 5)::int])),
      ('tenure', to_jsonb(CASE WHEN number % 6 = 0 THEN 'renter' ELSE 'owner' END)),
      ('year_built', to_jsonb(1930 + number * 7 % 90)),
      ('attic_r', to_jsonb(8 + number * 13 % 40)),
      ('wall_r', to_jsonb(4 + number * 11 % 20)),
      ('occupants', to_jsonb(1 + number % 6)),
      ('income_qualified', to_jsonb(number % 7 = 0)),
      ('heated_area_m2', to_jsonb(90 + number * 17 % 200)),
      ('cooling', to_jsonb(CASE WHEN number % 3 = 0 THEN 'none' ELSE 'central' END))
    ) AS said (name, value)
    """,
    """
    INSERT INTO assessment (id, home_id, evidence_digest, versions, grant_ids, import_run_ids, evidence, baselines,
                            not_advised, findings, created_at)
    SELECT gen_random_uuid(), id, 'bench', '{}', '[]', '[]', '{}', '[]', '[]', '[]', now() FROM home
    """,
    """
    INSERT INTO review (id, home_id, assessment_id, state, waiting_since, lane, reason, promised_on, lift_days, turn_on,
                        was_escalated, not_contacted, data_problem)
    SELECT home.id, home.id, assessment.id, 'approved', :began, 'coaches', 'new', '2026-11-01', 0, '2026-11-01',
           false, false, 'none'
    FROM home JOIN assessment ON assessment.home_id = home.id
    """,
    """
    INSERT INTO review_event (id, review_id, at, action, from_state, to_state)
    SELECT id, id, :began, 'approve', 'claimed', 'approved' FROM home
    """,
    """
    INSERT INTO recommendation (id, home_id, review_id, review_event_id, measure, rank, later, note, wording,
                                coach_numbers, published_at)
    SELECT gen_random_uuid(), id, id, id,
           (CAST(:measures AS text[]))[1 + ((number * 5 + put * 3) % 12)::int], put, false, '', '', '{}', :began
    FROM home, generate_series(1, 3 + (number % 3)::int) AS put
    """,
    "ANALYZE",
)
LISTS = {
    "towns": ["Ajax", "Brock", "Clarington", "Oshawa", "Pickering", "Scugog", "Uxbridge", "Whitby"],
    "kinds": ["detached", "semi", "row_end", "row_middle"],
    "fuels": ["natural_gas", "electricity", "oil", "propane", "natural_gas"],
    "measures": [
        *("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT", "DHW-HPWH", "ENV-BSMT", "HVAC-ASHP-D", "ENV-WALL-CAV", "ENV-CATH"),
        *("APP-LED", "DHW-SHOWER", "ENV-ATTIC-LOW", "GEN-PV"),
    ],
}


def main() -> int:
    """Print processor seconds of the page's preview and of all homes, and one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=20_000)
    homes = parser.parse_args().homes
    with site(homes) as (engine, server):
        with db.transaction(engine) as session:
            today = NOW.astimezone(LOCAL).date()
            looked = (today, today, today + timedelta(days=90), "https://example.org/bench", "Half.", "La moitié.")
            said = Proposal(ChangedPart.OFFER, "HRS-ATTIC-12-25", HALVED, *looked)
            change = proposals.propose(session, said, by=None, now=NOW)
            before, after = proposals.both(session, change, today)

        def page() -> object:
            with db.reading(engine) as session:
                return proposals.looked_at(session, change, now=NOW)

        def every() -> object:
            with db.reading(engine) as session:
                return len(list(incentive_effect.effects(session, before, after, today, at=NOW)))

        found = {"homes": homes, "load": round(os.getloadavg()[0], 1)}
        for name, work in (("page", page), ("page_again", page), ("all", every), ("all_again", every)):
            found[name] = timed(server, work)
            print(f"{name:12s} {found[name]}", flush=True)
    print(json.dumps(found))
    return 0


def timed(server: psutil.Process, work: Callable[[], object]) -> dict[str, float]:
    """Seconds: on the wall, and of processor time here and in the database."""
    began, ours, theirs = time.perf_counter(), time.process_time(), cpu_of(server)
    work()
    return {
        "wall_s": round(time.perf_counter() - began, 2),
        "ours_cpu_s": round(time.process_time() - ours, 2),
        "database_cpu_s": round(cpu_of(server) - theirs, 2),
    }


def cpu_of(server: psutil.Process) -> float:
    """Processor seconds of the database and its children so far; connections are kept open between two looks."""
    return float(sum(each.cpu_times().user + each.cpu_times().system for each in (server, *server.children())))


@contextmanager
def site(homes: int) -> Iterator[tuple[Engine, psutil.Process]]:
    """A database with so many homes that have a plan."""
    folder = Path(tempfile.mkdtemp(prefix="gh-preview-"))
    folder.chmod(0o711)
    postgres = Postgres(folder, durable=False)
    postgres.start()
    try:
        installation.prepare(postgres.url, now=NOW)
        engine = db.create_engine(postgres.url, statement_timeout_ms=3_600_000)
        vault = open_vault(Settings(database_url=postgres.url, var=folder / "var"))
        with db.transaction(engine) as session:
            who = Registration("resident@bench.example", "Bench", None, Audience.RESIDENT)
            consent.publish_statements(session, now=NOW)
            resident = people.register(session, vault, who, now=NOW)
            statement = consent.statement(session, consent.Purpose.ADVICE, resident.language)
            given = LISTS | {"homes": homes, "resident": resident.id, "statement": statement.id}
            times = {"began": NOW - timedelta(days=30), "ends": NOW + timedelta(days=300)}
            for each in FILL:
                asked = text(each)
                names = set(asked.compile().params)
                session.execute(asked, {name: value for name, value in (given | times).items() if name in names})
        yield engine, psutil.Process(postgres.pid)
        engine.dispose()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
