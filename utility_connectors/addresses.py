"""Addresses of other systems, taken apart the strict way: what is not plainly one address is none.

Two readers of one address must never see two hosts in it, nor a path that climbs out of the one that was registered.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from greener_homes.errors import Refusal
from models.findings import Code, Severity

LONGEST = 2_000
PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*")
_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")

ADDRESS_REFUSED = Code(
    "http.address_refused",
    Severity.REFUSAL,
    "The other system pointed us to an address that is not registered for it. We did not go there.",
    "L’autre système nous a indiqué une adresse qui n’est pas enregistrée pour lui. Nous n’y sommes pas allés.",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host (lower case) and port: what must be the same for two addresses to belong to one system."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port = "" if PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: printable ASCII, no user name, no fragment, no dots that climb."""

    origin: Origin
    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.origin}{self.path}{'?' + self.query if self.query else ''}"

    @property
    def target(self) -> str:
        """What follows the host in the request."""
        return (self.path or "/") + (f"?{self.query}" if self.query else "")


def parse(text: str) -> Address:
    """The address in `text`; raises Refusal for anything but a plain absolute http or https address."""
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise Refusal(ADDRESS_REFUSED)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Refusal(ADDRESS_REFUSED) from None
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().rpartition(":")[0] if port is not None else parts.netloc.lower()
    sound = (
        scheme in PORTS
        and _HOST.fullmatch(host) is not None
        and port != 0
        and not parts.netloc.endswith(":")
        and "#" not in text
        and _PATH.fullmatch(parts.path) is not None
        and _QUERY.fullmatch(parts.query) is not None
        and not _climbs(parts.path)
    )
    if not sound:
        raise Refusal(ADDRESS_REFUSED)
    return Address(Origin(scheme, host, port or PORTS[scheme]), parts.path, parts.query)


def is_loopback(origin: Origin) -> bool:
    """Whether the origin's name is this machine's own, whatever the name service says of others."""
    host = origin.host.strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _climbs(path: str) -> bool:
    plain = path.lower().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/")
    return any(part in (".", "..") for part in plain.split("/")) or "//" in plain
