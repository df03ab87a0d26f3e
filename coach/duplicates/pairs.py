"""Pairs of homes that may be one household: found at registration and every night, listed, and kept apart for good.

A coach sees a pair only while coach access is in force for both homes; any other pair answers like one that is not
there. Finding a pair decides nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, or_, select

from coach.duplicates import likeness
from coach.duplicates.duplicate_codes import DECIDED
from coach.homes import permitted
from greener_homes import audit, consent, home_likeness, homes
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.home_likeness import Pair, Shared
from greener_homes.people import PersonView
from greener_homes.tables.duplicate import DuplicatePair
from greener_homes.tables.duplicate import PairState as PairState

LISTED = 50


@dataclass(frozen=True, slots=True)
class PairView:
    """Two homes that may be one, and why; those of the lower id first."""

    id: uuid.UUID
    home_ids: tuple[uuid.UUID, uuid.UUID]
    references: tuple[str, str]
    score: int
    evidence: tuple[Shared, ...]
    state: PairState
    found_at: datetime


def compare(session: Session, *, now: datetime, home_id: uuid.UUID | None = None) -> int:
    """Every pair that looks alike is there with what it shares today, of all homes or of one; returns how many.

    What was decided stays decided. A pair nobody has decided about is gone once nothing speaks for it any more. Safe to
    run again.
    """
    found = home_likeness.alike(session, home_id)
    proposed = {pair: shared for pair, shared in found.items() if likeness.score(shared) >= likeness.PROPOSED_FROM}
    for (low, high), shared in sorted(proposed.items()):
        values = {
            "score": likeness.score(shared),
            "evidence": [one.value for one in likeness.ordered(shared)],
        }
        statement = insert(DuplicatePair).values(
            id=uuid.uuid4(), low_home_id=low, high_home_id=high, state=PairState.OPEN, found_at=now, **values
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["low_home_id", "high_home_id"],
                set_=values,
                where=col(DuplicatePair.state) == PairState.OPEN,
            )
        )
    _forget_unlike(session, proposed.keys(), home_id)
    session.expire_all()
    return len(proposed)


def waiting(session: Session, *, now: datetime) -> Sequence[PairView]:
    """Pairs that a person has yet to decide about, the likeliest first; at most `LISTED`."""
    rows = session.exec(
        select(DuplicatePair)
        .where(DuplicatePair.state == PairState.OPEN, *_both_open(now))
        .order_by(col(DuplicatePair.score).desc(), col(DuplicatePair.id))
        .limit(LISTED)
    ).all()
    names = homes.references(session, [home for row in rows for home in (row.low_home_id, row.high_home_id)])
    return [_view(row, (names[row.low_home_id], names[row.high_home_id])) for row in rows]


def count_waiting(session: Session, *, now: datetime) -> int:
    """How many pairs wait for a person."""
    return session.exec(
        select(func.count()).select_from(DuplicatePair).where(DuplicatePair.state == PairState.OPEN, *_both_open(now))
    ).one()


def get(session: Session, pair_id: uuid.UUID, *, now: datetime) -> PairView:
    """One pair, for a coach. Raises NotFound, also where a coach may not see both homes."""
    row = session.get(DuplicatePair, pair_id)
    if row is None or not all(permitted.for_coaches(session, home, at=now) for home in _homes(row)):
        raise NotFound
    names = homes.references(session, _homes(row))
    return _view(row, (names[row.low_home_id], names[row.high_home_id]))


def keep_apart(session: Session, coach: PersonView, pair_id: uuid.UUID, *, now: datetime) -> None:
    """They are not the same household: never proposed again. Raises NotFound, and Refusal once it was decided."""
    get(session, pair_id, now=now)
    row = held(session, pair_id)
    decide(session, row, PairState.APART, coach.id, now)
    for home_id in _homes(row):
        audit.record(session, coach.actor, audit.Action.HOMES_KEPT_APART, at=now, home_id=home_id, object_id=row.id)


def held(session: Session, pair_id: uuid.UUID) -> DuplicatePair:
    """The pair nobody has decided about, held until this transaction ends. Raises NotFound, Refusal."""
    query = select(DuplicatePair).where(DuplicatePair.id == pair_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    if row.state is not PairState.OPEN:
        raise Refusal(DECIDED)
    return row


def decide(session: Session, row: DuplicatePair, state: PairState, who: uuid.UUID | None, now: datetime) -> None:
    """The pair stands so; by nobody while it is open."""
    row.state = state
    row.decided_at, row.decided_by = (None, None) if state is PairState.OPEN else (now, who)
    session.add(row)
    session.flush()


def _forget_unlike(session: Session, alike: Collection[Pair], home_id: uuid.UUID | None) -> None:
    """Open pairs that nothing speaks for any more are gone."""
    columns = (col(DuplicatePair.low_home_id), col(DuplicatePair.high_home_id))
    query = select(DuplicatePair.id, *columns).where(DuplicatePair.state == PairState.OPEN)
    if home_id is not None:
        query = query.where(or_(*(column == home_id for column in columns)))
    gone = [found for found, low, high in session.exec(query) if (low, high) not in alike]
    session.exec(delete(DuplicatePair).where(col(DuplicatePair.id).in_(gone)))


def _both_open(now: datetime) -> list[ColumnElement[bool]]:
    return [
        column.in_(consent.open_homes(purpose, at=now))
        for column in (col(DuplicatePair.low_home_id), col(DuplicatePair.high_home_id))
        for purpose in (Purpose.COACH_ACCESS, Purpose.ADVICE)
    ]


def _homes(row: DuplicatePair) -> tuple[uuid.UUID, uuid.UUID]:
    return row.low_home_id, row.high_home_id


def _view(row: DuplicatePair, references: tuple[str, str]) -> PairView:
    return PairView(
        id=row.id,
        home_ids=_homes(row),
        references=references,
        score=row.score,
        evidence=tuple(Shared(one) for one in row.evidence),
        state=row.state,
        found_at=row.found_at,
    )
