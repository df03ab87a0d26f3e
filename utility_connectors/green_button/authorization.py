"""OAuth 2 at a utility, as its third party: where to send the resident, codes and refresh tokens for tokens, the end.

Authlib speaks the protocol; every byte goes through our own door, and every answer is read the strict way before
Authlib sees it. What a token may look like is decided here, so that nothing an answer holds can reach a header, a
log or the database unexamined.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from authlib.common.urls import url_encode
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from greener_homes.errors import Outage
from utility_connectors import addresses
from utility_connectors.codes_utility import BUSY, CLIENT_REFUSED, UNAVAILABLE
from utility_connectors.green_button.peer import Peer
from utility_connectors.green_button.scope import is_scope
from utility_connectors.http import MB, TOKENS
from utility_connectors.strict_json import read_object

LASTS_AT_LEAST_S, LASTS_AT_MOST_S = 60, 86_400
LASTS_UNSAID_S = 300
"""How long a token is taken to last whose answer does not say so in a way that can be believed."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,4096}=*")
_VISIBLE = re.compile(r"[\x20-\x7e]{1,4096}")
_ERROR = re.compile(r"[a-z_]{1,60}")
_OUR_FAULT = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type"})


class GrantRefused(Exception):  # noqa: N818
    """The utility does not accept this code or refresh token, and never will."""


class AnswerBroken(Exception):  # noqa: N818
    """The utility answered with something that is no token."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a token endpoint gave, examined. Secrets are never shown."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    lasts_s: int
    scope: str | None
    resource: str | None = field(repr=False)
    authorization: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Where a resident is sent, and what must be remembered until they come back."""

    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def question(peer: Peer, redirect_uri: str) -> Question:
    """A new question to the utility: a state nobody can guess, and a proof key only we can answer with."""
    verifier = secrets.token_urlsafe(48)
    client = _client(peer, redirect_uri)
    url, state = client.create_authorization_url(
        str(peer.authorize), state=secrets.token_urlsafe(32), code_verifier=verifier
    )
    return Question(url, state, verifier)


def exchange(peer: Peer, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """The tokens for an authorization code. Raises GrantRefused, AnswerBroken, Outage."""
    return _asked(
        lambda client: client.fetch_token(str(peer.token), code=code, code_verifier=verifier), peer, redirect_uri
    )


def refresh(peer: Peer, token: str) -> Tokens:
    """New tokens for a refresh token. Raises GrantRefused, AnswerBroken, Outage."""
    return _asked(lambda client: client.refresh_token(str(peer.token), refresh_token=token, scope=""), peer, None)


def revoke(peer: Peer, token: str, kind: str) -> bool:
    """Whether the utility says that the token is dead (RFC 7009). False also where it has no such address.

    Raises Outage when it does not answer.
    """
    if peer.revoke is None:
        return False
    client = _client(peer, None)
    reply = client.revoke_token(str(peer.revoke), token=token, token_type_hint=kind)
    if reply.status_code == 429 or reply.status_code >= 500:
        raise Outage(UNAVAILABLE)
    return bool(reply.status_code == 200)


def _asked(call: Callable[[OAuth2Client], Mapping[str, object]], peer: Peer, redirect_uri: str | None) -> Tokens:
    try:
        return _examined(dict(call(_client(peer, redirect_uri))))
    except OAuth2Error as error:
        if error.error in _OUR_FAULT:
            raise Outage(CLIENT_REFUSED) from None
        if error.error in ("invalid_grant", "access_denied", "invalid_token"):
            raise GrantRefused from None
        raise AnswerBroken from None
    except ValueError:
        raise AnswerBroken from None


def _examined(answer: Mapping[str, object]) -> Tokens:
    access, refresh_token, kind = answer.get("access_token"), answer.get("refresh_token"), answer.get("token_type")
    scope = answer.get("scope")
    sound = (
        isinstance(access, str)
        and _TOKEN.fullmatch(access) is not None
        and isinstance(kind, str)
        and kind.lower() == "bearer"
        and (refresh_token is None or (isinstance(refresh_token, str) and _VISIBLE.fullmatch(refresh_token)))
        and (scope is None or (isinstance(scope, str) and is_scope(scope)))
    )
    if not sound:
        raise AnswerBroken
    return Tokens(
        access=str(access),
        refresh=str(refresh_token) if refresh_token is not None else None,
        lasts_s=_lasts(answer.get("expires_in")),
        scope=str(scope) if scope is not None else None,
        resource=_text(answer.get("resourceURI")),
        authorization=_text(answer.get("authorizationURI")),
    )


def _lasts(said: object) -> int:
    """Seconds that can be believed, whatever was said: a clock that is wrong there must not harm here."""
    if isinstance(said, str) and re.fullmatch(r"[0-9]{1,12}", said):
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int) or said <= 0:
        return LASTS_UNSAID_S
    return max(LASTS_AT_LEAST_S, min(LASTS_AT_MOST_S, said))


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > addresses.LONGEST:
        raise AnswerBroken
    return value


def _client(peer: Peer, redirect_uri: str | None) -> OAuth2Client:
    return OAuth2Client(
        _Session(peer),
        client_id=peer.client_id,
        client_secret=peer.client_secret,
        scope=peer.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


class _Session:
    """What Authlib posts through: our door, and nothing that follows, keeps or retries."""

    def __init__(self, peer: Peer) -> None:
        self._door = peer.door(TOKENS)

    def post(self, url: str, data: Mapping[str, str], headers: dict[str, str], auth: ClientAuth) -> _Reply:
        filled = {name: value for name, value in data.items() if value}
        url, headers, body = auth.prepare("POST", url, dict(headers), url_encode(list(filled.items())))
        with self._door.open(
            "POST", addresses.parse(url), headers=headers, body=body.encode(), most_bytes=MB
        ) as answer:
            return _Reply(answer.status, answer.body())


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer as Authlib wants it. Its JSON holds only names and kinds of value we know."""

    status_code: int
    content: bytes = field(repr=False)

    def raise_for_status(self) -> None:
        if self.status_code == 429:
            raise Outage(BUSY)
        if self.status_code >= 500:
            raise Outage(UNAVAILABLE)
        if self.status_code != 200:
            raise AnswerBroken

    def json(self) -> dict[str, object]:
        if self.status_code == 429 or 300 <= self.status_code < 400:
            self.raise_for_status()
        found = read_object(self.content)
        if "error" in found or self.status_code != 200:
            error = found.get("error")
            known = isinstance(error, str) and _ERROR.fullmatch(error)
            return {"error": error if known else "invalid_answer"}
        lasts = _lasts(found.get("expires_in"))  # Authlib reckons with it before we do
        return {**found, "expires_in": lasts}
