"""What a lender says happened: kept once under its own name for it, and where that leaves the referral.

Said twice is said once; said late is put where it belongs. After an end nothing more is taken: the resident no longer
agrees to it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from coach.referrals import codes_referrals as codes
from coach.referrals import held, lists
from coach.referrals.states import WITH_MONEY, Standing, Told, fold
from greener_homes import audit, organisations
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL
from greener_homes.organisations import OrganisationKind
from greener_homes.tables.referral import Referral, ReferralEvent, ReferralEventKind

CLOCKS_DIFFER = timedelta(minutes=5)
MOST_EVENTS = 200
OF_A_BILL = frozenset({ReferralEventKind.ENROLLED, ReferralEventKind.ENDED, ReferralEventKind.TRANSFERRED})
"""What only a utility can say, of what it charges on its bill."""


def tell(
    session: Session, recipient_id: uuid.UUID, referral_id: uuid.UUID, told: Told, *, actor: audit.Actor, now: datetime
) -> tuple[Standing, bool]:
    """Where the referral stands with this event, and whether it is new. Raises NotFound, Refusal."""
    row = held.referral(session, referral_id)
    if row is None or row.recipient_id != recipient_id or row.withdrawn_at is not None:
        raise NotFound
    _check(session, row, told, now)
    is_new = _keep(session, row, told, now)
    standing = _stands(session, row, now)
    if is_new:
        audit.record(
            session,
            actor,
            audit.Action.REFERRAL_TOLD,
            at=now,
            home_id=row.home_id,
            object_id=row.id,
            purpose="referral",
            kind=told.kind.value,
            state=standing.state.value,
        )
    return standing, is_new


def _check(session: Session, row: Referral, told: Told, now: datetime) -> None:
    """The event is whole and can have happened. Raises Refusal."""
    if not row.made_at - CLOCKS_DIFFER <= told.occurred_at <= now + CLOCKS_DIFFER:
        raise Refusal(codes.NOT_THEN)
    kind = organisations.get(session, row.recipient_id).kind
    if told.kind in OF_A_BILL and kind is not OrganisationKind.UTILITY:
        raise Refusal(codes.NOT_YOURS_TO_SAY)
    on_a_bill = (told.amount_cents, told.rate_thousandths, told.years)
    whole = None not in on_a_bill if told.kind is ReferralEventKind.ENROLLED else on_a_bill[1:] == (None, None)
    money = told.amount_cents is None or told.kind in WITH_MONEY
    if not whole or not money or bool(told.needs) is not (told.kind is ReferralEventKind.NEEDS_INFORMATION):
        raise Refusal(codes.DOES_NOT_GO_WITH)


def _keep(session: Session, row: Referral, told: Told, now: datetime) -> bool:
    """The event is on record; False when it was before. Raises Refusal when its name stands for something else."""
    known = session.exec(
        select(ReferralEvent).where(ReferralEvent.recipient_id == row.recipient_id, ReferralEvent.event_key == told.key)
    ).one_or_none()
    if known is None:
        count = session.exec(select(func.count()).where(ReferralEvent.referral_id == row.id)).one()
        if count >= MOST_EVENTS:
            raise Refusal(codes.TOO_MANY, maximum=MOST_EVENTS)
        event = ReferralEvent(
            referral_id=row.id,
            recipient_id=row.recipient_id,
            event_key=told.key,
            kind=told.kind,
            occurred_at=told.occurred_at,
            recorded_at=now,
            needs=[one.value for one in told.needs],
            amount_cents=told.amount_cents,
            rate_thousandths=told.rate_thousandths,
            years=told.years,
        )
        made = insert(ReferralEvent).values(event.model_dump())
        done = session.execute(
            made.on_conflict_do_nothing(index_elements=["recipient_id", "event_key"]).returning(col(ReferralEvent.id))
        ).first()
        if done is not None:
            return True
        known = session.exec(  # told about another referral at this very moment
            select(ReferralEvent).where(
                ReferralEvent.recipient_id == row.recipient_id, ReferralEvent.event_key == told.key
            )
        ).one()
    if known.referral_id != row.id or lists.as_told(known) != told:
        raise Refusal(codes.EVENT_USED)
    return False


def _stands(session: Session, row: Referral, now: datetime) -> Standing:
    """Everything that was ever said, together; the row has what follows from it."""
    events = session.exec(select(ReferralEvent).where(ReferralEvent.referral_id == row.id))
    standing = fold(row.made_at, [lists.as_told(event) for event in events], row.withdrawn_at)
    funded = standing.funded
    row.state, row.state_since = standing.state, standing.since
    row.funded_cents = funded.amount_cents if funded else None
    row.funded_on = funded.occurred_at.astimezone(LOCAL).date() if funded else None
    row.conflicts = len(standing.conflicts)
    row.closed_at = (row.closed_at or now) if standing.is_closed else None
    session.add(row)
    session.flush()
    return standing
