"""Every address that partners' software speaks to, and what guards them."""

from __future__ import annotations

from flask import Flask

from web.partner_api import consents, guard, imports, matches, oauth, offers, openapi, referrals
from web.partner_api.blueprint import api

__all__ = ["api", "consents", "imports", "install", "matches", "offers", "openapi", "referrals"]


def install(app: Flask) -> None:
    """`app` answers partners' software. No form's token is asked for: nothing here believes a cookie."""
    guard.install(app)
    oauth.install(app)
    for blueprint in (oauth.oauth, api):
        app.extensions["csrf"].exempt(blueprint)
        app.register_blueprint(blueprint)
