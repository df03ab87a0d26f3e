"""A lender fetches what one resident sent it. The permission is asked again each time, and the resident reads of it.

Nothing is told apart: never sent, another lender's, withdrawn and expired are all not found.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.referrals import held
from coach.referrals.codes_referrals import EXTRA_FIELDS
from coach.referrals.content import SCHEMA
from coach.referrals.sending import place_of
from greener_homes import agreements, audit, people
from greener_homes.consent import Purpose, ReferralField
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.referral import Referral, ReferralPackage
from greener_homes.vault import Vault


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the lender is given: the fields agreed to and asked for, and nothing beside them."""

    schema: str
    referral_id: uuid.UUID
    version: int
    made_at: datetime
    parts: Mapping[str, object]


def fetch(
    session: Session,
    vault: Vault,
    recipient_id: uuid.UUID,
    referral_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
    version: int | None = None,
    fields: Collection[ReferralField] | None = None,
) -> Fetched:
    """The package, newest unless named, opened under the permission in force now. Raises NotFound, Refusal."""
    known = session.get(Referral, referral_id)
    if known is None or known.recipient_id != recipient_id:
        raise NotFound
    held.answers(session, known.home_id, recipient_id, now=now)
    row = held.referral(session, referral_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound
    agreed = _agreed(session, row, now)
    package = _package(session, row.id, version)
    allowed = {ReferralField(one) for one in package.fields} & agreed
    if len(allowed) < len(package.fields):
        raise NotFound  # the resident has since agreed to less: what was sealed under more is not open any more
    allowed &= agreements.passing(session, recipient_id, allowed, at=now)
    wanted = allowed if fields is None else set(fields)
    if not wanted <= allowed:
        raise Refusal(EXTRA_FIELDS)
    key = people.key_of(session, vault, row.person_id)
    if key is None or package.content_sealed is None:
        raise NotFound
    parts = json.loads(vault.open(key, package.content_sealed, place_of(package.id)))
    package.first_fetched_at, package.fetches = package.first_fetched_at or now, package.fetches + 1
    session.add(package)
    audit.record_looks(
        session,
        actor,
        audit.Action.DATA_GIVEN_OUT,
        [row.home_id],
        at=now,
        purpose=Purpose.REFERRAL.value,
        object_id=row.id,
    )
    session.flush()
    given = {field.value: parts[field.value] for field in ReferralField if field in wanted}
    return Fetched(SCHEMA, row.id, package.version, package.made_at, given)


def _agreed(session: Session, row: Referral, now: datetime) -> frozenset[ReferralField]:
    """What the resident's permission lets go now; raises NotFound without one."""
    try:
        live = held.yes(session, row.home_id, row.person_id, row.recipient_id, row.source, row.supplier_id, now=now)
    except Refusal:
        raise NotFound from None
    return live.fields


def _package(session: Session, referral_id: uuid.UUID, version: int | None) -> ReferralPackage:
    query = select(ReferralPackage).where(ReferralPackage.referral_id == referral_id)
    if version is not None:
        query = query.where(ReferralPackage.version == version)
    newest = query.order_by(col(ReferralPackage.version).desc()).limit(1)
    found = session.exec(newest.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found
