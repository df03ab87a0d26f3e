"""Where utilities tell us that something has changed. Whatever is sent, the answer is quick and says nothing."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from greener_homes.errors import Refusal
from utility_connectors import notifications
from web import current
from web.access import Access, access

green_button = Blueprint("green_button", __name__)


def install(app: Flask) -> None:
    """Utilities' systems can reach `app`; they have no session and so no form's token."""
    app.register_blueprint(green_button)
    app.extensions["csrf"].exempt(green_button)


@green_button.post("/green-button/notifications")
@access(Access.PEER)
def notified() -> Response:
    """What the notification speaks of will be looked at: 200. 400 for what is none, 413 for what is too long.

    Whether we know what it speaks of is not said.
    """
    request.max_content_length = notifications.LARGEST
    try:
        content = request.get_data(cache=False)
        notifications.hear(current.session(), current.vault(), content, now=current.now())
    except RequestEntityTooLarge:
        return _said(413)
    except Refusal:
        return _said(400)
    return _said(200)


def _said(status: int) -> Response:
    return Response("", status=status, mimetype="text/plain")
