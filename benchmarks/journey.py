"""A household's first time in a real browser: how long the machine lets it wait, and how long a person takes.

    python benchmarks/journey.py [--times 3] [--width 390]

The pages are served by gunicorn with the project's own configuration, and workers read the file, over an embedded
PostgreSQL and broker of the run's own. A household goes from the front door to the estimate, an account, the questions
that are enough, both consents and a file with two years of hourly electricity and gas, sees its energy, and, once a
coach has approved, its advice. The coach is a person and is not waited for here: the case is approved by the service.

Waiting is what the browser's own clock says from asking for a page, form and redirects included, until all of it is
there, with nothing in its cache at the front door, on a site that has been up for a minute and that others visited
before; for the file until the page
says that it is in; for the letter until it is written (mail itself takes what mail takes). A person is the model in
`tests/walk/journey.py`: hands, and eyes that read consents whole and scan the rest; beside it stands one who reads
every word. Printed: both for each page of the run with the median waiting, and all of it as JSON. Other work on the
machine makes the waiting longer; the load is printed with it, and so is what as many pages take in this browser that
hold one sentence and come from memory: below that no page of anybody's gets.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page, expect, sync_playwright

from coach.cases import review
from coach.cases.review import Decision
from coach.homes.example_street import ExampleStreet, example_street
from greener_homes import db, homes, installation, log, people, weather
from greener_homes.db import Engine
from greener_homes.embedded import Postgres
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.greener_homes.processes import Processes
from tests.walk.journey import ADVICE, EMAIL, LOADED, Journey, Opened, first_time
from tests.web.auth.letters import deliver
from tests.web.browser import launch
from web import fonts, supervisor, warming
from web.demo_homes import green_button

ROOT = Path(__file__).resolve().parents[1]
DAYS = 730
PATIENCE_S = 120.0
WAITING_S, PERSON_S = 3.0, 600.0
"""What the first time may take: the machine's waiting in all, and a person's own time."""
FONTS = tuple(f"/assets/fonts/{fonts.file_name(weight)}" for weight in fonts.WEIGHTS)
ESTIMATE = "/?type=semi&age=1990_2000&fuel=natural_gas"
AT_ONCE, ROUNDS = 12, 3
"""Visitors who were there before, at a time and how often."""
AS_IN_USE = {
    "GREENER_HOMES_LEASE_SECONDS": "30",
    "GREENER_HOMES_HEARTBEAT_SECONDS": "6",
    "GREENER_HOMES_RELAY_SECONDS": "2",
    "GREENER_HOMES_RESEND_SECONDS": "5",
}


EMPTY_PAGES = 20


class OneSentence(BaseHTTPRequestHandler):
    """A page with nothing to it, from memory."""

    protocol_version = "HTTP/1.1"
    page = b"<!doctype html><html lang=en><title>One</title><main><p>One sentence.</p></main></html>"

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a browser that is closed says no farewell
            super().handle()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the standard library's
        """Nobody reads it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One household's first time, and what an empty page took in the browser it was made in."""

    opened: tuple[Opened, ...]
    empty_page_s: float

    @property
    def waited_s(self) -> float:
        return sum(one.waited_s for one in self.opened)


@dataclass(frozen=True, slots=True)
class Site:
    """What a run is made on."""

    address: str
    engine: Engine
    settings: Settings


def main() -> int:
    """Print each page's waiting and a person's time, and whether both are within what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--width", type=int, default=390)
    options = parser.parse_args()
    last = datetime.now(UTC).date() - timedelta(days=3)
    street = example_street(7, 12, first_day=last - timedelta(days=DAYS - 1), last_day=last)
    runs = [_run(street, options.width) for _ in range(options.times)]
    of_runs = sorted(runs, key=lambda run: run.waited_s)[len(runs) // 2]
    middle, empty_s = of_runs.opened, of_runs.empty_page_s * len(of_runs.opened)
    print(f"load {os.getloadavg()[0]:.1f}, {options.width} pixels wide; waiting of the middle one of {len(runs)} runs")
    print(f"{'':26s}{'waiting s':>10s}{'words':>7s}{'clicks':>8s}{'answers':>8s}{'person s':>10s}")
    for one in middle:
        answers = one.choices + one.fields
        print(f"{one.name:26s}{one.waited_s:10.2f}{one.words:7d}{one.clicks:8d}{answers:8d}{one.person_s:10.1f}")
    waited, person = of_runs.waited_s, sum(one.person_s for one in middle)
    hands, every_word = sum(one.hands_s for one in middle), sum(one.hands_s + one.every_word_s for one in middle)
    print(
        f"waiting in all {waited:.1f} s of {WAITING_S:.0f}; a person {person / 60:.1f} minutes of {PERSON_S / 60:.0f}"
    )
    print(f"as many pages of one sentence take {empty_s:.1f} s of waiting in this browser")
    print(f"of these hands, mail and file {hands / 60:.1f}; who reads every word: {every_word / 60:.1f} minutes")
    print(
        json.dumps(
            {
                "waiting_s": round(waited, 2),
                "waiting_s_each": [round(run.waited_s, 2) for run in runs],
                "empty_pages_s": round(empty_s, 2),
                "empty_pages_s_each": [round(run.empty_page_s * len(run.opened), 2) for run in runs],
                "person_s": round(person),
                "hands_s": round(hands),
                "every_word_s": round(every_word),
                "pages": len(middle),
                "clicks": sum(one.clicks for one in middle),
                "answers": sum(one.choices + one.fields for one in middle),
                "words": sum(one.words for one in middle),
                "longest": max(middle, key=lambda one: one.waited_s).name,
                "longest_s": round(max(one.waited_s for one in middle), 2),
                "load": round(os.getloadavg()[0], 1),
                "median_page_s": round(statistics.median(one.waited_s for one in middle), 3),
            }
        )
    )
    return 0


def _run(street: ExampleStreet, width: int) -> Run:
    """One household's first time on a platform of its own."""
    gas = next(one for one in street.homes if one.is_plain and one.facts.get("heating_fuel") == "natural_gas")
    with _site(street) as site, sync_playwright() as play:
        browser = launch(play)
        readings = site.settings.var / "usage.xml"
        readings.write_bytes(green_button(gas.series, now=datetime.now(UTC)))
        page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-CA").new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        journey = Journey(page)
        first_time(journey, site.address, lambda: deliver(site.engine, site.settings)[-1].path, readings)
        _approved(site)
        _advice(journey, page)
        empty_page_s = _empty_page_s(browser, width)
        browser.close()
        return Run(tuple(journey.opened), empty_page_s)


def _empty_page_s(browser: Browser, width: int) -> float:
    """What the middle one of pages of one sentence takes, by the same clock and on the same machine."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), OneSentence) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        took = []
        for place in range(EMPTY_PAGES):
            page.goto(f"http://127.0.0.1:{server.server_port}/{place}")
            took.append(float(page.evaluate(LOADED)))
        server.shutdown()
    return statistics.median(took)


def _advice(journey: Journey, page: Page) -> None:
    journey.presses(ADVICE, page.get_by_role("link", name="Plan").last)
    expect(page.get_by_text("Reviewed by your coach").first).to_be_visible()


def _approved(site: Site) -> None:
    """The case has reached a coach, who approved it as it is."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with db.transaction(site.engine) as session:
            keys, now = open_vault(site.settings), datetime.now(UTC)
            resident, coach = people.find(session, keys, EMAIL), people.find(session, keys, "coach@test.example")
            home = homes.home_of(session, resident.id) if resident else None
            case = review.latest(session, home.id) if home else None
            if case is not None and coach is not None:
                review.claim(session, coach, case.id, now=now)
                review.decide(session, coach, case.id, Decision.APPROVE, "Start with the first step.", now=now)
                return
        time.sleep(0.1)
    raise RuntimeError("no case reached the desk")


@contextlib.contextmanager
def _site(street: ExampleStreet) -> Iterator[Site]:
    """A platform with a coach and the weather, served as it is in use."""
    folder = Path(tempfile.mkdtemp(prefix="gh-journey-"))
    folder.chmod(0o711)
    postgres = Postgres(folder, durable=True)
    postgres.start()
    try:
        installation.prepare(postgres.url, now=datetime.now(UTC))
        settings = Settings(var=folder / "var", database_url=postgres.url, log_level="ERROR")
        log.configure(settings)
        engine = db.create_engine(postgres.url)
        with db.transaction(engine) as session:
            scenes.coach(session, open_vault(settings), email="coach@test.example", at=datetime.now(UTC))
            weather.store_days(session, "oshawa", dict(street.mean_c))
        with Processes(engine, postgres.url, settings.var, queue="imports", environment=AS_IN_USE) as processes:
            processes.start("assessments")
            with _served(settings, postgres.url, processes.broker.url) as address:
                yield Site(address, engine, settings)
        engine.dispose()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _served(settings: Settings, database_url: str, broker_url: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
        "DATABASE_URL": database_url,
        "REDIS_URL": broker_url,
        "GREENER_HOMES_VAR": str(settings.var),
        "PORT": str(port),
        "OMP_NUM_THREADS": "1",
    }
    with (settings.var / "web.log").open("wb") as told:
        web = subprocess.Popen(  # noqa: S603
            supervisor.PAGES, cwd=ROOT, env=environment, stdout=told, stderr=told, start_new_session=True
        )
    try:
        _wait_for_pages(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait(30)


def _wait_for_pages(port: int) -> None:
    """The pages answer, and others have been here before: every process that serves has loaded what it needs."""
    until = time.monotonic() + PATIENCE_S
    while not _has_answered(port, "/privacy"):
        if time.monotonic() > until:
            raise RuntimeError("the pages do not answer")
        time.sleep(0.2)
    with ThreadPoolExecutor(AT_ONCE) as visitors:  # at once, so that none of the processes is left out
        for _ in range(ROUNDS):
            list(visitors.map(lambda address: _has_answered(port, address), (*FONTS, *[ESTIMATE] * AT_ONCE)))
    time.sleep(warming.QUIET_S + 10.0)  # until what is loaded beside the pages has been


def _has_answered(port: int, address: str) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        asked.request("GET", address)
        asked.getresponse().read()
        asked.close()
        return True
    return False


if __name__ == "__main__":
    raise SystemExit(main())
