"""Pages travel compressed, for people on slow lines.

A page may hold a secret (a form's token) and something its visitor sent. Whoever watches how long compressed answers
are, and can make a visitor's browser ask again and again, could guess the secret letter by letter (BREACH). So every
page is a random number of bytes longer, in a field of gzip's head that readers skip, as Django does it.
"""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request

LEAST_BYTES = 1_000
"""Shorter pages gain nothing."""
MOST_PADDING = 100
LEVEL = 4
"""A twentieth more bytes of a page with many charts than at 6, in half the time."""
KINDS = frozenset({"text/html", "image/svg+xml"})


def install(app: Flask) -> None:
    """Pages of `app` are compressed for browsers that take it."""
    app.after_request(_packed)


def _packed(response: Response) -> Response:
    if response.mimetype not in KINDS or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    takes_it = request.accept_encodings.best_match(["gzip"]) is not None
    content = response.get_data() if takes_it and "Content-Encoding" not in response.headers else b""
    if len(content) >= LEAST_BYTES:
        response.set_data(packed(content))
        response.headers["Content-Encoding"] = "gzip"
    return response


def packed(content: bytes) -> bytes:
    """The same as gzip has it, each time of another length."""
    padding = secrets.token_hex(MOST_PADDING)[: secrets.randbelow(MOST_PADDING + 1)]
    made = io.BytesIO()
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=LEVEL, fileobj=made, mtime=0) as into:
        into.write(content)
    return made.getvalue()
