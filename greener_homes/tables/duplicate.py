"""Households that stand here twice: what two homes have in common, what staff decided, and how a merge is undone.

Compared are keyed digests, never an address in clear. A merge moves little, and writes down every row it touches as it
was before, so that the former state can be put back exactly.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class MarkKind(StrEnum):
    """What a mark is a digest of."""

    ADDRESS = "address"
    """The civic address, however it was written."""
    WRITING = "writing"
    """The same address, exactly as it was written."""
    EMAIL = "email"
    """A member's e-mail address without what mail programs ignore."""


class HomeMark(Row, table=True):
    """A keyed digest by which a home is compared with others, and whose word it rests on."""

    __tablename__ = "home_mark"
    __table_args__ = (UniqueConstraint("home_id", "person_id", "kind"), Index("ix_home_mark_match", "kind", "match"))

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: MarkKind = Field(sa_type=closed_set(MarkKind))
    match: bytes = Field(sa_type=LargeBinary)
    said_at: datetime


class PairState(StrEnum):
    """What became of two homes that look alike."""

    OPEN = "open"
    APART = "apart"
    """Somebody said that they are not the same household: never proposed again."""
    MERGED = "merged"


class DuplicatePair(Row, table=True):
    """Two homes that may be one, each pair once: the lower id first. `evidence` holds codes of what they share."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("low_home_id", "high_home_id"),
        CheckConstraint("low_home_id <= high_home_id", name="in_order"),
        Index("ix_duplicate_pair_open", "state", "score"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    low_home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    high_home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    score: int
    evidence: list[str] = Field(default_factory=list, sa_type=JSONB)
    state: PairState = Field(default=PairState.OPEN, sa_type=closed_set(PairState))
    found_at: datetime
    decided_at: datetime | None = None
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")


class HomeMerge(Row, table=True):
    """One home was put into another by a person, until somebody undid it."""

    __tablename__ = "home_merge"
    __table_args__ = (
        Index("uq_home_merge_gone", "gone_home_id", unique=True, postgresql_where=text("undone_at IS NULL")),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    pair_id: uuid.UUID = Field(foreign_key="duplicate_pair.id", index=True, ondelete="CASCADE")
    kept_home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    gone_home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    merged_at: datetime
    merged_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    undo_until: datetime
    undone_at: datetime | None = None
    undone_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    objected: bool = False


class HomeMergeMove(Row, table=True):
    """One row that a merge made or changed, in order: what its columns held before, and what they hold since.

    `before` is None for a row that the merge made. Values are as JSON has them.
    """

    __tablename__ = "home_merge_move"

    merge_id: uuid.UUID = Field(foreign_key="home_merge.id", primary_key=True, ondelete="CASCADE")
    place: int = Field(primary_key=True)
    table_name: str
    row_id: uuid.UUID
    before: dict[str, object] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
