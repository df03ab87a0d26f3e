"""Questions and what became of them: threads, articles worth reusing, appointments, whether a household heard of us.

What people write is sealed with the resident's own key: destroying it makes a whole conversation unreadable. Articles
are about nobody.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.people import Language


class About(StrEnum):
    """What a question is about; `about_key` says which one."""

    GENERAL = "general"
    RECOMMENDATION = "recommendation"
    """The key is the measure's id."""
    IMPORT = "import"
    """The key is the id of the import run: a file or a bill."""
    CHART = "chart"
    """The key is the name of the chart."""


class ThreadState(StrEnum):
    """Whose turn it is; the arrows between states are one table in coach/asking/questions.py."""

    OPEN = "open"
    """A coach's turn."""
    WAITING = "waiting"
    """The coach asked something back: the resident's turn."""
    ANSWERED = "answered"
    CLOSED = "closed"


class ReplyBy(StrEnum):
    """How the resident wants to hear the answer. It stands in the portal whatever they choose."""

    PORTAL = "portal"
    EMAIL = "email"
    PHONE = "phone"


class Author(StrEnum):
    """Whose side of the conversation a message is on."""

    RESIDENT = "resident"
    COACH = "coach"


class AttachmentKind(StrEnum):
    """What an attachment is by its bytes, whatever its sender called it."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class Thread(Row, table=True):
    """A resident's question with its owner, its promised date, and how the resident wants to hear."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_desk", "state", "promised_on"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID | None = Field(default=None, foreign_key="home.id", index=True, ondelete="CASCADE")
    about: About = Field(default=About.GENERAL, sa_type=closed_set(About))
    about_key: str = ""
    state: ThreadState = Field(default=ThreadState.OPEN, sa_type=closed_set(ThreadState))
    language: Language = Field(sa_type=closed_set(Language))
    reply_by: ReplyBy = Field(default=ReplyBy.PORTAL, sa_type=closed_set(ReplyBy))
    phone_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    owner_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    promised_on: date
    asked_at: datetime
    turned_at: datetime
    """Since when it is in its state."""
    first_answered_at: datetime | None = None


class ThreadMessage(Row, table=True):
    """One message. `person_id` is the resident whose key seals it, whoever wrote it."""

    __tablename__ = "thread_message"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    thread_id: uuid.UUID = Field(foreign_key="thread.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    author: Author = Field(sa_type=closed_set(Author))
    author_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime
    text_sealed: bytes = Field(sa_type=LargeBinary)


class ThreadAttachment(Row, table=True):
    """A photo or a PDF with a message, whole, sealed inside the database with the resident's key."""

    __tablename__ = "thread_attachment"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    message_id: uuid.UUID = Field(foreign_key="thread_message.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: AttachmentKind = Field(sa_type=closed_set(AttachmentKind))
    size_bytes: int
    data_sealed: bytes = Field(sa_type=LargeBinary)
    added_at: datetime


class ArticleState(StrEnum):
    """Whether an article is shown to everybody."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Article(Row, table=True):
    """An answer worth reusing, by the address it has. One that the package brings has a row once somebody edits it."""

    __tablename__ = "article"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    state: ArticleState = Field(default=ArticleState.DRAFT, sa_type=closed_set(ArticleState))
    made_at: datetime


class ArticleVersion(Row, table=True):
    """The words of an article in both languages. Once published they never change: a newer version follows."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    article_id: uuid.UUID = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    number: int
    title_en: str
    title_fr: str
    body_en: str
    body_fr: str
    sources: list[str] = Field(default_factory=list, sa_type=JSONB)
    review_by: date
    from_an_answer: bool = False
    written_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    written_at: datetime
    published_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    published_at: datetime | None = None


class MeetingKind(StrEnum):
    """How a coach and a resident meet."""

    CALL = "call"
    VISIT = "visit"


class AppointmentState(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class CoachSlot(Row, table=True):
    """Time that a coach offers, whole quarters of an hour."""

    __tablename__ = "coach_slot"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="forwards"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    coach_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: MeetingKind = Field(sa_type=closed_set(MeetingKind))
    starts_at: datetime = Field(index=True)
    ends_at: datetime


class CoachQuarter(Row, table=True):
    """A quarter of an hour of a coach that one slot has: its key is why no two slots of a coach ever overlap."""

    __tablename__ = "coach_quarter"

    coach_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    starts_at: datetime = Field(primary_key=True)
    slot_id: uuid.UUID = Field(foreign_key="coach_slot.id", index=True, ondelete="CASCADE")


class Appointment(Row, table=True):
    """A call or a visit that a resident booked. At most one booked appointment has a slot.

    `reach_sealed` is the number to call, or where the visit is. `sequence` rises with every change, for calendars.
    """

    __tablename__ = "appointment"
    __table_args__ = (Index("uq_appointment_slot", "slot_id", unique=True, postgresql_where=text("state = 'booked'")),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID | None = Field(default=None, foreign_key="home.id", index=True, ondelete="CASCADE")
    slot_id: uuid.UUID = Field(foreign_key="coach_slot.id", ondelete="CASCADE")
    state: AppointmentState = Field(default=AppointmentState.BOOKED, sa_type=closed_set(AppointmentState))
    reach_sealed: bytes = Field(sa_type=LargeBinary)
    wish_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    sequence: int = 0
    booked_at: datetime
    changed_at: datetime
    reminded_at: datetime | None = None


class Contacted(StrEnum):
    """What a resident says when we ask whether somebody has been in touch."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ContactCheck(Row, table=True):
    """Our question, ten working days after a case began to wait, whether the household has heard of us.

    `token_digest` finds it by the link in the letter, which is good for one answer. `did_sealed` is what the household
    did, in its own words.
    """

    __tablename__ = "contact_check"
    __table_args__ = (UniqueConstraint("person_id", "home_id", "since"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    since: datetime
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
    contacted: Contacted | None = Field(default=None, sa_type=closed_set(Contacted))
    did_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
