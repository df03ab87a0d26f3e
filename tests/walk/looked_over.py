"""Looking at a page as a person with any eyes would: axe finds nothing, nothing scrolls sideways, a picture is kept."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.web.browser import LOOK_OVER

SHOTS = "GREENER_HOMES_SHOTS"
"""Names the folder where pictures are kept; without it none is taken."""
SHOT_HEIGHT = 1800
"""Pixels of a page that are kept: what somebody sees before they tire."""


def look_over(page: Page, name: str = "") -> None:
    """axe finds nothing on the page, and it does not scroll sideways. Its picture is kept under `name` if wanted."""
    folder = os.environ.get(SHOTS)
    if folder and name:
        clip = {"x": 0, "y": 0, "width": _width(page), "height": SHOT_HEIGHT}
        page.screenshot(path=Path(folder) / f"{name}-{_width(page)}.png", full_page=True, clip=clip)
    found = [
        f"{page.url}: {one['id']}: {node['target']}"
        for one in Axe().run(page, options=LOOK_OVER).response["violations"]
        for node in one["nodes"]
    ]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= _width(page), page.url


def _width(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 0
