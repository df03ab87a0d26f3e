"""Asking a utility to stop, again and again until it has: its own word counts, not that we asked.

Deletes the authorization and revokes the tokens, whichever of the two the utility knows, and then asks whether they
are dead. Until then the permission is one that failed to terminate, which its resident can read; the tokens stay for
this one use. Once it is confirmed, nothing that opens anything remains.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlmodel import Session

from greener_homes import db, log, permissions
from greener_homes.errors import Outage, Refusal
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import Vault
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, custodians
from utility_connectors.addresses import Address
from utility_connectors.connecting import EXCHANGE_WITHIN
from utility_connectors.credentials import Envelope, KeyDestroyed
from utility_connectors.green_button import authorization, connect_my_data
from utility_connectors.green_button.authorization import GrantRefused
from utility_connectors.green_button.connect_my_data import Standing
from utility_connectors.green_button.peer import Peer

PAUSES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
_TAKEN = (200, 202, 204, 404, 410)

logger = log.get(__name__)


def terminate(session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime) -> None:
    """The utility has confirmed that it stopped, or will be asked again later.

    Safe to run again: what is dead already is answered like what dies now.
    """
    with db.beside(session) as own:
        row = credentials.locked(own, permission_id)
        if row is None or row.state not in permissions.ENDING:
            return
        if row.access_sealed is None and row.refresh_sealed is None:
            if row.code_sealed is not None and now - row.created_at < EXCHANGE_WITHIN:
                row.due_at = now + PAUSES[0]  # the code may be turning into tokens right now
                return
            _confirm(own, row, now)
            return
        try:
            seals = credentials.envelope(own, vault, row)
            peer = custodians.peer(own, vault, row.supplier_id, settings, even_disabled=True)
            approval = seals.open("authorization", row.authorization_sealed)
            address = connect_my_data.authorization(peer, approval) if approval else None
        except KeyDestroyed:
            permissions.forget_credentials(row)
            row.due_at = None
            return
        except Refusal as refusal:  # registered at another address since: its operator must say which
            _put_off(own, row, refusal.code.code, now)
            return
    confirmed, reason = False, codes.NOT_CONFIRMED.code
    try:
        confirmed = _stopped(session, peer, seals, address, now)
    except GrantRefused:
        confirmed = True  # it accepts no token of ours any more: there is nothing left to end
    except (Outage, Refusal) as problem:
        reason = problem.code.code
    with db.beside(session) as own:
        row = credentials.locked(own, permission_id)
        if row is None or row.state not in permissions.ENDING:
            return
        if confirmed:
            _confirm(own, row, now)
            return
        _put_off(own, row, reason, now)


def _stopped(session: Session, peer: Peer, seals: Envelope, address: Address | None, now: datetime) -> bool:
    """Whether the utility has stopped, by its own word. Raises GrantRefused, Outage."""
    deleted, access = False, None
    if address is not None:
        access = credentials.access(session, seals.vault, peer, seals.id, now=now, states=permissions.ENDING)
        deleted = connect_my_data.delete(peer, address, access) in _TAKEN
    kind, token = _token(session, seals)  # read only now: reaching the authorization may have renewed it
    revoked = token is not None and authorization.revoke(peer, token, kind)
    if address is None or access is None:
        return revoked
    said = connect_my_data.standing(peer, address, access)
    if said in (Standing.ENDED, Standing.GONE):
        return True
    return said is Standing.UNAUTHORIZED and (deleted or revoked)


def _token(session: Session, seals: Envelope) -> tuple[str, str | None]:
    """The token to be revoked: with a refresh token go the access tokens made from it (RFC 7009, 2.1)."""
    with db.beside(session) as own:
        credentials.alone(own, seals.id)  # a fetch may be renewing them: the newest are to be revoked
        row = own.get(Permission, seals.id)
        refresh = seals.open("refresh", row.refresh_sealed) if row else None
        access = seals.open("access", row.access_sealed) if row else None
    return ("refresh_token", refresh) if refresh is not None else ("access_token", access)


def _confirm(session: Session, row: Permission, now: datetime) -> None:
    permissions.move(session, row, PermissionState.TERMINATED, now=now, code=row.code)
    permissions.forget_credentials(row)
    row.asked_sealed, row.due_at = None, None
    session.add(row)


def _put_off(session: Session, row: Permission, reason: str, now: datetime) -> None:
    """The utility has not confirmed, which its resident can read, and will be asked again."""
    logger.warning("permission.not_terminated", permission=str(row.id), code=reason)
    tries = row.tries
    if row.state is not PermissionState.FAILED_TO_TERMINATE:
        permissions.move(session, row, PermissionState.FAILED_TO_TERMINATE, now=now, code=codes.NOT_CONFIRMED.code)
    row.tries = tries + 1
    row.due_at = now + PAUSES[min(tries, len(PAUSES) - 1)]
    session.add(row)
