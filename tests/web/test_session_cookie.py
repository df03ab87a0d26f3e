"""Files are the same for everybody, so no cookie makes a browser ask for them again; pages are not."""

from __future__ import annotations

from sqlalchemy import Engine

from greener_homes.people import Audience
from greener_homes.settings import Settings
from tests.web.visiting import application, registered, signed_in
from web import assets


def test_files_do_not_vary_by_who_asks_and_pages_do(engine: Engine, settings: Settings) -> None:
    app = application(engine, settings)
    registered(engine, settings, "staff@test.example", Audience.PROGRAMME)
    browser = signed_in(app, "staff@test.example")
    with app.test_request_context():
        files = [assets.asset_url("js/once.js"), assets.asset_url("img/mark.svg"), assets.stylesheet_url()]
    for address in files:
        with browser.get(address) as sent:
            assert sent.status_code == 200
            assert "Cookie" not in sent.headers.get("Vary", "") and "Set-Cookie" not in sent.headers, address
    assert "Cookie" in browser.get("/").headers["Vary"]


def test_a_session_that_changed_on_the_way_is_kept_all_the_same(engine: Engine, settings: Settings) -> None:
    app = application(engine, settings)
    sent = app.response_class("the same for everybody")
    sent.cache_control.public = True
    with app.test_request_context():
        session = app.session_interface.open_session(app, app.request_class.from_values())
        assert session is not None
        app.session_interface.save_session(app, session, sent)
        assert "Set-Cookie" not in sent.headers
        session["seen"] = True
        app.session_interface.save_session(app, session, sent)
    assert "Set-Cookie" in sent.headers
