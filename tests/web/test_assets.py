"""What is built from the wheels, and how it is sent."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from tests.web.sample_app import create
from web import assets, fonts


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create().test_client()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    fonts.build(folder)
    return folder


def test_the_font_gives_up_the_reserved_name_and_keeps_its_licence(built: Path) -> None:
    for weight in fonts.WEIGHTS:
        names = TTFont(built / fonts.file_name(weight))["name"]
        assert names.getDebugName(1) == "Greener Text"
        own = [str(r) for r in names.names if r.nameID in (1, 3, 4, 6, 16)]
        assert not any("Lato" in name for name in own)
    assert "SIL OPEN FONT LICENSE" in (built / fonts.LICENCE).read_text(encoding="utf-8")


def test_the_font_has_the_letters_of_both_languages_in_little_room(built: Path) -> None:
    letters = TTFont(built / fonts.file_name("regular")).getBestCmap()
    assert {ord(c) for c in "éèêëàâçîïôùûüœŒÉÀÇ«»’–—−≈³²°$ "} <= set(letters)
    assert sum((built / fonts.file_name(weight)).stat().st_size for weight in fonts.WEIGHTS) < 60_000


def test_building_again_changes_nothing(built: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in built.iterdir()}
    fonts.build(built)
    assert {path.name: path.stat().st_mtime_ns for path in built.iterdir()} == before


def test_all_of_plotlys_rules_come_as_one_style_sheet() -> None:
    rules = assets.plotly_rules().decode()
    assert rules.count("{") == rules.count("}") == 66
    assert ".js-plotly-plot .plotly .main-svg" in rules
    assert "'" not in rules.replace("'Open Sans'", "")


def test_the_style_sheet_is_one_small_file(client: FlaskClient) -> None:
    plain = client.get("/assets/site.css")
    packed = client.get("/assets/site.css", headers={"Accept-Encoding": "gzip"})
    assert plain.mimetype == "text/css"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 14_000
    assert b"/*" not in plain.data
    assert "immutable" in plain.headers["Cache-Control"]


def test_a_browser_that_has_it_is_told_so(client: FlaskClient) -> None:
    first = client.get("/assets/site.css")
    again = client.get("/assets/site.css", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_plotly_is_sent_from_the_wheel_packed(client: FlaskClient) -> None:
    sent = client.get("/assets/plotly.js", headers={"Accept-Encoding": "gzip, br"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert sent.mimetype == "text/javascript"
    assert 1_000_000 < len(sent.data) < 2_000_000


@pytest.mark.parametrize("name", ["greener-text-regular-2.woff2", "OFL.txt"])
def test_a_font_file_is_sent(client: FlaskClient, name: str) -> None:
    with client.get(f"/assets/fonts/{name}") as sent:
        assert sent.status_code == 200


@pytest.mark.parametrize("name", ["../site.css", "Lato-Regular.ttf", "greener-text-thin.woff2", ".."])
def test_no_other_file_is(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/fonts/{name}").status_code == 404


def test_every_part_of_the_style_sheet_is_joined() -> None:
    assert sorted(path.name for path in (assets.STATIC / "css").iterdir()) == sorted(assets.STYLES)


def test_a_file_of_ours_stays_in_the_browser_under_the_address_of_its_content_alone(client: FlaskClient) -> None:
    with client.application.test_request_context():
        named = assets.asset_url("js/once.js")
    for address, stays in ((named, True), (f"{named}0", False), (named.partition("?")[0], False)):
        with client.get(address) as sent:
            assert sent.status_code == 200 and ("immutable" in sent.headers["Cache-Control"]) is stays, address
    with client.get(named.replace("once.js", "no_such.js")) as sent:
        assert sent.status_code == 404
