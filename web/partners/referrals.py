"""A lender's referrals: where each stands, what it must stop, and what one resident sent, opened with their permission.

Nothing of a resident is in the list. Opening what one sent is a fetch like any other: asked again, and the resident
reads of it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.referrals import endings, fetching, lists, telling
from coach.referrals.lists import ReferralView
from coach.referrals.sending import LENDS
from coach.referrals.states import ReferralState, Told
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationKind, OrganisationView
from web import current, forms
from web import referral_shown as shown
from web.access import Access, access
from web.components import Chip, Fact
from web.partners import referral_said
from web.partners.blueprint import partners
from web.partners.referral_said import FIELD_OF, Saying
from web.referral_refused import refusals_on_record
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One referral; `parts` once it was opened."""

    number: str
    state: Chip
    facts: tuple[Fact, ...]
    events: tuple[Fact, ...]
    open_url: str
    parts: tuple[shown.Part, ...]
    saying: Saying | None
    """The form that says what happened; None once it has ended."""
    back_url: str


def lender() -> OrganisationView:
    """The lender, or the utility that lends, of the signed-in person. Raises NotFound for whoever works for none."""
    found = current.organisation()
    if found is None or found.kind not in LENDS:
        raise NotFound
    return found


@partners.get("/referrals/<uuid:referral_id>")
@access(Access.PARTNER)
def referral(referral_id: uuid.UUID) -> str:
    """One of the lender's own, closed. Another's is not found."""
    mine = lender()
    found = lists.one_of_recipient(current.session(), mine.id, referral_id)
    page = referral_page(found, current.now(), on_bill=has_bill(mine))
    return render_template("partners/referral.html", page=page)


@partners.post("/referrals/<uuid:referral_id>")
@access(Access.PARTNER)
def referral_opened(referral_id: uuid.UUID) -> str:
    """What the resident sent, under the permission in force now; that it was opened is on record."""
    session, mine = current.session(), lender()
    actor, now = current.person().actor, current.now()
    with refusals_on_record(actor, referral_id):
        opened = fetching.fetch(session, current.vault(), mine.id, referral_id, actor=actor, now=now)
    found = lists.one_of_recipient(session, mine.id, referral_id)
    parts = shown.parts(opened.parts, to_lender=True)
    return render_template("partners/referral.html", page=referral_page(found, now, parts, on_bill=has_bill(mine)))


@partners.post("/referrals/<uuid:referral_id>/said")
@access(Access.PARTNER)
def referral_told(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """What the lender wrote down is on record once; or the page says what to mend. Another's is not found."""
    session, mine, now, actor = current.session(), lender(), current.now(), current.person().actor
    try:
        with refusals_on_record(actor, referral_id):
            found = lists.one_of_recipient(session, mine.id, referral_id)
            told = referral_said.asked(request.form, found.made_at, now, on_bill=has_bill(mine))
            telling.tell(session, mine.id, referral_id, told, actor=actor, now=now)
    except Refusal as refusal:
        if refusal.code.code not in FIELD_OF:
            raise
        return render_template(
            "partners/referral.html",
            page=referral_page(found, now, refusal=refusal, given=request.form, on_bill=has_bill(mine)),
        ), 422
    flash(_("Noted. The resident reads it."), "success")
    return redirect(url_for("partners.referral", referral_id=referral_id), code=303)


@partners.post("/referrals/notices/<uuid:notice_id>/confirm")
@access(Access.PARTNER)
def notice_confirmed(notice_id: uuid.UUID) -> Response:
    """The lender has stopped with one referral."""
    mine, actor = lender(), current.person().actor
    with refusals_on_record(actor, notice_id):
        endings.confirm(current.session(), mine.id, notice_id, actor=actor, now=current.now())
    flash(_("Thank you. The resident sees that you have stopped."), "success")
    return redirect(url_for("partners.referrals"), code=303)


def referral_page(
    one: ReferralView,
    now: datetime,
    parts: tuple[shown.Part, ...] = (),
    *,
    refusal: Refusal | None = None,
    given: forms.Form | None = None,
    on_bill: bool = False,
) -> ReferralPage:
    """One referral in words; `on_bill`: its lender has a bill to put it on."""
    needs = ", ".join(shown.need_name(need) for need in one.standing.needs)
    facts = [
        Fact(_("When"), shown.local_day(one.made_at)),
        Fact(_("They agreed to send"), shown.short_names(one.fields)),
        *((Fact(_("You asked for"), needs),) if needs else ()),
    ]
    return ReferralPage(
        number=number_of(one.id),
        state=shown.state_chip(one.state),
        facts=tuple(facts),
        events=tuple(
            Fact(shown.state_chip(ReferralState(told.kind.value)).text, _event(one, told)) for told in one.told
        ),
        open_url=url_for("partners.referral_opened", referral_id=one.id) if one.withdrawn_at is None else "",
        parts=parts,
        saying=None
        if one.withdrawn_at is not None
        else referral_said.saying(one.id, now, refusal, given or forms.Form(), on_bill=on_bill),
        back_url=url_for("partners.referrals"),
    )


def has_bill(mine: OrganisationView) -> bool:
    """Whether the partner can put a charge on a bill of its own."""
    return mine.kind is OrganisationKind.UTILITY


def number_of(referral_id: uuid.UUID) -> str:
    """How a referral is called between people: the end of its number."""
    return str(referral_id)[-12:]


def _event(one: ReferralView, told: Told) -> str:
    said = shown.local_day(told.occurred_at)
    if told.amount_cents is not None:
        said = f"{said}, {shown.dollars(told.amount_cents)}"
    return said if told not in one.standing.conflicts else _("%(event)s (does not fit the rest)", event=said)
