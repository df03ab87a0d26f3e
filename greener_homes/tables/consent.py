"""What was asked, what was answered, and everything that happened to the answer since."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.people import Language
from models.quantities import Commodity


class Purpose(StrEnum):
    """What usage may be used for. None implies another; each is asked and answered on its own."""

    ADVICE = "advice"
    COACH_ACCESS = "coach_access"


class Source(StrEnum):
    """The way usage comes to us, best first: what a better one says of a day stands before what a lesser one says."""

    UTILITY = "utility"
    """Fetched from the resident's utility (Connect My Data); the grant names the supplier."""
    PARTNER = "partner"
    """Sent by the supplier, for all its customers who agreed; the grant names the supplier."""
    UPLOAD = "upload"
    """A file the resident sent."""
    BILLS = "bills"
    """Bills and deliveries the resident typed."""


class Channel(StrEnum):
    """How an answer reached us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    UTILITY = "utility"


class ConsentAction(StrEnum):
    """What happened to a grant."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class ConsentStatement(Row, table=True):
    """The exact words shown, in one language and version. Never changed once published."""

    __tablename__ = "consent_statement"
    __table_args__ = (UniqueConstraint("purpose", "version", "language"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    version: int
    language: Language = Field(sa_type=closed_set(Language))
    text: str
    sha256: str
    published_at: datetime


class ConsentGrant(Row, table=True):
    """One answer "yes": this person, this home, this source, this commodity, this purpose, these words, this long."""

    __tablename__ = "consent_grant"
    __table_args__ = (
        CheckConstraint("expires_at > granted_at", name="lasts"),
        Index(
            "uq_consent_grant_live",
            "person_id",
            "home_id",
            "source",
            "supplier_id",
            "commodity",
            "purpose",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at IS NULL AND ended_at IS NULL"),
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    statement_id: uuid.UUID = Field(foreign_key="consent_statement.id")
    channel: Channel = Field(default=Channel.WEB, sa_type=closed_set(Channel))
    data_from: date
    granted_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None
    ended_at: datetime | None = None


class ConsentEvent(Row, table=True):
    """The append-only history of answers: what happened, to which grant, in which words. Never updated."""

    __tablename__ = "consent_event"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    grant_id: uuid.UUID | None = Field(default=None, foreign_key="consent_grant.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    action: ConsentAction = Field(sa_type=closed_set(ConsentAction))
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    statement_id: uuid.UUID = Field(foreign_key="consent_statement.id")
    actor_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    occurred_at: datetime
