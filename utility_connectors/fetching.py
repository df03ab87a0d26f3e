"""Fetching what a permission allows: newest readings first, then two years back in windows, then what is new each day.

Each window is one answer: streamed into a sealed file, checked, and handed to the same import as a resident's own
file, in one transaction with the place we have come to. Nothing is decided from an answer that was not whole. What
goes wrong is written in the permission with the time to try again; the ledger is never asked to try harder than that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from greener_homes import audit, consent, db, log, permissions
from greener_homes.consent import Purpose, Source
from greener_homes.errors import Outage, Refusal
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import SpooledFile, Vault
from models.findings import Code
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, custodians, http, imports
from utility_connectors.credentials import KeyDestroyed
from utility_connectors.custodians import FAILURES_TO_CLOSE
from utility_connectors.green_button import connect_my_data
from utility_connectors.green_button.authorization import GrantRefused
from utility_connectors.green_button.connect_my_data import Reply, Standing, Window
from utility_connectors.green_button.peer import Peer
from utility_connectors.http import Address

DAILY = timedelta(days=1)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""How long to wait after failures in a row; the last also after all further ones."""
ASKED_IN_VAIN = 30
"""After so many answers in a row without readings, a permission is given up."""
UNSAID_WAIT = timedelta(minutes=15)

Step = Callable[[str], None]
logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one run works with."""

    peer: Peer
    home_id: uuid.UUID
    resource: Address
    authorization: Address | None


@dataclass(slots=True)
class _Run:
    """One run of fetching for one permission: its surroundings, and whether what is new was asked for already."""

    session: Session
    vault: Vault
    permission_id: uuid.UUID
    now: datetime
    plan: _Plan
    caught_up: bool = False


def fetch(
    session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime, step: Step
) -> None:
    """Everything the permission allows and the utility has ready is on its way into store.

    Safe to run again, from the place it had come to: the same readings twice change nothing.
    """
    plan = _planned(session, vault, settings, permission_id, now)
    if plan is None:
        return
    run = _Run(session, vault, permission_id, now, plan)
    try:
        _wake(run)
        step("asking")
        while (window := _next_window(run)) is not None and _take(run, window, step):
            step("kept")
    except GrantRefused:
        _lost(run)
    except Outage as outage:
        _failed(run, outage.code)
    except KeyDestroyed:
        logger.info("permission.key_destroyed", permission=str(permission_id))


def check(session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime) -> None:
    """The permission has ended here when the utility says that it has ended there."""
    plan = _planned(session, vault, settings, permission_id, now, whatever_waits=True)
    if plan is None:
        return
    run = _Run(session, vault, permission_id, now, plan)
    try:
        if _has_ended_there(run):
            _end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
    except GrantRefused:
        _lost(run)
    except Outage as outage:
        _failed(run, outage.code)
    except KeyDestroyed:
        logger.info("permission.key_destroyed", permission=str(permission_id))


def _planned(
    session: Session,
    vault: Vault,
    settings: Settings,
    permission_id: uuid.UUID,
    now: datetime,
    *,
    whatever_waits: bool = False,
) -> _Plan | None:
    """What is needed to ask, or None when nothing may be asked now; then the permission says when."""
    with db.beside(session) as own:
        row = credentials.locked(own, permission_id)
        if row is None or row.state is not PermissionState.ACCEPTED:
            return None
        try:
            consent.require(own, row.home_id, Purpose.ADVICE, Source.UTILITY, supplier_id=row.supplier_id, at=now)
        except Refusal:
            permissions.end(own, row, PermissionState.FULFILLED, codes.CONSENT_ENDED.code, now=now)
            return None
        try:
            peer = custodians.peer(own, vault, row.supplier_id, settings)
            seals = credentials.envelope(own, vault, row)
        except Refusal as refusal:
            row.code, row.due_at = refusal.code.code, now + DAILY
            return None
        except KeyDestroyed:
            return None
        waits = [until for until in (row.held_until, peer.closed_until) if until is not None and until > now]
        if waits and not whatever_waits:
            row.due_at = max(waits)
            return None
        resource = connect_my_data.subscription(peer, str(seals.open("resource", row.resource_sealed)))
        approval = seals.open("authorization", row.authorization_sealed)
        return _Plan(
            peer,
            row.home_id,
            resource,
            connect_my_data.authorization(peer, approval) if approval else None,
        )


def _wake(run: _Run) -> None:
    """A utility that had been failing says that it runs again. Raises Outage when it does not."""
    peer = run.plan.peer
    if peer.failures >= FAILURES_TO_CLOSE and not connect_my_data.is_up(peer, None):
        raise Outage(codes.UNAVAILABLE)


def _next_window(run: _Run) -> Window | None:
    """What to ask for next: what is new, then what lies further back; None when there is nothing left."""
    peer = run.plan.peer
    with db.beside(run.session) as own:
        row = own.get(Permission, run.permission_id, populate_existing=True)
        if row is None or row.state is not PermissionState.ACCEPTED or row.filled_from is None:
            return None
        if row.fetched_to is None or row.filled_back_to is None:
            run.caught_up = True
            return Window(max(row.filled_from, run.now - peer.window), run.now)
        if not run.caught_up:
            run.caught_up = True
            since = max(row.filled_from, row.fetched_to - peer.look_back)
            return Window(since, None if peer.by_change else run.now, peer.by_change)
        if row.filled_back_to > row.filled_from:
            return Window(max(row.filled_from, row.filled_back_to - peer.window), row.filled_back_to)
        held = _held(own, run)
        if held is not None:
            held.due_at = run.now + DAILY
    return None


def _held(own: Session, run: _Run) -> Permission | None:
    """The run's permission, held, while it may still be used."""
    row = credentials.locked(own, run.permission_id)
    return row if row is not None and row.state is PermissionState.ACCEPTED else None


def _take(run: _Run, window: Window, step: Step) -> bool:
    """Whether the window is done and the next may be asked for."""
    access = credentials.access(run.session, run.vault, run.plan.peer, run.permission_id, now=run.now)
    reply, file = _download(run, window, access)
    if reply is not None and reply.status == 401:
        access = credentials.access(
            run.session, run.vault, run.plan.peer, run.permission_id, now=run.now, refused=access
        )
        reply, file = _download(run, window, access)
    if reply is None:
        return False
    if file is not None:
        step("received")
    if reply.status in (200, 204):
        return _keep(run, window, file)
    _put_off(run, reply)
    return False


def _download(run: _Run, window: Window, access: str) -> tuple[Reply | None, SpooledFile | None]:
    """The answer, with its sealed file when there is one; None when what came must not be used."""
    spool = run.vault.spool()
    try:
        reply = connect_my_data.fetch(run.plan.peer, run.plan.resource, access, window, spool.write)
        if reply.status == 200:
            return reply, spool.finish()
    except Refusal as refusal:
        spool.abandon()
        logger.error("permission.answer_refused", permission=str(run.permission_id), code=refusal.code.code)
        _in_vain(run, refusal.code)
        return None, None
    except BaseException:
        spool.abandon()
        raise
    spool.abandon()
    return reply, None


def _keep(run: _Run, window: Window, file: SpooledFile | None) -> bool:
    """The file waits to be read and the place we have come to is on record, or neither."""
    kept = False
    try:
        with db.beside(run.session) as own:
            row = _held(own, run)
            if row is None:
                return False
            if file is not None:
                imports.accept(
                    own,
                    run.vault,
                    row.home_id,
                    file,
                    actor=audit.PLATFORM,
                    now=run.now,
                    source=Source.UTILITY,
                    supplier_id=row.supplier_id,
                )
            _advance(row, window, run.now)
            own.add(row)
            credentials.worked(own, row.id)
            custodians.note_answer(own, run.plan.peer.id, now=run.now)
            if file is not None:
                custodians.note_arrival(own, run.plan.peer.id, now=run.now)
        kept = True
    except Refusal:
        _end(run, PermissionState.FULFILLED, codes.CONSENT_ENDED)
    finally:
        if not kept and file is not None:
            run.vault.discard(file.name)
    return kept


def _advance(row: Permission, window: Window, now: datetime) -> None:
    if row.fetched_to is None or row.filled_back_to is None:
        row.fetched_to, row.filled_back_to = now, window.since
    elif window.until is None or window.until >= now:
        row.fetched_to = now
    else:
        row.filled_back_to = min(row.filled_back_to, window.since)
    row.fetched_at, row.code, row.tries, row.held_until = now, None, 0, None
    row.due_at = now  # until this run has asked for everything; a killed one is then taken up again


def _put_off(run: _Run, reply: Reply) -> None:
    """What follows from an answer that is no readings."""
    match reply.status:
        case 401:
            if _has_ended_there(run):
                _end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
            else:
                _end(run, PermissionState.INVALID, codes.TOKEN_REFUSED)
        case 202:
            _in_vain(run, codes.NOT_READY, reply.again_after or timedelta(hours=1))
        case 403 | 404 | 410:
            if _has_ended_there(run):
                _end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
            else:
                _in_vain(run, codes.REFUSED if reply.status == 403 else codes.NOTHING_THERE)
        case 429 | 503 if reply.again_after is not None or reply.status == 429:
            _failed(run, codes.BUSY, reply.again_after or UNSAID_WAIT)
        case _:
            _failed(run, codes.UNAVAILABLE)


def _has_ended_there(run: _Run) -> bool:
    """Whether the utility says so itself. Raises GrantRefused when it accepts none of our tokens."""
    if run.plan.authorization is None:
        return False
    peer = run.plan.peer
    access = credentials.access(run.session, run.vault, peer, run.permission_id, now=run.now)
    said = connect_my_data.standing(peer, run.plan.authorization, access)
    return said is Standing.ENDED


def _lost(run: _Run) -> None:
    """No token of ours is accepted: ended there when they once were, else never any good."""
    with db.beside(run.session) as own:
        row = _held(own, run)
        if row is None:
            return
        was_good = row.fetched_at is not None
        to = PermissionState.EXTERNALLY_TERMINATED if was_good else PermissionState.INVALID
        reason = codes.ENDED_THERE if was_good else codes.TOKEN_REFUSED
        permissions.end(own, row, to, reason.code, now=run.now)


def _end(run: _Run, to: PermissionState, reason: Code) -> None:
    with db.beside(run.session) as own:
        row = _held(own, run)
        if row is not None:
            permissions.end(own, row, to, reason.code, now=run.now)


def _in_vain(run: _Run, reason: Code, pause: timedelta = DAILY) -> None:
    """The utility answered without readings; asked so too often, the permission is given up."""
    with db.beside(run.session) as own:
        custodians.note_answer(own, run.plan.peer.id, now=run.now)
        row = _held(own, run)
        if row is None:
            return
        if row.tries + 1 >= ASKED_IN_VAIN:
            permissions.end(own, row, PermissionState.UNFULFILLABLE, reason.code, now=run.now)
            return
        row.code, row.tries, row.due_at = reason.code, row.tries + 1, run.now + pause
        own.add(row)


def _failed(run: _Run, reason: Code, pause: timedelta | None = None) -> None:
    """The utility did not answer as it should: its breaker counts it, and we come back later."""
    logger.warning("permission.outage", permission=str(run.permission_id), code=reason.code)
    with db.beside(run.session) as own:
        at_once = reason is codes.CLIENT_REFUSED
        if reason is not http.TOO_LARGE:
            custodians.note_failure(own, run.plan.peer.id, reason.code, now=run.now, at_once=at_once)
        row = _held(own, run)
        if row is None:
            return
        wait = pause or PAUSES[min(row.tries, len(PAUSES) - 1)]
        row.code, row.tries, row.due_at = reason.code, row.tries + 1, run.now + wait
        row.held_until = run.now + pause if pause is not None else None
        own.add(row)
