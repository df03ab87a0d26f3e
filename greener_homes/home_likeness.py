"""What homes have in common that would make them one household: only digests are compared, and a group of many says
nothing (one address of two hundred flats, one e-mail box of a whole firm).

It says that something is shared, not that two homes are one: that is for a person to say.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Any

from sqlalchemy import Select, false, func, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from greener_homes import home_facts, homes
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.tables.consent import Source
from greener_homes.tables.duplicate import HomeMark, MarkKind
from greener_homes.tables.home import HomeInvitation, HomeMember, InvitationEnd
from greener_homes.tables.match import HomeMatch, MatchState
from greener_homes.tables.people import Person
from greener_homes.tables.usage import UsagePoint

SHARED_BY_AT_MOST = 6
"""Homes that may share a thing for it to say anything of them."""


class Shared(StrEnum):
    """What two homes share, or what speaks against their being one."""

    METER = "meter"
    """The same account and meter at a supplier."""
    POINT = "point"
    """The same usage point in their files."""
    FILE = "file"
    """The same file, byte for byte."""
    PERSON = "person"
    """Somebody lives in both."""
    ADDRESS = "address"
    SPELLING = "spelling"
    """The same address, written otherwise."""
    EMAIL = "email"
    INVITED = "invited"
    """Somebody was asked into one and has the other."""
    OTHER_ADDRESS = "other_address"
    OTHER_TOWN = "other_town"


Pair = tuple[uuid.UUID, uuid.UUID]
Query = Select[*tuple[Any, ...]]
"""A question whose first column is a home; two homes share what is the same in all others."""


def alike(session: Session, home_id: uuid.UUID | None = None) -> Mapping[Pair, frozenset[Shared]]:
    """Pairs of homes (lower id first) with what they share, of all homes or of one; merged ones stand for themselves
    no more.
    """
    found: dict[Pair, set[Shared]] = {}
    for what, query in _questions():
        for group in _groups(session, query, home_id):
            for pair in combinations(sorted(group), 2):
                if home_id is None or home_id in pair:
                    found.setdefault(pair, set()).add(what)
    gone = set(session.execute(homes.merged_away()).scalars())
    found = {pair: shared for pair, shared in found.items() if not gone.intersection(pair)}
    for shared in found.values():
        if {Shared.ADDRESS, Shared.SPELLING} <= shared:
            shared.discard(Shared.SPELLING)
    _against(session, found)
    return {pair: frozenset(shared) for pair, shared in found.items()}


def _questions() -> Iterator[tuple[Shared, Query]]:
    """Of each thing that can be shared: homes, and what they would have to have the same of."""
    yield (
        Shared.METER,
        select_columns(
            col(HomeMatch.home_id), col(HomeMatch.supplier_id), col(HomeMatch.commodity), col(HomeMatch.pair_match)
        ).where(col(HomeMatch.pair_match).is_not(None), col(HomeMatch.state).in_((MatchState.LIVE, MatchState.HELD))),
    )
    yield (
        Shared.POINT,
        select_columns(col(UsagePoint.home_id), col(UsagePoint.across_match)).where(
            col(UsagePoint.across_match).is_not(None)
        ),
    )
    yield (
        Shared.FILE,
        select_columns(col(ImportRun.home_id), col(ImportRun.sha256)).where(
            col(ImportRun.state) == ImportState.STORED,
            col(ImportRun.source) == Source.UPLOAD,
            col(ImportRun.sha256) != "",
        ),
    )
    yield (
        Shared.PERSON,
        select_columns(col(HomeMember.home_id), col(HomeMember.person_id)).where(col(HomeMember.left_on).is_(None)),
    )
    yield Shared.ADDRESS, _marked(MarkKind.WRITING)
    yield Shared.SPELLING, _marked(MarkKind.ADDRESS)
    yield Shared.EMAIL, _marked(MarkKind.EMAIL)
    yield Shared.INVITED, _invited()


def _marked(kind: MarkKind) -> Query:
    """Homes by a mark of somebody who lives there."""
    return (
        select_columns(col(HomeMark.home_id), col(HomeMark.match))
        .join(
            HomeMember,
            (col(HomeMember.person_id) == col(HomeMark.person_id)) & (col(HomeMember.home_id) == col(HomeMark.home_id)),
        )
        .where(col(HomeMark.kind) == kind, col(HomeMember.left_on).is_(None))
    )


def _invited() -> Query:
    """Homes by the e-mail address of somebody asked into them, with the homes where that person lives."""
    asked: Query = select_columns(
        col(HomeInvitation.home_id), col(HomeInvitation.email_match).label("box"), false().label("lives")
    ).where(
        col(HomeInvitation.email_match).is_not(None),
        col(HomeInvitation.ended_how).is_distinct_from(InvitationEnd.REVOKED),
    )
    lives: Query = (
        select_columns(col(HomeMember.home_id), col(Person.email_match).label("box"), true().label("lives"))
        .join(Person, col(Person.id) == col(HomeMember.person_id))
        .where(col(HomeMember.left_on).is_(None))
    )
    both = asked.union_all(lives).subquery()
    known = (
        select_columns(both.c.box).group_by(both.c.box).having(func.bool_or(both.c.lives), func.bool_or(~both.c.lives))
    )
    return select_columns(both.c.home_id, both.c.box).where(both.c.box.in_(known))


def _groups(session: Session, query: Query, home_id: uuid.UUID | None) -> Iterator[Sequence[uuid.UUID]]:
    """Homes that have the same of everything but the home itself, two to a few of them."""
    found = query.subquery()
    home = found.c.home_id
    grouped = (
        select_columns(func.array_agg(home.distinct()))
        .group_by(*(column for column in found.c if column.name != "home_id"))
        .having(func.count(home.distinct()).between(2, SHARED_BY_AT_MOST))
    )
    if home_id is not None:
        grouped = grouped.having(func.bool_or(home == home_id))
    yield from session.execute(grouped).scalars()


def _against(session: Session, found: Mapping[Pair, set[Shared]]) -> None:
    """What speaks against pairs: both have an address, and not the same; both a town, and not the same."""
    ids = sorted({home for pair in found for home in pair})
    addressed: dict[uuid.UUID, set[bytes]] = {}
    for home, match in session.execute(_marked(MarkKind.ADDRESS).where(col(HomeMark.home_id).in_(ids))):
        addressed.setdefault(home, set()).add(match)
    known = home_facts.known_values(session, ids)
    for (one, other), shared in found.items():
        here, there = addressed.get(one, set()), addressed.get(other, set())
        if here and there and not here & there:
            shared.add(Shared.OTHER_ADDRESS)
        towns = {known.get(home, {}).get("municipality") for home in (one, other)} - {None}
        if len(towns) > 1:
            shared.add(Shared.OTHER_TOWN)
