"""The browser of the tests: Debian's chromium, or a sentence that says it is not here."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Playwright

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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


def whole(app: WSGIApplication) -> WSGIApplication:
    """The same site, each answer read and closed before it is sent.

    A browser that goes on to another page drops what was coming; werkzeug's server then forgets to close the file that
    it was sending, and whichever test runs at that moment would be blamed for it.
    """

    def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()

    return served
