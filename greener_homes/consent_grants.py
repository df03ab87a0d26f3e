"""The answers "yes" of a home as its household sees them: what stands, who gave it, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from greener_homes.consent_history import retaining
from greener_homes.consent_live import GRANT, IN_FORCE, LiveConsent, moment_of, proofs
from greener_homes.page_questions import rows_as_one
from greener_homes.tables.consent import Channel, ConsentGrant, Purpose, ReferralField, Source
from models.quantities import Commodity

ASKED_AGAIN = timedelta(days=31)
"""How long before a permission ends its person is asked again."""
_PURPOSES: Final = {each.value: each for each in Purpose}
_SOURCES: Final = {each.value: each for each in Source}
_COMMODITIES: Final = {each.value: each for each in Commodity}
_CHANNELS: Final = {each.value: each for each in Channel}


@dataclass(frozen=True, slots=True)
class GrantView:
    """One answer "yes" as the household sees it."""

    id: UUID
    purpose: Purpose
    source: Source | None
    supplier_id: UUID | None
    commodity: Commodity | None
    data_from: date | None
    granted_at: datetime
    expires_at: datetime
    person_id: UUID
    home_id: UUID
    recipient_id: UUID | None
    data_until: date | None
    channel: Channel
    fields: tuple[ReferralField, ...] = ()
    """What a referral lets go; none for other purposes."""

    def is_ending(self, at: datetime) -> bool:
        """Whether its person should be asked again."""
        return self.expires_at - at < ASKED_AGAIN


def in_force(session: Session, home_id: UUID, *, at: datetime) -> Sequence[GrantView]:
    """Every answer in force for a home, whoever of the household gave it, oldest first."""
    return [_view(row) for row in session.execute(_IN_FORCE, {"home": home_id, **moment_of(at)})]


def in_force_of(standing: Sequence[Sequence[Any]] | None) -> Sequence[GrantView]:
    """`in_force` of what `STANDING` answered: None where nothing is."""
    return [_said(*each) for each in standing or ()]


def live_of(standing: Sequence[Sequence[Any]] | None, purpose: Purpose, at: datetime) -> Sequence[LiveConsent]:
    """What `live` gives for a purpose of no recipient, of what `STANDING` answered when it was asked with `at`."""
    views = [_said(*each) for each in standing or () if each[_PURPOSE] == purpose.value]
    return proofs([one for one in views if one.recipient_id is None and one.source is not None], at)


_VIEWED: Final = tuple(field.name for field in fields(GrantView))
_PURPOSE: Final = _VIEWED.index("purpose")
_COLUMNS: Final = tuple(GRANT.c[name] for name in _VIEWED)
_OF_HOME: Final = (GRANT.c.home_id == bindparam("home"), IN_FORCE)
_OLDEST_FIRST: Final = (GRANT.c.granted_at, GRANT.c.commodity, GRANT.c.id)
_IN_FORCE: Final = sqlalchemy_select(*_COLUMNS).where(*_OF_HOME).order_by(*_OLDEST_FIRST)
"""Put together once, and plain values in place of objects, for the pages that ask it."""
STANDING: Final = rows_as_one(*_COLUMNS, order=_OLDEST_FIRST).where(*_OF_HOME).scalar_subquery()
"""The answers in force for a home as one value, asked with its `home` and `moment_of`: some pages ask it with more."""


def lapsed(session: Session, person_id: UUID) -> Sequence[GrantView]:
    """A person's answers that ended without their doing, while what rested on them is still there."""
    rows = session.exec(
        select(ConsentGrant)
        .where(ConsentGrant.person_id == person_id, *retaining(), col(ConsentGrant.ended_by).is_not(None))
        .order_by(col(ConsentGrant.granted_at), col(ConsentGrant.commodity))
    )
    return [_view(row) for row in rows]


def _said(
    identifier: str,
    purpose: str,
    source: str | None,
    supplier_id: str | None,
    commodity: str | None,
    data_from: str | None,
    granted_at: str,
    expires_at: str,
    person_id: str,
    home_id: str,
    recipient_id: str | None,
    data_until: str | None,
    channel: str,
    named: Sequence[str] | None,
) -> GrantView:
    """A grant of `STANDING`: the fields of `GrantView` in their order, as JSON has them."""
    return GrantView(
        id=UUID(identifier),
        purpose=_PURPOSES[purpose],
        source=_SOURCES[source] if source else None,
        supplier_id=UUID(supplier_id) if supplier_id else None,
        commodity=_COMMODITIES[commodity] if commodity else None,
        data_from=date.fromisoformat(data_from) if data_from else None,
        granted_at=datetime.fromisoformat(granted_at),
        expires_at=datetime.fromisoformat(expires_at),
        person_id=UUID(person_id),
        home_id=UUID(home_id),
        recipient_id=UUID(recipient_id) if recipient_id else None,
        data_until=date.fromisoformat(data_until) if data_until else None,
        channel=_CHANNELS[channel],
        fields=tuple([ReferralField(one) for one in named or ()]),
    )


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
