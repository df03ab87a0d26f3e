"""What a utility tells us unasked: that something has changed. Never more than a reason to go and look ourselves.

Anybody can send one, so nothing in it is believed: only an address at a registered utility's own scheme, host, port
and path, of data whose permission is in use, leads to anything, and that is one request of ours to the address we
already know. Repeated, reordered or endless, it is the same single piece of work.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, select

from greener_homes import jobs, log
from greener_homes.errors import Refusal
from greener_homes.permissions import PermissionState
from greener_homes.tables.connection import Permission
from greener_homes.vault import Vault
from utility_connectors import addresses, custodians
from utility_connectors.codes_utility import NOTIFICATION_BROKEN
from utility_connectors.green_button import espi_documents
from utility_connectors.green_button.connect_my_data import resource_of
from utility_connectors.http import MB

LARGEST = MB
MOST_ADDRESSES = 5_000
NOT_AGAIN_WITHIN = timedelta(minutes=1)
"""What was fetched so recently is not fetched again for a notification now, but once this time is over."""

_DATA = cast("InstrumentedAttribute[bytes | None]", Permission.resource_match)
_APPROVAL = cast("InstrumentedAttribute[bytes | None]", Permission.authorization_match)

logger = log.get(__name__)


def hear(session: Session, vault: Vault, content: bytes, *, now: datetime) -> int:
    """Permissions that the notification speaks of will be looked at; returns how many.

    Raises Refusal for anything but a well-formed list of at most MOST_ADDRESSES addresses.
    """
    if len(content) > LARGEST:
        raise Refusal(NOTIFICATION_BROKEN)
    try:
        found = espi_documents.read(content, {"resources"}, most=MOST_ADDRESSES)
    except ValueError:
        raise Refusal(NOTIFICATION_BROKEN) from None
    if "BatchList" not in found.elements:
        raise Refusal(NOTIFICATION_BROKEN)
    data, approvals = _spoken_of(session, vault, {text for _, text in found.texts})
    for row in _in_use(session, _DATA, data):
        soon = row.fetched_at + NOT_AGAIN_WITHIN if row.fetched_at else now
        row.due_at = max(now, soon, row.held_until or now)
        session.add(row)
        if row.due_at <= now:
            jobs.enqueue(session, "permission.fetch", row.id, now=now)
    for row in _in_use(session, _APPROVAL, approvals):
        jobs.enqueue(session, "permission.check", row.id, now=now)
    logger.info("notification.heard", addresses=len(found.texts), data=len(data), approvals=len(approvals))
    return len(data) + len(approvals)


def _spoken_of(
    session: Session, vault: Vault, texts: Iterable[str]
) -> tuple[dict[bytes, set[uuid.UUID]], dict[bytes, set[uuid.UUID]]]:
    """Digests of the data and the authorizations named, with the utilities at whose address each lies."""
    known = custodians.origins(session)
    data: dict[bytes, set[uuid.UUID]] = {}
    approvals: dict[bytes, set[uuid.UUID]] = {}
    for text in texts:
        try:
            address = addresses.parse(text)
        except Refusal:
            continue
        for organisation_id, base in known.get(address.origin, ()):
            resource = resource_of(base, address.path)
            if resource is None:
                continue
            kind, name = resource
            place = f"{base}/Batch/Subscription/{name}" if kind == "Subscription" else f"{base}/Authorization/{name}"
            plain = str(replace(address, path=place, query=""))
            into = data if kind == "Subscription" else approvals
            match = vault.match(f"permission_{'resource' if into is data else 'authorization'}", plain)
            into.setdefault(match, set()).add(organisation_id)
    return data, approvals


def _in_use(
    session: Session, column: InstrumentedAttribute[bytes | None], wanted: dict[bytes, set[uuid.UUID]]
) -> list[Permission]:
    """Permissions in use for exactly these, each at the utility the address belongs to."""
    if not wanted:
        return []
    query = select(Permission).where(Permission.state == PermissionState.ACCEPTED, column.in_(list(wanted)))
    rows = session.exec(query.with_for_update(skip_locked=True)).all()
    return [row for row in rows if row.supplier_id in wanted[getattr(row, column.key)]]
