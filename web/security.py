"""What every response says to the browser, and how large a request may be.

No script or style inside pages, nothing from other places, no framing. Plotly sets style attributes on its
own elements, which is the one thing `style-src-attr` allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

View = TypeVar("View", bound=Callable[..., object])

FORM_MAX_BYTES = 500_000
FORM_MAX_FIELDS = 1_000
UPLOAD_ENVELOPE_BYTES = 1_000_000
"""Room for the multipart frame around an upload of the largest allowed size."""
TAKES_UPLOADS = "greener_homes_takes_uploads"
PARTNER = "partner"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
OF_FILES = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
"""What a style sheet, font or page's script says: the rest is read of documents only, and is half a kilobyte."""
HEADERS = {
    **OF_FILES,
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PARTS_OF_PAGES = frozenset({"font/woff2", "text/css", "text/javascript"})


def takes_uploads(view: View) -> View:
    """Marks a view whose file parts are kept, sealed, up to the size of an upload. Elsewhere they are dropped."""
    setattr(view, TAKES_UPLOADS, True)
    return view


def takes_partner_files(view: View) -> View:
    """As `takes_uploads`, up to the size of a partner's file; the body itself may be the file."""
    setattr(view, TAKES_UPLOADS, PARTNER)
    return view


def install(app: Flask, *, upload_max_bytes: int, secure: bool, partner_upload_max_bytes: int | None = None) -> None:
    """Every response of `app` carries the headers; every request is bounded before it is read."""
    app.config.update(
        MAX_CONTENT_LENGTH=FORM_MAX_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_MAX_BYTES,
        MAX_FORM_PARTS=FORM_MAX_FIELDS,
    )

    def bound() -> None:
        view = app.view_functions.get(request.endpoint or "")
        taken = getattr(view, TAKES_UPLOADS, False)
        if taken:
            largest = (partner_upload_max_bytes or upload_max_bytes) if taken == PARTNER else upload_max_bytes
            request.max_content_length = largest + UPLOAD_ENVELOPE_BYTES
        elif request.mimetype == "application/x-www-form-urlencoded" and len(request.form) > FORM_MAX_FIELDS:
            raise RequestEntityTooLarge

    def protect(response: Response) -> Response:
        endpoint = request.endpoint or ""
        is_file = endpoint == "static" or endpoint.startswith("assets.")
        of_page = is_file and response.mimetype in PARTS_OF_PAGES
        given = {name.lower() for name, _value in response.headers}
        wanted = (OF_FILES if of_page else HEADERS).items()
        response.headers.extend([(name, value) for name, value in wanted if name.lower() not in given])
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if not response.headers.get("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    app.before_request(bound)
    app.after_request(protect)
