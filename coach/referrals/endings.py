"""The end of a referral: the resident stops, the lender is told and has to confirm."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import audit, privacy, privacy_referrals
from greener_homes.errors import NotFound
from greener_homes.people import PersonView
from greener_homes.privacy_questions import questions
from greener_homes.tables.referral import Referral
from greener_homes.tables.referral_notice import ReferralEnd as ReferralEnd
from greener_homes.tables.referral_notice import ReferralNotice
from greener_homes.vault import Vault


@dataclass(frozen=True, slots=True)
class NoticeView:
    """That a lender has to stop with one referral, by its number."""

    id: uuid.UUID
    referral_number: uuid.UUID
    ended_as: ReferralEnd
    made_at: datetime
    confirmed_at: datetime | None


def withdraw(
    session: Session, vault: Vault, person: PersonView, home_id: uuid.UUID, referral_id: uuid.UUID, *, now: datetime
) -> None:
    """The resident's yes to this lender is taken back, of whatever source, and with it goes what it let be sent.

    Raises NotFound. Safe to repeat: what has ended is ended once.
    """
    row = session.get(Referral, referral_id)
    if row is None or (row.person_id, row.home_id) != (person.id, home_id):
        raise NotFound
    for asked in questions(session, home_id, person.id, None, None):
        if asked.recipient_id != row.recipient_id:
            continue
        privacy.withdraw(
            session,
            vault,
            home_id,
            asked.purpose,
            source=asked.source,
            commodities=asked.commodities,
            actor=person.actor,
            now=now,
            supplier_id=asked.supplier_id,
            recipient_id=asked.recipient_id,
            person_id=person.id,
        )
    privacy_referrals.end(session, [row.id], ReferralEnd.WITHDRAWN, now=now)  # also where the yes had run out before


def notices(
    session: Session, recipient_id: uuid.UUID, *, limit: int, after: uuid.UUID | None = None, waiting: bool = False
) -> Sequence[NoticeView]:
    """What a lender has to stop, oldest first; after the one named, or only what it has not confirmed."""
    query = select(ReferralNotice).where(ReferralNotice.recipient_id == recipient_id)
    if after is not None:
        query = query.where(col(ReferralNotice.id) > after)
    if waiting:
        query = query.where(col(ReferralNotice.confirmed_at).is_(None))
    return [_view(row) for row in session.exec(query.order_by(col(ReferralNotice.id)).limit(limit))]


def confirm(
    session: Session, recipient_id: uuid.UUID, notice_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> NoticeView:
    """The lender says that it has stopped; said again it stays as it was. Raises NotFound, also for another's."""
    query = select(ReferralNotice).where(ReferralNotice.id == notice_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if row is None or row.recipient_id != recipient_id:
        raise NotFound
    if row.confirmed_at is None:
        row.confirmed_at = now
        session.add(row)
        audit.record(session, actor, audit.Action.REFERRAL_CONFIRMED, at=now, object_id=row.referral_number)
        session.flush()
    return _view(row)


def _view(row: ReferralNotice) -> NoticeView:
    return NoticeView(row.id, row.referral_number, row.ended_as, row.made_at, row.confirmed_at)
