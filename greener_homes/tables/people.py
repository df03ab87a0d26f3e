"""People, their keys and their signed-in sessions. Contact details are sealed with the person's own key."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class Audience(StrEnum):
    """Who a person is to the platform; each audience has its own pages."""

    RESIDENT = "resident"
    COACH = "coach"
    UTILITY_PARTNER = "utility_partner"
    FINANCIAL_PARTNER = "financial_partner"
    PROGRAMME = "programme"


class Language(StrEnum):
    """The languages every page and letter exists in."""

    ENGLISH = "en"
    FRENCH = "fr"


class Person(Row, table=True):
    """Someone who can sign in. `email_match` finds the person; `email_sealed` and `name_sealed` are read back."""

    __tablename__ = "person"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    audience: Audience = Field(sa_type=closed_set(Audience))
    language: Language = Field(default=Language.ENGLISH, sa_type=closed_set(Language))
    email_match: bytes = Field(sa_type=LargeBinary, unique=True)
    email_sealed: bytes = Field(sa_type=LargeBinary)
    name_sealed: bytes = Field(sa_type=LargeBinary)
    password_hash: str
    created_at: datetime
    confirmed_at: datetime | None = None
    """When they showed that the address is theirs; until then nobody can sign in, and the row goes after a day."""
    closed_at: datetime | None = None


class PersonKey(Row, table=True):
    """The key that opens one person's sealed columns, wrapped by the vault. Deleting it is erasure."""

    __tablename__ = "person_key"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    wrapped: bytes = Field(sa_type=LargeBinary)


class SignIn(Row, table=True):
    """One signed-in browser. Only a digest of its token is kept; ending it takes effect at the next request.

    `is_half`: the second factor is still asked for, and the token opens nothing else. `device` is the family of browser
    and system, such as "firefox android", never the whole user agent.
    """

    __tablename__ = "sign_in"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    device: str = Field(default="", max_length=40)
    is_half: bool = False


class SignInFailure(Row, table=True):
    """One failed sign-in, by keyed digests of the address typed and of the network it came from.

    Known and unknown addresses count alike. A secret that a signed-in person guessed wrong counts here too, by a
    digest of who guessed and at what.
    """

    __tablename__ = "sign_in_failure"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    email_match: bytes = Field(sa_type=LargeBinary, index=True)
    origin_match: bytes = Field(sa_type=LargeBinary, index=True)
    failed_at: datetime
