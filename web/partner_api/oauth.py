"""OAuth 2 for partners' software: tokens by client credentials (RFC 6749), taken back (7009), asked about (7662).

Authlib speaks the protocol; `greener_homes` keeps clients, secrets and tokens. A client that is unknown and a secret
that is wrong are answered alike. Nothing that was sent is repeated.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote_plus

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.flask_oauth2.requests import FlaskOAuth2Payload, FlaskOAuth2Request
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.datastructures import MultiDict

from greener_homes import audit, db, partner_calls, partner_tokens
from greener_homes.partner_calls import CallKind
from greener_homes.partner_clients import Scope
from greener_homes.partner_tokens import Known, TokenView
from web import current, network
from web.access import Access, access

oauth = Blueprint("oauth", __name__, url_prefix="/oauth")

METHODS = ["client_secret_basic", "client_secret_post"]
FORM = "application/x-www-form-urlencoded"
LONGEST = 200
"""Characters of a client id or secret; ours are far shorter."""
DESCRIPTIONS = {
    "invalid_request": "A parameter is missing, unknown or given twice, or the request is not a form.",
    "invalid_client": "No client of ours has this id and secret.",
    "invalid_scope": "This client does not hold every scope asked for.",
    "unauthorized_client": "This client may not use this grant.",
    "unsupported_grant_type": "Only client_credentials is supported.",
    "unsupported_token_type": "Only access tokens are known here.",
    "insecure_transport": "Use https.",
}


@oauth.post("/token")
@access(Access.PEER)
def token() -> Response:
    """A token for the client whose id and secret these are."""
    return _answered("token")


@oauth.post("/revoke")
@access(Access.PEER)
def revoke() -> Response:
    """The client's token counts for nothing any more; also said of a token that never did."""
    return _answered("revocation")


@oauth.post("/introspect")
@access(Access.PEER)
def introspect() -> Response:
    """What the client's own token opens, and until when; every other token is just not active."""
    return _answered("introspection")


def install(app: Flask) -> None:
    """`app` gives out tokens."""
    server = _Server()
    server.init_app(app, query_client=lambda _id: None, save_token=lambda _token, _request: None)
    server.register_token_generator("default", _issue)
    server.register_grant(_Grant)
    server.register_endpoint(_Revocation)
    server.register_endpoint(_Introspection)
    app.extensions["greener_homes_oauth"] = server


def _answered(endpoint: str) -> Response:
    server: _Server = current_app.extensions["greener_homes_oauth"]
    try:
        if request.mimetype != FORM or any(len(values) > 1 for _, values in request.form.lists()):
            raise InvalidRequestError()
        response: Response = (
            server.create_token_response() if endpoint == "token" else server.create_endpoint_response(endpoint)
        )
    except OAuth2Error as error:  # also what Authlib raises before it begins to catch, such as plain http
        response = server.handle_error_response(None, error)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Client:
    """A client that has proved who it is, as Authlib asks about it."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def check_grant_type(self, grant_type: str) -> bool:
        return bool(grant_type == ClientCredentialsGrant.GRANT_TYPE)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """All that was asked for, or None: a token with less than that would fail its holder later."""
        held = self.known.client.scopes
        wanted = scope.split(" ") if scope else list(held)
        return " ".join(wanted) if wanted and set(wanted) <= set(held) else None


class _Payload(FlaskOAuth2Payload):  # type: ignore[misc]  # Authlib ships no types
    """Only the body counts: what stands in an address stands in logs."""

    @property
    def data(self) -> MultiDict[str, str]:
        return request.form


class _Request(FlaskOAuth2Request):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(request)
        if current.settings().secure_cookies:  # TLS ends before us, so the address we see may say http
            self.uri = request.url.replace("http://", "https://", 1)
        self.payload = _Payload(request)


class _Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with our way of knowing clients and of saying no."""

    def create_oauth2_request(self, _request: object) -> _Request:
        return _Request()

    def authenticate_client(self, given: _Request, _methods: object, _endpoint: str = "token") -> _Client:
        known = _known(*_credentials())
        if known is None:
            raise InvalidClientError(status_code=401)
        given.auth_method = "client_secret"
        return _Client(known)

    def handle_error_response(self, _request: object, error: OAuth2Error) -> Response:
        body = {"error": error.error, "error_description": DESCRIPTIONS.get(error.error, "The request was refused.")}
        response = Response(json.dumps(body), error.status_code, mimetype="application/json")
        if error.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="greener-homes"'
        return response


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS


class _Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = METHODS
    SUPPORTED_TOKEN_TYPES = ("access_token",)

    def authenticate_token(self, given: _Request, client: _Client) -> str:
        self.check_params(given, client)
        return str(request.form["token"])

    def revoke_token(self, text: str, given: _Request) -> None:
        partner_tokens.revoke_token(current.session(), given.client.known.client, text, now=current.now())


class _Introspection(IntrospectionEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = METHODS
    SUPPORTED_TOKEN_TYPES = ("access_token",)

    def authenticate_token(self, given: _Request, client: _Client) -> TokenView | None:
        self.check_params(given, client)
        found = partner_tokens.token(current.session(), request.form["token"], now=current.now())
        return found if found and found.client.id == client.known.client.id else None

    def create_introspection_payload(self, found: TokenView | None) -> dict[str, object]:
        if found is None:
            return {"active": False}
        return {
            "active": True,
            "client_id": str(found.client.id),
            "scope": " ".join(found.scopes),
            "token_type": "Bearer",
            "iat": int(found.issued_at.timestamp()),
            "exp": int(found.expires_at.timestamp()),
        }


def _issue(client: _Client, scope: str | None = None, **_: Any) -> dict[str, object]:
    allowed = client.get_allowed_scope(scope)
    if allowed is None:
        raise InvalidScopeError()
    scopes = [Scope(name) for name in allowed.split()]
    text = partner_tokens.issue(current.session(), client.known, scopes, now=current.now())
    return {
        "token_type": "Bearer",
        "access_token": text,
        "expires_in": int(partner_tokens.LASTS.total_seconds()),
        "scope": allowed,
    }


def _credentials() -> tuple[str, str]:
    """The id and secret sent, in one of the two ways, not in both. Raises what OAuth says of anything else."""
    posted = request.form.get("client_id", ""), request.form.get("client_secret", "")
    header = request.headers.get("Authorization")
    if header is None:
        return posted
    if posted[1]:
        raise InvalidRequestError()
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    found = unquote_plus(name), unquote_plus(secret)
    if posted[0] and posted[0] != found[0]:
        raise InvalidRequestError()
    return found if colon else ("", "")


def _known(client_id: str, secret: str) -> Known | None:
    """The client, or None after the failure has been counted and put on record. Raises Refusal at too many."""
    sender, now, vault = network.of(request.remote_addr), current.now(), current.vault()
    sound = all(0 < len(text) <= LONGEST and text.isascii() for text in (client_id, secret))
    pair = f"{client_id if sound else ''}|{sender}"
    with db.transaction(current.engine()) as own:
        partner_calls.refuse_if_exceeded(own, vault, sender, CallKind.NETWORK, now=now)
        partner_calls.refuse_if_exceeded(own, vault, pair, CallKind.FAILED, now=now)
        known = partner_tokens.authenticate(own, vault, client_id, secret, now=now) if sound else None
        if known is not None:
            partner_calls.note(own, vault, str(known.client.id), CallKind.ASKED, now=now)
            return known
        partner_calls.note(own, vault, sender, CallKind.NETWORK, now=now)
        partner_calls.note(own, vault, pair, CallKind.FAILED, now=now)
        audit.record(own, audit.ANONYMOUS, audit.Action.TOKEN_REFUSED, at=now)
    return None
