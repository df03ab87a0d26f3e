"""Questions that residents ask, on a card of their plan, a bill, a chart or anything, and what coaches answer.

A thread needs no permission of usage: what is written in it is the resident's own word and our answer, sealed with the
resident's key. What a coach is shown beside it of the home is another matter, and asked for there.

The coach of the home's case owns its threads; where there is none, whoever takes one first. An answer is promised
within two working days of Ontario.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from coach.asking import letters
from coach.asking.codes_questions import CODES as CODES
from coach.asking.codes_questions import NOT_ALLOWED as NOT_ALLOWED
from coach.asking.codes_questions import OF_ANOTHER as OF_ANOTHER
from coach.asking.codes_questions import PHONE_NEEDED as PHONE_NEEDED
from coach.asking.codes_questions import TEXT_LONG as TEXT_LONG
from coach.asking.codes_questions import TEXT_NEEDED as TEXT_NEEDED
from coach.asking.codes_questions import TOO_MANY as TOO_MANY
from coach.asking.codes_questions import TOO_MANY_PHOTOS as TOO_MANY_PHOTOS
from coach.asking.conversations import HAS_ASKED as HAS_ASKED
from coach.asking.conversations import TURNED as TURNED
from coach.asking.conversations import About as About
from coach.asking.conversations import AttachmentView as AttachmentView
from coach.asking.conversations import Author as Author
from coach.asking.conversations import Conversation as Conversation
from coach.asking.conversations import MessageView as MessageView
from coach.asking.conversations import ReplyBy as ReplyBy
from coach.asking.conversations import ThreadView as ThreadView
from coach.asking.conversations import attachment as attachment
from coach.asking.conversations import for_coach as for_coach
from coach.asking.conversations import for_resident as for_resident
from coach.asking.conversations import key_of, place_of
from coach.asking.conversations import of_home as of_home
from coach.asking.conversations import of_person as of_person
from coach.asking.conversations import turns as turns
from coach.asking.thread_states import ARROWS, ThreadState, Turn
from coach.cases import review
from coach.clock import working_days
from greener_homes import audit, homes, mail
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Language, PersonView
from greener_homes.photos import Photo
from greener_homes.tables.conversation import AttachmentKind, Thread, ThreadAttachment, ThreadMessage
from greener_homes.vault import Vault

REPLY_DAYS = 2
"""Working days within which a coach answers."""
TEXT_MAXIMUM = 4_000
PHONE_MAXIMUM = 40
PHOTOS_AT_ONCE = 4
MESSAGES_A_DAY = 40
"""What one resident may write in a day: room for anybody, and none for flooding the desk."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a resident asks, on what, and how they want to hear."""

    text: str
    language: Language
    about: About = About.GENERAL
    about_key: str = ""
    reply_by: ReplyBy = ReplyBy.PORTAL
    phone: str = ""
    photos: Sequence[Photo] = ()


def ask(
    session: Session,
    vault: Vault,
    person: PersonView,
    home_id: uuid.UUID | None,
    question: Question,
    *,
    now: datetime,
) -> uuid.UUID:
    """The question waits for its coach; returns the thread. Raises Refusal."""
    text = checked_text(question.text)
    phone = _checked_phone(question.phone) if question.reply_by is ReplyBy.PHONE else ""
    _refuse_flood(session, person.id, now)
    key = key_of(session, vault, person.id)
    row = Thread(
        person_id=person.id,
        home_id=home_id,
        about=question.about,
        about_key=question.about_key,
        language=question.language,
        reply_by=question.reply_by,
        phone_sealed=vault.seal(key, phone, place_of("thread", "phone", person.id)) if phone else None,
        owner_id=_coach_of(session, home_id),
        promised_on=_promised(now),
        asked_at=now,
        turned_at=now,
    )
    session.add(row)
    session.flush()
    _say(session, vault, row, Author.RESIDENT, person.id, text, question.photos, now)
    audit.record(
        session,
        person.actor,
        audit.Action.QUESTION_ASKED,
        at=now,
        home_id=home_id,
        object_id=row.id,
        about=question.about.value,
    )
    return row.id


def write(
    session: Session,
    vault: Vault,
    person: PersonView,
    thread_id: uuid.UUID,
    text: str,
    photos: Sequence[Photo] = (),
    *,
    now: datetime,
) -> None:
    """The resident has written more, and it is a coach's turn: with a new promise where the last one was kept.

    Raises NotFound for another's thread, Refusal.
    """
    checked = checked_text(text)
    row = _held(session, thread_id)
    if row.person_id != person.id:
        raise NotFound
    _refuse_flood(session, person.id, now)
    if row.state is not ThreadState.OPEN:
        row.promised_on = _promised(now)
        row.owner_id = row.owner_id or _coach_of(session, row.home_id)
    _turn(session, row, Turn.WRITE, now)
    _say(session, vault, row, Author.RESIDENT, person.id, checked, photos, now)


def close(session: Session, person: PersonView, thread_id: uuid.UUID, *, now: datetime) -> None:
    """The resident needs no more on this. Writing again opens it. Raises NotFound for another's thread, Refusal."""
    row = _held(session, thread_id)
    if row.person_id != person.id:
        raise NotFound
    _turn(session, row, Turn.CLOSE, now)


def take(
    session: Session, coach: PersonView, thread_id: uuid.UUID, *, seen_owner: uuid.UUID | None, now: datetime
) -> None:
    """The question is this coach's from here on, also a colleague's: colleagues fall ill. That it moved is on record.

    `seen_owner` is whose it was when the coach decided; Refusal when somebody else has taken it since.
    """
    row = _held(session, thread_id)
    if row.owner_id not in (seen_owner, coach.id):
        raise Refusal(OF_ANOTHER)
    if row.owner_id != coach.id:
        row.owner_id = coach.id
        session.add(row)
        audit.record(session, coach.actor, audit.Action.QUESTION_TAKEN, at=now, home_id=row.home_id, object_id=row.id)
        session.flush()


def answer(
    session: Session,
    vault: Vault,
    coach: PersonView,
    thread_id: uuid.UUID,
    text: str,
    *,
    asks_back: bool,
    now: datetime,
    photos: Sequence[Photo] = (),
) -> uuid.UUID:
    """The coach has answered, or asked something back first, with photos or PDFs if any; returns the message.

    They are bounded, cleaned and sealed as residents' are, with the resident's key. Raises Refusal, NotFound.
    """
    checked = checked_text(text)
    row = _held(session, thread_id)
    if row.owner_id not in (None, coach.id):
        raise Refusal(OF_ANOTHER)
    row.owner_id = coach.id
    _turn(session, row, Turn.ASK_BACK if asks_back else Turn.ANSWER, now)
    row.first_answered_at = row.first_answered_at or now
    said = _say(session, vault, row, Author.COACH, coach.id, checked, photos, now)
    audit.record(
        session,
        coach.actor,
        audit.Action.QUESTION_ANSWERED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        asked_back=asks_back,
    )
    if row.reply_by is ReplyBy.EMAIL:
        words = letters.answered(checked, row.id, row.language, asks_back=asks_back)
        mail.write(session, vault, row.person_id, mail.Topic.ANSWER, said, words, row.language, now=now)
    return said


def close_as_coach(session: Session, coach: PersonView, thread_id: uuid.UUID, *, now: datetime) -> None:
    """Nothing is left to answer; the resident can open it again. Raises Refusal, NotFound."""
    row = _held(session, thread_id)
    if row.owner_id not in (None, coach.id):
        raise Refusal(OF_ANOTHER)
    _turn(session, row, Turn.CLOSE, now)


def checked_text(text: str) -> str:
    """The text as it is kept. Raises Refusal."""
    trimmed = text.strip()
    if not trimmed:
        raise Refusal(TEXT_NEEDED)
    if len(trimmed) > TEXT_MAXIMUM:
        raise Refusal(TEXT_LONG, maximum=TEXT_MAXIMUM)
    return trimmed


def _promised(now: datetime) -> date:
    return working_days.after(now.astimezone(homes.LOCAL).date(), REPLY_DAYS)


def _checked_phone(phone: str) -> str:
    digits = [character for character in phone if character.isascii() and character.isdigit()]
    others = set(phone) - set("0123456789 ()+-.x")
    if not 10 <= len(digits) <= 20 or others or len(phone) > PHONE_MAXIMUM:
        raise Refusal(PHONE_NEEDED)
    return phone.strip()


def _refuse_flood(session: Session, person_id: uuid.UUID, now: datetime) -> None:
    since = now.astimezone(homes.LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    today = session.exec(
        select(func.count())
        .select_from(ThreadMessage)
        .where(
            ThreadMessage.person_id == person_id,
            ThreadMessage.author == Author.RESIDENT,
            col(ThreadMessage.at) >= since,
        )
    ).one()
    if today >= MESSAGES_A_DAY:
        raise Refusal(TOO_MANY, maximum=MESSAGES_A_DAY)


def _coach_of(session: Session, home_id: uuid.UUID | None) -> uuid.UUID | None:
    """The coach of the home's case, if it has one."""
    case = review.latest(session, home_id) if home_id else None
    return case.claimed_by if case else None


def _held(session: Session, thread_id: uuid.UUID) -> Thread:
    row = session.exec(select(Thread).where(Thread.id == thread_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _turn(session: Session, row: Thread, turn: Turn, now: datetime) -> None:
    target = ARROWS.get((row.state, turn))
    if target is None:
        raise Refusal(NOT_ALLOWED)
    if target is not row.state:
        row.state, row.turned_at = target, now
    session.add(row)
    session.flush()


def _say(
    session: Session,
    vault: Vault,
    row: Thread,
    author: Author,
    author_id: uuid.UUID,
    text: str,
    photos: Sequence[Photo],
    now: datetime,
) -> uuid.UUID:
    if len(photos) > PHOTOS_AT_ONCE:
        raise Refusal(TOO_MANY_PHOTOS, maximum=PHOTOS_AT_ONCE)
    key = key_of(session, vault, row.person_id)
    message = ThreadMessage(
        thread_id=row.id,
        person_id=row.person_id,
        author=author,
        author_id=author_id,
        at=now,
        text_sealed=vault.seal(key, text, place_of("thread_message", "text", row.person_id)),
    )
    session.add(message)
    session.flush()
    for photo in photos:
        data = base64.b64encode(photo.data).decode("ascii")
        session.add(
            ThreadAttachment(
                message_id=message.id,
                person_id=row.person_id,
                kind=AttachmentKind(photo.kind.value),
                size_bytes=len(photo.data),
                data_sealed=vault.seal(key, data, place_of("thread_attachment", "data", row.person_id)),
                added_at=now,
            )
        )
    session.flush()
    return message.id
