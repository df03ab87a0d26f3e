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
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    case,
    cast,
    delete,
    false,
    func,
    null,
    select,
    true,
    union_all,
    update,
)
from sqlmodel import Session, col

from greener_homes.consent_live import LOCAL, in_force_at
from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from greener_homes.tables.match import HomeMatch, MatchState
from models.quantities import Commodity

READ_AT_ONCE = 1_000
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


def manifest(
    session: Session, organisation_id: uuid.UUID, *, at: datetime, after: str | None = None
) -> Iterator[ManifestEntry]:
    """Everybody this supplier may send usage of at `at`, ordered by pseudonym, from the one after `after` on.

    Where several people of a home agreed, what they cover together. Read as it is asked for, never all at once.
    """
    leaves = func.timezone(LOCAL.key, cast(col(ConsentGrant.data_until), TIMESTAMP))
    query = (
        select(
            col(HomeMatch.manifest_match),
            col(HomeMatch.commodity),
            func.min(ConsentGrant.data_from),
            func.max(func.least(ConsentGrant.expires_at, leaves)),
        )
        .join(ConsentGrant, col(ConsentGrant.home_id) == HomeMatch.home_id)
        .where(
            col(HomeMatch.supplier_id) == organisation_id,
            col(HomeMatch.state) == MatchState.LIVE,
            col(HomeMatch.manifest_match) > (bytes.fromhex(after) if after else b""),
            *_partner_grant(organisation_id),
            in_force_at(at),
        )
        .group_by(col(HomeMatch.manifest_match), col(HomeMatch.commodity))
        .order_by(col(HomeMatch.manifest_match), col(HomeMatch.commodity))
        .execution_options(yield_per=READ_AT_ONCE)
    )
    with session.execute(query) as rows:
        for name, commodity, data_from, until in rows:
            yield ManifestEntry(name.hex(), Commodity(commodity), data_from, until)


def consents_since(
    session: Session, organisation_id: uuid.UUID, since: datetime, limit: int, *, at: datetime
) -> Sequence[ConsentChange]:
    """What changed after `since` and until `at`, oldest first, at most `limit`, in an order that never changes.

    To go on, ask again with the last one's `at`; several at the same moment are never cut apart. A customer's
    permission goes on while anybody of the home agrees: it begins with the first yes, and ends with the last.
    """
    changes = _changes(organisation_id).subquery()
    query = (
        select(changes)
        .where(changes.c.at > since, changes.c.at <= at)
        .order_by(changes.c.at)
        .fetch(limit, with_ties=True)
    )
    # an answer that is replaced ends at the moment the next one begins: the end is told first
    rows = sorted(session.execute(query), key=lambda row: (row.at, row.begun, row.ends, row.id))
    return [
        ConsentChange(
            f"{row.id}{'-' if row.ends else '+'}",
            row.at,
            row.name.hex(),
            Commodity(row.commodity),
            Change.WITHDRAWN if row.ends else Change.GRANTED,
            None if row.ends else row.data_from,
        )
        for row in rows
    ]


def forget_ended(session: Session, *, now: datetime) -> int:
    """Matches that ended more than thirty days ago are gone, and tokens that expired; returns how many."""
    ended = session.exec(
        delete(HomeMatch).where(
            col(HomeMatch.state).in_([MatchState.REFUSED, MatchState.UNDONE, MatchState.WITHDRAWN]),
            col(HomeMatch.changed_at) < now - TOLD_FOR,
        )
    ).rowcount
    session.exec(
        update(HomeMatch)
        .where(
            col(HomeMatch.state) == MatchState.LIVE,
            col(HomeMatch.ends_sealed).is_not(None),
            col(HomeMatch.decided_at) < now - TOLD_FOR,
        )
        .values(ends_sealed=None)
    )
    expired = session.exec(
        delete(HomeMatch).where(col(HomeMatch.state) == MatchState.WAITING, col(HomeMatch.token_expires_at) < now)
    ).rowcount
    return int(ended + expired)


def _changes(organisation_id: uuid.UUID) -> CompoundSelect[Any]:
    """SQL for when each customer's permission began and ended: answers that overlap are one stretch."""
    spans = _spans(organisation_id).subquery()
    before = func.max(spans.c.over).over(**_in_order(spans), rows=(None, -1))
    first = func.coalesce(spans.c.begun >= before, true())
    until = func.max(spans.c.over).over(**_in_order(spans), rows=(None, 0))
    begins = (
        select(spans, first.label("is_first"), until.label("until")).where(spans.c.begun <= spans.c.over).subquery()
    )
    last = func.coalesce(func.lead(begins.c.is_first).over(**_in_order(begins)), true())
    ends = select(begins, last.label("is_last")).subquery()
    told = (ends.c.id, ends.c.begun, ends.c.name, ends.c.commodity, ends.c.data_from)
    return union_all(
        select(*told, ends.c.begun.label("at"), false().label("ends")).where(ends.c.is_first),
        select(*told, ends.c.until.label("at"), true().label("ends")).where(ends.c.is_last),
    )


def _spans(organisation_id: uuid.UUID) -> Select[Any]:
    """SQL for when each person's answer let usage of a matched customer through: as far as it was known then."""
    is_live = col(HomeMatch.state) == MatchState.LIVE
    matched = case((is_live, col(HomeMatch.changed_at)), else_=col(HomeMatch.made_at))
    parted = case((is_live, null()), else_=col(HomeMatch.changed_at))
    return (
        select(
            col(ConsentGrant.id),
            col(HomeMatch.manifest_match).label("name"),
            col(HomeMatch.commodity),
            col(ConsentGrant.data_from),
            func.greatest(matched, ConsentGrant.granted_at).label("begun"),
            func.least(ConsentGrant.withdrawn_at, ConsentGrant.ended_at, ConsentGrant.expires_at, parted).label("over"),
        )
        .join(ConsentGrant, col(ConsentGrant.home_id) == HomeMatch.home_id)
        .where(
            col(HomeMatch.supplier_id) == organisation_id,
            col(HomeMatch.manifest_match).is_not(None),
            col(HomeMatch.state).in_([MatchState.LIVE, MatchState.UNDONE, MatchState.WITHDRAWN]),
            *_partner_grant(organisation_id),
        )
    )


def _in_order(rows: Subquery) -> dict[str, Any]:
    """The window over one customer's stretches, oldest first."""
    return {"partition_by": (rows.c.name, rows.c.commodity), "order_by": (rows.c.begun, rows.c.id)}


def _partner_grant(organisation_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ConsentGrant.source) == Source.PARTNER,
        col(ConsentGrant.supplier_id) == organisation_id,
        col(ConsentGrant.purpose) == Purpose.ADVICE,
        col(ConsentGrant.commodity) == HomeMatch.commodity,
    )
