"""Letters by e-mail that wait to be sent, and what people do not want to be written about."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.people import Language


class Topic(StrEnum):
    """What a letter is about; each can be turned off by its reader."""

    ANSWER = "answer"
    """A coach answered a question whose sender asked to hear by e-mail."""
    CONTACT_CHECK = "contact_check"
    """Were you contacted?"""
    REMINDER = "reminder"
    """An appointment is near, or changed."""
    DIGEST = "digest"
    """A coach's week."""
    PROJECT = "project"
    """Work a household began: a date is near, or a step is open."""
    HOUSEHOLD = "household"
    """Their home was found here twice, and what was done about it."""
    PLAN = "plan"
    """A coach published a plan for their home."""
    REPORT = "report"
    """A month of their readings is in."""
    NEWS = "news"
    """News of the programme: the only letters that nobody needs, so only who asked for them has them."""
    REFERRAL = "referral"
    """A lender they asked has answered, or needs something."""
    WRITTEN = "written"
    """Something goes on their word that somebody else wrote down: nobody can turn these off."""
    SIGN_IN = "sign_in"
    """Links to sign in with, and word of what changed about signing in: nobody can turn these off."""


class LetterState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """The other side will not have it."""
    DROPPED = "dropped"
    """Its reader does not want letters of this kind any more, or is gone."""


class Letter(Row, table=True):
    """One letter. Its words are sealed with its reader's key; the address is read from the person when it is sent.

    The same event never makes two: `about_id` is the thing it is about. Its id is its Message-ID.
    """

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("person_id", "topic", "about_id"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    topic: Topic = Field(sa_type=closed_set(Topic))
    about_id: uuid.UUID
    language: Language = Field(sa_type=closed_set(Language))
    subject_sealed: bytes = Field(sa_type=LargeBinary)
    text_sealed: bytes = Field(sa_type=LargeBinary)
    state: LetterState = Field(default=LetterState.WAITING, sa_type=closed_set(LetterState))
    error_code: str | None = None
    written_at: datetime
    settled_at: datetime | None = None


class LetterChoice(Row, table=True):
    """A person wants no letters of a topic any more."""

    __tablename__ = "letter_choice"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    topic: Topic = Field(primary_key=True, sa_type=closed_set(Topic))
    off_since: datetime


class LetterWish(Row, table=True):
    """A person asked for letters of a topic that nobody has unasked: when they said so."""

    __tablename__ = "letter_wish"

    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    topic: Topic = Field(primary_key=True, sa_type=closed_set(Topic))
    wished_at: datetime
