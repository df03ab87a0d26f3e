"""The application: one factory that puts the audiences, the rules and the database together.

A request is a transaction: opened before anything runs, committed when the view has answered, undone when
it raised. Background work it asked for is announced only after the commit.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from flask_wtf.csrf import CSRFProtect

from greener_homes import db, log
from greener_homes.db import Engine
from greener_homes.settings import Settings, load
from greener_homes.vault import open_vault
from web import access, assets, errors, health, i18n, navigation, packed_pages, security, templating, uploads
from web.auth import routes as auth
from web.desk import routes as desk
from web.green_button import routes as green_button
from web.partner_api import routes as partner_api
from web.partners import routes as partners
from web.portal import routes as portal
from web.programme import routes as programme
from web.public import pages as public
from web.session_cookie import SessionCookie

OF_FEW_WORDS = frozenset(
    {
        "static",
        "assets.stylesheet",
        "portal.consent_asked",
        "portal.energy_file",
        "portal.recommendation",
        "portal.stop_asked",
        "public.help_article",
    }
)
"""Endpoints whose values are words of ours, and never of one home or person."""
KEPT = 4_000
"""How many addresses are kept as they were put together: without values, or of few words."""


class GreenerHomes(Flask):
    """Flask with a transaction around every request and uploads sealed as they arrive."""

    jinja_environment = templating.Templates
    request_class = uploads.SealingRequest
    session_interface = SessionCookie()
    engine: Engine

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        self._address = lru_cache(maxsize=KEPT)(self._put_together)

    def full_dispatch_request(self) -> Response:
        if request.endpoint == "static" or (request.endpoint or "").startswith("assets."):
            return super().full_dispatch_request()
        with db.transaction(self.engine) as session:
            g.session = session
            return super().full_dispatch_request()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself: nothing here waits for another, and Flask would look into twenty functions a page for that."""
        return func

    def url_for(self, /, endpoint: str, **given: Any) -> str:
        """As Flask has it; the same address is put together once, where it tells of nobody."""
        has_values = [*given.values()].count(None) < len(given)
        depends = given.get("_external") or given.get("_scheme") or endpoint.startswith(".")
        if (has_values and endpoint not in OF_FEW_WORDS) or depends or not has_request_context():
            return super().url_for(endpoint, **given)
        return self._address(endpoint, tuple(given.items()), request.root_path, request.method)

    def _put_together(self, endpoint: str, given: tuple[tuple[str, Any], ...], _root: str, _method: str) -> str:
        """The address in this request, the same in all below one root of addresses that are asked in one way."""
        return super().url_for(endpoint, **dict(given))


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> GreenerHomes:
    """The whole site for these settings. The database must be migrated already."""
    settings = settings or load()
    if engine is None:
        if settings.database_url is None:
            raise ValueError("DATABASE_URL is not set: start everything with `make run`, or name a database")
        engine = db.create_engine(settings.database_url)
    app = GreenerHomes(__name__)
    app.engine = engine
    app.config.update(
        SETTINGS=settings,
        ENGINE=engine,
        VAULT=open_vault(settings),
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_NAME="greener_homes",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(_identify)
    app.after_request(_log)
    app.teardown_request(uploads.abandon_unfinished)
    security.install(
        app,
        upload_max_bytes=settings.upload_max_bytes,
        partner_upload_max_bytes=settings.partner_upload_max_bytes,
        secure=settings.secure_cookies,
    )
    packed_pages.install(app)
    CSRFProtect(app)  # reads the form, so how large that may be must be known by now
    i18n.install(app, preferred=auth.preferred_language)
    assets.install(app, settings.var / "build")
    templating.install(app)
    templating.keep_compiled(app, settings.var / "build" / "templates")
    auth.install(app)
    access.install(app)
    partner_api.install(app)
    green_button.install(app)
    public.install(app)
    errors.install(app)
    navigation.install(app)
    app.register_blueprint(programme.programme)
    for blueprint in (health.health, public.public, auth.auth, portal.portal, desk.desk, partners.partners):
        app.register_blueprint(blueprint)
    return app


def _identify() -> None:
    g.request_id = secrets.token_hex(6)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _log(response: Response) -> Response:
    fields: dict[str, Any] = {"endpoint": request.endpoint, "method": request.method, "status": response.status_code}
    if "started" in g:
        fields["ms"] = round(1000 * (time.perf_counter() - g.started), 1)
    log.get("web.request").info("request.answered", **fields)
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
    return response
