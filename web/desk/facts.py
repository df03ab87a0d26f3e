"""Facts of a home at its case: all that can be known with where it came from; a coach writes one down, or a group."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import fact_changes, fact_questions, review
from coach.cases.review import ReviewView
from coach.homes.questionnaire import Group, Question
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from greener_homes.home_facts import TRUST
from greener_homes.homes import FactValue, HowKnown, KnownFact, KnownHow, Provenance
from web import current, forms, messages, question_fields
from web.access import Access, access
from web.components import Link
from web.desk import fact_views as views
from web.desk.blueprint import desk
from web.desk.case_opened import opened_case
from web.text import gettext as _

FIELD_OF = {fact_changes.HOW_NEEDED.code: "how", fact_changes.DAY_WRONG.code: "on", forms.BAD_DATE.code: "on"}


@desk.get("/cases/<uuid:review_id>/facts")
@access(Access.COACH)
def facts(review_id: uuid.UUID) -> str:
    """Everything that can be known of the home; that the coach looked is on record for the resident."""
    found, _consents = opened_case(review_id)
    known = {fact.name: fact for fact in homes.known_facts(current.session(), found.home_id)}
    reference = homes.get(current.session(), found.home_id).reference
    page = views.facts_page(reference, review_id, known, mine=found.is_mine(current.person()))
    return render_template("desk/facts.html", facts=page)


@desk.get("/cases/<uuid:review_id>/facts/<key>")
@access(Access.COACH)
def fact(review_id: uuid.UUID, key: str) -> str:
    """One fact with all that was said of it, or a group; to be written down by the coach who has the case."""
    (found, _consents), what = opened_case(review_id), _asked(key)
    known = {one.name: one.value for one in homes.known_facts(current.session(), found.home_id)}
    answers = {one.name: question_fields.written(one, known) for one in _questions(what)}
    return _page(found, key, answers, {}, on=_today().isoformat())


@desk.post("/cases/<uuid:review_id>/facts/<key>")
@access(Access.COACH)
def fact_stated(review_id: uuid.UUID, key: str) -> Response | tuple[str, int]:
    """What the coach knows is the home's, with how and since when; or the page comes back with what to mend."""
    what = _asked(key)
    said, wrong = question_fields.answers(request.form, _questions(what))
    stated: tuple[str, ...] = ()
    if not wrong:
        try:
            stated = _state(review_id, what, said)
        except Refusal as refusal:
            if refusal.code not in (*fact_changes.CODES, forms.BAD_DATE, forms.BAD_CHOICE):
                raise
            wrong[_field_of(refusal, what)] = messages.sentence(refusal.code.code, refusal.facts)
    if wrong:
        typed = {one.name: forms.as_typed(request.form, one.name) for one in _questions(what)}
        return _page(opened_case(review_id)[0], key, typed, wrong, on=forms.as_typed(request.form, "on")), 422
    flash(_("Written down. The advice is being worked out again, and comes back to you in a minute."), "success")
    if _outranked(review_id, stated, said):
        flash(_("An EnerGuide evaluation says otherwise. Both are kept; the evaluation goes on counting."), "warning")
    return redirect(url_for("desk.case", review_id=review_id, _anchor="evidence"), code=303)


def _state(review_id: uuid.UUID, what: Group | Question, said: dict[str, FactValue]) -> tuple[str, ...]:
    how, on = forms.choice(request.form, "how", KnownHow), forms.day(request.form, "on")
    if how is None:
        raise Refusal(fact_changes.HOW_NEEDED)
    if on is None:
        raise Refusal(fact_changes.DAY_WRONG)
    alone = isinstance(what, Question)
    return fact_changes.state(
        current.session(), current.person(), review_id, said, HowKnown(how, on), alone=alone, now=current.now()
    )


def _field_of(refusal: Refusal, what: Group | Question) -> str:
    """Which field a refusal is about: what is said of nothing new, of the first of them."""
    return FIELD_OF.get(refusal.code.code, "how" if refusal.code == forms.BAD_CHOICE else _questions(what)[0].name)


def _outranked(review_id: uuid.UUID, stated: tuple[str, ...], said: dict[str, FactValue]) -> bool:
    found = review.get(current.session(), review_id)
    known = {one.name: one for one in homes.known_facts(current.session(), found.home_id)}
    return any(said[name] not in (None, known[name].value) and _is_before(known[name]) for name in stated)


def _is_before(one: KnownFact) -> bool:
    """Whether this is believed before a coach."""
    return TRUST.index(one.provenance) > TRUST.index(Provenance.COACH)


def _page(found: ReviewView, key: str, answers: dict[str, str], wrong: dict[str, str], *, on: str) -> str:
    what, session = _asked(key), current.session()
    chosen = forms.as_typed(request.form, "how")
    made = views.form(what, answers, wrong, how=chosen, on=on, today=_today())
    reference = homes.get(session, found.home_id).reference
    mine = found.is_mine(current.person())
    made = replace(
        made,
        reference=reference,
        back=Link(_("Facts of %(home)s", home=reference), url_for("desk.facts", review_id=found.id)),
        save_url=url_for("desk.fact_stated", review_id=found.id, key=key) if mine else "",
    )
    if isinstance(what, Question):
        counts = next((one for one in homes.known_facts(session, found.home_id) if one.name == what.name), None)
        every = [one for one in homes.statements(session, found.home_id) if one.fact.name == what.name]
        made = replace(made, now=views.current_fact(what.name, counts), said=views.said(every, counts))
    return render_template("desk/fact.html", fact=made)


def _asked(key: str) -> Group | Question:
    found = fact_questions.group(key) or fact_questions.question(key)
    if found is None:
        raise NotFound
    return found


def _questions(what: Group | Question) -> tuple[Question, ...]:
    return what.questions if isinstance(what, Group) else (what,)


def _today() -> date:
    return current.now().astimezone(homes.LOCAL).date()
