"""Who may reach which page: every endpoint names one level, and what names none is refused to all.

Another audience's page answers like a page that does not exist. Only a person who is not signed in is sent
to sign in first, and comes back to where they were going.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from greener_homes.errors import NotFound
from greener_homes.people import Audience

View = TypeVar("View", bound=Callable[..., object])
LEVEL = "greener_homes_access"


class Access(StrEnum):
    """Who an endpoint is for."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    RESIDENT = "resident"
    COACH = "coach"
    UTILITY = "utility"
    LENDER = "lender"
    PARTNER = "partner"
    PROGRAMME = "programme"
    CLIENT = "client"
    """A partner's own software, by a bearer token of ours with the scope the endpoint names; no session counts."""
    PEER = "peer"
    """Other systems that speak to us unasked, such as a utility's notifications: believed in nothing, no session."""


AUDIENCES: dict[Access, frozenset[Audience]] = {
    Access.SIGNED_IN: frozenset(Audience),
    Access.RESIDENT: frozenset({Audience.RESIDENT}),
    Access.COACH: frozenset({Audience.COACH}),
    Access.UTILITY: frozenset({Audience.UTILITY_PARTNER}),
    Access.LENDER: frozenset({Audience.FINANCIAL_PARTNER}),
    Access.PARTNER: frozenset({Audience.UTILITY_PARTNER, Audience.FINANCIAL_PARTNER}),
    Access.PROGRAMME: frozenset({Audience.PROGRAMME}),
}
"""The audiences that pass each level. PUBLIC asks nothing; CLIENT and PEER look at no session at all."""

LIBRARY_ENDPOINTS = frozenset({"static", "assets.stylesheet", "assets.plotly_stylesheet", "assets.plotly_script"})
"""Endpoints made by libraries or serving only files of the package: open to all."""


def access(level: Access) -> Callable[[View], View]:
    """Marks a view with the level it is for."""

    def mark(view: View) -> View:
        setattr(view, LEVEL, level)
        return view

    return mark


def level_of(app: Flask, endpoint: str) -> Access | None:
    """The level an endpoint is for, or None when nobody decided: such an endpoint is closed."""
    if endpoint in LIBRARY_ENDPOINTS or endpoint.startswith("assets."):
        return Access.PUBLIC
    level = getattr(app.view_functions.get(endpoint), LEVEL, None)
    return level if isinstance(level, Access) else None


def may_enter(app: Flask) -> bool:
    """Whether the sender of this request passes the level of its endpoint; what needs no session passes."""
    level = level_of(app, request.endpoint) if request.endpoint else None
    if level is None or level not in AUDIENCES:
        return True
    return bool(current_user.is_authenticated) and current_user.person.audience in AUDIENCES[level]


def install(app: Flask) -> None:
    """Every request to `app` is decided here before its view runs."""

    def decide() -> Response | None:
        if request.endpoint is None:
            return None
        level = level_of(app, request.endpoint)
        if level is None:
            raise NotFound
        if level not in AUDIENCES:
            return None  # PUBLIC; CLIENT and PEER are decided by the token or message they bring
        user = current_user._get_current_object()  # once: each attribute of the stand-in looks for it anew
        if not user.is_authenticated:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("auth.sign_in", next=wanted), code=303)
        if user.person.audience not in AUDIENCES[level]:
            raise NotFound
        return None

    app.before_request(decide)
