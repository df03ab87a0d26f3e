"""What script adds to the form of a visit, in a real browser: no signal, two devices, and nothing left behind.

One coach in a basement; tests/web/test_visits.py has the same forms without script.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

from greener_homes import db
from greener_homes.consent import Purpose
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.browser import launch, until, whole
from tests.web.sample_app import CACHE
from web import assets
from web.app import create_app

pytestmark = pytest.mark.browser

COACH = "coach@test.example"
PATIENCE_MS = 60_000
"""How long a busy machine may take for one answer; nothing waits this long otherwise."""
SHELVED = """navigator.serviceWorker.controller && caches.open("greener-homes-visits")
    .then(shelf => shelf.match("/desk/visits/without-signal")).then(Boolean)"""
ON_THE_SHELF = """caches.open("greener-homes-visits").then(async shelf => {
    const words = [location.pathname.split("/").pop(), "damp in", "the cold room", "GH-", "Test coach"], told = [];
    for (const one of await shelf.keys()) {
        const text = one.url + await (await shelf.match(one)).text();
        if (words.some(word => text.includes(word))) told.push(one.url);
    }
    return told;
})"""
"""The addresses of what a device keeps that says anything of this home, its household or its coach."""
WHOLE = "document.readyState === 'complete' && document.querySelector('form[data-visit]').dataset.visit"
WORKER = "navigator.serviceWorker.getRegistration('/desk/visits/').then(Boolean)"
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('greener-homes-visit:')).length"


@pytest.fixture
def address(engine: Engine, settings: Settings) -> Iterator[str]:
    """The site, with a case for a coach."""
    keys, now = open_vault(settings), datetime.now(UTC)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose)
        scenes.assessed(session, who, ("ENV-AIR",))
        scenes.coach(session, keys, email=COACH, at=now)
    app = create_app(settings, engine)
    app.config[assets.CACHE_KEY] = CACHE  # fonts that other tests of pages have made
    server = make_server("127.0.0.1", 0, whole(app), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        made = launch(play)
        yield made
        made.close()


def device(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """A device the coach is signed in on, and what it complains of."""
    page, said = browser.new_context(viewport={"width": 390, "height": 844}).new_page(), list[str]()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/sign-in?lang=en")
    page.fill("[name=email]", COACH)
    page.fill("[name=password]", scenes.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/queue*")
    return page, said


def write(page: Page, part: str, note: str) -> None:
    if page.locator(f"#part-{part}").get_attribute("open") is None:
        page.click(f"#part-{part} > summary")
    page.fill(f"[name=note_{part}]", note)


def test_notes_survive_a_basement_and_a_second_device_and_leave_nothing_behind(browser: Browser, address: str) -> None:
    phone, said = device(browser, address)
    phone.click("main tbody th a")
    phone.click("button:has-text('Write down a visit')")
    phone.wait_for_url("**/desk/visits/*")
    visit, keeping = phone.url, phone.locator("#keeping")
    until(phone, SHELVED)

    phone.context.set_offline(True)
    phone.fill("[name=concern_1]", "the bill")
    phone.fill("[name=concern_2]", "the cold room")
    phone.click("button[name=move][value='2-up']")
    write(phone, "basement", "damp in the corner")
    expect(keeping).to_contain_text("No signal. Kept on this device at")
    assert phone.evaluate(COPIES) == 1
    phone.click("button:has-text('Save'):not(:has-text('sign'))")
    assert phone.input_value("[name=concern_1]") == "the cold room", "the page is still there"

    phone.reload()
    expect(phone.locator("h1")).to_have_text("A visit, without a signal")
    assert phone.input_value("[name=note_basement]") == "damp in the corner", "closed and opened again in the basement"
    phone.fill("[name=summary]", "written on the empty form")
    assert phone.evaluate(ON_THE_SHELF) == [], "nothing that says anything of this home"

    phone.context.set_offline(False)
    expect(keeping).to_contain_text("Saved at")
    until(phone, f"{COPIES} === 0")
    phone.click("a:has-text('Open the whole form again')")
    until(phone, WHOLE)
    assert phone.input_value("[name=summary]") == "written on the empty form"
    assert phone.input_value("[name=concern_1]") == "the cold room"
    assert phone.input_value("[name=note_basement]") == "damp in the corner"

    phone.context.set_offline(True)
    write(phone, "attic", "from the phone")
    write(phone, "panel", "only the phone wrote here")
    phone.fill("[name=panel_amps]", "6")
    expect(keeping).to_contain_text("No signal")
    tablet, also_said = device(browser, address)
    tablet.goto(visit)
    with tablet.expect_response(lambda answer: answer.request.method == "POST" and "walls" in answer.text()):
        write(tablet, "attic", "from the tablet")
        write(tablet, "walls", "only the tablet wrote here")
    until(tablet, f"{COPIES} === 0")

    phone.context.set_offline(False)
    expect(keeping).to_contain_text("Another device wrote too")
    assert phone.input_value("[name=note_walls]") == "only the tablet wrote here"
    expect(phone.locator(".field.wrong")).to_contain_text("A home’s panel carries 30 to 600 amperes")
    phone.fill("[name=panel_amps]", "60")
    expect(phone.locator(".field.wrong")).to_have_count(0)
    phone.reload()
    phone.click("a:has-text('Choose between')")
    phone.click("label:has-text('from the phone')")
    phone.click("button:has-text('These count')")
    assert phone.input_value("[name=note_attic]") == "from the phone"
    assert phone.input_value("[name=note_panel]") == "only the phone wrote here"

    write(phone, "panel", "looked again")
    phone.click("button:has-text('Save and sign off')")
    phone.wait_for_url(f"{visit}/sign")
    assert phone.evaluate(COPIES) == 0
    phone.goto(visit)
    assert phone.input_value("[name=note_panel]") == "looked again"

    phone.route(visit, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    write(phone, "heating", "never sent")
    expect(keeping).to_contain_text("No signal")
    answers = iter([False, True])
    phone.on("dialog", lambda asked: asked.accept() if next(answers) else asked.dismiss())
    for stays in (1, 0):
        if phone.locator("details.menu").get_attribute("open") is None:
            phone.click("details.menu > summary")
        phone.click("button:has-text('Sign out')")
        until(phone, f"{COPIES} === {stays}")
    phone.wait_for_url(f"{address}/")
    assert phone.evaluate("caches.keys()") == [] and not phone.evaluate(WORKER), "nor is there a form on the shelf"
    assert (said, also_said) == ([], [])
