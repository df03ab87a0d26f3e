"""Signing in at a provider by OpenID Connect: the question, and the answer examined to the last claim.

Authlib speaks OAuth 2 with PKCE (S256), through our own door; joserfc checks signatures. An answer counts when its
state is ours and unused (greener_homes/identity/provider_visits.py), its issuer is the one that was asked, its code
buys an identity token signed by that issuer's present key, for us and nobody else, of this minute, with our nonce.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from authlib.common.urls import url_encode
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from greener_homes.errors import Outage
from greener_homes.settings import IdentityProvider
from utility_connectors import addresses
from utility_connectors.codes_utility import UNAVAILABLE
from utility_connectors.http import MB
from utility_connectors.identity import discovery
from utility_connectors.identity.discovery import Discovered, NotVouched
from utility_connectors.strict_json import read_object

SCOPE = "openid email"
LEEWAY = timedelta(seconds=60)
LONGEST_TOKEN = 20_000
_SUBJECT = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Question:
    """Where somebody is sent, and what must be remembered until they come back."""

    url: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says came back. `email` is there only where the provider has verified it."""

    subject: str = field(repr=False)
    email: str | None = field(repr=False)


def question(provider: IdentityProvider, redirect_uri: str, *, loopback: bool, now: datetime) -> Question:
    """A new question: a state and a nonce nobody can guess, and a proof key. Raises NotVouched, Outage, Refusal."""
    found = discovery.discover(provider, loopback=loopback, now=now)
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    url, state = _client(provider, found, redirect_uri, loopback=loopback).create_authorization_url(
        str(found.authorize), state=secrets.token_urlsafe(32), code_verifier=verifier, nonce=nonce
    )
    return Question(url, state, nonce, verifier)


def answer(
    provider: IdentityProvider,
    given: Mapping[str, str],
    carried: Mapping[str, str],
    redirect_uri: str,
    *,
    loopback: bool,
    now: datetime,
) -> Identity:
    """Who came back with this answer (`given`: its query) to the question that was `carried` (nonce, verifier).

    Raises NotVouched for an answer that proves nothing, Outage when the provider does not answer.
    """
    found = discovery.discover(provider, loopback=loopback, now=now)
    if given.get("iss", found.issuer) != found.issuer or (found.says_issuer and "iss" not in given):
        raise NotVouched("issuer")
    if "error" in given or not given.get("code"):
        raise NotVouched("declined")
    client = _client(provider, found, redirect_uri, loopback=loopback)
    try:
        tokens = client.fetch_token(str(found.token), code=given["code"], code_verifier=carried["verifier"])
    except OAuth2Error:
        raise NotVouched("code") from None
    except ValueError:
        raise NotVouched("answer") from None
    signed = tokens.get("id_token")
    if not isinstance(signed, str) or len(signed) > LONGEST_TOKEN:
        raise NotVouched("token")
    claims = _claims(signed, discovery.keys(found, loopback=loopback), found, provider, carried["nonce"], now)
    return _identity(claims)


def _claims(
    signed: str, keys: KeySet, found: Discovered, provider: IdentityProvider, nonce: str, now: datetime
) -> Mapping[str, object]:
    try:
        token = jwt.decode(signed, keys, algorithms=list(found.algorithms))
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotVouched("signature") from None
    registry = jwt.JWTClaimsRegistry(
        now=lambda: int(now.timestamp()),
        leeway=int(LEEWAY.total_seconds()),
        iss={"essential": True, "value": found.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        registry.validate(token.claims)
    except (JoseError, ValueError, TypeError):
        raise NotVouched("claims") from None
    audience = token.claims["aud"]
    alone = audience in (provider.client_id, [provider.client_id])
    if not alone or token.claims.get("azp", provider.client_id) != provider.client_id:
        raise NotVouched("audience")
    return dict(token.claims)


def _identity(claims: Mapping[str, object]) -> Identity:
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise NotVouched("subject")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    return Identity(subject, str(email) if verified else None)


def _client(provider: IdentityProvider, found: Discovered, redirect_uri: str, *, loopback: bool) -> OAuth2Client:
    return OAuth2Client(
        _Session(found, loopback),
        client_id=provider.client_id,
        client_secret=provider.client_secret.get_secret_value(),
        token_endpoint_auth_method="client_secret_basic" if found.basic else "client_secret_post",
        scope=SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


class _Session:
    """What Authlib posts through: our door, and nothing that follows, keeps or retries."""

    def __init__(self, found: Discovered, loopback: bool) -> None:
        self._door = discovery.door(found.token, loopback=loopback)

    def post(self, url: str, data: Mapping[str, str], headers: dict[str, str], auth: ClientAuth) -> _Reply:
        filled = {name: value for name, value in data.items() if value}
        url, headers, body = auth.prepare("POST", url, dict(headers), url_encode(list(filled.items())))
        sent = {**headers, "Accept": "application/json"}
        with self._door.open("POST", addresses.parse(url), headers=sent, body=body.encode(), most_bytes=MB) as answer:
            return _Reply(answer.status, answer.body())


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer as Authlib wants it: of the many things it may say, only what we ask for."""

    status_code: int
    content: bytes = field(repr=False)

    def raise_for_status(self) -> None:
        if self.status_code == 429 or self.status_code >= 500:
            raise Outage(UNAVAILABLE)
        if self.status_code != 200:
            raise NotVouched("answer")

    def json(self) -> dict[str, object]:
        if self.status_code == 429 or self.status_code >= 500:
            raise Outage(UNAVAILABLE)
        found = read_object(self.content)
        if "error" in found or self.status_code != 200:
            return {"error": "invalid_grant"}
        return {"token_type": "Bearer", "access_token": "unused", "id_token": found.get("id_token")}
