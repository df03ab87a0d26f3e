"""What goes wrong, said well: what happened, whether data is safe, what to do now, and a reference.

A refusal is the person's to act on, an outage is nobody's, a fault is ours. In each case the transaction is
undone before anything is answered, so nothing half-done remains.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from greener_homes import consent, log, people
from greener_homes.db import DatabaseAway
from greener_homes.errors import NotFound, Outage, Refusal
from web import messages, problems
from web.components import Link, Problem
from web.text import gettext as _

RETRY_AFTER_S = 30
STATUS = {people.SIGN_IN_PAUSED.code: 429, consent.MISSING.code: 403}
"""Refusals that are neither "not found" (404) nor a conflict with how things stand (409)."""


def install(app: Flask) -> None:
    """Every way a view of `app` can fail has its page."""
    app.register_error_handler(Refusal, _as_asked(_refused))
    app.register_error_handler(Outage, _as_asked(_outage))
    app.register_error_handler(DatabaseAway, _as_asked(_database_away))
    app.register_error_handler(CSRFError, _as_asked(_stale_form))
    app.register_error_handler(HTTPException, _as_asked(_http))
    app.register_error_handler(Exception, _as_asked(_fault))


def _as_asked(page: Callable[[Any], Response]) -> Callable[[Exception], Response]:
    """People get the page; programs get a problem document about the same thing."""

    def answer(error: Exception) -> Response:
        if not problems.wanted():
            return page(error)
        cause = error.original_exception if isinstance(error, InternalServerError) else None
        told = cause if isinstance(cause, Exception) else error
        undo()
        document = problems.answer(told)
        if document.status_code >= 500:
            log.get(__name__).error("request.fault", exc_info=told)
        return document

    return answer


def refused(refusal: Refusal) -> Response:
    """The page of a refusal, or its document for a program."""
    return _as_asked(_refused)(refusal)


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, NotFound):
        return _not_found()
    status = STATUS.get(refusal.code.code, 409)
    return _page(status, _("We could not do that"), messages.sentence(refusal.code.code, refusal.facts))


def _not_found() -> Response:
    return _page(404, _("We could not find that page"), _("It may have moved, or it may belong to somebody else."))


def _outage(outage: Outage) -> Response:
    return _away(messages.sentence(outage.code.code, outage.facts))


def _database_away(error: DatabaseAway) -> Response:
    g.pop("session", None)  # who is signed in cannot be asked now; the page is for anybody
    log.get(__name__).error("database.away", exc_info=error)
    return _away(_("Our records are out of reach for a moment."))


def _away(text: str) -> Response:
    response = _page(
        503,
        _("Please come back in a minute"),
        text,
        safe=_("Nothing you sent before is lost."),
        todo=_("Wait a minute, then load the page again."),
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _stale_form(_error: CSRFError) -> Response:
    return _page(
        400,
        _("That page was open for too long"),
        _("For your safety we did not save the form."),
        todo=_("Go back, reload the page and send it again."),
    )


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, InternalServerError):
        return _original(error)
    if error.code == 404:
        return _not_found()
    if error.code == 413:
        return _page(
            413,
            _("That is too large"),
            _("We take files of up to 100 MB and forms of ordinary size."),
            safe=_("Nothing was stored."),
            todo=_("Choose a file for a shorter time, or put it in a ZIP file."),
        )
    return _page(
        error.code,
        _("We could not read that"),
        _("The page was asked for in a way it does not understand."),
        safe=_("Nothing was stored."),
    )


def _original(error: InternalServerError) -> Response:
    """What failed after the view had answered: the commit."""
    cause = error.original_exception
    return (
        _database_away(cause)
        if isinstance(cause, DatabaseAway)
        else _fault(cause if isinstance(cause, Exception) else error)
    )


def _fault(error: Exception) -> Response:
    log.get(__name__).error("request.fault", exc_info=error)
    return _page(
        500,
        _("Something broke on our side"),
        _("This last step was not saved. Our team has been told."),
        safe=_("Nothing you sent before is lost."),
        todo=_("Try again in a few minutes. If it happens again, tell us the reference."),
    )


def _page(status: int, heading: str, what: str, *, safe: str = "", todo: str = "") -> Response:
    undo()
    problem = Problem(
        status=status,
        heading=heading,
        what=what,
        safe=safe or _("Nothing of yours has changed."),
        todo=(todo or _("Go back and try another way."),),
        reference=g.get("request_id", ""),
        back=Link(_("To the first page"), "/"),
    )
    response = make_response(render_template("errors/problem.html", problem=problem), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def undo() -> None:
    """Nothing that was half done remains."""
    session = g.get("session")
    if session is not None:
        session.rollback()
        session.info.clear()
