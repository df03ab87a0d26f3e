"""The browser of the tests: Debian's chromium, or a sentence that says it is not here."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(play: Playwright, *more: str) -> Browser:
    """A browser without a window, with `more` flags; skips the test, saying so, where none is installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium is here: `make test` installs it where it may")
    return play.chromium.launch(executable_path=found, args=[*FLAGS, *more])
