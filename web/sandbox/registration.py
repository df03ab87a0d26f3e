"""One third party as the sandbox utility knows it, and the document with which it in turn knows the utility."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from greener_homes.errors import Refusal
from greener_homes.settings import Settings
from web.codes_sandbox import NOT_LOOPBACK
from web.run_guard import HOST
from web.sandbox.scope import DEFAULT_SCOPE

KEY = "lakeshore-power"
NAME = "Lakeshore Power (sandbox)"
APPLICATION_ID = "1"


@dataclass(frozen=True, slots=True)
class Registration:
    """A third party: its credentials, where people are sent back to, and where it wants to be told of news.

    `notify_uri` is empty for one that does not want to be told.
    """

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    notify_uri: str = ""
    name: str = "Greener Homes"


def platform_registration(port: int, *, secret: str | None = None) -> Registration:
    """The platform on this machine, with its pages at `port`; a new secret unless one is given."""
    site = f"http://{HOST}:{port}"
    return Registration(
        client_id="greener-homes",
        client_secret=secret or secrets.token_urlsafe(32),
        redirect_uris=(f"{site}/green-button/return/{KEY}",),
        notify_uri=f"{site}/green-button/notifications",
    )


def demo_registration(settings: Settings) -> Registration:
    """The demonstration's own, the same whenever asked, so that the seeding and the sandbox agree without a word."""
    digest = hmac.new(settings.signing_key(), b"sandbox utility's client secret", hashlib.sha256)
    return platform_registration(settings.port, secret=digest.hexdigest())


def utility_document(base_url: str, registration: Registration) -> dict[str, object]:
    """What `greener-homes add-utility` takes to know this utility."""
    return {
        "key": KEY,
        "name": NAME,
        "authorize_url": f"{base_url}/oauth/authorize",
        "token_url": f"{base_url}/oauth/token",
        "revoke_url": f"{base_url}/oauth/revoke",
        "resource_url": f"{base_url}/espi/1_1/resource",
        "service_status_url": f"{base_url}/espi/1_1/resource/ReadServiceStatus",
        "client_id": registration.client_id,
        "client_secret": registration.client_secret,
        "scope": DEFAULT_SCOPE,
        "issuer": base_url,
    }


def require_loopback(addresses: Mapping[str, str]) -> None:
    """Each address (by what it is) is an http one of this machine, or empty; raises Refusal otherwise."""
    for what, address in addresses.items():
        if address and not _is_loopback(address):
            raise Refusal(NOT_LOOPBACK, what=what)


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme == "http"
            and "@" not in parts.netloc
            and ipaddress.ip_address(parts.hostname or "").is_loopback
        )
    except ValueError:
        return False
