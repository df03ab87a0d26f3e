"""What becomes of a permission, and of its utility's breaker, after an answer that is no readings.

Written in transactions of their own: what a utility has said stays said, whatever becomes of the work around it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from greener_homes import db, log, permissions
from greener_homes.permissions import PermissionState
from greener_homes.tables.connection import Permission
from greener_homes.vault import Vault
from models.findings import Code
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, custodians, http
from utility_connectors.addresses import Address
from utility_connectors.green_button import connect_my_data
from utility_connectors.green_button.connect_my_data import Reply, Standing
from utility_connectors.green_button.peer import Peer

DAILY = timedelta(days=1)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""How long to wait after failures in a row; the last also after all further ones."""
ASKED_IN_VAIN = 30
"""After so many answers in a row without readings, a permission is given up."""
UNSAID_WAIT = timedelta(minutes=15)

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run works with."""

    peer: Peer
    resource: Address
    authorization: Address | None


@dataclass(slots=True)
class Run:
    """One run of fetching for one permission: its surroundings, and whether what is new was asked for already."""

    session: Session
    vault: Vault
    permission_id: uuid.UUID
    now: datetime
    plan: Plan
    caught_up: bool = False


def put_off(run: Run, reply: Reply) -> None:
    """What follows from an answer that is no readings."""
    match reply.status:
        case 401:
            if has_ended_there(run):
                end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
            else:
                end(run, PermissionState.INVALID, codes.TOKEN_REFUSED)
        case 202:
            in_vain(run, codes.NOT_READY, reply.again_after or timedelta(hours=1))
        case 403 | 404 | 410:
            if has_ended_there(run):
                end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
            else:
                in_vain(run, codes.REFUSED if reply.status == 403 else codes.NOTHING_THERE)
        case 429 | 503 if reply.again_after is not None or reply.status == 429:
            failed(run, codes.BUSY, reply.again_after or UNSAID_WAIT)
        case _:
            failed(run, codes.UNAVAILABLE)


def has_ended_there(run: Run) -> bool:
    """Whether the utility says so itself. Raises GrantRefused when it accepts none of our tokens."""
    if run.plan.authorization is None:
        return False
    peer = run.plan.peer
    access = credentials.access(run.session, run.vault, peer, run.permission_id, now=run.now)
    said = connect_my_data.standing(peer, run.plan.authorization, access)
    return said is Standing.ENDED


def lost(run: Run) -> None:
    """No token of ours is accepted: ended there when they once were, else never any good."""
    with db.beside(run.session) as own:
        row = held(own, run)
        if row is None:
            return
        was_good = row.fetched_at is not None
        to = PermissionState.EXTERNALLY_TERMINATED if was_good else PermissionState.INVALID
        reason = codes.ENDED_THERE if was_good else codes.TOKEN_REFUSED
        permissions.end(own, row, to, reason.code, now=run.now)


def end(run: Run, to: PermissionState, reason: Code) -> None:
    """The permission has ended, if it was still in use."""
    with db.beside(run.session) as own:
        row = held(own, run)
        if row is not None:
            permissions.end(own, row, to, reason.code, now=run.now)


def in_vain(run: Run, reason: Code, pause: timedelta = DAILY) -> None:
    """The utility answered without readings; asked so too often, the permission is given up."""
    with db.beside(run.session) as own:
        custodians.note_answer(own, run.plan.peer.id, now=run.now)
        row = held(own, run)
        if row is None:
            return
        if row.tries + 1 >= ASKED_IN_VAIN:
            permissions.end(own, row, PermissionState.UNFULFILLABLE, reason.code, now=run.now)
            return
        row.code, row.tries, row.due_at = reason.code, row.tries + 1, run.now + pause
        own.add(row)


def failed(run: Run, reason: Code, pause: timedelta | None = None) -> None:
    """The utility did not answer as it should: its breaker counts it, and we come back later."""
    logger.warning("permission.outage", permission=str(run.permission_id), code=reason.code)
    with db.beside(run.session) as own:
        at_once = reason is codes.CLIENT_REFUSED
        if reason is not http.TOO_LARGE:
            custodians.note_failure(own, run.plan.peer.id, reason.code, now=run.now, at_once=at_once)
        row = held(own, run)
        if row is None:
            return
        wait = pause or PAUSES[min(row.tries, len(PAUSES) - 1)]
        row.code, row.tries, row.due_at = reason.code, row.tries + 1, run.now + wait
        row.held_until = run.now + pause if pause is not None else None
        own.add(row)


def held(own: Session, run: Run) -> Permission | None:
    """The run's permission, held, while it may still be used."""
    row = credentials.locked(own, run.permission_id)
    return row if row is not None and row.state is PermissionState.ACCEPTED else None
