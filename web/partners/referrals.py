"""A lender's referrals: where each stands, what it must stop, and what one resident sent, opened with their permission.

Nothing of a resident is in the list. Opening what one sent is a fetch like any other: asked again, and the resident
reads of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.referrals import comparing, endings, fetching, lists, telling
from coach.referrals.comparing import Comparison, Difference, Differs
from coach.referrals.endings import NoticeView
from coach.referrals.lists import A_PAGE, ReferralView
from coach.referrals.sending import LENDS
from coach.referrals.states import ReferralState, Told
from greener_homes import audit, db
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationView
from web import current, forms, i18n
from web import referral_shown as shown
from web.access import Access, access
from web.components import Chip, Fact, Pages
from web.formatting import TORONTO, moment
from web.partners import referral_said
from web.partners.blueprint import partners
from web.partners.referral_said import FIELD_OF, Saying
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One referral in the list."""

    number: str
    href: str
    state: Chip
    since: str
    missing: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One referral to stop, with the button that confirms it."""

    number: str
    since: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One referral on which the last list differed."""

    number: str
    how: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    """The list, what to stop, and what the last comparison found."""

    rows: tuple[Row, ...]
    pages: Pages
    stops: tuple[Stop, ...]
    compared: str
    differing: tuple[Differing, ...]


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


@partners.get("/referrals")
@access(Access.PARTNER)
def referrals() -> str:
    """The lender's own, newest first; what to stop before everything else."""
    mine, place = lender(), _page_asked()
    found, total = lists.newest_of_recipient(current.session(), mine.id, page=place)
    stops = endings.notices(current.session(), mine.id, limit=A_PAGE, waiting=True)
    page = referrals_page(found, total, place, stops, comparing.last(current.session(), mine.id))
    return render_template("partners/referrals.html", page=page)


@partners.get("/referrals/<uuid:referral_id>")
@access(Access.PARTNER)
def referral(referral_id: uuid.UUID) -> str:
    """One of the lender's own, closed. Another's is not found."""
    found = lists.one_of_recipient(current.session(), lender().id, referral_id)
    return render_template("partners/referral.html", page=referral_page(found, current.now()))


@partners.post("/referrals/<uuid:referral_id>")
@access(Access.PARTNER)
def referral_opened(referral_id: uuid.UUID) -> str:
    """What the resident sent, under the permission in force now; that it was opened is on record."""
    session, mine = current.session(), lender()
    try:
        opened = fetching.fetch(
            session, current.vault(), mine.id, referral_id, actor=current.person().actor, now=current.now()
        )
    except Refusal as refusal:
        with db.transaction(current.engine()) as own:
            actor, action = current.person().actor, audit.Action.REFERRAL_REFUSED
            audit.record(own, actor, action, at=current.now(), object_id=referral_id, code=refusal.code.code)
        raise
    found = lists.one_of_recipient(session, mine.id, referral_id)
    return render_template(
        "partners/referral.html", page=referral_page(found, current.now(), shown.parts(opened.parts, to_lender=True))
    )


@partners.post("/referrals/<uuid:referral_id>/said")
@access(Access.PARTNER)
def referral_told(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """What the lender wrote down is on record once; or the page says what to mend. Another's is not found."""
    session, mine, now = current.session(), lender(), current.now()
    found = lists.one_of_recipient(session, mine.id, referral_id)
    try:
        told = referral_said.asked(request.form, found.made_at, now)
        telling.tell(session, mine.id, referral_id, told, actor=current.person().actor, now=now)
    except Refusal as refusal:
        if refusal.code.code not in FIELD_OF:
            raise
        return render_template(
            "partners/referral.html", page=referral_page(found, now, refusal=refusal, given=request.form)
        ), 422
    flash(_("Noted. The resident reads it."), "success")
    return redirect(url_for("partners.referral", referral_id=referral_id), code=303)


@partners.post("/referrals/notices/<uuid:notice_id>/confirm")
@access(Access.PARTNER)
def notice_confirmed(notice_id: uuid.UUID) -> Response:
    """The lender has stopped with one referral."""
    endings.confirm(current.session(), lender().id, notice_id, actor=current.person().actor, now=current.now())
    flash(_("Thank you. The resident sees that you have stopped."), "success")
    return redirect(url_for("partners.referrals"), code=303)


def referrals_page(
    found: Sequence[ReferralView], total: int, place: int, stops: Sequence[NoticeView], compared: Comparison | None
) -> ReferralsPage:
    """The list in words."""
    return ReferralsPage(
        rows=tuple(_row(one) for one in found),
        pages=Pages(
            len(found),
            total,
            url_for("partners.referrals", page=place - 1) if place > 1 else "",
            url_for("partners.referrals", page=place + 1) if place * A_PAGE < total else "",
        ),
        stops=tuple(
            Stop(
                number_of(one.referral_number),
                shown.local_day(one.made_at),
                url_for("partners.notice_confirmed", notice_id=one.id),
            )
            for one in stops
        ),
        compared=moment(compared.at.astimezone(TORONTO), i18n.language()) if compared else "",
        differing=tuple(_differing(one) for one in compared.differences) if compared else (),
    )


def referral_page(
    one: ReferralView,
    now: datetime,
    parts: tuple[shown.Part, ...] = (),
    *,
    refusal: Refusal | None = None,
    given: forms.Form | None = None,
) -> ReferralPage:
    """One referral in words."""
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
        saying=referral_said.saying(one.id, now, refusal, given or forms.Form()) if one.withdrawn_at is None else None,
        back_url=url_for("partners.referrals"),
    )


def number_of(referral_id: uuid.UUID) -> str:
    """How a referral is called between people: the end of its number."""
    return str(referral_id)[-12:]


def difference_said(how: Differs) -> str:
    """How two lists differ, in words."""
    return {
        Differs.UNKNOWN_HERE: _("Not known here"),
        Differs.MISSING_THERE: _("Missing from your list"),
        Differs.STATE: _("Another state"),
        Differs.AMOUNT: _("Another amount"),
        Differs.STOPPED_HERE: _("The resident has stopped it"),
        Differs.CONFLICT: _("Your events do not fit each other"),
    }[how]


def _event(one: ReferralView, told: Told) -> str:
    said = shown.local_day(told.occurred_at)
    if told.amount_cents is not None:
        said = f"{said}, {shown.dollars(told.amount_cents)}"
    return said if told not in one.standing.conflicts else _("%(event)s (does not fit the rest)", event=said)


def _row(one: ReferralView) -> Row:
    fetched = one.packages[-1].fetches > 0
    return Row(
        number=number_of(one.id),
        href=url_for("partners.referral", referral_id=one.id),
        state=shown.state_chip(one.state),
        since=shown.local_day(one.standing.since),
        missing=", ".join(shown.need_name(need) for need in one.standing.needs),
        fetched=_("Yes") if fetched else _("Not yet"),
    )


def _differing(one: Difference) -> Differing:
    def said(state: ReferralState | None) -> str:
        return shown.state_chip(state).text if state is not None else "–"

    return Differing(number_of(one.referral_id), difference_said(one.how), said(one.ours), said(one.theirs))


def _page_asked() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) <= 4 and int(asked) > 0 else 1
