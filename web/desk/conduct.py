"""A coach's declaration of interests, below the code of conduct it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import conduct as declarations
from coach.cases.review_codes import INTERESTS_NEEDED
from greener_homes.errors import Refusal
from web import conduct as words
from web import current, forms, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError, Question
from web.desk.blueprint import desk
from web.formatting import TORONTO
from web.forms import as_typed
from web.text import gettext as _

HAS, HAS_NOT = "some", "none"


@dataclass(frozen=True, slots=True)
class ConductPage:
    """The code, what was declared last, and the form. `is_due` before this year's declaration."""

    sections: tuple[words.Section, ...]
    declared_on: date | None
    interests: str
    is_due: bool
    year: int
    url: str
    question: Question
    field: Field
    errors: tuple[FieldError, ...] = ()


@desk.get("/conduct")
@access(Access.COACH)
def conduct() -> str:
    """The code of conduct, with this coach's own declaration."""
    return render_template("desk/conduct.html", page=_page("", ""))


@desk.post("/conduct")
@access(Access.COACH)
def conduct_declared() -> Response | tuple[str, int]:
    """The coach has read the code and declared their interests, or that they have none."""
    try:
        _declare()
    except Refusal as refusal:
        if refusal.code not in (forms.BAD_CHOICE, forms.BAD_TEXT, INTERESTS_NEEDED):
            raise
        sentence = messages.sentence(refusal.code.code, refusal.facts)
        about_choice = refusal.code is forms.BAD_CHOICE
        page = _page(sentence if about_choice else "", "" if about_choice else sentence)
        return render_template("desk/conduct.html", page=page), 422
    flash(_("Declared. Thank you; it holds for this year."), "success")
    return redirect(url_for("desk.queue"), code=303)


def _declare() -> None:
    has = request.form.get("has", "")
    if has not in (HAS, HAS_NOT):
        raise Refusal(forms.BAD_CHOICE)
    said = forms.text(request.form, "interests", maximum=declarations.INTERESTS_MAXIMUM) if has == HAS else ""
    if has == HAS and not said:
        raise Refusal(INTERESTS_NEEDED, maximum=declarations.INTERESTS_MAXIMUM)
    declarations.declare(current.session(), current.vault(), current.person(), said, now=current.now())


def _page(choice_error: str, text_error: str) -> ConductPage:
    session, coach, now = current.session(), current.person(), current.now()
    last = declarations.latest(session, current.vault(), coach)
    has = request.form.get("has", "")
    errors = [FieldError("has", choice_error)] * bool(choice_error) + [FieldError("interests", text_error)] * bool(
        text_error
    )
    return ConductPage(
        sections=words.code_of_conduct(),
        declared_on=last.declared_at.astimezone(TORONTO).date() if last else None,
        interests=last.interests if last else "",
        is_due=not declarations.is_declared(session, coach, now=now),
        year=now.astimezone(TORONTO).year,
        url=url_for("desk.conduct_declared"),
        question=Question(
            "has",
            _(
                "Do you, or does anybody you live with, have an interest in a company that makes, sells, installs, "
                "audits or finances what we recommend?"
            ),
            (
                Choice(HAS_NOT, _("No"), chosen=has == HAS_NOT),
                Choice(HAS, _("Yes, and I say which below"), chosen=has == HAS),
            ),
            error=choice_error,
        ),
        field=Field(
            "interests",
            _("Which interests"),
            as_typed(request.form, "interests"),
            hint=_("Work, shares, family, gifts. Sealed with your own key; shown to you, and kept."),
            error=text_error,
            kind="textarea",
        ),
        errors=tuple(errors),
    )
