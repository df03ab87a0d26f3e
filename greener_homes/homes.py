"""Homes: making them, who lives in them and when, and finding a person's own. What is known of them: `home_facts`.

Another person's home is not found, in the same words as one that does not exist.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, or_
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from greener_homes.errors import NotFound
from greener_homes.home_facts import STANDING as STANDING
from greener_homes.home_facts import FactValue as FactValue
from greener_homes.home_facts import HowKnown as HowKnown
from greener_homes.home_facts import KnownFact as KnownFact
from greener_homes.home_facts import KnownHow as KnownHow
from greener_homes.home_facts import Statement as Statement
from greener_homes.home_facts import facts_of as facts_of
from greener_homes.home_facts import forget_what_was_told as forget_what_was_told
from greener_homes.home_facts import known_at as known_at
from greener_homes.home_facts import known_facts as known_facts
from greener_homes.home_facts import standing_of as standing_of
from greener_homes.home_facts import state_facts as state_facts
from greener_homes.home_facts import statements as statements
from greener_homes.local_days import LOCAL as LOCAL
from greener_homes.local_days import begins
from greener_homes.page_questions import plain
from greener_homes.tables.home import Home, HomeFact, HomeMember, reference_of
from greener_homes.tables.home import Provenance as Provenance
from greener_homes.tables.home import Relation as Relation

REFERENCE = re.compile(r"GH-([0-9]{1,9})")


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


def hold_place(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> None:
    """A person's place in a home is held until the transaction ends, before any answer of theirs is."""
    query = select(HomeMember).where(HomeMember.person_id == person_id, HomeMember.home_id == home_id)
    session.exec(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def joined_since(session: Session, home_id: uuid.UUID, day: date) -> Sequence[uuid.UUID]:
    """Who became known in a home on a local day or after it, besides those it began with."""
    return session.exec(
        select(HomeMember.person_id).where(HomeMember.home_id == home_id, col(HomeMember.joined_at) >= begins(day))
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


def theirs_from(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> date | None:
    """From which local day on the home's usage can be this person's; None when they never said. Raises NotFound.

    The day they moved in, and for somebody who joined after an earlier household had left not before that day.
    """
    member = session.get(HomeMember, (person_id, home_id))
    if member is None:
        raise NotFound
    left = earlier_left(session, home_id, member.joined_at)
    return max((day for day in (member.moved_in, left) if day is not None), default=None)


def earlier_left(session: Session, home_id: uuid.UUID, joined_at: datetime | None) -> date | None:
    """The day on which the last of those left who were gone when somebody joined; None for whom the home began with."""
    if joined_at is None:
        return None
    return session.exec(
        select(func.max(HomeMember.left_on)).where(
            HomeMember.home_id == home_id, col(HomeMember.left_on) <= joined_at.astimezone(LOCAL).date()
        )
    ).one()


def left_behind(today: date) -> Select[uuid.UUID]:
    """A subquery of the homes that everybody has left by a local day and that still hold what residents told."""
    somebody = aliased(HomeMember)
    stays = select(somebody.home_id).where(
        somebody.home_id == HomeMember.home_id, or_(col(somebody.left_on).is_(None), col(somebody.left_on) > today)
    )
    told = select(HomeFact.id).where(
        HomeFact.home_id == HomeMember.home_id,
        HomeFact.provenance == Provenance.RESIDENT,
    )
    return sqlalchemy_select(col(HomeMember.home_id)).where(
        col(HomeMember.left_on) <= today, ~stays.exists(), told.exists()
    )


def home_of(session: Session, person_id: uuid.UUID, *, on: date | None = None) -> HomeView | None:
    """The home this person lives in on a local day (None: and has not said they leave), or None without one.

    Of two that are one household, the one that stands for both.
    """
    found = session.execute(_HOME_OF, {"person": person_id, "on": on}).first()
    return view_of(found) if found else None


def home_of_each(person: ColumnElement[uuid.UUID]) -> Select[Any]:
    """What `home_of` asks of the person of a row, for `view_of`: for who asks it with more, on the day `on`."""
    home, member = plain(Home), plain(HomeMember)
    return (
        sqlalchemy_select(
            home.c.id.label("home_id"), home.c.number.label("home_number"), member.c.relation, member.c.moved_in
        )
        .select_from(home)
        .join(member, member.c.home_id == home.c.id)
        .where(
            member.c.person_id == person,
            or_(member.c.left_on.is_(None), member.c.left_on > bindparam("on")),  # never after no day at all
        )
        .order_by(home.c.merged_into.is_not(None), home.c.created_at)
        .limit(1)
    )


_HOME_OF: Final = home_of_each(bindparam("person"))
"""Put together once, and plain values in place of objects: many pages ask it."""


def view_of(row: Row[Any]) -> HomeView | None:
    """The home of a row with what `home_of_each` answered; None where that was nothing."""
    if row.home_id is None:
        return None
    return HomeView(row.home_id, reference_of(row.home_number), row.relation, row.moved_in)


def merged_away() -> Select[uuid.UUID]:
    """A subquery of the homes that another home stands for, since both are one household."""
    return sqlalchemy_select(col(Home.id)).where(col(Home.merged_into).is_not(None))


def stood_for(session: Session, home_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The homes that this one stands for besides itself."""
    return session.exec(select(Home.id).where(Home.merged_into == home_id).order_by(col(Home.id))).all()


def lived_in(person_id: uuid.UUID | BindParameter[uuid.UUID], *, on: date | BindParameter[date]) -> Select[uuid.UUID]:
    """A subquery of every home where this person lives on a local day."""
    return sqlalchemy_select(col(HomeMember.home_id)).where(
        col(HomeMember.person_id) == person_id, or_(col(HomeMember.left_on).is_(None), col(HomeMember.left_on) > on)
    )


def stands_for(session: Session, home_id: uuid.UUID) -> uuid.UUID | None:
    """The home that stands for this one, since both are one household; None for a home of its own."""
    return session.exec(select(Home.merged_into).where(Home.id == home_id)).one_or_none()


def get(session: Session, home_id: uuid.UUID) -> HomeView:
    """The home, for those whose access has been decided already (a coach with a claim, a job). Raises NotFound."""
    home = session.get(Home, home_id)
    if home is None:
        raise NotFound
    return HomeView(home.id, home.reference, None, None)


def by_reference(session: Session, reference: str) -> HomeView | None:
    """The home that people call by this reference ("GH-2041"); None when there is none, or for any other text."""
    written = REFERENCE.fullmatch(reference.strip().upper())
    home = session.exec(select(Home).where(Home.number == int(written[1]))).one_or_none() if written else None
    return HomeView(home.id, home.reference, None, None) if home else None


def references(session: Session, home_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What people call these homes, by id."""
    rows = session.exec(select(Home).where(col(Home.id).in_(list(home_ids))))
    return {row.id: row.reference for row in rows}


def lock(session: Session, home_id: uuid.UUID) -> None:
    """No other transaction that locks this home goes on until this one ends. Raises NotFound.

    Rows that merely name the home are written meanwhile: else a withdrawal, which holds answers and writes their
    history, and whoever locks the home and then asks for an answer would wait for each other.
    """
    query = select(Home.id).where(Home.id == home_id).with_for_update(key_share=True)
    if session.exec(query).one_or_none() is None:
        raise NotFound


def set_move_in(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, moved_in: date) -> None:
    """The date from which this person's usage is theirs to share is on record. Raises NotFound."""
    member = session.get(HomeMember, (person_id, home_id))
    if member is None:
        raise NotFound
    member.moved_in = moved_in
    session.add(member)


def _member_view(row: HomeMember) -> MemberView:
    return MemberView(row.person_id, row.home_id, row.relation, row.moved_in, row.left_on)


def _view(home: Home, member: HomeMember) -> HomeView:
    return HomeView(home.id, home.reference, member.relation, member.moved_in)
