"""Where a request comes from, kept to what slowing down a guesser needs and no more."""

from __future__ import annotations

import ipaddress


def of(address: str | None) -> str:
    """The sender's network, /24 or /48: enough to slow down guessing, too little to point at one person."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    width = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, width), strict=False))
