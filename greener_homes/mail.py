"""Letters by e-mail: an outbox of rows, written in the transaction of what they are about, sent by a job.

A letter's words are sealed with its reader's key, and its reader's address is read when it is sent: nothing of either
lies here in clear. Where no mail server is set, letters wait, and the programme's page says so. A reader turns off a
topic by one click in any letter of it; what is said in the portal stays there in either case.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, select

from greener_homes import jobs, people
from greener_homes.errors import NotFound
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.mail import Letter, LetterChoice
from greener_homes.tables.mail import LetterState as LetterState
from greener_homes.tables.mail import Topic as Topic
from greener_homes.vault import Vault

PAGES = "{pages}"
"""Stands in a letter's words where the address of the pages will be: it is known when the letter is sent."""
MARK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's words: a subject, and paragraphs. A paragraph that is an address of ours alone becomes a link."""

    subject: str
    paragraphs: Sequence[str]


def is_ready(settings: Settings) -> bool:
    """Whether letters can be sent: there is a server, and an address for what they lead to."""
    return settings.smtp_host is not None and settings.pages_url() is not None


def write(
    session: Session,
    vault: Vault,
    person_id: uuid.UUID,
    topic: Topic,
    about_id: uuid.UUID,
    words: Words,
    language: Language,
    *,
    now: datetime,
) -> uuid.UUID | None:
    """The letter will be sent once this transaction is committed; None when its reader wants none, or is gone.

    Idempotent: about the same thing the same person is written to once.
    """
    key = people.key_of(session, vault, person_id)
    if key is None or session.get(LetterChoice, (person_id, topic)) is not None:
        return None
    statement = (
        insert(Letter)
        .values(
            id=new_id(),
            person_id=person_id,
            topic=topic,
            about_id=about_id,
            language=language,
            subject_sealed=vault.seal(key, words.subject, f"letter|subject|{person_id}"),
            text_sealed=vault.seal(key, "\n\n".join(words.paragraphs), f"letter|text|{person_id}"),
            state=LetterState.WAITING,
            written_at=now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "topic", "about_id"])
        .returning(col(Letter.id))
    )
    made: uuid.UUID | None = session.execute(statement).scalar_one_or_none()
    if made is not None:
        jobs.enqueue(session, "mail.send", made, now=now)
    return made


def waiting(session: Session) -> Sequence[uuid.UUID]:
    """Letters that are not sent yet, oldest first."""
    return session.exec(
        select(Letter.id).where(Letter.state == LetterState.WAITING).order_by(col(Letter.written_at)).limit(1_000)
    ).all()


def counts(session: Session, *, since: datetime) -> dict[LetterState, int]:
    """How many letters wait, and how many ended since then in each way."""
    rows = session.exec(
        select(Letter.state, func.count())
        .where((col(Letter.settled_at) >= since) | col(Letter.settled_at).is_(None))
        .group_by(col(Letter.state))
    )
    found = dict.fromkeys(LetterState, 0)
    found.update({LetterState(state): count for state, count in rows})
    return found


def unsubscribe_mark(vault: Vault, person_id: uuid.UUID, topic: Topic) -> str:
    """What stands in a letter's unsubscribe address: it turns off this topic for this reader and nothing else."""
    mac = vault.match("unsubscribe", f"{person_id}|{topic.value}")[:MARK_BYTES]
    return f"{person_id.hex}-{topic.value}-{mac.hex()}"


def read_mark(vault: Vault, mark: str) -> tuple[uuid.UUID, Topic]:
    """Whose letters of which topic a mark turns off. Raises NotFound for one we did not make."""
    person, _, rest = mark.partition("-")
    name, _, _mac = rest.partition("-")
    try:
        found = uuid.UUID(hex=person), Topic(name)
    except ValueError:
        raise NotFound from None
    if unsubscribe_mark(vault, *found) != mark:
        raise NotFound
    return found


def turn_off(session: Session, person_id: uuid.UUID, topic: Topic, *, now: datetime) -> None:
    """No more letters of this topic, from those that wait on. Safe to call again; of somebody gone, nothing happens."""
    if people.language_of(session, person_id) is None or session.get(LetterChoice, (person_id, topic)) is not None:
        return
    session.add(LetterChoice(person_id=person_id, topic=topic, off_since=now))
    session.flush()


def turn_on(session: Session, person_id: uuid.UUID, topic: Topic) -> None:
    """Letters of this topic again."""
    session.exec(delete(LetterChoice).where(col(LetterChoice.person_id) == person_id, col(LetterChoice.topic) == topic))


def turned_off(session: Session, person_id: uuid.UUID) -> frozenset[Topic]:
    """The topics this person wants no letters of."""
    rows = session.exec(select(LetterChoice.topic).where(LetterChoice.person_id == person_id))
    return frozenset(Topic(topic) for topic in rows)
