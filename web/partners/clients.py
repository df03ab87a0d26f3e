"""The partner's software: make a client, change its secret, end it. A secret is on one page, once."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import partner_clients
from greener_homes.errors import Refusal
from greener_homes.partner_clients import ClientView, Scope
from web import current, forms, messages
from web.access import Access, access
from web.components import Chip, Choice, Field, FieldError, Question, Tone
from web.formatting import TORONTO, capitalised
from web.partners import views
from web.partners.blueprint import partners
from web.partners.tenancy import partner
from web.text import gettext as _


@partners.get("/clients")
@access(Access.PARTNER)
def clients() -> str:
    """The organisation's clients and the form for one more."""
    return _page()


@partners.post("/clients")
@access(Access.PARTNER)
def client_made() -> str | tuple[str, int]:
    """The client exists; its secret is on this page and nowhere else."""
    organisation = partner()
    try:
        name = forms.text(request.form, "name", maximum=partner_clients.NAME_MAXIMUM)
        chosen = [Scope(value) for value in request.form.getlist("scope") if value in set(Scope)]
        made = partner_clients.make(
            current.session(),
            current.vault(),
            organisation.id,
            name,
            chosen,
            actor=current.person().actor,
            now=current.now(),
        )
    except Refusal as refusal:
        field = "scope" if refusal.code is partner_clients.SCOPE_UNKNOWN else "name"
        error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
        return _page(errors=(error,), name=forms.as_typed(request.form, "name")), 422
    return _page(new=made)


@partners.post("/clients/<uuid:client_id>/secret")
@access(Access.PARTNER)
def secret_made(client_id: uuid.UUID) -> str:
    """The client has a second secret, shown here once; the earlier one goes on for two weeks."""
    made = partner_clients.rotate(
        current.session(),
        current.vault(),
        partner().id,
        client_id,
        actor=current.person().actor,
        now=current.now(),
    )
    return _page(new=made)


@partners.post("/clients/<uuid:client_id>/secrets/<uuid:secret_id>/end")
@access(Access.PARTNER)
def secret_ended(client_id: uuid.UUID, secret_id: uuid.UUID) -> Response:
    """The secret and its tokens count for nothing any more."""
    partner_clients.end_secret(
        current.session(), partner().id, client_id, secret_id, actor=current.person().actor, now=current.now()
    )
    flash(_("That secret and every token it brought have ended."), "success")
    return redirect(url_for("partners.clients"), code=303)


@partners.post("/clients/<uuid:client_id>/close")
@access(Access.PARTNER)
def client_closed(client_id: uuid.UUID) -> Response:
    """The client, its secrets and its tokens count for nothing any more."""
    partner_clients.close(current.session(), partner().id, client_id, actor=current.person().actor, now=current.now())
    flash(_("The client is closed. Nothing it held opens anything any more."), "success")
    return redirect(url_for("partners.clients"), code=303)


def _page(
    *,
    new: partner_clients.NewSecret | None = None,
    errors: tuple[FieldError, ...] = (),
    name: str = "",
) -> str:
    organisation = partner()
    rows = partner_clients.of_organisation(current.session(), organisation.id, now=current.now())
    said = {error.field: error.text for error in errors}
    page = views.Clients(
        rows=tuple(_client(row) for row in rows),
        name_field=Field(
            "name",
            _("What do you call it?"),
            name,
            hint=_("For example “Nightly export”. Only you see it."),
            error=said.get("name", ""),
        ),
        scopes=Question(
            "scope",
            _("What may it do?"),
            tuple(Choice(scope.value, _capital(_scope(scope))) for scope in partner_clients.OPEN_TO[organisation.kind]),
            hint=_("As little as it needs."),
            error=said.get("scope", ""),
            many=True,
        ),
        here_url=url_for("partners.clients"),
        token_url=url_for("oauth.token", _external=True),
        document_url=url_for("api.openapi"),
        without_secret=Chip(_("No secret in force: it cannot ask for tokens"), Tone.WARN),
        new=views.NewSecret(str(new.client.id), new.client.name, new.secret) if new else None,
        errors=errors,
    )
    return render_template("partners/clients.html", clients=page)


def _client(row: ClientView) -> views.Client:
    return views.Client(
        id=str(row.id),
        name=row.name,
        may=_capital(", ".join(_scope(scope) for scope in row.scopes)),
        secrets=tuple(
            views.Secret(
                made_at=one.made_at.astimezone(TORONTO),
                used_at=one.used_at.astimezone(TORONTO) if one.used_at else None,
                ends_at=one.ends_at.astimezone(TORONTO) if one.ends_at else None,
                end_url=url_for("partners.secret_ended", client_id=row.id, secret_id=one.id),
                about=_("secret %(place)s of %(client)s", place=place, client=row.name),
            )
            for place, one in enumerate(row.secrets, start=1)
        ),
        close_url=url_for("partners.client_closed", client_id=row.id),
        rotate_url=url_for("partners.secret_made", client_id=row.id)
        if len(row.secrets) < partner_clients.SECRETS_AT_ONCE
        else "",
    )


def _scope(scope: Scope) -> str:
    said = {
        Scope.IMPORTS_WRITE: _("send, commit and cancel files"),
        Scope.IMPORTS_READ: _("follow files and read their reports"),
        Scope.CONSENTS_READ: _("read which customers agreed or withdrew"),
        Scope.MATCHES_WRITE: _("hand back customers’ match tokens"),
        Scope.OFFERS_WRITE: _("state and withdraw offers"),
    }
    return said.get(scope, scope.value)


def _capital(words: str) -> str:
    return capitalised(words)
