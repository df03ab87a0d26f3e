"""Takes the pictures of the documentation from the demonstration, in a real browser: `make screenshots`.

Starts its own PostgreSQL and Valkey in a folder of its own, seeds a small street, serves the site on a free
loopback port, and writes PNG files to `docs/pictures/` (or the folder given) at phone and desktop width.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from greener_homes import db, installation
from greener_homes.embedded import Postgres
from greener_homes.settings import Settings
from web import demo
from web.app import create_app
from web.demo_sign_ins import PASSWORD

HERE = Path(__file__).parent
WIDTHS = (390, 1280)
HOMES = 30
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
VISITOR: Sequence[tuple[str, str]] = (
    ("front", "/"),
    ("front-estimate", "/?type=detached&age=1970_1979&fuel=natural_gas"),
    ("sign-in", "/sign-in"),
    ("privacy", "/privacy"),
    ("not-found", "/nowhere"),
)
RESIDENT: Sequence[tuple[str, str]] = (
    ("home", "/home"),
    ("home-french", "/home?lang=fr"),
    ("energy", "/energy?lang=en"),
    ("plan", "/plan"),
    ("recommendation", "first link: main a[href^='/plan/']"),
    ("sharing", "/sharing"),
    ("consent", "/sharing/consent/advice"),
    ("stop", "/sharing/stop/advice"),
    ("about-home", "/about/heating_system"),
    ("who-sees", "/sharing/who"),
    ("data-health", "/sharing/health"),
    ("who-looked", "/who-looked"),
)
NEWCOMER: Sequence[tuple[str, str]] = (("newcomer", "/home"), ("energy-empty", "/energy"))
COACH: Sequence[tuple[str, str]] = (
    ("queue", "/desk/queue"),
    ("case", "first link: main a[href^='/desk/cases/']"),
)
UTILITY: Sequence[tuple[str, str]] = (("partner", "/partner/"), ("partner-send", "/partner/files/send"))
PROGRAMME: Sequence[tuple[str, str]] = (("sources", "/programme/sources"), ("formats", "/programme/formats"))


def main(arguments: Sequence[str]) -> int:
    """The pictures are in the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "pictures")
    parser.add_argument("--readme", action="store_true", help="only the pictures the README shows")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with _site() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for width in (1280,) if given.readme else WIDTHS:
            _visit(browser, address, None, VISITOR, width, given)
            _visit(browser, address, "resident@demo.example", RESIDENT, width, given)
            _visit(browser, address, "newcomer@demo.example", NEWCOMER, width, given)
            _visit(browser, address, "coach@demo.example", COACH, width, given)
            _visit(browser, address, "utility@demo.example", UTILITY, width, given)
            _visit(browser, address, "programme@demo.example", PROGRAMME, width, given)
        browser.close()
    return 0


@contextmanager
def _site() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="gh-pictures-"))
    folder.chmod(0o711)
    postgres = Postgres(folder, durable=False)
    postgres.start()
    try:
        installation.prepare(postgres.url, now=datetime.now(UTC))
        settings = Settings(demo=True, var=folder / "var", database_url=postgres.url)
        engine = db.create_engine(postgres.url)
        demo.seed_once(settings, engine, homes_count=HOMES)
        server = make_server("127.0.0.1", 0, create_app(settings, engine), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        engine.dispose()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _visit(
    browser: Browser,
    address: str,
    email: str | None,
    pages: Sequence[tuple[str, str]],
    width: int,
    given: argparse.Namespace,
) -> None:
    wanted = [one for one in pages if not given.readme or one[0] in ("home", "case", "energy")]
    if not wanted:
        return
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-CA")
    page = context.new_page()
    if email:
        page.goto(f"{address}/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
    for name, where in wanted:
        _open(page, address, where)
        page.screenshot(path=str(given.folder / f"{name}-{width}.png"), full_page=True)
        print(f"{name}-{width}.png")
    context.close()


def _open(page: Page, address: str, where: str) -> None:
    if where.startswith("first link: "):
        page.goto(address + ("/plan" if "/plan/" in where else "/desk/queue"))
        page.locator(where.removeprefix("first link: ")).first.click()
    else:
        page.goto(address + where)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
