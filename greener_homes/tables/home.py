"""Homes, who lives in them, and what is known of them with where it came from."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class Provenance(StrEnum):
    """Where a fact about a home came from, best last."""

    STOCK = "stock"
    RESIDENT = "resident"
    UTILITY = "utility"
    COACH = "coach"
    ENERGUIDE = "energuide"


class KnownHow(StrEnum):
    """How a coach came to know a fact."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    PHOTO = "photo"
    DOCUMENT = "document"
    HOUSEHOLD = "household"


class Relation(StrEnum):
    """How a person stands to a home."""

    OWNER = "owner"
    TENANT = "tenant"
    MEMBER = "member"


class InvitationEnd(StrEnum):
    """How an invitation came to its end before its time."""

    USED = "used"
    REVOKED = "revoked"


class Home(Row, table=True):
    """A dwelling. `reference` is what people read to each other ("GH-2041"); it says nothing of the address.

    `merged_into` is the home that stands for this one too, since a coach found both to be one household.
    """

    __tablename__ = "home"
    __table_args__ = (Index("ix_home_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(
        default=None, unique=True, sa_column_kwargs={"server_default": text("nextval('home_number')")}
    )
    created_at: datetime
    merged_into: uuid.UUID | None = Field(default=None, foreign_key="home.id", ondelete="SET NULL")

    @property
    def reference(self) -> str:
        return reference_of(self.number)


def reference_of(number: int | None) -> str:
    """What people call the home of this number."""
    return f"GH-{number}"


class HomeMember(Row, table=True):
    """A person's place in a home. `moved_in` is when their usage begins to be theirs to share.

    `left_on` is the local day they moved out; `joined_at` when they became known here, None for the first to be.
    """

    __tablename__ = "home_member"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", primary_key=True, index=True, ondelete="CASCADE")
    relation: Relation = Field(default=Relation.OWNER, sa_type=closed_set(Relation))
    moved_in: date | None = None
    left_on: date | None = None
    joined_at: datetime | None = None


class HomeInvitation(Row, table=True):
    """A member's wish that somebody else of the household joins. Good once, and until it ends.

    `token_match` finds it by the link that its maker was shown once. `email_match` is there when only the person with
    that address may use it; `email_sealed` is the same for its maker to read, under the maker's own key.
    """

    __tablename__ = "home_invitation"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="with_its_way"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    token_match: bytes = Field(sa_type=LargeBinary, unique=True)
    email_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_how: InvitationEnd | None = Field(default=None, sa_type=closed_set(InvitationEnd))


class HomeFact(Row, table=True):
    """One thing known of a home, who said it and when. A newer statement ends the older; nothing is overwritten.

    `known_how` and `known_on` say how a coach came to know it and on which day; None where nobody said so.
    """

    __tablename__ = "home_fact"
    __table_args__ = (
        CheckConstraint("(known_how IS NULL) = (known_on IS NULL)", name="with_its_day"),
        Index(
            "uq_home_fact_current",
            "home_id",
            "name",
            "provenance",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    name: str
    value: str | float | bool | None = Field(default=None, sa_type=JSON)
    provenance: Provenance = Field(sa_type=closed_set(Provenance))
    stated_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    stated_at: datetime
    ended_at: datetime | None = None
    known_how: KnownHow | None = Field(default=None, sa_type=closed_set(KnownHow))
    known_on: date | None = None
