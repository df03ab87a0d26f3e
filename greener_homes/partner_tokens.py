"""Tokens that partners' software calls with: who asks for one, what it opens, and how it ends.

A token is random, lasts an hour and is kept as a digest. It ends with its hour, its own revocation, its secret, its
client or its organisation, whichever is first, and each of these at once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, select

from greener_homes import audit, partner_calls, partner_clients
from greener_homes.partner_clients import ClientView, Scope
from greener_homes.settings import Settings
from greener_homes.tables.programme import Organisation, PartnerClient, PartnerSecret, PartnerToken
from greener_homes.vault import Vault

LASTS = timedelta(hours=1)
KEPT = timedelta(days=1)
"""How long the row of an ended token stays, for whoever looks into a question of today."""


@dataclass(frozen=True, slots=True)
class Known:
    """A client that said who it is, by which of its secrets."""

    client: ClientView
    secret_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token that is in force."""

    client: ClientView
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime


def authenticate(session: Session, vault: Vault, client_id: str, secret: str, *, now: datetime) -> Known | None:
    """The client whose id and secret these are; None, told apart by nothing, for every other pair."""
    offered = partner_clients.digest_of(vault, client_id, secret)
    found = session.exec(
        select(PartnerClient, PartnerSecret, Organisation)
        .join(PartnerSecret, col(PartnerSecret.client_id) == PartnerClient.id)
        .join(Organisation, col(Organisation.id) == PartnerClient.organisation_id)
        .where(PartnerSecret.digest == offered, *_in_force(now))
    ).one_or_none()
    if found is None or not hmac.compare_digest(found[1].digest, offered) or str(found[0].id) != client_id:
        return None
    row, kept, owner = found
    kept.used_at = now
    session.add(kept)
    return Known(partner_clients.view(session, row, owner.kind, now), kept.id)


def issue(session: Session, known: Known, scopes: Iterable[Scope], *, now: datetime) -> str:
    """A token for these scopes is in force for an hour; it is returned and never kept."""
    token = "ght_" + secrets.token_urlsafe(32)
    spelled = partner_clients.spelled(scopes)
    session.add(
        PartnerToken(
            client_id=known.client.id,
            secret_id=known.secret_id,
            digest=_digest(token),
            scope=spelled,
            issued_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    audit.record(
        session, known.client.actor, audit.Action.TOKEN_ISSUED, at=now, object_id=known.client.id, scope=spelled
    )
    return token


def token(session: Session, text: str, *, now: datetime) -> TokenView | None:
    """What this token lets its holder do; None when it is unknown, ended, or was never ours."""
    found = session.exec(
        select(PartnerToken, PartnerClient, Organisation)
        .join(PartnerClient, col(PartnerClient.id) == PartnerToken.client_id)
        .join(PartnerSecret, col(PartnerSecret.id) == PartnerToken.secret_id)
        .join(Organisation, col(Organisation.id) == PartnerClient.organisation_id)
        .where(
            PartnerToken.digest == _digest(text),
            col(PartnerToken.revoked_at).is_(None),
            PartnerToken.expires_at > now,
            *_in_force(now),
        )
    ).one_or_none()
    if found is None:
        return None
    row, client, owner = found
    held = tuple(Scope(name) for name in row.scope.split())
    return TokenView(partner_clients.view(session, client, owner.kind, now), held, row.issued_at, row.expires_at)


def revoke_token(session: Session, client: ClientView, text: str, *, now: datetime) -> None:
    """The token counts for nothing from now on, if it was this client's; otherwise nothing changes."""
    row = session.exec(
        select(PartnerToken).where(
            PartnerToken.digest == _digest(text),
            PartnerToken.client_id == client.id,
            col(PartnerToken.revoked_at).is_(None),
        )
    ).one_or_none()
    if row is not None:
        row.revoked_at = now
        session.add(row)
        audit.record(session, client.actor, audit.Action.TOKEN_REVOKED, at=now, object_id=client.id)


def forget(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: counts that no longer count, and tokens long ended, are gone. Safe to run again."""
    partner_calls.forget(session, now=now)
    session.exec(delete(PartnerToken).where(col(PartnerToken.expires_at) < now - KEPT))


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(PartnerClient.closed_at).is_(None),
        col(Organisation.closed_at).is_(None),
        or_(col(PartnerSecret.ends_at).is_(None), col(PartnerSecret.ends_at) > now),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
