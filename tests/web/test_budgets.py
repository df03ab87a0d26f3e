"""What the main pages may weigh, ask for and hold: budgets as Lighthouse sets them, read without a browser.

The first visit of all is weighed in a browser (`test_packed_pages.py`), contrast and names are axe's
(`test_pages_in_a_browser.py`), and how long a first time takes is measured by `benchmarks/journey.py`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient

from tests.web.sample_app import create
from web import assets

MAIN = ("front", "sign-up", "home", "energy", "plan", "recommendation", "connect", "about_all", "events", "case")
PAGE_BYTES, STYLE_BYTES, SCRIPT_BYTES = 20_000, 16_000, 20_000
"""Of the page, of all its styles, and of the scripts it starts with, each as it travels. Plotly comes later, when a
chart is near, and never to whoever saves data."""
REQUESTS = 9
"""Page, styles, scripts, icon and the three weights of the font."""
ELEMENTS = 1_400
"""More in the body are too many for a small telephone (Lighthouse, “excessive DOM size”)."""
DESK_ELEMENTS, DESK_REQUESTS = 2_400, 10
"""The coach's case stands on a desk: everything of one home on one screen, and what works without a signal."""
FONTS = 3
PACKED = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Read:
    """A page as a browser gets it, and what it asks for before it is drawn."""

    packed: int
    tree: Element
    styles: tuple[str, ...]
    scripts: tuple[Element, ...]
    others: tuple[str, ...]

    @property
    def requests(self) -> int:
        return 1 + len(self.styles) + len(self.scripts) + len(self.others) + FONTS


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create().test_client()


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> dict[str, Read]:
    return {name: read(client, name) for name in MAIN}


def read(client: FlaskClient, name: str) -> Read:
    sent = client.get(f"/{name}", headers=PACKED)
    assert sent.status_code == 200
    tree = html5lib.parse(gzip.decompress(sent.data).decode(), namespaceHTMLElements=False)
    links = [link for link in tree.iter("link") if link.get("rel")]
    styles = tuple(link.get("href", "") for link in links if link.get("rel") == "stylesheet")
    others = tuple(link.get("href", "") for link in links if link.get("rel") not in ("stylesheet", "alternate"))
    scripts = tuple(script for script in tree.iter("script") if script.get("src"))
    return Read(len(sent.data), tree, styles, scripts, others + tuple(one.get("src", "") for one in images(tree)))


def images(tree: Element) -> Iterator[Element]:
    yield from (one for one in tree.iter("img") if one.get("loading") != "lazy")


def weight(client: FlaskClient, addresses: tuple[str, ...]) -> int:
    total = 0
    for address in addresses:
        with client.get(address, headers=PACKED) as sent:
            assert sent.status_code == 200, address
            assert "immutable" in sent.headers["Cache-Control"] or "plotly" in address, "asked for once, not every time"
            total += len(sent.data)
    return total


@pytest.mark.parametrize("name", MAIN)
def test_a_page_is_light_and_asks_for_little_and_nobody_else(
    client: FlaskClient, pages: dict[str, Read], name: str
) -> None:
    page = pages[name]
    scripts = tuple(script.get("src", "") for script in page.scripts)
    assert page.packed <= PAGE_BYTES
    assert weight(client, page.styles) <= STYLE_BYTES
    assert weight(client, scripts) <= SCRIPT_BYTES
    assert page.requests <= (DESK_REQUESTS if name == "case" else REQUESTS)
    assert all(address.startswith("/") and not address.startswith("//") for address in (*page.styles, *scripts))
    assert all(address.startswith(("/", "data:")) for address in page.others)


@pytest.mark.parametrize("name", MAIN)
def test_nothing_holds_up_a_page_or_makes_it_jump(pages: dict[str, Read], name: str) -> None:
    page = pages[name]
    assert all("defer" in script.attrib for script in page.scripts), "no script stands before the first words"
    body = page.tree.find("body")
    assert body is not None
    assert sum(1 for _ in body.iter()) <= (DESK_ELEMENTS if name == "case" else ELEMENTS)
    for drawing in page.tree.iter("svg"):
        sized = "viewBox" in drawing.attrib or {"width", "height"} <= drawing.attrib.keys()
        assert sized or drawing.get("class"), "a drawing without a size of its own has one in the style sheet"
    assert page.tree.find(".//meta[@name='viewport']") is not None


def test_pictures_have_their_room_before_they_come() -> None:
    """Photos are the only pictures that are files: their list gives each its shape, and no other place has one."""
    styles = "\n".join((assets.STATIC / "css" / name).read_text("utf-8") for name in assets.STYLES)
    rule = re.search(r"\.photos img \{([^}]*)\}", styles)
    assert rule and "aspect-ratio:" in rule[1] and "width: 100%" in rule[1]
    templates = assets.STATIC.parent / "templates"
    found = [path for path in templates.rglob("*.html") if "<img" in path.read_text("utf-8")]
    assert found and all('class="photos"' in path.read_text("utf-8") for path in found)
    assert styles.count("font-display: swap") == styles.count("@font-face") == FONTS
