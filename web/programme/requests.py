"""A resident who asks in person: staff take the wish down by exact address and confirm it, and see nothing of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from greener_homes import person_exports, staff_requests
from greener_homes.errors import Refusal
from greener_homes.staff_requests import RequestGrounds, RequestKind, RequestView
from models.findings import Code
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Choice, Fact, Field, FieldError, Question
from web.formatting import TORONTO, moment
from web.programme.blueprint import programme
from web.text import gettext as _

WORDS = {"en": "DELETE", "fr": "SUPPRIMER"}
"""What is typed before everything goes, in each language; either counts on either page."""
EMAIL_MAXIMUM = 254
FIELD_OF: dict[Code, str] = {
    staff_requests.OTHER_ADDRESS: "email",
    staff_requests.UNKNOWN: "email",
    staff_requests.TOO_MANY: "email",
    forms.BAD_TEXT: "email",
    forms.BAD_CHOICE: "kind",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request that waits, as a line."""

    what: str
    asked_at: datetime
    by: str
    until: datetime
    href: str


@dataclass(frozen=True, slots=True)
class Requests:
    """The form for a new request, and those that wait."""

    waiting: tuple[RequestRow, ...]
    kind: Question
    grounds: Question
    email: Field
    url: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request before it is confirmed. Without fields, somebody else has to."""

    is_erasure: bool
    facts: tuple[Fact, ...]
    fields: tuple[Field, ...]
    confirm_url: str
    drop_url: str
    all_url: str
    errors: tuple[FieldError, ...] = ()


@programme.get("/requests")
@access(Access.PROGRAMME)
def requests() -> str:
    """What waits to be confirmed, and the form for another."""
    return _list()


@programme.post("/requests")
@access(Access.PROGRAMME)
def request_begun() -> Response | tuple[str, int]:
    """The request waits on its own page to be confirmed; or the page says why there is none."""
    try:
        kind = forms.choice(request.form, "kind", RequestKind)
        grounds = forms.choice(request.form, "grounds", RequestGrounds)
        if kind is None:
            return _list(FieldError("kind", _("Say what they ask for."))), 422
        if grounds is None:
            return _list(FieldError("grounds", _("Say how you know that it is them."))), 422
        made = staff_requests.begin(
            current.session(),
            current.vault(),
            forms.text(request.form, "email", maximum=EMAIL_MAXIMUM),
            kind,
            grounds,
            staff=current.person(),
            now=current.now(),
        )
    except Refusal as refusal:
        return _list(_error(refusal)), 422
    return redirect(url_for("programme.request_shown", request_id=made.id), code=303)


@programme.get("/requests/<uuid:request_id>")
@access(Access.PROGRAMME)
def request_shown(request_id: uuid.UUID) -> str:
    """What will happen, and the fields that confirm it."""
    return _page(request_id)


@programme.post("/requests/<uuid:request_id>/confirm")
@access(Access.PROGRAMME)
def request_confirmed(request_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """The copy is being made, for the resident alone; or everything goes, and the receipt's address is shown once."""
    found = staff_requests.one(current.session(), request_id, now=current.now())
    may = found.may_be_confirmed_by(current.person().id)
    if may and found.kind is RequestKind.ERASURE and request.form.get("word", "").strip().upper() not in WORDS.values():
        return _page(request_id, FieldError("word", _("Type the word %(word)s.", word=WORDS[i18n.language()]))), 422
    try:
        reference = staff_requests.confirm(
            current.session(),
            current.vault(),
            request_id,
            forms.text(request.form, "email", maximum=EMAIL_MAXIMUM),
            request.form.get("password", ""),
            staff=current.person(),
            now=current.now(),
        )
    except Refusal as refusal:
        if refusal.code is staff_requests.SECOND_PERSON:  # their page has no field to speak of
            flash(messages.sentence(refusal.code.code, refusal.facts), "error")
            return _page(request_id), 422
        if refusal.code is person_exports.TOO_MANY:  # its sentence speaks to the resident
            flash(_("They have had as many copies today as there may be. The newest is there for them."), "error")
            return _page(request_id), 422
        return _page(request_id, _error(refusal, "password")), 422
    if reference:
        receipt = url_for("portal.gone", reference=reference, _external=True)
        return render_template("programme/request_done.html", receipt=receipt, all_url=url_for("programme.requests"))
    flash(_("Their copy is being made. Only they can fetch it, under “My data”, after signing in."), "success")
    return redirect(url_for("programme.requests"), code=303)


@programme.post("/requests/<uuid:request_id>/drop")
@access(Access.PROGRAMME)
def request_dropped(request_id: uuid.UUID) -> Response:
    """The request is not done."""
    staff_requests.drop(current.session(), request_id, staff=current.person(), now=current.now())
    flash(_("Dropped. Nothing was done, and the resident can read that."), "success")
    return redirect(url_for("programme.requests"), code=303)


def _list(*errors: FieldError) -> str:
    waiting = staff_requests.waiting(current.session(), now=current.now())
    page = list_page(waiting, current.person().id, errors, request.form)
    return render_template("programme/requests.html", requests=page)


def list_page(
    waiting: Sequence[RequestView], me: uuid.UUID, errors: tuple[FieldError, ...], given: Mapping[str, str]
) -> Requests:
    """What the list shows to this member of staff."""
    wrong = {error.field: error.text for error in errors}
    return Requests(
        waiting=tuple(_row(one, me) for one in waiting),
        kind=Question(
            "kind",
            _("What do they ask for?"),
            _choices(_kinds(), given.get("kind")),
            error=wrong.get("kind", ""),
        ),
        grounds=Question(
            "grounds",
            _("How do you know that it is them?"),
            _choices(_grounds(), given.get("grounds")),
            error=wrong.get("grounds", ""),
        ),
        email=Field(
            "email",
            _("The address they sign in with"),
            forms.as_typed(MultiDict(given), "email"),
            hint=_("Exactly. Nobody can be looked up by a part of it, and every try is on record."),
            error=wrong.get("email", ""),
            kind="email",
            autocomplete="off",
        ),
        url=url_for("programme.request_begun"),
        errors=errors,
    )


def _page(request_id: uuid.UUID, *errors: FieldError) -> str:
    found = staff_requests.one(current.session(), request_id, now=current.now())
    page = request_page(found, current.person().id, errors, forms.as_typed(request.form, "email"))
    return render_template("programme/request.html", request_page=page)


def request_page(found: RequestView, me: uuid.UUID, errors: tuple[FieldError, ...], email: str = "") -> RequestPage:
    """What the page of one request shows to this member of staff."""
    wrong = {error.field: error.text for error in errors}
    is_erasure = found.kind is RequestKind.ERASURE
    fields = (
        Field(
            "email",
            _("The resident’s address, once more"),
            email,
            error=wrong.get("email", ""),
            kind="email",
            autocomplete="off",
        ),
        *(
            (
                Field(
                    "word",
                    _("To go on, type %(word)s", word=WORDS[i18n.language()]),
                    error=wrong.get("word", ""),
                    autocomplete="off",
                ),
            )
            if is_erasure
            else ()
        ),
        Field(
            "password",
            _("Your own password"),
            error=wrong.get("password", ""),
            kind="password",
            autocomplete="current-password",
        ),
    )
    return RequestPage(
        is_erasure=is_erasure,
        facts=(
            Fact(_("Asked for"), _kinds()[found.kind]),
            Fact(_("Known by"), _grounds()[found.grounds]),
            Fact(_("Taken down"), _said(found.asked_at)),
            Fact(_("By"), _by(found, me)),
            Fact(_("Can be confirmed until"), _said(found.until)),
        ),
        fields=fields if found.may_be_confirmed_by(me) else (),
        confirm_url=url_for("programme.request_confirmed", request_id=found.id),
        drop_url=url_for("programme.request_dropped", request_id=found.id),
        all_url=url_for("programme.requests"),
        errors=errors,
    )


def _row(one: RequestView, me: uuid.UUID) -> RequestRow:
    return RequestRow(
        what=_kinds()[one.kind],
        asked_at=one.asked_at.astimezone(TORONTO),
        by=_by(one, me),
        until=one.until.astimezone(TORONTO),
        href=url_for("programme.request_shown", request_id=one.id),
    )


def _choices(names: Mapping[RequestKind, str] | Mapping[RequestGrounds, str], given: str | None) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, name, chosen=one.value == given) for one, name in names.items())


def _kinds() -> dict[RequestKind, str]:
    return {
        RequestKind.EXPORT: _("A copy of everything we hold on them"),
        RequestKind.ERASURE: _("That everything on them is deleted"),
    }


def _grounds() -> dict[RequestGrounds, str]:
    return {
        RequestGrounds.IN_PERSON: _("They stood before me and showed who they are"),
        RequestGrounds.BY_PHONE: _("I called them back at a number we knew"),
        RequestGrounds.BY_LETTER: _("A signed letter"),
    }


def _by(one: RequestView, me: uuid.UUID) -> str:
    return _("You") if one.asked_by == me else _("A colleague")


def _error(refusal: Refusal, usual: str = "email") -> FieldError:
    return FieldError(FIELD_OF.get(refusal.code, usual), messages.sentence(refusal.code.code, refusal.facts))


def _said(when: datetime) -> str:
    return moment(when.astimezone(TORONTO), i18n.language())
