"""The day a resident moved in: asked once, at the end, with the reason, and part of their permissions afterwards."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, homes
from greener_homes.errors import Refusal
from web import current, forms, i18n, messages, question_fields
from web.components import Field, FieldError, Link
from web.formatting import TORONTO
from web.portal.about_told import Told
from web.portal.about_views import Asked, Walk
from web.text import gettext as _
from web.words import about_home as words
from web.words.answers_change import CHANGES

KEY: Final = "moved_in"
EARLIEST: Final = date(1900, 1, 1)


def is_open() -> bool:
    """Whether the day is still to be said."""
    return current.home().moved_in is None


def may_change() -> bool:
    """Whether the day may be said here: once a permission names one, it is changed with the permission."""
    return not consent.in_force(current.session(), current.home().id, at=current.now())


def page(told: Told, *, returning: bool, typed: str | None = None, wrong: str = "") -> Response | str:
    """The question, or all answers where it can no longer be answered here."""
    if not may_change():
        return redirect(url_for("portal.about_all"), code=303)
    language, moved_in = i18n.language(), current.home().moved_in
    last = told.steps[-1].name
    back = url_for("portal.about_all") if returning else url_for("portal.about", key=last)
    asked = Asked(
        name=KEY,
        heading=words.MOVED_IN(language),
        hint=words.MOVED_IN_HINT(language),
        walk=Walk(
            position=len(told.steps) + 1,
            of=len(told.steps) + 1,
            save_url=url_for("portal.about_answered", key=KEY),
            back=Link(words.ALL(language) if returning else _("Back"), back),
            returning=returning,
        ),
        unsure=words.MOVED_IN_UNSURE(language),
        changes=CHANGES[KEY](language),
        why="",
        field=Field(
            KEY,
            words.MOVED_IN(language),
            (moved_in.isoformat() if moved_in else "") if typed is None else typed,
            words.MOVED_IN_HINT(language),
            wrong,
            kind="date",
            maximum=_today().isoformat(),
        ),
        errors=(FieldError(KEY, wrong),) if wrong else (),
    )
    return render_template("portal/about_question.html", asked=asked)


def answered(told: Told, *, returning: bool) -> Response | str | tuple[str, int]:
    """The day is on record for this person. "I don't know" leaves it open."""
    if not may_change():
        return redirect(url_for("portal.about_all"), code=303)
    if not request.form.get(question_fields.UNKNOWN):
        try:
            day = forms.day(request.form, KEY)
            if day is not None and not EARLIEST <= day <= _today():
                raise Refusal(forms.BAD_DATE)
        except Refusal as refusal:
            wrong = messages.sentence(refusal.code.code, refusal.facts)
            typed = forms.as_typed(request.form, KEY)
            shown = page(told, returning=returning, typed=typed, wrong=wrong)
            return shown if isinstance(shown, Response) else (shown, 422)
        if day is not None:
            homes.set_move_in(current.session(), current.person().id, current.home().id, day)
    return redirect(url_for("portal.about_all"), code=303)


def _today() -> date:
    return current.now().astimezone(TORONTO).date()
