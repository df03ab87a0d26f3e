"""Trouble told to software: a problem document (RFC 9457) for everything under the addresses that programs call.

Says what a page would say, with a stable code. Never repeats what was sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from coach.referrals import codes_referrals
from greener_homes import codes_finance, consent, matches, partner_calls
from greener_homes.db import DatabaseAway
from greener_homes.errors import NotFound, Outage, Refusal
from utility_connectors import finance_codes, partner_codes
from web import api_codes, messages
from web.catalogue import LANGUAGES

PREFIXES = ("/api/", "/oauth/")
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 30
KEPT_HEADERS = ("Allow", "WWW-Authenticate", "Retry-After")


class Unauthorized(Exception):  # noqa: N818  the protocol's word
    """No token, or none that opens this. `challenge` is what WWW-Authenticate says."""

    def __init__(self, status: int, code: str, challenge: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.challenge = challenge


def wanted() -> bool:
    """Whether the request at hand is a program's, so that trouble is told as a document."""
    return has_request_context() and request.path.startswith(PREFIXES)


def answer(error: Exception) -> Response:
    """The problem document for `error`, whatever it is."""
    if isinstance(error, Unauthorized):
        return document(error.status, error.code, headers={"WWW-Authenticate": error.challenge})
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, Outage):
        return document(503, error.code.code, _said(error), {"Retry-After": str(RETRY_AFTER_S)})
    if isinstance(error, DatabaseAway):
        return document(503, "database.away", headers={"Retry-After": str(RETRY_AFTER_S)})
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
        return document(error.code, f"http.{error.code}", headers=kept)
    return document(500, "http.500")


def document(status: int, code: str, detail: str | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """A problem document; its `detail` is the code's sentence where there is one."""
    body = {
        "type": f"urn:greener-homes:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "instance": f"urn:greener-homes:request:{g.get('request_id', '')}",
    }
    said = detail if detail is not None else _sentence(code)
    if said:
        body["detail"] = said
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language()
    return response


def language() -> str:
    """The language the program asked for. No cookie and no session is looked at."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def status_of(refusal: Refusal) -> int:
    """The status a refusal is answered with."""
    if isinstance(refusal, NotFound):
        return 404
    return STATUS.get(refusal.code.code, 409)


STATUS = {
    consent.MISSING.code: 403,
    partner_calls.CALLED_TOO_OFTEN.code: 429,
    partner_codes.KEY_REUSED.code: 422,
    matches.NUMBER.code: 422,
    matches.TOKEN_UNKNOWN.code: 422,
    codes_referrals.EXTRA_FIELDS.code: 403,
    codes_referrals.NOT_THEN.code: 422,
    codes_referrals.DOES_NOT_GO_WITH.code: 422,
    codes_referrals.NOT_YOURS_TO_SAY.code: 422,
    codes_referrals.LISTED_TWICE.code: 422,
    **{code.code: 422 for code in (*codes_finance.CODES, *finance_codes.CODES)},
    codes_finance.SAME_MOMENT.code: 409,
    codes_finance.TOO_MANY.code: 409,
    **api_codes.STATUS,
}
"""Refusals that are not a conflict with how things stand."""


def _refused(refusal: Refusal) -> Response:
    seconds = refusal.facts.get("seconds")
    after = {"Retry-After": str(seconds)} if refusal.code is partner_calls.CALLED_TOO_OFTEN else {}
    return document(status_of(refusal), refusal.code.code, _said(refusal), after)


def _said(trouble: Refusal | Outage) -> str:
    return messages.sentence(trouble.code.code, trouble.facts, language())


def _sentence(code: str) -> str | None:
    return messages.sentence(code, {}, language()) if code in messages.register() else None
