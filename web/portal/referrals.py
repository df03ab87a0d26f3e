"""What a resident sent to lenders: whom to ask, where each stands, and the end of it."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.cases import recommendation
from coach.referrals import endings, lists, sending
from coach.referrals.endings import ReferralEnd
from coach.referrals.lists import ReferralView
from coach.referrals.on_bill import OnMoving, on_moving
from greener_homes import organisations
from greener_homes.errors import NotFound
from greener_homes.organisations import OrganisationView
from web import current
from web import referral_shown as shown
from web.access import Access, access
from web.components import Fact, Link, Notice, Tone
from web.formatting import TORONTO
from web.portal import on_bill
from web.portal import referral_views as views
from web.portal import referral_words as words
from web.portal.blueprint import portal
from web.text import gettext as _


@portal.get("/referrals")
@access(Access.RESIDENT)
def referrals() -> str:
    """What was sent, and whom else to ask."""
    session, person, home = current.session(), current.person(), current.home()
    found = lists.of_resident(session, person.id, home.id)
    asked = {one.recipient_id for one in found if not one.standing.is_closed}
    page = views.Referrals(
        sent=tuple(_line(one) for one in found),
        lenders=tuple(
            Link(_("Ask %(lender)s", lender=one.name), url_for("portal.referral_asked", key=one.key))
            for one in sending.lenders(session, now=current.now())
            if one.id not in asked
        ),
        has_plan=has_plan(),
        plan_url=url_for("portal.plan"),
    )
    return render_template("portal/referrals.html", page=page)


@portal.get("/referrals/<uuid:referral_id>")
@access(Access.RESIDENT)
def referral(referral_id: uuid.UUID) -> str:
    """Where one stands. Another person's is not found."""
    view = _mine(referral_id)
    lender = organisations.get(current.session(), view.recipient_id)
    page = referral_page(view, lender, current.now(), on_moving(current.session(), view))
    return render_template("portal/referral.html", page=page)


@portal.get("/referrals/<uuid:referral_id>/sent.json")
@access(Access.RESIDENT)
def referral_file(referral_id: uuid.UUID) -> FlaskResponse:
    """The newest version of what went, letter for letter, while we keep it."""
    package = _mine(referral_id).packages[-1]
    if package.content is None:
        raise NotFound
    said = json.dumps(package.content, indent=2, sort_keys=True, ensure_ascii=False)
    headers = {
        "Content-Disposition": f'attachment; filename="sent-{str(referral_id)[-12:]}.json"',
        "Cache-Control": "no-store",
    }
    return FlaskResponse(said, mimetype="application/json", headers=headers)


@portal.get("/referrals/<uuid:referral_id>/stop")
@access(Access.RESIDENT)
def referral_stop_asked(referral_id: uuid.UUID) -> str:
    """Asks again before stopping, and says what it does."""
    view = _mine(referral_id)
    if view.withdrawn_at is not None:
        raise NotFound
    page = views.Stopping(
        lender=_name(view.recipient_id),
        url=url_for("portal.referral_stopped", referral_id=referral_id),
        keep_url=url_for("portal.referral", referral_id=referral_id),
    )
    return render_template("portal/referral_stop.html", page=page)


@portal.post("/referrals/<uuid:referral_id>/stop")
@access(Access.RESIDENT)
def referral_stopped(referral_id: uuid.UUID) -> Response:
    """The lender can fetch nothing more and has to confirm; said twice it is said once."""
    endings.withdraw(
        current.session(), current.vault(), current.person(), current.home().id, referral_id, now=current.now()
    )
    flash(_("Stopped. We told the lender, and show you here when it has confirmed."), "success")
    return redirect(url_for("portal.referral", referral_id=referral_id), code=303)


def referral_page(
    view: ReferralView, lender: OrganisationView, now: datetime, moving: OnMoving | None = None
) -> views.ReferralPage:
    """One referral as a page; `moving` is what the offer it is about says of a move."""
    newest = view.packages[-1]
    return views.ReferralPage(
        lender=lender.name,
        heading=words.heading(view, lender.name),
        text=words.text(view, lender.name),
        state=shown.state_chip(view.state),
        stages=words.stages(view, lender.name),
        parts=shown.parts(newest.content) if newest.content is not None else (),
        facts=_facts(view),
        charge=on_bill.facts(view, moving, now.astimezone(TORONTO).date()),
        charges=on_bill.next_charges(view, now.astimezone(TORONTO).date()),
        charges_url=url_for("portal.referral_charges", referral_id=view.id) if view.standing.enrolled else "",
        receipts=tuple(
            Link(
                _("Receipt of %(day)s", day=shown.local_day(one.made_at)),
                url_for("portal.receipt", receipt_id=one.receipt_id),
            )
            for one in view.packages
            if one.receipt_id is not None
        ),
        file_url=url_for("portal.referral_file", referral_id=view.id) if newest.content is not None else "",
        stop_url=url_for("portal.referral_stop_asked", referral_id=view.id) if view.withdrawn_at is None else "",
        again_url=url_for("portal.referral_asked", key=lender.key) if not view.standing.is_closed else "",
        looked_url=url_for("portal.looked"),
        notice=_notice(view, lender.name, now),
    )


def has_plan() -> bool:
    """Whether a coach has approved anything that could be sent."""
    items = recommendation.for_home(
        current.session(), current.home().id, viewer=current.person().actor, now=current.now()
    )
    return any(not one.later for one in items)


def _mine(referral_id: uuid.UUID) -> ReferralView:
    return lists.one_of_resident(
        current.session(), current.vault(), current.person().id, current.home().id, referral_id
    )


def _line(view: ReferralView) -> views.Line:
    return views.Line(
        to=_name(view.recipient_id),
        sent=_("Sent on %(day)s", day=shown.local_day(view.made_at)),
        state=shown.state_chip(view.state),
        href=url_for("portal.referral", referral_id=view.id),
    )


def _facts(view: ReferralView) -> tuple[Fact, ...]:
    fetches = sum(one.fetches for one in view.packages)
    return (
        Fact(_("When"), shown.local_day(view.packages[-1].made_at)),
        Fact(_("You chose"), shown.short_names(view.fields)),
        Fact(_("Fetched"), _("Not yet") if not fetches else _("%(count)s times", count=fetches)),
    )


def _notice(view: ReferralView, lender: str, now: datetime) -> Notice | None:
    if view.confirms_late(now):
        text = _("They can fetch nothing since you stopped. The program has been told too.")
        return Notice(Tone.WARN, _("%(lender)s has not confirmed yet", lender=lender), (text,))
    if view.ended_as is ReferralEnd.ADVICE_GONE:
        text = _("The plan it was made of is gone, because you ended the permission it rested on.")
        return Notice(Tone.INFO, _("This ended with your plan"), (text,))
    if view.standing.conflicts:
        text = _("What it told us does not fit together. The program sees this too, and asks the lender.")
        return Notice(Tone.INFO, _("Something does not fit"), (text,))
    return None


def _name(recipient_id: uuid.UUID) -> str:
    return organisations.get(current.session(), recipient_id).name
