"""Links by e-mail: asking for one, the page that says it is on its way, and the page the link opens.

Looking at a link changes nothing, since mail programs look first; a button uses it. In a browser that did not ask for
it, the page says so before its button.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import mail, passwords, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import demo_letters, email_links, linked, newcomers
from greener_homes.identity.email_links import Asked, Link, LinkKind
from greener_homes.people import Language, PersonView
from web import current, forms, i18n, messages, network
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.entering import asker, asker_here, enter, own_address
from web.components import Field, FieldError
from web.first_question import first_question
from web.text import gettext as _

TOKEN_MAXIMUM = 100
NAME_MAXIMUM = 80


@dataclass(frozen=True, slots=True)
class Asking:
    """The form that asks for a link: to sign in, or to choose a new password."""

    recover: bool
    email: Field
    next: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The page behind a link. `address` is the account's, with most of it hidden."""

    heading: str
    lead: str
    button: str
    address: str
    same_browser: bool
    fields: tuple[Field, ...] = ()
    errors: tuple[FieldError, ...] = ()


@auth.get("/sign-in/letter")
@access(Access.PUBLIC)
def letter() -> str:
    """The form."""
    return _asking(None)


@auth.post("/sign-in/letter")
@access(Access.PUBLIC)
def letter_asked() -> tuple[str, int] | Response:
    """A letter will be written if the address has an account; the next page says the same if it has none."""
    try:
        asked = Asked(
            kind=LinkKind.RECOVER if _recovers() else LinkKind.SIGN_IN,
            email=forms.text(request.form, "email", maximum=email_links.ADDRESS_MAXIMUM),
            language=Language(i18n.language()),
            network=network.of(request.remote_addr),
            onward=own_address(request.form.get("next")) or "",
        )
        email_links.ask(current.session(), current.vault(), asked, asker(), now=current.now())
    except Refusal as refusal:
        status = 429 if refusal.code is email_links.TOO_MANY else 422
        return _asking(FieldError("email", messages.sentence(refusal.code.code, refusal.facts))), status
    return redirect(url_for("auth.letter_sent"), code=303)


@auth.get("/sign-in/letter-sent")
@access(Access.PUBLIC)
def letter_sent() -> str:
    """Look in your mail: the same words for every address."""
    settings = current.settings()
    shown = demo_letters.link_for(current.session(), current.vault(), settings, asker_here(), now=current.now())
    demo = settings.demo and not settings.production
    return render_template(
        "auth/letter_sent.html",
        again_url=url_for("auth.letter"),
        demo=demo,
        demo_link=shown,
        waits=not demo and not mail.is_ready(settings),
    )


@auth.get("/letter/<token>")
@access(Access.PUBLIC)
def letter_opened(token: str) -> str | tuple[str, int]:
    """What the link is for, and its button; a link that was used, is over or never was says so."""
    try:
        link = email_links.look(
            current.session(), current.vault(), token[:TOKEN_MAXIMUM], asker_here(), now=current.now()
        )
    except NotFound:
        return _over()
    return render_template("auth/letter.html", page=_opened(link))


@auth.post("/letter/<token>")
@access(Access.PUBLIC)
def letter_used(token: str) -> Response | tuple[str, int]:
    """The link did what it is for, and is used up."""
    session, vault, now = current.session(), current.vault(), current.now()
    token = token[:TOKEN_MAXIMUM]
    try:
        link = email_links.look(session, vault, token, asker_here(), now=now)
        if not link.same_browser and not forms.agreed(request.form, "mine"):
            return render_template("auth/letter.html", page=_opened(link)), 422
        try:
            name, password = _typed(link)
        except Refusal as refusal:
            field = "name" if refusal.code in (forms.BAD_TEXT, newcomers.NAMELESS) else "password"
            error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
            return render_template("auth/letter.html", page=_opened(link, error)), 422
        link = email_links.use(session, vault, token, asker_here(), now=now)
    except NotFound:
        return _over()
    return _done(link, name, password)


def _done(link: Link, name: str, password: str) -> Response:
    session, vault, now = current.session(), current.vault(), current.now()
    onward: str | None = own_address(link.onward)
    if link.kind is LinkKind.SIGN_UP:
        joins = (onward or "").startswith("/join/")
        person = newcomers.welcome(session, vault, link, name, password or None, with_home=not joins, now=now)
        _connect(person, link)
        flash(_("Welcome. Your account stands, and nothing is permitted yet."), "success")
        return enter(person, onward or first_question(link.facts, frozenset(link.facts)))
    person = _person(link)
    if link.kind is LinkKind.RECOVER:
        people.set_password(session, person.id, password)
        newcomers.password_is_new(session, vault, person, but=None, now=now)
        flash(_("Your new password counts. Every other device is signed out."), "success")
    elif link.kind is LinkKind.CONNECT:
        _connect(person, link)
        flash(_("From now on you can sign in that way too."), "success")
    return enter(person, onward)


def _connect(person: PersonView, link: Link) -> None:
    """The provider the link came from, if it came from one, opens the account. Raises NotFound when it may not."""
    provider = current.settings().identity_provider(link.provider)
    if provider is not None:
        linked.link(current.session(), current.vault(), person, provider, link.subject, now=current.now())


def _typed(link: Link) -> tuple[str, str]:
    """The name and the new password, where the link asks for them. Raises Refusal."""
    name, password = "", request.form.get("password", "")
    if link.kind is LinkKind.SIGN_UP:
        name = newcomers.called(forms.text(request.form, "name", maximum=NAME_MAXIMUM))
        if password:
            passwords.check(password)
    elif link.kind is LinkKind.RECOVER:
        passwords.check(password)
    return name, password


def _person(link: Link) -> PersonView:
    person = people.view(current.session(), current.vault(), link.person_id)
    if person is None:
        raise NotFound
    return person


def _opened(link: Link, error: FieldError | None = None) -> Opened:
    email = people.address_of(current.session(), current.vault(), link.person_id)
    return opened_page(link.kind, hidden(email), same_browser=link.same_browser, error=error)


def opened_page(kind: LinkKind, address: str, *, same_browser: bool, error: FieldError | None = None) -> Opened:
    """The page behind a link of this kind."""
    heading, lead, button = {
        LinkKind.SIGN_UP: (
            _("Almost there"),
            _("One more thing, and you are in."),
            _("Begin"),
        ),
        LinkKind.SIGN_IN: (_("Sign in"), _("To your home, your plan and your coach."), _("Sign in")),
        LinkKind.RECOVER: (
            _("Choose a new password"),
            _("Every other device will be signed out."),
            _("Save and sign in"),
        ),
        LinkKind.CONNECT: (
            _("Allow another way to sign in?"),
            _("Whoever signs in there as you comes into this account."),
            _("Allow it and sign in"),
        ),
    }[kind]
    wrong = {error.field: error.text} if error else {}
    fields = []
    if kind is LinkKind.SIGN_UP:
        typed = forms.as_typed(request.form, "name")
        hint = _("Only your household and your coach see it.")
        fields.append(
            Field("name", _("What shall we call you?"), typed, hint, wrong.get("name", ""), autocomplete="name")
        )
    if kind in (LinkKind.SIGN_UP, LinkKind.RECOVER):
        fields.append(password_field(optional=kind is LinkKind.SIGN_UP, error=wrong.get("password", "")))
    return Opened(heading, lead, button, address, same_browser, tuple(fields), (error,) if error else ())


def password_field(*, optional: bool, error: str = "", name: str = "password") -> Field:
    """The field for a new password."""
    long = _("At least %(count)s characters. Four words that do not belong together are good.", count=passwords.MINIMUM)
    without = _("Without one, you sign in by a link we send you.")
    return Field(
        name,
        _("A password, if you want one") if optional else _("New password"),
        hint=f"{long} {without}" if optional else long,
        error=error,
        kind="password",
        autocomplete="new-password",
    )


def hidden(email: str) -> str:
    """An address its owner knows again, and nobody else can use."""
    user, _at, domain = email.partition("@")
    return f"{user[:1]}•••@{domain}"


def _recovers() -> bool:
    return request.values.get("recover") == "yes"


def _asking(error: FieldError | None) -> str:
    view = asking_page(
        recover=_recovers(),
        email=forms.as_typed(request.form, "email"),
        onward=own_address(request.values.get("next")) or "",
        error=error,
    )
    return render_template("auth/letter_ask.html", page=view)


def asking_page(*, recover: bool, email: str = "", onward: str = "", error: FieldError | None = None) -> Asking:
    """The form, empty or as it was sent."""
    field = Field(
        "email",
        _("E-mail address"),
        email,
        error=error.text if error else "",
        kind="email",
        autocomplete="username",
    )
    return Asking(recover, field, onward, (error,) if error else ())


def _over() -> tuple[str, int]:
    return render_template("auth/letter_over.html", again_url=url_for("auth.letter")), 404
