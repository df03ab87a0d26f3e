"""The coach's queue with ten thousand waiting cases: milliseconds a page, beside the same list without its columns.

    python benchmarks/coach_queue.py [--cases 10000] [--pages 200]

Cases are rows of an embedded PostgreSQL of the run's own, each with a home, its resident's permissions, an assessment
of the size real ones have, and opportunities. Ours is the whole page as a coach gets it over HTTP (sign-in, counts, 25
cases, the team's load, a look on record for each home shown, HTML), for the first page, pages far down, filters of
every kind, and taking the next home. Beside it stands the list alone, asked naively: filters read out of each
assessment's JSON, every case sorted, pages by OFFSET, and counted apart. Printed: median and 99th percentile, and the
naive list's median beside that of our list alone. On a busy machine believe the processor time and the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import text

from coach.cases import conduct, queue
from coach.cases.queue import DataProblem, Filters, Listed
from greener_homes import consent, db, installation, log, people
from greener_homes.db import Engine, Session
from greener_homes.embedded import Postgres
from greener_homes.people import Audience, PersonView, Registration
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from web.app import create_app

EMAIL, PASSWORD = "coach@bench.example", "a password for benchmarks"
FILTERS = (
    ("town=Oshawa", Filters(municipality="Oshawa")),
    ("fuel=oil&goal=carbon", Filters(heating_fuel="oil", goal="carbon")),
    ("income=yes&speaks=fr", Filters(income_qualified=True, language="fr")),
    ("data=questions&town=Brock", Filters(data_problem=DataProblem.QUESTIONS, municipality="Brock")),
)
FILL = (
    """
    INSERT INTO home (id, number, created_at) OVERRIDING SYSTEM VALUE
    SELECT gen_random_uuid(), 100000 + n, now() FROM generate_series(1, :cases) AS n
    """,
    """
    INSERT INTO home_member (person_id, home_id, relation) SELECT :resident, id, 'owner' FROM home
    """,
    """
    INSERT INTO consent_grant (id, person_id, home_id, source, commodity, purpose, statement_id, channel,
                               account_holder, data_from, granted_at, expires_at)
    SELECT gen_random_uuid(), :resident, home.id, 'upload', commodity, purpose, :statement, 'web', false,
           '2024-01-01', :began, :ends
    FROM home, unnest(ARRAY['electricity', 'natural_gas']) AS commodity,
         unnest(ARRAY['advice', 'coach_access']) AS purpose
    """,
    """
    INSERT INTO assessment (id, home_id, evidence_digest, versions, grant_ids, import_run_ids, evidence, baselines,
                            not_advised, findings, created_at)
    SELECT gen_random_uuid(), id, 'bench', '{}', '[]', '[]',
           jsonb_build_object(
             'municipality', (CAST(:towns AS text[]))[1 + (number % 8)::int],
             'measured', CASE WHEN number % 10 = 0 THEN '[]'::jsonb ELSE '[{"fuel": "natural_gas", "total": 2100}]' END,
             'facts', jsonb_build_object('municipality', (CAST(:towns AS text[]))[1 + (number % 8)::int],
               'dwelling_type', 'detached',
               'year_built', 1950 + number % 60, 'heating_fuel', (CAST(:fuels AS text[]))[1 + (number % 5)::int],
               'goal', (CAST(:goals AS text[]))[1 + (number % 4)::int], 'income_qualified', number % 7 = 0),
             'roadmap', (SELECT jsonb_agg(md5((n * number)::text)) FROM generate_series(1, 400) AS n)),
           '[]', '[]',
           CASE WHEN number % 3 = 0 THEN '[{"code": "baseline.coverage", "severity": "warning", "facts": {}}]'::jsonb
                ELSE '[]' END, now()
    FROM home
    """,
    """
    INSERT INTO opportunity (id, assessment_id, measure, rank, numbers, trace)
    SELECT gen_random_uuid(), assessment.id, measure, place, '{"bill_cad_per_year": {"p50": 50}}', '[]'
    FROM assessment, unnest(ARRAY['ENV-ATTIC-MID', 'ENV-AIR', 'HVAC-TSTAT', 'DHW-SHOWER', 'APP-LED'])
      WITH ORDINALITY AS put (measure, place)
    """,
    """
    INSERT INTO review (id, home_id, assessment_id, state, waiting_since, lane, reason, promised_on, lift_days, turn_on,
                        was_escalated, not_contacted, municipality, heating_fuel, goal, language, income_qualified,
                        data_problem)
    SELECT gen_random_uuid(), home.id, assessment.id, 'waiting', since, 'coaches',
           (CAST(:reasons AS text[]))[1 + (number % 5)::int],
           since::date + 14, number % 4, since::date + 14 - (number % 4)::int, false, false,
           evidence -> 'facts' ->> 'municipality', evidence -> 'facts' ->> 'heating_fuel',
           evidence -> 'facts' ->> 'goal',
           CASE WHEN number % 9 = 0 THEN 'fr' ELSE 'en' END, (evidence -> 'facts' ->> 'income_qualified')::boolean,
           CASE WHEN number % 10 = 0 THEN 'no_readings' WHEN number % 3 = 0 THEN 'questions' ELSE 'none' END
    FROM home JOIN assessment ON assessment.home_id = home.id,
         LATERAL (SELECT CAST(:now AS timestamptz) - (number * 7919 % 900000) * interval '1 second' AS since) AS waited
    """,
    "ANALYZE",
)
LISTS = {
    "towns": ["Ajax", "Brock", "Clarington", "Oshawa", "Pickering", "Scugog", "Uxbridge", "Whitby"],
    "fuels": ["natural_gas", "electricity", "oil", "propane", "natural_gas"],
    "goals": ["bill", "carbon", "comfort", "upfront"],
    "reasons": ["new", "answered", "superseded", "diverged", "new"],
}
NAIVE = """
SELECT review.id, assessment.evidence, assessment.findings,
       (SELECT measure FROM opportunity WHERE opportunity.assessment_id = assessment.id ORDER BY rank LIMIT 1)
FROM review JOIN assessment ON assessment.id = review.assessment_id
WHERE review.state = 'waiting' {where}
  AND EXISTS (SELECT 1 FROM consent_grant AS g WHERE g.home_id = review.home_id AND g.purpose = 'coach_access'
              AND g.withdrawn_at IS NULL AND g.ended_at IS NULL AND g.expires_at > :now)
  AND EXISTS (SELECT 1 FROM consent_grant AS g WHERE g.home_id = review.home_id AND g.purpose = 'advice'
              AND g.withdrawn_at IS NULL AND g.ended_at IS NULL AND g.expires_at > :now)
ORDER BY CAST(review.waiting_since AS date) + 14
         - CASE WHEN assessment.evidence -> 'facts' ->> 'income_qualified' = 'true' THEN 1 ELSE 0 END,
         review.waiting_since
LIMIT 25 OFFSET :skip
"""
"""The same 25 cases when nothing is kept for it on the review: place and filters out of each assessment."""


def main() -> int:
    """Print milliseconds a page, and how much longer the naive list takes than ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    now = datetime.now(UTC)
    with _site(options.cases, now) as (engine, client, coach):
        pages, addresses = options.pages, _addresses(engine, coach, now)
        found = {
            "page": _timed(lambda place: _page(client, addresses[place % len(addresses)]), pages),
            "next": _timed(lambda place: _next(client, FILTERS[place % len(FILTERS)][0]), min(pages, 60)),
            "list": _timed(lambda place: _list(engine, coach, place, now), pages),
            "naive": _timed(lambda place: _naive(engine, place, now, options.cases), min(pages, 40)),
        }
    print(f"{options.cases:,} waiting cases, load {os.getloadavg()[0]:.1f}")
    print(f"{'':34s}{'median ms':>12s}{'p99 ms':>10s}{'our processor ms':>20s}")
    for name, label in (
        ("page", "whole page over HTTP"),
        ("next", "take the next home, over HTTP"),
        ("list", "the list alone, ours"),
        ("naive", "the list alone, naive"),
    ):
        median, late, worked = found[name]
        print(f"{label:34s}{median:12.1f}{late:10.1f}{worked:20.1f}")
    ratio = found["naive"][0] / found["list"][0]
    print(f"naive beside ours: {ratio:.1f} times as long")
    names = ("median_ms", "p99_ms", "processor_ms")
    print(json.dumps({name: dict(zip(names, map(_tenths, each), strict=True)) for name, each in found.items()}))
    return 0


@contextmanager
def _site(cases: int, now: datetime) -> Iterator[tuple[Engine, FlaskClient, PersonView]]:
    """A desk with so many waiting cases, and a coach who is signed in."""
    folder = Path(tempfile.mkdtemp(prefix="gh-queue-"))
    folder.chmod(0o711)
    postgres = Postgres(folder, durable=False)
    postgres.start()
    try:
        installation.prepare(postgres.url, now=now)
        settings = Settings(var=folder / "var", database_url=postgres.url, log_level="ERROR")
        log.configure(settings)
        engine = db.create_engine(postgres.url, statement_timeout_ms=600_000)
        with db.transaction(engine) as session:
            coach = _fill(session, settings, cases, now)
        app = create_app(settings, engine)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
        yield engine, client, coach
        engine.dispose()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(session: Session, settings: Settings, cases: int, now: datetime) -> PersonView:
    keys = open_vault(settings)
    consent.publish_statements(session, now=now)
    coach = people.register(session, keys, Registration(EMAIL, "Bench coach", PASSWORD, Audience.COACH), now=now)
    conduct.declare(session, keys, coach, "", now=now)
    resident = people.register(
        session, keys, Registration("resident@bench.example", "Bench", None, Audience.RESIDENT), now=now
    )
    words = consent.statement(session, consent.Purpose.ADVICE, resident.language)
    values = {
        "cases": cases,
        "resident": resident.id,
        "statement": words.id,
        "now": now,
        "began": now - timedelta(days=30),
        "ends": now + timedelta(days=300),
        **LISTS,
    }
    for statement in FILL:
        session.connection().execute(text(statement), values)
    return coach


def _addresses(engine: Engine, coach: PersonView, now: datetime) -> Sequence[str]:
    """First pages, pages as far down as thirty turns of the leaf, and every filter."""
    found = ["/desk/queue", *(f"/desk/queue?{query}" for query, _ in FILTERS)]
    with db.reading(engine) as session:
        after = None
        for _ in range(30):
            after = queue.page_of(session, Listed.WAITING, coach, now=now, after=after, total=0).after
            if after is None:
                break
            found.append(f"/desk/queue?after={after}")
    return found


def _tenths(value: float) -> float:
    return round(value, 1)


def _page(client: FlaskClient, address: str) -> None:
    if client.get(address).status_code != 200:
        raise RuntimeError(address)


def _next(client: FlaskClient, query: str) -> None:
    if "/desk/cases/" not in client.post(f"/desk/next?{query}").headers.get("Location", ""):
        raise RuntimeError("nothing was taken")


def _list(engine: Engine, coach: PersonView, place: int, now: datetime) -> None:
    filters = (queue.NO_FILTERS, *(each for _, each in FILTERS))[place % (1 + len(FILTERS))]
    with db.reading(engine) as session:
        queue.page_of(session, Listed.WAITING, coach, now=now, filters=filters)


def _naive(engine: Engine, place: int, now: datetime, cases: int) -> None:
    facts = "assessment.evidence -> 'facts' ->> "
    where = (
        "",
        f"AND {facts}'municipality' = 'Oshawa'",
        f"AND {facts}'heating_fuel' = 'oil' AND {facts}'goal' = 'carbon'",
        f"AND {facts}'income_qualified' = 'true'",
        f"AND {facts}'municipality' = 'Brock' AND jsonb_array_length(assessment.findings) > 0",
    )[place % 5]
    skip = random.Random(place).randrange(cases // 2) if not where else 0
    query = NAIVE.format(where=where)
    with db.reading(engine) as session:
        connection = session.connection()
        connection.execute(text(query), {"now": now, "skip": skip}).all()
        whole = query[: query.index("ORDER BY CAST")]
        connection.execute(text(f"SELECT count(*) FROM ({whole}) AS counted"), {"now": now})  # noqa: S608  text of ours


def _timed(act: Callable[[int], None], times: int) -> tuple[float, float, float]:
    """Median and 99th percentile in milliseconds, and the median of our own processor time; after five to warm."""
    spent, worked = [], []
    for place in range(times + 5):
        start, began = time.perf_counter(), time.process_time()
        act(place)
        spent.append(1000.0 * (time.perf_counter() - start))
        worked.append(1000.0 * (time.process_time() - began))
    counted = sorted(spent[5:])
    late = counted[min(len(counted) - 1, int(0.99 * len(counted)))]
    return statistics.median(counted), late, statistics.median(worked[5:])


if __name__ == "__main__":
    raise SystemExit(main())
