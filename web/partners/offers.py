"""A partner's offers: each with its versions, who sees it and what they read, and the way to take it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from greener_homes import finance_offers
from greener_homes.errors import NotFound
from greener_homes.finance_offers import OfferState, OfferView, ReceivedVia
from utility_connectors import partner_files
from utility_connectors.partner_files import PartnerFileContent, PartnerFileView
from web import current, i18n
from web.access import Access, access
from web.advice import offer_terms
from web.components import Chip, Tone
from web.formatting import TORONTO, number
from web.partners import offers_files, offers_views
from web.partners.blueprint import partners
from web.partners.tenancy import partner
from web.text import gettext as _
from web.text import ngettext

FILES = 10


@partners.get("/offers")
@access(Access.PARTNER)
def offers() -> str:
    """What the organisation offers, and the last files it came in."""
    own = partner()
    found = finance_offers.of_organisation(current.session(), own.id)
    files = partner_files.history(current.session(), own.id, limit=FILES, content=PartnerFileContent.OFFERS)
    return render_template("partners/offers.html", offers=offers_page(found, files))


@partners.get("/offers/<key>")
@access(Access.PARTNER)
def offer(key: str) -> str:
    """One of the organisation's offers with all its versions."""
    found = finance_offers.versions(current.session(), partner().id, key)
    seen = {each.id for each in finance_offers.shown_on(current.session(), current.now().astimezone(TORONTO).date())}
    shown = next((each for each in found if each.id in seen), None)
    return render_template("partners/offer.html", offer=offer_page(found, shown))


@partners.post("/offers/<key>/withdraw")
@access(Access.PARTNER)
def offer_withdrawn(key: str) -> Response:
    """No resident sees the offer any more."""
    finance_offers.withdraw(current.session(), partner().id, key, actor=current.person().actor, now=current.now())
    flash(_("Withdrawn. No resident sees it any more. Its versions stay on record."), "success")
    return redirect(url_for("partners.offer", key=key), code=303)


def offers_page(found: Sequence[OfferView], files: Sequence[PartnerFileView]) -> offers_views.Offers:
    """The list as its page is told."""
    language = i18n.language()
    waiting = sum(each.state is OfferState.WAITING and not each.is_withdrawn for each in found)
    if not found:
        heading, lead = _("You offer nothing here yet."), _("Send a file, or let your software state each offer.")
    elif waiting:
        heading = ngettext(
            "One offer waits for the program’s yes.", "%(num)s offers wait for the program’s yes.", waiting
        )
        lead = _("Staff look at a first version, and at any change of price or words. Residents see it after that.")
    else:
        heading, lead = _("Your offers"), _("Residents whose home and plan they fit see them, by true annual cost.")
    return offers_views.Offers(
        heading=heading,
        lead=lead,
        rows=tuple(
            offers_views.OfferRow(
                name=each.terms.name(language),
                key=each.terms.key,
                rate=offer_terms.rate_said(each.terms, language),
                state=state(each),
                stated_at=each.stated_at.astimezone(TORONTO),
                version=number(each.version, language),
                href=url_for("partners.offer", key=each.terms.key),
            )
            for each in found
        ),
        send_url=url_for("partners.offers_send"),
        software_url=url_for("partners.clients"),
        files=tuple(offers_files.row(each) for each in files),
    )


def offer_page(found: Sequence[OfferView], shown: OfferView | None) -> offers_views.Offer:
    """One offer as its page is told; `shown` is the version residents see today. Raises NotFound for no version."""
    if not found:
        raise NotFound
    language, newest = i18n.language(), found[0]
    return offers_views.Offer(
        name=newest.terms.name(language),
        state=state(newest),
        lead=_lead(shown),
        facts=tuple(offer_terms.told(newest.terms, language).values()),
        example=offer_terms.example(newest.terms, language),
        versions=tuple(
            offers_views.VersionRow(
                number=number(each.version, language),
                stated_at=each.stated_at.astimezone(TORONTO),
                received_at=each.received_at.astimezone(TORONTO),
                via=_("By file") if each.received_via is ReceivedVia.FILE else _("By software"),
                rate=offer_terms.rate_said(each.terms, language),
                state=state(each),
            )
            for each in found
        ),
        back_url=url_for("partners.offers"),
        withdraw_url="" if newest.is_withdrawn else url_for("partners.offer_withdrawn", key=newest.terms.key),
    )


def state(offer: OfferView) -> Chip:
    """Where a version stands."""
    if offer.is_withdrawn:
        return Chip(_("Withdrawn"))
    return {
        OfferState.WAITING: Chip(_("Staff look at it"), Tone.WARN, "clock"),
        OfferState.APPROVED: Chip(_("Approved"), Tone.OK),
        OfferState.DECLINED: Chip(_("Turned down"), Tone.BAD),
    }[offer.state]


def _lead(shown: OfferView | None) -> str:
    if shown is None:
        return _("No resident sees it today.")
    where = ", ".join(shown.terms.municipalities)
    if where:
        return _("Residents of %(towns)s see it where it fits their home and plan.", towns=where)
    return _("Residents of the whole region see it where it fits their home and plan.")
