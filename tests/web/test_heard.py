"""What somebody hears who walks our pages with a screen reader: recorded, so that a change of it is seen and judged.

A recording is what the browser tells assistive technology, in reading order: landmarks, headings with their levels,
links, fields with their names and states, tables. When a page is meant to read otherwise now:

    GREENER_HOMES_RECORD=yes .venv/bin/pytest tests/web/test_heard.py

then read the difference in tests/web/heard/ aloud.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.web.browser import launch, whole
from tests.web.sample_app import create

pytestmark = pytest.mark.browser

RECORD = "GREENER_HOMES_RECORD" in os.environ
HEARD = Path(__file__).parent / "heard"
WALK = (
    *(("front", "en"), ("front", "fr"), ("sign-in", "en"), ("about_choice", "en"), ("about_number", "fr")),
    *(("consent", "en"), ("home", "en"), ("home", "fr"), ("energy", "en"), ("plan", "en"), ("recommendation", "fr")),
    *(("ask_thread", "en"), ("project_quoted", "en"), ("my_data", "en"), ("queue", "en"), ("case", "en")),
)
"""From the front door to a first project, and the coach's two pages."""


def test_the_pages_are_heard_as_they_were_recorded() -> None:
    server = make_server("127.0.0.1", 0, whole(create()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    heard: dict[str, str] = {}
    with sync_playwright() as play:
        browser = launch(play)
        page = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False).new_page()
        for name, language in WALK:
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}?lang={language}")
            heard[f"{name}.{language}.yaml"] = page.locator("body").aria_snapshot() + "\n"
        browser.close()
    server.shutdown()
    server.server_close()
    if RECORD:
        HEARD.mkdir(exist_ok=True)
        for stale in {path.name for path in HEARD.glob("*.yaml")} - set(heard):
            (HEARD / stale).unlink()
        for file, said in heard.items():
            (HEARD / file).write_text(said, encoding="utf-8")
    recorded = {path.name: path.read_text(encoding="utf-8") for path in HEARD.glob("*.yaml")}
    assert set(recorded) == set(heard)
    for file, said in heard.items():
        assert said == recorded[file], f"{file}: see how to record it above"
