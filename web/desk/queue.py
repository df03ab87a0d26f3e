"""The queue's routes: the lists, narrowed by their address, and taking and giving back a home."""

from __future__ import annotations

import re
import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import queue as waiting_list
from coach.cases import review, second_look
from coach.cases.queue import Listed
from coach.cases.review_codes import CLAIMED_BY_ANOTHER, DECLARATION_NEEDED
from coach.homes import permitted
from greener_homes import audit, homes
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from web import current, forms, messages
from web.access import Access, access
from web.desk import queue_address, queue_shown
from web.desk.blueprint import desk
from web.desk.queue_address import fields_of, filters_in, place_in
from web.text import gettext as _

DIGITS = re.compile("[0-9]{1,9}")


@desk.get("/queue")
@access(Access.COACH)
def queue() -> str:
    """Homes no coach has taken, by whose turn it is."""
    return _shown(Listed.WAITING)


@desk.get("/mine")
@access(Access.COACH)
def mine() -> str:
    """Homes this coach has taken."""
    return _shown(Listed.MINE)


@desk.get("/asked")
@access(Access.COACH)
def asked() -> str:
    """Homes whose residents were asked something."""
    return _shown(Listed.ASKED)


@desk.get("/held")
@access(Access.COACH)
def held() -> str:
    """Homes that rest until a day."""
    return _shown(Listed.HELD)


@desk.get("/escalated")
@access(Access.COACH)
def escalated() -> str:
    """Homes that wait for an expert."""
    return _shown(Listed.ESCALATED)


@desk.get("/second-looks")
@access(Access.COACH)
def second_looks() -> str:
    """Decided homes that wait for another coach's eyes."""
    session, coach, now = current.session(), current.person(), current.now()
    looks = second_look.waiting(session, coach, now=now)
    audit.record_looks(
        session,
        coach.actor,
        audit.Action.HOME_LISTED,
        [one.home_id for one in looks],
        at=now,
        purpose=Purpose.COACH_ACCESS.value,
    )
    return render_template("desk/second_looks.html", page=queue_shown.second_looks_view(looks))


@desk.get("/find")
@access(Access.COACH)
def find() -> Response:
    """The case of the home that is called by this number, if it is open to coaches; any other is not found."""
    session, now = current.session(), current.now()
    typed = forms.as_typed(request.args, "home").strip()
    home = homes.by_reference(session, f"GH-{typed}" if DIGITS.fullmatch(typed) else typed)
    case = review.latest(session, home.id) if home and permitted.for_coaches(session, home.id, at=now) else None
    if case is None:
        flash(_("No home of that number is open to coaches."), "warning")
        return redirect(url_for("desk.queue"), code=303)
    return redirect(url_for("desk.case", review_id=case.id), code=303)


@desk.post("/next")
@access(Access.COACH)
def take_next() -> Response:
    """The home whose turn it is, of those the address leaves, is this coach's."""
    filters = filters_in(request.args)
    try:
        taken = waiting_list.claim_next(current.session(), current.person(), now=current.now(), filters=filters)
    except Refusal as refusal:
        return _declare_first(refusal)
    if taken is None:
        flash(_("No home is waiting that you can take."))
        return redirect(queue_address.url("desk.queue", fields_of(filters)), code=303)
    return redirect(url_for("desk.case", review_id=taken.id), code=303)


@desk.post("/cases/<uuid:review_id>/take")
@access(Access.COACH)
def take(review_id: uuid.UUID) -> Response:
    """This home is this coach's for two hours; or another was quicker, and the list says so."""
    try:
        waiting_list.take(current.session(), current.person(), review_id, now=current.now())
    except Refusal as refusal:
        if refusal.code is CLAIMED_BY_ANOTHER:
            flash(_("Another coach took this home a moment ago. Take the next one."))
            return redirect(url_for("desk.queue"), code=303)
        return _declare_first(refusal)
    return redirect(url_for("desk.case", review_id=review_id), code=303)


@desk.post("/cases/<uuid:review_id>/give-back")
@access(Access.COACH)
def give_back(review_id: uuid.UUID) -> Response:
    """This home waits for any coach again."""
    review.release(current.session(), current.person(), review_id, now=current.now())
    flash(_("Given back. It keeps its place in the queue."), "success")
    return redirect(url_for("desk.queue"), code=303)


def _shown(listed: Listed) -> str:
    session, coach, now = current.session(), current.person(), current.now()
    filters = filters_in(request.args)
    totals = waiting_list.totals(session, coach, now=now)
    page = waiting_list.page_of(
        session,
        listed,
        coach,
        now=now,
        filters=filters,
        after=place_in(request.args, "after"),
        before=place_in(request.args, "before"),
        total=None if filters.are_set else totals.of[listed],
    )
    looked_at = [entry.review.home_id for entry in page.entries]
    audit.record_looks(
        session, coach.actor, audit.Action.HOME_LISTED, looked_at, at=now, purpose=Purpose.COACH_ACCESS.value
    )
    return render_template("desk/queue.html", queue=queue_shown.queue_view(listed, page, totals, filters))


def _declare_first(refusal: Refusal) -> Response:
    """To the declaration that comes before the year's first home; anything else is refused as it is."""
    if refusal.code is not DECLARATION_NEEDED:
        raise refusal
    flash(messages.sentence(refusal.code.code), "warning")
    return redirect(url_for("desk.conduct"), code=303)
