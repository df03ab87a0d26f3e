"""Passkeys on the pages: asked for and answered at sign-in, added and taken away in the account."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import browsers, passkeys
from greener_homes.identity.passkeys import Site
from web import current, messages
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.entering import asker, asker_here, enter, own_address
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Offered:
    """Where the sign-in page asks for a question and sends its answer."""

    ask_url: str
    send_url: str
    onward: str


def offered(onward: str) -> Offered | None:
    """What the sign-in page offers; None where pages have no name a passkey could belong to."""
    if passkeys.site_of(current.settings()) is None:
        return None
    return Offered(url_for("auth.passkey_asked"), url_for("auth.passkey_answered"), onward)


@auth.post("/sign-in/passkey/question")
@access(Access.PUBLIC)
def passkey_asked() -> Mapping[str, Any]:
    """A question for any passkey of this site, as JSON for the browser."""
    return passkeys.ask_to_sign_in(current.session(), current.vault(), _site(), asker(), now=current.now())


@auth.post("/sign-in/passkey")
@access(Access.PUBLIC)
def passkey_answered() -> Response:
    """This browser is signed in, second step and all; or back at the sign-in page, which says that it is not."""
    onward = own_address(request.form.get("next"))
    try:
        person = passkeys.sign_in(
            current.session(), current.vault(), _site(), request.form.get("answer", ""), asker_here(), now=current.now()
        )
    except Refusal as refusal:
        flash(messages.sentence(refusal.code.code, refusal.facts), "error")
        return redirect(url_for("auth.sign_in", next=onward), code=303)
    return enter(person, onward, both_steps=True)


@auth.post("/account/passkeys/question")
@access(Access.SIGNED_IN)
def passkey_asked_to_add() -> Mapping[str, Any]:
    """A question for the device that shall hold a new passkey, as JSON for the browser."""
    return passkeys.ask_to_add(
        current.session(), current.vault(), current.person(), _site(), asker(), now=current.now()
    )


@auth.post("/account/passkeys")
@access(Access.SIGNED_IN)
def passkey_added() -> Response:
    """The passkey opens this account; or the account page says that it does not."""
    device = browsers.device_of(request.user_agent.string)
    try:
        passkeys.add(
            current.session(),
            current.vault(),
            current.person(),
            _site(),
            request.form.get("answer", ""),
            asker_here(),
            device,
            now=current.now(),
        )
    except Refusal as refusal:
        flash(messages.sentence(refusal.code.code, refusal.facts), "error")
    else:
        flash(_("From now on you can sign in with this passkey. A letter says so too."), "success")
    return redirect(url_for("auth.account"), code=303)


@auth.post("/account/passkeys/<uuid:passkey_id>/end")
@access(Access.SIGNED_IN)
def passkey_removed(passkey_id: uuid.UUID) -> Response:
    """That passkey opens nothing any more. Another person's is not found."""
    passkeys.remove(current.session(), current.person(), passkey_id, now=current.now())
    flash(_("That passkey opens nothing any more. Delete it on your device too."), "success")
    return redirect(url_for("auth.account"), code=303)


def _site() -> Site:
    """Whose passkeys these are. Raises NotFound where pages have no name a passkey could belong to."""
    found = passkeys.site_of(current.settings())
    if found is None:
        raise NotFound
    return found
