"""Moving out: from which day on a home is no longer this person's, and what becomes of what was shared before."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, homes, privacy, privacy_endings
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import HomeView, MemberView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Field, FieldError
from web.formatting import TORONTO, day
from web.portal import on_bill, sharing_views
from web.portal.blueprint import portal
from web.text import gettext as _


@portal.get("/sharing/moving-out")
@access(Access.RESIDENT)
def moving_out() -> str:
    """Asks for the day, and says what follows."""
    return render_template("portal/moving_out.html", moving=_moving(current.home()))


@portal.post("/sharing/moving-out")
@access(Access.RESIDENT)
def moved_out() -> Response | tuple[str, int]:
    """The day counts: nothing of it or after is this person's any more."""
    home, person = current.home(), current.person()
    try:
        on = forms.day(request.form, "left_on")
        if on is None:
            raise Refusal(forms.BAD_DATE)
        privacy_endings.move_out(
            current.session(), current.vault(), person.id, home.id, on, actor=person.actor, now=current.now()
        )
    except Refusal as refusal:
        error = FieldError("left_on", messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/moving_out.html", moving=_moving(home, error)), 422
    flash(_("We know that you move out on %(day)s.", day=day(on, i18n.language())), "success")
    return redirect(url_for("portal.sharing" if on > _today() else "portal.left_homes"), code=303)


@portal.get("/sharing/left")
@access(Access.RESIDENT)
def left_homes() -> str:
    """The homes this person has left, with what they shared there, until they delete it."""
    left = [one for one in homes.left_by(current.session(), current.person().id) if _is_left(one)]
    return render_template("portal/left_homes.html", left=tuple(_left(one) for one in left))


@portal.post("/sharing/left/<reference>/delete")
@access(Access.RESIDENT)
def left_home_deleted(reference: str) -> Response:
    """What this person shared of a home they have left is gone. A home that is not theirs is not found."""
    session, person = current.session(), current.person()
    for one in homes.left_by(session, person.id):
        if _is_left(one) and homes.get(session, one.home_id).reference == reference:
            privacy.withdraw_everything(
                session, current.vault(), one.home_id, actor=person.actor, now=current.now(), person_id=person.id
            )
            flash(_("What you shared of that home is deleted. Your receipts say what went."), "success")
            return redirect(url_for("portal.left_homes"), code=303)
    raise NotFound


def _moving(home: HomeView, error: FieldError | None = None) -> sharing_views.MovingOut:
    member = homes.get_member(current.session(), current.person().id, home.id)
    planned = member.left_on.isoformat() if member.left_on else ""
    return sharing_views.MovingOut(
        left_on=Field(
            name="left_on",
            label=_("From which day do you no longer live there?"),
            value=forms.as_typed(request.form, "left_on") if error else planned,
            hint=_("That day, and every day after it, is not yours to share any more."),
            error=error.text if error else "",
            kind="date",
            minimum=home.moved_in.isoformat() if home.moved_in else "",
        ),
        errors=(error,) if error else (),
        last=len(homes.members(current.session(), home.id, on=_today())) < 2,
        on_bill=on_bill.on_bill_of_mine(max(member.left_on or _today(), _today())),
    )


def _left(member: MemberView) -> sharing_views.LeftHome:
    home = homes.get(current.session(), member.home_id)
    shared = [grant for grant in consent.lapsed(current.session(), current.person().id) if grant.home_id == home.id]
    language = i18n.language()
    until = min((grant.expires_at for grant in shared), default=None)
    return sharing_views.LeftHome(
        reference=home.reference,
        left_on=day(member.left_on, language) if member.left_on else "",
        deleted_on=day((until + consent.GRACE).astimezone(TORONTO).date(), language) if until else "",
        delete_url=url_for("portal.left_home_deleted", reference=home.reference) if shared else "",
    )


def _is_left(member: MemberView) -> bool:
    return member.left_on is not None and member.left_on <= _today()


def _today() -> date:
    return current.now().astimezone(TORONTO).date()
