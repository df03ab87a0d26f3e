"""Deciding a case: approved, declined, or its resident asked. Only an approval publishes advice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from coach.cases import recommendation, second_look_sample
from coach.cases.order import SHOWN_AT_MOST as SHOWN_AT_MOST
from coach.cases.order import CaseOpportunity, Reason, worked_order
from coach.cases.review_codes import NOTHING_LEFT
from coach.cases.review_moves import checked_note, mine, move
from coach.cases.review_states import Act
from coach.cases.review_views import ReviewView, get, view
from coach.cases.second_look_sample import DEFAULT, Sampling
from coach.homes import evidence, permitted
from greener_homes import audit, consent
from greener_homes.consent import LiveConsent
from greener_homes.errors import Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment, Review


class Decision(StrEnum):
    """How a coach ends a claim with a judgement."""

    APPROVE = "approve"
    DECLINE = "decline"
    ASK = "ask"


def decide(
    session: Session,
    coach: PersonView,
    review_id: uuid.UUID,
    decision: Decision,
    note: str,
    *,
    now: datetime,
    reason: Reason | None = None,
    sampling: Sampling = DEFAULT,
) -> ReviewView:
    """The coach's judgement stands, and with APPROVE, only with it, the resident has recommendations.

    APPROVE with changes in force ends as "changed". DECLINE and ASK need a note the resident will read; `reason` says
    why it is declined. Of what is decided, `sampling` draws what another coach reads. Raises Refusal (also when the
    coach's permission to see the home has ended), NotFound.
    """
    text = checked_note(note, needed=decision is not Decision.APPROVE)
    # the permission is held before the case, as a withdrawal does, so that the two never wait for each other
    opened = permitted.for_coaches(session, get(session, review_id).home_id, at=now, lock=True)
    row = mine(session, coach, review_id, now)
    require_opened(session.get_one(Assessment, row.assessment_id), opened)
    live = opened[0]
    shown = worked_order(session, row.home_id, row.assessment_id)
    event = move(session, row, _act_of(decision, shown), actor_id=coach.id, now=now, note=text)
    event.reason = reason.value if reason is not None and decision is Decision.DECLINE else None
    row.claim_expires_at = None
    if decision is Decision.ASK:
        row.question, row.preferred_coach, row.not_contacted = text, coach.id, False  # now somebody is in touch
    else:
        row.decided_at, row.question = now, None
    session.add_all([row, event])
    session.flush()
    if decision is Decision.APPROVE:
        _publish(session, live, row, event.id, shown, now)
    if decision is not Decision.ASK:
        second_look_sample.draw(session, row, coach.id, sampling, now=now)
    audit.record(
        session,
        coach.actor,
        audit.Action.REVIEW_DECIDED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        decision=row.state.value,
    )
    return view(row)


def require_opened(assessed: Assessment, given: Sequence[LiveConsent]) -> None:
    """Nothing happens when these permissions open all that an assessment rests on. Raises Refusal."""
    require_all_opened(assessed.evidence.get("opened"), given)


def require_all_opened(rests_on: object, given: Sequence[LiveConsent]) -> None:
    """The same of what it rests on, as the evidence keeps it under `opened`."""
    opened = {opening for one in given for opening in evidence.openings(one)}
    if not given or (isinstance(rests_on, list) and not opened.issuperset(map(str, rests_on))):
        raise Refusal(consent.MISSING)


def _publish(
    session: Session,
    live: LiveConsent,
    row: Review,
    event_id: uuid.UUID,
    shown: Sequence[CaseOpportunity],
    now: datetime,
) -> None:
    kept = [item for item in shown if not item.is_removed]
    if not kept:
        raise Refusal(NOTHING_LEFT)
    drafts = [
        recommendation.Draft(
            opportunity_id=item.id,
            measure=item.measure,
            rank=place,
            later=item.is_later,
            note=item.note,
            wording=item.wording,
            coach_numbers=item.coach_numbers,
        )
        for place, item in enumerate(_given(kept), start=1)
    ]
    recommendation.publish(session, live, row.id, event_id, drafts, now=now)


def _given(kept: Sequence[CaseOpportunity]) -> list[CaseOpportunity]:
    """The first few, and whatever further down the coach added, kept for later or wrote a note on."""
    return [
        item
        for place, item in enumerate(kept)
        if place < SHOWN_AT_MOST or item.is_later or item.is_added or item.note or item.wording
    ]


def _act_of(decision: Decision, shown: Sequence[CaseOpportunity]) -> Act:
    if decision is Decision.APPROVE:
        return Act.CHANGE if any(item.overrides for item in shown) else Act.APPROVE
    return Act.DECLINE if decision is Decision.DECLINE else Act.ASK
