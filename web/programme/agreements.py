"""One partner for staff: its data-use agreements, its sources of data, and an agreement entered as it was signed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import agreements, feeds, organisations, partner_counts
from greener_homes.agreements import (
    CONTACTS_MAXIMUM,
    PURPOSES_OF,
    REFERENCE_MAXIMUM,
    AgreementPurpose,
    AgreementView,
    PartnerStanding,
    Signed,
    Standing,
)
from greener_homes.errors import NotFound, Refusal
from greener_homes.feeds import FeedHealth
from greener_homes.organisations import OrganisationView
from greener_homes.partner_counts import PartnerCounts
from models.findings import Code
from web import agreement_words as words
from web import current, forms, messages
from web.access import Access, access
from web.components import Chip, Choice, Fact, Field, FieldError, Notice, Question
from web.formatting import TORONTO
from web.programme.blueprint import programme
from web.programme.inventory import by_partner
from web.text import gettext as _

_FIELD_OF: Mapping[Code, str] = {
    agreements.WRONG_PURPOSES: "purpose",
    agreements.WRONG_FIELDS: "field",
    agreements.WRONG_WORDS: "reference",
    agreements.WRONG_DAYS: "signed_on",
}


@dataclass(frozen=True, slots=True)
class OnFile:
    """One agreement. `end_url` is empty where it has ended."""

    heading: str
    state: Chip
    facts: tuple[Fact, ...]
    end_url: str


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form for one as it was signed."""

    url: str
    words: tuple[Field, ...]
    purposes: Question
    fields: Question
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: what to look after, agreements on file, its sources, and counts."""

    name: str
    kind: str
    state: Chip
    alarm: Notice | None
    on_file: tuple[OnFile, ...]
    sources: tuple[Fact, ...]
    counts: tuple[Fact, ...]
    form: EntryForm
    all_url: str


@programme.get("/partners/<key>")
@access(Access.PROGRAMME)
def partner(key: str) -> str:
    """The partner, with everything on file."""
    return _page(_named(key))


@programme.post("/partners/<key>/agreements")
@access(Access.PROGRAMME)
def agreement_entered(key: str) -> Response | tuple[str, int]:
    """The agreement is on file and kept to from its first day; or the form says what to mend."""
    one = _named(key)
    try:
        signed = _signed(one, request.form)
        agreements.enter(current.session(), current.vault(), signed, actor=current.person().actor, now=current.now())
    except Refusal as refusal:
        field = _FIELD_OF.get(refusal.code, "reference")
        return _page(one, FieldError(field, messages.sentence(refusal.code.code, refusal.facts))), 422
    flash(_("On file. The partner sees it, and it is kept to from its first day."), "success")
    return redirect(url_for("programme.partner", key=key), code=303)


@programme.post("/partners/agreements/<uuid:agreement_id>/end")
@access(Access.PROGRAMME)
def agreement_ended(agreement_id: uuid.UUID) -> Response:
    """The agreement holds no longer."""
    made = agreements.end(current.session(), agreement_id, actor=current.person().actor, now=current.now())
    flash(_("Ended. Nothing new is taken from this partner on the strength of it."), "success")
    one = organisations.get(current.session(), made.organisation_id)
    return redirect(url_for("programme.partner", key=one.key), code=303)


def _named(key: str) -> OrganisationView:
    found = organisations.by_key(current.session(), key) if key.isprintable() and len(key) <= 60 else None
    if found is None:
        raise NotFound
    return found


def _page(one: OrganisationView, *errors: FieldError) -> str:
    session, now = current.session(), current.now()
    page = partner_page(
        agreements.standing_of(session, one, at=now),
        agreements.of_organisation(session, one.id, vault=current.vault()),
        by_partner(feeds.health(session, now)).get(one.key, ()),
        partner_counts.counts(session, at=now).get(one.id, PartnerCounts()),
        now.astimezone(TORONTO).date(),
        errors,
        request.form,
    )
    return render_template("programme/partner.html", partner=page)


def partner_page(
    stands: PartnerStanding,
    held: Sequence[AgreementView],
    sources: Sequence[FeedHealth],
    counts: PartnerCounts,
    today: date,
    errors: tuple[FieldError, ...] = (),
    given: forms.Form | None = None,
) -> Partner:
    """What the page shows."""
    one = stands.organisation
    return Partner(
        one.name,
        words.kind(one.kind),
        words.standing(stands.standing),
        words.alarm(stands, today),
        tuple(_on_file(each, today) for each in held),
        tuple(words.source(each) for each in sources),
        (Fact(_("Homes that agreed"), words.homes(counts.homes)), Fact(_("Referrals"), words.homes(counts.referrals))),
        _form(one, today, errors, given or forms.Form()),
        url_for("programme.partners"),
    )


def _on_file(one: AgreementView, today: date) -> OnFile:
    stands = one.standing(today)
    end = url_for("programme.agreement_ended", agreement_id=one.id) if stands is not Standing.ENDED else ""
    return OnFile(one.reference, words.standing(stands), words.facts(one), end)


def _form(one: OrganisationView, today: date, errors: tuple[FieldError, ...], given: forms.Form) -> EntryForm:
    wrong = {error.field: error.text for error in errors}

    def box(name: str, label: str, now: str = "", kind: str = "text", hint: str = "", suffix: str = "") -> Field:
        value = forms.as_typed(given, name) if given else now
        return Field(name, label, value, hint, wrong.get(name, ""), kind, suffix=suffix)

    chosen = {name: set(given.getlist(name)) for name in ("purpose", "field")}
    return EntryForm(
        url_for("programme.agreement_entered", key=one.key),
        (
            box("reference", _("Reference"), hint=_("As on the signed paper.")),
            box("signed_on", _("Signed on"), kind="date"),
            box("begins_on", _("First day"), today.isoformat(), "date"),
            box("expires_on", _("Last day"), kind="date"),
            box("retention_days", _("The partner keeps what it gets for"), kind="number", suffix=_("days")),
            box(
                "contacts", _("Whom to ask"), kind="textarea", hint=_("A role and how to reach it. It is kept sealed.")
            ),
        ),
        Question(
            "purpose",
            _("What is it for?"),
            tuple(
                Choice(each.value, words.purpose(each), chosen=each.value in chosen["purpose"])
                for each in PURPOSES_OF[one.kind]
            ),
            error=wrong.get("purpose", ""),
            many=True,
        ),
        Question(
            "field",
            _("What of a home may pass?"),
            tuple(
                Choice(each, words.field(each), chosen=each in chosen["field"])
                for group in words.FIELD_GROUPS
                for each in group
            ),
            hint=_("Only with each resident’s own yes besides."),
            error=wrong.get("field", ""),
            many=True,
        ),
        errors,
    )


def _signed(one: OrganisationView, form: forms.Form) -> Signed:
    signed, begins, expires = (forms.day(form, name) for name in ("signed_on", "begins_on", "expires_on"))
    if signed is None or begins is None or expires is None:
        raise Refusal(agreements.WRONG_DAYS)
    low, high = agreements.RETENTION_DAYS
    kept = forms.number(form, "retention_days", low=low, high=high)
    purposes = form.getlist("purpose")
    if not set(purposes) <= set(AgreementPurpose):
        raise Refusal(agreements.WRONG_PURPOSES)
    return Signed(
        one.id,
        forms.text(form, "reference", maximum=REFERENCE_MAXIMUM),
        [AgreementPurpose(each) for each in purposes],
        form.getlist("field"),
        int(kept or 0),
        forms.text(form, "contacts", maximum=CONTACTS_MAXIMUM),
        signed,
        begins,
        expires,
    )
