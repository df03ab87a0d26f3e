"""Which language a page speaks."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from web import i18n, templating
from web.components import Zone, zone_of

PAGE = '{{ _("You pay") }}|{{ other_locale_url }}|{{ 2690|money }}'


def site(preferred: str | None = None) -> FlaskClient:
    app = Flask(__name__)
    i18n.install(app, preferred=lambda: preferred)
    templating.install(app)
    app.add_url_rule("/page", view_func=lambda: render_template_string(PAGE), endpoint="page")
    app.add_url_rule("/data", view_func=lambda: {"a": 1}, endpoint="data")
    return app.test_client()


@pytest.mark.parametrize(
    ("asked", "cookie", "person", "browser", "spoken"),
    [
        ("fr", "en", "en", "en", "fr"),
        (None, "fr", "en", "en", "fr"),
        (None, None, "fr", "en", "fr"),
        (None, None, None, "fr-CA,fr;q=0.9,en;q=0.5", "fr"),
        (None, None, None, "de", "en"),
        ("de", None, None, "fr", "fr"),
        (None, "<script>", None, "", "en"),
    ],
)
def test_the_switch_wins_then_the_cookie_then_the_person_then_the_browser(
    asked: str | None, cookie: str | None, person: str | None, browser: str, spoken: str
) -> None:
    client = site(person)
    if cookie:
        client.set_cookie("lang", cookie)
    address = f"/page?lang={asked}" if asked else "/page"
    response = client.get(address, headers={"Accept-Language": browser})
    assert response.headers["Content-Language"] == spoken
    assert response.text.startswith("Vous payez" if spoken == "fr" else "You pay")


def test_the_switch_is_remembered() -> None:
    client = site()
    client.get("/page?lang=fr")
    assert client.get("/page").text.startswith("Vous payez")


def test_the_other_language_keeps_what_was_asked() -> None:
    assert site().get("/page?year=2025&lang=en").text.split("|")[1] == "/page?year=2025&amp;lang=fr"


def test_what_fills_a_sentence_on_a_page_is_escaped() -> None:
    app = Flask(__name__)
    i18n.install(app)
    sentence = '{{ _("Coach, %(day)s", day=day) }}|{{ _("Estimated") }}'
    with app.test_request_context("/?lang=en"):
        assert render_template_string(sentence, day="<1 May & after>") == ("Coach, &lt;1 May &amp; after&gt;|Estimated")
    with app.test_request_context("/?lang=fr"):
        assert render_template_string(sentence, day="<1er mai>").startswith("Coach, &lt;1er mai&gt;")


def test_filters_speak_the_language_of_the_page() -> None:
    assert site().get("/page?lang=fr").text.endswith("2\u00a0690\u00a0$")


def test_what_is_not_a_page_says_no_language_and_sets_no_cookie() -> None:
    response = site().get("/data?lang=fr")
    assert "Content-Language" not in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("measure", "zone"),
    [
        ("ENV-ATTIC-MID", Zone.ATTIC),
        ("HVAC-ASHP-HYB", Zone.HEAT_PUMP),
        ("HVAC-FURN", Zone.HEATING),
        ("DHW-HPWH", Zone.HOT_WATER),
        ("PLAN-SWITCH", Zone.BILL),
        ("HS-RADON", Zone.SAFETY),
    ],
)
def test_a_measure_lights_its_part_of_the_house(measure: str, zone: Zone) -> None:
    assert zone_of(measure) is zone
