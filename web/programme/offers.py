"""What lenders offer residents: staff look at each first version, and at every change of price or words, before it
is shown (docs/decisions/0029). They see the terms, what changed, and what residents would read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from greener_homes import finance_offers_decided
from greener_homes.finance_offers import OfferState, OfferView
from greener_homes.finance_offers_decided import ToDecide
from web import current, i18n
from web.access import Access, access
from web.advice import offer_terms
from web.components import Chip, Fact, Tone
from web.formatting import TORONTO
from web.programme.blueprint import programme
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer in the list: the version stated last."""

    name: str
    lender: str
    rate: str
    state: Chip
    received_at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that is offered; what waits for a look comes first."""

    heading: str
    lead: str
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than in the version that was approved before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One version to decide about."""

    name: str
    lender: str
    state: Chip
    lead: str
    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]
    example: tuple[Fact, ...]
    page_url: str
    all_url: str
    approve_url: str = ""
    decline_url: str = ""


@programme.get("/offers")
@access(Access.PROGRAMME)
def offers() -> str:
    """Every offer, those that wait first."""
    return render_template("programme/offers.html", offers=list_page(finance_offers_decided.newest(current.session())))


@programme.get("/offers/<uuid:offer_id>")
@access(Access.PROGRAMME)
def offer(offer_id: uuid.UUID) -> str:
    """One version, beside the one approved before it."""
    found = finance_offers_decided.to_decide(current.session(), offer_id)
    return render_template("programme/offer.html", offer=offer_page(found))


@programme.post("/offers/<uuid:offer_id>/approve")
@access(Access.PROGRAMME)
def offer_approved(offer_id: uuid.UUID) -> Response:
    """Residents whom it may fit see this version."""
    finance_offers_decided.approve(current.session(), offer_id, by=current.person().id, now=current.now())
    flash(_("Approved. Residents whom it may fit see it."), "success")
    return redirect(url_for("programme.offer", offer_id=offer_id), code=303)


@programme.post("/offers/<uuid:offer_id>/decline")
@access(Access.PROGRAMME)
def offer_declined(offer_id: uuid.UUID) -> Response:
    """No resident sees this version, or none any more."""
    finance_offers_decided.decline(current.session(), offer_id, by=current.person().id, now=current.now())
    flash(_("Not shown. You can still change your mind."), "success")
    return redirect(url_for("programme.offer", offer_id=offer_id), code=303)


def list_page(found: Sequence[OfferView]) -> Offers:
    """The list as its page is told."""
    language = i18n.language()
    waiting = sum(each.state is OfferState.WAITING and not each.is_withdrawn for each in found)
    heading = (
        ngettext("One offer waits for your look", "%(num)s offers wait for your look", waiting)
        if waiting
        else _("Lenders’ offers")
    )
    return Offers(
        heading=heading,
        lead=_("No resident sees an offer before somebody has looked at its price and its words."),
        rows=tuple(
            OfferRow(
                each.terms.name(language),
                each.lender,
                offer_terms.rate_said(each.terms, language),
                state(each),
                each.received_at.astimezone(TORONTO),
                url_for("programme.offer", offer_id=each.id),
            )
            for each in found
        ),
    )


def offer_page(found: ToDecide) -> OfferPage:
    """One version as its page is told."""
    language, one, before = i18n.language(), found.offer, found.approved_before
    now = offer_terms.told(one.terms, language)
    then = {} if before is None else offer_terms.told(before.terms, language)
    names = dict.fromkeys(offer_terms.HELD_BY.get(name, name) for name in found.changed) if then else {}
    changes = tuple(Change(now[name].label, then[name].value, now[name].value) for name in names)
    return OfferPage(
        name=one.terms.name(language),
        lender=one.lender,
        state=state(one),
        lead=_lead(found),
        changes=changes,
        facts=tuple(now.values()),
        example=offer_terms.example(one.terms, language),
        page_url=one.terms.page_url,
        all_url=url_for("programme.offers"),
        approve_url=_address("offer_approved", one, OfferState.APPROVED),
        decline_url=_address("offer_declined", one, OfferState.DECLINED),
    )


def state(offer: OfferView) -> Chip:
    """Where a version stands."""
    if offer.is_withdrawn:
        return Chip(_("Withdrawn"))
    return {
        OfferState.WAITING: Chip(_("Waits for a decision"), Tone.WARN),
        OfferState.APPROVED: Chip(_("Shown where it fits"), Tone.OK),
        OfferState.DECLINED: Chip(_("Turned down")),
    }[offer.state]


def _address(act: str, offer: OfferView, already: OfferState) -> str:
    """Where deciding so is done; nowhere for what is so already, or was withdrawn."""
    if offer.is_withdrawn or offer.state is already:
        return ""
    return url_for(f"programme.{act}", offer_id=offer.id)


def _lead(found: ToDecide) -> str:
    if found.offer.is_withdrawn:
        return _("Its lender has taken it back.")
    if found.approved_before is None:
        return _("A first version. Nobody has seen it yet.")
    if not found.changed:
        return _("Costs and words are as they were approved before.")
    return _("Something that residents are told has changed. The version before is not shown any more.")
