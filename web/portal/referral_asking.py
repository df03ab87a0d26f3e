"""Asking a lender: tick what may go, see exactly that, then say yes or no to the exact words. Nothing goes before."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.referrals import codes_referrals as codes
from coach.referrals import sending
from coach.referrals.sending import Wanted
from greener_homes import agreements, consent, finance_offers, organisations
from greener_homes.consent import Purpose, ReferralField, Statement
from greener_homes.errors import NotFound, Refusal
from greener_homes.finance_offers import OfferView
from greener_homes.organisations import OrganisationView
from greener_homes.people import Language
from web import current, forms, i18n, messages
from web import referral_shown as shown
from web.access import Access, access
from web.components import Choice, FieldError, Notice, Question, Tone
from web.formatting import TORONTO
from web.portal import on_bill
from web.portal import referral_views as views
from web.portal.blueprint import portal
from web.portal.referrals import has_plan
from web.portal.sharing_asking import terms_of
from web.text import gettext as _

FORM = "referral-1"
OFFERED = tuple(ReferralField)
"""Every field, in the order of the form; readings last."""


@portal.get("/referrals/offer/<uuid:offer_id>")
@access(Access.RESIDENT)
def referral_offer(offer_id: uuid.UUID) -> Response:
    """To the lender of one offer, with that offer in mind. One that is not shown now is not found."""
    offer = _shown(offer_id)
    lender = organisations.get(current.session(), offer.organisation_id)
    return redirect(url_for("portal.referral_asked", key=lender.key, offer=offer.id), code=303)


@portal.get("/referrals/ask/<key>")
@access(Access.RESIDENT)
def referral_asked(key: str) -> str:
    """What may go to this lender: nothing is ticked, and nothing has to be."""
    lender = sending.lender(current.session(), key, now=current.now())
    return render_template("portal/referral_ask.html", page=_asking(lender, _ticked(), error=""))


@portal.get("/referrals/ask/<key>/look")
@access(Access.RESIDENT)
def referral_looked(key: str) -> str | tuple[str, int]:
    """Exactly what would go, above the words and the two buttons."""
    lender, fields = sending.lender(current.session(), key, now=current.now()), _ticked()
    try:
        page = _looking(lender, fields)
    except Refusal as refusal:
        said = messages.sentence(refusal.code.code, refusal.facts)
        return render_template("portal/referral_ask.html", page=_asking(lender, fields, error=said)), 422
    return render_template("portal/referral_look.html", page=page)


@portal.post("/referrals/ask/<key>")
@access(Access.RESIDENT)
def referral_answered(key: str) -> Response | tuple[str, int]:
    """It went, or it did not. Only an exact "yes" to the words and the content shown is a yes."""
    lender = sending.lender(current.session(), key, now=current.now())
    if request.form.getlist("granted") == ["no"]:
        return _declined(lender)
    if not forms.agreed(request.form, "granted"):
        return redirect(url_for("portal.referral_asked", key=key), code=303)
    fields = _ticked(request.form.getlist("field"))
    try:
        if len(fields) != len(set(request.form.getlist("field"))):
            raise Refusal(forms.BAD_CHOICE)
        wanted = Wanted(
            lender.id,
            fields,
            _identifier("statement"),
            request.form.get("shown", "")[:64],
            offer_id=offer.id if (offer := _offer(lender)) else None,
            form_build=FORM,
        )
        done = sending.send(
            current.session(), current.vault(), current.person(), current.home(), wanted, now=current.now()
        )
    except Refusal as refusal:
        return _again(lender, fields, refusal)
    flash(_("Sent. Your receipt is on this page."), "success")
    return redirect(url_for("portal.referral", referral_id=done.referral_id), code=303)


def _declined(lender: OrganisationView) -> Response:
    try:
        sending.decline(
            current.session(),
            current.vault(),
            current.person(),
            current.home(),
            lender.id,
            _identifier("statement"),
            now=current.now(),
            form_build=FORM,
        )
    except Refusal as refusal:
        if refusal.code not in (consent.STATEMENT_CHANGED, codes.NO_PLAN):
            raise
    flash(_("You said no. Nothing was sent, and you can decide otherwise at any time."), "success")
    return redirect(url_for("portal.referrals"), code=303)


def _again(lender: OrganisationView, fields: tuple[ReferralField, ...], refusal: Refusal) -> tuple[str, int]:
    """The page once more, with what it would send now and why it did not."""
    said = messages.sentence(refusal.code.code, refusal.facts)
    try:
        page = _looking(lender, fields, changed=Notice(Tone.WARN, said, (_("Nothing was sent."),)))
    except Refusal:
        return render_template("portal/referral_ask.html", page=_asking(lender, fields, error=said)), 422
    return render_template("portal/referral_look.html", page=page), 422


def _ticked(values: list[str] | None = None) -> tuple[ReferralField, ...]:
    """The fields ticked, in their order. Anything that is no field is left out here, and refused where it counts."""
    given = set(request.args.getlist("field") if values is None else values)
    return tuple(field for field in OFFERED if field.value in given)


def _identifier(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        raise Refusal(consent.STATEMENT_CHANGED) from None


def _shown(offer_id: uuid.UUID) -> OfferView:
    today = current.now().astimezone(TORONTO).date()
    found = next((one for one in finance_offers.shown_on(current.session(), today) if one.id == offer_id), None)
    if found is None:
        raise NotFound
    return found


def _offer(lender: OrganisationView) -> OfferView | None:
    """The offer of this lender that the resident has in mind, if the address or the form names one."""
    try:
        found = _shown(uuid.UUID(request.values.get("offer", "")))
    except (ValueError, NotFound):
        return None
    return found if found.organisation_id == lender.id else None


def _asking(lender: OrganisationView, ticked: tuple[ReferralField, ...], *, error: str) -> views.Asking:
    offered = agreements.passing(current.session(), lender.id, OFFERED, at=current.now())
    return asking_page(lender, ticked, error=error, with_plan=has_plan(), offer=_offer(lender), offered=offered)


def asking_page(
    lender: OrganisationView,
    ticked: tuple[ReferralField, ...],
    *,
    error: str,
    with_plan: bool,
    offer: OfferView | None = None,
    offered: Collection[ReferralField] = OFFERED,
) -> views.Asking:
    """The first step as a page; only what somebody ticked before is ticked. `offered`: what may pass to this lender."""
    return views.Asking(
        lender=lender.name,
        url=url_for("portal.referral_looked", key=lender.key),
        fields=Question(
            "field",
            _("What may %(lender)s know?", lender=lender.name),
            tuple(
                Choice(field.value, shown.field_name(field), hint=shown.field_hint(field), chosen=field in ticked)
                for field in OFFERED
                if field in offered
            ),
            hint=_("Tick only what you want to send. You see all of it before it goes."),
            error=error,
            many=True,
        ),
        offer=str(offer.id) if offer else "",
        about=_name(offer),
        moving=on_bill.said_of_moving(offer.terms.on_moving) if offer else "",
        has_plan=with_plan,
        plan_url=url_for("portal.plan"),
        back_url=url_for("portal.referrals"),
        errors=(FieldError("field", error),) if error else (),
    )


def _looking(
    lender: OrganisationView, fields: tuple[ReferralField, ...], *, changed: Notice | None = None
) -> views.Looking:
    session, vault = current.session(), current.vault()
    made = sending.preview(session, vault, current.person(), current.home(), fields, now=current.now())
    words = consent.statement(session, Purpose.REFERRAL, Language(i18n.language()))
    return looking_page(lender, made.parts, words, made.digest(vault), changed, _offer(lender))


def looking_page(
    lender: OrganisationView,
    parts: Mapping[ReferralField, object],
    words: Statement,
    digest: str,
    changed: Notice | None = None,
    offer: OfferView | None = None,
) -> views.Looking:
    """The second step as a page."""
    chosen = [field.value for field in parts]
    again = url_for("portal.referral_asked", key=lender.key, field=chosen, offer=offer.id if offer else None)
    return views.Looking(
        lender=lender.name,
        parts=shown.parts({field.value: part for field, part in parts.items()}),
        stays=shown.short_names([field for field in OFFERED if field not in parts]),
        terms=terms_of(words),
        url=url_for("portal.referral_answered", key=lender.key),
        statement=str(words.id),
        shown=digest,
        fields=tuple(chosen),
        offer=str(offer.id) if offer else "",
        about=_name(offer),
        moving=on_bill.said_of_moving(offer.terms.on_moving) if offer else "",
        legal=_(
            "These are the exact words of version %(version)s. We keep them with your answer.", version=words.version
        ),
        change_url=again,
        changed=changed,
    )


def _name(offer: OfferView | None) -> str:
    return "" if offer is None else offer.terms.name(i18n.language())
