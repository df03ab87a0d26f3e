"""Letters of twice the size, as some set their telephones to: no page scrolls sideways, the tab bar is read whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.web.browser import launch, whole
from tests.web.sample_app import PAGES, create
from tests.web.test_pages_in_a_browser import AT_THE_THUMB

pytestmark = pytest.mark.browser

TWICE_AS_LARGE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
WIDTH = 390


@pytest.fixture
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, whole(create()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_nothing_is_lost(address: str) -> None:
    wide, cut = [], []
    with sync_playwright() as play:
        browser = launch(play, TWICE_AS_LARGE)
        page = browser.new_context(viewport={"width": WIDTH, "height": 900}, reduced_motion="reduce").new_page()
        for name in PAGES:
            page.goto(f"{address}/{name}?lang=fr", wait_until="domcontentloaded")
            if page.evaluate("document.documentElement.scrollWidth") > WIDTH:
                wide.append(name)
            cut += [f"{name}: {place}" for place, whole in page.evaluate(AT_THE_THUMB) if not whole]
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        browser.close()
    assert (wide, cut) == ([], [])
