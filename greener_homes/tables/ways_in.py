"""Ways in besides the password: links by e-mail, second factors, passkeys, and identities of other providers."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.people import Language


class LinkKind(StrEnum):
    """What a link by e-mail is for."""

    SIGN_UP = "sign_up"
    """Confirms an address, and makes its first sign-in."""
    SIGN_IN = "sign_in"
    """Signs in once."""
    RECOVER = "recover"
    """Lets its reader choose a new password."""
    CONNECT = "connect"
    """Lets another provider's identity sign in as its reader."""


class EmailLink(Row, table=True):
    """One request for a link by e-mail, and the link once its letter is written.

    Kept for known and unknown addresses alike, by a keyed digest: requests are counted by it. What was asked is sealed
    under the platform's key until the letter is written, then under the person's. Only digests of the link's token and
    of the browser that asked are kept.
    """

    __tablename__ = "email_link"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    kind: LinkKind = Field(sa_type=closed_set(LinkKind))
    person_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    email_match: bytes = Field(sa_type=LargeBinary, index=True)
    origin_match: bytes = Field(sa_type=LargeBinary, index=True)
    language: Language = Field(sa_type=closed_set(Language))
    asked_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    browser_digest: bytes = Field(sa_type=LargeBinary)
    token_digest: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SecondFactor(Row, table=True):
    """A person's app for one-time codes (RFC 6238). It counts once it was confirmed; `last_step` was the last used."""

    __tablename__ = "second_factor"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    secret_sealed: bytes = Field(sa_type=LargeBinary)
    last_step: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime
    confirmed_at: datetime | None = None


class RecoveryCode(Row, table=True):
    """A code that stands for the app once, should it be lost; only a keyed digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_match"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    code_match: bytes = Field(sa_type=LargeBinary)
    made_at: datetime
    used_at: datetime | None = None


class Passkey(Row, table=True):
    """A key that a person's device holds: its public half, and how often the device says it was used.

    `device` is two words of ours for the browser that made it; `attested` as the authenticator attested it.
    """

    __tablename__ = "passkey"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    credential_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    attested: bytes = Field(sa_type=LargeBinary)
    uses: int = Field(sa_type=BigInteger)
    device: str = Field(max_length=40)
    made_at: datetime
    used_at: datetime | None = None


class LinkedIdentity(Row, table=True):
    """A provider's name for a person, by a keyed digest: whoever signs in there as it is this person here."""

    __tablename__ = "linked_identity"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    provider: str
    subject_match: bytes = Field(sa_type=LargeBinary, unique=True)
    linked_at: datetime


class ProviderVisit(Row, table=True):
    """Somebody on their way to a provider and back: what must be remembered, once, and for ten minutes."""

    __tablename__ = "provider_visit"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    provider: str
    state_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    browser_digest: bytes = Field(sa_type=LargeBinary)
    carried_sealed: bytes = Field(sa_type=LargeBinary)
    begun_at: datetime
    expires_at: datetime
