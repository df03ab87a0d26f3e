"""A coach leaves a bill out of a home's advice, with a reason, and counts it again: everything is worked out anew.

Only what the coach's permission opens can be left out, and only by the coach who has the case. It stays left out when
newer evidence comes; it goes with the assessment it was seen on, and so with the permission that this rests on.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete

from coach.cases import without
from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED
from coach.cases.review_decisions import require_opened
from coach.cases.review_moves import checked_note, mine, remark
from coach.cases.review_views import get
from coach.cases.without import Stretch
from coach.homes import permitted
from coach.homes.left_out_kept import LeftOutWhy, kept
from greener_homes import audit, jobs
from greener_homes.errors import NotFound
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment
from greener_homes.tables.desk import BillLeftOut

LEFT_OUT, TAKEN_BACK = "bill.left_out", "bill.taken_back"


def leave_out(
    session: Session,
    coach: PersonView,
    review_id: uuid.UUID,
    stretch: Stretch,
    reason: LeftOutWhy,
    note: str,
    *,
    now: datetime,
) -> None:
    """The home's advice is made without this bill, from now on. Safe to repeat: the newest reason counts.

    Raises NotFound for a bill that is not among the home's, Refusal (also when the case is not this coach's, the
    permission has ended, or another reason is not explained).
    """
    text = checked_note(note, needed=reason is LeftOutWhy.OTHER, missing=COLLEAGUE_NOTE_NEEDED)
    # the permission is held before the case, as a withdrawal does
    opened = permitted.for_coaches(session, get(session, review_id).home_id, at=now, lock=True)
    row = mine(session, coach, review_id, now)
    require_opened(session.get_one(Assessment, row.assessment_id), opened)
    if stretch not in {one.stretch for one in without.bills(session, opened)}:
        raise NotFound
    values = {
        "assessment_id": row.assessment_id,
        "reason": reason,
        "note": text,
        "made_by": coach.id,
        "made_at": now,
    }
    statement = insert(BillLeftOut).values(
        id=uuid.uuid4(),
        home_id=row.home_id,
        commodity=stretch.commodity,
        first=stretch.first,
        until=stretch.until,
        **values,
    )
    session.execute(
        statement.on_conflict_do_update(index_elements=["home_id", "commodity", "first", "until"], set_=values)
    )
    remark(session, row, LEFT_OUT, actor_id=coach.id, now=now, note=text)
    audit.record(
        session,
        coach.actor,
        audit.Action.BILL_LEFT_OUT,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        reason=reason.value,
    )
    jobs.enqueue(session, "home.assess", row.home_id, now=now)


def take_back(session: Session, coach: PersonView, review_id: uuid.UUID, bill_id: uuid.UUID, *, now: datetime) -> None:
    """The bill counts again, and advice is being made with it. Raises NotFound, Refusal."""
    row = mine(session, coach, review_id, now)
    if bill_id not in {one.id for one in kept(session, row.home_id)}:
        raise NotFound
    session.exec(delete(BillLeftOut).where(col(BillLeftOut.id) == bill_id))
    remark(session, row, TAKEN_BACK, actor_id=coach.id, now=now)
    audit.record(session, coach.actor, audit.Action.BILL_TAKEN_BACK, at=now, home_id=row.home_id, object_id=row.id)
    jobs.enqueue(session, "home.assess", row.home_id, now=now)
