"""The customers of one supplier that are homes of ours: found by exact numbers, and named by pseudonyms.

Numbers are never kept: only digests, each under a label of the supplier's own, so that no two suppliers' can be
compared. Which home is whose customer is decided in greener_homes/matches.py.
"""

from __future__ import annotations

import hmac
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from greener_homes import copying
from greener_homes.tables.match import HomeMatch, MatchState
from greener_homes.vault import Vault
from models.quantities import Commodity

ASKED_AT_ONCE = 2_000
NUMBER_DIGITS = 6
"""Digits from which on a sender's name for a usage point is taken for a number of its own."""


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers of one supplier that are homes of ours, found by exact numbers. Holds digests, never numbers."""

    label: str
    vault: Vault
    homes: dict[bytes, tuple[tuple[Commodity, uuid.UUID], ...]]

    def find(self, account: str, meter: str) -> tuple[tuple[Commodity, uuid.UUID], ...]:
        """The home of each commodity for exactly this account and meter; empty where there is none."""
        return self.homes.get(self.vault.match(self.label, f"{account}|{meter}"), ())

    def find_usage_point(self, usage_point: str) -> tuple[tuple[Commodity, uuid.UUID], ...]:
        """The same for a usage point that a resident linked by its own identifier."""
        return self.homes.get(self.vault.match(self.label, f"|{usage_point}"), ())

    @property
    def home_ids(self) -> set[uuid.UUID]:
        return {home for found in self.homes.values() for _, home in found}


def customers(session: Session, vault: Vault, supplier_id: uuid.UUID) -> Customers:
    """Everybody whose rows in this supplier's files may be theirs to share. Says nothing of consent."""
    rows = session.exec(
        select(HomeMatch.pair_match, HomeMatch.commodity, HomeMatch.home_id).where(
            HomeMatch.supplier_id == supplier_id,
            HomeMatch.state == MatchState.LIVE,
            col(HomeMatch.pair_match).is_not(None),
        )
    )
    found: dict[bytes, tuple[tuple[Commodity, uuid.UUID], ...]] = {}
    for pair, commodity, home_id in rows:
        if pair is not None:
            found[pair] = (*found.get(pair, ()), (Commodity(commodity), home_id))
    return Customers(pair_label(supplier_id), vault, found)


def pseudonym_key(vault: Vault, supplier_id: uuid.UUID) -> bytes:
    """The key with which this supplier, and no other, works out its customers' pseudonyms (see `pseudonym`)."""
    return vault.match("manifest_key", str(supplier_id))


def pseudonym(key: bytes, account: str, meter: str) -> bytes:
    """What a customer is called in the manifest: HMAC-SHA-256 of "account|meter", as bytes."""
    return hmac.digest(key, f"{account}|{meter}".encode(), "sha256")


def pair_label(supplier_id: uuid.UUID) -> str:
    """Under what label this supplier's customers are digested."""
    return f"partner_pair|{supplier_id}"


def point_of(vault: Vault, home_id: uuid.UUID, name: str) -> bytes:
    """What is kept of the name a sender has for a usage point of this home."""
    return vault.match(f"usage_point|{home_id}", name)


def across_of(vault: Vault, commodity: Commodity, name: str) -> bytes | None:
    """A digest of a usage point's name that is equal in two homes; None for a name too short to be a number.

    "1" and "power" are what many files call their only meter, and say nothing of whose it is.
    """
    number = re.sub(r"[^0-9A-Z]", "", name.upper())
    if sum(letter.isdigit() for letter in number) < NUMBER_DIGITS:
        return None
    return vault.match("usage_point_across", f"{commodity}|{number}")


def still_matched(
    session: Session, vault: Vault, supplier_id: uuid.UUID, points: Sequence[tuple[uuid.UUID, Commodity, str]]
) -> list[bool]:
    """Whether each usage point (home, commodity, the supplier's name for it) is matched at this moment.

    The matches stay as they are until this transaction ends, so that a match undone waits for a write and no write
    follows it.
    """
    homes = sorted({home_id for home_id, _, _ in points})
    live: set[tuple[uuid.UUID, Commodity, bytes | None]] = set()
    for first in range(0, len(homes), ASKED_AT_ONCE):
        query = (
            select(HomeMatch.home_id, HomeMatch.commodity, HomeMatch.point_match)
            .where(
                copying.one_of(col(HomeMatch.home_id), homes[first : first + ASKED_AT_ONCE]),
                HomeMatch.supplier_id == supplier_id,
                HomeMatch.state == MatchState.LIVE,
            )
            .order_by(col(HomeMatch.id))
            .with_for_update(read=True)
        )
        live.update((home, Commodity(commodity), point) for home, commodity, point in session.exec(query))
    return [(home, commodity, point_of(vault, home, name)) in live for home, commodity, name in points]
