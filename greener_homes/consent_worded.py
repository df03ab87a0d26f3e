"""Which homes agreed in words that name a thing: a newer version of a statement may ask for more than an older did."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col

from greener_homes.consent_live import in_force_at
from greener_homes.copying import one_of
from greener_homes.tables.consent import ConsentGrant, ConsentStatement, Purpose


def agreed_in(
    session: Session, home_ids: Sequence[uuid.UUID], purpose: Purpose, version: int, *, at: datetime
) -> set[uuid.UUID]:
    """Those of the homes with answers for `purpose` in force at `at`, all of them to words of `version` or newer."""
    query = (
        sqlalchemy_select(col(ConsentGrant.home_id))
        .join(ConsentStatement, col(ConsentStatement.id) == col(ConsentGrant.statement_id))
        .where(one_of(col(ConsentGrant.home_id), home_ids), col(ConsentGrant.purpose) == purpose, in_force_at(at))
        .group_by(col(ConsentGrant.home_id))
        .having(func.min(ConsentStatement.version) >= version)
    )
    return set(session.execute(query).scalars())
