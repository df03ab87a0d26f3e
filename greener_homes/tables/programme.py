"""The organisations of the programme: utilities that send usage, lenders, researchers; who and what works for them."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class OrganisationKind(StrEnum):
    """What an organisation is to the programme."""

    UTILITY = "utility"
    LENDER = "lender"
    RESEARCH = "research"
    MUNICIPALITY = "municipality"


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


class CallKind(StrEnum):
    """What is counted of a caller, so that nobody guesses or floods."""

    ASKED = "asked"
    FAILED = "failed"
    NETWORK = "network"
    CALL = "call"


class PartnerClient(Row, table=True):
    """A partner's own software, which speaks to us by itself. Its id is the client id it names; scopes never widen."""

    __tablename__ = "partner_client"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: uuid.UUID = Field(foreign_key="organisation.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    scope: str
    """Scopes it may ask for, with spaces between, in alphabetical order."""
    created_at: datetime
    closed_at: datetime | None = None


class PartnerSecret(Row, table=True):
    """One secret of a client, by its keyed digest. Two may live side by side while the client changes over."""

    __tablename__ = "partner_secret"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    client_id: uuid.UUID = Field(foreign_key="partner_client.id", index=True, ondelete="CASCADE")
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    made_at: datetime
    ends_at: datetime | None = None
    used_at: datetime | None = None


class PartnerToken(Row, table=True):
    """One access token, by its digest. It dies with its hour, its secret, its client or its organisation."""

    __tablename__ = "partner_token"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    client_id: uuid.UUID = Field(foreign_key="partner_client.id", index=True, ondelete="CASCADE")
    secret_id: uuid.UUID = Field(foreign_key="partner_secret.id", index=True, ondelete="CASCADE")
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    scope: str
    issued_at: datetime
    expires_at: datetime = Field(index=True)
    revoked_at: datetime | None = None


class PartnerCalls(Row, table=True):
    """How often one caller, by keyed digest, did one kind of thing in one stretch of time."""

    __tablename__ = "partner_calls"

    caller: bytes = Field(sa_type=LargeBinary, primary_key=True)
    kind: CallKind = Field(sa_type=closed_set(CallKind), primary_key=True)
    since: datetime = Field(primary_key=True, index=True)
    count: int
