"""Which homes agreed in words that name a thing: a newer version of a statement may ask for more than an older did."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func
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


def is_agreed_in(purpose: Purpose, version: int) -> ColumnElement[bool]:
    """SQL for the same of one home, asked with its `home` and `moment_of`: for pages that ask it with more."""
    return _agreed(purpose, version).where(col(ConsentGrant.home_id) == bindparam("home")).exists()


def _agreed(purpose: Purpose | BindParameter[Purpose], version: int | BindParameter[int]) -> Select[Any]:
    return (
        sqlalchemy_select(col(ConsentGrant.home_id))
        .join(ConsentStatement, col(ConsentStatement.id) == col(ConsentGrant.statement_id))
        .where(col(ConsentGrant.purpose) == purpose, IN_FORCE)
        .group_by(col(ConsentGrant.home_id))
        .having(func.min(ConsentStatement.version) >= version)
    )


_AGREED: Final = _agreed(bindparam("purpose"), bindparam("version"))
