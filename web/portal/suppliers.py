"""My suppliers: say which of a supplier's customers this home is, see why it is believed, and take that back.

Permission comes first: nothing is matched for a supplier that may not send anything. The numbers that are typed are
never kept or shown again; what is kept of them finds an exactly equal pair and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, matches, organisations
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import HomeView
from greener_homes.matches import MatchHow, MatchReason, MatchState, MatchView
from greener_homes.organisations import OrganisationKind, OrganisationView
from models.quantities import Commodity
from web import current, forms, i18n, messages
from web.access import Access, access
from web.commodities import commodity_name
from web.components import Chip, Choice, Field, FieldError, Question, Tone
from web.formatting import TORONTO, day
from web.portal import senders
from web.portal.blueprint import portal
from web.portal.senders import SenderRow
from web.text import gettext as _

NUMBER_MAXIMUM = 64


@dataclass(frozen=True, slots=True)
class MatchShown:
    """One match and what it rests on. `undo_url` is empty where there is nothing to undo."""

    what: str
    why: str
    state: Chip
    since: datetime
    undo_url: str = ""


@dataclass(frozen=True, slots=True)
class Supplier:
    """One supplier: permission, the ways to be matched, and the matches there are."""

    name: str
    here_url: str
    consent_url: str
    all_url: str
    may_send: bool
    matches: tuple[MatchShown, ...] = ()
    account: Field | None = None
    meter: Field | None = None
    commodity: Question | None = None
    token_commodity: Question | None = None
    link_url: str = ""
    token_url: str = ""
    token: str = ""
    token_until: str = ""
    errors: tuple[FieldError, ...] = ()


@portal.get("/sharing/suppliers")
@access(Access.RESIDENT)
def suppliers() -> str:
    """Every supplier that can send usage by itself, and where this home stands with each."""
    home = current.home()
    found = matches.of_home(current.session(), home.id)
    rows = tuple(
        SenderRow(one.name, url_for("portal.supplier", key=one.key), _standing(one, home, found))
        for one in organisations.open_ones(current.session(), OrganisationKind.UTILITY)
    )
    return senders.shown(senders.suppliers(rows))


@portal.get("/sharing/suppliers/<key>")
@access(Access.RESIDENT)
def supplier(key: str) -> str:
    """One supplier: what may be done next, and what was done."""
    return render_template("portal/supplier.html", supplier=_supplier(_known(key)))


@portal.post("/sharing/suppliers/<key>/link")
@access(Access.RESIDENT)
def supplier_linked(key: str) -> Response | tuple[str, int]:
    """The home is the customer with the account and meter number typed, or staff look at a second claim first."""
    known, home, person = _known(key), current.home(), current.person()
    live = consent.require(
        current.session(), home.id, Purpose.ADVICE, Source.PARTNER, at=current.now(), supplier_id=known.id
    )
    try:
        made = matches.link(
            current.session(),
            current.vault(),
            home.id,
            person.id,
            known.id,
            account=_number("account"),
            meter=_number("meter"),
            commodity=_commodity(live),
            actor=person.actor,
            now=current.now(),
        )
    except Refusal as refusal:
        field = "commodity" if refusal.code is forms.BAD_CHOICE else "account"
        error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/supplier.html", supplier=_supplier(known, errors=(error,))), 422
    if made.is_live:
        flash(_("Linked. Readings appear after your supplier’s next file."), "success")
    else:
        flash(_("Another home has given the same numbers. We will look at it and write to you."), "warning")
    return redirect(url_for("portal.supplier", key=known.key), code=303)


@portal.post("/sharing/suppliers/<key>/token")
@access(Access.RESIDENT)
def supplier_token(key: str) -> str | tuple[str, int]:
    """A token for the supplier, shown on this page and never again."""
    known, home, person = _known(key), current.home(), current.person()
    live = consent.require(
        current.session(), home.id, Purpose.ADVICE, Source.PARTNER, at=current.now(), supplier_id=known.id
    )
    try:
        token = matches.new_token(
            current.session(),
            current.vault(),
            home.id,
            person.id,
            known.id,
            commodity=_commodity(live),
            actor=person.actor,
            now=current.now(),
        )
    except Refusal as refusal:
        error = FieldError("token-commodity", messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/supplier.html", supplier=_supplier(known, errors=(error,))), 422
    return render_template("portal/supplier.html", supplier=_supplier(known, token=token))


@portal.post("/sharing/suppliers/matches/<uuid:match_id>/undo")
@access(Access.RESIDENT)
def supplier_undone(match_id: uuid.UUID) -> Response:
    """The match no longer stands and what came through it is gone. Another home's is not found."""
    person = current.person()
    matches.undo(current.session(), current.home().id, match_id, actor=person.actor, now=current.now())
    flash(_("Undone. What came through it is deleted, and nothing more comes in."), "success")
    return redirect(url_for("portal.suppliers"), code=303)


def _known(key: str) -> OrganisationView:
    found = organisations.open_ones(current.session(), OrganisationKind.UTILITY)
    known = next((one for one in found if one.key == key), None)
    if known is None:
        raise NotFound
    return known


def _number(name: str) -> str:
    """Exactly what was typed: a space that is trimmed here could make another customer's number."""
    typed = request.form.get(name, "")
    if len(typed) > NUMBER_MAXIMUM:
        raise Refusal(matches.NUMBER)
    return typed


def _commodity(live: LiveConsent) -> Commodity:
    chosen = forms.choice(request.form, "commodity", Commodity)
    if chosen is None or chosen not in live.commodities:
        raise Refusal(forms.BAD_CHOICE)
    return chosen


def _live(known: OrganisationView, home: HomeView) -> LiveConsent | None:
    try:
        return consent.require(
            current.session(), home.id, Purpose.ADVICE, Source.PARTNER, at=current.now(), supplier_id=known.id
        )
    except Refusal:
        return None


def _standing(known: OrganisationView, home: HomeView, found: Sequence[MatchView]) -> Chip:
    if _live(known, home) is None:
        return Chip(_("Not shared"))
    states = {one.state for one in found if one.supplier_id == known.id}
    if MatchState.LIVE in states:
        return Chip(_("Linked"), Tone.OK)
    if MatchState.HELD in states:
        return Chip(_("We are looking at it"), Tone.WARN)
    return Chip(_("Agreed, not linked yet"), Tone.INFO)


def _supplier(known: OrganisationView, *, token: str = "", errors: tuple[FieldError, ...] = ()) -> Supplier:
    home = current.home()
    live = _live(known, home)
    found = [one for one in matches.of_home(current.session(), home.id) if one.supplier_id == known.id]
    said = {error.field: error.text for error in errors}
    until = (current.now() + matches.TOKEN_LASTS).astimezone(TORONTO).date()
    return Supplier(
        name=known.name,
        here_url=url_for("portal.supplier", key=known.key),
        consent_url=_consent_url(known),
        all_url=url_for("portal.suppliers"),
        may_send=live is not None,
        matches=tuple(_match(one) for one in found),
        account=Field(
            "account",
            _("Account number"),
            hint=_("Exactly as on your bill, with every dash and zero."),
            error=said.get("account", ""),
            autocomplete="off",
        ),
        meter=Field(
            "meter", _("Meter number"), hint=_("On the same bill, or on the meter itself."), autocomplete="off"
        ),
        commodity=_measured(live, said.get("commodity", "")),
        token_commodity=_measured(live, said.get("token-commodity", "")),
        link_url=url_for("portal.supplier_linked", key=known.key),
        token_url=url_for("portal.supplier_token", key=known.key),
        token=token,
        token_until=day(until, i18n.language()),
        errors=errors,
    )


def _measured(live: LiveConsent | None, error: str) -> Question:
    """What the meter measures, of the kinds that may be sent. Both ways to be matched ask it."""
    sent = request.form.get("commodity")
    return Question(
        "commodity",
        _("What does this meter measure?"),
        tuple(Choice(one.value, commodity_name(one), chosen=one.value == sent) for one in sorted(live.commodities))
        if live
        else (),
        error=error,
    )


def _consent_url(known: OrganisationView) -> str:
    return url_for(
        "portal.consent_asked", purpose=Purpose.ADVICE.value, source=Source.PARTNER.value, supplier=known.key
    )


def _match(one: MatchView) -> MatchShown:
    states = {
        MatchState.LIVE: Chip(_("Linked"), Tone.OK),
        MatchState.WAITING: Chip(_("Waiting for your supplier"), Tone.INFO),
        MatchState.HELD: Chip(_("We are looking at it"), Tone.WARN),
        MatchState.REFUSED: Chip(_("Not linked"), Tone.BAD),
        MatchState.UNDONE: Chip(_("Undone")),
        MatchState.WITHDRAWN: Chip(_("Ended with your permission")),
    }
    on = day(one.made_at.astimezone(TORONTO).date(), i18n.language())
    reasons = {
        MatchHow.ACCOUNT_AND_METER: _("The pair of numbers you typed on %(on)s is exactly one of theirs.", on=on),
        MatchHow.TOKEN: _("The token you made on %(on)s came back to us from them.", on=on)
        if one.state is not MatchState.WAITING
        else _("The token you made on %(on)s has not come back yet.", on=on),
        MatchHow.USAGE_POINT: _("The meter’s own name, as your Green Button file of %(on)s gave it.", on=on),
    }
    open_still = one.state in (MatchState.LIVE, MatchState.WAITING, MatchState.HELD)
    return MatchShown(
        what=commodity_name(one.commodity),
        why=_decided(one) or reasons[one.how],
        state=states[one.state],
        since=one.changed_at.astimezone(TORONTO),
        undo_url=url_for("portal.supplier_undone", match_id=one.id) if open_still else "",
    )


def _decided(one: MatchView) -> str:
    """What staff decided about a customer claimed twice, and why; nothing where they did not."""
    if one.reason is None:
        return ""
    why = {
        MatchReason.SUPPLIER_SAYS_THIS: _("The supplier told us that the other home is its customer."),
        MatchReason.OTHER_LEFT: _("The supplier’s customer at this number is another household now."),
        MatchReason.SUPPLIER_SAYS_OTHER: _("Another home gave the same numbers, and the supplier says it is theirs."),
        MatchReason.NOT_SHOWN: _("Another home gave the same numbers, and we could not confirm that they are yours."),
        MatchReason.MISTAKE: _("We linked the wrong home, and have taken that back."),
    }
    if one.is_live:
        return _("Another home gave the same numbers. We looked at it: they are yours.")
    return why[one.reason]
