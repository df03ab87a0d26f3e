"""The addresses where the third party itself asks: tokens for codes, new tokens for old, and an end to them."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from web.sandbox.oauth import sandbox, server

tokens = Blueprint("tokens", __name__, url_prefix="/oauth")


@tokens.post("/token")
def token() -> Response:
    """One request at a time, so that a code or refresh token raced for is given out once."""
    with sandbox().changing():
        answer: Response = server().create_token_response()
    return answer


@tokens.post("/revoke")
def revoke() -> Response:
    """RFC 7009; a token nobody knows is as good as revoked."""
    if not sandbox().scenario.confirms_revocation:
        return Response("temporarily unavailable", status=503, headers={"Retry-After": "3600"})
    with sandbox().changing():
        answer: Response = server().create_endpoint_response("revocation", request)
    return answer
