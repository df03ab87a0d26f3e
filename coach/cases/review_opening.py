"""How a review begins: put before coaches with what lists are filtered by, in the place of an earlier open one if any.

What newer evidence does to a case that is being worked on is decided here, in one place:

| The earlier case | What the new one is |
|---|---|
| waits | waits for the same reason, in the same place |
| is being reviewed | waits, kept a while for the same coach, because newer data came |
| waits for its resident | still waits, with the same question, if only prices are new; else waits for the same coach |
| is on hold | still on hold, until the same day |
| was decided | waits: newer data came since the plan |
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from coach.cases import order
from coach.cases.review_moves import give_back_to, move, place
from coach.cases.review_states import DECIDED, OPEN, Act, ReviewState
from coach.clock import promise
from greener_homes import homes, people
from greener_homes.local_days import LOCAL
from greener_homes.tables.advice import Assessment, DataProblem, Review, WaitingReason

ABOUT_READINGS = ("baseline.", "usage.", "temperature.")
"""Codes that say something of the readings an assessment rests on."""
SERIOUS = ("warning", "disqualification")


def open_for(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """A review of this assessment waits; an earlier open one is superseded and its place in the queue kept."""
    assessed = session.get_one(Assessment, assessment_id)
    earlier = session.exec(
        select(Review).where(Review.home_id == home_id, col(Review.state).in_(list(OPEN))).with_for_update()
    ).one_or_none()
    row = _begun(session, assessed, now)
    if earlier is not None:
        _take_over(session, row, earlier, assessed, now)
        move(session, earlier, Act.SUPERSEDE, actor_id=None, now=now)
    elif _was_decided(session, home_id):
        place(row, row.promised_on, WaitingReason.SUPERSEDED)
    if _may_be_raised(row) and order.has_diverged(session, home_id, assessment_id):
        place(row, row.promised_on, WaitingReason.DIVERGED)
    session.add(row)
    session.flush()
    return row.id


def return_to(
    session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID, coach_id: uuid.UUID | None, *, now: datetime
) -> uuid.UUID:
    """A decided case waits again, for the coach who decided it first: a second pair of eyes returned it."""
    row = _begun(session, session.get_one(Assessment, assessment_id), now)
    give_back_to(row, coach_id, WaitingReason.RETURNED, now)
    session.add(row)
    session.flush()
    return row.id


def data_problem(evidence: Mapping[str, object], findings: Sequence[Mapping[str, object]]) -> DataProblem:
    """How much an assessment's readings can carry."""
    measured = evidence.get("measured")
    if not (isinstance(measured, list) and measured):
        return DataProblem.NO_READINGS
    return DataProblem.QUESTIONS if doubts(findings) else DataProblem.NONE


def doubts(findings: Sequence[Mapping[str, object]]) -> Sequence[Mapping[str, object]]:
    """What is doubtful about an assessment's readings."""
    return [
        found
        for found in findings
        if found.get("severity") in SERIOUS and str(found.get("code")).startswith(ABOUT_READINGS)
    ]


def _begun(session: Session, assessed: Assessment, now: datetime) -> Review:
    """A review with what lists are filtered by, taken from its assessment and its home's people."""
    kept = assessed.evidence.get("facts")
    facts: Mapping[str, object] = kept if isinstance(kept, Mapping) else {}
    low_income = facts.get("income_qualified")
    promised = promise.first_promise(now)
    row = Review(
        home_id=assessed.home_id,
        assessment_id=assessed.id,
        waiting_since=now,
        promised_on=promised,
        turn_on=promised,
        municipality=_word(facts.get("municipality") or assessed.evidence.get("municipality")),
        heating_fuel=_word(facts.get("heating_fuel")),
        goal=_word(facts.get("goal")),
        language=_language(session, assessed.home_id, now),
        income_qualified=low_income if isinstance(low_income, bool) else None,
        data_problem=data_problem(assessed.evidence, assessed.findings),
    )
    place(row, promised, WaitingReason.NEW)
    return row


def _take_over(session: Session, row: Review, earlier: Review, assessed: Assessment, now: datetime) -> None:
    row.waiting_since, row.lane, row.was_escalated = earlier.waiting_since, earlier.lane, earlier.was_escalated
    row.preferred_coach, row.preferred_until = earlier.preferred_coach, earlier.preferred_until
    row.not_contacted = earlier.not_contacted
    place(row, earlier.promised_on, earlier.reason)
    match earlier.state:
        case ReviewState.HELD:
            row.state, row.held_until = ReviewState.HELD, earlier.held_until
        case ReviewState.NEEDS_INFORMATION if _same_evidence(session, earlier, assessed):
            row.state, row.question, row.claimed_by = earlier.state, earlier.question, earlier.claimed_by
        case ReviewState.NEEDS_INFORMATION:
            give_back_to(row, earlier.preferred_coach, WaitingReason.SUPERSEDED, now)
        case ReviewState.CLAIMED:
            row.preferred_coach, row.preferred_until = earlier.claimed_by, promise.kept_until(now)
            place(row, earlier.promised_on, WaitingReason.SUPERSEDED)


def _same_evidence(session: Session, earlier: Review, assessed: Assessment) -> bool:
    """Whether only prices and figures are new: neither a fact nor a reading is."""
    before = session.get_one(Assessment, earlier.assessment_id)
    same_facts = before.evidence.get("facts") == assessed.evidence.get("facts")
    return same_facts and before.baselines == assessed.baselines


def _may_be_raised(row: Review) -> bool:
    weaker = (WaitingReason.NEW, WaitingReason.SUPERSEDED, WaitingReason.ANSWERED, WaitingReason.BACK_FROM_HOLD)
    return row.state is ReviewState.WAITING and row.reason in weaker


def _was_decided(session: Session, home_id: uuid.UUID) -> bool:
    decided = select(Review.id).where(Review.home_id == home_id, col(Review.state).in_(list(DECIDED)))
    return session.exec(decided.limit(1)).first() is not None


def _language(session: Session, home_id: uuid.UUID, now: datetime) -> str | None:
    """The language of whoever has lived there longest."""
    living = homes.members(session, home_id, on=now.astimezone(LOCAL).date())
    found = people.language_of(session, living[0].person_id) if living else None
    return found.value if found else None


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None
