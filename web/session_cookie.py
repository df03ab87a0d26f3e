"""When the signed cookie of a browser's session stands in an answer.

Everything asks who is there, and Flask says of each answer for which somebody asked that it is another for another
cookie. A file that is the same for everybody would be asked for again on each page of who has just signed in.
"""

from __future__ import annotations

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class SessionCookie(SecureCookieSessionInterface):
    """Flask's, which leaves an answer that anybody may keep as it is, unless the session was changed on its way."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified or not response.cache_control.public:
            super().save_session(app, session, response)
