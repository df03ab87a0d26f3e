"""Letters by e-mail: an outbox of rows, written in the transaction of what they are about, sent by a job.

Which letters somebody has is their own choice, looked at again when one is sent: a topic they turned off, a letter for
which no permission to write stands any more, and news they never asked for, go to nobody.

A letter's words are sealed with its reader's key, and its reader's address is read when it is sent: nothing of either
lies here in clear. Where no mail server is set, letters wait, and the programme's page says so. A reader turns off a
topic by one click in any letter of it; what is said in the portal stays there in either case.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, or_, select

from greener_homes import audit, consent, jobs, people
from greener_homes.errors import NotFound
from greener_homes.local_days import LOCAL
from greener_homes.people import Language, PersonView
from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.consent import Purpose
from greener_homes.tables.home import HomeMember
from greener_homes.tables.mail import Letter, LetterChoice, LetterWish
from greener_homes.tables.mail import LetterState as LetterState
from greener_homes.tables.mail import Topic as Topic
from greener_homes.vault import Vault

PAGES = "{pages}"
"""Stands in a letter's words where the address of the pages will be: it is known when the letter is sent."""
MARK_BYTES = 16
ALWAYS = frozenset({Topic.SIGN_IN, Topic.WRITTEN})
"""What nobody can turn off: without these letters they could not come in, nor know what others did in their name."""
ON_REQUEST = frozenset({Topic.NEWS})
"""Letters that nobody needs, which the law calls commercial (CASL): only who asked for them has them."""
WITH_CONSENT = frozenset({Topic.CONTACT_CHECK, Topic.HOUSEHOLD, Topic.PLAN, Topic.REPORT, Topic.NEWS})
"""Letters that rest on the permission to write by e-mail; the others answer what their reader just did."""


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
    if key is None or not wants(session, person_id, topic, at=now):
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


def wants(session: Session, person_id: uuid.UUID, topic: Topic, *, at: datetime) -> bool:
    """Whether a letter of this topic may go to this person at this moment."""
    if topic in ALWAYS:
        return True
    if session.get(LetterChoice, (person_id, topic)) is not None:
        return False
    if topic in ON_REQUEST and session.get(LetterWish, (person_id, topic)) is None:
        return False
    return topic not in WITH_CONSENT or consent.may_contact(session, person_id, Purpose.CONTACT_EMAIL, at=at)


def homes_wanting(session: Session, topic: Topic, *, at: datetime) -> set[uuid.UUID]:
    """Homes where somebody lives who may be written to by e-mail and has not turned this topic off."""
    today = at.astimezone(LOCAL).date()
    rows = session.exec(
        select(HomeMember.home_id)
        .where(
            or_(col(HomeMember.left_on).is_(None), col(HomeMember.left_on) > today),
            col(HomeMember.person_id).in_(consent.open_persons(Purpose.CONTACT_EMAIL, at=at)),
            col(HomeMember.person_id).not_in(select(LetterChoice.person_id).where(LetterChoice.topic == topic)),
        )
        .distinct()
    )
    return set(rows)


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
    if topic in ALWAYS or people.language_of(session, person_id) is None:
        return
    if session.get(LetterChoice, (person_id, topic)) is not None:
        return
    session.exec(delete(LetterWish).where(col(LetterWish.person_id) == person_id, col(LetterWish.topic) == topic))
    session.add(LetterChoice(person_id=person_id, topic=topic, off_since=now))
    session.flush()


def turn_on(session: Session, person_id: uuid.UUID, topic: Topic) -> None:
    """Letters of this topic again. Of one that is sent on request only, that is not yet asking for it (`choose`)."""
    session.exec(delete(LetterChoice).where(col(LetterChoice.person_id) == person_id, col(LetterChoice.topic) == topic))


def chosen(session: Session, person_id: uuid.UUID) -> frozenset[Topic]:
    """The topics this person wants letters of, whether or not we may write to them."""
    wished = {Topic(one) for one in session.exec(select(LetterWish.topic).where(LetterWish.person_id == person_id))}
    return (frozenset(Topic) - ON_REQUEST | wished) - turned_off(session, person_id)


def choose(
    session: Session,
    person: PersonView,
    offered: Collection[Topic],
    wanted: Collection[Topic],
    *,
    now: datetime,
) -> None:
    """Of the topics offered this person has letters of those wanted, and of no others."""
    for topic in offered:
        if topic not in wanted:
            turn_off(session, person.id, topic, now=now)
            continue
        turn_on(session, person.id, topic)
        if topic in ON_REQUEST and session.get(LetterWish, (person.id, topic)) is None:
            session.add(LetterWish(person_id=person.id, topic=topic, wished_at=now))
    session.flush()
    audit.record(session, person.actor, audit.Action.LETTERS_CHOSEN, at=now, topics=len(set(wanted) & set(offered)))


def turned_off(session: Session, person_id: uuid.UUID) -> frozenset[Topic]:
    """The topics this person wants no letters of."""
    rows = session.exec(select(LetterChoice.topic).where(LetterChoice.person_id == person_id))
    return frozenset(Topic(topic) for topic in rows)
