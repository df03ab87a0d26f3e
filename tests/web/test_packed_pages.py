"""Pages travel compressed and of changing length; the first page of all is small, and asks nobody else."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.web.browser import launch, whole
from tests.web.sample_app import create
from web import packed_pages

FIRST_PAGE_BYTES = 60_000
FIRST_PAGES = ("front", "sign-up")
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create().test_client()


def test_a_page_is_the_same_and_smaller(client: FlaskClient) -> None:
    plain, packed = client.get("/home"), client.get("/home", headers=PACKED)
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    for answered in (plain, packed):
        assert "Accept-Encoding" in answered.headers["Vary"] and answered.headers["Cache-Control"] == "no-store"
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_its_length_tells_nothing_of_a_secret_in_it(client: FlaskClient) -> None:
    lengths = [len(client.get("/home", headers=PACKED).data) for _ in range(40)]
    assert len(set(lengths)) > 15 and max(lengths) - min(lengths) <= packed_pages.MOST_PADDING + 1


@given(content=st.binary(max_size=3_000))
def test_whatever_is_packed_comes_out_whole(content: bytes) -> None:
    assert gzip.decompress(packed_pages.packed(content)) == content


def test_files_and_short_answers_are_left_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/nothing-here", headers=PACKED).headers
    with client.get("/static/img/mark.svg", headers=PACKED) as drawn:
        assert drawn.data.startswith(b"<svg") and "Content-Security-Policy" in drawn.headers
    styles = client.get("/assets/site.css", headers=PACKED)
    assert styles.headers["X-Content-Type-Options"] == "nosniff" and "Content-Security-Policy" not in styles.headers


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, whole(create()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_first_page_of_all_is_small(address: str) -> None:
    """Everything a browser fetches on a first visit, with heads: page, style, fonts, pictures and script."""
    weighed: dict[str, dict[str, int]] = {}
    with sync_playwright() as play:
        browser = launch(play)
        for name in FIRST_PAGES:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page, sizes, asked = context.new_page(), {}, {}
            told = context.new_cdp_session(page)
            told.send("Network.enable")
            told.on(
                "Network.requestWillBeSent",
                lambda sent, asked=asked: asked.update({sent["requestId"]: sent["request"]["url"]}),
            )
            told.on(
                "Network.loadingFinished",
                lambda done, sizes=sizes: sizes.update({done["requestId"]: int(done["encodedDataLength"])}),
            )
            page.goto(f"{address}/{name}", wait_until="networkidle")
            assert all(url.startswith(address) for url in asked.values()), "nothing is asked of anybody else"
            weighed[name] = {asked[one].removeprefix(address): size for one, size in sizes.items()}
            context.close()
        browser.close()
    for name, parts in weighed.items():
        assert sum(parts.values()) < FIRST_PAGE_BYTES, (name, parts)
        assert len(parts) <= 8, "each request costs a slow line a moment of its own"
