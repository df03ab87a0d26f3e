"""Which customer of a supplier a home is: how that was found, by whom, and whether it still stands."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from models.quantities import Commodity


class MatchState(StrEnum):
    """Where a match stands. Only a live one lets readings in."""

    WAITING = "waiting"
    """A one-time token was handed out and has not come back."""
    LIVE = "live"
    HELD = "held"
    """Another home has the same account and meter: staff decide, nobody guesses."""
    REFUSED = "refused"
    """Staff found the held claim untrue. It never let anything in, and can be looked at again."""
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    """The permission is gone; the pseudonym stays until the supplier has had time to hear of it."""


class MatchHow(StrEnum):
    """What the match rests on."""

    ACCOUNT_AND_METER = "account_and_meter"
    TOKEN = "token"  # noqa: S105  a way of matching, not a secret
    USAGE_POINT = "usage_point"


class MatchReason(StrEnum):
    """Why staff decided about a held claim as they did: never words of their own, which could name somebody."""

    SUPPLIER_SAYS_THIS = "supplier_says_this"
    OTHER_LEFT = "other_left"
    SUPPLIER_SAYS_OTHER = "supplier_says_other"
    NOT_SHOWN = "not_shown"
    MISTAKE = "mistake"


LIVE = text("state = 'live'")


class HomeMatch(Row, table=True):
    """One home's claim to be one customer of one supplier, for one commodity. Digests only, never the numbers.

    `pair_match` finds the home when a file names account and meter; `manifest_match` is what the supplier can work
    out for itself; `point_match` finds the usage point whose readings came through this match. Of a claim that staff
    look at, `ends_sealed` holds the last characters of both numbers under the claimant's own key.
    """

    __tablename__ = "home_match"
    __table_args__ = (
        Index("uq_home_match_live", "supplier_id", "commodity", "pair_match", unique=True, postgresql_where=LIVE),
        Index("ix_home_match_pair", "supplier_id", "pair_match"),
        Index("ix_home_match_token", "token_match", unique=True),
        Index("ix_home_match_changed", "supplier_id", "changed_at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    supplier_id: uuid.UUID = Field(foreign_key="organisation.id")
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    state: MatchState = Field(sa_type=closed_set(MatchState))
    how: MatchHow = Field(sa_type=closed_set(MatchHow))
    pair_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    manifest_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    point_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    token_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    token_expires_at: datetime | None = None
    made_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime
    changed_at: datetime
    ended_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    ends_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    reason: MatchReason | None = Field(default=None, sa_type=closed_set(MatchReason))
    decided_at: datetime | None = None
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
