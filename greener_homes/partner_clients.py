"""Partners' own software: which clients an organisation has, what each may ask for, and its secrets.

A secret is random, shown once and kept as a keyed digest. Two may live side by side while a partner changes over;
ending one ends, at once, the tokens it brought. Nothing here speaks OAuth: those words are `web/partner_api`'s.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Session, col, select

from greener_homes import agreements, audit, organisations
from greener_homes.agreements import AgreementPurpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationView
from greener_homes.tables.programme import OrganisationKind, PartnerClient, PartnerSecret
from greener_homes.vault import Vault
from models.findings import Code, Severity

OVERLAP = timedelta(days=14)
"""How long the earlier secret goes on after a new one was made."""
NAME_MAXIMUM = 80
SECRETS_AT_ONCE = 2
CLIENTS_AT_ONCE = 20


class Scope(StrEnum):
    """What a client may ask to do."""

    IMPORTS_WRITE = "imports:write"
    IMPORTS_READ = "imports:read"
    CONSENTS_READ = "consents:read"
    MATCHES_WRITE = "matches:write"
    OFFERS_WRITE = "offers:write"
    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"


OPEN_TO: dict[OrganisationKind, tuple[Scope, ...]] = {
    OrganisationKind.UTILITY: (
        Scope.IMPORTS_WRITE,
        Scope.IMPORTS_READ,
        Scope.CONSENTS_READ,
        Scope.MATCHES_WRITE,
        Scope.OFFERS_WRITE,
        Scope.REFERRALS_READ,
        Scope.REFERRALS_WRITE,
    ),
    OrganisationKind.LENDER: (Scope.OFFERS_WRITE, Scope.REFERRALS_READ, Scope.REFERRALS_WRITE),
    OrganisationKind.RESEARCH: (),
    OrganisationKind.MUNICIPALITY: (Scope.OFFERS_WRITE, Scope.REFERRALS_READ, Scope.REFERRALS_WRITE),
}
"""The scopes a client of each kind of partner can be given today."""
PURPOSE_OF: dict[Scope, AgreementPurpose] = {
    Scope.IMPORTS_WRITE: AgreementPurpose.USAGE,
    Scope.IMPORTS_READ: AgreementPurpose.USAGE,
    Scope.MATCHES_WRITE: AgreementPurpose.USAGE,
    Scope.CONSENTS_READ: AgreementPurpose.CONSENTS,
    Scope.OFFERS_WRITE: AgreementPurpose.OFFERS,
    Scope.REFERRALS_READ: AgreementPurpose.REFERRALS,
    Scope.REFERRALS_WRITE: AgreementPurpose.REFERRALS,
}
"""What a partner's agreement must cover before its software may be given each."""


SCOPE_UNKNOWN = Code(
    "client.scope",
    Severity.REFUSAL,
    "Choose at least one thing this client may do, among those open to your organisation.",
    "Choisissez au moins une chose que ce client peut faire, parmi celles ouvertes à votre organisation.",
)
NAME_NEEDED = Code(
    "client.name",
    Severity.REFUSAL,
    "Give the client a name of 1 to {maximum} characters, so that you know it again.",
    "Donnez au client un nom de 1 à {maximum} caractères, pour le reconnaître.",
)
TOO_MANY = Code(
    "client.too_many",
    Severity.REFUSAL,
    "You have {maximum} clients already. Close one that is no longer used first.",
    "Vous avez déjà {maximum} clients. Fermez-en d’abord un qui ne sert plus.",
)
TWO_SECRETS = Code(
    "client.two_secrets",
    Severity.REFUSAL,
    "This client has two secrets already. End one of them first.",
    "Ce client a déjà deux secrets. Mettez d’abord fin à l’un d’eux.",
)
CODES = (SCOPE_UNKNOWN, NAME_NEEDED, TOO_MANY, TWO_SECRETS)


@dataclass(frozen=True, slots=True)
class SecretView:
    """A live secret as its owner sees it: never the secret itself."""

    id: uuid.UUID
    made_at: datetime
    ends_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client that has not been closed, with its live secrets, oldest first."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    kind: OrganisationKind
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    secrets: tuple[SecretView, ...] = ()

    @property
    def actor(self) -> audit.Actor:
        return audit.Actor(self.id, "client")


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret in the only moment it can be read."""

    client: ClientView
    secret: str


def make(
    session: Session,
    vault: Vault,
    organisation_id: uuid.UUID,
    name: str,
    scopes: Iterable[Scope],
    *,
    actor: audit.Actor,
    now: datetime,
) -> NewSecret:
    """The organisation has one more client, with its first secret. Raises Refusal, NotFound."""
    kind = organisations.get(session, organisation_id).kind
    wanted = set(scopes)
    if not wanted or not wanted <= set(OPEN_TO[kind]):
        raise Refusal(SCOPE_UNKNOWN)
    if not 0 < len(name) <= NAME_MAXIMUM:
        raise Refusal(NAME_NEEDED, maximum=NAME_MAXIMUM)
    _covered(session, organisation_id, wanted, now)
    if len(of_organisation(session, organisation_id, now=now)) >= CLIENTS_AT_ONCE:
        raise Refusal(TOO_MANY, maximum=CLIENTS_AT_ONCE)
    row = PartnerClient(organisation_id=organisation_id, name=name, scope=spelled(wanted), created_at=now)
    session.add(row)
    session.flush()
    secret = _new_secret(session, vault, row.id, now)
    audit.record(session, actor, audit.Action.CLIENT_MADE, at=now, object_id=row.id, scope=row.scope)
    return NewSecret(view(session, row, kind, now), secret)


def rotate(
    session: Session,
    vault: Vault,
    organisation_id: uuid.UUID,
    client_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> NewSecret:
    """The client has a second secret; the first goes on for `OVERLAP` at most. Raises Refusal at two, NotFound."""
    row = _own(session, organisation_id, client_id)
    _covered(session, organisation_id, [Scope(name) for name in row.scope.split()], now)
    live = _live_secrets(session, row.id, now)
    if len(live) >= SECRETS_AT_ONCE:
        raise Refusal(TWO_SECRETS)
    for earlier in live:
        earlier.ends_at = min(now + OVERLAP, earlier.ends_at or now + OVERLAP)
        session.add(earlier)
    secret = _new_secret(session, vault, row.id, now)
    audit.record(session, actor, audit.Action.CLIENT_ROTATED, at=now, object_id=row.id)
    return NewSecret(get(session, organisation_id, client_id, now=now), secret)


def end_secret(
    session: Session,
    organisation_id: uuid.UUID,
    client_id: uuid.UUID,
    secret_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The secret, and every token it brought, counts for nothing from now on. Raises NotFound."""
    row = _own(session, organisation_id, client_id)
    found = next((one for one in _live_secrets(session, row.id, now) if one.id == secret_id), None)
    if found is None:
        raise NotFound
    found.ends_at = now
    session.add(found)
    session.flush()
    audit.record(session, actor, audit.Action.CLIENT_SECRET_ENDED, at=now, object_id=row.id)


def close(
    session: Session, organisation_id: uuid.UUID, client_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> None:
    """The client is no more, nor are its secrets and tokens. Raises NotFound."""
    row = _own(session, organisation_id, client_id)
    row.closed_at = now
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.CLIENT_CLOSED, at=now, object_id=row.id)


def get(session: Session, organisation_id: uuid.UUID, client_id: uuid.UUID, *, now: datetime) -> ClientView:
    """One of the organisation's clients. Raises NotFound, also for another's and for a closed one."""
    kind = organisations.get(session, organisation_id).kind
    return view(session, _own(session, organisation_id, client_id, lock=False), kind, now)


def of_organisation(session: Session, organisation_id: uuid.UUID, *, now: datetime) -> Sequence[ClientView]:
    """The organisation's clients that are not closed, oldest first."""
    kind = organisations.get(session, organisation_id).kind
    rows = session.exec(
        select(PartnerClient)
        .where(PartnerClient.organisation_id == organisation_id, col(PartnerClient.closed_at).is_(None))
        .order_by(col(PartnerClient.created_at), col(PartnerClient.id))
    )
    return [view(session, row, kind, now) for row in rows]


def _covered(session: Session, organisation_id: uuid.UUID, scopes: Iterable[Scope], now: datetime) -> None:
    """Raises Refusal where the partner's agreement has ended, or does not cover what its software would do."""
    for purpose in sorted({PURPOSE_OF[scope] for scope in scopes}):
        agreements.require(session, organisation_id, purpose, at=now)


def owner(session: Session, client_id: uuid.UUID) -> OrganisationView | None:
    """The organisation whose software this is or was; None for any other id."""
    row = session.get(PartnerClient, client_id)
    return organisations.get(session, row.organisation_id) if row else None


def _own(session: Session, organisation_id: uuid.UUID, client_id: uuid.UUID, *, lock: bool = True) -> PartnerClient:
    query = select(PartnerClient).where(
        PartnerClient.id == client_id,
        PartnerClient.organisation_id == organisation_id,
        col(PartnerClient.closed_at).is_(None),
    )
    row = session.exec(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _live_secrets(session: Session, client_id: uuid.UUID, now: datetime) -> Sequence[PartnerSecret]:
    query = select(PartnerSecret).where(
        PartnerSecret.client_id == client_id,
        or_(col(PartnerSecret.ends_at).is_(None), col(PartnerSecret.ends_at) > now),
    )
    return session.exec(query.order_by(col(PartnerSecret.made_at), col(PartnerSecret.id))).all()


def _new_secret(session: Session, vault: Vault, client_id: uuid.UUID, now: datetime) -> str:
    secret = "ghs_" + secrets.token_urlsafe(32)
    digest = digest_of(vault, client_id, secret)
    session.add(PartnerSecret(client_id=client_id, digest=digest, made_at=now))
    session.flush()
    return secret


def digest_of(vault: Vault, client_id: object, secret: str) -> bytes:
    """What is kept of a secret."""
    return vault.match("partner_secret", f"{client_id}|{secret}")


def view(session: Session, row: PartnerClient, kind: OrganisationKind, now: datetime) -> ClientView:
    """The row as others see it. For the core's own use."""
    live = tuple(
        SecretView(one.id, one.made_at, one.ends_at, one.used_at) for one in _live_secrets(session, row.id, now)
    )
    scopes = tuple(Scope(name) for name in row.scope.split())
    return ClientView(row.id, row.organisation_id, kind, row.name, scopes, row.created_at, live)


def spelled(scopes: Iterable[Scope]) -> str:
    """The scopes as they are kept and sent: in order, with spaces between."""
    return " ".join(sorted(set(scopes)))
