"""One utility as a peer: its registered addresses and our credentials there, for as long as one job lasts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from utility_connectors.addresses import Address
from utility_connectors.http import Door, Patience


@dataclass(frozen=True, slots=True)
class Peer:
    """One utility, ready to be spoken to. Holds its secret in clear: made for one job, never kept or shown."""

    id: uuid.UUID
    key: str
    authorize: Address
    token: Address
    revoke: Address | None
    resource: Address
    status: Address | None
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    by_change: bool
    window: timedelta
    look_back: timedelta
    failures: int
    closed_until: datetime | None
    loopback: bool

    def door(self, patience: Patience) -> Door:
        """A way to this utility's registered origins and nowhere else."""
        known = (self.token, self.revoke, self.resource, self.status)
        return Door(frozenset(one.origin for one in known if one is not None), self.loopback, patience)

    def __repr__(self) -> str:
        return f"Peer({self.key})"
