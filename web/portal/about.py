"""Tell us about your home: one question a page, "I don't know" always an answer, and every answer kept at once."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.homes import questionnaire, questionnaire_order, questionnaire_wishes
from coach.homes.questionnaire import Question
from greener_homes import consent, homes, jobs
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound
from greener_homes.homes import FactValue, Provenance
from web import current, forms, messages, question_fields
from web.access import Access, access
from web.first_question import first_question
from web.portal import about_moved_in, about_pages, about_wishes
from web.portal.about_told import Told, told
from web.portal.blueprint import portal

Shown = str | Response | tuple[str, int]


@portal.get("/about/go-on")
@access(Access.RESIDENT)
def about_go_on() -> Response:
    """To the first question nobody has answered; to all answers when there is none."""
    known = told()
    return redirect(first_question(known.facts, known.answered), code=303)


@portal.get("/about/<key>")
@access(Access.RESIDENT)
def about(key: str) -> Shown:
    """One question with what is known already. The address of a former page of many leads to one of its questions."""
    group = questionnaire.group(key)
    if group is not None:
        return redirect(_address(_first_of(group, told())), code=303)
    returning = request.args.get("back") == "all"
    if key == about_moved_in.KEY:
        return about_moved_in.page(told(), returning=returning)
    question, known = _question(key), told()
    walk = about_pages.walk_of(known, key, returning=returning)
    if key == about_wishes.GOAL:
        return render_template("portal/about_order.html", asked=about_wishes.page(known, walk, request.args))
    return render_template("portal/about_question.html", asked=about_pages.page(question, known, walk))


@portal.post("/about/<key>")
@access(Access.RESIDENT)
def about_answered(key: str) -> Shown:
    """The answer is kept, with the resident as its source, and the next question follows. No answer keeps nothing."""
    if questionnaire.group(key) is not None:
        return redirect(url_for("portal.about", key=key), code=303)
    returning, known = request.form.get("back") == "all", told()
    if key == about_moved_in.KEY:
        return about_moved_in.answered(known, returning=returning)
    question = _question(key)
    if key == about_wishes.GOAL:
        return _wishes(known, returning=returning)
    facts, wrong = _given(question, known)
    if wrong:
        walk = about_pages.walk_of(known, key, returning=returning)
        typed = {key: forms.as_typed(request.form, key)}
        page = about_pages.page(question, known, walk, typed, wrong[key])
        return render_template("portal/about_question.html", asked=page), 422
    _keep(facts)
    return redirect(_onward(known, key, returning=returning), code=303)


def _wishes(known: Told, *, returning: bool) -> Shown:
    """An arrow shows the order it makes and keeps nothing; the order itself is kept when the household says so."""
    order = about_wishes.sent(request.form)
    if request.form.get(question_fields.UNKNOWN):
        _keep(questionnaire_wishes.facts_of(None))
        return redirect(_onward(known, about_wishes.GOAL, returning=returning), code=303)
    if order is None:
        return redirect(url_for("portal.about", key=about_wishes.GOAL), code=303)
    turned = about_wishes.after_move(request.form, order)
    if turned is not None:
        order, moved = turned
        back = "all" if returning else None
        shown = url_for("portal.about", key=about_wishes.GOAL, order=",".join(order), moved=moved.value, back=back)
        return redirect(shown, code=303)
    untouched = order == tuple(questionnaire_wishes.Wish) and about_wishes.GOAL not in known.own
    if not (_stops() and untouched):  # whoever stops agrees to no order that was merely offered
        _keep(questionnaire_wishes.facts_of(order))
    return redirect(_onward(known, about_wishes.GOAL, returning=returning), code=303)


def _given(question: Question, known: Told) -> tuple[Mapping[str, FactValue], Mapping[str, str]]:
    """The fact to keep, if any, and what is wrong. An emptied field takes an own answer back."""
    name, form = question.name, request.form
    if form.get(question_fields.UNKNOWN):
        return {name: None}, {}
    if name == "attic_r" and form.get(about_pages.DEPTH):
        resistance = about_pages.depth_of(form[about_pages.DEPTH])
        wrong = {} if resistance is not None else {name: messages.sentence(forms.BAD_CHOICE.code, {})}
        return {name: resistance}, wrong
    facts, wrong = question_fields.answers(form, [question])
    if not form.get(name, "").strip() and name not in known.own:
        return {}, wrong
    return facts, wrong


def _keep(facts: Mapping[str, FactValue]) -> None:
    """The facts stand. New ones change the advice of a home whose readings may be used."""
    if not facts:
        return
    session, home, now = current.session(), current.home(), current.now()
    actor = current.person().actor
    changed = homes.state_facts(session, home.id, facts, provenance=Provenance.RESIDENT, actor=actor, now=now)
    if changed and consent.live(session, home.id, Purpose.ADVICE, at=now):
        jobs.enqueue(session, "home.assess", home.id, now=now)


def _onward(before: Told, key: str, *, returning: bool) -> str:
    """Where an answer leads: the next open question, and all answers at the end, on the way back, when somebody stops
    here, or as soon as they are enough for a first plan."""
    now = told()
    if returning or _stops() or (now.has_enough and not before.has_enough):
        return url_for("portal.about_all")
    following = questionnaire_order.next_open(now.facts, now.answered, key)
    if following is not None:
        return _address(following)
    return _address(about_moved_in.KEY) if about_moved_in.is_open() else url_for("portal.about_all")


def _stops() -> bool:
    return request.form.get("then") == "stop"


def _address(key: str) -> str:
    return url_for("portal.about", key=key)


def _first_of(group: questionnaire.Group, known: Told) -> str:
    """The first question of a group that matters here and is open, else the first that matters."""
    within = {question.name for question in group.questions}
    names = [question.name for question in known.steps if question.name in within]
    return next((name for name in names if name not in known.answered), names[0])


def _question(key: str) -> Question:
    found = questionnaire_order.question(key)
    if found is None:
        raise NotFound
    return found
