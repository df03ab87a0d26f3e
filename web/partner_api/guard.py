"""Who is calling: a bearer token of ours, with the scope that the address names. Decided before a body is read.

Every endpoint for clients names its scope; one that does not is closed. Calls are counted in a transaction of their
own, so that what fails later is counted too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from authlib.oauth2 import OAuth2Error, ResourceProtector
from authlib.oauth2.rfc6749 import MissingAuthorizationError
from authlib.oauth2.rfc6750 import BearerTokenValidator, InsufficientScopeError
from flask import Flask, g, request

from greener_homes import audit, db, partner_calls, partner_tokens
from greener_homes.errors import NotFound
from greener_homes.partner_calls import CallKind
from greener_homes.partner_clients import Scope
from greener_homes.partner_tokens import TokenView
from web import api_codes as codes
from web import current, problems
from web.access import Access, level_of

View = TypeVar("View", bound=Callable[..., object])
SCOPE = "greener_homes_scope"
TOKEN_MAXIMUM = 200


def needs(scope: Scope) -> Callable[[View], View]:
    """Marks a view with the scope that a token must carry to reach it."""

    def mark(view: View) -> View:
        setattr(view, SCOPE, scope)
        return view

    return mark


def scope_of(app: Flask, endpoint: str) -> Scope | None:
    """The scope an endpoint names, or None."""
    found = getattr(app.view_functions.get(endpoint), SCOPE, None)
    return found if isinstance(found, Scope) else None


def caller() -> TokenView:
    """The token of this request. Only for views whose level is CLIENT."""
    found: TokenView = g.caller
    return found


def install(app: Flask) -> None:
    """Every request of `app` to an endpoint for clients is let through or refused here."""
    protector = ResourceProtector()
    protector.register_token_validator(_Validator(realm="greener-homes"))

    def decide() -> None:
        if request.endpoint is None or level_of(app, request.endpoint) is not Access.CLIENT:
            return
        scope = scope_of(app, request.endpoint)
        if scope is None:
            raise NotFound
        try:
            with db.transaction(current.engine()) as own:
                g.token_session = own
                g.caller = _let_through(protector, scope)
                client = str(g.caller.client.id)
                partner_calls.note(own, current.vault(), client, CallKind.CALL, now=current.now())
        except problems.Unauthorized as refused:
            _remember(refused)
            raise
        g.pop("token_session")

    app.before_request(decide)


def _remember(refused: problems.Unauthorized) -> None:
    """A client that tried what its token does not open is on record; whoever has no token is nobody."""
    held: TokenView | None = g.get("held")
    if refused.status != 403 or held is None:
        return
    with db.transaction(current.engine()) as own:
        actor, action = held.client.actor, audit.Action.TOKEN_REFUSED
        audit.record(own, actor, action, at=current.now(), object_id=held.client.id, code=refused.code)


class _Held:
    """A token as Authlib asks about it; only tokens in force are ever found."""

    def __init__(self, view: TokenView) -> None:
        self.view = view

    def get_scope(self) -> str:
        return " ".join(self.view.scopes)

    def is_expired(self) -> bool:
        return self.view.expires_at <= current.now()

    def is_revoked(self) -> bool:
        return False


class _Validator(BearerTokenValidator):  # type: ignore[misc]  # Authlib ships no types
    def authenticate_token(self, token_string: str) -> _Held | None:
        if len(token_string) > TOKEN_MAXIMUM or not token_string.isascii():
            return None
        found = partner_tokens.token(g.token_session, token_string, now=current.now())
        g.held = found
        return _Held(found) if found else None


def _let_through(protector: Any, scope: Scope) -> TokenView:
    try:
        return cast(_Held, protector.validate_request([scope.value], request)).view
    except MissingAuthorizationError:
        raise problems.Unauthorized(401, codes.TOKEN_MISSING.code, 'Bearer realm="greener-homes"') from None
    except InsufficientScopeError:
        challenge = f'Bearer realm="greener-homes", error="insufficient_scope", scope="{scope.value}"'
        raise problems.Unauthorized(403, codes.SCOPE_MISSING.code, challenge) from None
    except OAuth2Error:
        challenge = 'Bearer realm="greener-homes", error="invalid_token"'
        raise problems.Unauthorized(401, codes.TOKEN_INVALID.code, challenge) from None
