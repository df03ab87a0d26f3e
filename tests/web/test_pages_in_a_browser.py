"""Every page of ours in a real browser: axe, narrow screens, large letters, no script, dark, and the content policy."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.browser import LETTERS, LOOK_OVER, Layout, launch, whole
from tests.web.sample_app import PAGES, create

pytestmark = pytest.mark.browser

LAID_OUT = """(() => ({
  width: document.documentElement.scrollWidth,
  letters: getComputedStyle(document.documentElement).fontSize,
  places: [...document.querySelectorAll(".tab-bar a")].map(place => {
    const label = place.querySelector("span").getBoundingClientRect(), room = place.getBoundingClientRect();
    return [place.textContent, label.left >= room.left && label.right <= room.right];
  }),
}))()"""
"""How wide a page is, how large its letters are, and whether the words of its places at the thumb fit."""
WHAT_AXE_FINDS = f"axe.run({json.dumps(LOOK_OVER)}).then(found => found.violations)"
WITH_PLACES = ("home", "queue", "partner", "matches", "requests")
WITH_CHARTS = ("energy", "case", "recommendation", "gallery")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, whole(create()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = launch(play)
        yield made
        made.close()


@pytest.mark.parametrize(
    ("width", "scheme", "language", "with_large_letters"), [(390, "light", "en", False), (1280, "dark", "fr", True)]
)
def test_every_page_is_for_everyone_and_fits_the_narrowest_screen(
    browser: Browser, address: str, width: int, scheme: str, language: str, with_large_letters: bool
) -> None:
    """axe finds nothing, the policy stops nothing, 320 pixels never scroll sideways, and the tab bar is read whole.

    Nor is anything lost of the longer language on a telephone whose letters have twice the size.
    """
    page, said = _page(browser, width, scheme, with_axe=True)
    layout = Layout(page)
    found, wide, cut = [], [], []

    def fits(name: str, narrow: int, letters: int = LETTERS) -> None:
        layout.as_wide_as(narrow)
        laid_out = page.evaluate(LAID_OUT)
        assert laid_out["letters"] == f"{letters}px"
        if laid_out["width"] > narrow:
            wide.append(f"{name} at {narrow}, letters of {letters}")
        cut.extend(f"{name} at {narrow}, letters of {letters}: {place}" for place, fit in laid_out["places"] if not fit)
        if name in WITH_PLACES:
            assert len(laid_out["places"]) > 1, name

    for name in PAGES:
        if with_large_letters and name in WITH_CHARTS:  # script adds to a chart as it finds it: with large letters too
            layout.as_wide_as(390)
            layout.letters(2 * LETTERS)
            page.goto(f"{address}/{name}?lang={language}", wait_until="networkidle")
            fits(name, 390, 2 * LETTERS)
            layout.letters(LETTERS)
        layout.as_wide_as(320)
        page.goto(f"{address}/{name}?lang={language}")
        fits(name, 320)
        fits(name, 390)
        if with_large_letters:
            layout.letters(2 * LETTERS)
            fits(name, 390, 2 * LETTERS)
            layout.letters(LETTERS)
        layout.as_wide_as(width)
        if name in WITH_CHARTS:
            page.wait_for_load_state("networkidle")
        for one in page.evaluate(WHAT_AXE_FINDS):
            found += [f"{name}: {one['id']}: {node['target']} {node['html'][:90]}" for node in one["nodes"]]
    assert (found, said, wide, cut) == ([], [], [], [])
    page.context.close()


def test_a_form_that_is_on_its_way_is_not_sent_again(browser: Browser, address: str) -> None:
    page, _ = _page(browser, 390, "light")
    page.goto(f"{address}/household")
    goes = page.evaluate(
        """() => {
          const [one, other] = document.querySelectorAll("main form[method=post]");
          const goes = form => form.dispatchEvent(new SubmitEvent("submit", {bubbles: true, cancelable: true}));
          const pressed = [goes(one), goes(one), goes(other)];
          dispatchEvent(new PageTransitionEvent("pageshow"));
          return [...pressed, goes(one)];
        }"""
    )
    assert goes == [True, False, True, True], "not a second time, until the page is shown again"
    page.context.close()


def test_a_chart_answers_the_pointer_over_its_own_drawing(browser: Browser, address: str) -> None:
    page, _ = _page(browser, 1280, "light")
    page.goto(f"{address}/energy")
    page.wait_for_selector("#gas[data-chart=hover]")
    plot = page.locator("#gas .plot").bounding_box()
    drawing = page.locator("#gas .only-wide > svg").bounding_box()
    hover = page.locator("#gas .hover .main-svg").first.bounding_box()
    assert plot and drawing and hover
    assert abs(hover["width"] - drawing["width"]) < 1.5
    assert abs(hover["y"] - drawing["y"]) < 1.5
    page.mouse.move(plot["x"] + plot["width"] * 0.3, plot["y"] + plot["height"] * 0.6)
    page.wait_for_selector("#gas .hovertext")
    assert "430" in (page.locator("#gas .hovertext").text_content() or "")
    page.context.close()


def test_without_script_every_chart_is_drawn_and_has_its_table(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    for name in WITH_CHARTS:
        page.goto(f"{address}/{name}")
        figures = page.locator("figure.chart")
        assert figures.count() > 0
        for i in range(figures.count()):
            assert figures.nth(i).locator(".plot svg:visible").count() == 1
            assert figures.nth(i).locator("tbody tr").count() > 3
    context.close()


def test_the_keyboard_reaches_the_menu_and_the_ring_is_seen(browser: Browser, address: str) -> None:
    page, _ = _page(browser, 1280, "light")
    page.goto(f"{address}/home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.context.close()


def _page(browser: Browser, width: int, scheme: str, *, with_axe: bool = False) -> tuple[Page, list[str]]:
    """A page, and what the browser complains about as it is used. `with_axe` has every page it opens carry axe."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    if with_axe:
        context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said
