"""Usage points, their readings (a packed block per usage point, flow and UTC month), and what pages show of them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.consent import Source
from models.quantities import Commodity, Flow, Unit


class UsagePoint(Row, table=True):
    """Where one commodity is measured for one home. `match` is a keyed digest of the sender's own name for it.

    `across_match` is a digest of the same name that is equal in two homes, where the name is long enough to be a number
    of its own; by it the same meter is noticed in two homes.
    """

    __tablename__ = "usage_point"
    __table_args__ = (
        UniqueConstraint("home_id", "source", "supplier_id", "commodity", "match", postgresql_nulls_not_distinct=True),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    match: bytes = Field(sa_type=LargeBinary)
    across_match: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    created_at: datetime


class IntervalBlock(Row, table=True):
    """A month of readings, packed (greener_homes/readings.py says how). `total` counts steps of 10**exponent."""

    __tablename__ = "interval_block"
    __table_args__ = (UniqueConstraint("usage_point_id", "flow", "unit", "month"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    usage_point_id: uuid.UUID = Field(foreign_key="usage_point.id", index=True, ondelete="CASCADE")
    flow: Flow = Field(sa_type=closed_set(Flow))
    unit: Unit = Field(sa_type=closed_set(Unit))
    month: date
    exponent: int
    payload: bytes = Field(sa_type=LargeBinary)
    count: int
    total: int = Field(sa_type=BigInteger)
    estimated: int
    import_run_id: uuid.UUID = Field(foreign_key="import_run.id", index=True, ondelete="CASCADE")
    stored_at: datetime


class UsageShown(Row, table=True):
    """What a home's pages show of its usage, worked out once for all of them, under the permissions for advice.

    `basis_digest` is of the permissions and of the blocks it was made of: where they are no longer the same, it is not
    shown. It goes with any of them.
    """

    __tablename__ = "usage_shown"

    home_id: uuid.UUID = Field(foreign_key="home.id", primary_key=True, ondelete="CASCADE")
    basis_digest: str
    payload: bytes = Field(sa_type=LargeBinary)
    made_at: datetime


class BlockRevision(Row, table=True):
    """What a block held before an import corrected it."""

    __tablename__ = "block_revision"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    block_id: uuid.UUID = Field(foreign_key="interval_block.id", index=True, ondelete="CASCADE")
    exponent: int
    payload: bytes = Field(sa_type=LargeBinary)
    replaced_by_import_run_id: uuid.UUID = Field(foreign_key="import_run.id", index=True, ondelete="CASCADE")
    replaced_at: datetime
