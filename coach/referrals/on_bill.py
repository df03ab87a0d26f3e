"""What a household pays off on its utility's bill, and what happens to it when the household moves, told beforehand.

What happens is the utility's own word in the offer the household asked about; where no offer says it, nobody guesses.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from coach.referrals import lists
from coach.referrals.charges import charges, owed_on
from coach.referrals.lists import ReferralView
from greener_homes import finance_offers, organisations
from greener_homes.errors import NotFound
from greener_homes.finance_offers_terms import OnMoving as OnMoving


@dataclass(frozen=True, slots=True)
class OnBill:
    """One enrolment that is not paid off, CAD: what each month takes, until when, and what is left that day."""

    referral_id: uuid.UUID
    utility: str
    monthly: Decimal
    last: date
    owed: Decimal
    on_moving: OnMoving | None


def on_bill(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, on: date) -> Sequence[OnBill]:
    """What this person still pays off on a bill of this home at the end of that local day."""
    found = []
    for view in lists.of_resident(session, person_id, home_id):
        owed, table = owed_on(view.standing, on), charges(view.standing)
        if owed > 0 and table:
            utility = organisations.get(session, view.recipient_id).name
            found.append(OnBill(view.id, utility, table[0].amount, table[-1].month, owed, on_moving(session, view)))
    return found


def on_moving(session: Session, view: ReferralView) -> OnMoving | None:
    """What the offer that was asked about says of a move; None where none was named."""
    if view.offer_id is None:
        return None
    try:
        return finance_offers.get(session, view.offer_id).terms.on_moving
    except NotFound:
        return None
