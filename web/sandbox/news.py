"""Telling the third party that there is news: new readings, a prepared batch, a permission taken back.

A notification says only where to look. One that is not taken is tried again the next time; whoever forgets to look by
himself as well will miss things, because no custodian promises delivery.
"""

from __future__ import annotations

from greener_homes import log
from greener_homes.errors import Outage
from utility_connectors.addresses import parse
from utility_connectors.http import Door
from web.sandbox.atom import batch_list
from web.sandbox.feed import newest_change
from web.sandbox.memory import Sandbox, Status

TAKEN = range(200, 300)


def tell(utility: Sandbox) -> int:
    """Whatever is new has been told, unless the scenario forgets to; how many addresses the third party took."""
    with utility.telling:
        with utility.changing():
            _look(utility)
            waiting = list(dict.fromkeys(utility.news))
            utility.news.clear()
        if not waiting or not utility.scenario.notifies or not utility.registration.notify_uri:
            return 0
        if _post(utility.registration.notify_uri, batch_list(waiting).encode()):
            return len(waiting)
        with utility.changing():
            utility.news[:0] = waiting
        return 0


def _look(utility: Sandbox) -> None:
    """Permissions with readings that were published since the last look are news."""
    now = utility.clock.now()
    for permission in utility.permissions.values():
        newest = newest_change(permission.accounts, utility.scenario, now=now)
        if permission.status is Status.ACTIVE and newest > permission.told_at:
            permission.told_at = newest
            utility.news.append(utility.resource_uri(permission.id))


def _post(uri: str, body: bytes) -> bool:
    address = parse(uri)
    door = Door(frozenset({address.origin}), loopback=True)
    try:
        with door.open("POST", address, headers={"Content-Type": "application/xml"}, body=body) as answer:
            status = answer.status
    except Outage as outage:
        log.get(__name__).warning("sandbox.notification_failed", code=outage.code.code)
        return False
    log.get(__name__).info("sandbox.notified", status=status)
    return status in TAKEN
