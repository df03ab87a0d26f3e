"""Reading conversations: a resident their own, a coach any, with that on record; opened with the resident's key."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, String, bindparam, exists, func, type_coerce
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, or_, select

from coach.asking.thread_states import ThreadState
from greener_homes import audit, homes, people
from greener_homes.errors import NotFound
from greener_homes.page_questions import plain
from greener_homes.people import Language, PersonView
from greener_homes.photos import Photo, PhotoKind
from greener_homes.tables.conversation import About as About
from greener_homes.tables.conversation import AttachmentKind, Thread, ThreadAttachment, ThreadMessage
from greener_homes.tables.conversation import Author as Author
from greener_homes.tables.conversation import ReplyBy as ReplyBy
from greener_homes.vault import Vault


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread without its messages. `phone` is there for a coach who opens it and for the resident."""

    id: uuid.UUID
    person_id: uuid.UUID
    home_id: uuid.UUID | None
    about: About
    about_key: str
    state: ThreadState
    language: Language
    reply_by: ReplyBy
    phone: str
    owner_id: uuid.UUID | None
    promised_on: date
    asked_at: datetime
    turned_at: datetime
    first_answered_at: datetime | None

    def is_overdue(self, now: datetime) -> bool:
        return self.state is ThreadState.OPEN and self.promised_on < now.astimezone(homes.LOCAL).date()


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """That there is a photo or a PDF."""

    id: uuid.UUID
    kind: AttachmentKind
    size_bytes: int

    @property
    def is_picture(self) -> bool:
        return self.kind is not AttachmentKind.PDF


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message, opened."""

    id: uuid.UUID
    author: Author
    author_id: uuid.UUID | None
    at: datetime
    text: str
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with its messages, oldest first."""

    thread: ThreadView
    messages: tuple[MessageView, ...]


def of_person(session: Session, vault: Vault, person_id: uuid.UUID) -> Sequence[tuple[ThreadView, str]]:
    """The resident's own threads, latest turn first, each with how it began."""
    rows = session.execute(_OF_PERSON, {"person": person_id}).all()
    words = all_first_words(session, vault, [row.id for row in rows]) if rows else {}
    return [(_view(row), words.get(row.id, "")) for row in rows]


_THREAD: Final = plain(Thread)
_OF_PERSON: Final = (
    sqlalchemy_select(*_THREAD.c).where(_THREAD.c.person_id == bindparam("person")).order_by(_THREAD.c.turned_at.desc())
)
"""Put together once, for the page that asks it."""
HAS_ASKED: Final = exists().where(_THREAD.c.person_id == bindparam("person"))
"""Whether `of_person` would find anything: asked together with more."""


def all_first_words(session: Session, vault: Vault, thread_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The message each thread began with; none of a thread whose writer was erased."""
    rows = session.exec(
        select(ThreadMessage)
        .where(col(ThreadMessage.thread_id).in_(list(thread_ids)))
        .ext(distinct_on(col(ThreadMessage.thread_id)))
        .order_by(col(ThreadMessage.thread_id), col(ThreadMessage.id))
    ).all()
    keys = {person_id: people.key_of(session, vault, person_id) for person_id in {row.person_id for row in rows}}
    return {row.thread_id: _opened(vault, key, row) for row in rows if (key := keys[row.person_id])}


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[ThreadView]:
    """The threads of a home that are not closed, oldest promise first; their words stay closed."""
    rows = session.exec(
        select(Thread)
        .where(Thread.home_id == home_id, Thread.state != ThreadState.CLOSED)
        .order_by(col(Thread.promised_on), col(Thread.id))
    )
    return [_view(row) for row in rows]


TURNED: Final = (
    sqlalchemy_select(func.array_agg(type_coerce(_THREAD.c.state, String)))
    .where(
        _THREAD.c.person_id == bindparam("person"),
        or_(_THREAD.c.state == ThreadState.ANSWERED, _THREAD.c.state == ThreadState.WAITING),
        _THREAD.c.turned_at > bindparam("turned_since"),
    )
    .scalar_subquery()
)
"""The states of the person's threads that a coach answered or asked something back in since then, for `turns`."""


def turns(turned: Sequence[str] | None) -> Sequence[ThreadState]:
    """Of what `TURNED` answered: None where nothing was."""
    return [ThreadState(state) for state in turned or ()]


def for_resident(session: Session, vault: Vault, person: PersonView, thread_id: uuid.UUID) -> Conversation:
    """The resident's own thread. Raises NotFound for anybody else's."""
    row = session.get(Thread, thread_id)
    if row is None or row.person_id != person.id:
        raise NotFound
    return _conversation(session, vault, row)


def for_coach(
    session: Session, vault: Vault, coach: PersonView, thread_id: uuid.UUID, *, now: datetime
) -> Conversation:
    """The thread as its coach reads it; that it was read is on record for the resident. Raises NotFound."""
    row = session.get(Thread, thread_id)
    if row is None:
        raise NotFound
    _looked(session, coach, row.home_id, row.id, now)
    return _conversation(session, vault, row)


def attachment(session: Session, vault: Vault, reader: PersonView, attachment_id: uuid.UUID, *, now: datetime) -> Photo:
    """The photo or PDF in clear, for its sender or a coach; a coach's look is on record. Raises NotFound."""
    row = session.get(ThreadAttachment, attachment_id)
    if row is None or (reader.audience is people.Audience.RESIDENT and row.person_id != reader.id):
        raise NotFound
    if row.person_id != reader.id:
        home_id = session.exec(
            select(Thread.home_id)
            .join(ThreadMessage, col(ThreadMessage.thread_id) == Thread.id)
            .where(ThreadMessage.id == row.message_id)
        ).one()
        _looked(session, reader, home_id, row.id, now)
    key = key_of(session, vault, row.person_id)
    data = vault.open(key, row.data_sealed, place_of("thread_attachment", "data", row.person_id))
    return Photo(PhotoKind(row.kind.value), base64.b64decode(data, validate=True))


def key_of(session: Session, vault: Vault, person_id: uuid.UUID) -> bytes:
    """The key of the resident whose thread it is. Raises NotFound once it was destroyed."""
    key = people.key_of(session, vault, person_id)
    if key is None:
        raise NotFound  # erased: nothing of theirs can be read or written
    return key


def place_of(table: str, column: str, person_id: uuid.UUID) -> str:
    """Where a sealed value belongs, as greener_homes/export.py opens it."""
    return f"{table}|{column}|{person_id}"


def _looked(
    session: Session, reader: PersonView, home_id: uuid.UUID | None, object_id: uuid.UUID, now: datetime
) -> None:
    audit.record(
        session,
        reader.actor,
        audit.Action.QUESTION_READ,
        at=now,
        home_id=home_id,
        object_id=object_id,
        purpose="question",
    )


def _conversation(session: Session, vault: Vault, row: Thread) -> Conversation:
    key = key_of(session, vault, row.person_id)
    messages = session.exec(
        select(ThreadMessage).where(ThreadMessage.thread_id == row.id).order_by(col(ThreadMessage.id))
    ).all()
    found: dict[uuid.UUID, list[AttachmentView]] = {}
    columns = (ThreadAttachment.id, ThreadAttachment.message_id, ThreadAttachment.kind, ThreadAttachment.size_bytes)
    for identifier, message_id, kind, size in session.exec(
        select(*columns)  # never the sealed data: a list shows that they are there
        .where(col(ThreadAttachment.message_id).in_([one.id for one in messages]))
        .order_by(col(ThreadAttachment.id))
    ):
        found.setdefault(message_id, []).append(AttachmentView(identifier, AttachmentKind(kind), size))
    phone = ""
    if row.phone_sealed is not None:
        phone = vault.open(key, row.phone_sealed, place_of("thread", "phone", row.person_id))
    return Conversation(
        _view(row, phone),
        tuple(
            MessageView(
                one.id, one.author, one.author_id, one.at, _opened(vault, key, one), tuple(found.get(one.id, ()))
            )
            for one in messages
        ),
    )


def _opened(vault: Vault, key: bytes, row: ThreadMessage) -> str:
    return vault.open(key, row.text_sealed, place_of("thread_message", "text", row.person_id))


def _view(row: Thread | Row[Any], phone: str = "") -> ThreadView:
    return ThreadView(
        row.id,
        row.person_id,
        row.home_id,
        row.about,
        row.about_key,
        row.state,
        row.language,
        row.reply_by,
        phone,
        row.owner_id,
        row.promised_on,
        row.asked_at,
        row.turned_at,
        row.first_answered_at,
    )
