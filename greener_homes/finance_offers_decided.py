"""What staff decide about offers of money: an offer is shown to residents once they have looked at it.

They look at an offer's first version, and again whenever what it costs or says has changed (docs/decisions/0029).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from greener_homes import audit, finance_offers
from greener_homes.errors import NotFound
from greener_homes.finance_offers import OfferState, OfferView
from greener_homes.finance_offers_terms import LOOKED_AT
from greener_homes.people import Audience
from greener_homes.tables.finance import FinanceOffer
from greener_homes.tables.programme import Organisation

LISTED = 200


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A version as staff see it, beside the one they approved before it, if there is one."""

    offer: OfferView
    approved_before: OfferView | None

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of what is otherwise than in the version approved before; all of it for a first one."""
        before = self.approved_before
        if before is None:
            return LOOKED_AT
        return tuple(name for name in LOOKED_AT if getattr(before.terms, name) != getattr(self.offer.terms, name))


def newest(session: Session) -> Sequence[OfferView]:
    """Of every offer the version stated last, those that wait first, then the newest; up to `LISTED`."""
    latest = (
        select(FinanceOffer.id)
        .order_by(col(FinanceOffer.organisation_id), col(FinanceOffer.key), *finance_offers.LAST_FIRST)
        .ext(distinct_on(col(FinanceOffer.organisation_id), col(FinanceOffer.key)))
        .subquery()
    )
    needs_no_look = (col(FinanceOffer.state) != OfferState.WAITING) | col(FinanceOffer.withdrawn_at).is_not(None)
    query = (
        select(FinanceOffer, Organisation)
        .join(Organisation, col(Organisation.id) == col(FinanceOffer.organisation_id))
        .where(col(FinanceOffer.id).in_(select(latest.c.id)))
        .order_by(needs_no_look, col(FinanceOffer.received_at).desc(), col(FinanceOffer.id))
        .limit(LISTED)
    )
    return [finance_offers.view(row, lender.name) for row, lender in session.exec(query)]


def to_decide(session: Session, offer_id: uuid.UUID) -> ToDecide:
    """One version, with what was approved before. Raises NotFound."""
    offer = finance_offers.get(session, offer_id)
    return ToDecide(offer, finance_offers.approved_before(session, offer))


def approve(session: Session, offer_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> OfferView:
    """Residents may see this version, also when it was declined before; again changes nothing. Raises NotFound.

    `by` is the person who decided; None for whoever has the command line of the machine.
    """
    return _decide(session, offer_id, OfferState.APPROVED, by, now)


def decline(session: Session, offer_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> OfferView:
    """No resident sees this version, also when it was approved before; again changes nothing. Raises NotFound."""
    return _decide(session, offer_id, OfferState.DECLINED, by, now)


def _decide(session: Session, offer_id: uuid.UUID, state: OfferState, by: uuid.UUID | None, now: datetime) -> OfferView:
    row = session.exec(select(FinanceOffer).where(FinanceOffer.id == offer_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.state is not state:
        row.state, row.decided_at, row.decided_by = state, now, by
        session.add(row)
        session.flush()
        act = {
            OfferState.APPROVED: audit.Action.FINANCE_OFFER_APPROVED,
            OfferState.DECLINED: audit.Action.FINANCE_OFFER_DECLINED,
        }[state]
        actor = audit.Actor(by, Audience.PROGRAMME.value) if by else audit.OPERATOR
        audit.record(session, actor, act, at=now, object_id=row.id)
    return finance_offers.get(session, offer_id)
