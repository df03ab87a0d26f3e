"""Who is on the telephone, or signed the paper: a resident found by what they say, never by looking at lists."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from greener_homes import audit, homes, people
from greener_homes.errors import NotFound
from greener_homes.homes import LOCAL
from greener_homes.people import Audience, PersonView
from greener_homes.tables.home import HomeMember
from greener_homes.tables.people import Person
from greener_homes.vault import Vault

SECRET = "written answer"  # noqa: S105  the kind of secret that is guessed at, not one


@dataclass(frozen=True, slots=True)
class Named:
    """The resident who called or wrote, found by what they say: home and e-mail address."""

    person_id: uuid.UUID
    home_id: uuid.UUID
    name: str
    reference: str
    moved_in: date | None


def find(
    session: Session, vault: Vault, reference: str, email: str, *, staff: PersonView, now: datetime
) -> Named | None:
    """The resident with this address in this home; None, always alike, when there is no such person.

    That staff looked is on record for the household. A miss counts as a guess, so let the transaction be committed.
    Raises Refusal after too many.
    """
    require_staff(staff)
    people.refuse_guessing(session, vault, staff.id, SECRET, now=now)
    home, found = homes.by_reference(session, reference), people.find(session, vault, email)
    if home is None or found is None or not is_known(session, found.id, home.id):
        people.guessed_wrong(session, vault, staff.id, SECRET, now=now)
        return None
    audit.record_looks(
        session, staff.actor, audit.Action.HOME_LISTED, [home.id], at=now, purpose="answer", object_id=found.id
    )
    return named(session, vault, found.id, home.id)


def named(session: Session, vault: Vault, person_id: uuid.UUID, home_id: uuid.UUID) -> Named:
    """The resident, once found. Raises NotFound."""
    name = people.name_of(session, vault, person_id)
    if name is None or not is_known(session, person_id, home_id):
        raise NotFound
    member = homes.get_member(session, person_id, home_id)
    return Named(person_id, home_id, name, homes.get(session, home_id).reference, member.moved_in)


def require_staff(person: PersonView) -> None:
    """Only programme staff write answers down. Raises NotFound for anybody else, whatever page let them in."""
    if person.audience is not Audience.PROGRAMME:
        raise NotFound


def is_known(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> bool:
    """Whether this person lives or lived in the home and has not asked to be erased."""
    person = session.get(Person, person_id)
    return person is not None and person.closed_at is None and session.get(HomeMember, (person_id, home_id)) is not None


def lives_there(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, *, now: datetime) -> bool:
    """Whether this person lives in the home today."""
    if not is_known(session, person_id, home_id):
        return False
    left = homes.get_member(session, person_id, home_id).left_on
    return left is None or left > now.astimezone(LOCAL).date()
