"""A permission's tokens: sealed with the person's key, renewed by one at a time, never lost between two of them.

A refresh token that the utility exchanged for a new one is kept until the new access token has worked once: whoever
is killed in between finds one of the two still good. Renewing has a transaction of its own, committed before the new
token is used, because what happens afterwards may be undone and the utility's change may not.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, select

from greener_homes import db, people, permissions
from greener_homes.errors import Outage
from greener_homes.permissions import PermissionState
from greener_homes.tables.connection import Permission
from greener_homes.vault import Vault
from utility_connectors.codes_utility import UNAVAILABLE
from utility_connectors.green_button import authorization
from utility_connectors.green_button.authorization import AnswerBroken, GrantRefused, Tokens
from utility_connectors.green_button.peer import Peer

LEEWAY = timedelta(seconds=30)
"""A token this near its end is renewed first."""
PATIENCE = "25s"
"""How long one renewal waits for another of the same permission."""
IN_USE = frozenset({PermissionState.ACCEPTED})


class KeyDestroyed(Exception):  # noqa: N818
    """The person's key is gone, and with it everything this permission had: erasure, not a fault."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Seals and opens the columns of one permission with its person's key."""

    vault: Vault
    key: bytes
    id: uuid.UUID

    def seal(self, column: str, value: str) -> bytes:
        return self.vault.seal(self.key, value, f"permission|{column}|{self.id}")

    def open(self, column: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self.vault.open(self.key, sealed, f"permission|{column}|{self.id}")


def envelope(session: Session, vault: Vault, row: Permission) -> Envelope:
    """The envelope of a permission. Raises KeyDestroyed."""
    key = people.key_of(session, vault, row.person_id)
    if key is None:
        raise KeyDestroyed
    return Envelope(vault, key, row.id)


def locked(session: Session, permission_id: uuid.UUID) -> Permission | None:
    """The permission as it is now, held until this transaction ends; None when it is gone."""
    query = select(Permission).where(Permission.id == permission_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def keep(row: Permission, seals: Envelope, tokens: Tokens, *, now: datetime, spent: str | None = None) -> None:
    """The tokens are in the row; `spent`, the refresh token they were given for, stays beside a new one."""
    row.access_sealed = seals.seal("access", tokens.access)
    row.access_until = now + timedelta(seconds=tokens.lasts_s)
    if tokens.refresh is None or tokens.refresh == spent:
        if spent is not None:
            row.refresh_sealed, row.previous_sealed = seals.seal("refresh", spent), None
        return
    row.previous_sealed = seals.seal("previous", spent) if spent is not None else None
    row.refresh_sealed = seals.seal("refresh", tokens.refresh)


def access(
    session: Session,
    vault: Vault,
    peer: Peer,
    permission_id: uuid.UUID,
    *,
    now: datetime,
    refused: str | None = None,
    states: frozenset[PermissionState] = IN_USE,
) -> str:
    """An access token to use now, renewed when it is at its end or is the one that was `refused`.

    Single flight: whoever comes second waits and finds what the first one got. Raises GrantRefused when no refresh
    token is accepted any more or the permission is in none of these `states`, Outage, KeyDestroyed.
    """
    with db.beside(session) as own:
        alone(own, permission_id)
        row = own.get(Permission, permission_id, populate_existing=True)
        if row is None or row.state not in states:
            raise GrantRefused
        seals = envelope(own, vault, row)
        known = seals.open("access", row.access_sealed)
        if known is not None and known != refused and row.access_until and row.access_until > now + LEEWAY:
            return known
        spent, tokens = _renewed(peer, seals, row)
        held = locked(own, permission_id)
        if held is None or held.state not in states | permissions.ENDING:
            raise GrantRefused
        keep(held, seals, tokens, now=now, spent=spent)
        own.add(held)
        may_use = held.state in states
    if not may_use:  # stopped meanwhile: what we got waits to be given back
        raise GrantRefused
    return tokens.access


def alone(own: Session, permission_id: uuid.UUID) -> None:
    """Nobody else renews this permission's tokens until this transaction ends; whoever was at it has finished.

    Not the row is held: a resident who stops must not wait for a utility.
    """
    own.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": PATIENCE})
    db.one_at_a_time(own, _lock_of(permission_id))


def worked(session: Session, permission_id: uuid.UUID) -> None:
    """The access token was accepted: the refresh token before the present one is no longer needed."""
    row = locked(session, permission_id)
    if row is not None and row.previous_sealed is not None:
        row.previous_sealed = None
        session.add(row)


def _renewed(peer: Peer, seals: Envelope, row: Permission) -> tuple[str, Tokens]:
    """The refresh token that was accepted, and what it was exchanged for: the present one, else the one before."""
    for column, sealed in (("refresh", row.refresh_sealed), ("previous", row.previous_sealed)):
        token = seals.open(column, sealed)
        if token is None:
            continue
        try:
            return token, authorization.refresh(peer, token)
        except GrantRefused:
            continue
        except AnswerBroken:
            raise Outage(UNAVAILABLE) from None  # a page of a gateway is no reason to give a permission up
    raise GrantRefused


def _lock_of(permission_id: uuid.UUID) -> int:
    return int.from_bytes(permission_id.bytes[8:], "big", signed=True)
