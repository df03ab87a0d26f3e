"""Deciding a case, and everything else that takes it off a coach's hands: hold, escalate, hand back, a second look."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.cases import review, second_look
from coach.cases.changes import Reason
from coach.cases.review import Decision
from coach.cases.second_look_sample import Sampling, secret_of
from greener_homes.errors import Refusal
from web import current, forms, i18n, messages
from web.access import Access, access
from web.desk import decide_forms
from web.desk.blueprint import desk
from web.desk.case import case_page
from web.desk.case_view import CaseInput
from web.forms import as_typed
from web.text import gettext as _
from web.words import desk as words

NOTE_MAXIMUM = review.NOTE_MAXIMUM
ABOUT_NOTE = (review.NOTE_NEEDED, review.COLLEAGUE_NOTE_NEEDED, review.NOTE_LONG, forms.BAD_TEXT)
ABOUT_DAY = (review.HOLD_DATE, forms.BAD_DATE)


@desk.post("/cases/<uuid:review_id>/decide")
@access(Access.COACH)
def decide(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The coach's judgement stands; with an approval the resident has recommendations."""
    found = review.get(current.session(), review_id)
    decision = forms.choice(request.form, "decision", Decision)
    if decision is None:
        raise Refusal(forms.BAD_CHOICE)
    settings = current.settings()
    sampling = Sampling(
        settings.second_look_share,
        settings.second_look_share_new,
        settings.second_look_new_cases,
        secret_of(current.vault()),
    )
    try:
        decided = review.decide(
            current.session(),
            current.person(),
            review_id,
            decision,
            _note(),
            now=current.now(),
            reason=forms.choice(request.form, "reason", Reason),
            sampling=sampling,
        )
    except Refusal as refusal:
        if refusal.code not in (*ABOUT_NOTE, review.NOTHING_LEFT):
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        verdict = decide_forms.verdict(found, request.form, decision, sentence)
        return case_page(found, CaseInput(verdict=verdict)), 422
    flash(words.state_label(decided.state, i18n.language()), "success")
    return redirect(url_for("desk.queue"), code=303)


@desk.post("/cases/<uuid:review_id>/hold")
@access(Access.COACH)
def hold(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The case rests until a day, then comes back to this coach by itself."""

    def act() -> str:
        until = forms.day(request.form, "until")
        review.hold(current.session(), current.person(), review_id, until, _note(), now=current.now())
        return _("On hold. It comes back to you by itself.")

    return _paused(review_id, "hold", act)


@desk.post("/cases/<uuid:review_id>/escalate")
@access(Access.COACH)
def escalate(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The case waits for an expert."""

    def act() -> str:
        review.escalate(current.session(), current.person(), review_id, _note(), now=current.now())
        return _("An expert will look at it. The promise stays as it was.")

    return _paused(review_id, "escalate", act)


@desk.post("/cases/<uuid:review_id>/hand-back")
@access(Access.COACH)
def hand_back(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """An escalated case is a coach's again, with the expert's word."""

    def act() -> str:
        review.hand_back(current.session(), current.person(), review_id, _note(), now=current.now())
        return _("Handed back to the coach who asked.")

    return _paused(review_id, "hand_back", act)


@desk.post("/cases/<uuid:review_id>/second-look")
@access(Access.COACH)
def look_again(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """A second coach stands behind the decision, or returns it to the first with a note."""
    found = review.get(current.session(), review_id)
    acts = {"agree": second_look.agree, "return": second_look.send_back}
    outcome = request.form.get("outcome", "")
    if outcome not in acts:
        raise Refusal(forms.BAD_CHOICE)
    try:
        acts[outcome](current.session(), current.person(), review_id, _note(), now=current.now())
    except Refusal as refusal:
        if refusal.code not in ABOUT_NOTE:
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        given = CaseInput(look_note=as_typed(request.form, "note"), look_error=sentence)
        return case_page(found, given), 422
    said = _("You stand behind it too. Thank you.") if outcome == "agree" else _("Returned to the coach who decided.")
    flash(said, "success")
    return redirect(url_for("desk.second_looks"), code=303)


def _paused(review_id: uuid.UUID, which: str, act: Callable[[], str]) -> Response | tuple[str, int]:
    """The act is done and said; or the page comes back with its form open and what to mend."""
    found = review.get(current.session(), review_id)
    try:
        said = act()
    except Refusal as refusal:
        if refusal.code not in (*ABOUT_NOTE, *ABOUT_DAY):
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        verdict = decide_forms.verdict(found)
        stands = getattr(verdict, which)
        if stands is None:
            raise
        form = replace(
            stands,
            note=as_typed(request.form, "note"),
            until=as_typed(request.form, "until"),
            error=sentence if refusal.code in ABOUT_NOTE else "",
            until_error=sentence if refusal.code in ABOUT_DAY else "",
        )
        return case_page(found, CaseInput(verdict=replace(verdict, **{which: form}))), 422
    flash(said, "success")
    return redirect(url_for("desk.queue"), code=303)


def _note() -> str:
    return forms.text(request.form, "note", maximum=NOTE_MAXIMUM)
