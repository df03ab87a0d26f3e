"""A programme's homes with a year of daily use: baseline to ranked list saved in PostgreSQL, on two processors.

    .venv/bin/python benchmarks/fleet.py [--homes 20000] [--processes 3] [--at-once 8192]
    .venv/bin/python benchmarks/fleet.py --homes 240000       the whole programme
    .venv/bin/python benchmarks/fleet.py --keep FOLDER        stored once, measured as often as one likes
    .venv/bin/python benchmarks/fleet.py --accuracy 1000      what fewer draws cost, instead

Homes of our simulator that training never saw, told as a questionnaire, in eight municipalities, on all price plans and
with all goals; each home's days are a simulated home's, scaled and with noise of its own. They are stored before the
clock starts: readings packed by month, facts, permissions. The clock runs from the start of the processes to the last
commit. The peer has nothing around it: arrays in memory to baselines, to a table of features, to trees, to an order,
and back to nowhere.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import psutil
from sqlalchemy import text

from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import savings_in_use
from coach.fleet_wide import fleet_run, programme_run
from coach.fleet_wide.fleet import Fleet
from coach.homes.homes_file import Climate
from greener_homes import blocks_stored, copying, db, installation, weather
from greener_homes.blocks_many import Run
from greener_homes.blocks_stored import Key
from greener_homes.embedded import Postgres
from greener_homes.reference import WeatherStation, rows
from greener_homes.tables.base import new_id
from models.baseline.batch import daily_batch
from models.baseline.local_days import midnights
from models.baseline.normalise import normalise_all
from models.house.facts import Goal, HomeFacts, PricePlanChoice
from models.house.seen import answered, described
from models.house.seen_use import daily_of, lived_years, temperatures
from models.house.stock_sample import Part, stock_sample
from models.house.weather import typical_year
from models.quantities import FUEL_UNIT, Commodity, Flow, Fuel
from models.savings.draws import fewer
from models.savings.evidence import MeasuredUse
from models.savings.learned import shares, shipped
from models.savings.learned_rows import FEATURES

SEED = 11
MODELS = 1_500
"""Simulated homes that the programme's are made of."""
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
EPOCH = date(1970, 1, 1)
LAST = (date(2026, 11, 20) - EPOCH).days
DAYS = 365
PLACES = ("Oshawa", "Whitby", "Ajax", "Pickering", "Clarington", "Uxbridge", "Scugog", "Brock")
PLACE_SHARES = (0.26, 0.20, 0.18, 0.14, 0.14, 0.03, 0.03, 0.02)
PLANS = (None, PricePlanChoice.TOU, PricePlanChoice.TIERED, PricePlanChoice.ULO)
PLAN_SHARES = (0.30, 0.52, 0.15, 0.03)
GOALS = (None, *Goal)
METERED = {Fuel.ELECTRICITY: Commodity.ELECTRICITY, Fuel.NATURAL_GAS: Commodity.NATURAL_GAS}
STORED_AT_ONCE = 5_000
ROWS_A_HOME = 12
"""Measures a home about which trees are asked."""


def main() -> int:
    """Prints one line of JSON for each part and the whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=fleet_run.AT_ONCE)
    parser.add_argument("--accuracy", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder whose programme is made once and measured again")
    parser.add_argument("--only-store", action="store_true")
    parser.add_argument("--most", type=int, help="of a kept programme, only so many homes")
    asked = parser.parse_args()
    models = Models.simulated(MODELS)
    if asked.accuracy:
        print(json.dumps(accuracy(models, asked.accuracy)))
        return 0
    with ExitStack() as stack:
        kept = asked.keep
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gh-fleet-")))
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
        stored = (folder / "stored").exists()
        postgres = Postgres(folder)
        postgres.start()
        stack.callback(postgres.stop)
        if not stored:
            began = time.perf_counter()
            store(postgres.url, models, asked.homes, asked.processes)
            print(json.dumps({"stored": asked.homes, "wall_s": round(time.perf_counter() - began, 1)}), flush=True)
            (folder / "stored").touch()
        else:
            installation.prepare(postgres.url, now=NOW)  # what an older version kept
        if not asked.only_store:
            measure(postgres, models, asked)
    return 0


def measure(postgres: Postgres, models: Models, asked: argparse.Namespace) -> None:
    """The lists of all homes, beside the peer."""
    programme_run.run(postgres.url, now=NOW, most=200)  # compiles and loads what is kept from one run to the next
    engine = db.create_engine(postgres.url)
    with db.transaction(engine) as session:
        session.execute(text("TRUNCATE screening"))
    engine.dispose()
    server = psutil.Process(postgres.pid)
    before = cpu_of(server)
    with peak() as memory:
        began = time.perf_counter()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:  # so that its start is in the figures
            screened = alone.submit(_run, postgres.url, asked.processes, asked.at_once, asked.most).result()
            wall = time.perf_counter() - began  # all is committed; that a process ends is nobody's waiting
    database, counts, workers = cpu_of(server) - before, screened.counts, screened.processor_s
    bare_wall, bare_cpu = bare(models, counts.listed, asked.processes)
    cpu = workers + database
    homes = counts.listed + counts.not_plain
    print(
        json.dumps(
            {
                **asdict(counts),
                "processes": asked.processes,
                "load": round(os.getloadavg()[0], 1),
                "wall_s": round(wall, 1),
                "cpu_s": round(cpu, 1),
                "workers_cpu_s": round(workers, 1),
                "postgres_cpu_s": round(database, 1),
                "ms_cpu_per_home": round(1000 * cpu / max(homes, 1), 3),
                "parts_cpu_s": {name: round(seconds, 1) for name, seconds in screened.steps.items()},
                "peak_mb": round(memory[0]),
                "bare_wall_s": round(bare_wall, 1),
                "bare_cpu_s": round(bare_cpu, 1),
                "times_bare_cpu": round(cpu / bare_cpu, 1),
            }
        ),
        flush=True,
    )


def _run(url: str, processes: int, at_once: int, most: int | None) -> programme_run.Screened:
    return programme_run.run(url, now=NOW, processes=processes, at_once=at_once, most=most)


class Models:
    """Simulated homes: what was answered of each, and its year of days by fuel [homes, 365]."""

    def __init__(self, facts: Sequence[HomeFacts], use: dict[Fuel, np.ndarray], warmth: np.ndarray) -> None:
        self.facts, self.use, self.warmth = facts, use, warmth

    @classmethod
    def simulated(cls, count: int) -> Models:
        """So many held-out homes of Durham's mix, in one year that was; days as the latest 365."""
        sample = stock_sample(SEED, count, (Part.TEST,))
        year = lived_years("Oshawa", SEED)[0]
        names = [f"fleet-{place}" for place in range(count)]
        facts = [answered(name, told) for name, told in zip(names, described(sample, "Oshawa"), strict=True)]
        parts = [daily_of(sample.homes.at(slice(low, low + 128)), year) for low in range(0, count, 128)]
        days = [(EPOCH + timedelta(days=LAST - DAYS + 1 + day)).timetuple().tm_yday - 1 for day in range(DAYS)]
        at = np.minimum(days, DAYS - 1)
        use = {fuel: np.concatenate([part[fuel] for part in parts])[:, at] for fuel in METERED}
        return cls(facts, use, temperatures([year]).mean_c[:DAYS][at])

    def homes(self, count: int, first: int = 0) -> Iterator[tuple[HomeFacts, dict[Fuel, np.ndarray]]]:
        """Homes made of them: whole steps of a thousandth of the fuel's unit a day."""
        random = np.random.default_rng([SEED, first])
        places, plans = (
            random.choice(len(PLACES), count, p=PLACE_SHARES),
            random.choice(len(PLANS), count, p=PLAN_SHARES),
        )
        for place in range(count):
            model = (first + place) % len(self.facts)
            facts = replace(
                self.facts[model],
                municipality=PLACES[places[place]],
                price_plan=PLANS[plans[place]],
                goal=GOALS[random.integers(len(GOALS))],
            )
            scale = random.lognormal(0.0, 0.1)
            use = {
                fuel: np.rint(1000 * days[model] * scale * random.lognormal(-0.02, 0.2, DAYS)).astype(np.int64)
                for fuel, days in self.use.items()
                if days[model].sum() > 1.0
            }
            yield facts, use


def store(url: str, models: Models, count: int, processes: int) -> None:
    """The programme is in the database, as imports and answers would have left it; its checks are skipped."""
    installation.prepare(url, now=NOW)
    engine = db.create_engine(url, statement_timeout_ms=3_600_000)
    warmth = {EPOCH + timedelta(days=LAST - DAYS + 1 + day): float(mean) for day, mean in enumerate(models.warmth)}
    with db.transaction(engine) as session:
        for station in rows(WeatherStation):
            weather.store_days(session, station.station, warmth)
    statement_id, run_id = prepared(engine)
    parts = [(low, min(STORED_AT_ONCE, count - low)) for low in range(0, count, STORED_AT_ONCE)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(store_part, [(url, models, low, some, statement_id, run_id) for low, some in parts]))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
    engine.dispose()


def store_part(task: tuple[str, Models, int, int, uuid.UUID, uuid.UUID]) -> None:
    """Some of the homes are in the database."""
    url, models, low, some, statement, run = task
    engine = db.create_engine(url, statement_timeout_ms=3_600_000)
    with db.transaction(engine) as session:
        session.execute(text("SET session_replication_role = replica"))
        store_some(session, list(models.homes(some, low)), statement, run)
    engine.dispose()


def prepared(engine: db.Engine) -> tuple[uuid.UUID, uuid.UUID]:
    """The words agreed to, and the one import that stands for all."""
    with db.transaction(engine) as session:
        statement = session.execute(
            text("SELECT id FROM consent_statement WHERE purpose = 'advice' ORDER BY version DESC LIMIT 1")
        ).scalar_one()
    return statement, new_id()


def store_some(
    session: db.Session, homes: Sequence[tuple[HomeFacts, dict[Fuel, np.ndarray]]], statement: uuid.UUID, run: uuid.UUID
) -> None:
    """Some homes with their people, permissions, facts and days."""
    when = NOW - timedelta(days=30)
    ids = [(new_id(), new_id()) for _ in homes]
    copying.copy_in(
        session,
        "person",
        ("id", "audience", "language", "email_match", "email_sealed", "name_sealed", "password_hash", "created_at"),
        ("uuid", "varchar", "varchar", "bytea", "bytea", "bytea", "varchar", "timestamptz"),
        ((one, "resident", "en", one.bytes, b"", b"", "", when) for one, _ in ids),
    )
    copying.copy_in(session, "home", ("id", "created_at"), ("uuid", "timestamptz"), ((home, when) for _, home in ids))
    grant = ("id", "person_id", "home_id", "source", "commodity", "purpose", "statement_id", "channel")
    copying.copy_in(
        session,
        "consent_grant",
        (*grant, "account_holder", "data_from", "granted_at", "expires_at"),
        (*("uuid",) * 3, *("varchar",) * 3, "uuid", "varchar", "bool", "date", "timestamptz", "timestamptz"),
        (
            (
                *(new_id(), person, home, "upload", METERED[fuel].value, purpose, statement, "web", True),
                *(date(2024, 1, 1), when, when + timedelta(days=365)),
            )
            for (person, home), (_, use) in zip(ids, homes, strict=True)
            for purpose in ("advice", "coach_access")
            for fuel in use
        ),
    )
    copying.copy_in(
        session,
        "home_fact",
        ("id", "home_id", "name", "value", "provenance", "stated_at"),
        ("uuid", "uuid", "varchar", "bytea", "varchar", "timestamptz"),
        (
            (new_id(), home, name, json.dumps(value).encode(), "resident", when)
            for (_, home), (facts, _) in zip(ids, homes, strict=True)
            for name, value in asdict(facts).items()
            if value is not None
        ),
    )
    points = [(new_id(), home, fuel, use[fuel]) for (_, home), (_, use) in zip(ids, homes, strict=True) for fuel in use]
    copying.copy_in(
        session,
        "usage_point",
        ("id", "home_id", "source", "commodity", "match", "created_at"),
        ("uuid", "uuid", "varchar", "varchar", "bytea", "timestamptz"),
        ((point, home, "upload", METERED[fuel].value, point.bytes, when) for point, home, fuel, _ in points),
    )
    store_days(session, [(point, fuel, use) for point, _, fuel, use in points], run)


def store_days(session: db.Session, points: Sequence[tuple[uuid.UUID, Fuel, np.ndarray]], run: uuid.UUID) -> None:
    """Their days as blocks of a month."""
    edges = midnights(LAST - DAYS + 1, LAST + 1)
    months = edges[:-1].astype("datetime64[s]").astype("datetime64[M]")
    cuts = np.flatnonzero(np.append(True, months[1:] != months[:-1]))
    names = months[cuts].astype("datetime64[D]").tolist()
    count = len(points)
    borders = np.append((np.arange(count)[:, None] * DAYS + cuts).ravel(), count * DAYS)
    nothing = np.zeros(count * DAYS, dtype=np.int64)
    blocks = Run(
        borders,
        np.full(count * len(cuts), -3),
        np.tile(edges[:-1], count),
        np.tile(np.diff(edges), count),
        np.concatenate([use for _, _, use in points]),
        nothing,
        nothing + int(NOW.timestamp()),
    )
    keys = [Key(point, Flow.DELIVERED, FUEL_UNIT[fuel], month) for point, fuel, _ in points for month in names]
    blocks_stored.store(session, blocks, keys, [run] * len(keys), {}, now=NOW)


def bare(models: Models, count: int, processes: int) -> tuple[float, float]:
    """Seconds by the clock and of processor time for the arithmetic alone, over arrays that are there already."""
    began = time.perf_counter()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        share = [count // processes + (each < count % processes) for each in range(processes)]
        cpu = sum(pool.map(bare_part, [(models.use, models.warmth, each) for each in share]))
    return time.perf_counter() - began, cpu


def bare_part(task: tuple[dict[Fuel, np.ndarray], np.ndarray, int]) -> float:
    """One process's part of it: two baselines, a dozen rows of features and three quantiles a home, and an order."""
    use, warmth, count = task
    trees, random = shipped().trees, np.random.default_rng(SEED)
    began = time.process_time()
    for low in range(0, count, 512):
        some = min(512, count - low)
        at = np.arange(low, low + some) % len(use[Fuel.ELECTRICITY])
        for fuel, commodity in METERED.items():
            batch = daily_batch(use[fuel][at] + 0.001, LAST - DAYS + 1, warmth, commodity)
            normalise_all(batch.fits, typical_year())
        table = random.normal(20.0, 20.0, (some * ROWS_A_HOME, len(FEATURES)))
        middle = shares(trees, table)[:, 1].reshape(some, ROWS_A_HOME)
        np.argsort(-middle, axis=1)
    return time.process_time() - began


def accuracy(models: Models, count: int) -> dict[str, object]:
    """How far lists made with fewer draws are from those made with all."""
    evidence = list(known(models, count))
    full = lists(evidence, 128)
    found: dict[str, object] = {"homes": len(evidence)}
    for draws in (64, 32):
        some = lists(evidence, draws)
        middles, ends, widths = [], [], []
        first = top = same = 0
        for (ids, spans), (fewer_ids, fewer_spans) in zip(full, some, strict=True):
            first += ids[:1] == fewer_ids[:1]
            top += len(set(ids[:3]) & set(fewer_ids[:3])) >= min(3, len(ids))
            same += set(ids) == set(fewer_ids)
            for name in spans.keys() & fewer_spans.keys():
                one, other = spans[name], fewer_spans[name]
                size = max(abs(one[1]), 10.0)
                middles.append(abs(other[1] - one[1]) / size)
                ends.append(max(abs(other[0] - one[0]), abs(other[2] - one[2])) / size)
                widths.append((other[2] - other[0]) / max(one[2] - one[0], 1e-6))
        found[str(draws)] = {
            "same_first": round(first / len(full), 4),
            "same_first_three": round(top / len(full), 4),
            "same_measures": round(same / len(full), 4),
            "bill_p50_off_median": round(float(np.median(middles)), 4),
            "bill_p50_off_p95": round(float(np.quantile(middles, 0.95)), 4),
            "bill_ends_off_median": round(float(np.median(ends)), 4),
            "width_over_full": round(float(np.median(widths)), 4),
        }
    return found


def known(models: Models, count: int) -> Iterator[HomeEvidence]:
    """Such homes with their baselines."""
    climate = Climate.read(None)
    homes = list(models.homes(count))
    measured: list[dict[Fuel, MeasuredUse]] = [{} for _ in homes]
    for fuel, commodity in METERED.items():
        rows_of = [place for place, (_, use) in enumerate(homes) if fuel in use]
        use = np.stack([homes[place][1][fuel] / 1000.0 for place in rows_of])
        batch = daily_batch(use, LAST - DAYS + 1, models.warmth, commodity)
        years = normalise_all(batch.fits, typical_year())
        bad = batch.disqualified
        for at, row in enumerate(batch.rows.tolist()):
            if not bad[row] and years.total[at] > 0:
                parts = (float(each[at]) for each in (years.total, years.base, years.heating, years.cooling))
                error = float((years.high[at] - years.low[at]) / 3.29 / years.total[at])
                balance = float(batch.fits.parameters[at, 3]) if batch.fits.heats[at] else None
                measured[rows_of[row]][fuel] = MeasuredUse(fuel, *parts, error, balance)
    for place, (facts, _) in enumerate(homes):
        yield HomeEvidence(str(place), facts, measured[place], climate.of(facts.municipality)[1], ())


def lists(evidence: Sequence[HomeEvidence], draws: int) -> list[tuple[list[str], dict[str, tuple[float, ...]]]]:
    """Each home's list, and the range of the bill of everything worked out."""
    found: list[tuple[list[str], dict[str, tuple[float, ...]]]] = [([], {}) for _ in evidence]
    with fewer(draws):
        for each in Fleet(Figures(NOW.date()), savings_in_use()).lists(evidence):
            forward = each.judged.put_forward(each.table)
            for home, place in enumerate(each.places.tolist()):
                ids = [each.table.works[at].id for at in each.judged.order[home][forward[home]].tolist()]
                columns = np.flatnonzero(each.table.worked[home]).tolist()
                found[place] = ids, {each.table.works[at].id: tuple(each.table.bill[home, at]) for at in columns}
    return found


def cpu_of(server: psutil.Process) -> float:
    """Processor time of the database's processes, those that ended among them."""
    spent = 0.0
    for process in (server, *server.children(recursive=True)):
        try:
            own = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += own.user + own.system
        if process.pid == server.pid:
            spent += own.children_user + own.children_system
    return spent


@contextmanager
def peak() -> Iterator[list[float]]:
    """The most memory that this process, its children and the database's held together, MB: shared pages in part."""
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            held = 0.0
            for process in psutil.Process().children(recursive=True):
                try:
                    held += process.memory_full_info().pss / 1e6
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            most[0] = max(most[0], held)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    raise SystemExit(main())
