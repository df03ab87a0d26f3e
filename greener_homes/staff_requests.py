"""A resident's wish taken down in person: a copy of everything, or that everything goes. Staff begin and confirm it.

The resident is found by their exact address and never by browsing; staff see nothing of them, not even a name. What
happens is what the resident's own buttons do: only they can fetch the copy, after signing in. An erasure is confirmed
by a second member of staff. Residents read of each step beside the looks at their data.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from greener_homes import audit, belongings, erasure, people, person_exports
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.people import Person
from greener_homes.tables.rights import RequestGrounds as RequestGrounds
from greener_homes.tables.rights import RequestKind as RequestKind
from greener_homes.tables.rights import StaffRequest
from greener_homes.vault import Vault
from models.findings import Code, Severity

OPEN_FOR = timedelta(days=7)
A_DAY = timedelta(days=1)
AT_MOST_A_DAY = 20
"""Addresses one member of staff may try in a day: enough for a counter, too few to find out who is registered."""

UNKNOWN = Code(
    "request.unknown",
    Severity.REFUSAL,
    "No resident signs in with exactly this address. Nothing was begun.",
    "Aucun résident n’ouvre de session avec exactement cette adresse. Rien n’a été commencé.",
)
TOO_MANY = Code(
    "request.too_many",
    Severity.REFUSAL,
    "You have tried {count} addresses today. A colleague can go on, or you tomorrow.",
    "Vous avez essayé {count} adresses aujourd’hui. Une ou un collègue peut continuer, ou vous demain.",
)
SECOND_PERSON = Code(
    "request.second_person",
    Severity.REFUSAL,
    "Another member of staff confirms that everything is deleted. Nothing was deleted.",
    "Une autre personne de l’équipe confirme que tout est supprimé. Rien n’a été supprimé.",
)
OTHER_ADDRESS = Code(
    "request.other_address",
    Severity.REFUSAL,
    "That is not the address this request was begun with. Nothing was done.",
    "Ce n’est pas l’adresse avec laquelle cette demande a été commencée. Rien n’a été fait.",
)
NOT_YOUR_PASSWORD = Code(
    "request.password",
    Severity.REFUSAL,
    "That is not your own password. Nothing was done.",
    "Ce n’est pas votre propre mot de passe. Rien n’a été fait.",
)
CODES = (UNKNOWN, TOO_MANY, SECOND_PERSON, OTHER_ADDRESS, NOT_YOUR_PASSWORD)


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request as staff see it: what is asked, on what grounds, by whom it was taken down. Never whose it is."""

    id: uuid.UUID
    kind: RequestKind
    grounds: RequestGrounds
    asked_by: uuid.UUID | None
    asked_at: datetime
    confirmed_at: datetime | None

    @property
    def until(self) -> datetime:
        """Until when it can be confirmed."""
        return self.asked_at + OPEN_FOR

    def may_be_confirmed_by(self, person_id: uuid.UUID) -> bool:
        """Whether this member of staff may confirm it: an erasure only somebody other than who took it down."""
        return self.kind is RequestKind.EXPORT or self.asked_by != person_id


def begin(
    session: Session,
    vault: Vault,
    email: str,
    kind: RequestKind,
    grounds: RequestGrounds,
    *,
    staff: PersonView,
    now: datetime,
) -> RequestView:
    """The request waits to be confirmed, and the resident can read of it. The same again is the same request.

    Raises Refusal for an address no resident has, and for too many addresses in a day; a wrong address is counted, so
    the caller must let the transaction be committed.
    """
    if _tried(session, staff.id, now) >= AT_MOST_A_DAY:
        raise Refusal(TOO_MANY, count=AT_MOST_A_DAY)
    found = _resident(session, vault, email)
    if found is None:
        audit.record(session, staff.actor, audit.Action.REQUEST_UNKNOWN, at=now)
        raise Refusal(UNKNOWN)
    row = session.exec(
        select(StaffRequest).where(StaffRequest.person_id == found.id, StaffRequest.kind == kind, *_open(now))
    ).first()
    if row is None:
        row = StaffRequest(person_id=found.id, kind=kind, grounds=grounds, asked_by=staff.id, asked_at=now)
        session.add(row)
        session.flush()
    _remember(session, row, staff, audit.Action.REQUEST_BEGUN, now)
    return _view(row)


def waiting(session: Session, *, now: datetime) -> Sequence[RequestView]:
    """Requests that nobody confirmed or dropped yet and whose time is not over, oldest first."""
    rows = session.exec(
        select(StaffRequest).where(*_open(now)).order_by(col(StaffRequest.asked_at), col(StaffRequest.id))
    )
    return [_view(row) for row in rows]


def one(session: Session, request_id: uuid.UUID, *, now: datetime) -> RequestView:
    """A request that waits. Raises NotFound."""
    return _view(_row(session, request_id, now))


def confirm(
    session: Session,
    vault: Vault,
    request_id: uuid.UUID,
    email: str,
    password: str,
    *,
    staff: PersonView,
    now: datetime,
) -> str:
    """The copy is asked for, or the erasure is under way. Returns the reference of the erasure's receipt, else "".

    `email` is the resident's once more, and `password` that of `staff`. Raises NotFound, and Refusal for whoever may
    not confirm it, for another address, and for a wrong password, which counts: let the transaction be committed.
    """
    row = _row(session, request_id, now)
    if not _view(row).may_be_confirmed_by(staff.id):
        raise Refusal(SECOND_PERSON)
    if not people.is_password_of(session, staff.id, password, now=now):
        raise Refusal(NOT_YOUR_PASSWORD)
    found = _resident(session, vault, email)
    if found is None or found.id != row.person_id:
        raise Refusal(OTHER_ADDRESS)
    if row.kind is RequestKind.EXPORT:
        person_exports.ask_for(session, row.person_id, actor=staff.actor, now=now)
    row.confirmed_at, row.confirmed_by = now, staff.id
    session.add(row)
    _remember(session, row, staff, audit.Action.REQUEST_CONFIRMED, now)
    if row.kind is RequestKind.EXPORT:
        return ""
    reference = secrets.token_urlsafe(16)
    erasure.begin(session, vault, row.person_id, reference, now=now)
    audit.record(session, staff.actor, audit.Action.ERASURE_ASKED, at=now)
    return reference


def drop(session: Session, request_id: uuid.UUID, *, staff: PersonView, now: datetime) -> None:
    """The request is not done, and the resident can read that it was dropped. Raises NotFound."""
    row = _row(session, request_id, now)
    row.dropped_at = now
    session.add(row)
    _remember(session, row, staff, audit.Action.REQUEST_DROPPED, now)


def _resident(session: Session, vault: Vault, email: str) -> PersonView | None:
    """The resident with exactly this address who has not left."""
    found = people.find(session, vault, email)
    if found is None or found.audience is not Audience.RESIDENT:
        return None
    return None if session.get_one(Person, found.id).closed_at else found


def _tried(session: Session, staff_id: uuid.UUID, now: datetime) -> int:
    tries = [audit.Action.REQUEST_BEGUN.value, audit.Action.REQUEST_UNKNOWN.value]
    return session.exec(
        select(func.count(func.distinct(func.coalesce(AuditEvent.object_id, AuditEvent.id)))).where(
            AuditEvent.actor_id == staff_id, col(AuditEvent.action).in_(tries), col(AuditEvent.at) > now - A_DAY
        )
    ).one()


def _remember(session: Session, row: StaffRequest, staff: PersonView, action: audit.Action, now: datetime) -> None:
    """The act is on record, once for each home where the resident lives, whose pages then show it."""
    homes: list[uuid.UUID | None] = [*belongings.homes_open_to(session, row.person_id)]
    for home_id in homes or [None]:
        audit.record(
            session,
            staff.actor,
            action,
            at=now,
            home_id=home_id,
            object_id=row.id,
            purpose=row.kind.value,
            grounds=row.grounds.value,
        )
    session.flush()


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(StaffRequest.confirmed_at).is_(None),
        col(StaffRequest.dropped_at).is_(None),
        col(StaffRequest.asked_at) > now - OPEN_FOR,
    )


def _row(session: Session, request_id: uuid.UUID, now: datetime) -> StaffRequest:
    query = select(StaffRequest).where(StaffRequest.id == request_id, *_open(now))
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _view(row: StaffRequest) -> RequestView:
    return RequestView(row.id, row.kind, row.grounds, row.asked_by, row.asked_at, row.confirmed_at)
