"""The second step of a sign-in: a code of the person's app, setting the app up, and the recovery codes.

Until the code was given the browser is signed in by half, which opens these pages and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import flask
import segno
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import browsers, link_letters, second_factors
from greener_homes.people import Audience, PersonView
from web import current, messages
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.entering import HALF, complete
from web.components import Field, FieldError
from web.svg import element
from web.text import gettext as _

CODE_MAXIMUM = 40
QUIET, DOT = 4, 5
"""The white around a QR code in its own dots, as the standard asks, and the pixels of a dot."""


@dataclass(frozen=True, slots=True)
class Step:
    """The page that asks for a code. `drawing` and `secret` are there while the app is being set up."""

    code: Field
    send_url: str
    errors: tuple[FieldError, ...] = ()
    drawing: Markup = field(default=Markup(), repr=False)
    secret: str = field(default="", repr=False)


@auth.get("/sign-in/second-step")
@access(Access.PUBLIC)
def second_step() -> str | Response:
    """Asks for the code; who has no app yet sets one up first, who is not half signed in begins again."""
    person = _half()
    if person is None:
        return redirect(url_for("auth.sign_in"), code=303)
    if not second_factors.is_set_up(current.session(), person.id):
        return redirect(url_for("auth.second_step_set_up"), code=303)
    return render_template("auth/second_step.html", page=step_page(url_for("auth.second_step_given")))


@auth.post("/sign-in/second-step")
@access(Access.PUBLIC)
def second_step_given() -> tuple[str, int] | Response:
    """The browser is signed in and goes where it was going; or the page says that the code does not fit."""
    session, person = current.session(), _half()
    if person is None or not second_factors.is_set_up(session, person.id):
        return redirect(url_for("auth.sign_in"), code=303)
    try:
        second_factors.check(session, current.vault(), person, _typed(), now=current.now())
    except Refusal as refusal:
        error = FieldError("code", messages.sentence(refusal.code.code, refusal.facts))
        page = step_page(url_for("auth.second_step_given"), error)
        return render_template("auth/second_step.html", page=page), 422
    return redirect(complete(person, str(flask.session[HALF])), code=303)


@auth.get("/sign-in/second-step/set-up")
@access(Access.PUBLIC)
def second_step_set_up() -> str | Response:
    """What to set an app up with, for who is signed in, by half or wholly, and has none yet."""
    person = _whose()
    if person is None:
        return redirect(url_for("auth.sign_in"), code=303)
    if second_factors.is_set_up(current.session(), person.id):
        return redirect(_back(), code=303)
    return _set_up(person, None)


@auth.post("/sign-in/second-step/set-up")
@access(Access.PUBLIC)
def second_step_confirmed() -> tuple[str, int] | str | Response:
    """The app counts, and its recovery codes are shown, once."""
    session, vault, person, now = current.session(), current.vault(), _whose(), current.now()
    if person is None:
        return redirect(url_for("auth.sign_in"), code=303)
    if second_factors.is_set_up(session, person.id):
        return redirect(_back(), code=303)
    second_factors.enrol(session, vault, person, now=now)
    try:
        codes = second_factors.confirm(session, vault, person, _typed(), now=now)
    except Refusal as refusal:
        return _set_up(person, FieldError("code", messages.sentence(refusal.code.code, refusal.facts))), 422
    link_letters.second_factor_changed(session, vault, person, made=True, now=now)
    onward = url_for("auth.account")
    if not current_user.is_authenticated:
        onward = complete(person, str(flask.session[HALF]))
    return render_template("auth/recovery_codes.html", codes=codes, onward=onward)


@auth.post("/account/second-step/end")
@access(Access.SIGNED_IN)
def second_step_ended() -> Response:
    """The second step is off. Not for staff where it is required."""
    session, person, now = current.session(), current.person(), current.now()
    if person.audience is not Audience.RESIDENT and current.settings().asks_second_factor:
        raise NotFound
    if second_factors.is_set_up(session, person.id):
        try:
            second_factors.check(session, current.vault(), person, _typed(), now=now)
        except Refusal as refusal:
            flash(messages.sentence(refusal.code.code, refusal.facts), "error")
            return redirect(url_for("auth.account"), code=303)
        second_factors.remove(session, person.id, actor=person.actor, now=now)
        link_letters.second_factor_changed(session, current.vault(), person, made=False, now=now)
        flash(_("The second step is off."), "success")
    return redirect(url_for("auth.account"), code=303)


def step_page(send_url: str, error: FieldError | None = None, *, address: str = "", secret: str = "") -> Step:
    """The page that asks for a code; with an `address` it shows what to set an app up with."""
    return Step(
        code=Field(
            "code",
            _("Code from your app"),
            hint="" if address else _("Six digits. Without your app, type one of your recovery codes."),
            error=error.text if error else "",
            autocomplete="one-time-code",
        ),
        send_url=send_url,
        errors=(error,) if error else (),
        drawing=_drawing(address) if address else Markup(),
        secret=" ".join(secret[begin : begin + 4] for begin in range(0, len(secret), 4)),
    )


def _drawing(address: str) -> Markup:
    """The address as a QR code: dark on white whatever the page's colours, since cameras want it so."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=QUIET)]
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    square = element("rect", width=side, height=side, fill="#fff")
    drawn = (square, element("path", d=dots, fill="#000"))
    return element("svg", *drawn, viewBox=f"0 0 {side} {side}", width=side * DOT, height=side * DOT, aria_hidden="true")


def _set_up(person: PersonView, error: FieldError | None) -> str:
    found = second_factors.enrol(current.session(), current.vault(), person, now=current.now())
    page = step_page(url_for("auth.second_step_confirmed"), error, address=found.address, secret=found.secret)
    return render_template("auth/second_step_set_up.html", page=page)


def _half() -> PersonView | None:
    token = flask.session.get(HALF)
    if not token:
        return None
    return browsers.half_signed_in(current.session(), current.vault(), str(token), now=current.now())


def _whose() -> PersonView | None:
    return current.person() if current_user.is_authenticated else _half()


def _back() -> str:
    return url_for("auth.account" if current_user.is_authenticated else "auth.second_step")


def _typed() -> str:
    return request.form.get("code", "")[:CODE_MAXIMUM]
