"""The whole walk as a person, in a real browser, with real servers and workers behind it.

From the front door: estimate, sign up, answer a few questions, agree, send a file, watch it arrive; as the coach claim,
change one, approve; as the resident read it; then withdraw and see it gone. axe looks over every page on the way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import Engine, text
from werkzeug.serving import make_server

from coach.homes.example_street import ExampleHome, example_street
from greener_homes import db, weather
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.greener_homes.processes import Processes
from tests.walk.journey import Journey, first_time
from tests.walk.looked_over import look_over
from tests.web.auth.letters import deliver
from tests.web.browser import launch, whole
from web.app import create_app
from web.demo_homes import green_button

pytestmark = pytest.mark.browser

COACH = "coach@test.example"
PATIENCE_MS = 30_000
MOST_PAGES, MOST_ANSWERS = 19, 18
"""What the first time may ask of a household. `benchmarks/journey.py` says how long that takes."""


@pytest.fixture(scope="module")
def home() -> tuple[ExampleHome, dict[date, float]]:
    """A made-up gas home with two years of readings up to last week, and its weather."""
    last = datetime.now(UTC).date() - timedelta(days=3)
    street = example_street(7, 12, first_day=last - timedelta(days=729), last_day=last)
    gas = next(one for one in street.homes if one.is_plain and one.facts.get("heating_fuel") == "natural_gas")
    return gas, dict(street.mean_c)


@pytest.fixture
def site(
    engine: Engine, database_url: str, settings: Settings, home: tuple[ExampleHome, dict[date, float]]
) -> Iterator[str]:
    """The site's address, with a coach, the weather, and every worker running."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        scenes.coach(session, keys, email=COACH, at=datetime.now(UTC))
        weather.store_days(session, "oshawa", home[1])
    server = make_server("127.0.0.1", 0, whole(create_app(settings, engine)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Processes(engine, database_url, settings.var, queue="imports") as processes:
        processes.start("assessments")
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = launch(play)
        yield made
        made.close()


def test_a_resident_and_a_coach_walk_from_file_to_advice_and_back(
    site: str,
    browser: Browser,
    engine: Engine,
    settings: Settings,
    home: tuple[ExampleHome, dict[date, float]],
    tmp_path: Path,
) -> None:
    readings = tmp_path / "usage.xml"
    readings.write_bytes(green_button(home[0].series, now=datetime.now(UTC)))
    resident = _tab(browser, width=390)
    coach = _signed_in(browser, site)

    journey = Journey(resident, look_over)
    first_time(journey, site, lambda: deliver(engine, settings)[-1].path, readings)
    assert len(journey.opened) <= MOST_PAGES and journey.answers <= MOST_ANSWERS, journey.opened
    _answer_more(resident, site)
    _visit(resident, site, "/home", "/energy", "/plan", "/sharing")
    expect(resident.locator("body")).not_to_contain_text("Reviewed by your coach")

    changed = _review(coach)

    resident.goto(f"{site}/home")
    expect(resident.get_by_text("Do this first")).to_be_visible()
    expect(resident.get_by_text("Reviewed by your coach").first).to_be_visible()
    resident.goto(f"{site}/plan")
    expect(resident.get_by_text("Only when the old one wears out.")).to_be_visible()
    resident.get_by_role("link", name=changed).first.click()
    expect(resident.get_by_text("What to expect")).to_be_visible()
    _visit(resident, site, "/home", "/plan", "/who-looked")
    expect(resident.get_by_text("A Home Energy Coach").first).to_be_visible()

    _withdraw(resident, site)
    _nothing_is_left(engine)


def _tab(browser: Browser, *, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-CA").new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def _signed_in(browser: Browser, site: str) -> Page:
    page = _tab(browser, width=1280)
    page.goto(f"{site}/desk/queue")
    look_over(page)
    page.get_by_label("E-mail address").fill(COACH)
    page.get_by_label("Password", exact=True).fill(scenes.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def _answer_more(page: Page, site: str) -> None:
    """Answers are mended, put in another order and added to from the page of all of them."""
    page.goto(f"{site}/about")
    page.locator("a[href='/about/year_built?back=all']").click()
    page.locator("input[name=year_built]").fill("the seventies")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a number")
    look_over(page)
    page.locator("input[name=year_built]").fill("1976")
    page.get_by_role("button", name="Save").click()
    page.locator("a[href='/about/goal?back=all']").click()
    page.get_by_role("button", name="Move up: Comfort").click()
    page.get_by_role("button", name="Move down: Comfort").click()
    page.get_by_role("button", name="This is my order").click()
    for name, value in (("municipality", "Oshawa"), ("heating_system", "furnace"), ("cooling", "unknown")):
        page.locator(f"a[href='/about/{name}?back=all']").click()
        page.locator(f"input[name={name}][value={value}]").check()
        page.get_by_role("button", name="Save").click()
    page.locator("a[href='/about/attic_r?back=all']").click()
    page.locator("#f-attic_r").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("R-20")).to_be_visible()
    look_over(page)


def _review(page: Page) -> str:
    """The coach takes the home, moves the second to the top, keeps one for later, approves; returns the moved title."""
    for _ in range(60):
        page.reload()
        if page.get_by_role("button", name="Take the next home").count():
            break
        page.wait_for_timeout(500)
    look_over(page)
    page.get_by_role("button", name="Take the next home").click()
    expect(page.get_by_text("Yours until")).to_be_visible()
    second = page.locator(".opportunity").nth(1)
    title = second.locator("h3").inner_text()
    second.locator("summary", has_text="Change").click()
    second.locator("select[name=reason]").first.select_option("household_priority")
    second.get_by_role("button", name="Move up").click()
    expect(page.locator(".opportunity").first.locator("h3")).to_have_text(title)
    third = page.locator(".opportunity").nth(2)
    third.locator("summary", has_text="Change").click()
    third.locator("select[name=action]").select_option("later")
    third.get_by_role("button", name="Save change").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what the resident will read.")
    third = page.locator(".opportunity").nth(2)
    third.locator("textarea[name=note]").first.fill("Only when the old one wears out.")
    third.get_by_role("button", name="Save change").click()
    look_over(page)
    page.locator("#f-approve-note").fill("A sound house. Start with the first step.")
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("status")).to_be_visible()
    return title


def _withdraw(page: Page, site: str) -> None:
    page.goto(f"{site}/sharing")
    page.get_by_role("link", name="Stop sharing Files I send: to prepare advice").click()
    look_over(page)
    page.get_by_role("button", name="Stop sharing and delete").click()
    expect(page.get_by_role("status")).to_contain_text("We deleted: readings")
    page.goto(f"{site}/energy")
    expect(page.get_by_role("link", name="Share my readings")).to_be_visible()
    page.goto(f"{site}/plan")
    expect(page.get_by_text("Your plan will be here").first).to_be_visible()


def _nothing_is_left(engine: Engine) -> None:
    gone = ("import_run", "usage_point", "interval_block", "assessment", "opportunity", "review", "recommendation")
    with db.reading(engine) as session:
        left = {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in gone}
    assert left == dict.fromkeys(gone, 0)


def _visit(page: Page, site: str, *paths: str) -> None:
    for path in paths:
        page.goto(f"{site}{path}")
        look_over(page)
