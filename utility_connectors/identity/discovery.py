"""What a provider says of itself (OpenID Connect Discovery), believed only where it agrees with what was registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from greener_homes.errors import Outage
from greener_homes.settings import IdentityProvider
from utility_connectors.addresses import Address, is_loopback, parse
from utility_connectors.codes_utility import UNAVAILABLE
from utility_connectors.http import MB, TOKENS, Door
from utility_connectors.strict_json import read_object

ALGORITHMS = frozenset({"RS256", "PS256", "ES256"})
"""How an identity may be signed: with a key only the provider holds, never with a shared one and never not at all."""
DOCUMENT = "/.well-known/openid-configuration"
KEPT_FOR = timedelta(minutes=30)


class NotVouched(Exception):  # noqa: N818  the provider's word does not hold
    """What came from the provider proves nothing. `why` is a code of ours, for the record."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Discovered:
    """A provider's addresses and habits."""

    issuer: str
    authorize: Address
    token: Address
    keys_at: Address
    algorithms: tuple[str, ...]
    says_issuer: bool
    """It names itself in its answers, so that one without a name is not its own (RFC 9207)."""
    basic: bool
    read_at: datetime = field(compare=False)


_KNOWN: dict[str, Discovered] = {}


def discover(provider: IdentityProvider, *, loopback: bool, now: datetime) -> Discovered:
    """The provider as it is now, read at most twice an hour. Raises NotVouched, Outage, Refusal for bad addresses."""
    known = _KNOWN.get(provider.issuer)
    if known is not None and known.read_at > now - KEPT_FOR:
        return known
    at = parse(provider.issuer.rstrip("/") + DOCUMENT)
    found = _examined(_read(at, loopback=loopback), provider, loopback=loopback, now=now)
    _KNOWN[provider.issuer] = found
    return found


def keys(found: Discovered, *, loopback: bool) -> KeySet:
    """The keys the provider signs with, read anew each time: a key it has withdrawn counts no more."""
    try:
        return KeySet.import_key_set(_read(found.keys_at, loopback=loopback))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotVouched("keys") from None


def door(address: Address, *, loopback: bool) -> Door:
    """A way to this address's origin and nowhere else."""
    return Door(frozenset({address.origin}), loopback, TOKENS)


def _read(address: Address, *, loopback: bool) -> dict[str, object]:
    with door(address, loopback=loopback).open(
        "GET", address, most_bytes=MB, headers={"Accept": "application/json"}
    ) as (answer):
        if answer.status != 200:
            raise Outage(UNAVAILABLE)
        body = answer.body()
    try:
        return read_object(body)
    except ValueError:
        raise NotVouched("document") from None


def _examined(said: Mapping[str, object], provider: IdentityProvider, *, loopback: bool, now: datetime) -> Discovered:
    if said.get("issuer") != provider.issuer:
        raise NotVouched("issuer")
    methods = said.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise NotVouched("pkce")
    signing = said.get("id_token_signing_alg_values_supported")
    listed = signing if isinstance(signing, list) else []
    algorithms = ALGORITHMS.intersection(one for one in listed if isinstance(one, str))
    ways = said.get("token_endpoint_auth_methods_supported")
    return Discovered(
        issuer=provider.issuer,
        authorize=_address(said, "authorization_endpoint", loopback),
        token=_address(said, "token_endpoint", loopback),
        keys_at=_address(said, "jwks_uri", loopback),
        algorithms=tuple(sorted(algorithms)) or ("RS256",),
        says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        basic=not isinstance(ways, list) or "client_secret_basic" in ways,
        read_at=now,
    )


def _address(said: Mapping[str, object], name: str, loopback: bool) -> Address:
    found = said.get(name)
    if not isinstance(found, str):
        raise NotVouched("document")
    address = parse(found)
    if address.origin.scheme != "https" and not (loopback and is_loopback(address.origin)):
        raise NotVouched("address")
    return address
