"""Every page of ours, with sample homes in it, as a strict reader sees it; and the reader itself."""

from __future__ import annotations

import pytest

from tests.web.linting import LintingClient, PageFault, faults
from tests.web.sample_app import PAGES, STATES, create

SOUND = '<!doctype html><html lang="en"><head><title>Hello – us</title></head><body><h1>Hello</h1>{}</body></html>'


@pytest.fixture(scope="module")
def client() -> LintingClient:
    app = create()
    app.test_client_class = LintingClient
    made = app.test_client()
    assert isinstance(made, LintingClient)
    return made


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*PAGES, *STATES])
def test_the_page_has_no_fault(client: LintingClient, name: str, language: str) -> None:
    response = client.get(f"/{name}?lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.get_data(as_text=True)


def test_a_sound_page_has_no_fault() -> None:
    assert faults(SOUND.format("<p>Words</p>")) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>Again</h1>", "2 <h1>"),
        ("<h3>Deep</h3>", "jumps from h1 to h3"),
        ('<input name="a">', "no label"),
        ('<p id="x"></p><p id="x"></p>', "there 2 times"),
        ('<p style="color:red">x</p>', "style attribute"),
        ("<script>alert(1)</script>", "a script inside"),
        ('<a href="/" onclick="x()">x</a>', "onclick"),
        ('<label for="nowhere">x</label>', "which is not there"),
        ('<a href="/"></a>', "without words"),
        ('<form method="post" action="/x"></form>', "no csrf token"),
        ('<a class="primary" href="/">a</a><a class="primary" href="/">b</a>', "2 primary buttons"),
        ("<p><div></div></p>", "not valid HTML"),
    ],
)
def test_the_reader_finds(body: str, said: str) -> None:
    assert any(said in fault for fault in faults(SOUND.format(body)))


def test_the_reader_finds_a_title_that_says_something_else() -> None:
    page = SOUND.replace("<title>Hello", "<title>Goodbye").format("")
    assert "does not begin" in faults(page)[0]


def test_the_reader_finds_english_on_a_french_page() -> None:
    page = SOUND.replace('lang="en"', 'lang="fr"')
    assert faults(page.format("<p>Skip to content</p>")) == ["not in French: “Skip to content”"]
    assert faults(page.format('<p lang="en">Skip to content</p>')) == []
    assert "not in French" in faults(page.format("<p>Reviewed by your coach on 12 November 2026</p>"))[0]


def test_a_fault_fails_the_request_that_met_it() -> None:
    app = create()
    app.test_client_class = LintingClient
    app.add_url_rule("/broken/page", "broken", lambda: "<p>half a page")
    with pytest.raises(PageFault, match="/broken/page"):
        app.test_client().get("/broken/page")
