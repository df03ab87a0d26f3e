"""Sources of data that should keep coming: who answers for each, how late is late, and the alarms that were raised."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class FeedKind(StrEnum):
    """What kind of source sends the data."""

    CUSTODIAN = "custodian"
    PARTNER = "partner"
    WEATHER = "weather"
    RATES = "rates"


class FeedOwner(StrEnum):
    """Who looks after a source that has stopped: a role, never an address."""

    STAFF = "staff"
    PARTNER = "partner"
    OPERATOR = "operator"


class Feed(Row, table=True):
    """One source. `key` is its stable name within its kind; `patience_hours` after the last arrival it is late.

    A supplier that sends files in several formats is a source for each: bills come later than hourly readings.
    """

    __tablename__ = "feed"
    __table_args__ = (UniqueConstraint("kind", "key", "format"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    kind: FeedKind = Field(sa_type=closed_set(FeedKind))
    key: str = Field(max_length=100)
    format: str = Field(default="", max_length=60)
    owner: FeedOwner = Field(sa_type=closed_set(FeedOwner))
    patience_hours: int
    registered_at: datetime
    last_arrived_at: datetime | None = None
    ended_at: datetime | None = None


class FeedAlarm(Row, table=True):
    """A source was late: since when it was due, when the alarm was raised, and when data came again."""

    __tablename__ = "feed_alarm"
    __table_args__ = (Index("uq_feed_alarm_open", "feed_id", unique=True, postgresql_where=text("closed_at IS NULL")),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    feed_id: uuid.UUID = Field(foreign_key="feed.id", index=True, ondelete="CASCADE")
    due_at: datetime
    opened_at: datetime
    closed_at: datetime | None = None
