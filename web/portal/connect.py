"""Connecting a utility: choose one, agree, sign in there, come back, watch it arrive, and stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from greener_homes import consent, permissions
from greener_homes.consent import Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.permissions import PermissionState
from utility_connectors import codes_utility, connecting, connections, custodians
from utility_connectors.connections import ConnectionView
from utility_connectors.custodians import UtilityView
from web import current, i18n, messages, security
from web.access import Access, access
from web.components import Chip, Fact, Link, Problem, Step, StepState
from web.formatting import TORONTO, moment
from web.portal.blueprint import portal
from web.portal.connect_words import heading, lead, standing, what_happened
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class UtilityRow:
    """One utility that can be connected."""

    name: str
    href: str
    state: Chip | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a connection."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Utility:
    """One utility as its page shows it: where the connection stands and the one thing to do next."""

    name: str
    heading: str
    lead: str
    steps: tuple[Step, ...]
    here_url: str
    running: bool = False
    filled_percent: int | None = None
    facts: tuple[Fact, ...] = ()
    problem: Problem | None = None
    consent_url: str = ""
    connect_url: str = ""
    connect_label: str = ""
    connect_kind: str = "primary"
    energy: Link | None = None
    energy_first: bool = False
    stop_url: str = ""
    past: tuple[Happening, ...] = ()


@portal.get("/sharing/utilities")
@access(Access.RESIDENT)
def utilities() -> str:
    """Every utility that can be connected, and where this home stands with each."""
    known = {one.supplier_id: one for one in connections.of_home(current.session(), current.home().id)}
    rows = tuple(
        UtilityRow(
            one.name,
            url_for("portal.utility", key=one.key),
            standing(known[one.id].state) if one.id in known else None,
        )
        for one in custodians.all_of_them(current.session())
        if one.enabled or one.id in known
    )
    return render_template("portal/utilities.html", rows=rows)


@portal.get("/sharing/utilities/<key>")
@access(Access.RESIDENT)
def utility(key: str) -> Response:
    """One utility: how to connect it, how the connection is coming on, or how it ended."""
    known = custodians.by_key(current.session(), key)
    connection = connections.at(current.session(), current.home().id, known.id)
    page = make_response(render_template("portal/utility.html", utility=_utility(known, connection)))
    # the form leads through us to the utility's own sign-in, and a browser holds the page's policy against that too
    page.headers["Content-Security-Policy"] = security.POLICY.replace(
        "form-action 'self'", f"form-action 'self' {known.sign_in_origin}"
    )
    return page


@portal.post("/sharing/utilities/<key>/connect")
@access(Access.RESIDENT)
def utility_connected(key: str) -> Response:
    """The resident is on their way to sign in at the utility."""
    address = connecting.ask(
        current.session(),
        current.vault(),
        current.settings(),
        current.home().id,
        key,
        browser=current_user.token,
        now=current.now(),
    )
    return redirect(address, code=303)


@portal.get("/green-button/return/<key>")
@access(Access.RESIDENT)
def utility_returned(key: str) -> Response | tuple[str, int]:
    """What the utility answered is taken, once, and the page that shows what comes of it is next."""
    try:
        connecting.returned(
            current.session(),
            current.vault(),
            key,
            request.args.to_dict(flat=False),
            person_id=current.person().id,
            browser=current_user.token,
            now=current.now(),
        )
    except Refusal as refusal:
        return render_template("errors/problem.html", problem=_unexpected(refusal)), 409
    return redirect(url_for("portal.utility", key=key), code=303)


@portal.get("/sharing/utilities/<key>/stop")
@access(Access.RESIDENT)
def utility_stop_asked(key: str) -> str | Response:
    """Asks again before stopping, and says what goes on and what does not."""
    known = custodians.by_key(current.session(), key)
    connection = connections.at(current.session(), current.home().id, known.id)
    if connection is None or not connection.is_open:
        return redirect(url_for("portal.utility", key=key), code=303)
    return render_template(
        "portal/utility_stop.html",
        name=known.name,
        stop_url=url_for("portal.utility_stopped", key=key),
        keep_url=url_for("portal.utility", key=key),
        sharing_url=url_for("portal.sharing"),
    )


@portal.post("/sharing/utilities/<key>/stop")
@access(Access.RESIDENT)
def utility_stopped(key: str) -> Response:
    """Nothing more is fetched, and the utility will be asked to stop."""
    known = custodians.by_key(current.session(), key)
    permissions.stop(current.session(), current.home().id, known.id, now=current.now())
    flash(_("Stopped. We fetch nothing more from %(utility)s.", utility=known.name), "success")
    return redirect(url_for("portal.utility", key=key), code=303)


def _utility(known: UtilityView, connection: ConnectionView | None) -> Utility:
    agreed = _has_agreed(known)
    ended = connection is None or not connection.is_open
    stopping = connection is not None and connection.state in permissions.ENDING
    may_connect = (ended or _is_waiting(connection)) and agreed and known.enabled
    return Utility(
        name=known.name,
        heading=heading(known.name, connection, agreed=agreed),
        lead=lead(known.name, connection, agreed=agreed, is_quiet=_is_quiet(known)),
        steps=() if _is_over(connection) else _steps(connection, agreed),
        here_url=url_for("portal.utility", key=known.key),
        running=connection is not None and (connection.is_exchanging or connection.is_filling),
        filled_percent=_percent(connection),
        facts=_facts(connection),
        problem=_problem(connection),
        consent_url="" if agreed or not ended or not known.enabled else _consent_url(known),
        connect_url=url_for("portal.utility_connected", key=known.key) if may_connect else "",
        connect_label=(
            _("Sign in at %(utility)s", utility=known.name)
            if connection is None
            else _("Try again at %(utility)s", utility=known.name)
            if _is_waiting(connection) or connection.state in _FAILED
            else _("Connect %(utility)s again", utility=known.name)
        ),
        connect_kind="second" if stopping else "primary",
        energy_first=(not may_connect or stopping) and (agreed or not ended or not known.enabled),
        energy=Link(_("See my energy"), url_for("portal.energy")) if connection and connection.fetched_at else None,
        stop_url=(
            url_for("portal.utility_stop_asked", key=known.key)
            if connection is not None and connection.state is PermissionState.ACCEPTED
            else ""
        ),
        past=_past(known.name, connection),
    )


_FAILED = frozenset({PermissionState.REJECTED, PermissionState.TIMED_OUT, PermissionState.INVALID})


def _is_over(connection: ConnectionView | None) -> bool:
    """Whether there was a connection that is no longer in use."""
    return connection is not None and not connection.is_open and connection.state not in _FAILED


def _is_waiting(connection: ConnectionView | None) -> bool:
    """Whether the resident was sent to the utility and we have heard nothing."""
    return connection is not None and connection.state in permissions.BEGUN and not connection.is_exchanging


def _is_quiet(known: UtilityView) -> bool:
    return known.closed_until is not None and known.closed_until > current.now()


def _has_agreed(known: UtilityView) -> bool:
    try:
        consent.require(
            current.session(),
            current.home().id,
            Purpose.ADVICE,
            Source.UTILITY,
            supplier_id=known.id,
            at=current.now(),
        )
    except Refusal:
        return False
    return True


def _consent_url(known: UtilityView) -> str:
    return url_for(
        "portal.consent_asked", purpose=Purpose.ADVICE.value, source=Source.UTILITY.value, supplier=known.key
    )


def _steps(connection: ConnectionView | None, agreed: bool) -> tuple[Step, ...]:
    signed_in = connection is not None and (
        connection.is_exchanging or connection.state not in {*permissions.BEGUN, *_FAILED}
    )
    came = connection is not None and connection.fetched_at is not None and not connection.is_filling
    done = (agreed or signed_in, signed_in, came)
    first_open = done.index(False) if False in done else len(done)
    names = (_("Say what may be used"), _("Sign in at your utility"), _("Your readings arrive"))
    return tuple(
        Step(name, StepState.DONE if finished else StepState.NOW if place == first_open else StepState.NEXT)
        for place, (name, finished) in enumerate(zip(names, done, strict=True))
    )


def _percent(connection: ConnectionView | None) -> int | None:
    if connection is None or not connection.is_filling:
        return None
    return max(1, min(99, round(100 * connection.filled)))


def _facts(connection: ConnectionView | None) -> tuple[Fact, ...]:
    if connection is None or connection.state is not PermissionState.ACCEPTED:
        return ()
    found = [
        (_("Connected since"), connection.moved_at),
        (_("Last looked"), connection.fetched_at),
        (_("We look again"), connection.due_at if connection.filled >= 1 else None),
    ]
    return tuple(Fact(label, moment(at.astimezone(TORONTO), i18n.language())) for label, at in found if at is not None)


def _problem(connection: ConnectionView | None) -> Problem | None:
    """What went wrong with a connection that did not come about, or does not work as it should."""
    if connection is None or connection.code is None or connection.state in _CALM:
        return None
    return Problem(
        heading=_("What happened"),
        what=messages.sentence(connection.code),
        safe=_("Nothing you sent before is lost."),
        todo=_what_to_do(connection),
        reference=str(connection.id)[-12:],
    )


_CALM = frozenset({PermissionState.REJECTED, PermissionState.REVOKED, PermissionState.TERMINATED})


def _what_to_do(connection: ConnectionView) -> tuple[str, ...]:
    match connection.state:
        case PermissionState.TIMED_OUT | PermissionState.INVALID | PermissionState.SENT:
            return (
                _("Try again. If it happens again, tell us the reference below."),
                _("You can also send a file of your readings yourself."),
            )
        case PermissionState.EXTERNALLY_TERMINATED:
            return (_("If you did not mean to end it, connect again."),)
        case PermissionState.FAILED_TO_TERMINATE:
            return (_("You need do nothing. To be quicker, end the permission in your account at your utility."),)
        case _:
            return (_("You need do nothing."),)


def _past(name: str, connection: ConnectionView | None) -> tuple[Happening, ...]:
    if connection is None:
        return ()
    return tuple(
        Happening(at.astimezone(TORONTO), what_happened(name, state)) for at, state, _code in connection.history
    )


def _unexpected(refusal: Refusal) -> Problem:
    return Problem(
        status=409,
        heading=_("We did not expect that answer"),
        what=messages.sentence(codes_utility.RETURN_UNKNOWN.code, refusal.facts),
        safe=_("Nothing of yours has changed."),
        todo=(_("Start again from “My data”, in this browser, and come back within ten minutes."),),
        back=Link(_("To my utilities"), url_for("portal.utilities")),
    )
