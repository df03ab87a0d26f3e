"""Answers by telephone and on paper: what was written down, what waits for a second person, and who is on the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import audit, homes, written_answers_kept, written_callers
from greener_homes.errors import Refusal
from greener_homes.written_answers_kept import WrittenView
from web import current, forms, messages
from web.access import Access, access
from web.components import Chip, Field, FieldError
from web.formatting import TORONTO
from web.programme import written_caller
from web.programme import written_words as words
from web.programme.blueprint import programme
from web.text import gettext as _

EMAIL_MAXIMUM, REFERENCE_MAXIMUM = 254, 40


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in a list: no name, only the home's reference."""

    at: datetime
    home: str
    said: str
    about: str
    how: str
    state: Chip
    href: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What waits, and what was written down lately."""

    waiting: tuple[Row, ...]
    lately: tuple[Row, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class Caller:
    """The form that finds a resident by what they say."""

    fields: tuple[Field, ...]
    url: str
    back_url: str
    errors: tuple[FieldError, ...] = ()


@programme.get("/answers")
@access(Access.PROGRAMME)
def answers() -> str:
    """What waits first, then the last thirty days."""
    session, now = current.session(), current.now()
    waiting, lately = written_answers_kept.waiting(session, now=now), written_answers_kept.lately(session, now=now)
    named = homes.references(session, [one.home_id for one in (*waiting, *lately)])
    audit.record_looks(
        session, current.person().actor, audit.Action.HOME_LISTED, sorted(named), at=now, purpose="answer"
    )
    view = Answers(_rows(waiting, named), _rows(lately, named), url_for("programme.answer_new"))
    return render_template("programme/answers.html", answers=view)


@programme.get("/answers/new")
@access(Access.PROGRAMME)
def answer_new() -> str:
    """Asks for the home and the address, as the resident says them."""
    return _caller_page()


@programme.post("/answers/new")
@access(Access.PROGRAMME)
def caller_found() -> Response | tuple[str, int]:
    """The resident was found, and the question is next; or the same words for every reason there is none."""
    try:
        found = written_callers.find(
            current.session(),
            current.vault(),
            forms.text(request.form, "reference", maximum=REFERENCE_MAXIMUM),
            forms.text(request.form, "email", maximum=EMAIL_MAXIMUM),
            staff=current.person(),
            now=current.now(),
        )
    except Refusal as refusal:
        return _caller_page(FieldError("email", messages.sentence(refusal.code.code, refusal.facts))), 422
    if found is None:
        return _caller_page(FieldError("email", _("Nobody with this address lives in this home. Ask them again."))), 422
    return redirect(url_for("programme.answer_question", caller=written_caller.signed(found)), code=303)


def _rows(found: Sequence[WrittenView], named: Mapping[UUID, str]) -> tuple[Row, ...]:
    return tuple(
        Row(
            at=one.written_at.astimezone(TORONTO),
            home=named[one.home_id],
            said=words.said_name(one.said),
            about=words.about_written(one),
            how=words.channel_name(one.channel),
            state=words.state_chip(one),
            href=url_for("programme.answer", answer_id=one.id),
        )
        for one in found
    )


def _caller_page(error: FieldError | None = None) -> str:
    return render_template(
        "programme/caller.html",
        caller=Caller(
            fields=(
                Field(
                    "reference",
                    _("Their home"),
                    value=forms.as_typed(request.form, "reference"),
                    hint=_("As their pages and letters show it, for example GH-2041."),
                    autocomplete="off",
                ),
                Field(
                    "email",
                    _("Their e-mail address"),
                    value=forms.as_typed(request.form, "email"),
                    hint=_("The one they sign in with, exactly."),
                    error=error.text if error else "",
                    kind="email",
                    autocomplete="off",
                ),
            ),
            url=url_for("programme.caller_found"),
            back_url=url_for("programme.answers"),
            errors=(error,) if error else (),
        ),
    )
