"""The case page: the evidence of one home on one screen, its opportunities in order, and the coach's judgement."""

from __future__ import annotations

import re
import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach import order, review
from coach.order import CaseOpportunity, Change, ChangeAction, Reason
from coach.review import Decision, ReviewState, ReviewView
from greener_homes.errors import NotFound, Refusal
from web import current, forms, i18n, messages
from web.access import Access, access
from web.desk.blueprint import desk
from web.desk.case_view import CaseInput, case_view, changed_form, verdict
from web.text import gettext as _
from web.words import desk as words

NOTE_MAXIMUM = 2_000
MEASURE = re.compile(r"[A-Z0-9-]{1,40}")


@desk.get("/cases/<uuid:review_id>")
@access(Access.COACH)
def case(review_id: uuid.UUID) -> str:
    """The case as it stands; that the coach looked is on record for the resident."""
    return _page(review.get(current.session(), review_id), CaseInput(machine_order="machine" in request.args))


@desk.post("/cases/<uuid:review_id>/measures/<measure>")
@access(Access.COACH)
def change(review_id: uuid.UUID, measure: str) -> Response | tuple[str, int]:
    """One opportunity is moved, kept for later, removed or annotated, with a reason and a note."""
    found = review.get(current.session(), review_id)
    if not MEASURE.fullmatch(measure):
        raise NotFound
    try:
        what = _change_asked(found, measure)
        if what is None:
            review.undo_change(current.session(), current.person(), review_id, measure, now=current.now())
        else:
            review.change(current.session(), current.person(), review_id, what, now=current.now())
    except Refusal as refusal:
        if refusal.code not in (review.NOTE_NEEDED, review.NOTE_LONG, forms.BAD_CHOICE, forms.BAD_TEXT):
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        given = CaseInput(measure=measure, change=changed_form(request.form, refusal, sentence))
        return _page(found, given), 422
    return redirect(url_for("desk.case", review_id=review_id, _anchor=f"opportunity-{measure}"), code=303)


@desk.post("/cases/<uuid:review_id>/decide")
@access(Access.COACH)
def decide(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The coach's judgement stands; with an approval the resident has recommendations."""
    found = review.get(current.session(), review_id)
    decision = forms.choice(request.form, "decision", Decision)
    if decision is None:
        raise Refusal(forms.BAD_CHOICE)
    try:
        note = forms.text(request.form, "note", maximum=NOTE_MAXIMUM)
        decided = review.decide(current.session(), current.person(), review_id, decision, note, now=current.now())
    except Refusal as refusal:
        if refusal.code not in (review.NOTE_NEEDED, review.NOTE_LONG, review.NOTHING_LEFT, forms.BAD_TEXT):
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        given = CaseInput(verdict=verdict(review_id, request.form, decision, sentence))
        return _page(found, given), 422
    flash(words.state_label(decided.state, i18n.language()), "success")
    return redirect(url_for("desk.queue"), code=303)


def _page(found: ReviewView, given: CaseInput) -> str:
    if found.state is ReviewState.SUPERSEDED:
        newer = review.latest(current.session(), found.home_id)
        if newer is not None and newer.id != found.id:
            flash(_("Newer evidence has arrived: this is the case as it stands now."))
            found = newer
    return render_template("desk/case.html", case=case_view(found, given))


def _change_asked(found: ReviewView, measure: str) -> Change | None:
    """What the form asks for; None to let the machine's value count again."""
    reason = forms.choice(request.form, "reason", Reason)
    note = forms.text(request.form, "note", maximum=NOTE_MAXIMUM)
    moved = request.form.get("move")
    if moved is None and request.form.get("action") == "undo":
        return None
    if reason is None:
        raise Refusal(forms.BAD_CHOICE)
    if moved in ("up", "down"):
        return Change(measure, ChangeAction.MOVE, reason, note, _place_wanted(found, measure, moved))
    action = forms.choice(request.form, "action", ChangeAction)
    if action is None or action is ChangeAction.MOVE:
        raise Refusal(forms.BAD_CHOICE)
    return Change(measure, action, reason, note)


def _place_wanted(found: ReviewView, measure: str, moved: str) -> int:
    shown = order.worked_order(current.session(), found.home_id, found.assessment_id)
    item: CaseOpportunity | None = next((one for one in shown if one.measure == measure), None)
    if item is None:
        raise NotFound
    return max(1, item.place - 1) if moved == "up" else min(len(shown), item.place + 1)
