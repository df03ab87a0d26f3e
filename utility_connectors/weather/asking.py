"""Asking the weather service over the one door out: its registered origin only, one file at a time, patiently."""

from __future__ import annotations

import threading
from collections.abc import Callable

from greener_homes.errors import Outage
from utility_connectors.addresses import parse
from utility_connectors.http import Door, Patience
from utility_connectors.weather.codes import SERVICE_AWAY, SERVICE_ODD
from utility_connectors.weather.service import ComeBackLater, Fetch

PATIENCE = Patience(connect_s=5.0, read_s=30.0, overall_s=60.0)
PAUSE_S = 1.0
"""Between two questions: the service is everybody's."""
OK = 200
WAIT_STATUSES = frozenset({429, 503})


def asker(
    base: str, *, loopback: bool, patience: Patience = PATIENCE, pause: Callable[[], object] | None = None
) -> Fetch:
    """A function that fetches from the service at `base` and from nowhere else. Refusal when `base` is no address."""
    door = Door(frozenset({parse(base).origin}), loopback, patience)
    wait = pause or _pause

    def fetch(address: str, most_bytes: int) -> bytes:
        wait()
        with door.open("GET", parse(address), most_bytes=most_bytes) as answer:
            if answer.status in WAIT_STATUSES and "retry-after" in answer.headers:
                raise ComeBackLater
            if answer.status != OK:
                raise Outage(SERVICE_AWAY if answer.status >= 500 or answer.status in WAIT_STATUSES else SERVICE_ODD)
            return answer.body()

    return fetch


def _pause() -> None:
    threading.Event().wait(PAUSE_S)
