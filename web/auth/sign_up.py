"""Signing up: an address and a language. The page that follows says the same whether or not the address is known."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from greener_homes.errors import Refusal
from greener_homes.identity import email_links, newcomers
from greener_homes.identity.email_links import Asked, LinkKind
from greener_homes.people import Language
from web import carried, current, forms, i18n, messages, network
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.entering import asker, first_page, own_address
from web.components import Choice, Field, FieldError, Link, Question
from web.text import gettext as _
from web.words import home_facts


@dataclass(frozen=True, slots=True)
class SignUp:
    """The form, and what the visitor said of their home at the front door."""

    email: Field
    language: Question
    said: str
    carried: str
    next: str
    sign_in: Link
    errors: tuple[FieldError, ...] = ()


@auth.get("/sign-up")
@access(Access.PUBLIC)
def sign_up() -> str | Response:
    """The form; whoever is signed in has no need of it."""
    if current_user.is_authenticated:
        return redirect(first_page(current.person().audience), code=303)
    return _page(None)


@auth.post("/sign-up")
@access(Access.PUBLIC)
def sign_up_asked() -> tuple[str, int] | Response:
    """A letter will be written, of one kind or the other."""
    try:
        language = forms.choice(request.form, "language", Language) or Language(i18n.language())
        asked = Asked(
            kind=LinkKind.SIGN_UP,
            email=forms.text(request.form, "email", maximum=email_links.ADDRESS_MAXIMUM),
            language=language,
            network=network.of(request.remote_addr),
            onward=own_address(request.form.get("next")) or "",
            facts=carried.facts(request.form.get("home", "")),
        )
        email_links.ask(current.session(), current.vault(), asked, asker(), now=current.now())
    except Refusal as refusal:
        status = 429 if refusal.code is email_links.TOO_MANY else 422
        return _page(FieldError("email", messages.sentence(refusal.code.code, refusal.facts))), status
    return redirect(url_for("auth.letter_sent"), code=303)


@auth.get("/begin")
@access(Access.RESIDENT)
def begin() -> str:
    """For a resident without a home, such as one who came to join a household and did not: begin one of their own."""
    return render_template("auth/begin.html")


@auth.post("/begin")
@access(Access.RESIDENT)
def begun() -> Response:
    """The resident has a home."""
    newcomers.settle(current.session(), current.person(), {}, now=current.now())
    return redirect(url_for("portal.about_go_on"), code=303)


def _page(error: FieldError | None) -> str:
    home = request.values.get("home", "")
    onward = own_address(request.values.get("next")) or ""
    chosen = request.form.get("language") or i18n.language()
    view = sign_up_page(
        facts_said=home_facts.home_sentence(carried.facts(home), i18n.language()) if carried.facts(home) else "",
        home=home if carried.facts(home) else "",
        onward=onward,
        email=forms.as_typed(request.form, "email"),
        language=chosen,
        error=error,
    )
    return render_template("auth/sign_up.html", page=view)


def sign_up_page(
    *, facts_said: str, home: str, onward: str, email: str, language: str, error: FieldError | None = None
) -> SignUp:
    """The form, empty or as it was sent."""
    return SignUp(
        email=Field(
            "email",
            _("E-mail address"),
            email,
            _("We write to it once, with a link. No password is needed."),
            error.text if error else "",
            kind="email",
            autocomplete="email",
        ),
        language=Question(
            "language",
            _("In which language shall we write?"),
            (
                Choice("en", _("English"), chosen=language == "en"),
                Choice("fr", "Français", chosen=language == "fr"),
            ),
        ),
        said=facts_said,
        carried=home,
        next=onward,
        sign_in=Link(_("I have an account: sign in"), url_for("auth.sign_in", next=onward or None)),
        errors=(error,) if error else (),
    )
