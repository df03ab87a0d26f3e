"""Whose rows of a supplier's file may be kept: its customers that are homes of ours, and what they agreed to.

Asked before a file is read, so that rows of anybody else are dropped while they are read; asked again, with a lock,
before anything is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from greener_homes import consent, matches
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.local_days import midnight
from greener_homes.vault import Vault
from models.quantities import Commodity
from utility_connectors.bulk.reader import NOT_A_CUSTOMER

HOMES_AT_ONCE = 2_000
WITHOUT_END = 1 << 40


class Customers:
    """The customers of one supplier, numbered as they are met in a file."""

    def __init__(self, session: Session, vault: Vault, supplier_id: uuid.UUID, *, at: datetime) -> None:
        self._matched = matches.customers(session, vault, supplier_id)
        self._consents = consents(session, list(self._matched.home_ids), supplier_id, at=at, lock=False)
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: list[str] = []
        self._homes: list[dict[Commodity, uuid.UUID]] = []

    def find(self, account: str, meter: str) -> int:
        """The number of the customer with exactly this account and meter, or NOT_A_CUSTOMER."""
        return self._known(account, meter, self._matched.find(account, meter))

    def find_usage_point(self, usage_point: str) -> int:
        """The number of the customer whose resident linked this usage point by its own identifier."""
        return self._known("", usage_point, self._matched.find_usage_point(usage_point))

    def admit(self, customer: int, commodity: Commodity) -> tuple[int, int] | None:
        """From and until when (universal seconds) the customer's readings may be kept; None: not at all."""
        home = self._homes[customer].get(commodity)
        live = None if home is None else self._consents.get(home)
        since = None if live is None else live.covers_from(commodity)
        if live is None or since is None:
            return None
        until = live.covers_until(commodity)
        return midnight(since), WITHOUT_END if until is None else midnight(until)

    def home(self, customer: int, commodity: Commodity) -> uuid.UUID:
        """The home whose readings of a commodity these are. KeyError where there is none."""
        return self._homes[customer][commodity]

    def name(self, customer: int) -> str:
        """What the sender calls the customer's usage point."""
        return self._names[customer]

    def home_of_row(self, customer: int | None, commodity: Commodity | None, moment: int | None) -> uuid.UUID | None:
        """The home that agreed to share what a refused row is about, or None where that is not certain."""
        if customer is None or moment is None:
            return None
        linked = self._homes[customer]
        if commodity is None and len(linked) == 1:
            commodity = next(iter(linked))
        window = None if commodity is None else self.admit(customer, commodity)
        if commodity is None or window is None or not window[0] <= moment < window[1]:
            return None
        return linked[commodity]

    def _known(self, account: str, meter: str, homes: Sequence[tuple[Commodity, uuid.UUID]]) -> int:
        if not homes:
            return NOT_A_CUSTOMER
        key = account, meter
        if key not in self._numbers:
            self._numbers[key] = len(self._homes)
            self._names.append(f"{account}|{meter}")
            self._homes.append(dict(homes))
        return self._numbers[key]


def consents(
    session: Session, homes: Sequence[uuid.UUID], supplier_id: uuid.UUID, *, at: datetime, lock: bool
) -> dict[uuid.UUID, LiveConsent]:
    """The permissions in force to keep what this supplier sends of these homes."""
    found: dict[uuid.UUID, LiveConsent] = {}
    for first in range(0, len(homes), HOMES_AT_ONCE):
        part = homes[first : first + HOMES_AT_ONCE]
        found |= consent.require_each(
            session, part, Purpose.ADVICE, Source.PARTNER, at=at, lock=lock, supplier_id=supplier_id
        )
    return found
