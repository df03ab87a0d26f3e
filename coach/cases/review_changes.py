"""A coach's changes to a case: each stands beside the machine's value, with a reason and a note."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, col, delete, select

from coach.cases.changes import ASPECT_OF, NOTE_FOR_RESIDENT, Change, ChangeAction
from coach.cases.order import NOT_PUT_FORWARD
from coach.cases.review_codes import ADDED_ALREADY, RANGE_WRONG, WORDING_MAXIMUM, WORDING_NEEDED
from coach.cases.review_moves import checked_note, mine, remark
from greener_homes import audit
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Aspect, Opportunity, Override, Review
from models.measures.catalogue import measures


def change(session: Session, coach: PersonView, review_id: uuid.UUID, what: Change, *, now: datetime) -> None:
    """The change stands beside the machine's value, in the place of an earlier one of its aspect.

    Raises Refusal; NotFound for a measure that neither the machine nor a coach put forward (or, added, that is not in
    the catalogue).
    """
    note = checked_note(what.note, needed=what.action in NOTE_FOR_RESIDENT)
    wording = _wording(what)
    numbers = _numbers(what)
    row = mine(session, coach, review_id, now)
    found = session.exec(
        select(Opportunity).where(Opportunity.assessment_id == row.assessment_id, Opportunity.measure == what.measure)
    ).one_or_none()
    _require_known(session, row, what, found)
    aspect = ASPECT_OF[what.action]
    session.exec(
        delete(Override).where(
            col(Override.home_id) == row.home_id,
            col(Override.measure) == what.measure,
            col(Override.aspect) == aspect,
        )
    )
    session.add(
        Override(
            home_id=row.home_id,
            review_id=row.id,
            measure=what.measure,
            aspect=aspect,
            action=what.action.value,
            rank=what.rank,
            numbers=numbers,
            wording=wording,
            machine_rank=found.rank if found else NOT_PUT_FORWARD,
            machine_numbers=dict(found.numbers) if found else {},
            reason=what.reason.value,
            note=note,
            made_by=coach.id,
            made_at=now,
        )
    )
    remark(
        session,
        row,
        f"override.{what.action.value}",
        actor_id=coach.id,
        now=now,
        measure=what.measure,
        reason=what.reason.value,
        note=wording or note,
    )
    audit.record(
        session,
        coach.actor,
        audit.Action.REVIEW_CHANGED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        change=what.action.value,
        reason=what.reason.value,
    )
    session.flush()


def undo_change(session: Session, coach: PersonView, review_id: uuid.UUID, measure: str, *, now: datetime) -> None:
    """The machine's values count again for this measure; that it was changed stays in the history."""
    row = mine(session, coach, review_id, now)
    result = session.exec(
        delete(Override).where(col(Override.home_id) == row.home_id, col(Override.measure) == measure)
    )
    if result.rowcount:
        remark(session, row, "override.undone", actor_id=coach.id, now=now, measure=measure)


def _require_known(session: Session, row: Review, what: Change, found: Opportunity | None) -> None:
    added = session.exec(
        select(Override.id).where(
            Override.home_id == row.home_id, Override.measure == what.measure, Override.aspect == Aspect.ADDED
        )
    ).first()
    if what.action is ChangeAction.ADD:
        if what.measure not in {each.id for each in measures()}:
            raise NotFound
        if found is not None:
            raise Refusal(ADDED_ALREADY)
    elif found is None and added is None:
        raise NotFound


def _numbers(what: Change) -> dict[str, object]:
    """The coach's own ranges; added work has both, since the machine has none."""
    if what.action is ChangeAction.ADD and (what.ranges.bill is None or what.ranges.cost is None):
        raise Refusal(RANGE_WRONG)
    return what.ranges.as_numbers() if what.action in (ChangeAction.RANGE, ChangeAction.ADD) else {}


def _wording(what: Change) -> str:
    if what.action is not ChangeAction.WORDING:
        return ""
    text = what.wording.strip()
    if not text or len(text) > WORDING_MAXIMUM:
        raise Refusal(WORDING_NEEDED, maximum=WORDING_MAXIMUM)
    return text
