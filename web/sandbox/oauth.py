"""OAuth 2 as the sandbox utility speaks it, on Authlib: codes with PKCE, rotation, revocation, `iss` in every answer.

Stricter than Authlib is by itself: S256 is required of everybody, a code used twice ends what it gave, a scope must
be one that can be granted.
"""

from __future__ import annotations

import secrets
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidRequestError,
    InvalidScopeError,
    TokenMixin,
    grants,
)
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Flask, current_app

from web.sandbox.memory import CODE_LIFE_S, TOKEN_LIFE_S, Code, Permission, Sandbox, Status, Token
from web.sandbox.registration import Registration
from web.sandbox.scope import DEFAULT_SCOPE, read_scope

GRANTS = ("authorization_code", "refresh_token", "client_credentials")
BASIC = "client_secret_basic"


def sandbox() -> Sandbox:
    """The utility that answers this request."""
    found = current_app.extensions["sandbox"]
    assert isinstance(found, Sandbox)  # noqa: S101  set by create_sandbox()
    return found


def server() -> AuthorizationServer:
    """The authorization server that answers this request."""
    return current_app.extensions["sandbox_oauth"]


def install(app: Flask) -> None:
    """`app` can issue, refresh and revoke tokens."""
    made = AuthorizationServer()
    made.init_app(app, query_client=_query_client, save_token=_save_token)
    made.register_token_generator("default", _generator())
    made.register_grant(_CodeGrant, [_RequiredS256()])
    made.register_grant(_RefreshGrant)
    made.register_grant(_ClientGrant)
    made.register_endpoint(_Revocation)
    made.register_extension(ISSUER)
    app.extensions["sandbox_oauth"] = made


def is_live(token: Token | None, now: int) -> bool:
    """Whether an access token opens anything now; each question counts as a use."""
    if token is None or token.is_revoked or now >= token.issued_at + TOKEN_LIFE_S:
        return False
    token.uses += 1
    return token.uses <= sandbox().scenario.token_uses


class _Client(ClientMixin):  # type: ignore[misc]
    def __init__(self, registration: Registration) -> None:
        self.registration = registration

    def get_client_id(self) -> str:
        return self.registration.client_id

    @property
    def client_id(self) -> str:
        return self.registration.client_id

    def get_default_redirect_uri(self) -> str | None:
        return None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        read = read_scope(scope or DEFAULT_SCOPE)
        return None if read is None else str(read)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.registration.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.registration.client_secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return bool(method == BASIC)

    def check_response_type(self, response_type: str) -> bool:
        return bool(response_type == "code")

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in GRANTS


class _Credential(TokenMixin):  # type: ignore[misc]
    """A token as Authlib wants to see it."""

    def __init__(self, token: Token) -> None:
        self.token = token

    def check_client(self, client: _Client) -> bool:
        return self.token.client_id == client.client_id

    def get_scope(self) -> str:
        return self.token.scope

    def get_expires_in(self) -> int:
        return TOKEN_LIFE_S

    def is_expired(self) -> bool:
        return sandbox().clock.now() >= self.token.issued_at + TOKEN_LIFE_S

    def is_revoked(self) -> bool:
        return self.token.is_revoked


class _Held:
    """A code as Authlib wants to see it."""

    def __init__(self, code: Code, permission: Permission) -> None:
        self.code = code
        self.permission = permission
        self.code_challenge = code.challenge
        self.code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.code.redirect_uri

    def get_scope(self) -> str:
        return self.permission.scope


class _RequiredS256(CodeChallenge):  # type: ignore[misc]
    """PKCE with S256, from every client; Authlib alone lets confidential clients go without."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        if asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("'code_challenge_method' must be 'S256'")
        super().validate_code_challenge(grant, redirect_uri)

    def validate_code_verifier(self, grant: Any, result: object) -> None:
        if not grant.request.form.get("code_verifier"):
            raise InvalidRequestError("Missing 'code_verifier'")
        super().validate_code_verifier(grant, result)


class _CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = (BASIC,)

    def save_authorization_code(self, code: str, request: Any) -> None:
        utility = sandbox()
        with utility.changing():
            utility.codes[code] = Code(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                challenge=request.payload.data["code_challenge"],
                permission_id=request.user.id,
                issued_at=utility.clock.now(),
            )

    def query_authorization_code(self, code: str, client: _Client) -> _Held | None:
        utility = sandbox()
        with utility.changing():
            held = utility.codes.get(code)
            if held is None or held.client_id != client.client_id:
                return None
            permission = utility.permissions[held.permission_id]
            if held.used:
                utility.end(permission, told=False)  # RFC 6749 §4.1.2: somebody else may hold the tokens
                return None
            if utility.clock.now() >= held.issued_at + CODE_LIFE_S or permission.status is not Status.ACTIVE:
                return None
            return _Held(held, permission)

    def delete_authorization_code(self, authorization_code: _Held) -> None:
        authorization_code.code.used = True

    def authenticate_user(self, authorization_code: _Held) -> Permission:
        return authorization_code.permission


class _RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = (BASIC,)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> _Credential | None:
        utility = sandbox()
        with utility.changing():
            token = utility.find_refresh(refresh_token)
            if token is None or token.is_revoked or token.refresh_used:
                return None
            return _Credential(token)

    def authenticate_user(self, refresh_token: _Credential) -> Permission | None:
        return sandbox().permissions.get(refresh_token.token.permission_id)

    def revoke_old_credential(self, refresh_token: _Credential) -> None:
        refresh_token.token.refresh_used = True


class _ClientGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = (BASIC,)

    def validate_requested_scope(self) -> None:
        if self.request.payload.scope and read_scope(self.request.payload.scope) is None:
            raise InvalidScopeError


class _Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = (BASIC,)

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Credential | None:
        found = sandbox().find_access(token_string) or sandbox().find_refresh(token_string)
        return None if found is None else _Credential(found)

    def revoke_token(self, token: _Credential, request: Any) -> None:
        """Either token ends the permission: there is one for one third party."""
        utility = sandbox()
        permission = utility.permissions.get(token.token.permission_id)
        if permission is not None:
            utility.end(permission, told=False)
        token.token.is_revoked = True


class _Issuer(IssuerParameter):  # type: ignore[misc]
    def get_issuer(self) -> str:
        return sandbox().base_url


ISSUER = _Issuer()
"""Says in every answer to the third party who gives it (RFC 9207)."""


def _query_client(client_id: str) -> _Client | None:
    registration = sandbox().registration
    return (
        _Client(registration) if secrets.compare_digest(client_id.encode(), registration.client_id.encode()) else None
    )


def _save_token(token: dict[str, object], request: Any) -> None:
    """Kept, and answered with where the permission and its readings are (ESPI 3.3)."""
    utility = sandbox()
    permission = request.user if isinstance(request.user, Permission) else None
    with utility.changing():
        utility.tokens.append(
            Token(
                access=str(token["access_token"]),
                refresh=str(token.get("refresh_token") or ""),
                client_id=request.client.client_id,
                scope=str(token.get("scope") or ""),
                permission_id=permission.id if permission else "",
                issued_at=utility.clock.now(),
            )
        )
    if permission is not None:
        token["resourceURI"] = utility.resource_uri(permission.id)
        token["authorizationURI"] = utility.authorization_uri(permission.id)


def _generator() -> BearerTokenGenerator:
    def opaque(**_: object) -> str:
        return secrets.token_urlsafe(32)

    return BearerTokenGenerator(opaque, opaque, lambda client, grant_type: TOKEN_LIFE_S)
