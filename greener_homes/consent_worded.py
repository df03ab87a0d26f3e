"""Which homes agreed in words that name a thing: a newer version of a statement may ask for more than an older did."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col

from greener_homes.consent_live import IN_FORCE, moment_of
from greener_homes.copying import one_of
from greener_homes.tables.consent import ConsentGrant, ConsentStatement, Purpose


def agreed_in(
    session: Session, home_ids: Sequence[uuid.UUID], purpose: Purpose, version: int, *, at: datetime
) -> set[uuid.UUID]:
    """Those of the homes with answers for `purpose` in force at `at`, all of them to words of `version` or newer."""
    query = _AGREED.where(one_of(col(ConsentGrant.home_id), home_ids))
    return set(session.execute(query, {"purpose": purpose, "version": version, **moment_of(at)}).scalars())


def agrees_in(session: Session, home_id: uuid.UUID, purpose: Purpose, version: int, *, at: datetime) -> bool:
    """The same of one home."""
    values = {"home": home_id, "purpose": purpose, "version": version, **moment_of(at)}
    return session.execute(_AGREED_IN, values).scalar() is not None


_AGREED: Final = (
    sqlalchemy_select(col(ConsentGrant.home_id))
    .join(ConsentStatement, col(ConsentStatement.id) == col(ConsentGrant.statement_id))
    .where(col(ConsentGrant.purpose) == bindparam("purpose"), IN_FORCE)
    .group_by(col(ConsentGrant.home_id))
    .having(func.min(ConsentStatement.version) >= bindparam("version"))
)
_AGREED_IN: Final = _AGREED.where(col(ConsentGrant.home_id) == bindparam("home"))
"""Put together once, for the pages that ask it."""
