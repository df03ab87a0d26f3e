"""Several members of a household: one invites, another joins, each answers for themselves.

An invitation is a link that its maker is shown once. It is good once, for two weeks, while whoever made it lives in
the home, and until a member takes it back. Only a digest of it is kept. Joining gives no consent and takes none away.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from greener_homes import audit, homes, people, privacy_endings
from greener_homes.consent_codes import MOVED_IN_LATER
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import LOCAL, HomeView
from greener_homes.people import Audience, PersonView
from greener_homes.tables.base import new_id
from greener_homes.tables.home import HomeInvitation, HomeMember, InvitationEnd, Relation
from greener_homes.tables.people import Person
from greener_homes.vault import Vault
from models.findings import Code, Severity

LASTS = timedelta(days=14)
OPEN_AT_ONCE = 5
TOKEN_BYTES = 32
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
SECRET = "household invitation"  # noqa: S105  the kind of secret, not one

BAD_ADDRESS = Code(
    "household.address",
    Severity.REFUSAL,
    "Write the whole e-mail address, or leave it empty.",
    "Écrivez l’adresse courriel au complet, ou laissez la case vide.",
)
TOO_MANY = Code(
    "household.too_many",
    Severity.REFUSAL,
    "There are {maximum} open invitations already. Take one back first.",
    "Il y a déjà {maximum} invitations ouvertes. Reprenez-en une d’abord.",
)
LIVES_HERE = Code(
    "household.lives_here", Severity.REFUSAL, "You live in this home already.", "Vous habitez déjà ce logement."
)
LIVES_ELSEWHERE = Code(
    "household.lives_elsewhere",
    Severity.REFUSAL,
    "Say that you move out of your other home, or leave the invitation.",
    "Dites que vous quittez votre autre logement, ou laissez l’invitation.",
)
CODES = (BAD_ADDRESS, TOO_MANY, LIVES_HERE, LIVES_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An open invitation as the household sees it. `email` is there for its maker only, where one was named."""

    id: uuid.UUID
    made_by: uuid.UUID
    email: str
    named: bool
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody invited is told before they decide. `leaves` is the home they live in so far, if any."""

    home_id: uuid.UUID
    reference: str
    invited_by: str
    expires_at: datetime
    lives_here: bool
    leaves: HomeView | None


def invite(
    session: Session, vault: Vault, person: PersonView, home_id: uuid.UUID, *, email: str = "", now: datetime
) -> str:
    """Somebody may join this home, only who has this address where one is named; returns the token, kept nowhere.

    Raises NotFound for a home the person does not live in, Refusal for an address that is none and for too many.
    """
    if email and not ADDRESS.fullmatch(email):
        raise Refusal(BAD_ADDRESS)
    _live_there(session, person.id, home_id, now)
    homes.lock(session, home_id)
    if len(session.exec(select(HomeInvitation.id).where(HomeInvitation.home_id == home_id, *_open(now))).all()) >= (
        OPEN_AT_ONCE
    ):
        raise Refusal(TOO_MANY, maximum=OPEN_AT_ONCE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    key = people.key_of(session, vault, person.id)
    row = HomeInvitation(
        id=new_id(),
        home_id=home_id,
        person_id=person.id,
        token_match=_match(vault, token),
        email_match=people.email_match(vault, email) if email else None,
        email_sealed=vault.seal(key, email, _place(person.id)) if email and key else None,
        made_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    audit.record(
        session,
        person.actor,
        audit.Action.HOUSEHOLD_INVITED,
        at=now,
        home_id=home_id,
        object_id=row.id,
        named=bool(email),
    )
    session.flush()
    return token


def open_ones(
    session: Session, vault: Vault, home_id: uuid.UUID, *, viewer: uuid.UUID, now: datetime
) -> Sequence[InvitationView]:
    """The invitations to this home that can still be used, oldest first. For a page of the home's own members."""
    rows = session.exec(
        select(HomeInvitation).where(HomeInvitation.home_id == home_id, *_open(now)).order_by(col(HomeInvitation.id))
    )
    key = people.key_of(session, vault, viewer)
    return [
        InvitationView(
            id=row.id,
            made_by=row.person_id,
            email=vault.open(key, row.email_sealed, _place(viewer))
            if key and row.email_sealed and row.person_id == viewer
            else "",
            named=row.email_match is not None,
            made_at=row.made_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


def revoke(
    session: Session, home_id: uuid.UUID, invitation_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> None:
    """Nobody can use the invitation any more. Any member may. Raises NotFound where there is none open."""
    row = session.exec(
        select(HomeInvitation)
        .where(HomeInvitation.id == invitation_id, HomeInvitation.home_id == home_id, *_open(now))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    _end(session, row, InvitationEnd.REVOKED, now)
    audit.record(session, actor, audit.Action.INVITATION_REVOKED, at=now, home_id=home_id, object_id=row.id)


def look(session: Session, vault: Vault, token: str, person: PersonView, *, now: datetime) -> Offer | None:
    """What this invitation offers the person; None, always alike, when it is not good for them.

    A token that was never ours counts as a guess, so the caller must let the transaction be committed. Raises Refusal
    after too many.
    """
    row = _usable(session, vault, token, person, now)
    if row is None:
        return None
    today = now.astimezone(LOCAL).date()
    here = session.get(HomeMember, (person.id, row.home_id))
    return Offer(
        home_id=row.home_id,
        reference=homes.get(session, row.home_id).reference,
        invited_by=people.name_of(session, vault, row.person_id) or "",
        expires_at=row.expires_at,
        lives_here=here is not None and (here.left_on is None or here.left_on > today),
        leaves=homes.home_of(session, person.id, on=today),
    )


def accept(
    session: Session, vault: Vault, token: str, person: PersonView, moved_in: date, *, leaving: bool, now: datetime
) -> HomeView | None:
    """The person lives there, as far as we know from now on, and the invitation is used up; None as for `look`.

    Whoever lives in another home here leaves it on the day of moving in, if they say so (`leaving`). Nothing is agreed
    to by joining. Raises Refusal for a day ahead, for whoever lives there already, and for another home not left.
    """
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()  # one home at a time
    row = _usable(session, vault, token, person, now, lock=True)
    if row is None:
        return None
    today = now.astimezone(LOCAL).date()
    if moved_in > today:
        raise Refusal(MOVED_IN_LATER)
    here = session.get(HomeMember, (person.id, row.home_id))
    if here is not None and (here.left_on is None or here.left_on > today):
        raise Refusal(LIVES_HERE)
    others = [
        one
        for one in _lived_in(session, person.id, today)
        if homes.stands_for(session, one.home_id) != row.home_id  # the same household, found twice: they leave nothing
    ]
    if others and not leaving:
        raise Refusal(LIVES_ELSEWHERE)
    for other in others:
        on = max(moved_in, other.moved_in) if other.moved_in else moved_in
        privacy_endings.move_out(session, vault, person.id, other.home_id, on, actor=person.actor, now=now)
    _end(session, row, InvitationEnd.USED, now)
    home = homes.join(session, person.id, row.home_id, relation=Relation.MEMBER, moved_in=moved_in, now=now)
    audit.record(session, person.actor, audit.Action.HOUSEHOLD_JOINED, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()
    return home


def _usable(
    session: Session, vault: Vault, token: str, person: PersonView, now: datetime, *, lock: bool = False
) -> HomeInvitation | None:
    if person.audience is not Audience.RESIDENT:
        return None
    people.refuse_guessing(session, vault, person.id, SECRET, now=now)
    query = select(HomeInvitation).where(HomeInvitation.token_match == _match(vault, token))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.exec(query).one_or_none()
    if row is None:
        people.guessed_wrong(session, vault, person.id, SECRET, now=now)
        return None
    if session.exec(select(HomeInvitation.id).where(HomeInvitation.id == row.id, *_open(now))).one_or_none() is None:
        return None
    if row.email_match is not None and session.get_one(Person, person.id).email_match != row.email_match:
        return None
    return row


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL for invitations that can be used: not ended, not too old, and their maker lives there, since before."""
    maker = (
        select(HomeMember.person_id)
        .join(Person, col(Person.id) == HomeMember.person_id)
        .where(
            HomeMember.person_id == HomeInvitation.person_id,
            HomeMember.home_id == HomeInvitation.home_id,
            or_(col(HomeMember.left_on).is_(None), col(HomeMember.left_on) > now.astimezone(LOCAL).date()),
            or_(col(HomeMember.joined_at).is_(None), col(HomeMember.joined_at) <= HomeInvitation.made_at),
            col(Person.closed_at).is_(None),
        )
    )
    return (col(HomeInvitation.ended_at).is_(None), col(HomeInvitation.expires_at) > now, maker.exists())


def _lived_in(session: Session, person_id: uuid.UUID, today: date) -> Sequence[HomeMember]:
    return session.exec(
        select(HomeMember)
        .where(
            HomeMember.person_id == person_id, or_(col(HomeMember.left_on).is_(None), col(HomeMember.left_on) > today)
        )
        .order_by(col(HomeMember.home_id))
    ).all()


def _live_there(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, now: datetime) -> None:
    if home_id not in {one.home_id for one in _lived_in(session, person_id, now.astimezone(LOCAL).date())}:
        raise NotFound


def _end(session: Session, row: HomeInvitation, how: InvitationEnd, now: datetime) -> None:
    row.ended_at, row.ended_how = now, how
    session.add(row)
    session.flush()


def _match(vault: Vault, token: str) -> bytes:
    return vault.match("household invitation", token)


def _place(person_id: uuid.UUID) -> str:
    return f"home_invitation|email|{person_id}"
