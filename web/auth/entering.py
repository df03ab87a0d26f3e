"""The one door behind every way in: whoever proved who they are is signed in here, or asked for their second factor."""

from __future__ import annotations

from urllib.parse import urlsplit

import flask
from flask import redirect, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from greener_homes.identity import browsers, email_links, second_factors
from greener_homes.people import Audience, PersonView
from web import current
from web.auth.identity import SignedIn

FIRST_PAGE = {
    Audience.RESIDENT: "portal.home",
    Audience.COACH: "desk.queue",
    Audience.UTILITY_PARTNER: "partners.dashboard",
    Audience.FINANCIAL_PARTNER: "partners.lending",
    Audience.PROGRAMME: "programme.formats",
}
"""Where each audience arrives. Audiences without pages of their own yet arrive at the front door."""
HALF, ONWARD, ASKER = "half", "onward", "asker"
"""What the signed cookie holds besides the token: a half sign-in, where it goes on to, and the asker's secret."""


def enter(person: PersonView, onward: str | None, *, both_steps: bool = False) -> Response:
    """This browser is signed in as the person and goes on; or goes on to the second step, where one is asked for.

    `both_steps`: the way in stood for the second step too, as a passkey does.
    """
    session, now = current.session(), current.now()
    if current_user.is_authenticated:
        browsers.end(session, current_user.token, now=now)
    half = not both_steps and second_step_needed(person)
    token = browsers.start(
        session,
        person,
        now=now,
        hours=current.settings().session_hours,
        device=browsers.device_of(request.user_agent.string),
        half=half,
    )
    if half:
        flask.session[HALF], flask.session[ONWARD] = token, onward or ""
        return redirect(url_for("auth.second_step"), code=303)
    login_user(SignedIn(person, token))
    return redirect(onward or first_page(person.audience), code=303)


def complete(person: PersonView, half: str) -> str:
    """The half sign-in is whole: this browser is signed in by a new token. Returns where it was going."""
    hours = current.settings().session_hours
    token = browsers.complete(current.session(), person, half, now=current.now(), hours=hours)
    flask.session.pop(HALF, None)
    onward = own_address(flask.session.pop(ONWARD, None))
    login_user(SignedIn(person, token))
    return onward or first_page(person.audience)


def second_step_needed(person: PersonView) -> bool:
    """Whether this person's sign-in has a second step: everybody's who set one up, and staff's where it is required."""
    required = person.audience is not Audience.RESIDENT and current.settings().asks_second_factor
    return required or second_factors.is_set_up(current.session(), person.id)


def asker() -> str:
    """The secret that ties a letter's link to this browser; made when it first asks for one."""
    if ASKER not in flask.session:
        flask.session[ASKER] = email_links.new_secret()
    return str(flask.session[ASKER])


def asker_here() -> str:
    """The same, of a browser that may never have asked; then no link is tied to it."""
    return str(flask.session.get(ASKER, ""))


def first_page(audience: Audience) -> str:
    """Where people of this audience arrive."""
    return url_for(FIRST_PAGE.get(audience, "public.front"))


def own_address(wanted: str | None) -> str | None:
    """`wanted` when it is a path on this site and nothing else; never another host, scheme or a control character."""
    if not wanted or not wanted.isascii() or not wanted.isprintable() or "\\" in wanted:
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    return wanted
