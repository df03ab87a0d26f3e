"""Signing in through an OpenID Connect provider: on the way there, back, and the first time a letter in between.

A provider's word alone never opens an account that was not connected with it: the first time, its verified address only
says where our own letter goes, and the link in that letter connects the two.
"""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import audit
from greener_homes.errors import NotFound, Outage, Refusal
from greener_homes.identity import email_links, linked, provider_visits
from greener_homes.identity.email_links import Asked, LinkKind
from greener_homes.people import Language
from greener_homes.settings import IdentityProvider
from utility_connectors.identity import openid
from utility_connectors.identity.discovery import NotVouched
from utility_connectors.identity.openid import Identity
from web import current, i18n, network
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.entering import asker, asker_here, enter, own_address
from web.components import Link
from web.text import gettext as _

ANSWER = ("code", "iss", "error")
LONGEST = 2_000


def offered(onward: str) -> tuple[Link, ...]:
    """The providers there are, each with where it begins."""
    return tuple(
        Link(one.name, url_for("auth.provider", provider=one.key, next=onward or None))
        for one in current.settings().identity_providers
    )


@auth.get("/sign-in/with/<provider>")
@access(Access.PUBLIC)
def provider(provider: str) -> Response | tuple[str, int]:
    """On to the provider."""
    found = _provider(provider)
    try:
        asked = openid.question(found, _back(found), loopback=current.settings().reaches_itself, now=current.now())
    except (NotVouched, Outage, Refusal) as error:
        return _refused(found, _why(error))
    carried = {
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "onward": own_address(request.args.get("next")) or "",
    }
    provider_visits.begin(
        current.session(), current.vault(), found.key, asked.state, carried, asker(), now=current.now()
    )
    return redirect(asked.url, code=303)


@auth.get("/sign-in/with/<provider>/back")
@access(Access.PUBLIC)
def provider_returned(provider: str) -> Response | tuple[str, int]:
    """Back from the provider: signed in, or a letter is on its way, or nothing was opened."""
    found, session, vault, now = _provider(provider), current.session(), current.vault(), current.now()
    try:
        state = request.args.get("state", "")[:LONGEST]
        carried = provider_visits.take(session, vault, found.key, state, asker_here(), now=now)
    except NotFound:
        return _refused(found, "state")
    given = {name: request.args[name][:LONGEST] for name in ANSWER if name in request.args}
    try:
        identity = openid.answer(
            found, given, carried, _back(found), loopback=current.settings().reaches_itself, now=now
        )
    except (NotVouched, Outage, Refusal) as error:
        return _refused(found, _why(error))
    person = linked.find(session, vault, found.key, identity.subject)
    if person is not None:
        if person.audience.value not in found.audiences:
            return _refused(found, "audience_here")
        return enter(person, own_address(carried["onward"]))
    return _write(found, identity, carried["onward"])


@auth.post("/account/providers/<uuid:linked_id>/end")
@access(Access.SIGNED_IN)
def provider_ended(linked_id: uuid.UUID) -> Response:
    """That provider opens the account no more. Another person's is not found."""
    linked.unlink(current.session(), current.person(), linked_id, now=current.now())
    flash(_("That way to sign in is taken away."), "success")
    return redirect(url_for("auth.account"), code=303)


def _write(found: IdentityProvider, identity: Identity, onward: str) -> Response | tuple[str, int]:
    """Somebody whose identity is connected with no account: our letter goes to the address the provider verified."""
    if identity.email is None:
        return _refused(found, "email")
    asked = Asked(
        kind=LinkKind.CONNECT,
        email=identity.email,
        language=Language(i18n.language()),
        network=network.of(request.remote_addr),
        onward=onward,
        provider=found.key,
        subject=identity.subject,
    )
    try:
        email_links.ask(current.session(), current.vault(), asked, asker(), now=current.now())
    except Refusal:
        return _refused(found, "too_many")
    return redirect(url_for("auth.letter_sent"), code=303)


def _refused(found: IdentityProvider, why: str) -> tuple[str, int]:
    """The same page for every reason; the record has which."""
    audit.record(current.session(), audit.ANONYMOUS, audit.Action.IDENTITY_REFUSED, at=current.now(), why=why)
    again = Link(found.name, url_for("auth.provider", provider=found.key))
    page = render_template("auth/provider_refused.html", name=found.name, again=again)
    return page, 422


def _why(error: NotVouched | Outage | Refusal) -> str:
    return error.why if isinstance(error, NotVouched) else error.code.code


def _provider(key: str) -> IdentityProvider:
    found = current.settings().identity_provider(key)
    if found is None:
        raise NotFound
    return found


def _back(found: IdentityProvider) -> str:
    """Where the provider sends people back to: an address of its own for each, so that none can answer for another."""
    pages = current.settings().pages_url()
    if pages is None:
        raise NotFound
    return pages + url_for("auth.provider_returned", provider=found.key)
