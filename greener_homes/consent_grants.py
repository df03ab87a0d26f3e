"""The answers "yes" of a home as its household sees them: what stands, who gave it, until when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from greener_homes.consent_history import retaining
from greener_homes.consent_live import GRANT, IN_FORCE, LiveConsent, moment_of, proofs
from greener_homes.tables.consent import Channel, ConsentGrant, Purpose, ReferralField, Source
from models.quantities import Commodity

ASKED_AGAIN = timedelta(days=31)
"""How long before a permission ends its person is asked again."""


@dataclass(frozen=True, slots=True)
class GrantView:
    """One answer "yes" as the household sees it."""

    id: uuid.UUID
    purpose: Purpose
    source: Source | None
    supplier_id: uuid.UUID | None
    commodity: Commodity | None
    data_from: date | None
    granted_at: datetime
    expires_at: datetime
    person_id: uuid.UUID
    home_id: uuid.UUID
    recipient_id: uuid.UUID | None
    data_until: date | None
    channel: Channel
    fields: tuple[ReferralField, ...] = ()
    """What a referral lets go; none for other purposes."""

    def is_ending(self, at: datetime) -> bool:
        """Whether its person should be asked again."""
        return self.expires_at - at < ASKED_AGAIN


def in_force(session: Session, home_id: uuid.UUID, *, at: datetime) -> Sequence[GrantView]:
    """Every answer in force for a home, whoever of the household gave it, oldest first."""
    return [_view(row) for row in session.execute(_IN_FORCE, {"home": home_id, **moment_of(at)})]


def in_force_and_live(
    session: Session, home_id: uuid.UUID, purpose: Purpose, *, at: datetime
) -> tuple[Sequence[GrantView], Sequence[LiveConsent]]:
    """What `in_force` and, for a purpose of no recipient, `live` give, in one question: for pages that want both."""
    rows = session.execute(_IN_FORCE, {"home": home_id, **moment_of(at)}).all()
    opening = [row for row in rows if row.purpose is purpose and row.recipient_id is None and row.source is not None]
    return [_view(row) for row in rows], proofs(opening, at)


_VIEWED: Final = tuple(field.name for field in fields(GrantView))
_IN_FORCE: Final = (
    sqlalchemy_select(*(GRANT.c[name] for name in _VIEWED))
    .where(GRANT.c.home_id == bindparam("home"), IN_FORCE)
    .order_by(GRANT.c.granted_at, GRANT.c.commodity, GRANT.c.id)
)
"""Put together once, and plain values in place of objects, for the pages that ask it."""


def lapsed(session: Session, person_id: uuid.UUID) -> Sequence[GrantView]:
    """A person's answers that ended without their doing, while what rested on them is still there."""
    rows = session.exec(
        select(ConsentGrant)
        .where(ConsentGrant.person_id == person_id, *retaining(), col(ConsentGrant.ended_by).is_not(None))
        .order_by(col(ConsentGrant.granted_at), col(ConsentGrant.commodity))
    )
    return [_view(row) for row in rows]


def _view(row: ConsentGrant | Row[Any]) -> GrantView:
    return GrantView(
        id=row.id,
        purpose=row.purpose,
        source=row.source,
        supplier_id=row.supplier_id,
        commodity=row.commodity,
        data_from=row.data_from,
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        person_id=row.person_id,
        home_id=row.home_id,
        recipient_id=row.recipient_id,
        data_until=row.data_until,
        channel=row.channel,
        fields=tuple(ReferralField(one) for one in row.fields or ()),
    )
