"""A coach writes down a fact of a home from its case, with how it is known and on which day.

Only the coach who has the case, and only while the home is open to coaches. The statement has provenance “coach”: what
others said stays beside it, and an EnerGuide evaluation goes on counting before it. The home is assessed again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from coach.cases import fact_questions
from coach.cases.review_decisions import require_opened
from coach.cases.review_moves import mine, remark
from coach.cases.review_views import get
from coach.homes import permitted
from greener_homes import homes, jobs
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import FactValue, HowKnown, Provenance
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment
from models.findings import Code, Severity

STATED: Final = "fact.stated"
"""The case's history keeps it under this word."""
FIRST_DAY: Final = date(1990, 1, 1)
"""No paper older than this says how a home is today (our own judgement)."""

NOTHING_NEW = Code(
    "fact.nothing_new",
    Severity.REFUSAL,
    "Nothing here differs from what is known. Change an answer first.",
    "Rien ici ne diffère de ce qui est connu. Changez d’abord une réponse.",
)
HOW_NEEDED = Code(
    "fact.how_needed",
    Severity.REFUSAL,
    "Say how this is known.",
    "Dites comment on le sait.",
)
DAY_WRONG = Code(
    "fact.day",
    Severity.REFUSAL,
    "Write the day it was seen or said, today or earlier.",
    "Écrivez le jour où cela a été vu ou dit, aujourd’hui ou plus tôt.",
)
CODES = (NOTHING_NEW, HOW_NEEDED, DAY_WRONG)


def state(
    session: Session,
    coach: PersonView,
    review_id: uuid.UUID,
    said: Mapping[str, FactValue],
    how: HowKnown,
    *,
    alone: bool,
    now: datetime,
) -> tuple[str, ...]:
    """The facts are the home's, and its advice is being made again; returns which. Safe to repeat.

    Asked `alone`, a fact is written down also where others said the same: the coach has seen it now. Of a group only
    what differs from what is known is. None takes back what a coach said; where none did, it says nothing.

    Raises NotFound for a fact a coach does not say, Refusal (also when the case is not this coach's, or the
    permission has ended).
    """
    if any(fact_questions.question(name) is None for name in said):
        raise NotFound
    if not FIRST_DAY <= how.on <= now.astimezone(homes.LOCAL).date():
        raise Refusal(DAY_WRONG)
    # the permission is held before the case, as a withdrawal does
    opened = permitted.for_coaches(session, get(session, review_id).home_id, at=now, lock=True)
    row = mine(session, coach, review_id, now)
    require_opened(session.get_one(Assessment, row.assessment_id), opened)
    stated = _new(session, row.home_id, said, alone=alone)
    if not stated:
        raise Refusal(NOTHING_NEW)
    changed = homes.state_facts(
        session, row.home_id, stated, provenance=Provenance.COACH, actor=coach.actor, now=now, how=how
    )
    if changed:
        remark(session, row, STATED, actor_id=coach.id, now=now)
        jobs.enqueue(session, "home.assess", row.home_id, now=now)
    return tuple(stated)


def _new(session: Session, home_id: uuid.UUID, said: Mapping[str, FactValue], *, alone: bool) -> dict[str, FactValue]:
    """What of this says something that nobody has said yet."""
    known = {fact.name: fact.value for fact in homes.known_facts(session, home_id)}
    coachs = {
        one.fact.name
        for one in homes.statements(session, home_id)
        if one.ended_at is None and one.fact.provenance is Provenance.COACH and one.fact.value is not None
    }
    return {
        name: value
        for name, value in said.items()
        if (name in coachs if value is None else alone or known.get(name) != value)
    }
