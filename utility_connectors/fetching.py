"""Fetching what a permission allows: newest readings first, then two years back in windows, then what is new each day.

Each window is one answer, or several where the utility gives it in pages: streamed into a sealed file, checked, and
handed to the same import as a resident's own file, the last in one transaction with the place we have come to. Nothing
is decided from an answer that was not whole. What goes wrong is written in the permission with the time to try again
(`fetch_outcomes`); the ledger is never asked to try harder than that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from greener_homes import audit, consent, db, log, permissions
from greener_homes.consent import Purpose, Source
from greener_homes.errors import Outage, Refusal
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import SpooledFile, Vault
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, custodians, imports
from utility_connectors import fetch_outcomes as outcomes
from utility_connectors.credentials import KeyDestroyed
from utility_connectors.custodians import FAILURES_TO_CLOSE
from utility_connectors.fetch_outcomes import DAILY, Plan, Run
from utility_connectors.green_button import connect_my_data
from utility_connectors.green_button.authorization import GrantRefused
from utility_connectors.green_button.connect_my_data import Reply, Window

MOST_PAGES = 200
"""How many answers one window may come in."""

Step = Callable[[str], None]
logger = log.get(__name__)


def fetch(
    session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime, step: Step
) -> None:
    """Everything the permission allows and the utility has ready is on its way into store.

    Safe to run again, from the place it had come to: the same readings twice change nothing.
    """
    plan = _planned(session, vault, settings, permission_id, now)
    if plan is None:
        return
    run = Run(session, vault, permission_id, now, plan)
    try:
        _wake(run)
        step("asking")
        while (window := _next_window(run)) is not None and _take(run, window, step):
            step("kept")
    except GrantRefused:
        outcomes.lost(run)
    except Outage as outage:
        outcomes.failed(run, outage.code)
    except KeyDestroyed:
        logger.info("permission.key_destroyed", permission=str(permission_id))


def check(session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime) -> None:
    """The permission has ended here when the utility says that it has ended there."""
    plan = _planned(session, vault, settings, permission_id, now, whatever_waits=True)
    if plan is None:
        return
    run = Run(session, vault, permission_id, now, plan)
    try:
        if outcomes.has_ended_there(run):
            outcomes.end(run, PermissionState.EXTERNALLY_TERMINATED, codes.ENDED_THERE)
    except GrantRefused:
        outcomes.lost(run)
    except Outage as outage:
        outcomes.failed(run, outage.code)
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
) -> Plan | None:
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
            resource = connect_my_data.subscription(peer, str(seals.open("resource", row.resource_sealed)))
            approval = seals.open("authorization", row.authorization_sealed)
            address = connect_my_data.authorization(peer, approval) if approval else None
        except Refusal as refusal:  # closed by its operator, or registered at another address since
            row.code, row.due_at = refusal.code.code, now + DAILY
            return None
        except KeyDestroyed:
            return None
        waits = [until for until in (row.held_until, peer.closed_until) if until is not None and until > now]
        if waits and not whatever_waits:
            row.due_at = max(waits)
            return None
        return Plan(peer, resource, address)


def _wake(run: Run) -> None:
    """A utility that had been failing says that it runs again. Raises Outage when it does not."""
    peer = run.plan.peer
    if peer.failures >= FAILURES_TO_CLOSE and not connect_my_data.is_up(peer, None):
        raise Outage(codes.UNAVAILABLE)


def _next_window(run: Run) -> Window | None:
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
        held = outcomes.held(own, run)
        if held is not None and (held.due_at is None or held.due_at <= run.now):
            held.due_at = run.now + DAILY
    return None


def _take(run: Run, window: Window, step: Step) -> bool:
    """Whether the window is done, all pages of it, and the next may be asked for."""
    page: str | None = None
    asked: set[str] = set()
    while True:
        reply, file = _answered(run, window, page, step)
        if reply is None:
            return False
        if reply.status not in (200, 204):
            outcomes.put_off(run, reply)
            return False
        page = reply.next_page
        if page is None:
            return _keep(run, file, window)
        if not _keep(run, file):
            return False
        if page in asked or len(asked) >= MOST_PAGES - 1:
            outcomes.in_vain(run, codes.NOT_DATA)  # pages that lead in a circle, or never end
            return False
        asked.add(page)


def _answered(run: Run, window: Window, page: str | None, step: Step) -> tuple[Reply | None, SpooledFile | None]:
    """The answer to one request, with a new token if the one at hand was refused; None when it must not be used."""
    peer = run.plan.peer
    access = credentials.access(run.session, run.vault, peer, run.permission_id, now=run.now)
    reply, file = _download(run, window, page, access)
    if reply is not None and reply.status == 401:
        access = credentials.access(run.session, run.vault, peer, run.permission_id, now=run.now, refused=access)
        reply, file = _download(run, window, page, access)
    if file is not None:
        step("received")
    return reply, file


def _download(run: Run, window: Window, page: str | None, access: str) -> tuple[Reply | None, SpooledFile | None]:
    """The answer, with its sealed file when there is one; None when what came must not be used."""
    spool = run.vault.spool()
    try:
        reply = connect_my_data.fetch(run.plan.peer, run.plan.resource, access, window, spool.write, page=page)
        if reply.status == 200:
            return reply, spool.finish()
    except Refusal as refusal:
        spool.abandon()
        logger.error("permission.answer_refused", permission=str(run.permission_id), code=refusal.code.code)
        outcomes.in_vain(run, refusal.code)
        return None, None
    except BaseException:
        spool.abandon()
        raise
    spool.abandon()
    return reply, None


def _keep(run: Run, file: SpooledFile | None, done: Window | None = None) -> bool:
    """The file waits to be read and the place we have come to is on record, if a window is `done`; or neither."""
    kept = False
    try:
        with db.beside(run.session) as own:
            row = outcomes.held(own, run)
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
            row.fetched_at = run.now
            if done is not None:
                _advance(row, done, run.now)
            own.add(row)
            credentials.worked(own, row.id)
            custodians.note_answer(own, run.plan.peer.id, now=run.now)
            if file is not None:
                custodians.note_arrival(own, run.plan.peer.id, now=run.now)
        kept = True
    except Refusal:
        outcomes.end(run, PermissionState.FULFILLED, codes.CONSENT_ENDED)
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
    row.code, row.tries, row.held_until = None, 0, None
    if row.due_at is None or row.due_at <= now:  # later than now: a notification came meanwhile and is still to be met
        row.due_at = now  # until this run has asked for everything; a killed one is then taken up again
