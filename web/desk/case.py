"""The case page: the evidence of one home on one screen, its opportunities in order, and a coach's changes to them."""

from __future__ import annotations

import re
import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import order, review
from coach.cases.order import CaseOpportunity
from coach.cases.review import ReviewState, ReviewView
from greener_homes.errors import NotFound, Refusal
from web import current, messages
from web.access import Access, access
from web.desk import change_forms
from web.desk.blueprint import desk
from web.desk.case_view import CaseInput, case_view
from web.text import gettext as _

MEASURE = re.compile(r"[A-Z0-9-]{1,40}")


@desk.get("/cases/<uuid:review_id>")
@access(Access.COACH)
def case(review_id: uuid.UUID) -> str:
    """The case as it stands; that the coach looked is on record for the resident."""
    return case_page(review.get(current.session(), review_id), CaseInput(machine_order="machine" in request.args))


@desk.post("/cases/<uuid:review_id>/measures/<measure>")
@access(Access.COACH)
def change(review_id: uuid.UUID, measure: str) -> Response | tuple[str, int]:
    """One opportunity is moved, kept for later, removed, annotated, ranged or worded, with a reason and a note."""
    found = review.get(current.session(), review_id)
    if not MEASURE.fullmatch(measure):
        raise NotFound
    try:
        what = change_forms.change_asked(request.form, measure, _place_wanted(found, measure))
        if what is None:
            review.undo_change(current.session(), current.person(), review_id, measure, now=current.now())
        else:
            review.change(current.session(), current.person(), review_id, what, now=current.now())
    except Refusal as refusal:
        if refusal.code not in change_forms.MENDABLE:
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        form = change_forms.form_again(_item(found, measure), request.form, refusal, sentence)
        return case_page(found, CaseInput(measure=measure, change=form)), 422
    return redirect(url_for("desk.case", review_id=review_id, _anchor=f"opportunity-{measure}"), code=303)


@desk.post("/cases/<uuid:review_id>/add")
@access(Access.COACH)
def add(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """Work that the machine did not put forward is in the case, with the coach's own range."""
    found = review.get(current.session(), review_id)
    try:
        what = change_forms.addition_asked(request.form)
        review.change(current.session(), current.person(), review_id, what, now=current.now())
    except Refusal as refusal:
        if refusal.code not in change_forms.MENDABLE:
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        there = [item.measure for item in _shown(found)]
        form = change_forms.add_again(found, there, request.form, refusal, sentence)
        return case_page(found, CaseInput(add=form)), 422
    return redirect(url_for("desk.case", review_id=review_id, _anchor=f"opportunity-{what.measure}"), code=303)


def case_page(found: ReviewView, given: CaseInput) -> str:
    """The page of a case; of one that newer data replaced, the newer one's."""
    if found.state is ReviewState.SUPERSEDED:
        newer = review.latest(current.session(), found.home_id)
        if newer is not None and newer.id != found.id:
            flash(_("Newer evidence has arrived: this is the case as it stands now."))
            found = newer
    return render_template("desk/case.html", case=case_view(found, given))


def _place_wanted(found: ReviewView, measure: str) -> int | None:
    """Where the arrow that was pressed leads; None when none was."""
    moved = request.form.get("move")
    if moved not in ("up", "down"):
        return None
    shown = _shown(found)
    item = next((one for one in shown if one.measure == measure), None)
    if item is None:
        raise NotFound
    return max(1, item.place - 1) if moved == "up" else min(len(shown), item.place + 1)


def _item(found: ReviewView, measure: str) -> CaseOpportunity | None:
    return next((one for one in _shown(found) if one.measure == measure), None)


def _shown(found: ReviewView) -> list[CaseOpportunity]:
    return list(order.worked_order(current.session(), found.home_id, found.assessment_id))
