"""Tell us about your home: one group of questions a page, and "I don't know" always an answer."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import review
from coach.homes import questionnaire
from coach.homes.questionnaire import Group, Kind, Question
from greener_homes import consent, homes, jobs
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import FactValue, Provenance
from web import components, current, forms, i18n, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError, Link
from web.portal import views
from web.portal.blueprint import portal
from web.text import gettext as _
from web.words import home_facts

UNKNOWN = "unknown"


@portal.get("/about/<key>")
@access(Access.RESIDENT)
def about(key: str) -> str:
    """One group of questions with what is known already."""
    found = _group(key)
    known = {fact.name: fact.value for fact in homes.known_facts(current.session(), current.home().id)}
    answers = {question.name: _written(question, known) for question in found.questions}
    return render_template("portal/about_home.html", about=_about(found, answers, {}))


@portal.post("/about/<key>")
@access(Access.RESIDENT)
def about_answered(key: str) -> Response | tuple[str, int]:
    """The answers are kept, with the resident as their source; the next group follows."""
    found, home = _group(key), current.home()
    facts: dict[str, FactValue] = {}
    wrong: dict[str, str] = {}
    for question in found.questions:
        try:
            facts[question.name] = _read(question)
        except Refusal as refusal:
            wrong[question.name] = messages.sentence(refusal.code.code, refusal.facts)
    if wrong:
        answers = {question.name: forms.as_typed(request.form, question.name) for question in found.questions}
        return render_template("portal/about_home.html", about=_about(found, answers, wrong)), 422
    actor = current.person().actor
    changed = homes.state_facts(
        current.session(), home.id, facts, provenance=Provenance.RESIDENT, actor=actor, now=current.now()
    )
    if changed:
        _assess_again()
    following = questionnaire.after(key)
    if following is None:
        review.answer(current.session(), home.id, actor=actor, now=current.now())
        return redirect(url_for("portal.home"), code=303)
    return redirect(url_for("portal.about", key=following), code=303)


def _assess_again() -> None:
    """New facts change the advice of a home whose readings may be used."""
    home = current.home()
    if consent.live(current.session(), home.id, Purpose.ADVICE, at=current.now()):
        jobs.enqueue(current.session(), "home.assess", home.id, now=current.now())


def _group(key: str) -> Group:
    found = questionnaire.group(key)
    if found is None:
        raise NotFound
    return found


def _read(question: Question) -> FactValue:
    if question.kind is Kind.NUMBER:
        return questionnaire.fact_of(
            question, forms.number(request.form, question.name, low=question.low, high=question.high)
        )
    answer = request.form.get(question.name, "")
    if answer in ("", UNKNOWN):
        return None
    allowed = ("yes", "no") if question.kind is Kind.YES_NO else question.options
    if answer not in allowed:
        raise Refusal(forms.BAD_CHOICE)
    return questionnaire.fact_of(question, answer)


def _written(question: Question, known: Mapping[str, FactValue]) -> str:
    """A known fact as its field would hold it; an honest "I don't know" stays chosen."""
    if question.name not in known:
        return ""
    value = known[question.name]
    if question.kind is Kind.NUMBER:
        return "" if value is None else f"{value:g}"
    if value is None:
        return UNKNOWN
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _about(group: Group, answers: Mapping[str, str], wrong: Mapping[str, str]) -> views.AboutHome:
    keys = [found.key for found in questionnaire.GROUPS]
    place = keys.index(group.key)
    back = keys[place - 1] if place else None
    heading, lead = _heading(group.key)
    return views.AboutHome(
        heading=heading,
        lead=lead,
        position=place + 1,
        of=len(keys),
        save_url=url_for("portal.about_answered", key=group.key),
        questions=tuple(
            _question(question, answers, wrong) for question in group.questions if question.kind is not Kind.NUMBER
        ),
        fields=tuple(_field(question, answers, wrong) for question in group.questions if question.kind is Kind.NUMBER),
        errors=tuple(
            FieldError(name, _("%(name)s: %(value)s", name=home_facts.label(name, i18n.language()), value=text))
            for name, text in wrong.items()
        ),
        back=Link(_("Back"), url_for("portal.about", key=back)) if back else Link(_("Home"), url_for("portal.home")),
    )


def _heading(key: str) -> tuple[str, str]:
    return {
        "house": (_("What kind of house is it?"), _("The first thing energy depends on is the house itself.")),
        "heat": (_("How is it heated and cooled?"), _("Most of a Durham home's energy goes here.")),
        "shell": (_("What keeps the warmth in?"), _("A look in the attic and the basement tells most of it.")),
        "living": (_("How do you live in it?"), _("What you want most decides what comes first.")),
    }[key]


def _question(question: Question, answers: Mapping[str, str], wrong: Mapping[str, str]) -> components.Question:
    language = i18n.language()
    words = home_facts.question(question.name)
    options = ("yes", "no") if question.kind is Kind.YES_NO else question.options
    chosen = answers.get(question.name, "")
    choices = [
        Choice(
            option,
            home_facts.option_label(question.name, option, language),
            home_facts.option_hint(question.name, option, language),
            chosen=option == chosen,
        )
        for option in (*options, UNKNOWN)
    ]
    return components.Question(
        name=question.name,
        legend=words.legend(language),
        choices=tuple(choices),
        hint=words.hint(language),
        error=wrong.get(question.name, ""),
        help=words.help(language),
    )


def _field(question: Question, answers: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    language = i18n.language()
    words = home_facts.question(question.name)
    hint, leave_out = words.hint(language), _("Leave it empty if you don’t know.")
    return Field(
        name=question.name,
        label=words.legend(language),
        value=answers.get(question.name, ""),
        hint=f"{hint} {leave_out}".strip(),
        error=wrong.get(question.name, ""),
        kind="text",
        suffix=question.unit,
    )
