"""A resident's pages with a whole programme in the database: milliseconds a page, to one, to readers, under clients.

    python benchmarks/pages.py [--homes 240000] [--clients 8] [--asked 40] [--rest 1]
    python benchmarks/pages.py --keep FOLDER            stored once, measured as often as one likes

Each home has a year of both fuels by day, answers, permissions, an assessment, recommendations a coach approved, a
sign-in and a few lines of audit: light rows, made by the database itself. Eight more are whole: three years of hourly
electricity and daily gas that came in as files, assessed, reviewed. Those sign in over HTTP, and the pages are
served as always (gunicorn, two processes), beside the clients on the same machine. The peer is Flask with one query and
a template on the same server and database. Readers rest for about a second after each page: with eight of them that is
some eight pages a second, more than a programme of that size has in its busiest hour. Clients that never rest ask again
as soon as they have their answer: with eight of them a page waits for seven others. Printed are median and 99th
percentile, processor time a page (the database's in it), and what they are beside the peer's. On a busy machine believe
the processor time and the ratio.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import fleet
import numpy as np
import psutil
from sqlalchemy import text

from coach import jobs
from coach.cases import conduct, review
from coach.cases.review import Decision
from coach.homes.example_street import ExampleHome, example_street
from greener_homes import db, installation, people, weather
from greener_homes.blocks import Block, pack
from greener_homes.consent import Purpose
from greener_homes.db import Session
from greener_homes.embedded import Postgres
from greener_homes.people import Audience, PersonView, Registration
from greener_homes.reference import WeatherStation, rows
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from web import demo_homes, warming

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a password for benchmarks"  # noqa: S105
SEED, REAL, YEARS = 1978, 8, 3
PAGES = ("/home", "/energy", "/plan", "/plan/when", "/plan/money", "/energy/months/2026-01", "/ask", "/sharing")
GOAL_MS = 50.0
WAYS = ("alone", "readers", "restless")
ALONE, FIRST = 600, 3
"""So often a client asks that has the server for itself (five are slower than the 99th percentile), and so often each
asks before anything is measured."""
PEER = ("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "error")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LIGHT = (
    """
    INSERT INTO person (id, audience, language, email_match, email_sealed, name_sealed, password_hash, created_at)
    SELECT CAST(lpad(to_hex(n), 32, '0') AS uuid), 'resident', 'en', sha256(CAST(CAST(n AS text) AS bytea)), '', '', '',
           :then
    FROM generate_series(1, :homes) AS n
    """,
    "INSERT INTO person_key (person_id, wrapped) SELECT id, sha256(email_match) FROM person",
    "INSERT INTO home (id, created_at) SELECT id, :then FROM person",
    "INSERT INTO home_member (person_id, home_id, relation) SELECT id, id, 'owner' FROM home",
    """
    INSERT INTO consent_grant (id, person_id, home_id, source, commodity, purpose, statement_id, channel,
                               account_holder, data_from, granted_at, expires_at)
    SELECT CAST(lpad(to_hex(4 * n + place), 32, '0') AS uuid), CAST(lpad(to_hex(n), 32, '0') AS uuid),
           CAST(lpad(to_hex(n), 32, '0') AS uuid), 'upload',
           CASE WHEN place < 2 THEN 'electricity' ELSE 'natural_gas' END,
           CASE WHEN place % 2 = 0 THEN 'advice' ELSE 'coach_access' END, :statement, 'web', true, DATE '2024-01-01',
           :then, CAST(:then AS timestamptz) + interval '1 year'
    FROM generate_series(1, :homes) AS n, generate_series(0, 3) AS place
    """,
    """
    INSERT INTO home_fact (id, home_id, name, value, provenance, stated_at)
    SELECT CAST(lpad(to_hex(16 * n + place), 32, '0') AS uuid), CAST(lpad(to_hex(n), 32, '0') AS uuid), name,
           '"natural_gas"', 'resident', :then
    FROM generate_series(1, :homes) AS n, unnest(ARRAY['municipality', 'dwelling_type', 'year_built', 'storeys',
      'heated_area_m2', 'occupants', 'heating_fuel', 'hot_water_fuel', 'attic_r', 'windows', 'tenure', 'goal'])
      WITH ORDINALITY AS told (name, place)
    """,
    """
    INSERT INTO usage_point (id, home_id, source, commodity, match, created_at)
    SELECT CAST(lpad(to_hex(2 * n + place), 32, '0') AS uuid), CAST(lpad(to_hex(n), 32, '0') AS uuid), 'upload',
           CASE WHEN place = 0 THEN 'electricity' ELSE 'natural_gas' END,
           sha256(CAST(CAST(2 * n + place AS text) AS bytea)), :then
    FROM generate_series(1, :homes) AS n, generate_series(0, 1) AS place
    """,
    """
    INSERT INTO interval_block (id, usage_point_id, flow, unit, month, exponent, payload, count, total, estimated,
                                import_run_id, stored_at)
    SELECT CAST(lpad(to_hex(64 * n + 32 * place + month), 32, '0') AS uuid),
           CAST(lpad(to_hex(2 * n + place), 32, '0') AS uuid), 'delivered',
           CASE WHEN place = 0 THEN 'kWh' ELSE 'm3' END,
           CAST(DATE '2025-10-01' + month * interval '1 month' AS date), -3, :payload, 31, 31000, 0, :statement, :then
    FROM generate_series(1, :homes) AS n, generate_series(0, 1) AS place, generate_series(0, 12) AS month
    """,
    """
    INSERT INTO assessment (id, home_id, evidence_digest, versions, grant_ids, import_run_ids, evidence, baselines,
                            not_advised, findings, created_at)
    SELECT gen_random_uuid(), id, 'light', '{}', '[]', '[]', '{"facts": {}, "measured": []}', '[]', '[]', '[]', :then
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
                        was_escalated, not_contacted, language, income_qualified, data_problem)
    SELECT gen_random_uuid(), home_id, id, 'approved', :then, 'coaches', 'new', CAST(:then AS date), 0,
           CAST(:then AS date), false, false, 'en', false, 'none'
    FROM assessment
    """,
    """
    INSERT INTO review_event (id, review_id, at, action, from_state, to_state)
    SELECT gen_random_uuid(), id, :then, 'approve', 'claimed', 'approved' FROM review
    """,
    """
    INSERT INTO recommendation (id, home_id, review_id, opportunity_id, review_event_id, measure, rank, later, note,
                                wording, coach_numbers, published_at)
    SELECT gen_random_uuid(), review.home_id, review.id, opportunity.id, review_event.id, opportunity.measure,
           opportunity.rank, false, '', '', '{}', :then
    FROM review JOIN review_event ON review_event.review_id = review.id
      JOIN opportunity ON opportunity.assessment_id = review.assessment_id
    """,
    """
    INSERT INTO sign_in (id, person_id, token_digest, started_at, seen_at, expires_at, device, is_half)
    SELECT gen_random_uuid(), id, sha256(CAST(CAST(id AS text) AS bytea)), :then, :then, :then, 'other other', false
    FROM person
    """,
    """
    INSERT INTO audit_event (id, at, action, actor_id, actor_audience, home_id, facts)
    SELECT gen_random_uuid(), :then, 'advice.viewed', person_id, 'resident', home_id, '{"shown": 5}'
    FROM home_member, generate_series(1, 4)
    """,
    """
    INSERT INTO thread (id, person_id, home_id, about, about_key, state, language, reply_by, promised_on, asked_at,
                        turned_at)
    SELECT gen_random_uuid(), person_id, home_id, 'general', '', 'closed', 'en', 'portal', CAST(:then AS date), :then,
           :then
    FROM home_member
    """,
)
"""A year of days of both fuels for each home, permissions, answers, and what stands beside them: rows that only make
tables and indexes as large as they would be. Identifiers are in the order of their rows, as ours are."""


def main() -> int:
    """Prints one line a page, and the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=240_000)
    parser.add_argument("--clients", type=int, default=REAL)
    parser.add_argument("--asked", type=int, default=40, help="how often each client asks for each page")
    parser.add_argument(
        "--rest", type=float, default=1.0, help="seconds that readers rest, half to one and a half of it"
    )
    parser.add_argument("--keep", type=Path, help="a folder whose programme is made once and measured again")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gh-pages-")))
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
        postgres = Postgres(folder)
        postgres.start()
        stack.callback(postgres.stop)
        settings = Settings(var=folder / "var", database_url=postgres.url, log_level="ERROR")
        if not (folder / "stored").exists():
            began = time.perf_counter()
            store(postgres.url, settings, asked.homes)
            print(json.dumps({"stored": asked.homes, "wall_s": round(time.perf_counter() - began, 1)}), flush=True)
            (folder / "stored").touch()
        installation.prepare(postgres.url, now=datetime.now(UTC))
        measure(settings, postgres, asked)
    return 0


def store(url: str, settings: Settings, homes: int) -> None:
    """The programme, and among it the homes that are read in full."""
    now = datetime.now(UTC)
    installation.prepare(url, now=now)
    engine = db.create_engine(url, statement_timeout_ms=3_600_000)
    agreed, _run = fleet.prepared(engine)
    month = np.arange(31, dtype=np.int64)
    nothing = np.zeros(31, dtype=np.uint8)
    block = Block(month * 86_400, np.full(31, 86_400), 1_000 + month * 7919 % 211, nothing, month * 0, -3)
    values = {"then": now - timedelta(days=20), "homes": homes, "statement": agreed, "payload": pack(block)}
    for statement in LIGHT:
        with db.transaction(engine) as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            session.execute(text(statement), values)
    last = now.date() - timedelta(days=2)
    street = example_street(SEED, 4 * REAL, first_day=last - timedelta(days=365 * YEARS), last_day=last)
    with db.transaction(engine) as session:
        for station in rows(WeatherStation):
            weather.store_days(session, station.station, street.mean_c)
        coach = people.register(session, open_vault(settings), _registration("coach", Audience.COACH), now=now)
        conduct.declare(session, open_vault(settings), coach, "", now=now)
    whole = [home for home in street.homes if len(home.series) == 2 and home.is_plain][:REAL]
    for place, home in enumerate(whole):
        with db.transaction(engine) as session:
            _real(session, settings, coach, home, place, now)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
    engine.dispose()


def _real(
    session: Session, settings: Settings, coach: PersonView, home: ExampleHome, place: int, now: datetime
) -> None:
    """One home as it would be, with advice a coach approved. Its weather is that of the stations near it."""
    vault = open_vault(settings)
    who = people.register(session, vault, _registration(f"home-{place}", Audience.RESIDENT), now=now)
    own = demo_homes.settle(session, who, home, demo_homes.told(home), "none", now=now)
    session.execute(text("DELETE FROM home_station"))
    demo_homes.agree(session, who, own, (Purpose.ADVICE, Purpose.COACH_ACCESS), now=now)
    demo_homes.send(session, vault, who, own.id, demo_homes.green_button(home.series, now=now), now=now)
    jobs.assess_home(session, own.id, now=now, settings=settings, step=demo_homes.no_step)
    waiting = review.latest(session, own.id)
    if waiting is not None and waiting.is_open:
        review.claim(session, coach, waiting.id, now=now)
        review.decide(session, coach, waiting.id, Decision.APPROVE, "Start with the first step.", now=now)


def _registration(name: str, audience: Audience) -> Registration:
    return Registration(f"{name}@bench.example", f"Bench {name}", PASSWORD, audience)


def measure(settings: Settings, postgres: Postgres, asked: argparse.Namespace) -> None:
    """Ours and the peer's, each alone and under so many clients."""
    found: dict[str, dict[str, float]] = {}
    database = psutil.Process(postgres.pid)
    with served(settings, "wsgi:app", ("--config", "python:web.serving")) as (port, server):
        time.sleep(warming.QUIET_S + 10.0)  # until what is loaded beside the pages has been
        cookies = [_signed_in(port, f"home-{place}@bench.example") for place in range(REAL)]
        for page in PAGES:
            found[page] = timed(port, page, cookies, (server, database), asked)
    with served(settings, "benchmarks.peers.flask_page:app", PEER) as (port, server):
        found["peer"] = timed(port, "/", [""] * REAL, (server, database), asked)
    print(f"{asked.homes:,} homes, {asked.clients} clients, load {os.getloadavg()[0]:.1f}")
    ways, heads = "".join(f"{way:>16s}" for way in WAYS), f"{'median':>8s}{'p99':>8s}"
    print(f"{'':26s}{ways}{'processor':>11s}{'times the peer':>22s}  p99 of {GOAL_MS:.0f} ms")
    print(f"{'':26s}{heads * len(WAYS)}{'ms':>11s}{'p99':>10s}{'processor':>12s}  {' '.join(WAYS)}")
    for page, each in found.items():
        late, worked = (each[name] / found["peer"][name] for name in ("restless_p99_ms", "processor_ms"))
        waited = "".join(f"{each[f'{way}_median_ms']:8.1f}{each[f'{way}_p99_ms']:8.1f}" for way in WAYS)
        met = " ".join("met" if each[f"{way}_p99_ms"] <= GOAL_MS else "missed" for way in WAYS)
        print(f"{page:26s}{waited}{each['processor_ms']:11.1f}{late:10.1f}{worked:12.1f}  {met}")
    print(json.dumps({"homes": asked.homes, "clients": asked.clients, "pages": found}))


def timed(
    port: int, page: str, cookies: Sequence[str], working: Sequence[psutil.Process], asked: argparse.Namespace
) -> dict[str, float]:
    """Milliseconds from asking to the last byte, in each of the `WAYS`; and processor time a page of the processes that
    serve it, the database among them, in the last one.
    """
    _all_at_once(port, page, cookies, asked.clients, FIRST)  # each process has shown it before
    spent = {"alone": _ask(port, page, cookies[0], ALONE)}
    spent["readers"] = _all_at_once(port, page, cookies, asked.clients, asked.asked, asked.rest)
    before = sum(map(fleet.cpu_of, working))
    spent["restless"] = _all_at_once(port, page, cookies, asked.clients, asked.asked)
    worked = 1000.0 * (sum(map(fleet.cpu_of, working)) - before) / len(spent["restless"])
    found = {"processor_ms": round(worked, 2)}
    for way, each in spent.items():
        found |= {f"{way}_median_ms": round(statistics.median(each), 1), f"{way}_p99_ms": round(_late(each), 1)}
    return found


def _all_at_once(
    port: int, page: str, cookies: Sequence[str], clients: int, times: int, rest_s: float = 0.0
) -> list[float]:
    """What each answer took to so many clients, who ask so often and rest so long between, in milliseconds."""

    def ask(place: int) -> list[float]:
        return _ask(port, page, cookies[place % REAL], times, rest_s, random.Random(place))

    with ThreadPoolExecutor(clients) as asking:
        return [each for one in asking.map(ask, range(clients)) for each in one]


def _late(spent: Sequence[float]) -> float:
    return sorted(spent)[min(len(spent) - 1, int(0.99 * len(spent)))]


def _ask(
    port: int, page: str, cookie: str, times: int, rest_s: float = 0.0, chance: random.Random | None = None
) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for _ in range(times):
        if chance is not None:
            time.sleep(rest_s * chance.uniform(0.5, 1.5))
        began = time.perf_counter()
        connection.request("GET", page, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        spent.append(1000.0 * (time.perf_counter() - began))
        if answer.status != 200:
            raise RuntimeError(f"{page}: {answer.status}")
    connection.close()
    return spent


def _signed_in(port: int, email: str) -> str:
    """The cookie of a browser in which this person has signed in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    cookie, token = _cookie(answer), TOKEN.search(answer.read().decode())
    said = urlencode({"email": email, "password": PASSWORD, "csrf_token": token[1] if token else ""})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", said, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"nobody was signed in: {answer.status}")
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.headers.get("Set-Cookie") or "").partition(";")[0]


@contextmanager
def served(settings: Settings, app: str, options: Sequence[str]) -> Iterator[tuple[int, psutil.Process]]:
    """The port on which gunicorn answers for `app`, and its process, until it is stopped again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        **os.environ,
        "DATABASE_URL": str(settings.database_url),
        "GREENER_HOMES_VAR": str(settings.var),
        "GREENER_HOMES_LOG_LEVEL": "ERROR",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options, app]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603
        try:
            _until(lambda: _answers(port))
            yield port, psutil.Process(server.pid)
        finally:
            server.terminate()


def _until(true: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise RuntimeError("the server did not come up")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main())
