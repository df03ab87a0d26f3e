"""Who lives here: the members of the household, and the links by which one of them lets another in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import homes, invitations
from greener_homes.errors import Refusal
from greener_homes.homes import HomeView
from greener_homes.invitations import InvitationView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Field, FieldError, Link
from web.formatting import TORONTO, moment
from web.portal.blueprint import portal
from web.text import gettext as _

EMAIL_MAXIMUM = 254


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation: for whom, by whom, until when."""

    whom: str
    about: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class Household:
    """The members by name, the open invitations, and the form for one more. `link` is a new one, shown once."""

    reference: str
    members: tuple[str, ...]
    open_ones: tuple[Invitation, ...]
    email: Field
    invite_url: str
    leave: Link
    link: str = ""
    link_until: str = ""
    here_url: str = ""
    errors: tuple[FieldError, ...] = ()


@portal.get("/sharing/household")
@access(Access.RESIDENT)
def household() -> str:
    """Who lives here, and how one more can join."""
    return render_template("portal/household.html", household=_household(current.home()))


@portal.post("/sharing/household")
@access(Access.RESIDENT)
def household_invited() -> str | tuple[str, int]:
    """A link that lets one person in, shown on this page and never again."""
    home = current.home()
    try:
        email = forms.text(request.form, "email", maximum=EMAIL_MAXIMUM)
        token = invitations.invite(
            current.session(), current.vault(), current.person(), home.id, email=email, now=current.now()
        )
    except Refusal as refusal:
        error = FieldError("email", messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/household.html", household=_household(home, error=error)), 422
    return render_template("portal/household.html", household=_household(home, token=token))


@portal.post("/sharing/household/invitations/<uuid:invitation_id>/revoke")
@access(Access.RESIDENT)
def invitation_revoked(invitation_id: uuid.UUID) -> Response:
    """Nobody can use the link any more. Another home's is not found."""
    invitations.revoke(
        current.session(), current.home().id, invitation_id, actor=current.person().actor, now=current.now()
    )
    flash(_("Taken back. The link opens nothing any more."), "success")
    return redirect(url_for("portal.household"), code=303)


def _household(home: HomeView, *, token: str = "", error: FieldError | None = None) -> Household:
    session, me = current.session(), current.person().id
    today = current.now().astimezone(TORONTO).date()
    names = {one.person_id: current.name_of(one.person_id) or "" for one in homes.members(session, home.id, on=today)}
    found = invitations.open_ones(session, current.vault(), home.id, viewer=me, now=current.now())
    until = current.now() + invitations.LASTS
    return Household(
        reference=home.reference,
        members=tuple(_("%(name)s (you)", name=name) if one == me else name for one, name in names.items()),
        open_ones=tuple(_invitation(one, names, me) for one in found),
        email=Field(
            name="email",
            label=_("Their e-mail address, if you like"),
            value=forms.as_typed(request.form, "email") if error else "",
            hint=_("Then only the person who signs in with it can use the link. We send nothing: you pass it on."),
            error=error.text if error else "",
            kind="email",
            autocomplete="off",
        ),
        invite_url=url_for("portal.household_invited"),
        leave=Link(_("I am moving out"), url_for("portal.moving_out")),
        link=url_for("portal.invited", token=token, _external=True) if token else "",
        link_until=moment(until.astimezone(TORONTO), i18n.language()),
        here_url=url_for("portal.household"),
        errors=(error,) if error else (),
    )


def _invitation(one: InvitationView, names: Mapping[uuid.UUID, str], me: uuid.UUID) -> Invitation:
    language = i18n.language()
    by = _("you") if one.made_by == me else names.get(one.made_by, "")
    whom = one.email or (_("One person with a certain address") if one.named else _("Whoever has the link"))
    return Invitation(
        whom=whom,
        about=_(
            "Made by %(who)s on %(made)s. Good until %(until)s.",
            who=by,
            made=moment(one.made_at.astimezone(TORONTO), language),
            until=moment(one.expires_at.astimezone(TORONTO), language),
        ),
        revoke_url=url_for("portal.invitation_revoked", invitation_id=one.id),
    )
