"""Were you contacted? The page behind the single-use link: two questions, no sign-in, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from coach.service import promises
from coach.service.promises import Contacted
from greener_homes.errors import NotFound, Refusal
from web import current, forms, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError, Question
from web.public.routes import public
from web.text import gettext as _

TOKEN_MAXIMUM = 100


@dataclass(frozen=True, slots=True)
class Check:
    """The two questions, and where they are sent."""

    action: str
    contacted: Question
    did: Field
    errors: tuple[FieldError, ...] = ()


@public.get("/contacted/<token>")
@access(Access.PUBLIC)
def contacted(token: str) -> str | tuple[str, int]:
    """The questions; a link that was used, is over or never was says so."""
    try:
        promises.find(current.session(), current.vault(), token[:TOKEN_MAXIMUM], now=current.now())
    except NotFound:
        return _over()
    return render_template("public/contacted.html", check=check(_action(token)))


@public.post("/contacted/<token>")
@access(Access.PUBLIC)
def contacted_said(token: str) -> str | tuple[str, int]:
    """The answer stands, and the link is used up."""
    try:
        did = forms.text(request.form, "did", maximum=promises.DID_MAXIMUM)
        promises.answer(
            current.session(),
            current.vault(),
            token[:TOKEN_MAXIMUM],
            forms.choice(request.form, "contacted", Contacted),
            did,
            now=current.now(),
        )
    except NotFound:
        return _over()
    except Refusal as refusal:
        field = "did" if refusal.code is forms.BAD_TEXT else "contacted"
        error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
        return render_template("public/contacted.html", check=check(_action(token), request.form, (error,))), 422
    return render_template("public/contacted_done.html")


def check(action: str, given: forms.Form | None = None, errors: tuple[FieldError, ...] = ()) -> Check:
    """The two questions, empty or as they were sent."""
    typed: forms.Form = given or MultiDict()
    by_field, said = {error.field: error.text for error in errors}, typed.get("contacted", "")
    return Check(
        action=action,
        contacted=Question(
            "contacted",
            _("Has anybody from the program been in touch?"),
            (
                Choice("yes", _("Yes"), chosen=said == "yes"),
                Choice("no", _("No"), chosen=said == "no"),
                Choice("unsure", _("I am not sure"), chosen=said == "unsure"),
            ),
            error=by_field.get("contacted", ""),
        ),
        did=Field(
            "did",
            _("What did you do since, if anything?"),
            value=forms.as_typed(typed, "did"),
            hint=_("For example: asked for quotes, sealed a door, decided to wait."),
            error=by_field.get("did", ""),
            kind="textarea",
        ),
        errors=errors,
    )


def _action(token: str) -> str:
    return url_for("public.contacted_said", token=token)


def _over() -> tuple[str, int]:
    return render_template("public/contacted_over.html"), 404
