"""The browser of the tests: Debian's chromium, or a sentence that says it is not here."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES = ("chromium", "chromium-browser", "google-chrome")
LEFT_OUT: Final = (
    # Two pages of the address bar's own, which every window loads though nobody types: more than a page of ours takes.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What playwright leaves out: chromium takes the last list that it is given, not all of them together.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
)
"""Features of the browser that are turned off."""
FLAGS = [
    f"--disable-features={','.join(LEFT_OUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each page runs its scripts once and is left: compiling them well, and clearing up beside them, costs more than it
    # saves. An eighth of what a browser takes to look over our pages.
    "--js-flags=--no-opt --no-maglev --single-threaded-gc --min-semi-space-size=16",
]
LOOK_OVER: Final[dict[str, Any]] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""What axe is told: only what is wrong is wanted in full, and no style sheet need be fetched for it. The one rule that
reads them is an experiment, which axe leaves out unless it is asked for."""
LETTERS: Final = 16
"""Pixels of a letter where nobody has asked for others."""


class Layout:
    """How wide a page is and how large its letters are, changed without loading it again.

    The page alone is told: a window that takes another size draws its tabs and bars again too.
    """

    def __init__(self, page: Page) -> None:
        self._told = page.context.new_cdp_session(page)
        self._width: int | None = None

    def as_wide_as(self, width: int) -> None:
        """The page is laid out in this many pixels."""
        if width != self._width:  # one that has this width already would be drawn again all the same
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            self._told.send("Emulation.setDeviceMetricsOverride", size)
            self._width = width

    def letters(self, pixels: int) -> None:
        """A letter has this size, as people set it for all pages; that of code is in proportion."""
        self._told.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels * 13 // 16}})


def launch(play: Playwright) -> Browser:
    """A browser without a window; skips the test, saying so, where none is installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium is here: `make test` installs it where it may")
    return play.chromium.launch(executable_path=found, args=FLAGS)


def until(page: Page, condition: str, told: object = None, patience_s: float = 60.0) -> None:
    """Waits for a condition in the page, asked from outside: `wait_for_function` asks in the page, which its policy
    forbids from the second time on."""
    end = time.monotonic() + patience_s
    while not _holds(page, condition, told):
        assert time.monotonic() < end, f"waited in vain for: {condition}"
        page.wait_for_timeout(50)


def _holds(page: Page, condition: str, told: object) -> bool:
    try:
        return bool(page.evaluate(condition, told))
    except Error as error:
        if "context was destroyed" in error.message:  # the page was just left for the next
            return False
        raise


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
