"""The utility's pages in a real browser: axe, a narrow screen, the content policy, and the way to the third party."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser import LOOK_OVER, launch
from tests.web.sandbox.conftest import Ear, Played
from tests.web.sandbox.third_party import ThirdParty

pytestmark = pytest.mark.browser
Play = Callable[..., Played]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = launch(play)
        yield made
        made.close()


@pytest.mark.parametrize(("width", "language"), [(320, "fr"), (390, "en"), (1280, "fr")])
def test_a_customer_agrees_in_a_browser_and_nothing_is_wrong_with_any_page(
    browser: Browser, play: Play, ear: Ear, width: int, language: str
) -> None:
    played = play()
    third = ThirdParty(played.third.document, played.third.redirect_uri)
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    def look() -> None:
        found = Axe().run(page, options=LOOK_OVER).response["violations"]
        assert [(one["id"], node["html"][:90]) for one in found for node in one["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{third.address()}&lang={language}")
    look()
    page.locator("button[value=solar-roof]").click()
    look()
    page.locator("button[value=agree]").click()
    look()
    page.locator("input[value='8002-E']").check()
    page.locator("button[value=agree]").click()
    page.wait_for_url(f"{third.redirect_uri}?*")
    code = page.evaluate("new URLSearchParams(location.search).get('code')")
    assert third.exchange(code).status == 200
    page.goto(f"{played.running.utility.base_url}/")
    look()
    page.locator("form button").click()
    look()
    assert [line for line in said if "422" not in line] == []
    context.close()
