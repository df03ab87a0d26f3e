"""A second pair of eyes: another coach reads a decided case and agrees, or returns it with a note to who decided it.

A returned case waits again, for the coach who decided it first; what was published stands until they publish anew.
What came of it is in the home's history and in the desk's figures.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from coach.cases.queue_lists import open_to_coaches
from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED, NOT_ALLOWED, OWN_DECISION
from coach.cases.review_decisions import require_opened
from coach.cases.review_moves import checked_note, remark
from coach.cases.review_opening import return_to
from coach.cases.review_states import OPEN
from coach.homes import permitted
from greener_homes import audit, db, homes
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment, Review
from greener_homes.tables.desk import LookReason as LookReason
from greener_homes.tables.desk import LookState as LookState
from greener_homes.tables.desk import SecondLook

LISTED = 50
ONE_OPEN = "uq_review_open"
"""What the database says when a home would have two open cases."""
AGREED, RETURNED = "second_look.agreed", "second_look.returned"


@dataclass(frozen=True, slots=True)
class LookView:
    """A second look as the desk knows it."""

    review_id: uuid.UUID
    home_id: uuid.UUID
    reference: str
    decided_by: uuid.UUID | None
    decided_at: datetime | None
    why: LookReason
    state: LookState
    looked_by: uuid.UUID | None
    note: str

    def is_for(self, coach: PersonView) -> bool:
        """Whether this coach may take the second look."""
        return self.state is LookState.WAITING and self.decided_by != coach.id


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of second looks since a moment."""

    decided: int
    looked: int
    agreed: int
    returned: int


def waiting(session: Session, coach: PersonView, *, now: datetime) -> Sequence[LookView]:
    """Decided cases that wait for another coach than the one who decided, longest waiting first; at most `LISTED`."""
    rows = session.exec(
        select(SecondLook, Review)
        .join(Review, col(Review.id) == SecondLook.review_id)
        .where(*_for(coach), open_to_coaches(now))
        .order_by(col(SecondLook.drawn_at), col(SecondLook.id))
        .limit(LISTED)
    ).all()
    names = homes.references(session, [row.home_id for _, row in rows])
    return [_view(look, row, names[row.home_id]) for look, row in rows]


def count_waiting(session: Session, coach: PersonView) -> int:
    """How many decided cases wait for this coach's second look, counted as `queue_lists.totals` counts."""
    return session.exec(select(func.count()).select_from(SecondLook).where(*_for(coach))).one()


def of_review(session: Session, review_id: uuid.UUID) -> LookView | None:
    """The second look at one review; None when it was not drawn."""
    found = session.exec(
        select(SecondLook, Review)
        .join(Review, col(Review.id) == SecondLook.review_id)
        .where(SecondLook.review_id == review_id)
    ).one_or_none()
    return _view(*found, "") if found else None


def agree(session: Session, coach: PersonView, review_id: uuid.UUID, note: str, *, now: datetime) -> None:
    """A second coach stands behind the decision. Raises Refusal, NotFound."""
    text = checked_note(note, needed=False)
    look, row = _taken(session, coach, review_id, now)
    _close(session, look, row, coach, LookState.AGREED, text, now)


def send_back(session: Session, coach: PersonView, review_id: uuid.UUID, note: str, *, now: datetime) -> None:
    """The case waits again for the coach who decided it, with the second coach's note. Raises Refusal, NotFound.

    Where newer evidence has opened a case of this home already, the note joins that case's history instead.
    """
    text = checked_note(note, needed=True, missing=COLLEAGUE_NOTE_NEEDED)
    look, row = _taken(session, coach, review_id, now)
    _close(session, look, row, coach, LookState.RETURNED, text, now)
    still_open = session.exec(
        select(Review.id).where(Review.home_id == row.home_id, col(Review.state).in_(list(OPEN)))
    ).first()
    if still_open is None:
        try:
            with db.part(session):
                return_to(session, row.home_id, row.assessment_id, look.decided_by, now=now)
        except IntegrityError as error:
            if ONE_OPEN not in str(error.orig):
                raise
            # newer evidence opened a case between our question and our answer: the note is in its history


def figures(session: Session, *, since: datetime) -> Figures:
    """How many cases were decided since a moment, and what second looks since then found."""
    decided = session.exec(select(func.count()).select_from(Review).where(col(Review.decided_at) >= since)).one()
    by_state = dict(
        session.exec(
            select(SecondLook.state, func.count()).where(col(SecondLook.looked_at) >= since).group_by(SecondLook.state)
        ).all()
    )
    agreed, returned = by_state.get(LookState.AGREED, 0), by_state.get(LookState.RETURNED, 0)
    return Figures(decided, agreed + returned, agreed, returned)


def _for(coach: PersonView) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(SecondLook.state) == LookState.WAITING,
        col(SecondLook.decided_by).is_distinct_from(coach.id),
    )


def _taken(session: Session, coach: PersonView, review_id: uuid.UUID, now: datetime) -> tuple[SecondLook, Review]:
    """The look and its review, held, under the permission that lets a coach see the home."""
    row = session.get(Review, review_id)
    if row is None:
        raise NotFound
    opened = permitted.for_coaches(session, row.home_id, at=now, lock=True)
    require_opened(session.get_one(Assessment, row.assessment_id), opened)
    look = session.exec(select(SecondLook).where(SecondLook.review_id == review_id).with_for_update()).one_or_none()
    if look is None:
        raise NotFound
    if look.decided_by == coach.id:
        raise Refusal(OWN_DECISION)
    if look.state is not LookState.WAITING:
        raise Refusal(NOT_ALLOWED)
    return look, row


def _close(
    session: Session, look: SecondLook, row: Review, coach: PersonView, state: LookState, note: str, now: datetime
) -> None:
    look.state, look.looked_by, look.looked_at, look.note = state, coach.id, now, note
    session.add(look)
    action = AGREED if state is LookState.AGREED else RETURNED
    remark(session, row, action, actor_id=coach.id, now=now, note=note)
    audit.record(
        session,
        coach.actor,
        audit.Action.SECOND_LOOK_TAKEN,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        outcome=state.value,
    )


def _view(look: SecondLook, row: Review, reference: str) -> LookView:
    return LookView(
        review_id=row.id,
        home_id=row.home_id,
        reference=reference,
        decided_by=look.decided_by,
        decided_at=row.decided_at,
        why=look.why,
        state=look.state,
        looked_by=look.looked_by,
        note=look.note,
    )
