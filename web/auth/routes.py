"""Signing in with a password, and out. The other ways in are beside this module; all end in `entering.enter`."""

from __future__ import annotations

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask_login import LoginManager, current_user, logout_user
from werkzeug.wrappers import Response

from greener_homes import audit, people
from greener_homes.errors import Refusal
from greener_homes.identity import browsers
from greener_homes.people import Attempt
from web import current, demo_sign_ins, forms, messages, network
from web.access import Access, access
from web.auth import account, by_letter, passkeys, providers, second_step, sign_up
from web.auth.blueprint import auth
from web.auth.entering import enter, first_page, own_address
from web.auth.identity import SignedIn
from web.text import gettext as _

__all__ = ["account", "auth", "by_letter", "install", "passkeys", "providers", "second_step", "sign_up"]


def install(app: Flask) -> None:
    """Requests to `app` know who sent them."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token in the database is the session; it can be ended there
    manager.user_loader(_load)


def preferred_language() -> str | None:
    """The signed-in person's language."""
    return str(current_user.person.language.value) if current_user.is_authenticated else None


@auth.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> str | Response:
    """The sign-in page, or the person's own first page when they are signed in already."""
    if current_user.is_authenticated:
        return redirect(first_page(current.person().audience), code=303)
    return _form(error=None, email="", status=200)[0]


@auth.post("/sign-in")
@access(Access.PUBLIC)
def sign_in_submitted() -> tuple[str, int] | Response:
    """The person is signed in and goes where they were going; or the page says what to check."""
    email = forms.text(request.form, "email", maximum=254)
    try:
        attempt = Attempt(email, request.form.get("password", ""), network.of(request.remote_addr))
        person = people.authenticate(current.session(), current.vault(), attempt, now=current.now())
    except Refusal as refusal:
        return _form(error=messages.sentence(refusal.code.code, refusal.facts), email=email, status=429)
    if person is None:
        return _form(error=messages.sentence(people.SIGN_IN_REFUSED.code), email=email, status=422)
    return enter(person, own_address(request.form.get("next")))


@auth.post("/sign-out")
@access(Access.SIGNED_IN)
def sign_out() -> Response:
    """This browser is signed out, here and in the database."""
    browsers.end(current.session(), current_user.token, now=current.now())
    audit.record(current.session(), current.person().actor, audit.Action.SIGNED_OUT, at=current.now())
    logout_user()
    flash(_("You are signed out."))
    return redirect(url_for("public.front"), code=303)


def _form(*, error: str | None, email: str, status: int) -> tuple[str, int]:
    onward = own_address(request.values.get("next")) or ""
    page = render_template(
        "auth/sign_in.html",
        error=error,
        email=email,
        next=onward,
        demo=demo_sign_ins.shown(current.settings()),
        sign_up_url=url_for("auth.sign_up", next=onward or None),
        letter_url=url_for("auth.letter", next=onward or None),
        passkey=passkeys.offered(onward),
        providers=providers.offered(onward),
        recover_url=url_for("auth.letter", recover="yes", next=onward or None),
    )
    return page, status


def _load(token: str) -> SignedIn | None:
    """Whose token this is; nobody's where a request has no database behind it (files, an outage)."""
    if "session" not in g:
        return None
    found = browsers.signed_in(current.session(), current.vault(), token, now=current.now())
    return SignedIn(found.person, token, found.home) if found else None
