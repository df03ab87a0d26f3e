"""Homes: making them, finding a person's own, and what is known of them with where it came from.

Another person's home is not found, in the same words as one that does not exist.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from greener_homes import audit
from greener_homes.errors import NotFound
from greener_homes.tables.home import Home, HomeFact, HomeMember
from greener_homes.tables.home import Provenance as Provenance
from greener_homes.tables.home import Relation as Relation

FactValue = str | float | bool | None

LOCAL = ZoneInfo("America/Toronto")
TRUST = (Provenance.STOCK, Provenance.RESIDENT, Provenance.UTILITY, Provenance.COACH, Provenance.ENERGUIDE)
"""Which source is believed when several speak: the last of these."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home as pages and services know it."""

    id: uuid.UUID
    reference: str
    relation: Relation | None
    moved_in: date | None


@dataclass(frozen=True, slots=True)
class MemberView:
    """A person's place in a home. `left_on` is the first local day they do not live there any more."""

    person_id: uuid.UUID
    home_id: uuid.UUID
    relation: Relation
    moved_in: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact with where it came from. A value of None is an honest "I don't know"."""

    name: str
    value: FactValue
    provenance: Provenance
    stated_at: datetime


def add_home(
    session: Session, person_id: uuid.UUID, *, relation: Relation, moved_in: date | None, now: datetime
) -> HomeView:
    """The home exists and this person lives in it."""
    home = Home(created_at=now)
    session.add(home)
    session.flush()
    session.refresh(home)
    session.add(HomeMember(person_id=person_id, home_id=home.id, relation=relation, moved_in=moved_in))
    session.flush()
    return HomeView(home.id, home.reference, relation, moved_in)


def join(
    session: Session,
    person_id: uuid.UUID,
    home_id: uuid.UUID,
    *,
    relation: Relation,
    moved_in: date | None,
    now: datetime,
) -> HomeView:
    """This person lives there too, or again, as far as we know from now on. Their answers are their own.

    Raises NotFound.
    """
    home = session.get(Home, home_id)
    if home is None:
        raise NotFound
    member = session.get(HomeMember, (person_id, home_id)) or HomeMember(person_id=person_id, home_id=home_id)
    member.relation, member.moved_in, member.left_on, member.joined_at = relation, moved_in, None, now
    session.add(member)
    session.flush()
    return _view(home, member)


def members(session: Session, home_id: uuid.UUID, *, on: date) -> Sequence[MemberView]:
    """Who lives there on a local day, those first who were known first."""
    rows = session.exec(
        select(HomeMember)
        .where(
            HomeMember.home_id == home_id,
            or_(col(HomeMember.left_on).is_(None), col(HomeMember.left_on) > on),
        )
        .order_by(col(HomeMember.joined_at).nulls_first(), col(HomeMember.person_id))
    )
    return [_member_view(row) for row in rows]


def get_member(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> MemberView:
    """A person's place in a home, also one they have left. Raises NotFound."""
    row = session.get(HomeMember, (person_id, home_id))
    if row is None:
        raise NotFound
    return _member_view(row)


def joined_since(session: Session, home_id: uuid.UUID, day: date) -> Sequence[uuid.UUID]:
    """Who became known in a home on a local day or after it, besides those it began with."""
    begun = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return session.exec(
        select(HomeMember.person_id).where(HomeMember.home_id == home_id, col(HomeMember.joined_at) >= begun)
    ).all()


def left_by(session: Session, person_id: uuid.UUID) -> Sequence[MemberView]:
    """The homes this person has said they leave or left, the last first."""
    rows = session.exec(
        select(HomeMember)
        .where(HomeMember.person_id == person_id, col(HomeMember.left_on).is_not(None))
        .order_by(col(HomeMember.left_on).desc())
    )
    return [_member_view(row) for row in rows]


def set_move_out(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, left_on: date) -> None:
    """The first local day this person no longer lives there is on record. Raises NotFound."""
    member = session.get(HomeMember, (person_id, home_id))
    if member is None:
        raise NotFound
    member.left_on = left_on
    session.add(member)
    session.flush()


def forget_what_was_told(session: Session, home_id: uuid.UUID, *, now: datetime) -> None:
    """What residents said of the home counts no more: the household is gone, and the next one speaks for itself."""
    for row in session.exec(
        select(HomeFact)
        .where(
            HomeFact.home_id == home_id,
            HomeFact.provenance == Provenance.RESIDENT,
            col(HomeFact.ended_at).is_(None),
        )
        .with_for_update()
    ):
        row.ended_at = now
        session.add(row)
    session.flush()


def home_of(session: Session, person_id: uuid.UUID, *, on: date | None = None) -> HomeView | None:
    """The home this person lives in on a local day (None: and has not said they leave), or None without one."""
    stays = col(HomeMember.left_on).is_(None)
    found = session.exec(
        select(Home, HomeMember)
        .join(HomeMember, col(HomeMember.home_id) == Home.id)
        .where(
            HomeMember.person_id == person_id,
            stays if on is None else or_(stays, col(HomeMember.left_on) > on),
        )
        .order_by(col(Home.created_at))
        .limit(1)
    ).first()
    return _view(*found) if found else None


def get(session: Session, home_id: uuid.UUID) -> HomeView:
    """The home, for those whose access has been decided already (a coach with a claim, a job). Raises NotFound."""
    home = session.get(Home, home_id)
    if home is None:
        raise NotFound
    return HomeView(home.id, home.reference, None, None)


def references(session: Session, home_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What people call these homes, by id."""
    rows = session.exec(select(Home).where(col(Home.id).in_(list(home_ids))))
    return {row.id: row.reference for row in rows}


def lock(session: Session, home_id: uuid.UUID) -> None:
    """No other transaction that locks this home goes on until this one ends. Raises NotFound."""
    if session.exec(select(Home.id).where(Home.id == home_id).with_for_update()).one_or_none() is None:
        raise NotFound


def set_move_in(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, moved_in: date) -> None:
    """The date from which this person's usage is theirs to share is on record. Raises NotFound."""
    member = session.get(HomeMember, (person_id, home_id))
    if member is None:
        raise NotFound
    member.moved_in = moved_in
    session.add(member)


def state_facts(
    session: Session,
    home_id: uuid.UUID,
    facts: Mapping[str, FactValue],
    *,
    provenance: Provenance,
    actor: audit.Actor,
    now: datetime,
) -> int:
    """The statements are on record and end this source's earlier ones where they differ; returns how many changed."""
    current = {
        row.name: row
        for row in session.exec(
            select(HomeFact)
            .where(HomeFact.home_id == home_id, HomeFact.provenance == provenance, col(HomeFact.ended_at).is_(None))
            .with_for_update()
        )
    }
    changed = 0
    for name, value in facts.items():
        kept = current.get(name)
        if kept is not None and kept.value == value:
            continue
        if kept is not None:
            kept.ended_at = now
            session.add(kept)
            session.flush()
        session.add(
            HomeFact(home_id=home_id, name=name, value=value, provenance=provenance, stated_by=actor.id, stated_at=now)
        )
        changed += 1
    if changed:
        audit.record(session, actor, audit.Action.FACTS_STATED, at=now, home_id=home_id, changed=changed)
    session.flush()
    return changed


def known_facts(session: Session, home_id: uuid.UUID) -> Sequence[KnownFact]:
    """What is known, one entry a name: the most trusted source that knows a value, else its "I don't know"."""
    rows = session.exec(select(HomeFact).where(HomeFact.home_id == home_id, col(HomeFact.ended_at).is_(None)))
    best: dict[str, HomeFact] = {}
    for row in rows:
        kept = best.get(row.name)
        if kept is None or _worth(row) > _worth(kept):
            best[row.name] = row
    return [KnownFact(row.name, row.value, row.provenance, row.stated_at) for _, row in sorted(best.items())]


def _worth(row: HomeFact) -> tuple[bool, int]:
    return (row.value is not None, TRUST.index(row.provenance))


def _member_view(row: HomeMember) -> MemberView:
    return MemberView(row.person_id, row.home_id, row.relation, row.moved_in, row.left_on)


def _view(home: Home, member: HomeMember) -> HomeView:
    return HomeView(home.id, home.reference, member.relation, member.moved_in)
