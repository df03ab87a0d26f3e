"""A person's rights over what we hold: a copy of everything, and that everything goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response as Redirect

from greener_homes import erasure, people, person_exports
from greener_homes.erasure import ErasureState
from greener_homes.errors import Refusal
from greener_homes.person_exports import ExportState, ExportView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Field, FieldError
from web.formatting import TORONTO, number
from web.portal.blueprint import portal
from web.text import gettext as _

WORDS = {"en": "DELETE", "fr": "SUPPRIMER"}
"""What is typed before everything goes, in each language; either counts on either page."""
PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy being made, or ready to be fetched until a day."""

    is_ready: bool
    asked_at: datetime
    until: datetime | None
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class MyData:
    """The page of rights: the newest copy if there is one, and where each button leads."""

    copy: Copy | None
    here_url: str
    copy_url: str
    delete_url: str
    sharing_url: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The page before everything goes: what goes, what stays and why, and what to type."""

    goes: tuple[str, ...]
    stays: tuple[str, ...]
    fields: tuple[Field, ...]
    delete_url: str
    keep_url: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """The receipt of an erasure."""

    is_done: bool
    asked_at: datetime
    erased_at: datetime | None
    rows: str
    unconfirmed: int
    stays: tuple[str, ...]
    here_url: str


@portal.get("/my-data")
@access(Access.RESIDENT)
def my_data() -> str:
    """What can be done with everything we hold."""
    newest = person_exports.newest(current.session(), current.person().id)
    mine = MyData(
        copy=_copy(newest) if newest else None,
        here_url=url_for("portal.my_data"),
        copy_url=url_for("portal.copy_asked"),
        delete_url=url_for("portal.delete_asked"),
        sharing_url=url_for("portal.sharing"),
    )
    return render_template("portal/my_data.html", mine=mine)


@portal.post("/my-data/copy")
@access(Access.RESIDENT)
def copy_asked() -> Redirect:
    """A copy is being made."""
    try:
        person_exports.ask(current.session(), current.person(), now=current.now())
    except Refusal as refusal:
        flash(messages.sentence(refusal.code.code, refusal.facts))
    return redirect(url_for("portal.my_data"), code=303)


@portal.get("/my-data/copy/<uuid:export_id>")
@access(Access.RESIDENT)
def copy_fetched(export_id: uuid.UUID) -> Response:
    """The copy as a file, for the person it is about."""
    stream, size = person_exports.fetch(
        current.session(), current.vault(), current.person(), export_id, now=current.now()
    )
    name = f"greener-homes-{current.now().astimezone(TORONTO).date().isoformat()}.zip"
    response = Response(_pieces(stream), mimetype="application/zip")
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@portal.get("/my-data/delete")
@access(Access.RESIDENT)
def delete_asked() -> str | Redirect:
    """Says what goes and what stays, and asks for a word and the password; who has none chooses one first."""
    if not people.has_password(current.session(), current.person().id):
        flash(_("Choose a password first: it stands between a slip and the end of everything."))
        return redirect(url_for("auth.account"), code=303)
    return render_template("portal/delete_me.html", leaving=_leaving())


@portal.post("/my-data/delete")
@access(Access.RESIDENT)
def deleted() -> Redirect | tuple[str, int]:
    """The person is signed out for good and everything goes; the next page is the receipt."""
    if request.form.get("word", "").strip().upper() not in WORDS.values():
        wrong = FieldError("word", _("Type the word %(word)s.", word=WORDS[i18n.language()]))
        return render_template("portal/delete_me.html", leaving=_leaving(wrong)), 422
    password = request.form.get("password", "")
    try:
        reference = erasure.ask(current.session(), current.vault(), current.person(), password, now=current.now())
    except Refusal as refusal:
        wrong = FieldError("password", messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/delete_me.html", leaving=_leaving(wrong)), 422
    logout_user()
    return redirect(url_for("portal.gone", reference=reference), code=303)


@portal.get("/gone/<reference>")
@access(Access.PUBLIC)
def gone(reference: str) -> str:
    """Where an erasure stands, for whoever holds its reference: nobody is signed in any more."""
    found = erasure.receipt(current.session(), reference)
    return render_template(
        "portal/gone.html",
        gone=Gone(
            is_done=found.state is ErasureState.ERASED,
            asked_at=found.asked_at.astimezone(TORONTO),
            erased_at=found.erased_at.astimezone(TORONTO) if found.erased_at else None,
            rows=number(found.rows, i18n.language()),
            unconfirmed=found.unconfirmed,
            stays=_stays(),
            here_url=url_for("portal.gone", reference=reference),
        ),
    )


def _copy(found: ExportView) -> Copy:
    size = max(1, round((found.size_bytes or 0) / 1000))
    return Copy(
        is_ready=found.state is ExportState.READY,
        asked_at=found.asked_at.astimezone(TORONTO),
        until=found.kept_until.astimezone(TORONTO) if found.kept_until else None,
        size=_("%(size)s kB", size=number(size, i18n.language())),
        url=url_for("portal.copy_fetched", export_id=found.id),
    )


def _pieces(stream: BufferedReader) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _leaving(*errors: FieldError) -> Leaving:
    wrong = {error.field: error.text for error in errors}
    word = WORDS[i18n.language()]
    return Leaving(
        goes=(
            _("Your name, your e-mail address and your password"),
            _("All readings, files, answers about your home, advice and your plan"),
            _("Every permission, also at your utility: we ask it to stop"),
            _("The key to your name, e-mail and utility’s permissions, so that backups no longer show them"),
        ),
        stays=_stays(),
        fields=(
            Field(
                name="word",
                label=_("To go on, type %(word)s", word=word),
                value=forms.as_typed(request.form, "word"),
                error=wrong.get("word", ""),
                autocomplete="off",
            ),
            Field(
                name="password",
                label=_("Your password, once more"),
                error=wrong.get("password", ""),
                kind="password",
                autocomplete="current-password",
            ),
        ),
        delete_url=url_for("portal.deleted"),
        keep_url=url_for("portal.my_data"),
        errors=errors,
    )


def _stays() -> tuple[str, ...]:
    return (
        _("That somebody agreed and stopped, and when, under a number that leads to nobody: the law asks for it"),
        _("Who did what on the platform, under numbers that lead to nobody"),
        _("What you share with others who live in your home: it is theirs too"),
    )
