"""The lists of cases: who waits, whose turn is next, and what a page of a list shows of each.

Sorted by turn (`queue_order`). A page begins after a case, not at a number, so a late page is as quick as the
first and nobody is skipped when others are taken meanwhile. Only homes whose coach access is in force are listed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func

from coach.cases.queue_filters import NO_FILTERS, DataProblem, Filters
from coach.cases.review_states import ReviewState
from coach.cases.review_views import Lane, ReviewView, view
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment, Opportunity, Review

PAGE_SIZE = 25
AFTER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,17})\.([0-9a-f]{32})")
MICROSECONDS = 1_000_000


class Listed(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    MINE = "mine"
    ASKED = "asked"
    HELD = "held"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list, as an address can carry it: just after one case, or before one."""

    turn_on: date
    waiting_since_us: int
    review_id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.turn_on.isoformat()}.{self.waiting_since_us}.{self.review_id.hex}"

    @classmethod
    def of(cls, text: str) -> Mark | None:
        """The place an address names; None for anything else."""
        found = AFTER.fullmatch(text)
        try:
            mark = cls(date.fromisoformat(found[1]), int(found[2]), uuid.UUID(found[3])) if found else None
            return mark if mark is None or _since(mark) else None
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One case in a list: enough to choose it, nothing of the readings themselves."""

    review: ReviewView
    reference: str
    facts: Mapping[str, object]
    findings: Sequence[Mapping[str, object]]
    data_problem: DataProblem
    first_measure: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of cases, how many there are in all, and where the neighbouring pages begin (None: nowhere)."""

    entries: Sequence[QueueEntry]
    total: int
    before: Mark | None = None
    after: Mark | None = None


def page_of(
    session: Session,
    listed: Listed,
    coach: PersonView,
    *,
    now: datetime,
    filters: Filters = NO_FILTERS,
    after: Mark | None = None,
    before: Mark | None = None,
    total: int | None = None,
) -> QueuePage:
    """The cases of a list next after (or before) a place, in order; `total` where the caller has counted already."""
    conditions = [*_in(listed, coach), *filters.conditions()]
    chosen = select_columns(col(Review.id)).where(*conditions, open_to_coaches(now))
    place = after or before
    backwards = after is None and before is not None
    if place is not None:
        here = (place.turn_on, _since(place), place.review_id)
        chosen = chosen.where(tuple_(*_KEY) < here if backwards else tuple_(*_KEY) > here)
    key = [column.desc() for column in _KEY] if backwards else list(_KEY)
    found = list(session.execute(chosen.order_by(*key).limit(PAGE_SIZE + 1)).scalars())
    more, ids = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    entries = _entries(session, ids[::-1] if backwards else ids)
    if total is None:
        total = count(session, listed, coach, filters=filters)
    first, last = (entries[0].mark, entries[-1].mark) if entries else (None, None)
    return QueuePage(
        entries,
        total if entries or place is not None else 0,
        before=first if (more if backwards else place is not None) else None,
        after=last if (backwards or more) else None,
    )


def count(session: Session, listed: Listed, coach: PersonView, *, filters: Filters = NO_FILTERS) -> int:
    """How many cases a list has, as `totals` counts them."""
    query = select_columns(func.count()).select_from(Review)
    found: int = session.execute(query.where(*_in(listed, coach), *filters.conditions())).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """How many cases each list has, since when the longest waiting waits, and how many wait past their promise."""

    of: Mapping[Listed, int]
    oldest: datetime | None
    overdue: int


def totals(session: Session, coach: PersonView, *, now: datetime) -> Totals:
    """The desk in numbers, in one question of the reviews alone.

    A home whose permission ran out is off every list at once, and counted until the hourly job has ended its case: a
    number says nothing of a home, and asking ten thousand permissions for it would make every page slow.
    """
    waits = col(Review.state) == ReviewState.WAITING
    query = select_columns(
        func.min(col(Review.waiting_since)).filter(waits),
        func.count().filter(waits, col(Review.promised_on) < now.astimezone(LOCAL).date()),
        *(func.count().filter(*_in(listed, coach)) for listed in Listed),
    )
    found = session.execute(query.where(col(Review.state).in_(_LISTED_STATES))).one()
    return Totals(dict(zip(Listed, found[2:], strict=True)), found[0], found[1])


def next_in_turn(
    session: Session, coach: PersonView, expert: bool, now: datetime, filters: Filters
) -> uuid.UUID | None:
    """The case whose turn it is among those this coach may take, its row held; None when none waits.

    Rows that another coach is just taking are passed over, so that two never get the same. An expert's turn is the
    experts' lane first.
    """
    kept = col(Review.preferred_until).is_(None) | (col(Review.preferred_until) <= now)
    mine = col(Review.preferred_coach).is_(None) | (col(Review.preferred_coach) == coach.id) | kept
    for lane in (Lane.EXPERTS, Lane.COACHES) if expert else (Lane.COACHES,):
        query = (
            select_columns(col(Review.id))
            .where(
                col(Review.state) == ReviewState.WAITING,
                col(Review.lane) == lane,
                mine,
                *filters.conditions(),
                open_to_coaches(now),
            )
            .order_by(*_KEY)
            .limit(1)
            .with_for_update(of=Review, skip_locked=True)
        )
        found: uuid.UUID | None = session.execute(query).scalar()
        if found is not None:
            return found
    return None


def open_to_coaches(now: datetime) -> ColumnElement[bool]:
    """What a list may show: an expired permission takes its home off every list at once, and the case of a home that
    another stands for rests.
    """
    homes_of = col(Review.home_id).in_
    return (
        homes_of(consent.open_homes(Purpose.COACH_ACCESS, at=now))
        & homes_of(consent.open_homes(Purpose.ADVICE, at=now))
        & col(Review.home_id).not_in(homes.merged_away())
    )


_KEY = (col(Review.turn_on), col(Review.waiting_since), col(Review.id))
_LISTED_STATES = (ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NEEDS_INFORMATION, ReviewState.HELD)


def _in(listed: Listed, coach: PersonView) -> list[ColumnElement[bool]]:
    state, lane = col(Review.state), col(Review.lane)
    match listed:
        case Listed.WAITING:
            return [state == ReviewState.WAITING, lane == Lane.COACHES]
        case Listed.MINE:
            return [state == ReviewState.CLAIMED, col(Review.claimed_by) == coach.id]
        case Listed.ASKED:
            return [state == ReviewState.NEEDS_INFORMATION]
        case Listed.HELD:
            return [state == ReviewState.HELD]
        case Listed.ESCALATED:
            return [state == ReviewState.WAITING, lane == Lane.EXPERTS]


def _entries(session: Session, ids: Sequence[uuid.UUID]) -> list[QueueEntry]:
    """These cases with what a line of the list shows; of an assessment's evidence only the facts are read."""
    first = select_columns(col(Opportunity.measure)).where(
        col(Opportunity.assessment_id) == col(Review.assessment_id), col(Opportunity.rank) == 1
    )
    rows = session.execute(
        select_columns(
            Review,
            col(Assessment.evidence)["facts"],
            col(Assessment.findings),
            first.limit(1).correlate(Review).scalar_subquery(),
        )
        .join(Assessment, col(Assessment.id) == col(Review.assessment_id))
        .where(col(Review.id).in_(ids))
    ).all()
    names = homes.references(session, [row.home_id for row, *_ in rows])
    by_id = {
        row.id: QueueEntry(
            review=view(row),
            reference=names[row.home_id],
            facts=facts if isinstance(facts, Mapping) else {},
            findings=findings,
            data_problem=row.data_problem,
            first_measure=measure,
            mark=_mark(row),
        )
        for row, facts, findings, measure in rows
    }
    return [by_id[one] for one in ids]


def _mark(row: Review) -> Mark:
    return Mark(row.turn_on, _microseconds(row.waiting_since), row.id)


def _microseconds(moment: datetime) -> int:
    whole = int(moment.timestamp())  # exact: a float of microseconds would lose the last digit
    return whole * MICROSECONDS + moment.microsecond


def _since(mark: Mark) -> datetime:
    whole, part = divmod(mark.waiting_since_us, MICROSECONDS)
    return datetime.fromtimestamp(whole, UTC).replace(microsecond=part)
