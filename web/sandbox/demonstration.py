"""The demonstration's utility: registered like any other, and played beside the pages."""

from __future__ import annotations

import json
import socket
from datetime import datetime

from greener_homes.db import Session
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from utility_connectors import custodians
from utility_connectors.custodians import UtilityView
from web.run_guard import HOST
from web.sandbox.registration import demo_registration, utility_document
from web.sandbox.scenarios import NORMAL

PORTS_TRIED = 20


def free_port(settings: Settings) -> int | None:
    """The first free port after the pages' own, or None where all near it are taken."""
    last = min(settings.port + PORTS_TRIED, 65_535)
    return next((port for port in range(settings.port + 1, last + 1) if _is_free(port)), None)


def register(session: Session, vault: Vault, settings: Settings, port: int, *, now: datetime) -> UtilityView:
    """The platform knows the sandbox utility at this port. Again with another port, it knows it there.

    Raises Refusal where the platform may not speak to this machine, as in production.
    """
    document = utility_document(f"http://{HOST}:{port}", demo_registration(settings))
    return custodians.register(session, vault, json.dumps(document).encode(), settings, now=now)


def command(port: int) -> list[str]:
    """The arguments of `greener-homes` that play it. The secret stays out of the log."""
    return ["sandbox", NORMAL.name, "--port", str(port), "--quiet"]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HOST, port)) != 0
