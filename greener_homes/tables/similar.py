"""Similar homes: the figures of groups of many homes, which are about nobody, and a household's wish not to compare."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row


class SimilarGroup(Row, table=True):
    """The middle half of what a group of homes uses in a normal year, as worked out for `month` and not changed in it.

    `key` is the group's definition (coach/homes/similar_groups.py); `counted` homes are rounded down to five, the ends
    to two digits. Without its ends the group was taken away within the month: too few homes were left in it.
    """

    __tablename__ = "similar_group"
    __table_args__ = (CheckConstraint("(low IS NULL) = (high IS NULL)", name="both_ends"),)

    key: str = Field(primary_key=True)
    month: date
    counted: int
    low: float | None = None
    high: float | None = None
    made_at: datetime


class SimilarChoice(Row, table=True):
    """That a household does not want to be compared: while there is a row, its pages and its case show none of it."""

    __tablename__ = "similar_choice"

    home_id: uuid.UUID = Field(foreign_key="home.id", primary_key=True, ondelete="CASCADE")
    turned_off_at: datetime
