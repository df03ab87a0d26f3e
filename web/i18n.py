"""Which language a page speaks: the switch in the address, then the cookie, then the person, then the browser.

Sets up Flask-Babel over the .po file as it is. Never decides a language from anything but the request
and the `preferred` function the application gives.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlencode

from babel.support import NullTranslations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from web.catalogue import LANGUAGES, catalogue

SWITCH = "lang"
"""Name of the query argument that changes the language, and of the cookie that remembers it."""
BABEL = "_flask_babel"
"""Where Flask-Babel keeps what it knows of a request, or was told to speak meanwhile."""
YEAR_S = 365 * 24 * 3600


def install(app: Flask, preferred: Callable[[], str | None] | None = None) -> Babel:
    """Pages of `app` speak English or French from here on; `preferred` is the signed-in person's language."""

    def select() -> str:
        if not has_request_context():
            return LANGUAGES[0]
        # The person's own language may need the database, so it is asked for last.
        chosen = request.args.get(SWITCH), request.cookies.get(SWITCH)
        wanted = next((one for one in chosen if one in LANGUAGES), None) or (preferred() if preferred else None)
        if wanted in LANGUAGES:
            return str(wanted)
        return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]

    babel = Babel(app, locale_selector=select, default_timezone="America/Toronto")
    babel.domain_instance = _WrittenDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        lambda message: said(message), lambda one, many, num: said_of(one, many, num), newstyle=True
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _said_in_template
    app.context_processor(lambda: {"locale": language(), "other_locale": other(), "other_locale_url": other_url()})
    app.after_request(_remember)
    return babel


def language() -> str:
    """The language this request is answered in: "en" or "fr"."""
    try:
        here = g._get_current_object()  # once: each attribute of the stand-in looks for it anew
        known = getattr(vars(here).get(BABEL), "babel_locale", None)
    except RuntimeError:  # nothing is being answered
        known = None
    locale = known or get_locale()  # asks only what is not known of this request: every sentence asks here
    spoken = locale.language if locale else LANGUAGES[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def said(message: str) -> str:
    """`message` in the language of this request."""
    return _said_in(language(), message)


def said_of(one: str, many: str, num: int) -> str:
    """The form that fits `num`, in the language of this request."""
    return str(catalogue(language()).ungettext(one, many, num))


def other() -> str:
    """The language this request is not answered in."""
    return LANGUAGES[1] if language() == LANGUAGES[0] else LANGUAGES[0]


def other_url() -> str:
    """This page's address in the other language; what was asked for stays asked for."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != SWITCH]
    return f"{quote(request.path)}?{urlencode([*kept, (SWITCH, other())])}"


@pass_eval_context
def _said_in_template(context: EvalContext, message: str, **facts: object) -> str:
    """`message` in the language of this request, its places filled; on a page the facts are escaped.

    Does what Jinja's own does, whose every call goes through two more.
    """
    if not context.autoescape:
        return said(message) % facts
    words = _words(language(), message)
    return words % facts if facts or "%" in words else words


@lru_cache(maxsize=8_192)
def _said_in(spoken: str, message: str) -> str:
    return str(catalogue(spoken).ugettext(message))


@lru_cache(maxsize=8_192)
def _words(spoken: str, message: str) -> Markup:
    return Markup(_said_in(spoken, message))  # noqa: S704  # nosec B704  written by us


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    wanted = request.args.get(SWITCH)
    if wanted in LANGUAGES:
        response.set_cookie(
            SWITCH, wanted, max_age=YEAR_S, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
        )
    response.headers.add("Vary", "Accept-Language, Cookie")
    response.headers.setdefault("Content-Language", language())
    return response


class _WrittenDomain(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Flask-Babel's domain, reading our catalogue instead of compiled files on disk."""

    def get_translations(self) -> NullTranslations:
        return catalogue(language())
