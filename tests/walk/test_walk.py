"""The whole walk as a person, in a real browser, with real servers and workers behind it.

Sign in, answer a few questions, agree, send a file, watch it arrive; as the coach claim, change one, approve;
as the resident read it; then withdraw and see it gone. Every page on the way is looked over by axe.
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
from tests.walk.looked_over import look_over
from tests.web.browser import launch, whole
from web.app import create_app
from web.demo_homes import green_button

pytestmark = pytest.mark.browser

RESIDENT, COACH = "resident@test.example", "coach@test.example"
PATIENCE_MS = 30_000


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
    """The site's address, with a resident, a coach, the weather, and every worker running."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        scenes.resident(session, keys, email=RESIDENT)
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
    site: str, browser: Browser, engine: Engine, home: tuple[ExampleHome, dict[date, float]], tmp_path: Path
) -> None:
    readings = tmp_path / "usage.xml"
    readings.write_bytes(green_button(home[0].series, now=datetime.now(UTC)))
    resident = _signed_in(browser, site, RESIDENT, width=390)
    coach = _signed_in(browser, site, COACH, width=1280)

    _answer_the_questions(resident)
    _agree_twice(resident)
    _send(resident, readings)
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


def _signed_in(browser: Browser, site: str, email: str, *, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-CA").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{site}/home" if email == RESIDENT else f"{site}/desk/queue")
    look_over(page)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(scenes.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def _answer_the_questions(page: Page) -> None:
    """The eight that are enough for a first plan, one a page, and four more from the page of all answers."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Let us get to know your home.")
    page.get_by_role("link", name="Start").click()
    _choose(page, "dwelling_type", "detached")
    page.locator("input[name=year_built]").fill("the seventies")
    _save(page)
    expect(page.get_by_role("alert")).to_contain_text("Write a number")
    page.locator("input[name=year_built]").fill("1975")
    _save(page)
    _choose(page, "heating_fuel", "natural_gas")
    _choose(page, "tenure", "owner")
    page.get_by_role("button", name="Move up: Comfort").click()
    page.get_by_role("button", name="Move down: Comfort").click()
    look_over(page)
    page.get_by_role("button", name="This is my order").click()
    page.get_by_role("button", name="I don’t know").click()
    page.locator("input[name=occupants]").fill("3")
    _save(page)
    page.get_by_role("button", name="I don’t know").click()
    expect(page.get_by_text("That is enough for a first plan.")).to_be_visible()
    look_over(page)
    for name, value in (("municipality", "Oshawa"), ("heating_system", "furnace"), ("cooling", "unknown")):
        page.locator(f"a[href='/about/{name}?back=all']").click()
        page.locator(f"input[name={name}][value={value}]").check()
        page.get_by_role("button", name="Save").click()
    page.locator("a[href='/about/attic_r?back=all']").click()
    page.locator("#f-attic_r").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("R-20")).to_be_visible()
    look_over(page)


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check()
    _save(page)


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


def _agree_twice(page: Page) -> None:
    page.get_by_role("link", name="Share my readings").click()
    page.get_by_role("link", name="A Green Button file from my utility").click()
    look_over(page)
    expect(page.locator("input[name=commodity]:checked")).to_have_count(0)
    _tick_both(page)
    page.locator("input[name=moved_in]").fill("2020-06-01")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Let a Home Energy Coach look")
    _tick_both(page)
    page.get_by_role("button", name="I agree").click()


def _tick_both(page: Page) -> None:
    for kind in ("electricity", "natural_gas"):
        page.locator(f"input[name=commodity][value={kind}]").check()


def _send(page: Page, readings: Path) -> None:
    page.get_by_label("Your usage file").set_input_files(readings)
    page.get_by_role("button", name="Send the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your readings are in.", timeout=60_000)
    expect(page.get_by_text("New readings")).to_be_visible()
    look_over(page)
    page.get_by_role("link", name="See my energy").click()
    expect(page.get_by_role("heading", name="Natural gas", exact=True).first).to_be_visible()


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
