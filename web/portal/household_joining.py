"""Joining a household by the link a member made: what it means is said first, then the day of moving in is asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import invitations
from greener_homes.errors import Refusal
from greener_homes.invitations import Offer
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError, Question
from web.formatting import TORONTO, moment
from web.portal.blueprint import portal
from web.text import gettext as _

FIELD_OF = {invitations.LIVES_ELSEWHERE.code: "leaving"}


@dataclass(frozen=True, slots=True)
class Joining:
    """The page before joining: who invites, what follows, and what is asked."""

    heading: str
    lead: str
    you_see: tuple[str, ...]
    others_see: tuple[str, ...]
    permissions: tuple[str, ...]
    move_in: Field
    leaving: Question | None
    join_url: str
    keep_url: str
    until: str
    errors: tuple[FieldError, ...] = ()


@portal.get("/join/<token>")
@access(Access.RESIDENT)
def invited(token: str) -> str | Response | tuple[str, int]:
    """What joining means; the same page for every link that is not good for this person."""
    offer = invitations.look(current.session(), current.vault(), token, current.person(), now=current.now())
    if offer is None:
        return _over()
    if offer.lives_here:
        flash(_("You live in this home already. Pass the link on to whom it is for."))
        return redirect(url_for("portal.household"), code=303)
    return render_template("portal/join.html", joining=_joining(token, offer))


@portal.post("/join/<token>")
@access(Access.RESIDENT)
def joined(token: str) -> Response | tuple[str, int]:
    """The person lives there, and nothing is permitted by that."""
    try:
        moved_in = forms.day(request.form, "moved_in")
        if moved_in is None:
            raise Refusal(forms.BAD_DATE)
        home = invitations.accept(
            current.session(),
            current.vault(),
            token,
            current.person(),
            moved_in,
            leaving=forms.agreed(request.form, "leaving"),
            now=current.now(),
        )
    except Refusal as refusal:
        offer = invitations.look(current.session(), current.vault(), token, current.person(), now=current.now())
        if offer is None:
            return _over()
        error = FieldError(
            FIELD_OF.get(refusal.code.code, "moved_in"), messages.sentence(refusal.code.code, refusal.facts)
        )
        return render_template("portal/join.html", joining=_joining(token, offer, error)), 422
    if home is None:
        return _over()
    flash(_("Welcome to %(home)s. You have permitted nothing yet: decide below.", home=home.reference), "success")
    return redirect(url_for("portal.sharing"), code=303)


def _over() -> tuple[str, int]:
    return render_template("portal/invitation_over.html"), 404


def _joining(token: str, offer: Offer, error: FieldError | None = None) -> Joining:
    wrong = {error.field: error.text} if error else {}
    return Joining(
        heading=_("Join the household of %(home)s?", home=offer.reference),
        lead=_("%(who)s says that you live there too.", who=offer.invited_by),
        you_see=(
            _("The readings of the home, also from before you came, its advice and its plan"),
            _("What the household told us of the home, and which permissions stand"),
        ),
        others_see=(
            _("Your name, and what you permit"),
            _("Neither your e-mail address nor your receipts"),
        ),
        permissions=(
            _("By joining you permit nothing. Every question is asked of you, and each answer is yours alone."),
            _("What the others permitted stays theirs: you cannot stop it, and they cannot stop yours."),
            _("You can leave by yourself at any time. Your permissions end on that day."),
        ),
        move_in=Field(
            name="moved_in",
            label=_("When did you move in?"),
            value=forms.as_typed(request.form, "moved_in"),
            hint=_("You can permit nothing from before that day: it belongs to whoever lived there."),
            error=wrong.get("moved_in", ""),
            kind="date",
            maximum=current.now().astimezone(TORONTO).date().isoformat(),
        ),
        leaving=_leaving(offer, wrong.get("leaving", "")),
        join_url=url_for("portal.joined", token=token),
        keep_url=url_for("portal.home"),
        until=moment(offer.expires_at.astimezone(TORONTO), i18n.language()),
        errors=(error,) if error else (),
    )


def _leaving(offer: Offer, error: str) -> Question | None:
    """Asked of whoever lives in another home here: nobody moves out by accident."""
    if offer.leaves is None:
        return None
    ticked = forms.agreed(request.form, "leaving")
    return Question(
        name="leaving",
        legend=_("You live in %(home)s so far", home=offer.leaves.reference),
        choices=(Choice("yes", _("I move out there on the day I moved in here"), chosen=ticked),),
        hint=_("Readings of that home from that day on are deleted, and your permissions there end."),
        error=error,
        many=True,
    )
