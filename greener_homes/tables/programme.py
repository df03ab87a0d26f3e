"""The organisations of the programme: utilities that send usage, lenders, researchers; and who works for them."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class OrganisationKind(StrEnum):
    """What an organisation is to the programme."""

    UTILITY = "utility"
    LENDER = "lender"
    RESEARCH = "research"


class Organisation(Row, table=True):
    """A partner. `key` is its stable short name in files, addresses and settings; never reused."""

    __tablename__ = "organisation"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    kind: OrganisationKind = Field(sa_type=closed_set(OrganisationKind))
    key: str = Field(unique=True, max_length=60)
    name: str
    created_at: datetime
    closed_at: datetime | None = None


class OrganisationMember(Row, table=True):
    """A person who works for a partner and signs in for it. Nobody works for two."""

    __tablename__ = "organisation_member"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    organisation_id: uuid.UUID = Field(foreign_key="organisation.id", index=True, ondelete="CASCADE")
    joined_at: datetime
