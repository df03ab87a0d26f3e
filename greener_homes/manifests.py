"""What a supplier may know of its own customers' permissions: who agrees now, and what changed since a time.

Customers are named by pseudonyms that only this supplier can work out (greener_homes/matches.py), never by numbers,
names or homes. A supplier that filters its files by the manifest sends nothing about anybody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from greener_homes.tables.match import HomeMatch, MatchState
from models.quantities import Commodity

TOLD_FOR = timedelta(days=30)
"""How long an ended match's pseudonym stays, so that the supplier can hear of the end."""


class Change(StrEnum):
    """What became of a customer's permission."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """One customer's permission began or ended. `pseudonym` is 64 hex digits; `id` tells changes of a moment apart."""

    id: str
    at: datetime
    pseudonym: str
    commodity: Commodity
    change: Change
    data_from: date | None


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A customer whose usage may be sent now: of which commodity, from which local day on, until when."""

    pseudonym: str
    commodity: Commodity
    data_from: date
    until: datetime


def manifest(session: Session, organisation_id: uuid.UUID, *, at: datetime) -> Iterator[ManifestEntry]:
    """Everybody this supplier may send usage of at `at`, ordered by pseudonym."""
    query = (
        select(HomeMatch, ConsentGrant)
        .join(ConsentGrant, col(ConsentGrant.home_id) == HomeMatch.home_id)
        .where(
            HomeMatch.supplier_id == organisation_id,
            HomeMatch.state == MatchState.LIVE,
            col(HomeMatch.manifest_match).is_not(None),
            *_partner_grant(organisation_id),
            col(ConsentGrant.withdrawn_at).is_(None),
            col(ConsentGrant.ended_at).is_(None),
            ConsentGrant.granted_at <= at,
            ConsentGrant.expires_at > at,
        )
        .order_by(col(HomeMatch.manifest_match), col(HomeMatch.commodity))
    )
    for match, grant in session.exec(query):
        if match.manifest_match is not None and grant.data_from is not None:
            yield ManifestEntry(match.manifest_match.hex(), match.commodity, grant.data_from, grant.expires_at)


def consents_since(
    session: Session, organisation_id: uuid.UUID, since: datetime, limit: int, *, at: datetime
) -> Sequence[ConsentChange]:
    """What changed after `since` and until `at`, oldest first, at most `limit`, in an order that never changes.

    To go on, ask again with the last one's `at`; several at the same moment are never cut apart.
    """
    query = (
        select(HomeMatch, ConsentGrant)
        .join(ConsentGrant, col(ConsentGrant.home_id) == HomeMatch.home_id)
        .where(
            HomeMatch.supplier_id == organisation_id,
            col(HomeMatch.manifest_match).is_not(None),
            col(HomeMatch.state).in_([MatchState.LIVE, MatchState.UNDONE, MatchState.WITHDRAWN]),
            *_partner_grant(organisation_id),
        )
    )
    changes = [change for match, grant in session.exec(query) for change in _changes(match, grant) if change.at <= at]
    changes = sorted((change for change in changes if change.at > since), key=lambda change: (change.at, change.id))
    if len(changes) <= limit:
        return changes
    last = changes[limit - 1].at
    return [change for change in changes if change.at <= last]


def forget_ended(session: Session, *, now: datetime) -> int:
    """Matches that ended more than thirty days ago are gone, and tokens that expired; returns how many."""
    ended = session.exec(
        delete(HomeMatch).where(
            col(HomeMatch.state).in_([MatchState.UNDONE, MatchState.WITHDRAWN]),
            col(HomeMatch.changed_at) < now - TOLD_FOR,
        )
    ).rowcount
    expired = session.exec(
        delete(HomeMatch).where(col(HomeMatch.state) == MatchState.WAITING, col(HomeMatch.token_expires_at) < now)
    ).rowcount
    return int(ended + expired)


def _changes(match: HomeMatch, grant: ConsentGrant) -> Iterator[ConsentChange]:
    begun = max(match.changed_at if match.state is MatchState.LIVE else match.made_at, grant.granted_at)
    ends = [moment for moment in (grant.withdrawn_at, grant.ended_at, grant.expires_at) if moment is not None]
    if match.state is not MatchState.LIVE:
        ends.append(match.changed_at)
    over = min(ends)
    name = (match.manifest_match or b"").hex()
    if begun <= over:
        yield ConsentChange(f"{grant.id}+", begun, name, match.commodity, Change.GRANTED, grant.data_from)
        yield ConsentChange(f"{grant.id}-", over, name, match.commodity, Change.WITHDRAWN, None)


def _partner_grant(organisation_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ConsentGrant.source) == Source.PARTNER,
        col(ConsentGrant.supplier_id) == organisation_id,
        col(ConsentGrant.purpose) == Purpose.ADVICE,
        col(ConsentGrant.commodity) == HomeMatch.commodity,
    )
