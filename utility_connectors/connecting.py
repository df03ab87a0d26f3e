"""Connecting a home to a utility: the question the resident is sent away with, and the answer that comes back.

A question belongs to one browser's sign-in and one utility, is answered once, and is too old after ten minutes.
Nothing is asked of the utility in a resident's own request: what comes back is checked, kept sealed, and used by a job.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from greener_homes import consent, db, homes, jobs, log, permissions
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.errors import Outage, Refusal
from greener_homes.permissions import PermissionState
from greener_homes.readings import LOCAL
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import Vault
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, custodians
from utility_connectors.credentials import Envelope, KeyDestroyed
from utility_connectors.green_button import authorization, connect_my_data, scope
from utility_connectors.green_button.authorization import AnswerBroken, GrantRefused, Tokens
from utility_connectors.green_button.peer import Peer

ANSWER_WITHIN = timedelta(minutes=10)
EXCHANGE_WITHIN = timedelta(minutes=30)
HISTORY = timedelta(days=731)
"""How far back readings are asked for: 24 months."""
_STATE = re.compile(r"[A-Za-z0-9_-]{20,200}")
_CODE = re.compile(r"[\x21-\x7e]{1,2000}")

logger = log.get(__name__)


def ask(
    session: Session,
    vault: Vault,
    settings: Settings,
    home_id: uuid.UUID,
    utility_key: str,
    *,
    browser: str,
    now: datetime,
) -> str:
    """The address at the utility to send the resident to; their permission is on its way.

    `browser` is the secret of the sign-in that asks. Raises NotFound for an unknown utility, Refusal when it cannot be
    connected now, is connected already, or the resident has not agreed to this source.
    """
    utility = custodians.by_key(session, utility_key)
    homes.lock(session, home_id)
    live = consent.require(session, home_id, Purpose.ADVICE, Source.UTILITY, supplier_id=utility.id, at=now)
    pages = settings.pages_url()
    peer = custodians.peer(session, vault, utility.id, settings)
    if pages is None:
        raise Refusal(codes.CLOSED)
    for row in _open(session, home_id, utility.id):
        if row.state is PermissionState.ACCEPTED:
            raise Refusal(codes.ALREADY_CONNECTED)
        permissions.end(session, row, PermissionState.TIMED_OUT, codes.NO_RETURN.code, now=now)
    session.flush()
    redirect_uri = pages + custodians.redirect_path(utility.key)
    question = authorization.question(peer, redirect_uri)
    row = Permission(
        home_id=home_id,
        person_id=live.person_id,
        supplier_id=utility.id,
        created_at=now,
        moved_at=now,
        state_match=vault.match("permission_state", question.state),
        browser_match=vault.match("permission_browser", browser),
    )
    permissions.create(session, row, now=now)
    seals = credentials.envelope(session, vault, row)
    row.asked_sealed = seals.seal("asked", json.dumps({"verifier": question.verifier, "redirect_uri": redirect_uri}))
    permissions.move(session, row, PermissionState.SENT, now=now)
    session.flush()
    return question.url


def returned(
    session: Session,
    vault: Vault,
    utility_key: str,
    answer: Mapping[str, Sequence[str]],
    *,
    person_id: uuid.UUID,
    browser: str,
    now: datetime,
) -> PermissionState:
    """The answer a resident brought back is taken, once; returns where their permission stands.

    Raises Refusal(RETURN_UNKNOWN), and nothing has changed, for an answer to no question of this browser.
    """
    states = list(answer.get("state", ()))
    if len(states) != 1 or _STATE.fullmatch(states[0]) is None:
        raise Refusal(codes.RETURN_UNKNOWN)
    match = vault.match("permission_state", states[0])
    row = session.exec(select(Permission).where(Permission.state_match == match).with_for_update()).one_or_none()
    if (
        row is None
        or row.state is not PermissionState.SENT
        or row.person_id != person_id
        or row.browser_match != vault.match("permission_browser", browser)
    ):
        raise Refusal(codes.RETURN_UNKNOWN)
    row.state_match = row.browser_match = None
    session.add(row)
    _take(session, vault, row, utility_key, answer, now)
    session.flush()
    return row.state


def exchange(session: Session, vault: Vault, settings: Settings, permission_id: uuid.UUID, *, now: datetime) -> None:
    """The code that came back has become tokens, or the permission says why not.

    Safe to run again: a code that was used up is refused, and then the permission is invalid. Raises Outage.
    """
    with db.beside(session) as own:
        row = credentials.locked(own, permission_id)
        if row is None or row.state is not PermissionState.SENT or row.code_sealed is None:
            return
        try:
            _require_consent(own, row, now)
            seals = credentials.envelope(own, vault, row)
        except (Refusal, KeyDestroyed):
            row.code_sealed = None
            permissions.end(own, row, PermissionState.REVOKED, codes.CONSENT_ENDED.code, now=now)
            return
        try:
            peer = custodians.peer(own, vault, row.supplier_id, settings)
        except Refusal as refusal:
            permissions.end(own, row, PermissionState.INVALID, refusal.code.code, now=now)
            return
        code = str(seals.open("code", row.code_sealed))
        asked = json.loads(str(seals.open("asked", row.asked_sealed)))
    try:
        tokens = authorization.exchange(peer, code, asked["verifier"], asked["redirect_uri"])
    except (GrantRefused, AnswerBroken, Refusal):
        with db.beside(session) as own:
            row = credentials.locked(own, permission_id)
            if row is not None and row.state is PermissionState.SENT:
                permissions.end(own, row, PermissionState.INVALID, codes.TOKEN_BROKEN.code, now=now)
        return
    except Outage as outage:
        with db.beside(session) as own:
            at_once = outage.code is codes.CLIENT_REFUSED
            custodians.note_failure(own, peer.id, outage.code.code, now=now, at_once=at_once)
        raise
    with db.beside(session) as own:
        custodians.note_answer(own, peer.id, now=now)
        row = credentials.locked(own, permission_id)
        problem = None if row is None else _accept(own, vault, peer, row, seals, tokens, now)
    if row is None or problem is not None:
        _give_back(peer, tokens)


def _take(
    session: Session,
    vault: Vault,
    row: Permission,
    utility_key: str,
    answer: Mapping[str, Sequence[str]],
    now: datetime,
) -> None:
    single = {name: values[0] for name, values in answer.items() if len(values) == 1}
    repeated = any(len(values) > 1 for values in answer.values())
    utility = next((one for one in custodians.all_of_them(session) if one.id == row.supplier_id), None)
    to, reason = PermissionState.INVALID, codes.RETURN_BROKEN
    if now - row.created_at > ANSWER_WITHIN:
        to, reason = PermissionState.TIMED_OUT, codes.NO_RETURN
    elif utility is None or utility.key != utility_key or single.get("iss", utility.issuer) != utility.issuer:
        reason = codes.RETURN_MISMATCH
    elif not repeated and "code" not in single and single.get("error") == "access_denied":
        to, reason = PermissionState.REJECTED, codes.DENIED
    elif not repeated and "error" not in single and _CODE.fullmatch(single.get("code", "")):
        row.code_sealed = credentials.envelope(session, vault, row).seal("code", single["code"])
        session.add(row)
        jobs.enqueue(session, "permission.exchange", row.id, now=now)
        return
    permissions.end(session, row, to, reason.code, now=now)


def _accept(
    session: Session, vault: Vault, peer: Peer, row: Permission, seals: Envelope, tokens: Tokens, now: datetime
) -> str | None:
    """The permission has its tokens and will be used; or the code that says why it cannot be."""
    if row.state in permissions.ENDING:  # the resident stopped while we asked: what we got is there to be given back
        credentials.keep(row, seals, tokens, now=now)
        row.code_sealed = None
        jobs.enqueue(session, "permission.terminate", row.id, now=now)
        return None
    if row.state is not PermissionState.SENT:
        return codes.NO_RETURN.code
    try:
        live = _require_consent(session, row, now)
    except Refusal:
        credentials.keep(row, seals, tokens, now=now)
        row.code_sealed = None
        permissions.end(session, row, PermissionState.REVOKED, codes.CONSENT_ENDED.code, now=now)
        return None
    granted = scope.granted(peer.scope, tokens.scope)
    to, reason = PermissionState.INVALID, codes.FOREIGN_ADDRESS
    try:
        if tokens.resource is None:
            reason = codes.TOKEN_BROKEN
            raise Refusal(reason)
        resource = str(connect_my_data.subscription(peer, tokens.resource))
        approval = str(connect_my_data.authorization(peer, tokens.authorization)) if tokens.authorization else None
    except Refusal:
        permissions.end(session, row, to, reason.code, now=now)
        return reason.code
    match = vault.match("permission_resource", resource)
    db.one_at_a_time(session, int.from_bytes(match[:8], "big", signed=True))  # two homes given the same data at once
    if _is_anothers(session, row, match):
        permissions.end(session, row, to, codes.SUBSCRIPTION_TAKEN.code, now=now)
        return codes.SUBSCRIPTION_TAKEN.code
    credentials.keep(row, seals, tokens, now=now)
    row.code_sealed = row.asked_sealed = None
    row.resource_sealed, row.resource_match = seals.seal("resource", resource), match
    if approval is not None:
        row.authorization_sealed = seals.seal("authorization", approval)
        row.authorization_match = vault.match("permission_authorization", approval)
    if granted.is_wider:
        logger.warning("permission.wider_than_asked", permission=str(row.id))
    if not granted.is_useful:
        permissions.end(session, row, PermissionState.UNFULFILLABLE, codes.SCOPE_USELESS.code, now=now)
        return None  # its tokens are kept, to be given back in the ordinary way
    row.scope = granted.scope
    permissions.move(session, row, PermissionState.ACCEPTED, now=now)
    reach = min(HISTORY, timedelta(seconds=scope.history_s(granted.scope) or HISTORY.total_seconds()))
    agreed_from = datetime.combine(min(day for _, day in live.windows), time.min, LOCAL)
    row.filled_from = min(now, max(now - reach, agreed_from))
    row.due_at = now
    session.add(row)
    jobs.enqueue(session, "permission.fetch", row.id, now=now)
    return None


def _require_consent(session: Session, row: Permission, now: datetime) -> LiveConsent:
    return consent.require(
        session, row.home_id, Purpose.ADVICE, Source.UTILITY, supplier_id=row.supplier_id, at=now, lock=True
    )


def _give_back(peer: Peer, tokens: Tokens) -> None:
    """Tokens we may not use are revoked at once, as far as the utility lets us: nothing remembers them afterwards."""
    try:
        authorization.revoke(
            peer, tokens.refresh or tokens.access, "refresh_token" if tokens.refresh else "access_token"
        )
    except (Outage, Refusal) as error:
        logger.error("permission.tokens_not_given_back", utility=str(peer.id), code=error.code.code)


def _open(session: Session, home_id: uuid.UUID, supplier_id: uuid.UUID) -> Sequence[Permission]:
    states = [PermissionState.CREATED, PermissionState.SENT, PermissionState.ACCEPTED]
    query = select(Permission).where(
        Permission.home_id == home_id, Permission.supplier_id == supplier_id, col(Permission.state).in_(states)
    )
    return session.exec(query.with_for_update()).all()


def _is_anothers(session: Session, row: Permission, match: bytes) -> bool:
    """Whether another home has a permission in use for the same data."""
    query = select(Permission.id).where(
        Permission.resource_match == match,
        Permission.home_id != row.home_id,
        Permission.state == PermissionState.ACCEPTED,
    )
    return session.exec(query.limit(1)).first() is not None
