"""Connecting a utility: choose one, agree, sign in there, come back, watch it arrive, and stop."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from greener_homes import permissions
from greener_homes.errors import Refusal
from utility_connectors import codes_utility, connecting, connections, custodians
from web import current, messages, security
from web.access import Access, access
from web.components import Link, Problem
from web.portal import senders
from web.portal.blueprint import portal
from web.portal.connect_shown import shown
from web.portal.connect_words import standing
from web.portal.senders import SenderRow
from web.text import gettext as _


@portal.get("/sharing/utilities")
@access(Access.RESIDENT)
def utilities() -> str:
    """Every utility that can be connected, and where this home stands with each."""
    known = {one.supplier_id: one for one in connections.of_home(current.session(), current.home().id)}
    rows = tuple(
        SenderRow(
            one.name,
            url_for("portal.utility", key=one.key),
            standing(known[one.id].state) if one.id in known else None,
        )
        for one in custodians.all_of_them(current.session())
        if one.enabled or one.id in known
    )
    return senders.shown(senders.utilities(rows))


@portal.get("/sharing/utilities/<key>")
@access(Access.RESIDENT)
def utility(key: str) -> Response:
    """One utility: how to connect it, how the connection is coming on, or how it ended."""
    known = custodians.by_key(current.session(), key)
    connection = connections.at(current.session(), current.home().id, known.id)
    page = make_response(render_template("portal/utility.html", utility=shown(known, connection)))
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


def _unexpected(refusal: Refusal) -> Problem:
    return Problem(
        status=409,
        heading=_("We did not expect that answer"),
        what=messages.sentence(codes_utility.RETURN_UNKNOWN.code, refusal.facts),
        safe=_("Nothing of yours has changed."),
        todo=(_("Start again from “My data”, in this browser, and come back within ten minutes."),),
        back=Link(_("To my utilities"), url_for("portal.utilities")),
    )
