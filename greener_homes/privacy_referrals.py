"""What an end does to referrals: nothing more can be fetched, our copy is gone, and the lender has a notice to confirm.

The notice names the referral by its number only, so that it outlives the person. What lenders said happened stays
with the referral until its household's rows go.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, func, select

from greener_homes import audit
from greener_homes.tables.consent import ConsentGrant
from greener_homes.tables.mail import Letter, LetterState
from greener_homes.tables.referral import Referral, ReferralPackage, ReferralState
from greener_homes.tables.referral_notice import ReferralEnd, ReferralNotice


@dataclass(frozen=True, slots=True)
class Going:
    """What an end takes of referrals, by count: packages erased, and lenders told to stop."""

    packages: int = 0
    recipients: int = 0


def under(session: Session, grants: Sequence[ConsentGrant]) -> Sequence[uuid.UUID]:
    """The referrals that rest on these answers and have not ended."""
    keys = {(row.home_id, row.person_id, row.recipient_id, row.source, row.supplier_id) for row in grants}
    found = session.exec(
        select(Referral)
        .where(col(Referral.home_id).in_({row.home_id for row in grants}), _not_ended())
        .order_by(col(Referral.id))
    )
    return [
        row.id for row in found if (row.home_id, row.person_id, row.recipient_id, row.source, row.supplier_id) in keys
    ]


def made_of(session: Session, assessment_ids: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    """The referrals with a package made of any of these assessments that have not ended."""
    return session.exec(
        select(Referral.id)
        .join(ReferralPackage, col(ReferralPackage.referral_id) == Referral.id)
        .where(col(ReferralPackage.assessment_id).in_(list(assessment_ids)), _not_ended())
        .distinct()
        .order_by(col(Referral.id))
    ).all()


def counted(session: Session, referral_ids: Collection[uuid.UUID]) -> Going:
    """What would go if these referrals ended now. Changes nothing."""
    ids = list(referral_ids)
    packages = session.exec(
        select(func.count())
        .select_from(ReferralPackage)
        .where(col(ReferralPackage.referral_id).in_(ids), col(ReferralPackage.content_sealed).is_not(None))
    ).one()
    told = select(func.count(func.distinct(Referral.recipient_id)))
    return Going(packages, session.exec(told.where(col(Referral.id).in_(ids), _not_ended())).one())


def end(session: Session, referral_ids: Collection[uuid.UUID], why: ReferralEnd, *, now: datetime) -> int:
    """These referrals have ended; returns how many packages were erased. Safe to run again: an end stays as it was."""
    erased = 0
    query = select(Referral).where(col(Referral.id).in_(list(referral_ids)), _not_ended())
    held = query.order_by(col(Referral.id)).with_for_update().execution_options(populate_existing=True)
    for row in session.exec(held).all():
        row.state, row.state_since = ReferralState.WITHDRAWN, now
        row.withdrawn_at, row.ended_as, row.closed_at = now, why, row.closed_at or now
        session.add(row)
        packages = session.exec(select(ReferralPackage).where(ReferralPackage.referral_id == row.id)).all()
        for package in packages:
            erased += package.content_sealed is not None
            package.content_sealed, package.erased_at = None, package.erased_at or now
            session.add(package)
        _stop_letter(session, row, now)
        session.add(ReferralNotice(recipient_id=row.recipient_id, referral_number=row.id, ended_as=why, made_at=now))
        audit.record(
            session,
            audit.PLATFORM,
            audit.Action.REFERRAL_ENDED,
            at=now,
            home_id=row.home_id,
            object_id=row.id,
            purpose="referral",
            why=why.value,
        )
    session.flush()
    return erased


def _stop_letter(session: Session, row: Referral, now: datetime) -> None:
    """A letter on its news that waits is not sent any more; one that is with the mail server now is waited for by
    nobody."""
    waits = select(Letter.id).where(Letter.id == row.letter_id, Letter.state == LetterState.WAITING)
    session.execute(
        update(Letter)
        .where(col(Letter.id).in_(waits.with_for_update(skip_locked=True)))
        .values(state=LetterState.DROPPED, settled_at=now)
    )


def _not_ended() -> ColumnElement[bool]:
    return col(Referral.withdrawn_at).is_(None)
