"""How many homes agreed to what with each partner, in counts that say nothing of any one home.

Counted in a question for all partners at once; fewer than ten are not said, and the rest is said to tens.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from greener_homes.consent_live import in_force_at
from greener_homes.tables.consent import ConsentGrant, Purpose
from greener_homes.tables.referral import Referral

SMALLEST: Final = 10
ROUNDED_TO: Final = 10


@dataclass(frozen=True, slots=True)
class PartnerCounts:
    """Homes whose readings may come from a partner, and referrals made to it: to tens; None for fewer than ten."""

    homes: int | None = None
    referrals: int | None = None


def counts(session: Session, *, at: datetime) -> Mapping[uuid.UUID, PartnerCounts]:
    """The counts of every partner that has any."""
    homes = session.exec(
        select(ConsentGrant.supplier_id, func.count(func.distinct(col(ConsentGrant.home_id))))
        .where(col(ConsentGrant.supplier_id).is_not(None), ConsentGrant.purpose == Purpose.ADVICE, in_force_at(at))
        .group_by(col(ConsentGrant.supplier_id))
    ).all()
    referred = session.exec(select(Referral.recipient_id, func.count()).group_by(col(Referral.recipient_id))).all()
    found: dict[uuid.UUID, PartnerCounts] = {}
    for partner, count in homes:
        if partner is not None:
            found[partner] = PartnerCounts(homes=shown(count))
    for partner, count in referred:
        found[partner] = PartnerCounts(found[partner].homes if partner in found else None, shown(count))
    return found


def shown(count: int) -> int | None:
    """A count as it may be said."""
    return None if count < SMALLEST else (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
