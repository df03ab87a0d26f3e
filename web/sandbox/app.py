"""The sandbox utility as an application of its own: made once, kept in memory, loopback only, never in production."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

from greener_homes import log
from greener_homes.errors import Refusal
from greener_homes.settings import Settings
from web import i18n, templating
from web.codes_sandbox import IN_PRODUCTION
from web.sandbox import oauth
from web.sandbox.admin import admin
from web.sandbox.authorize import pages
from web.sandbox.memory import Sandbox
from web.sandbox.registration import require_loopback
from web.sandbox.resources import resources
from web.sandbox.tokens import tokens

FORM_MAX_BYTES = 100_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_sandbox(utility: Sandbox, settings: Settings, *, with_admin: bool = False) -> Flask:
    """The utility's application. Raises Refusal in production, and for addresses that are not this machine's."""
    if settings.production:
        raise Refusal(IN_PRODUCTION)
    registration = utility.registration
    require_loopback({"base_url": utility.base_url, "notify_uri": registration.notify_uri})
    for uri in registration.redirect_uris:
        require_loopback({"redirect_uri": uri})
    app = Flask("web.sandbox", template_folder="../templates", static_folder="static", static_url_path="/assets")
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="lakeshore_power",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_MAX_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_MAX_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["sandbox"] = utility
    csrf = CSRFProtect(app)
    i18n.install(app)
    templating.install(app)
    oauth.install(app)
    app.before_request(_only_by_its_name)
    app.after_request(_protect)
    app.register_blueprint(pages)
    for blueprint in (tokens, resources, *([admin] if with_admin else [])):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
    return app


def _only_by_its_name() -> None:
    """A page elsewhere that had its name point here gets nothing."""
    if request.host != urlsplit(oauth.sandbox().base_url).netloc:
        abort(421)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    log.get("web.sandbox").info(
        "sandbox.answered", endpoint=request.endpoint, method=request.method, status=response.status_code
    )
    return response
