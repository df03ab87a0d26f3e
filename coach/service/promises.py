"""The service clock: ten working days after a case began to wait, its household is asked whether it has heard of us.

By a letter with a link that is good for one answer and thirty days, where the resident agreed to letters; else the same
question stands on their page. The answer, not our own belief, is what the programme reports; and "nobody" moves the
household's case up.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col, select

from coach.asking import letters
from coach.cases import review_unheard
from coach.cases.review_states import ReviewState
from coach.clock import working_days
from coach.clock.promise import PROMISE_DAYS
from greener_homes import audit, consent, homes, mail, people
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Language, PersonView
from greener_homes.tables.advice import Review
from greener_homes.tables.conversation import ContactCheck
from greener_homes.tables.conversation import Contacted as Contacted
from greener_homes.vault import Vault
from models.findings import Code, Severity

LASTS = timedelta(days=30)
LOOKS_BACK = timedelta(days=60)
"""Cases that began to wait earlier than this are not asked about any more: nobody would remember."""
TOKEN_BYTES = 32
DID_MAXIMUM = 1_000

CHOICE_NEEDED = Code(
    "contact.choice_needed",
    Severity.REFUSAL,
    "Say first whether anybody has been in touch.",
    "Dites d’abord si quelqu’un a communiqué avec vous.",
)
CODES = (CHOICE_NEEDED,)


@dataclass(frozen=True, slots=True)
class CheckView:
    """A question that is open."""

    id: uuid.UUID
    home_id: uuid.UUID
    since: datetime
    expires_at: datetime


def ask_due(session: Session, vault: Vault, *, now: datetime) -> int:
    """Every household whose case has waited ten working days is asked, once; returns how many people.

    Safe to run again: a person is asked once about one wait of one home.
    """
    asked = 0
    for home_id, since in _due(session, now):
        for member in homes.members(session, home_id, on=now.astimezone(homes.LOCAL).date()):
            asked += _ask(session, vault, member.person_id, home_id, since, now)
    return asked


def find(session: Session, vault: Vault, token: str, *, now: datetime) -> CheckView:
    """The open question of this link. Raises NotFound when it was answered, is over, or never was."""
    return _view(_open_row(session, ContactCheck.token_digest == _digest(vault, token), now))


def answer(session: Session, vault: Vault, token: str, contacted: Contacted | None, did: str, *, now: datetime) -> None:
    """The answer stands and the link is used up. Raises NotFound, Refusal."""
    _answer(
        session, vault, _open_row(session, ContactCheck.token_digest == _digest(vault, token), now), contacted, did, now
    )


def open_for(session: Session, person_id: uuid.UUID, *, now: datetime) -> Sequence[CheckView]:
    """What this person is asked and has not answered."""
    return [_view(row) for row in session.exec(_OPEN, params={"person": person_id, "now": now})]


_STILL_OPEN: Final = (
    col(ContactCheck.person_id) == bindparam("person"),
    col(ContactCheck.answered_at).is_(None),
    col(ContactCheck.expires_at) > bindparam("now"),
)
_OPEN: Final = select(ContactCheck).where(*_STILL_OPEN)
"""Put together once, for the pages that ask it."""
IS_ASKED: Final = exists().where(*_STILL_OPEN)
"""Whether `open_for` would find anything, for pages that ask it together with more."""


def answer_signed_in(
    session: Session,
    vault: Vault,
    person: PersonView,
    check_id: uuid.UUID,
    contacted: Contacted | None,
    did: str,
    *,
    now: datetime,
) -> None:
    """As `answer`, by the person on their own page. Raises NotFound for another's."""
    mine = (col(ContactCheck.id) == check_id) & (col(ContactCheck.person_id) == person.id)
    _answer(session, vault, _open_row(session, mine, now), contacted, did, now)


def _due(session: Session, now: datetime) -> list[tuple[uuid.UUID, datetime]]:
    """Homes and since when their case waits, where ten working days have passed and nobody was asked yet."""
    today = now.astimezone(homes.LOCAL).date()
    asked = exists().where(
        col(ContactCheck.home_id) == col(Review.home_id), col(ContactCheck.since) == col(Review.waiting_since)
    )
    rows = session.exec(
        select(Review.home_id, Review.waiting_since)
        .where(Review.state != ReviewState.SUPERSEDED, col(Review.waiting_since) > now - LOOKS_BACK, ~asked)
        .distinct()
        .order_by(col(Review.waiting_since))
    )
    return [
        (home_id, since)
        for home_id, since in rows
        if working_days.after(since.astimezone(homes.LOCAL).date(), PROMISE_DAYS) <= today
    ]


def _ask(
    session: Session, vault: Vault, person_id: uuid.UUID, home_id: uuid.UUID, since: datetime, now: datetime
) -> bool:
    known = select(ContactCheck.id).where(
        ContactCheck.person_id == person_id, ContactCheck.home_id == home_id, ContactCheck.since == since
    )
    if session.exec(known).first() is not None or people.key_of(session, vault, person_id) is None:
        return False
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = ContactCheck(
        person_id=person_id,
        home_id=home_id,
        since=since,
        token_digest=_digest(vault, token),
        asked_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    if consent.may_contact(session, person_id, Purpose.CONTACT_EMAIL, at=now):
        language = people.language_of(session, person_id) or Language.ENGLISH
        words = letters.contact_check(token, language)
        mail.write(session, vault, person_id, mail.Topic.CONTACT_CHECK, row.id, words, language, now=now)
    return True


def _open_row(session: Session, which: object, now: datetime) -> ContactCheck:
    row = session.exec(
        select(ContactCheck)
        .where(which, col(ContactCheck.answered_at).is_(None), col(ContactCheck.expires_at) > now)  # type: ignore[arg-type]
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _answer(
    session: Session, vault: Vault, row: ContactCheck, contacted: Contacted | None, did: str, now: datetime
) -> None:
    if contacted is None:
        raise Refusal(CHOICE_NEEDED)
    key = people.key_of(session, vault, row.person_id)
    if key is None:
        raise NotFound
    row.answered_at, row.contacted = now, contacted
    if did.strip():
        row.did_sealed = vault.seal(key, did.strip()[:DID_MAXIMUM], f"contact_check|did|{row.person_id}")
    session.add(row)
    resident = audit.Actor(row.person_id, people.Audience.RESIDENT.value)
    if contacted is Contacted.NO:
        review_unheard.nobody_came(session, row.home_id, actor=resident, now=now)
    audit.record(
        session,
        resident,
        audit.Action.CONTACT_ANSWERED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        contacted=contacted.value,
    )
    session.flush()


def _digest(vault: Vault, token: str) -> bytes:
    return vault.match("contact_check", token)


def _view(row: ContactCheck) -> CheckView:
    return CheckView(row.id, row.home_id, row.since, row.expires_at)
