"""Every public page, imported so that their routes exist."""

from __future__ import annotations

from flask import Flask

from web.public import contacted, events, help, unsubscribe  # noqa: A004  the page's name
from web.public.routes import public

__all__ = ["contacted", "events", "help", "install", "public", "unsubscribe"]


def install(app: Flask) -> None:
    """Mail programs may send the one form of ours that no page of ours is open for."""
    app.extensions["csrf"].exempt(unsubscribe.unsubscribed)
