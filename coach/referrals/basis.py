"""What of a home's usage one resident can speak for, when they ask a lender: worked out, never asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from coach.referrals.codes_referrals import NO_PLAN
from greener_homes import consent
from greener_homes.consent import OF_THE_ACCOUNT, Purpose, Source
from greener_homes.errors import Refusal
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class Basis:
    """What of the home's usage the resident can speak for: a source, its commodities, since which local day."""

    source: Source
    supplier_id: uuid.UUID | None
    commodities: tuple[Commodity, ...]
    since: date
    is_own: bool
    """Whether the resident gave the permission for it, and so has said whose account it is."""

    @property
    def account_holder(self) -> bool:
        """Whether they are known to hold the account, where the source has one."""
        return self.is_own and self.source in OF_THE_ACCOUNT


def basis_of(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, *, now: datetime) -> Basis:
    """The best source that the resident's own yes lets in, else one that needs nobody's account. Raises Refusal."""
    grants = [one for one in consent.in_force(session, home_id, at=now) if one.purpose is Purpose.ADVICE]
    mine = [one for one in grants if one.person_id == person_id]
    usable = mine or [one for one in grants if one.source not in OF_THE_ACCOUNT]
    sources = sorted(
        {(one.source, one.supplier_id) for one in usable if one.source is not None},
        key=lambda found: (tuple(Source).index(found[0]), str(found[1] or "")),
    )
    if not sources:
        raise Refusal(NO_PLAN)
    source, supplier_id = sources[0]
    of_it = [one for one in usable if (one.source, one.supplier_id) == (source, supplier_id)]
    kinds = tuple(sorted({one.commodity for one in of_it if one.commodity is not None}))
    since = max(one.data_from for one in of_it if one.data_from is not None)
    return Basis(source, supplier_id, kinds, since, bool(mine))
