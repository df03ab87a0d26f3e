"""The resident's yes to one lender, and the referral that rests on it, held while somebody works on either.

One order of locks for everybody, for two who took them in different orders would wait for each other for ever: first
the person's place in the home, then the answers that let the home's usage in, then the other answers by their ids, then
referrals by their ids, and last what hangs on one (packages, events, notices, letters). Sending, fetching and every end
hold answers before a referral. Telling, and writing letters of it, hold the referral and no answer at all.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, select

from greener_homes import consent
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.tables.referral import Referral


def answers(session: Session, home_id: uuid.UUID, recipient_id: uuid.UUID, *, now: datetime) -> None:
    """Whatever lets this lender have something of the home stays as it is until this transaction ends."""
    consent.live(session, home_id, Purpose.REFERRAL, at=now, lock=True, recipient_id=recipient_id)


def yes(
    session: Session,
    home_id: uuid.UUID,
    person_id: uuid.UUID,
    recipient_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    *,
    now: datetime,
) -> LiveConsent:
    """This person's own yes to this lender in force now, with the fields it names. Raises Refusal without one.

    It waits for nobody, so that it can be asked while a referral is held: the caller holds the answers before.
    """
    return consent.require(
        session,
        home_id,
        Purpose.REFERRAL,
        source,
        at=now,
        supplier_id=supplier_id,
        recipient_id=recipient_id,
        person_id=person_id,
    )


def referral(session: Session, referral_id: uuid.UUID) -> Referral | None:
    """The referral as it is at this moment, whatever was read of it before; held until this transaction ends."""
    query = select(Referral).where(Referral.id == referral_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()
