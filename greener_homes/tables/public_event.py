"""Events for everybody: evenings and visits where people meet the programme. About nobody; nobody registers."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class SpokenThere(StrEnum):
    """Which of the two languages people are served in at an event."""

    ENGLISH = "en"
    FRENCH = "fr"
    BOTH = "both"


class PublicEvent(Row, table=True):
    """One event, in both languages. A cancelled one stands until it would have ended, and says why."""

    __tablename__ = "public_event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="forwards"),
        CheckConstraint("seats > 0", name="seats_or_none"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (why_en IS NULL) AND (cancelled_at IS NULL) = (why_fr IS NULL)",
            name="cancelled_with_why",
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    title_en: str
    title_fr: str
    about_en: str
    about_fr: str
    starts_at: datetime = Field(index=True)
    ends_at: datetime
    place: str
    address: str
    contact: str
    """How to tell that one comes: a number or an address of the programme. Empty: people just come."""
    step_free: bool
    spoken: SpokenThere = Field(sa_type=closed_set(SpokenThere))
    seats: int | None = None
    changed_at: datetime
    sequence: int
    """How often it changed, for calendars."""
    cancelled_at: datetime | None = None
    why_en: str | None = None
    why_fr: str | None = None
